//! Labels that prose gives one code, and a table or the nomenclature another.

use yalu_trade::{Cause, Figures, FoundSo, Interval, Judged, Labelled, SaidSo, Verdict};

pub(super) fn judge(all: &Figures) -> Vec<Judged> {
    all.labels.iter().map(one).collect()
}

fn one(label: &Labelled) -> Judged {
    // A subheading of the listed heading is no other goods.
    let same = label.code.starts_with(&label.listed) || label.listed.starts_with(&label.code);
    let said = SaidSo { text: label.code.clone(), value: None, unit: "code".to_owned(), interval: Interval::unknown() };
    Judged {
        id: label.id.clone(),
        spot: label.spot.clone(),
        kind: "label".to_owned(),
        printed: said,
        found: Some(FoundSo { text: format!("{} is {}", label.label, label.listed), interval: Interval::unknown() }),
        verdict: if same { Verdict::Holds } else { Verdict::Contradicted },
        cause: (!same).then_some(Cause::Label),
        repair: (!same).then(|| label.listed.clone()),
        why: if same {
            format!("{} has that code", label.label)
        } else {
            format!("{} is {}, not {}", label.label, label.listed, label.code)
        },
    }
}

//! One figure in two currencies: what is 171.20 million dollars in a table is
//! not 171.20 million yuan in the prose.

use yalu_trade::{Cause, FoundSo, Judged, Kind, Unit, Verdict};

use super::{ledger::Ledger, plain};

pub(super) fn judge(ledger: &Ledger<'_>, judged: &mut [Judged]) {
    for (i, figure) in ledger.all.figures.iter().enumerate() {
        let (Some(about), Unit::Money(said)) = (&figure.about, figure.printed.unit) else { continue };
        let open = judged[i].verdict == Verdict::NotDerivable && figure.cell.is_none() && figure.sure;
        if figure.kind != Kind::Level || !open {
            continue;
        }
        let fine = figure.printed.digits.bytes().filter(u8::is_ascii_digit).count() >= 3;
        let other = ledger.in_units(about).find(|j| {
            let other = ledger.figure(*j);
            let money = matches!(other.printed.unit, Unit::Money(currency) if currency != said);
            money && fine && other.interval().meets(&figure.interval())
        });
        let Some(other) = other.map(|j| ledger.figure(j)) else { continue };
        let unit = other.printed.unit;
        judged[i] = Judged {
            found: Some(FoundSo {
                text: format!("the report also prints {} in {unit}", other.text),
                interval: other.interval(),
            }),
            cause: Some(Cause::Currency),
            repair: Some(format!("{} × {} {unit}", figure.printed.digits, figure.printed.scale)),
            ..plain(
                figure,
                Verdict::Contradicted,
                format!("the same amount stands elsewhere in {unit}: {}", other.text),
            )
        };
    }
}

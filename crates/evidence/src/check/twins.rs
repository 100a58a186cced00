//! Figures with the digits of another: the same amount in another scale, the
//! same rate with the other sign. Only what nothing else bears out is judged so.

use yalu_trade::{Cause, Decimal, Figure, FoundSo, Judged, Kind, Thing, Unit, Verdict};

use super::{ledger::Ledger, plain};

/// So many digits are alike by chance too seldom to matter.
const DIGITS: usize = 4;
/// Of rates of one thing three are enough.
const RATE_DIGITS: usize = 3;
/// So many figures are compared.
const MOST: usize = 3000;

pub(super) fn judge(ledger: &Ledger<'_>, judged: &mut [Judged]) {
    for i in 0..ledger.all.figures.len().min(MOST) {
        let figure = ledger.figure(i);
        let open = matches!(judged[i].verdict, Verdict::NotDerivable | Verdict::NotRead);
        let rough = judged[i].verdict == Verdict::HoldsWithinRounding && figure.kind == Kind::Level;
        if !(open || rough) || figure.cell.is_some() || figure.forecast {
            continue;
        }
        let found = match figure.kind {
            Kind::Level | Kind::Change => scaled(ledger, judged, i, figure),
            Kind::Growth => turned(ledger, figure),
            _ => None,
        };
        if let Some(found) = found {
            judged[i] = found;
        }
    }
}

fn digits(figure: &Figure) -> &str {
    figure.printed.digits.trim_start_matches(['-', '0', '.'])
}

fn count(figure: &Figure) -> usize {
    digits(figure).bytes().filter(u8::is_ascii_digit).count()
}

/// The same digits, a thousand times as much or as little.
fn scaled(ledger: &Ledger<'_>, judged: &[Judged], i: usize, figure: &Figure) -> Option<Judged> {
    let counted = matches!(figure.printed.unit, Unit::Money(_) | Unit::Tonne) && count(figure) >= DIGITS;
    let alike = |j: &usize| {
        let other = ledger.figure(*j);
        *j != i
            && other.kind == figure.kind
            && other.printed.unit == figure.printed.unit
            && digits(other) == digits(figure)
    };
    let all: Vec<usize> = (0..ledger.all.figures.len().min(MOST)).filter(|_| counted).filter(alike).collect();
    let same = |j: &usize| ledger.figure(*j).printed.value().abs() == figure.printed.value().abs();
    if all.iter().any(same) {
        return None;
    }
    let borne = |j: &&usize| {
        let good = matches!(judged[**j].verdict, Verdict::Holds | Verdict::HoldsWithinRounding);
        good && steps(figure.printed.value(), ledger.figure(**j).printed.value())
    };
    let other = ledger.figure(*all.iter().find(borne)?);
    let repair = other.text.clone();
    Some(Judged {
        found: Some(FoundSo { text: format!("the report also prints {repair}"), interval: other.interval() }),
        cause: Some(Cause::Scale),
        repair: Some(repair.clone()),
        ..plain(figure, Verdict::Contradicted, format!("the same digits stand elsewhere as {repair}"))
    })
}

/// Is one of the scales of print taken for another?
fn steps(a: Decimal, b: Decimal) -> bool {
    let ratio = a.abs().checked_div(b.abs()).unwrap_or_default();
    [1_000u64, 10_000, 1_000_000, 100_000_000, 1_000_000_000].iter().any(|scale| {
        let scale = Decimal::from(*scale);
        ratio == scale || ratio.checked_mul(scale) == Some(Decimal::ONE)
    })
}

/// A rate that a table prints of the same thing with the other sign, and with this one of nothing.
fn turned(ledger: &Ledger<'_>, figure: &Figure) -> Option<Judged> {
    let Thing::Goods(_) = &figure.about.as_ref()?.thing else { return None };
    let about = figure.about.as_ref()?;
    if count(figure) < RATE_DIGITS || figure.direction.is_none() {
        return None;
    }
    let cells = ledger
        .all
        .figures
        .iter()
        .filter(|other| other.cell.is_some() && other.kind == Kind::Growth && digits(other) == digits(figure));
    let mut other = None;
    for cell in cells {
        if cell.printed.value() == figure.printed.value() {
            return None;
        }
        if cell.about.as_ref().is_some_and(|of| of.thing == about.thing) {
            other = Some(cell);
        }
    }
    let other = other?;
    Some(Judged {
        spot: figure.direction_at.clone().unwrap_or_else(|| figure.spot.clone()),
        found: Some(FoundSo { text: format!("the table prints {}", other.text), interval: other.interval() }),
        cause: Some(Cause::Direction),
        repair: Some(other.text.clone()),
        ..plain(figure, Verdict::Contradicted, format!("the table prints {} of the same", other.text))
    })
}

//! One figure in two currencies: what is 171.20 million dollars in a table is
//! not 171.20 million yuan in the prose.

use yalu_trade::{Cause, Decimal, FoundSo, Judged, Kind, Unit, Verdict};

use super::{ledger::Ledger, plain};

pub(super) fn judge(ledger: &Ledger<'_>, judged: &mut [Judged]) {
    same_topic(ledger, judged);
    same_digits(ledger, judged);
}

/// Beside a rate of exchange: the very digits that another currency has elsewhere.
fn same_digits(ledger: &Ledger<'_>, judged: &mut [Judged]) {
    let money = |i: usize| match ledger.figure(i).printed.unit {
        Unit::Money(currency) if ledger.figure(i).kind == Kind::Level => Some(currency),
        _ => None,
    };
    let all: Vec<usize> = (0..ledger.all.figures.len()).filter(|i| money(*i).is_some()).take(2000).collect();
    let rates: Vec<usize> = all.iter().copied().filter(|i| rate(ledger.figure(*i))).collect();
    for i in all.iter().copied().filter(|i| ledger.figure(*i).cell.is_none() && !rate(ledger.figure(*i))) {
        let figure = ledger.figure(i);
        let beside = rates.iter().any(|rate| {
            let rate = ledger.figure(*rate);
            rate.paragraph == figure.paragraph && rate.printed.unit == figure.printed.unit
        });
        let digits = figure.printed.digits.bytes().filter(u8::is_ascii_digit).count();
        if !beside || digits < 3 || judged[i].verdict == Verdict::Contradicted {
            continue;
        }
        let same = |j: &&usize| {
            let other = ledger.figure(**j);
            **j != i && money(**j) != money(i) && other.printed.value() == figure.printed.value()
        };
        if let Some(other) = all.iter().find(same) {
            judged[i] = found(figure, ledger.figure(*other));
        }
    }
}

/// A bare amount of a few units is a rate of exchange.
fn rate(figure: &yalu_trade::Figure) -> bool {
    figure.bare && figure.printed.value() > Decimal::ONE && figure.printed.value() < Decimal::from(20_000)
}

fn found(figure: &yalu_trade::Figure, other: &yalu_trade::Figure) -> Judged {
    let unit = other.printed.unit;
    Judged {
        found: Some(FoundSo {
            text: format!("the report also prints {} in {unit}", other.text),
            interval: other.interval(),
        }),
        cause: Some(Cause::Currency),
        repair: Some(format!("{} × {} {unit}", figure.printed.digits, figure.printed.scale)),
        ..plain(figure, Verdict::Contradicted, format!("the same amount stands elsewhere in {unit}: {}", other.text))
    }
}

fn same_topic(ledger: &Ledger<'_>, judged: &mut [Judged]) {
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
        judged[i] = found(figure, other);
    }
}

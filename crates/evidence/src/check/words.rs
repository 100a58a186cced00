//! Verdicts in words: how a figure was found, as an analyst would write it.

use yalu_trade::{Decimal, Figure, Interval, Mean, Unit};

use super::{
    ledger::Ledger,
    relation::{Form, Relation, Sum},
};
use crate::{scale, slip::whole};

/// A value in the unit in which a figure prints it.
pub(super) fn amount(figure: &Figure, value: Decimal) -> String {
    let scale = figure.printed.scale;
    let digit = figure.printed.last_digit().checked_div(scale).unwrap_or(Decimal::ONE).normalize();
    let places = digit.scale() + 1;
    let shown = value.checked_div(scale).map_or(value, |value| value.round_dp(places.min(12))).normalize();
    let unit = match figure.printed.unit {
        Unit::Percent => "%".to_owned(),
        Unit::Points => " percentage points".to_owned(),
        Unit::Times => " times".to_owned(),
        unit if scale == Decimal::ONE => format!(" {unit}"),
        unit => match scale::name(scale) {
            Some(name) => format!(" {name} {unit}"),
            None => format!(" × {} {unit}", whole(scale)),
        },
    };
    format!("{}{unit}", whole(shown))
}

fn named(ledger: &Ledger<'_>, i: usize) -> String {
    let figure = ledger.figure(i);
    let place = match (&figure.spot.table, &figure.spot.row) {
        (Some(table), Some(row)) => format!(" ({table}, {row})"),
        _ if figure.spot.place.line > 0 => format!(" (line {})", figure.spot.place.line),
        _ => String::new(),
    };
    format!("{}{place}", figure.text)
}

fn listed(ledger: &Ledger<'_>, sum: &Sum, skip: usize) -> String {
    let others: Vec<&(Decimal, usize)> = sum.iter().filter(|(_, i)| *i != skip).collect();
    if others.len() > 4 {
        return format!("the {} figures it goes with", others.len());
    }
    if let [(_, one)] = others.as_slice() {
        return named(ledger, *one);
    }
    let plus = others
        .iter()
        .map(|(c, i)| if c.is_sign_negative() { format!("− {}", named(ledger, *i)) } else { named(ledger, *i) });
    plus.collect::<Vec<_>>().join(" + ").replace("+ − ", "− ")
}

/// How a relation gives a figure.
pub(super) fn how(ledger: &Ledger<'_>, relation: &Relation, figure: usize) -> String {
    match &relation.form {
        Form::Zero(sum) if sum.len() == 2 => format!("the report also prints {}", listed(ledger, sum, figure)),
        Form::Zero(sum) if relation.check == "mean" => format!("from {}", listed(ledger, sum, figure)),
        Form::Zero(sum) if sum.last().is_some_and(|(_, i)| *i == figure) => {
            format!("the sum of {}", listed(ledger, sum, figure)).replace("the sum of the", "the sum of the")
        }
        Form::Zero(sum) => format!("what {} leave", listed(ledger, sum, figure)),
        Form::Hundred(shares) => format!("the {} shares make 100 %", shares.len()),
        Form::AtMost(sum) => format!("it cannot pass {}", listed(ledger, sum, figure)),
        Form::Ratio { part, whole, ratio, .. } if figure == *ratio => {
            format!("{} against {}", listed(ledger, part, figure), listed(ledger, whole, figure))
        }
        Form::Ratio { part, whole, ratio, .. } => {
            let other = if part.iter().any(|(_, i)| *i == figure) { whole } else { part };
            format!("{} with {}", named(ledger, *ratio), listed(ledger, other, figure))
        }
        Form::Shared { part, share, whole, .. } => {
            format!("{} against {} of {}", named(ledger, *part), named(ledger, *share), named(ledger, *whole))
        }
        Form::Proportion(four) => {
            let others: Vec<String> = four.iter().filter(|i| **i != figure).map(|i| named(ledger, *i)).collect();
            format!("in the proportion of {}", others.join(", "))
        }
    }
}

/// An interval in the unit of a figure.
pub(super) fn bounds(figure: &Figure, interval: &Interval) -> String {
    match (interval.low, interval.best, interval.high) {
        (_, Some(best), _) => amount(figure, best),
        (Some(low), None, Some(high)) => format!("{} to {}", amount(figure, low), amount(figure, high)),
        (Some(low), None, None) => format!("{} or more", amount(figure, low)),
        (None, None, Some(high)) => format!("{} or less", amount(figure, high)),
        (None, None, None) => "nothing".to_owned(),
    }
}

/// What a figure is taken to be of.
pub(super) fn of(figure: &Figure) -> String {
    match &figure.about {
        Some(about) => format!(
            "{} of {}",
            figure.kind.word(),
            about
                .words()
                .replace("the yearly mean of ", if about.mean == Mean::OfYears { "the yearly mean of " } else { "" })
        ),
        None => figure.kind.word().to_owned(),
    }
}

//! What cannot be meant: a true minus sign that was left before its number, a
//! level below zero that is no balance, goods that are called by a year. The
//! sign is put back; the others are tied to nothing, for what they are of was
//! not understood.

use yalu_trade::{Figures, Flow, Kind, Printed, Report, Thing};

/// Sets right what was read of a report.
pub(crate) fn set_right(report: &Report, read: &mut Figures) {
    for figure in &mut read.figures {
        let before = report.text.get(..figure.spot.bytes.start).unwrap_or_default();
        // The true minus sign is no dash between two numbers.
        let minus = before.ends_with('\u{2212}') || figure.text.starts_with('\u{2212}');
        if minus && !figure.printed.value().is_sign_negative() {
            let Printed { digits, scale, unit, approx, .. } = &figure.printed;
            let signed = format!("-{}", digits.trim_start_matches('+'));
            if let Ok(printed) = Printed::read(&signed, *scale, *unit, *approx) {
                figure.printed = printed;
            }
        }
        let level = figure.kind == Kind::Level && figure.printed.value().is_sign_negative();
        let goods = figure.about.as_ref().map(|about| &about.thing);
        if goods.is_some_and(|thing| matches!(thing, Thing::Goods(goods) if goods.iter().any(|label| dated(label)))) {
            figure.about = None;
        }
        if level && figure.about.as_ref().is_some_and(|about| about.flow != Flow::B) {
            figure.about = None;
        }
    }
}

/// Does a year stand in a label?
fn dated(label: &str) -> bool {
    let numbers = label.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
    label.chars().any(char::is_alphabetic)
        && numbers.into_iter().any(|number| number.starts_with("19") || number.starts_with("20"))
}

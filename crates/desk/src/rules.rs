//! `[rules]` of desk.toml: a desk's own thresholds, where it wants others.

use yalu_trade::{Decimal, Rules};

use crate::page::Fields;

/// The digits that codes have.
const LEVELS: [u32; 5] = [2, 4, 6, 8, 10];

pub(crate) fn rules(fields: &Fields<'_>) -> Rules {
    let own = Rules::default();
    let positive = |key: &'static str, default: Decimal| {
        let number = fields.number(key);
        if number.is_some_and(|number| number < Decimal::ZERO) {
            fields.complain(key, "number", format!("`{key}` is below zero"), "write a number of zero or more");
        }
        number.filter(|number| *number >= Decimal::ZERO).unwrap_or(default)
    };
    let count = |key: &'static str, default: u32| {
        let number = fields.count(key);
        if number == Some(0) {
            fields.complain(key, "number", format!("`{key}` is zero"), "write how many, 1 or more");
        }
        number.filter(|number| *number > 0).unwrap_or(default)
    };
    let digits = |key: &'static str, default: usize| {
        let level = count(key, default as u32);
        if !LEVELS.contains(&level) {
            fields.complain(key, "number", format!("codes have no {level} digits"), "write 2, 4, 6, 8 or 10");
        }
        if LEVELS.contains(&level) { level as usize } else { default }
    };
    let texts = |key: &'static str| fields.texts(key).into_iter().map(|(text, _)| text).collect::<Vec<String>>();
    let wedge = |(text, span): (String, std::ops::Range<usize>)| {
        let read = Decimal::from_str_exact(&text).ok().filter(|wedge| *wedge > Decimal::NEGATIVE_ONE);
        if read.is_none() {
            let hint = "write parts of one: 0.1 where goods are a tenth dearer on arrival";
            fields.complain_at(span, "number", format!("`{text}` is not a wedge"), hint);
        }
        read
    };
    let wedges: Vec<Decimal> = fields.texts("wedges").into_iter().filter_map(wedge).collect();
    Rules {
        level: digits("level", own.level),
        news_level: digits("news_level", own.news_level),
        least_matched: positive("least_matched", own.least_matched),
        new_above: positive("new_above", own.new_above),
        new_before: positive("new_before", own.new_before),
        new_years: count("new_years", own.new_years),
        false_alarms: positive("false_alarms", own.false_alarms),
        outlier: positive("outlier", own.outlier),
        history: count("history", own.history),
        wedges: if wedges.is_empty() { own.wedges } else { wedges },
        yardsticks: texts("yardsticks"),
        mixed_up_with: fields.text("mixed_up_with"),
        residual_partners: texts("residual_partners"),
        names: own.names,
    }
}

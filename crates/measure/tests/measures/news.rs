//! News: new and vanished items, unusual rises, outlying unit values, residual partners, swapped months.

use std::{fmt::Write as _, sync::Arc};

use proptest::prelude::*;
use rust_decimal::dec;
use yalu_measure::{
    Measured, Scope, concordance::Concordance, hidiroglou_berthelot::effects, measure, robust, robust::Bounds,
};
use yalu_trade::{Correlation, Cut, Edition, Evidence, Lang};

use crate::table::{Table, all, ask, check, said, scope, some};

fn told(measured: &Measured) -> Vec<String> {
    measured.rows.iter().map(|row| format!("{} {}", row.commodity, said(&row.answer))).collect()
}

fn says(measured: &Measured, at: usize) -> &str {
    measured.rows[at].says.as_ref().map_or("", |says| says.in_lang(Lang::En))
}

/// 970600 was split in two, 300211 and 300219 come of one.
fn with_tables(scope: Scope) -> Scope {
    let pairs = [("970691", "970600"), ("970699", "970600"), ("300211", "300210"), ("300219", "300210")];
    let pairs = pairs.map(|(from, to)| (from.to_owned(), to.to_owned())).to_vec();
    let table = Correlation { from: Edition::Hs(2022), to: Edition::Hs(2017), pairs };
    Scope { concordance: Arc::new(Concordance::new(&[table])), ..scope }
}

const YEARS: &str = "X 2023 TOTAL 1000000 exact\nX 2020..2022 TOTAL 3000000 exact\nX 2023 970691 50000 exact\n\
                     X 2020..2022 970600 70000 exact\nX 2023 850440 30000 exact\nX 2023 670300 9000 exact\n\
                     X 2023 270111 20000 exact\nX 2020..2022 270111 1 exact\nX 2023 300219 11000 exact\n\
                     X 2020..2022 300211 5 exact";

#[test]
fn an_item_is_new_unless_its_family_was_traded() {
    let measured = ask("new-items", &with_tables(scope("X", "2023")), &all(YEARS));
    assert_eq!(told(&measured), ["850440 30000"]);
    assert_eq!(says(&measured, 0), "nothing over 2020..2022");
    assert_eq!(said(measured.rows[0].share.as_ref().expect("a share")), "3");
    let note = "2023: codes that came with a change of the nomenclature, and are no news: 970691 (of 970600)";
    assert!(measured.notes.iter().any(|said| said == note), "{:?}", measured.notes);
    let far = "2023: traded as codes for the first time, and not called new, for distant codes of their families were traded: 300219";
    assert!(measured.notes.iter().any(|said| said == far), "{:?}", measured.notes);
    // By codes alone the split is news, and the answer says that it cannot know.
    let measured = ask("new-items", &scope("X", "2023"), &all(YEARS));
    assert_eq!(told(&measured), ["970691 50000", "850440 30000", "300219 11000"]);
    assert!(measured.notes.iter().any(|said| said.contains("no table of the nomenclature")), "{:?}", measured.notes);
    // From another year on; a longer list; a higher least value.
    let since = Scope { since: Some(2022), ..scope("X", "2023") };
    let rest = "X 2022 TOTAL 9 exact\nX 2022 850440 9 exact";
    assert_eq!(told(&ask("new-items", &since, &all(&format!("{YEARS}\n{rest}"))))[0], "970691 50000");
    let one = Scope { top: 1, ..scope("X", "2023") };
    let measured = ask("new-items", &one, &all(YEARS));
    assert_eq!(told(&measured), ["970691 50000"]);
    assert!(
        measured.notes.iter().any(|said| said == "2023: the first 1 of 3 (--top shows more)"),
        "{:?}",
        measured.notes
    );
    let mut high = scope("X", "2023");
    high.rules.new_above = dec!(60000);
    let measured = ask("new-items", &high, &all(YEARS));
    assert!(measured.rows.is_empty() && measured.notes.iter().any(|said| said == "2023: no item is new"));
}

#[test]
fn what_bounds_leave_open_is_not_called_new() {
    let table = all("X 2023 TOTAL 1000000\nX 2020..2022 TOTAL 3000000\nX 2023 850440 10e3 about\nX 2023 850450 20e3");
    let measured = ask("new-items", &scope("X", "2023"), &table);
    assert_eq!(told(&measured), ["850450 20000 (19500..20500)"]);
    let note = "2023: between their bounds these may be new or not: 850440";
    assert!(measured.notes.iter().any(|said| said == note), "{:?}", measured.notes);
}

#[test]
fn without_every_code_of_the_years_before_nothing_is_new() {
    let why = "not derivable: new items need every code of 2020..2022, and those on file are not all: they are in records (`yalu ingest`)";
    check("new-items", &scope("X", "2023"), &some(YEARS), why);
    let why = "not derivable: new items cannot be told: no X of TOTAL in 2020..2022";
    check("new-items", &scope("X", "2023"), &all("X 2023 TOTAL 5 exact"), why);
    check(
        "new-items",
        &scope("T", "2023"),
        &all(YEARS),
        "not derivable: goods move in a flow: name imports or exports",
    );
}

#[test]
fn an_item_has_vanished_after_trade_without_a_break() {
    let table = "X 2022 TOTAL 1000000 exact\nX 2023 TOTAL 900000 exact\nX 2022 970600 70000 exact\nX 2023 970691 60000 exact\n\
                 X 2022 850440 30000 exact\nX 2022 670300 9000 exact";
    let measured = ask("vanished-items", &with_tables(scope("X", "2023")), &all(table));
    assert_eq!(
        (told(&measured), says(&measured, 0)),
        (vec!["850440 30000".to_owned()], "nothing in 2023, after 2022 without a break")
    );
    assert_eq!(told(&ask("vanished-items", &scope("X", "2023"), &all(table))), ["970600 70000", "850440 30000"]);
    // Of a month: a good that missed one of the twelve before has not vanished.
    let mut months = "X 2023-01 TOTAL 9 exact\n".to_owned();
    for month in 1..=12 {
        writeln!(months, "X 2022-{month:02} TOTAL 99999 exact\nX 2022-{month:02} 850440 1000 exact").expect("text");
        if month != 7 {
            writeln!(months, "X 2022-{month:02} 670300 1000 exact").expect("text");
        }
    }
    assert_eq!(told(&ask("vanished-items", &scope("X", "2023-01"), &all(&months))), ["850440 12000"]);
    let lacks = months.replace("X 2022-07 TOTAL 99999 exact\n", "");
    let why = "not derivable: vanished items need what came before 2023-01: 2022-07 is not on file";
    check("vanished-items", &scope("X", "2023-01"), &all(&lacks), why);
}

/// Twenty-four months of which half are at one level and half at four times that, and the month after.
fn months(flow: &str, code: &str, low: u64, now: u64, more: &str) -> String {
    let mut text = String::new();
    for back in 0..24 {
        let (year, month) = (2021 + back / 12, back % 12 + 1);
        let level = if back % 2 == 0 { low } else { 4 * low + if more.is_empty() { 3 } else { 0 } };
        writeln!(text, "{flow} {year}-{month:02} {code} {level} exact {more}").expect("text");
    }
    writeln!(text, "{flow} 2023-01 {code} {now} exact {more}").expect("text");
    text
}

#[test]
fn a_rise_is_unusual_where_chance_does_not_explain_it() {
    // By hand: ln(1 + V) is ln 10⁵ or ln 4·10⁵; the median is ln 2·10⁵ and every deviation ln 2. Now ln 64·10⁵ is five
    // deviations above: 0.6745 × 5.
    let table = months("X", "850440", 99_999, 6_399_999, "") + &months("X", "TOTAL", 999_999, 9_999_999, "");
    let measured = ask("unusual", &scope("X", "2023-01"), &all(&table));
    assert_eq!(told(&measured), ["850440 3.3725 (3.3725..3.3725)"]);
    let words = says(&measured, 0);
    assert!(words.starts_with("32.0 times the median month, 199,999, of 24; by chance "), "{words}");
    let why = "not derivable: no code of 6 digits is on file for 2023-01 with half of the 24 months before it: they are in records (`yalu ingest`)";
    check("unusual", &scope("X", "2023-01"), &all(&months("X", "TOTAL", 999_999, 9_999_999, "")), why);
    // The same level is no news, and nor is a fall.
    for now in [199_999, 9_999] {
        let table = months("X", "850440", 99_999, now, "") + &months("X", "TOTAL", 999_999, 9_999_999, "");
        let measured = ask("unusual", &scope("X", "2023-01"), &all(&table));
        assert!(measured.rows.is_empty() && measured.notes[1] == "2023-01: no rise is unusual", "{:?}", measured.notes);
    }
    let half = table.lines().filter(|line| !line.starts_with("X 2021")).collect::<Vec<_>>().join("\n");
    assert_eq!(told(&ask("unusual", &scope("X", "2023-01"), &all(&half))), ["850440 3.3725 (3.3725..3.3725)"]);
    let less = half.lines().filter(|line| !line.starts_with("X 2022-0")).collect::<Vec<_>>().join("\n");
    let why = "not derivable: unusual rises need half of the 24 months before 2023-01 at least; 2021-01..2022-09 is not on file";
    check("unusual", &scope("X", "2023-01"), &all(&less), why);
}

#[test]
fn a_unit_value_stands_out_from_its_own_past() {
    // By hand: half of the months at 0.1 a kilogram, half at 0.4, the median of logs at 0.2; now 12.8 is six ln 2 above.
    let weights = |now| {
        let line = |month: String| format!("X {month} 850440 1000 exact t\nX {month} TOTAL 9000 exact t\n");
        let all: String = (0..24).map(|back| line(format!("{}-{:02}", 2021 + back / 12, back % 12 + 1))).collect();
        all + &format!("X 2023-01 850440 {now} exact t\nX 2023-01 TOTAL 9000 exact t\n")
    };
    let values = months("X", "TOTAL", 999_999, 99_999_999, "") + &months("X", "850440", 100_000, 12_800_000, " ");
    let measured = ask("unit-value-outliers", &scope("X", "2023-01"), &all(&(values.clone() + &weights(1000))));
    assert_eq!(told(&measured), ["850440 4.047 (4.047..4.047)"]);
    let words = says(&measured, 0);
    assert_eq!(words, "12.8 USD/kg, 64.0 times the median of 24 months, 0.200; weight 1.00 times its median");
    // The same money for sixty-four times the weight is the usual price.
    let measured = ask("unit-value-outliers", &scope("X", "2023-01"), &all(&(values + &weights(64_000))));
    assert!(
        measured.rows.is_empty() && measured.notes[1] == "2023-01: no unit value stands out",
        "{:?}",
        measured.notes
    );
}

#[test]
fn the_effects_are_those_of_the_paper() {
    // Hidiroglou and Berthelot (1986), worked by hand with U = 0.5, A = 0.05, C = 4: of the ratios the median is 1; s is
    // 1 − 1 ÷ 0.5, 1 − 1 ÷ 0.8, 0, 0.25, 2; sizes of 4, 1, 9, 16, 25 have roots 2, 1, 3, 4, 5; E is −2, −0.25, 0, 1, 10.
    let exact = |values: &[f64]| values.iter().map(|value| Bounds::exact(*value)).collect::<Vec<_>>();
    let found = effects(&exact(&[0.5, 0.8, 1.0, 1.25, 3.0]), &exact(&[4.0, 1.0, 9.0, 16.0, 25.0]));
    let best: Vec<f64> = found.effects.iter().map(|effect| effect.best).collect();
    for (best, by_hand) in best.iter().zip([-2.0, -0.25, 0.0, 1.0, 10.0]) {
        assert!((best - by_hand).abs() < 1e-12, "{best} {by_hand}");
    }
    // Quartiles −0.25, 0, 1: from 0 − 4 × 0.25 to 0 + 4 × 1.
    assert!((found.low.best + 1.0).abs() < 1e-12 && (found.high.best - 4.0).abs() < 1e-12);
}

#[test]
fn a_unit_value_that_moved_otherwise_than_the_rest_is_told() {
    // Eight goods of a price that stayed, up to a little, and one whose price tripled.
    let mut text = String::new();
    for (at, price) in [98, 99, 100, 100, 101, 102, 103, 300].into_iter().enumerate() {
        for (year, value) in [(2022, 100), (2023, price)] {
            writeln!(text, "X {year} 85044{at} {value}000 exact\nX {year} 85044{at} 1000 exact t").expect("text");
        }
    }
    for year in [2022, 2023] {
        writeln!(text, "X {year} TOTAL 900000 exact\nX {year} TOTAL 9000 exact t").expect("text");
    }
    let measured = ask("hidiroglou-berthelot", &scope("X", "2023"), &all(&text));
    assert_eq!(told(&measured), ["850447 3"]);
    assert!(says(&measured, 0).starts_with("effect 1985, outside "), "{}", says(&measured, 0));
    let why =
        "not derivable: 0 goods have a value and a weight in both 2023 and 2022, and a comparison takes 8 at least";
    let without: String = text
        .lines()
        .filter(|line| !line.ends_with(" t") || line.contains("TOTAL"))
        .fold(String::new(), |all, line| all + line + "\n");
    check("hidiroglou-berthelot", &scope("X", "2023"), &all(&without), why);
}

/// The answer of a measure over records with several partners.
fn among(id: &str, scope: &Scope, tables: &[(&str, Table)]) -> Measured {
    let measure = measure(id).expect(id);
    let read = |cut: &Cut| {
        let own = tables.iter().find(|(partner, _)| cut.partner == *partner);
        own.map_or_else(|| some("").read(cut), |(_, table)| table.read(cut)).expect("a table reads")
    };
    measure.answer(scope, &measure.asks(scope).iter().map(read).collect::<Vec<_>>())
}

#[test]
fn a_partner_that_vanishes_is_looked_for_under_residual_names() {
    // As the unusual rise above, under another name, in a month in which the partner is not on file.
    let own = (months("X", "TOTAL", 999_999, 1, "") + &months("X", "850440", 499_999, 1, ""))
        .replace("X 2023-01 ", "M 2023-01 ");
    let other = months("X", "TOTAL", 199_999, 25_599_999, "") + &months("X", "850440", 99_999, 12_799_999, "");
    let tables = [("PRK", all(&own)), ("S19", all(&other))];
    let mut scope = scope("X", "2023-01");
    scope.rules.residual_partners = vec!["S19".to_owned()];
    let measured = among("residual-partner", &scope, &tables);
    assert_eq!(told(&measured), ["TOTAL 4.047 (4.047..4.047)", "850440 4.047 (4.047..4.047)"]);
    let words = says(&measured, 0);
    assert_eq!(words, "S19: 51.2 times its median month, 499,999; PRK, 2,499,999 a month before, is gone");
    let there = months("X", "TOTAL", 999_999, 999_999, "");
    let measured = among("residual-partner", &scope, &[("PRK", all(&there)), ("S19", all(&other))]);
    assert!(measured.rows.is_empty());
    assert_eq!(measured.notes, ["2023-01: PRK is on file itself, or not due yet; S19 was not searched"]);
    scope.rules.residual_partners.clear();
    let why =
        "not derivable: the desk names no partner under whose name another can be recorded ([rules] residual_partners)";
    assert_eq!(said(&among("residual-partner", &scope, &[]).rows[0].answer), why);
}

#[test]
fn a_month_of_the_others_goods_scores_above_zero() {
    // By hand: the economy buys 6703 alone, the other 8703 alone; a month of 8703 alone is ln(0.995 ÷ 0.005) = ln 199.
    let mut scope = scope("X", "2022-12 2023-01");
    scope.rules.mixed_up_with = Some("KOR".to_owned());
    let own = months("X", "TOTAL", 1000, 5000, "") + &months("X", "6703", 1000, 5000, "");
    let own = own.replace("X 2023-01 6703", "X 2023-01 8703");
    let other = months("X", "TOTAL", 1000, 5000, "") + &months("X", "8703", 1000, 5000, "");
    let measured = among("swapped-month", &scope, &[("PRK", all(&own)), ("KOR", all(&other))]);
    let figures: Vec<String> = measured.rows.iter().map(|row| said(&row.answer)).collect();
    assert_eq!(figures, ["-5.2933 (-5.2933..-5.2933)", "5.2933 (5.2933..5.2933)"]);
    assert_eq!(says(&measured, 1), "its goods look like KOR's, not PRK's");
    let why = "not derivable: it needs goods of both economies over half of the year before 2022-12 at least; 2021-12..2022-11 is not on file for both";
    assert_eq!(said(&among("swapped-month", &scope, &[("PRK", all(&own))]).rows[0].answer), why);
}

#[test]
fn news_is_every_kind_together() {
    let mut table = months("X", "850440", 99_999, 6_399_999, "") + &months("X", "TOTAL", 999_999, 99_999_999, "");
    table.push_str(
        "X 2020-01..2022-12 TOTAL 99 exact\nX 2020-01..2022-12 850440 99 exact\nX 2023-01 670300 20000 exact",
    );
    let measured = ask("news", &scope("X", "2023-01"), &all(&table));
    assert_eq!(told(&measured), ["670300 20000", "850440 6399999"]);
    assert_eq!(says(&measured, 0), "new: nothing over 2020..2022");
    assert!(says(&measured, 1).starts_with("unusual rise: 32.0 times "), "{}", says(&measured, 1));
    let note = "2023-01: residual-partner could not be looked for: the desk names no partner under whose name another can be recorded ([rules] residual_partners)";
    assert!(measured.notes.iter().any(|said| said == note), "{:?}", measured.notes);
}

#[test]
fn the_modified_score_is_of_the_median() {
    // By hand: median 2.45; deviations 0.35 0.15 0.05 0.05 0.15 0.35 0.15 0.15 5.75 5.85, their median 0.15.
    let others = [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3].map(Bounds::exact);
    let score = robust::score(Bounds::exact(8.2), &others).expect("a score");
    assert!((score.z.best - 0.6745 * 5.75 / 0.15).abs() < 1e-9 && (score.median.best - 2.45).abs() < 1e-12);
    assert_eq!(robust::score(Bounds::exact(1.0), &[Bounds::exact(2.0); 9]), None);
    assert_eq!(robust::score(Bounds::exact(1.0), &others[..2]), None);
}

#[test]
fn the_false_discoveries_are_those_of_the_paper() {
    // Benjamini and Hochberg (1995), section 4.1: of these fifteen, four are rejected at 0.05.
    let chances = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ];
    let rates = robust::false_discovery_rates(&chances);
    assert_eq!(rates.iter().filter(|rate| **rate <= 0.05).count(), 4);
    assert!((rates[0] - 0.0015).abs() < 1e-12 && (rates[3] - 0.0095 * 15.0 / 4.0).abs() < 1e-12);
}

proptest! {
    /// Other money changes no score, and whatever values bounds hide, the score's bounds hold the true one.
    #[test]
    fn a_score_is_of_no_unit_and_its_bounds_hold(values in prop::collection::vec((1u32..100_000, 0u32..50, 0u32..50), 8..30), factor in 1u32..1000) {
        let exact: Vec<f64> = values.iter().map(|(low, _, _)| f64::from(*low)).collect();
        let score = |of: &dyn Fn(f64) -> f64| {
            let all: Vec<Bounds> = exact.iter().map(|value| Bounds::exact(libm::log(of(*value)))).collect();
            robust::score(all[0], &all[1..])
        };
        let (own, other) = (score(&|v| v), score(&|v| v * f64::from(factor)));
        prop_assert_eq!(own.is_some(), other.is_some());
        let wide: Vec<Bounds> = values.iter().map(|(value, below, above)| {
            let value = f64::from(*value);
            let (low, high) = ((value - f64::from(*below)).max(0.5), value + f64::from(*above));
            Bounds { low, best: value, high }.rising(libm::log)
        }).collect();
        if let (Some(own), Some(other), Some(wide)) = (own, other, robust::score(wide[0], &wide[1..])) {
            prop_assert!((own.z.best - other.z.best).abs() < 1e-6 * own.z.best.abs().max(1.0));
            prop_assert!(wide.z.low <= own.z.best + 1e-9 && own.z.best <= wide.z.high + 1e-9);
            prop_assert!((wide.z.best - own.z.best).abs() < 1e-9);
        }
    }

    /// A rate is never under its chance, keeps the order of chances, and of one alone is the chance.
    #[test]
    fn rates_keep_the_order_of_chances(chances in prop::collection::vec(0.0f64..1.0, 1..40)) {
        let rates = robust::false_discovery_rates(&chances);
        for (a, (p, q)) in chances.iter().zip(&rates).enumerate() {
            prop_assert!(p <= q && *q <= 1.0);
            prop_assert!(chances.iter().zip(&rates).skip(a).all(|(other, rate)| (other - p) * (rate - q) >= 0.0));
        }
        prop_assert_eq!(robust::false_discovery_rates(&chances[..1]), &chances[..1]);
    }
}

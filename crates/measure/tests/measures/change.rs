//! Contributions, records, ceilings and floors, steadiness, and levels of
//! spans. The figures of 2022 and 2023 are customs' own; the others are small
//! enough to be worked by hand.

use yalu_measure::{Measured, Scope};
use yalu_trade::Lang;

use crate::{
    figures::{TABLE_1, TOTALS},
    table::{against, all, ask, check, of, said, scope, some, top},
};

/// What is said of each row, after its figure.
fn told(measured: &Measured, lang: Lang) -> Vec<String> {
    let says = |row: &yalu_measure::Row| row.says.as_ref().map_or("", |says| says.in_lang(lang)).to_owned();
    measured.rows.iter().map(says).collect()
}

fn figures(measured: &Measured) -> Vec<String> {
    measured.rows.iter().map(|row| said(&row.answer)).collect()
}

#[test]
fn the_two_flows_contribute_to_the_growth_of_trade() {
    let measured = ask("contribution", &scope("T", "2023"), &some(TOTALS));
    // (200350 − 89404) ÷ 102772, (29189 − 13368) ÷ 102772, and the rounding between prints.
    assert_eq!(
        figures(&measured),
        ["107.9535 (107.952..107.955)", "15.3943 (15.3932..15.3953)", "-0.001 (-0.0051..0.0031)"]
    );
    assert_eq!(said(&measured.total.expect("a growth").answer), "123.3468 (123.3453..123.3484)");
}

#[test]
fn goods_contribute_from_a_value_and_last_years_share() {
    let table = top(10, &format!("X 2022 TOTAL 89404e4\n{TABLE_1}"));
    let measured = ask("contribution", &scope("X", "2023"), &table);
    // Hair: 16003 ÷ 89404 less the 0.8 % that is printed of the year before.
    let hair = measured.rows.iter().find(|row| row.commodity.to_string() == "6703").expect("hair");
    assert_eq!(said(&hair.answer), "17.0996 (17.049..17.1503)");
    assert_eq!(measured.rows.len(), 11, "ten headings and the rest");
}

#[test]
fn contributions_name_what_they_lack() {
    for (flow, table, expected) in [
        (
            "X",
            some(TOTALS),
            "not derivable: no code of 4 digits is on file with both 2023 and 2022: values of both, or a value and a share",
        ),
        ("X", some("X 2023 TOTAL 5"), "not derivable: its base is missing: no X of TOTAL in 2022"),
        ("B", some(TOTALS), "not derivable: a balance has no growth: name imports, exports or total"),
    ] {
        check("contribution", &scope(flow, "2023"), &table, expected);
    }
}

#[test]
fn a_record_says_since_when() {
    let years = "X 2017 TOTAL 70 exact\nX 2018 TOTAL 90 exact\nX 2019 TOTAL 60 exact\nX 2020 TOTAL 50 exact\n\
                 X 2021 TOTAL 60 exact\nX 2022 TOTAL 80 exact\nX 2023 TOTAL 40 exact";
    let table = all(years);
    for (period, en, ko, zh) in [
        ("2022", "highest since 2018", "2018 이후 최고", "2018以来最高"),
        ("2018", "highest on file, back to 2017", "자료가 있는 2017 이후 최고", "有资料的2017以来最高"),
        ("2023", "lowest on file, back to 2017", "자료가 있는 2017 이후 최저", "有资料的2017以来最低"),
        ("2021", "highest since 2019, which was the same", "2019 이후 최고(같은 수준)", "2019以来最高（持平）"),
        ("2017", "nothing earlier is on file", "이전 자료 없음", "无更早资料"),
    ] {
        let measured = ask("record", &scope("X", period), &table);
        for (lang, words) in [(Lang::En, en), (Lang::Ko, ko), (Lang::Zh, zh)] {
            assert_eq!(told(&measured, lang), [words], "{period}");
        }
    }
}

#[test]
fn a_record_names_what_it_cannot_see() {
    let table = some(TOTALS);
    for (flow, since, expected) in [
        ("X", None, "highest since 2019; nothing is on file for 2021, 2020"),
        ("X", Some(2017), "between fourth highest and sixth highest since 2017; nothing is on file for 2021, 2020"),
        ("M", Some(2018), "between highest and third highest since 2018; nothing is on file for 2021, 2020"),
        ("X", Some(2022), "highest since 2022"),
    ] {
        let measured = ask("record", &Scope { since, ..scope(flow, "2023") }, &table);
        assert_eq!(told(&measured, Lang::En), [expected], "{flow} {since:?}");
    }
    let table = all("X 2021 TOTAL 9e6\nX 2022 TOTAL 88e5\nX 2023 TOTAL 9e6");
    let measured = ask("record", &scope("X", "2023"), &table);
    assert_eq!(told(&measured, Lang::En), ["not told apart from 2022"]);
    let table = all("X 2021 TOTAL 9 exact\nX 2022 TOTAL 8 exact\nX 2023 TOTAL 9 exact");
    let measured = ask("record", &Scope { since: Some(2021), ..scope("X", "2023") }, &table);
    assert_eq!(told(&measured, Lang::En), ["highest since 2021, level with 2021"]);
}

#[test]
fn months_are_records_among_months() {
    let table =
        some("X 2022-11 TOTAL 90 exact\nX 2022-12 TOTAL 70 exact\nX 2023-01 TOTAL 60 exact\nX 2023-02 TOTAL 80 exact");
    let measured = ask("record", &scope("X", "2023-02"), &table);
    assert_eq!(told(&measured, Lang::En), ["highest since 2022-11"]);
    assert_eq!(figures(&measured), ["80"]);
}

const MONTHS: &str = "X 2023-01 TOTAL 10 exact\nX 2023-02 TOTAL 12 exact\nX 2023-03 TOTAL 11 exact\n\
                      X 2023-04 TOTAL 13 exact\nX 2023-05 TOTAL 12 exact\nX 2023-06 TOTAL 14 exact";

#[test]
fn the_highest_and_the_lowest_month_are_named() {
    let measured = ask("ceiling-floor", &scope("X", "2023-01..2023-06"), &some(MONTHS));
    assert_eq!(figures(&measured), ["14", "10"]);
    assert_eq!(told(&measured, Lang::En), ["2023-06", "2023-01"]);
    // A seventh month that is not on file could be anything.
    let measured = ask("ceiling-floor", &scope("X", "2023-01..2023-07"), &some(MONTHS));
    assert_eq!(figures(&measured), ["? (14..)", "? (..10)"]);
    assert_eq!(told(&measured, Lang::En)[0], "2023-06; nothing is on file for 2023-07");
    // Two months whose prints overlap could both be it.
    let measured =
        ask("ceiling-floor", &scope("X", "2023-01..2023-02"), &some("X 2023-01 TOTAL 5e6\nX 2023-02 TOTAL 5.2e6"));
    assert_eq!(told(&measured, Lang::En)[0], "2023-01, 2023-02");
    assert_eq!(figures(&measured)[0], "5200000 (5150000..5500000)");
}

#[test]
fn steadiness_is_the_spread_about_a_straight_line() {
    // By hand: the line through 10, 12, 11, 13, 12, 14 leaves √(3.0857 ÷ 4) of a mean of 12.
    check("stability", &scope("X", "2023-01..2023-06"), &some(MONTHS), "7.3193 (7.3193..7.3193)");
    let why = "not derivable: a trend needs 6 months; 5 of 2023-02..2023-07 are on file; missing: 2023-07";
    check("stability", &scope("X", "2023-02..2023-07"), &some(MONTHS), why);
    let straight: String = (1..=6).map(|m| format!("X 2023-{m:02} TOTAL {} exact\n", m * 7)).collect();
    let measured = ask("stability", &scope("X", "2023-01..2023-06"), &some(&straight));
    assert!(said(&measured.rows[0].answer).starts_with('0'), "a straight line has no spread");
}

#[test]
fn a_year_to_date_is_printed_or_a_sum() {
    check("year-to-date", &scope("X", "2023-03"), &some(MONTHS), "33");
    check("year-to-date", &scope("X", "2023-03"), &some(&format!("{MONTHS}\nX 2023-01..2023-03 TOTAL 34 exact")), "34");
    let why = "not derivable: 2023-01..2023-08 is not printed, and of its months 2023-07, 2023-08 are missing";
    check("year-to-date", &scope("X", "2023-08"), &some(MONTHS), why);
}

#[test]
fn twelve_months_come_from_years_where_months_are_missing() {
    let table = some("X 2022 TOTAL 100 exact\nX 2022-01..2022-03 TOTAL 20 exact\nX 2023-01..2023-03 TOTAL 45 exact");
    let measured = ask("rolling-year", &scope("X", "2023-03"), &table);
    assert_eq!(figures(&measured), ["125"]);
    assert_eq!(measured.rows[0].period.to_string(), "2022-04..2023-03");
    check("rolling-year", &scope("X", "2022-12"), &table, "100");
    check("rolling-year", &scope("X", "2022"), &table, "100");
}

#[test]
fn a_month_is_held_against_the_month_before_and_against_a_base() {
    check("period-growth", &scope("X", "2023-02"), &some(MONTHS), "20");
    check("period-growth", &scope("X", "2023-Q2"), &some("X 2023-Q1 TOTAL 50 exact\nX 2023-Q2 TOTAL 60 exact"), "20");
    let table = some(&format!("{MONTHS}\nX 2019-02 TOTAL 16 exact\nX 2018-02 TOTAL 8 exact"));
    check("same-months", &against("2019", scope("X", "2023-02")), &table, "75");
    check("same-months", &against("2018 2019", scope("X", "2023-02")), &table, "100");
    let why = "not derivable: the base `2019` lacks a month: no X of TOTAL in 2019-03";
    check("same-months", &against("2019", scope("X", "2023-03")), &table, why);
    check("same-months", &of("6703", scope("X", "2023-03")), &table, "not derivable: no base is named");
}

//! Trust in the source: filters off and on, both reports of a flow, zeros after a ban.

use proptest::prelude::*;
use rust_decimal::{Decimal, dec};
use yalu_measure::{Measured, Scope};
use yalu_trade::{Cut, Evidence, Interval, Lang, Place, Rules, Sanction, SanctionStatus, Wording};

use crate::table::{Table, all, of, said, scope, some, top};

/// Evidence of several reporters on several partners: each pair has a table of its own.
struct Reports(Vec<(&'static str, &'static str, Table)>);

impl Reports {
    fn ask(&self, id: &str, scope: &Scope) -> Measured {
        let measure = yalu_measure::measure(id).expect(id);
        let read = |cut: &Cut| {
            let own = self.0.iter().find(|(by, on, _)| cut.reporters == [*by] && cut.partner == *on);
            own.map_or_else(|| some("").read(cut), |(.., table)| table.read(cut)).expect("a table reads")
        };
        let panels: Vec<_> = measure.asks(scope).iter().map(read).collect();
        measure.answer(scope, &panels)
    }
}

/// What an answer says, line by line: name or commodity, figure, words.
fn lines(measured: &Measured) -> Vec<String> {
    let line = |row: &yalu_measure::Row| {
        let english = |words: &Wording| words.in_lang(Lang::En).to_owned();
        let name = row.name.as_ref().map_or_else(|| row.commodity.to_string(), english);
        let says = row.says.as_ref().map_or(String::new(), |says| format!(" | {}", english(says)));
        format!("{name} | {}{says}", said(&row.answer))
    };
    measured.rows.iter().map(line).collect()
}

fn by(reporters: &str, scope: Scope) -> Scope {
    Scope { reporters: reporters.split_whitespace().map(str::to_owned).collect(), ..scope }
}

fn swept(wedges: &[Decimal], scope: Scope) -> Scope {
    Scope { rules: Rules { wedges: wedges.to_vec(), ..scope.rules.clone() }, ..scope }
}

/// A desk like the first: three who know the two apart, and the other one.
fn held(scope: Scope) -> Scope {
    let yardsticks = ["KOR", "CHN"].map(str::to_owned).to_vec();
    Scope { rules: Rules { yardsticks, mixed_up_with: Some("KOR".to_owned()), ..scope.rules.clone() }, ..scope }
}

/// India's 2008 in small: KDI (Lee Suk, 2011), told in https://etoday.co.kr/news/view/468559, keeps goods that the
/// economy traded with Korea, China or Japan, up to the largest of these, and finds machines and new materials that
/// it cannot have sold.
fn india() -> Reports {
    Reports(vec![
        ("IND", "PRK", all("M 2008 TOTAL 125 exact\nM 2008 2601 30 exact\nM 2008 7403 40 exact\nM 2008 8471 50 exact")),
        (
            "CHN",
            "PRK",
            all("M 2008 TOTAL 300 exact\nM 2008 2601 200 exact\nM 2008 7403 25 exact\nM 2007 TOTAL 9 exact"),
        ),
        ("KOR", "PRK", all("M 2008 TOTAL 90 exact\nM 2008 7403 10 exact\nM 2008 6203 80 exact")),
    ])
}

#[test]
fn what_no_yardstick_traded_or_so_much_of_is_removed() {
    let measured = india().ask("plausibility", &held(by("IND", scope("M", "2008"))));
    assert_eq!(
        lines(&measured),
        [
            "IND: as reported | 125",
            "IND: plausible | 35",
            "IND: removed | 90 | 2 goods",
            "8471 | 50 | IND: no yardstick recorded it",
            "7403 | 40 | IND: more than any yardstick recorded, CHN the most",
        ]
    );
    assert!(measured.notes.is_empty());
}

#[test]
fn a_good_that_was_traded_before_is_plausible() {
    // "Even once": a yardstick had it two years before, and as much of it.
    let mut many = india();
    many.0[1].2 = all("M 2008 TOTAL 300 exact\nM 2008 2601 200 exact\nM 2006 TOTAL 60 exact\nM 2006 8471 60 exact");
    let scope = held(by("IND", scope("M", "2008")));
    assert_eq!(lines(&many.ask("plausibility", &scope))[1], "IND: plausible | 85");
    let short = Scope { rules: Rules { new_years: 1, ..scope.rules.clone() }, ..scope };
    assert_eq!(lines(&many.ask("plausibility", &short))[1], "IND: plausible | 35");
}

#[test]
fn what_lists_leave_open_is_between_bounds() {
    // China's list is its two largest: it may have bought machines too, but copper stands on it.
    let mut many = india();
    many.0[1].2 = top(2, "M 2008 TOTAL 300 exact\nM 2008 2601 200 exact\nM 2008 7403 25 exact");
    let measured = many.ask("plausibility", &held(by("IND", scope("M", "2008"))));
    assert_eq!(
        lines(&measured)[1..4],
        [
            "IND: plausible | ? (35..85)",
            "IND: removed | ? (40..90) | 2 goods",
            "8471 | 50 | IND: not told: the yardsticks' lists leave it open",
        ]
    );
    // A yardstick is taken as it is, and one that is silent is named.
    let measured = many.ask("plausibility", &held(by("CHN", scope("M", "2009"))));
    assert_eq!(measured.rows.len(), 1, "nothing of 2009 is on file");
    let of_2008 = held(by("CHN", scope("M", "2008")));
    let of_2008 = Scope {
        rules: Rules { yardsticks: vec!["CHN".to_owned(), "JPN".to_owned()], ..of_2008.rules.clone() },
        ..of_2008
    };
    let measured = many.ask("plausibility", &of_2008);
    assert_eq!(lines(&measured)[1], "CHN: plausible | 300 | a yardstick, taken as it is");
    assert_eq!(measured.notes, ["2008: held against 1 of 2 yardsticks; without JPN"]);
}

#[test]
fn filters_say_what_the_desk_or_the_files_lack() {
    for (id, of_desk) in [
        ("plausibility", "not derivable: the desk names no yardsticks"),
        ("swap-score", "not derivable: the desk names no economy that this one is mixed up with"),
        ("swap-filter", "not derivable: the desk names no economy that this one is mixed up with"),
    ] {
        let ask = |scope: &Scope| lines(&Reports(Vec::new()).ask(id, scope)).remove(0);
        assert!(ask(&scope("M", "2008")).contains(of_desk), "{id}: {}", ask(&scope("M", "2008")));
        let without = ask(&held(scope("M", "2008")));
        assert!(without.contains("it needs the goods of a yardstick (KOR, CHN)"), "{id}: {without}");
        assert!(ask(&held(scope("T", "2008"))).contains("name imports or exports"), "{id}");
    }
}

/// Coal and garments come from the one, cars from the other.
fn mixed_up(reporters: Vec<(&'static str, &'static str, Table)>) -> Reports {
    let mut many = vec![
        ("CHN", "PRK", all("M 2008 TOTAL 100 exact\nM 2008 2701 100 exact")),
        ("CHN", "KOR", all("M 2008 TOTAL 900 exact\nM 2008 8703 900 exact")),
    ];
    many.extend(reporters);
    Reports(many)
}

#[test]
fn a_reporter_of_the_others_goods_scores_above_zero() {
    // By hand: of two codes a profile gives its own 0.99 + 0.01 ÷ 2 = 0.995 and the other 0.005, so that ln(π ÷ π⁰) is
    // ln 199 = 5.2933 for cars and −5.2933 for coal. Cars alone 5.2933; nine tenths coal −0.8 × 5.2933 = −4.2346.
    let many = mixed_up(vec![
        ("IND", "PRK", all("M 2008 TOTAL 7 exact\nM 2008 8703 7 exact")),
        ("DEU", "PRK", all("M 2008 TOTAL 10 exact\nM 2008 2701 9 exact\nM 2008 8703 1 exact")),
        ("THA", "PRK", all("M 2008 TOTAL 4 exact\nM 2008 2701 2 exact\nM 2008 8703 2 exact")),
    ]);
    let scope = held(by("IND DEU THA MEX", scope("M", "2008")));
    assert_eq!(
        lines(&many.ask("swap-score", &scope)),
        [
            "IND | 5.2933 (5.2933..5.2933) | its goods look like KOR's, not PRK's",
            "DEU | -4.2346 (-4.2346..-4.2346) | its goods look like PRK's",
            "THA | 0 (0..0) | PRK and KOR are not told apart",
            "MEX | not on file: no M of TOTAL in 2008",
        ]
    );
    let measured = many.ask("swap-filter", &scope);
    assert_eq!(
        lines(&measured),
        [
            "as reported | 21",
            "without swapped records | ? (10..14)",
            "removed | ? (7..11)",
            "IND | 7 | its goods look like KOR's, not PRK's",
            "THA | ? (0..4) | PRK and KOR are not told apart",
        ]
    );
    assert_eq!(measured.notes, ["2008: without MEX (no M of TOTAL in 2008)"]);
}

/// Two reports of one flow.
fn twice(left: &'static str, arrived: &'static str) -> Reports {
    Reports(vec![("PRK", "CHN", all(left)), ("CHN", "PRK", all(arrived))])
}

#[test]
fn the_gap_is_a_part_of_the_mean_of_both_reports() {
    for (left, arrived, gap) in [
        // By hand: |100 − 90| ÷ 95.
        ("X 2023 TOTAL 90 exact", "M 2023 TOTAL 100 exact", "10.5263 (10.5263..10.5263) | the importer reports more"),
        ("X 2023 TOTAL 100 exact", "M 2023 TOTAL 90 exact", "10.5263 (10.5263..10.5263) | the exporter reports more"),
        ("X 2023 TOTAL 70 exact", "M 2023 TOTAL 70 exact", "0"),
        // One side reports none: two whole means.
        ("X 2023 TOTAL 0 exact", "M 2023 TOTAL 8 exact", "200 | the importer reports more"),
        // 9.5 to 10.5 both: at most 1 ÷ 10.
        ("X 2023 TOTAL 10", "M 2023 TOTAL 10", "0 (0..10)"),
    ] {
        let measured = twice(left, arrived).ask("mirror-gap", &scope("M", "2023"));
        assert_eq!(lines(&measured), [format!("CHN | {gap}")], "{left}, {arrived}");
    }
    let alone = twice("", "M 2023 TOTAL 100 exact").ask("mirror-gap", &scope("M", "2023"));
    let why = "CHN | not derivable: both reports are needed: PRK on CHN: no X of TOTAL in 2023";
    assert_eq!(lines(&alone), [why]);
    let both = twice("", "").ask("mirror-gap", &scope("T", "2023"));
    assert_eq!(lines(&both), ["CHN | not derivable: a mirror is of one flow: name imports or exports"]);
}

#[test]
fn the_other_valuation_is_a_band() {
    let two = [dec!(0), dec!(0.06)];
    // Marini, Dippelsman and Stanger (IMF WP/18/16) take 6 %: 100 FOB are 106 CIF, 106 CIF are 100 FOB.
    let page = "X 2023 TOTAL 100 exact\nM 2023 TOTAL 106 exact";
    for (flow, expected) in [
        ("X", ["CIF, κ over 0 % to 6 % | ? (100..106)", "κ = 0 % | 100", "κ = 6 % | 106"]),
        ("M", ["FOB, κ over 0 % to 6 % | ? (100..106)", "κ = 0 % | 106", "κ = 6 % | 100"]),
        ("B", ["FOB, κ over 0 % to 6 % | ? (0..6)", "κ = 0 % | 6", "κ = 6 % | 0"]),
        ("T", ["FOB, κ over 0 % to 6 % | ? (200..206)", "κ = 0 % | 206", "κ = 6 % | 200"]),
    ] {
        let measured =
            Reports(vec![("CHN", "PRK", all(page))]).ask("valuation-band", &swept(&two, scope(flow, "2023")));
        assert_eq!(lines(&measured), expected, "{flow}");
    }
}

#[test]
fn what_arrives_beyond_what_left_is_swept() {
    // Bhagwati's comparison (1964): M − (1 + κ)X. By hand: 130 − 100, 130 − 120, and 130 − 140.
    let many = twice("X 2023 TOTAL 100 exact", "M 2023 TOTAL 130 exact");
    let three = swept(&[dec!(0), dec!(0.2), dec!(0.4)], scope("M", "2023"));
    assert_eq!(
        lines(&many.ask("misinvoicing", &three)),
        [
            "CHN: κ over 0 % to 40 % | ? (-10..30) | the sign turns within the sweep: a wedge of 30 % explains it",
            "CHN: κ = 0 % | 30",
            "CHN: κ = 20 % | 10",
            "CHN: κ = 40 % | -10",
        ]
    );
    let two = swept(&[dec!(0), dec!(0.2)], scope("M", "2023"));
    let says = "more arrives than left at every wedge; nothing would be left at 30 %";
    assert_eq!(lines(&many.ask("misinvoicing", &two))[0], format!("CHN: κ over 0 % to 20 % | ? (10..30) | {says}"));
}

/// The economy sells to two, who report 150 and 110 where it reports 100 each.
fn star() -> Reports {
    Reports(vec![
        ("PRK", "CHN", all("X 2023 TOTAL 100 exact")),
        ("CHN", "PRK", all("M 2023 TOTAL 150 exact")),
        ("PRK", "RUS", all("X 2023 TOTAL 100 exact")),
        ("RUS", "PRK", all("M 2023 TOTAL 110 exact")),
        ("IND", "PRK", all("M 2023 TOTAL 33 exact")),
    ])
}

#[test]
fn two_reports_are_reconciled_as_in_baci() {
    // Gaulier and Zignago (2010), 2.4: |ln(M ÷ X)| = a_i + b_j. By hand, κ = 0: the distances are ln 1.5 = 0.405465 and
    // ln 1.1 = 0.095310. Of all a and b that fit, the least squares of their size have a = (0.405465 + 0.095310) ÷ 3 =
    // 0.166925 for the seller and b = 0.238540 and −0.071615 for the buyers. w = b² ÷ (a² + b²) = 0.671281 and, as no
    // distance is below zero, 0: 0.671281 × 100 + 0.328719 × 150 = 116.4360, and 110.
    let scope = by("CHN RUS IND", scope("M", "2023"));
    let measured = star().ask("baci", &swept(&[dec!(0)], scope.clone()));
    assert_eq!(
        lines(&measured),
        [
            "CHN | ? (116.436..116.436) | the exporter's report weighs 67.13 %",
            "RUS | ? (110..110) | the exporter's report weighs 0 %",
            "IND | ? (33..33) | only IND reports it",
        ]
    );
    assert_eq!(measured.notes, ["2023: 2 flows among PRK, CHN, RUS, IND are reported twice; κ over 0 % to 0 %"]);
    // Of one flow alone both reports weigh the same, and where only the importer reports it is a band.
    let alone = twice("X 2023 TOTAL 100 exact", "M 2023 TOTAL 130 exact");
    let measured = alone.ask("baci", &swept(&[dec!(0), dec!(0.3)], crate::table::scope("M", "2023")));
    assert_eq!(lines(&measured)[0], "CHN | ? (100..115) | the exporter's report weighs 50 %");
    let swept_twice = star().ask("baci", &swept(&[dec!(0), dec!(0.1)], scope));
    assert_eq!(lines(&swept_twice)[2], "IND | ? (30..33) | only IND reports it");
}

#[test]
fn two_reports_are_reconciled_as_in_the_growth_lab() {
    // Bustos et al. (2025): e_i = n_i ÷ Σ d_ij m_j and m_j = n_j ÷ Σ d_ij e_i, 25 rounds from 1. By hand, κ = 0: d is
    // 50 ÷ 250 = 0.2 and 10 ÷ 210 = 1 ÷ 21. With one seller the rounds come back every second: after an odd number the
    // buyers score 1 ÷ d = 5 and 21, and the seller 2 ÷ Σd = 8.076923. w = exp e ÷ (exp e + exp m) = 0.955931 and
    // 0.000002: 100w + 150(1 − w) = 102.2035 and 100w + 110(1 − w) = 110.0000.
    let scope = swept(&[dec!(0)], by("CHN RUS IND", scope("M", "2023")));
    let measured = star().ask("growth-lab", &scope);
    assert_eq!(
        lines(&measured),
        [
            "CHN | ? (102.2035..102.2035) | the exporter's report weighs 95.59 %",
            "RUS | ? (110..110) | the exporter's report weighs 0 %",
            "IND | ? (33..33) | only IND reports it",
        ]
    );
    let alone = twice("X 2023 TOTAL 100 exact", "M 2023 TOTAL 130 exact");
    assert_eq!(
        lines(&alone.ask("growth-lab", &swept(&[dec!(0)], crate::table::scope("M", "2023")))),
        ["CHN | ? (115..115) | the exporter's report weighs 50 %"]
    );
}

fn ban(id: &str, flow: &str, codes: &[&str], from: &str) -> Sanction {
    let day = from.parse().expect("a day");
    Sanction {
        id: id.to_owned(),
        goods: Wording::en(id),
        instrument: "UNSCR 2371 (2017)".to_owned(),
        paragraph: "8".to_owned(),
        flow: flow.parse().expect(flow),
        codes: codes.iter().map(|code| code.parse().expect(code)).collect(),
        assigned: false,
        part: false,
        status: SanctionStatus::Prohibited,
        by: None,
        adopted: day,
        effective: day,
        until: None,
        wind_down: None,
        national: Vec::new(),
        quota: None,
        why: String::new(),
        source: String::new(),
        verified: true,
        unseen: None,
        place: Place::default(),
    }
}

#[test]
fn a_reported_zero_after_a_ban_is_said_in_words() {
    let sanctions =
        vec![ban("coal", "M", &["2701", "2601"], "2017-08-05"), ban("machines", "X", &["84"], "2017-12-22")];
    let scope = Scope { sanctions, ..scope("M", "2023") };
    let ask = |scope: &Scope, table| lines(&Reports(vec![("CHN", "PRK", table)]).ask("zero-after-ban", scope));
    let since = "banned since 2017-08-05 by UNSCR 2371 (2017) §8";
    let zero = "reported as none since: a reported zero is not compliance";
    // A complete list that lacks a code reports it as none.
    let page = "M 2016 2701 9 exact\nM 2016 2601 4 exact\nM 2023 2601 3 exact\nM 2023 6704 5 exact";
    assert_eq!(
        ask(&scope, all(page)),
        [
            format!("2601 | 3 | {since}; reported all the same"),
            format!("2701 | 0 | {since}; traded in 2016 and {zero}"),
        ]
    );
    // A list that is not complete says nothing of what it lacks; a print of zero does.
    assert_eq!(
        ask(&scope, some("M 2023 2601 0 exact")),
        [
            format!("2601 | 0 | {since}; reported as none: a reported zero is not compliance"),
            "2701 | not on file: no M of 2701 in 2023".to_owned(),
        ]
    );
    // Rounded to nothing is not nothing.
    assert_eq!(
        ask(&of("2601", scope.clone()), some("M 2023 2601 0"))[0],
        format!("2601 | 0 (-0.5..0.5) | {since}; it may be none, or some")
    );
    // A period that began before the ban is no period after it; nor is the other flow.
    let before = Scope { periods: vec!["2017".parse().expect("a year")], ..scope.clone() };
    let none = "TOTAL | not derivable: no ban of the desk's sanctions.toml on exports binds over all of 2017";
    assert_eq!(ask(&before, all(page)), [none]);
    let imports = Scope { flow: "X".parse().expect("X"), ..scope };
    assert_eq!(ask(&imports, some("")), ["84 | not on file: no X of 84 in 2023"]);
    assert_eq!(
        ask(&crate::table::scope("M", "2023"), some("")),
        ["TOTAL | not derivable: the desk has no rule (sanctions.toml)"]
    );
}

fn interval(row: &yalu_measure::Row) -> Interval {
    row.answer.as_ref().expect("a figure").interval
}

proptest! {
    /// Of two reports one figure is made that lies between them, freight taken off; and rounded reports hold it.
    #[test]
    fn a_reconciled_figure_lies_between_its_reports(
        values in prop::collection::vec((1i64..1_000_000, 1i64..1_000_000), 2),
    ) {
        let page = |print: &dyn Fn(i64) -> String| {
            let [(a, b), (c, d)] = [values[0], values[1]];
            Reports(vec![
                ("PRK", "CHN", all(&format!("X 2023 TOTAL {}", print(a)))),
                ("CHN", "PRK", all(&format!("M 2023 TOTAL {}", print(b)))),
                ("PRK", "RUS", all(&format!("X 2023 TOTAL {}", print(c)))),
                ("RUS", "PRK", all(&format!("M 2023 TOTAL {}", print(d)))),
            ])
        };
        let (exact, rounded) = (page(&|v| format!("{v} exact")), page(&|v| format!("{}e3", (v + 500) / 1000)));
        let scope = by("CHN RUS", scope("M", "2023"));
        let slack = Decimal::new(1, 6);
        for id in ["baci", "growth-lab"] {
            let (truth, printed) = (exact.ask(id, &scope), rounded.ask(id, &scope));
            for (i, (left, arrived)) in values.iter().enumerate() {
                let (left, arrived) = (Decimal::from(*left), Decimal::from(*arrived));
                let figure = interval(&truth.rows[i]);
                let (low, high) = (figure.low.expect("a low"), figure.high.expect("a high"));
                prop_assert!(low <= high && figure.best.is_none());
                prop_assert!(low >= left.min(arrived / dec!(1.2)) - slack && high <= left.max(arrived) + slack, "{id} {figure:?}");
                let bounds = interval(&printed.rows[i]);
                prop_assert!(bounds.low.is_none_or(|l| l <= low + slack) && bounds.high.is_none_or(|h| high - slack <= h), "{id} {bounds:?} {figure:?}");
            }
        }
    }

    /// Whatever the rounded lists hide, the score and both filters hold it.
    #[test]
    fn filters_of_rounded_lists_hold_the_truth(values in prop::collection::vec(1i64..100_000, 9)) {
        let codes = ["2701", "6203", "8703"];
        let page = |print: &dyn Fn(i64) -> String| {
            let list = |from: usize| {
                let goods = codes.iter().zip(&values[from..]).map(|(code, v)| format!("M 2008 {code} {}\n", print(*v)));
                let total = values[from..from + 3].iter().sum::<i64>();
                all(&format!("M 2008 TOTAL {total} exact\n{}", goods.collect::<String>()))
            };
            Reports(vec![("IND", "PRK", list(0)), ("CHN", "PRK", list(3)), ("CHN", "KOR", list(6))])
        };
        let (exact, rounded) = (page(&|v| format!("{v} exact")), page(&|v| format!("{}e2", (v + 50) / 100)));
        let scope = held(by("IND", scope("M", "2008")));
        let slack = Decimal::new(1, 9);
        for (id, figures) in [("swap-score", 1), ("swap-filter", 3), ("plausibility", 3)] {
            let (truth, printed) = (exact.ask(id, &scope), rounded.ask(id, &scope));
            for (truth, bounds) in truth.rows.iter().zip(&printed.rows).take(figures) {
                // A reporter whose rounded lists may be all zeros has no score, and says so.
                let Ok(bounds) = &bounds.answer else { continue };
                let (truth, bounds) = (interval(truth), bounds.interval);
                let low = truth.low.zip(bounds.low).is_none_or(|(truth, low)| low <= truth + slack);
                let high = truth.high.zip(bounds.high).is_none_or(|(truth, high)| truth - slack <= high);
                prop_assert!(low && high, "{id} {bounds:?} {truth:?}");
            }
        }
    }
}

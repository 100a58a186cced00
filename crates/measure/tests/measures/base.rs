//! What is measured against a named base: recovery, multiples, the mean itself.

use yalu_measure::Scope;
use yalu_trade::{Approx, PaperKind, Printed, Quantity, Unit, dec};

use crate::{
    figures::TOTALS,
    table::{Table, against, ask, check, first, of, said, scope, some},
};

#[test]
fn recovery_is_percent_of_the_mean_of_a_base() {
    let table = some(TOTALS);
    for (flow, base, expected) in [
        ("M", "2017", "16.8625 (16.8525..16.8725)"),
        ("X", "2019", "77.8414 (77.8413..77.8416)"),
        ("X", "2018 2019", "83.6192 (83.619..83.6194)"),
        ("M", "2018 2019", "136.2682 (136.2657..136.2706)"),
        ("X", "2023", "100 (99.9995..100.0005)"),
        ("X", "2016 2017", "not derivable: the base `2016-2017` is not whole on file: no X of TOTAL in 2016"),
        (
            "X",
            "2014 2015 2016",
            "not derivable: the base `2014-2015-2016` is not whole on file: \
             no X of TOTAL in 2014; no X of TOTAL in 2015; no X of TOTAL in 2016",
        ),
    ] {
        check("recovery", &against(base, scope(flow, "2023")), &table, expected);
    }
}

#[test]
fn the_mean_of_a_base_can_be_seen() {
    let table = some(TOTALS);
    // KIEP (2024) prints 214.7 million.
    check("base-mean", &against("2018 2019", scope("M", "2023")), &table, "214202658.5 (214202408.25..214202908.75)");
    check("base-mean", &against("2019", scope("X", "2023")), &table, "2573821663 (2573821662.5..2573821663.5)");
}

#[test]
fn a_base_is_named_and_has_years() {
    let table = some(TOTALS);
    for id in ["recovery", "multiple", "base-mean"] {
        check(id, &scope("X", "2023"), &table, "not derivable: no base is named");
        check(id, &against("", scope("X", "2023")), &table, "not derivable: the base has no period");
    }
}

const RICE: &str = "
    X 2023 1006 164326 t
    X 2017..2018 1006 39556 t mean";

fn rice() -> Scope {
    Scope { quantity: Quantity::Weight, ..of("1006", scope("X", "2023")) }
}

#[test]
fn where_a_year_is_missing_the_printed_mean_stands_in() {
    let scope = against("2017 2018", rice());
    check("multiple", &scope, &some(RICE), "4.1543 (4.1542..4.1543)");
    check("recovery", &scope, &some(RICE), "415.4262 (415.4197..415.4327)");
    check("base-mean", &scope, &some(RICE), "39556 (39555.5..39556.5)");
    let one_year = some(&format!("{RICE}\nX 2017 1006 36000 t"));
    check("base-mean", &scope, &one_year, "39556 (39555.5..39556.5)");
    let both_years = some(&format!("{RICE}\nX 2017 1006 36000 t\nX 2018 1006 44000 t"));
    check("base-mean", &scope, &both_years, "40000 (39999.5..40000.5)");
}

#[test]
fn a_printed_mean_is_no_years_sum_and_a_sum_no_mean() {
    let sum = some("X 2023 1006 164326 t\nX 2017..2018 1006 79112 t");
    let gap = "not derivable: the base `2017-2018` is not whole on file: no X of 1006 in 2017; no X of 1006 in 2018";
    check("multiple", &against("2017 2018", rice()), &sum, gap);
    let gap = "not derivable: the base `2016-2018` is not whole on file: no X of 1006 in 2016; no X of 1006 in 2018";
    let span = some(&format!("{RICE}\nX 2016..2018 1006 39556 t mean"));
    check("multiple", &against("2016 2018", rice()), &span, gap);
}

#[test]
fn what_is_missing_now_is_said_before_the_base() {
    let scope = against("2017", scope("X", "2024"));
    check("recovery", &scope, &some(TOTALS), "not derivable: no X of TOTAL in 2024");
    let nothing = some("X 2019 TOTAL 0\nX 2023 TOTAL 5");
    for id in ["recovery", "multiple"] {
        let scope = against("2019", crate::table::scope("X", "2023"));
        check(id, &scope, &nothing, "not derivable: the base may be zero");
    }
}

#[test]
fn the_base_is_one_of_the_papers_and_its_vintage_is_named() {
    for id in ["recovery", "multiple", "base-mean"] {
        let figure = first(id, &against("2018 2019", scope("X", "2023")), &some(TOTALS)).expect(id);
        let bases: Vec<&str> = figure
            .lineage
            .used()
            .filter(|paper| paper.kind == PaperKind::Base)
            .map(|paper| paper.id.as_str())
            .collect();
        assert_eq!(bases, ["2018-2019"], "{id}");
    }
    let recovery = first("recovery", &against("2018 2019", scope("X", "2023")), &some(TOTALS)).expect("recovery");
    assert_eq!(recovery.base_vintage.expect("a base").to_string(), "2020-02-14 (assumed)");
    assert_eq!(recovery.vintage.to_string(), "2024-01-18");
}

#[test]
fn a_base_may_be_of_trade_that_nobody_printed() {
    let table = some(TOTALS);
    let scope = against("2018", scope("T", "2023"));
    assert_eq!(said(&first("base-mean", &scope, &table)), "2431348000 (2431347000..2431349000)");
    check("recovery", &scope, &table, "94.4077 (94.4075..94.408)");
}

/// The windows that give a ratio, as `years: ratio`, or why there are none.
fn bases(scope: &Scope, printed: Option<&str>, table: &Table) -> Vec<String> {
    let read = |digits: &str| Printed::read(digits, dec!(1), Unit::Percent, Approx::Rounded).expect(digits).interval();
    let scope = Scope { printed: printed.map(read), ..scope.clone() };
    let measured = ask("base-finder", &scope, table);
    measured.rows.iter().map(|row| format!("{}: {}", row.period, said(&row.answer))).collect()
}

const YEARS: &str = "
    M 2014 TOTAL 100 exact
    M 2017 TOTAL 200 exact
    M 2018 TOTAL 50 exact
    M 2023 TOTAL 50 exact";

#[test]
fn a_base_is_found_among_years_and_runs_of_years_without_a_hole() {
    let all = ["2018: 100", "2017: 25", "2014: 50", "2017..2018: 40"];
    assert_eq!(bases(&scope("M", "2023"), None, &some(YEARS)), all);
    assert_eq!(bases(&scope("M", "2023"), Some("40.0"), &some(YEARS)), ["2017..2018: 40"]);
    assert_eq!(bases(&scope("M", "2023"), Some("16.9"), &some(TOTALS)), ["2017: 16.8625 (16.8525..16.8725)"]);
}

#[test]
fn where_no_base_fits_it_says_what_was_tried_and_what_comes_nearest() {
    let gap = "2023: not derivable: no window of whole years on file gives 64.1 % for exports \
               (reported; on file: 2014, 2017, 2018); the nearest, 2014, gives 50.0 %";
    assert_eq!(bases(&scope("M", "2023"), Some("64.1"), &some(YEARS)), [gap]);
    let gap = "2023: not derivable: no X of TOTAL in 2023";
    assert_eq!(bases(&scope("X", "2023"), Some("64.1"), &some(YEARS)), [gap]);
    let gap = "2023-10: not derivable: a base of whole years is looked for from a year, not from 2023-10";
    assert_eq!(bases(&scope("M", "2023-10"), None, &some(YEARS)), [gap]);
}

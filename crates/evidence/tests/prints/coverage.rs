//! Totals that include different things are different things.

use yalu_trade::{Coverage, Cut};

use crate::page::{as_of, check, cut};

const IMPORTS_2022: &str = "
    T313 X 2022 TOTAL 89404e4 USD @2023-01-18
    T315 X 2022 TOTAL 139883e4 USD +crude institute @2023-07-20";

fn with_crude(cut: Cut) -> Cut {
    Cut { coverage: Coverage::with_crude(), ..cut }
}

#[test]
fn each_coverage_has_its_own_reading_and_neither_contests_the_other() {
    check(IMPORTS_2022, &cut("X", "2022"), "T313: 894040000 (894035000..894045000)");
    check(IMPORTS_2022, &with_crude(cut("X", "2022")), "T315: 1398830000 (1398825000..1398835000)");
}

#[test]
fn a_gap_names_the_coverage_that_is_on_file() {
    let (_, crude_only) = IMPORTS_2022.trim().split_once('\n').expect("two lines");
    check(
        crude_only,
        &cut("X", "2022"),
        "not on file: no print of imports in 2022 (reported); printed as reported+crude",
    );
    check(
        "T364 T 2023 TOTAL 229538e4 USD",
        &with_crude(cut("T", "2023")),
        "not on file: no print of trade in 2023 (reported+crude); printed as reported",
    );
}

#[test]
fn a_coverage_that_is_still_to_come_is_not_named() {
    check(
        "T315 X 2022 TOTAL 139883e4 USD +crude @2023-07-20",
        &as_of("2023-07-19", cut("X", "2022")),
        "not on file: no print of imports in 2022 (reported)",
    );
}

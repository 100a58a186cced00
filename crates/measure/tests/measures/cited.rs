//! Where each measure's formula is held against an example, and whose example it is:
//! published, or worked by hand beside it from the formula of its card.

use yalu_measure::MEASURES;

/// A file of these tests: its name, its text.
type Page = (&'static str, &'static str);

macro_rules! pages {
    ($($name:ident $file:literal),*) => { $(const $name: Page = ($file, include_str!($file));)* };
}

pages!(
    LEVEL "level.rs", GROWTH "growth.rs", SHARE "share.rs", BASE "base.rs", RANK "rank.rs", SECTORS "sectors.rs",
    TOP "top.rs", QUOTED "quoted.rs", CONCENTRATION "concentration.rs", ADJUSTED "seasonally_adjusted.rs",
    CHANGE "change.rs", PRICES "prices.rs", GOODS "goods.rs", PAIRS "pairs.rs", TRUST "trust.rs", NEWS "news.rs"
);

const CUSTOMS: &str = "China's customs, totals of 2017 to 2023, as published";
const KIEP: &str = "Choi and Choi, North Korea's 2023 Trade with China (KIEP, 2024)";
const ILO: &str = "ILO and others, Consumer Price Index Manual (2004), ch. 19, tables 19.1 to 19.6";
const APART: &str =
    "the data of the ILO's Consumer Price Index Manual (2004), tables 19.1 and 19.2; worked apart from this code";
const HAND: &str = "worked by hand";
const HHI: &str = "U.S. Department of Justice, Herfindahl–Hirschman Index: four firms of 30, 30, 20 and 20 percent";

/// Measure, file, test, whose example.
const EXAMPLES: &[(&str, Page, &str, &str)] = &[
    ("level", LEVEL, "a_level_is_its_print", CUSTOMS),
    ("balance", LEVEL, "a_balance_is_one_whatever_flow_is_asked", CUSTOMS),
    ("per-month", LEVEL, "a_level_per_month_spreads_over_the_months", CUSTOMS),
    ("growth", GROWTH, "growth_is_against_the_same_months_a_year_earlier", KIEP),
    ("two-year-growth", GROWTH, "two_year_growth_steps_over_the_year_between", CUSTOMS),
    ("share", SHARE, "a_share_is_computed_where_its_value_is_on_file", KIEP),
    ("share-change", SHARE, "the_change_of_a_share_is_in_points", KIEP),
    ("top", TOP, "the_rows_of_table_1_and_what_they_sum_to", KIEP),
    ("recovery", BASE, "recovery_is_percent_of_the_mean_of_a_base", KIEP),
    ("multiple", BASE, "where_a_year_is_missing_the_printed_mean_stands_in", KIEP),
    ("base-mean", BASE, "the_mean_of_a_base_can_be_seen", KIEP),
    ("base-finder", BASE, "a_base_is_found_among_years_and_runs_of_years_without_a_hole", CUSTOMS),
    ("sectors", SECTORS, "with_every_chapter_a_sector_is_their_sum", HAND),
    ("rank", RANK, "a_rank_counts_the_years_above", CUSTOMS),
    ("concentration", CONCENTRATION, "the_index_of_four_firms_is_the_published_one", HHI),
    ("quoted", QUOTED, "growth_is_quoted_as_customs_printed_it", CUSTOMS),
    ("contribution", CHANGE, "the_two_flows_contribute_to_the_growth_of_trade", CUSTOMS),
    ("record", CHANGE, "a_record_says_since_when", CUSTOMS),
    ("ceiling-floor", CHANGE, "the_highest_and_the_lowest_month_are_named", HAND),
    ("stability", CHANGE, "steadiness_is_the_spread_about_a_straight_line", HAND),
    ("year-to-date", CHANGE, "a_year_to_date_is_printed_or_a_sum", HAND),
    ("rolling-year", CHANGE, "twelve_months_come_from_years_where_months_are_missing", HAND),
    ("period-growth", CHANGE, "a_month_is_held_against_the_month_before_and_against_a_base", HAND),
    ("same-months", CHANGE, "a_month_is_held_against_the_month_before_and_against_a_base", HAND),
    ("movers", GOODS, "movers_of_a_printed_list_take_last_years_value_from_its_share", KIEP),
    ("baskets", GOODS, "each_basket_of_the_desk_has_a_level_and_a_share", HAND),
    ("basket-index", GOODS, "a_control_share_is_the_same_now_and_then", HAND),
    ("composition", GOODS, "goods_belong_where_their_longest_code_stands", HAND),
    ("pairs", PAIRS, "hair_goes_in_and_wigs_come_out", KIEP),
    ("pair-yield", PAIRS, "the_yield_is_by_weight_and_stands_beside_what_is_expected", HAND),
    ("concentration-normalised", CONCENTRATION, "the_index_of_four_firms_is_the_published_one", HHI),
    ("effective-number", CONCENTRATION, "the_index_of_four_firms_is_the_published_one", HHI),
    ("partner-share", GOODS, "shares_are_of_the_partners_who_report", HAND),
    ("rca", GOODS, "an_advantage_is_a_share_against_the_worlds", HAND),
    ("unit-value", PRICES, "a_unit_value_is_of_what_has_a_weight", KIEP),
    ("laspeyres", PRICES, "the_indices_are_those_of_the_manual", ILO),
    ("paasche", PRICES, "the_indices_are_those_of_the_manual", ILO),
    ("fisher", PRICES, "the_indices_are_those_of_the_manual", ILO),
    ("tornqvist", PRICES, "the_indices_are_those_of_the_manual", ILO),
    ("volume-index", PRICES, "the_indices_are_those_of_the_manual", ILO),
    ("chained", PRICES, "the_indices_are_those_of_the_manual", ILO),
    ("same-month-price", PRICES, "the_indices_are_those_of_the_manual", ILO),
    ("geks", PRICES, "the_indices_are_those_of_the_manual", APART),
    ("bennet", PRICES, "a_change_of_value_is_split_into_price_and_volume", APART),
    ("lmdi", PRICES, "a_change_of_value_is_split_into_price_and_volume", APART),
    ("seasonally-adjusted", ADJUSTED, "a_month_keeps_its_bounds_in_proportion", "X-13ARIMA-SEATS on made series"),
    (
        "plausibility",
        TRUST,
        "what_no_yardstick_traded_or_so_much_of_is_removed",
        "KDI's rule and its India of 2008, in small",
    ),
    ("swap-score", TRUST, "a_reporter_of_the_others_goods_scores_above_zero", HAND),
    ("swap-filter", TRUST, "a_reporter_of_the_others_goods_scores_above_zero", HAND),
    ("mirror-gap", TRUST, "the_gap_is_a_part_of_the_mean_of_both_reports", HAND),
    ("valuation-band", TRUST, "the_other_valuation_is_a_band", "the 6 % of IMF Working Paper 18/16"),
    ("misinvoicing", TRUST, "what_arrives_beyond_what_left_is_swept", HAND),
    ("baci", TRUST, "two_reports_are_reconciled_as_in_baci", "CEPII Working Paper 2010-23, 2.4; worked by hand"),
    (
        "growth-lab",
        TRUST,
        "two_reports_are_reconciled_as_in_the_growth_lab",
        "Growth Lab Working Paper 251; worked by hand",
    ),
    ("zero-after-ban", TRUST, "a_reported_zero_after_a_ban_is_said_in_words", "UNSCR 2371 (2017) §8, on made rows"),
    ("news", NEWS, "news_is_every_kind_together", HAND),
    ("new-items", NEWS, "an_item_is_new_unless_its_family_was_traded", HAND),
    ("vanished-items", NEWS, "an_item_has_vanished_after_trade_without_a_break", HAND),
    ("unusual", NEWS, "a_rise_is_unusual_where_chance_does_not_explain_it", HAND),
    ("unit-value-outliers", NEWS, "a_unit_value_stands_out_from_its_own_past", HAND),
    ("hidiroglou-berthelot", NEWS, "a_unit_value_that_moved_otherwise_than_the_rest_is_told", HAND),
    ("residual-partner", NEWS, "a_partner_that_vanishes_is_looked_for_under_residual_names", HAND),
    ("swapped-month", NEWS, "a_month_of_the_others_goods_scores_above_zero", HAND),
];

#[test]
fn every_measure_is_held_against_an_example_of_somebodys() {
    for id in MEASURES.iter().map(|measure| measure.card().id) {
        let examples: Vec<_> = EXAMPLES.iter().filter(|(known, ..)| *known == id).collect();
        assert!(!examples.is_empty(), "`{id}` has no example in cited.rs");
        for (_, (file, page), test, whose) in examples {
            assert!(!whose.is_empty());
            let at = page.find(&format!("#[test]\nfn {test}()"));
            assert!(at.is_some() && page.contains(&format!("\"{id}\"")), "{file} has no `{test}` of `{id}`");
        }
    }
    for (id, ..) in EXAMPLES {
        assert!(yalu_measure::measure(id).is_some(), "there is no measure `{id}`");
    }
}

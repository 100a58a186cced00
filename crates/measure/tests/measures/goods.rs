//! Movers, baskets and their index, compositions, partners, advantage.

use rust_decimal::{Decimal, dec};
use yalu_measure::{Measured, Scope};
use yalu_trade::{Basket, Cut, Evidence, Group, Grouping, Item, Lang, Place, Wording};

use crate::{
    figures::{TABLE_1, TABLE_2},
    table::{Table, against, all, ask, check, of, said, scope, some, top},
};

fn figures(measured: &Measured) -> Vec<String> {
    measured.rows.iter().map(|row| said(&row.answer)).collect()
}

fn names(measured: &Measured) -> Vec<String> {
    let name = |row: &yalu_measure::Row| {
        row.name.as_ref().map_or_else(|| row.commodity.to_string(), |name| name.in_lang(Lang::En).to_owned())
    };
    measured.rows.iter().map(name).collect()
}

pub(crate) fn basket(items: &[(&str, Decimal, Decimal)]) -> Basket {
    let item = |(hs, share_low, share_high): &(&str, Decimal, Decimal)| Item {
        hs: hs.parse().expect(hs),
        share_low: *share_low,
        share_high: *share_high,
    };
    Basket {
        id: "tools".to_owned(),
        label: Wording::en("Tools"),
        why: "a test".to_owned(),
        source: "a table of the tests".to_owned(),
        items: items.iter().map(item).collect(),
        place: Place::default(),
    }
}

#[test]
fn movers_are_ranked_by_how_far_they_moved() {
    let table = all("X 2022 TOTAL 100 exact\nX 2023 TOTAL 120 exact\nX 2022 6703 40 exact\nX 2023 6703 70 exact\n\
                     X 2022 1006 50 exact\nX 2023 1006 10 exact\nX 2023 3105 40 exact\nX 2022 2710 10 exact");
    let measured = ask("movers", &scope("X", "2023"), &table);
    // 1006 fell by 40, 3105 is new with 40, 6703 rose by 30, 2710 is gone.
    assert_eq!(names(&measured), ["1006", "3105", "6703", "2710"]);
    assert_eq!(figures(&measured), ["-40", "40", "30", "-10"]);
    assert!(measured.notes.is_empty());
    let two = ask("movers", &Scope { top: 2, ..scope("X", "2023") }, &table);
    assert_eq!(figures(&two), ["-40", "40"]);
}

#[test]
fn movers_of_a_printed_list_take_last_years_value_from_its_share() {
    let table = top(10, &format!("X 2022 TOTAL 89404e4\n{TABLE_1}"));
    let measured = ask("movers", &scope("X", "2023"), &table);
    assert_eq!(names(&measured)[0], "6703");
    // 16003 less 0.8 % of 89404, in ten thousand.
    assert_eq!(figures(&measured)[0], "152877680 (152425617.5..153329737.5)");
    assert_eq!(
        measured.notes,
        ["2023: the movers among the 10 goods that are on file in both years; others may have moved more"]
    );
    check("movers", &scope("T", "2023"), &table, "not derivable: goods move in a flow: name imports or exports");
}

#[test]
fn each_basket_of_the_desk_has_a_level_and_a_share() {
    let baskets = vec![basket(&[("8413", dec!(1), dec!(1)), ("8501", dec!(0.2), dec!(0.5))])];
    let scope = Scope { baskets, ..scope("X", "2023") };
    let table = some("X 2023 TOTAL 100 exact\nX 2023 8413 10 exact\nX 2023 8501 20 exact");
    let measured = ask("baskets", &scope, &table);
    assert_eq!(figures(&measured), ["? (14..20)"]);
    assert_eq!(said(measured.rows[0].share.as_ref().expect("a share")), "? (14..20)");
    let lacks = "not derivable: the basket `tools` lacks an item: no X of 8501 in 2023";
    check("baskets", &scope, &some("X 2023 TOTAL 100 exact\nX 2023 8413 10 exact"), lacks);
}

#[test]
fn a_basket_is_bounded_by_the_least_of_the_largest_goods() {
    // By hand: of 6703 the 50 on file, of 8413 and the finer 850110 between nothing and 20, the least of the three
    // largest; less than the whole, 120.
    let baskets =
        vec![basket(&[("6703", dec!(1), dec!(1)), ("8413", dec!(1), dec!(1)), ("850110", dec!(0), dec!(0.5))])];
    let scope = Scope { baskets, ..scope("X", "2023") };
    let list = "X 2023 6703 50 exact\nX 2023 1006 30 exact\nX 2023 3105 20 exact";
    let ranked = |total: &str| top(3, &format!("X 2023 TOTAL {total} exact\n{list}"));
    let measured = ask("baskets", &scope, &ranked("120"));
    assert_eq!(figures(&measured), ["? (50..80)"]);
    let says = measured.rows[0].says.as_ref().expect("words");
    assert!(says.in_lang(yalu_trade::Lang::En).starts_with("1 of its 3 codes on file"), "{says:?}");
    // Bounds that reach the whole say nothing, nor does a list of what happens to be on file.
    let lacks = "not derivable: the basket `tools` lacks an item: no X of 8413 in 2023";
    check("baskets", &scope, &ranked("75"), lacks);
    check("baskets", &scope, &some(&format!("X 2023 TOTAL 120 exact\n{list}")), lacks);
}

const TWO_YEARS: &str = "X 2019 8413 10 exact\nX 2019 8501 20 exact\nX 2023 8413 10 exact\nX 2023 8501 40 exact";

#[test]
fn a_control_share_is_the_same_now_and_then() {
    // By hand: 10 now and then counts whole; of 40 now and 20 then counts some part φ between 0.2 and 0.5.
    // (10 + 40φ) ÷ (10 + 20φ) is 18 ÷ 14 at 0.2 and 30 ÷ 20 at 0.5; levels apart would say 18 ÷ 20 to 30 ÷ 14.
    let scope = |low, high| {
        let baskets = vec![basket(&[("8413", dec!(1), dec!(1)), ("8501", low, high)])];
        against("2019", of("basket:tools", Scope { baskets, ..scope("X", "2023") }))
    };
    check("basket-index", &scope(dec!(0.2), dec!(0.5)), &some(TWO_YEARS), "? (128.5714..150)");
    check("basket-index", &scope(dec!(0.5), dec!(0.5)), &some(TWO_YEARS), "150");
    check("recovery", &scope(dec!(0.2), dec!(0.5)), &some(TWO_YEARS), "? (90..214.2857)");
    check(
        "basket-index",
        &against("2019", crate::table::scope("X", "2023")),
        &some(""),
        "not derivable: the desk has no basket (baskets/*.toml)",
    );
}

fn grouping() -> Grouping {
    let group = |id: &str, codes: &[&str]| Group {
        id: id.to_owned(),
        label: Wording::en(id),
        codes: codes.iter().map(|code| code.parse().expect(code)).collect(),
    };
    Grouping {
        id: "use".to_owned(),
        label: Wording::en("End use"),
        groups: vec![group("fuel", &["27"]), group("power", &["2716"]), group("food", &["10"])],
        why: "a test".to_owned(),
        source: "a table of the tests".to_owned(),
        place: Place::default(),
    }
}

#[test]
fn goods_belong_where_their_longest_code_stands() {
    let scope = Scope { groupings: vec![grouping()], ..scope("X", "2023") };
    let table = all(
        "X 2023 TOTAL 100 exact\nX 2023 2701 30 exact\nX 2023 2716 20 exact\nX 2023 1006 10 exact\nX 2023 6703 39 exact",
    );
    let measured = ask("composition", &scope, &table);
    assert_eq!(names(&measured), ["fuel", "power", "food", "End use: in no group, or kept back"]);
    assert_eq!(figures(&measured), ["30", "20", "10", "40"]);
    let why = "not derivable: use needs every code of 4 digits; 10 of 2023 are on file, and they are not all";
    check("composition", &scope, &top(10, TABLE_1), why);
}

#[test]
fn concentration_is_normalised_and_counted() {
    // By hand: 0.6² + 0.3² + 0.1² = 0.46; (0.46 − 1/3) ÷ (2/3) = 0.19; 1 ÷ 0.46.
    let table = all("M 2023 TOTAL 10 exact\nM 2023 6704 6 exact\nM 2023 7202 3 exact\nM 2023 2611 1 exact");
    check("concentration-normalised", &scope("M", "2023"), &table, "0.19 (0.19..0.19)");
    check("effective-number", &scope("M", "2023"), &table, "2.1739 (2.1739..2.1739)");
    let measured = ask("effective-number", &scope("M", "2023"), &top(10, TABLE_2));
    assert_eq!(figures(&measured), ["? (2.8211..2.8254)"]);
    assert_eq!(measured.rows[0].says.as_ref().map(|says| says.in_lang(Lang::En)), Some("N = the 10 largest"));
    check("concentration-normalised", &scope("M", "2023"), &top(10, TABLE_2), "? (0.2821..0.3545)");
    let alone = all("M 2023 TOTAL 10 exact\nM 2023 6704 10 exact");
    check("effective-number", &scope("M", "2023"), &alone, "1");
    let why = "not derivable: one heading alone has no concentration to normalise";
    check("concentration-normalised", &scope("M", "2023"), &alone, why);
}

/// Evidence of several reporters, or of several partners: each has a table of its own.
struct Many(Vec<(&'static str, Table)>);

impl Many {
    fn ask(&self, id: &str, scope: &Scope) -> Measured {
        let measure = yalu_measure::measure(id).expect(id);
        let read = |cut: &Cut| {
            let own = self.0.iter().find(|(who, _)| cut.reporters == [*who] || cut.partner == *who);
            own.map_or_else(|| some("").read(cut), |(_, table)| table.read(cut)).expect("a table reads")
        };
        let panels: Vec<_> = measure.asks(scope).iter().map(read).collect();
        measure.answer(scope, &panels)
    }
}

#[test]
fn shares_are_of_the_partners_who_report() {
    let many = Many(vec![
        ("CHN", all("X 2023 TOTAL 90 exact")),
        ("RUS", all("X 2022 TOTAL 5 exact")),
        ("IND", all("X 2023 TOTAL 10 exact")),
    ]);
    let reporters = ["CHN", "RUS", "IND"].map(str::to_owned).to_vec();
    let measured = many.ask("partner-share", &Scope { reporters, ..scope("X", "2023") });
    assert_eq!(figures(&measured), ["90", "not derivable: no X of TOTAL in 2023", "10"]);
    assert_eq!(measured.notes, ["2023: of what 2 of 3 partners report; without RUS"]);
    // 90 ± 0.5 of itself and 10 ± 0.5, each counted once: 89.5 ÷ 100 to 90.5 ÷ 100.
    let rounded = Many(vec![("CHN", all("X 2023 TOTAL 90")), ("IND", all("X 2023 TOTAL 10"))]);
    let reporters = ["CHN", "IND"].map(str::to_owned).to_vec();
    assert_eq!(
        figures(&rounded.ask("partner-share", &Scope { reporters, ..scope("X", "2023") }))[0],
        "90 (89.5..90.5)"
    );
}

#[test]
fn an_advantage_is_a_share_against_the_worlds() {
    // By hand: wigs are 60 % of what is sold and 1 % of what the world sells: 60.
    let own = "M 2023 TOTAL 100 exact\nM 2023 6704 60 exact\nM 2023 7202 40 exact";
    let world = "M 2023 TOTAL 10000 exact\nM 2023 6704 100 exact\nM 2023 7202 8000 exact";
    let many = Many(vec![("W00", all(world)), ("PRK", all(own))]);
    let measured = many.ask("rca", &scope("M", "2023"));
    assert_eq!(
        (names(&measured), figures(&measured)),
        (vec!["6704".to_owned(), "7202".to_owned()], vec!["60".to_owned(), "0.5".to_owned()])
    );
    let without = Many(vec![("PRK", all(own))]);
    let why = "not derivable: it needs the reporters' trade with the world (W00): no M of TOTAL in 2023";
    assert_eq!(figures(&without.ask("rca", &scope("M", "2023"))), [why]);
}

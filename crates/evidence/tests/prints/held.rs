//! Figures of KIEP (2024) held against what the prints give, in the unit that the article prints.

use yalu_evidence::in_the_unit_of;
use yalu_trade::{Approx, Cut, Gap, Printed, Quantity, Reading, Verdict};

use crate::page::{cut, first, of, prints, said};

fn printed(text: &str) -> Printed {
    let mut words = text.split_whitespace();
    let mut next = || words.next().expect(text);
    let (digits, unit) = (next(), next().parse().expect(text));
    let approx = words.next().map_or(Approx::Rounded, |word| word.parse().expect(text));
    let (digits, scale) = digits.split_once('e').unwrap_or((digits, "0"));
    let scale = Printed::scale(&format!("1e{scale}")).expect(text);
    Printed::read(digits, scale, unit, approx).expect(text)
}

fn held(text: &str, found: Result<Reading, Gap>) -> Verdict {
    let printed = printed(text);
    found
        .and_then(|reading| in_the_unit_of(&printed, reading))
        .map_or(Verdict::NotDerivable, |reading| Verdict::on(&printed, &reading.interval))
}

/// A figure against one print of total imports.
fn check(said: &str, found: &str, expected: Verdict) {
    let found = first(&prints(&format!("A001 X 2018 TOTAL {found}")), &cut("X", "2018"));
    assert_eq!(held(said, found), expected, "{said}");
}

#[test]
fn a_figure_holds_if_the_evidence_prints_the_same() {
    check("2.00e9 USD", "200350e4 USD", Verdict::Holds);
    check("0.89e9 USD", "89404e4 USD", Verdict::Holds);
    check("2003.5e6 USD", "200350e4 USD", Verdict::Holds);
    check("1.9e9 USD over", "200350e4 USD", Verdict::Holds);
}

#[test]
fn a_figure_that_meets_the_evidence_holds_within_rounding() {
    check("2003.4e6 USD", "2.0e9 USD", Verdict::HoldsWithinRounding);
    check("2.1e9 USD", "2.04e9 USD about", Verdict::HoldsWithinRounding);
    check("2.0e9 USD under", "20e8 USD", Verdict::Holds);
}

#[test]
fn only_a_figure_without_a_common_value_is_contradicted() {
    check("2.01e9 USD", "200350e4 USD", Verdict::Contradicted);
    check("2.1e9 USD over", "200350e4 USD", Verdict::Contradicted);
    // Yuan within the band of the months: 2.11 to 2.34 billion dollars.
    check("2.3e9 USD", "14.67e9 CNY", Verdict::HoldsWithinRounding);
    check("2.5e9 USD", "14.67e9 CNY", Verdict::Contradicted);
}

#[test]
fn a_figure_in_kilograms_is_held_against_tons() {
    let weight = Cut { quantity: Quantity::Weight, ..of("3105", cut("X", "2023")) };
    let found = first(&prints("K001w X 2023 3105 141108 t"), &weight);
    for (said, verdict) in [
        ("141108 t", Verdict::Holds),
        ("141e6 kg", Verdict::Holds),
        ("141108000 kg", Verdict::Holds),
        ("141108 kg", Verdict::Contradicted),
    ] {
        assert_eq!(held(said, found.clone()), verdict, "{said}");
    }
}

#[test]
fn a_figure_in_another_unit_is_no_contradiction() {
    let found = first(&prints("T362 X 2023 TOTAL 200350e4 USD"), &cut("X", "2023"));
    assert_eq!(held("14.2e9 CNY", found.clone()), Verdict::NotDerivable);
    let converted = found.and_then(|reading| in_the_unit_of(&printed("14.2e9 CNY"), reading));
    assert_eq!(said(&converted), "not derivable: the claim is in CNY, the evidence in USD");
}

//! Claims of KIEP (2024) held against what the prints give.

use yalu_evidence::audit;
use yalu_trade::{Approx, Claim, Commodity, Coverage, Gap, Period, Place, Printed, Saying, Verdict};

use crate::page::{cut, first, of, prints, said};

fn claim(text: &str) -> Claim {
    let mut words = text.split_whitespace();
    let mut next = || words.next().expect(text);
    let (digits, unit) = (next(), next().parse().expect(text));
    let approx = words.next().map_or(Approx::Rounded, |word| word.parse().expect(text));
    let (digits, scale) = digits.split_once('e').unwrap_or((digits, "0"));
    let scale = Printed::scale(&format!("1e{scale}")).expect(text);
    Claim {
        id: "claim".to_owned(),
        place: "II.1".to_owned(),
        paraphrase: text.to_owned(),
        says: Saying {
            measure: "level".to_owned(),
            flow: "X".parse().expect("a flow"),
            period: Period::year(2023),
            commodity: Commodity::Total,
            coverage: Coverage::reported(),
            by_weight: false,
            base: None,
            top: None,
            printed: Printed::read(digits, scale, unit, approx).expect(text),
        },
        since: None,
        beyond: String::new(),
        at: Place::default(),
    }
}

/// A claim against one print of total imports.
fn check(said: &str, found: &str, expected: Verdict) {
    let found = first(&prints(&format!("A001 X 2018 TOTAL {found}")), &cut("X", "2018"));
    assert_eq!(audit(&claim(said), found).verdict, expected, "{said}");
}

#[test]
fn a_claim_holds_if_the_evidence_prints_the_same() {
    check("2.00e9 USD", "200350e4 USD", Verdict::Holds);
    check("0.89e9 USD", "89404e4 USD", Verdict::Holds);
    check("2003.5e6 USD", "200350e4 USD", Verdict::Holds);
    check("1.9e9 USD over", "200350e4 USD", Verdict::Holds);
}

#[test]
fn a_claim_that_meets_the_evidence_holds_within_rounding() {
    check("2003.4e6 USD", "2.0e9 USD", Verdict::HoldsWithinRounding);
    check("2.1e9 USD", "2.04e9 USD about", Verdict::HoldsWithinRounding);
    check("2.0e9 USD under", "20e8 USD", Verdict::Holds);
}

#[test]
fn only_a_claim_without_a_common_value_is_contradicted() {
    check("2.01e9 USD", "200350e4 USD", Verdict::Contradicted);
    check("2.1e9 USD over", "200350e4 USD", Verdict::Contradicted);
    // Yuan within the band of the months: 2.11 to 2.34 billion dollars.
    check("2.3e9 USD", "14.67e9 CNY", Verdict::HoldsWithinRounding);
    check("2.5e9 USD", "14.67e9 CNY", Verdict::Contradicted);
}

#[test]
fn a_claim_without_evidence_is_not_derivable() {
    let gap = Gap::not_derivable("a sector needs every chapter of 2023");
    let audited = audit(&claim("30.0 %"), Err(gap.clone()));
    assert_eq!((audited.verdict, audited.found), (Verdict::NotDerivable, Err(gap)));
}

#[test]
fn an_audit_keeps_the_claim_and_its_evidence() {
    let found = first(&prints("T362 X 2023 TOTAL 200350e4 USD"), &cut("X", "2023"));
    let audited = audit(&claim("2.00e9 USD"), found.clone());
    assert_eq!(audited.claim, claim("2.00e9 USD"));
    assert_eq!(said(&audited.found), "T362: 2003500000 (2003495000..2003505000)");
}

#[test]
fn a_claim_in_kilograms_is_held_against_tons() {
    let weight = yalu_trade::Cut { quantity: yalu_trade::Quantity::Weight, ..of("3105", cut("X", "2023")) };
    let found = first(&prints("K001w X 2023 3105 141108 t"), &weight);
    for (said, verdict) in [
        ("141108 t", Verdict::Holds),
        ("141e6 kg", Verdict::Holds),
        ("141108000 kg", Verdict::Holds),
        ("141108 kg", Verdict::Contradicted),
    ] {
        assert_eq!(audit(&claim(said), found.clone()).verdict, verdict, "{said}");
    }
}

#[test]
fn a_claim_in_another_unit_is_no_contradiction() {
    let found = first(&prints("T362 X 2023 TOTAL 200350e4 USD"), &cut("X", "2023"));
    let audited = audit(&claim("14.2e9 CNY"), found);
    assert_eq!(audited.verdict, Verdict::NotDerivable);
    assert_eq!(said(&audited.found), "not derivable: the claim is in CNY, the evidence in USD");
}

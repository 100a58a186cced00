//! Unit words: what they are called, and the powers of ten by which one is taken for another.

use yalu_trade::{Decimal, dec};

/// Powers of ten by which a unit word may be off, the likeliest first, and what a print is then of itself.
pub(crate) const POWERS: [(i32, &str); 14] = [
    (3, "a thousand times as much"),
    (-3, "a thousandth of it"),
    (4, "ten thousand times as much"),
    (-4, "a ten-thousandth of it"),
    (6, "a million times as much"),
    (-6, "a millionth of it"),
    (8, "a hundred million times as much"),
    (-8, "a hundred-millionth of it"),
    (9, "a billion times as much"),
    (-9, "a billionth of it"),
    (2, "a hundred times as much"),
    (-2, "a hundredth of it"),
    (5, "a hundred thousand times as much"),
    (-5, "a hundred-thousandth of it"),
];

/// Ten to a power of [`POWERS`].
pub(crate) fn factor(power: i32) -> Decimal {
    let size = Decimal::from(10_i64.pow(power.unsigned_abs()));
    if power < 0 { Decimal::ONE / size } else { size }
}

/// The word for a scale, `million` for 1e6; `None` where there is none.
pub(crate) fn name(scale: Decimal) -> Option<&'static str> {
    let names = [
        (dec!(1000), "thousand"),
        (dec!(10000), "ten thousand"),
        (dec!(1000000), "million"),
        (dec!(100000000), "hundred million"),
        (dec!(1000000000), "billion"),
    ];
    names.into_iter().find_map(|(value, name)| (value == scale).then_some(name))
}

//! What a table's own figures say of each other. A printed figure is every value
//! that rounds to it; only what no such values satisfy is contradicted.

use yalu_trade::{Decimal, Interval, dec};

/// A printed number as the values that round to it.
pub(super) fn rounded(number: Decimal) -> Interval {
    let half = Decimal::new(5, number.scale() + 1);
    Interval { low: Some(number - half), best: Some(number), high: Some(number + half) }
}

/// Do exports and imports add up to the total beside them?
pub(super) fn adds_up(total: Interval, exports: Interval, imports: Interval) -> bool {
    total.meets(&exports.plus(&imports))
}

/// What a value was a year before, by its growth in percent.
fn base(value: Interval, growth: Interval) -> Option<Interval> {
    let factor = |percent: Decimal| Some(Decimal::ONE + percent / dec!(100)).filter(|factor| *factor > Decimal::ZERO);
    let (low, high) = (factor(growth.low?)?, factor(growth.high?)?);
    // A hair outward: the quotients are cut off.
    let hair = dec!(0.000001);
    Some(Interval::between(value.low?.checked_div(high)? - hair, value.high?.checked_div(low)? + hair))
}

/// Total, exports, imports: each with its growth.
pub(super) type Grown = [(Interval, Interval); 3];

/// Do the values of a year before add up as well? `None` where growth does not say.
pub(super) fn bases_add_up([total, exports, imports]: &Grown) -> Option<bool> {
    let of = |(value, growth): &(Interval, Interval)| base(*value, *growth);
    Some(of(total)?.meets(&of(exports)?.plus(&of(imports)?)))
}

/// Would they, if the values of exports and imports had changed places?
pub(super) fn look_swapped(&[total, exports, imports]: &Grown) -> bool {
    let swapped = [total, (imports.0, exports.1), (exports.0, imports.1)];
    bases_add_up(&[total, exports, imports]) == Some(false) && bases_add_up(&swapped) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grown(figures: [(Decimal, Decimal); 3]) -> Grown {
        figures.map(|(value, growth)| (rounded(value), rounded(growth)))
    }

    #[test]
    fn totals_are_sums_within_rounding() {
        let check = |t, x, m| adds_up(rounded(t), rounded(x), rounded(m));
        assert!(check(dec!(65363.6), dec!(38812.1), dec!(26551.5)));
        assert!(check(dec!(10), dec!(5), dec!(4)), "9.4 may round to either side");
        assert!(!check(dec!(10), dec!(5), dec!(3)));
    }

    #[test]
    fn swapped_columns_show_in_the_growth() {
        // The office's January 2024, ten thousand yuan.
        let real = [(dec!(376356483), dec!(13.0)), (dec!(218622834), dec!(10.1)), (dec!(157733650), dec!(17.3))];
        assert_eq!(bases_add_up(&grown(real)), Some(true));
        assert!(!look_swapped(&grown(real)));
        let [t, x, m] = real;
        assert!(look_swapped(&grown([t, (m.0, x.1), (x.0, m.1)])));
        // All was lost: nothing to divide by.
        assert_eq!(bases_add_up(&grown([(dec!(0), dec!(-100)), x, m])), None);
    }
}

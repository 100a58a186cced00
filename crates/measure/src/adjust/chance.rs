//! Tail probabilities of the F and χ² distributions, by continued fractions and series (Lentz's
//! method; Abramowitz & Stegun 1964, 6.5 and 26.5).

/// ln Γ(x) for x > 0 (Lanczos).
fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 6] = [
        76.180_091_729_471_46,
        -86.505_320_329_416_77,
        24.014_098_240_830_91,
        -1.231_739_572_450_155,
        0.120_865_097_386_617_9e-2,
        -0.539_523_938_495_3e-5,
    ];
    let base = x + 5.5 - (x + 0.5) * (x + 5.5).ln();
    let sum: f64 = (1..).zip(TERMS).fold(1.000_000_000_190_015, |sum, (at, term)| sum + term / (x + f64::from(at)));
    (2.506_628_274_631_000_5 * sum / x).ln() - base
}

/// A continued fraction b0 + a1/(b1 + a2/(b2 + …)) by Lentz's method.
fn fraction(start: f64, steps: impl Iterator<Item = (f64, f64)>) -> f64 {
    let away = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let (mut value, mut c, mut d) = (away(start), away(start), 0.0);
    for (a, b) in steps {
        d = 1.0 / away(b + a * d);
        c = away(b + a / c);
        value *= c * d;
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

/// The regularised incomplete beta function I_x(a, b).
fn beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return f64::from(x >= 1.0);
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta(b, a, 1.0 - x);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp() / a;
    let steps = (0..500).map(|step| {
        let m = f64::from(step / 2);
        let term = if step == 0 {
            1.0
        } else if step % 2 == 0 {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        };
        (term, 1.0)
    });
    front * fraction(0.0, steps)
}

/// The chance of an F of so many degrees of freedom at least so large.
pub(crate) fn f_tail(f: f64, above: f64, below: f64) -> f64 {
    if f <= 0.0 { 1.0 } else { beta(below / 2.0, above / 2.0, below / (below + above * f)) }
}

/// The chance of a χ² of so many degrees of freedom at least so large.
pub(super) fn chi_square_tail(value: f64, degrees: f64) -> f64 {
    let (a, x) = (degrees / 2.0, value / 2.0);
    if x <= 0.0 {
        return 1.0;
    }
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let mut term = 1.0 / a;
        let mut sum = term;
        let mut n = a;
        while term > sum * 1e-16 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return 1.0 - front * sum;
    }
    let steps = (0..500).map(|step| {
        let n = f64::from(step);
        let above = if step == 0 { 1.0 } else { -n * (n - a) };
        (above, x + 2.0 * n + 1.0 - a)
    });
    front * fraction(0.0, steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tails_are_those_of_printed_tables() {
        for (f, above, below, tail) in [
            (4.964_602_7, 1.0, 10.0, 0.05),
            (2.534_994_1, 11.0, 40.0, 0.015_9),
            (2.727_9, 11.0, 40.0, 0.01),
            (1.0, 7.0, 7.0, 0.5),
        ] {
            assert!((f_tail(f, above, below) - tail).abs() < 6e-4, "{f}: {}", f_tail(f, above, below));
        }
        for (value, degrees, tail) in
            [(3.841_458_8, 1.0, 0.05), (5.991_464_5, 2.0, 0.05), (24.724_970_3, 11.0, 0.01), (4.574_8, 11.0, 0.95)]
        {
            assert!(
                (chi_square_tail(value, degrees) - tail).abs() < 1e-5,
                "{value}: {}",
                chi_square_tail(value, degrees)
            );
        }
    }
}

//! Chance that a name and a turn choose: the same seed, name and turn give the
//! same numbers whatever else is drawn, so that two runs differ in what they
//! are about and in nothing else.

/// A row of numbers that belongs to a name and a turn.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn of(seed: u64, name: &str, turn: usize) -> Self {
        // FNV-1a (Fowler, Noll & Vo 1991) makes a number of a name; two steps part neighbouring turns.
        let of_name = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        let mut state = name.bytes().fold(0xCBF2_9CE4_8422_2325, of_name) ^ seed;
        state = next(&mut state) ^ turn as u64;
        Self(next(&mut state))
    }

    /// Evenly from 0 up to, not including, 1.
    pub(crate) fn even(&mut self) -> f64 {
        (next(&mut self.0) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// From a normal law of mean 0 and variance 1 (Box & Muller 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        let (radius, turn) = (1.0 - self.even(), self.even());
        (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * turn).cos()
    }

    /// From a triangle over low, mode and high (Kotz & van Dorp 2004, its quantiles).
    pub(crate) fn triangular(&mut self, low: f64, mode: f64, high: f64) -> f64 {
        let (u, width) = (self.even(), high - low);
        if width <= 0.0 {
            return mode;
        }
        let below = (mode - low) / width;
        let from_low = low + (u * width * (mode - low)).sqrt();
        let from_high = high - ((1.0 - u) * width * (high - mode)).sqrt();
        if u < below { from_low } else { from_high }
    }
}

/// The next of a row of numbers that a seed begins (splitmix64; Steele, Lea & Flood 2014).
pub(crate) fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

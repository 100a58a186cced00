//! Records made up for tests and benches: in an office's own format, the same
//! bytes from the same seed, and adding up exactly to the totals they are given.
//! Not in the program that is shipped: the feature `made` is for benches.

mod baci;
mod china_customs;
mod china_tables;
mod comext;
mod comtrade;
mod correlation;
mod customs_row;
mod kita;
mod korea_customs;
mod named;
mod offices;
#[cfg(test)]
mod tests;
mod us_census;

use std::{
    collections::HashMap,
    io::{self, Write},
};

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};
use yalu_trade::{Flow, Period};

pub use baci::baci;
pub use china_customs::{china_customs, china_customs_with};
pub use china_tables::china_table;
pub use comext::comext;
pub use comtrade::{Shape, comtrade};
pub use correlation::{codes, correlation};
pub use kita::kita;
pub use korea_customs::korea_customs;
pub use named::Named;
pub use us_census::us_census;

use offices::{both, month, only, quoted, rows, slices, sum_of, year};

pub use crate::office::known_as;

/// What letters are written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Coding {
    /// As the office writes.
    #[default]
    Gb18030,
    /// UTF-8.
    Utf8,
    /// UTF-8 with its mark.
    Utf8Marked,
    /// UTF-16 with its mark, low byte first.
    Utf16Le,
    /// UTF-16 with its mark, high byte first.
    Utf16Be,
}

/// All of them.
pub const CODINGS: [Coding; 5] = [Coding::Gb18030, Coding::Utf8, Coding::Utf8Marked, Coding::Utf16Le, Coding::Utf16Be];

/// A partner and what all its rows of a month and flow add up to, in whole money.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calibrated {
    /// The office's code.
    pub code: String,
    /// The office's name.
    pub name: String,
    /// A month or span, a flow, and the total.
    pub totals: Vec<(Period, Flow, u64)>,
}

/// Something that happens among made records. Commodities are counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Story {
    /// Traded for the first time.
    New {
        /// Which.
        commodity: usize,
        /// From when on.
        from: Period,
    },
    /// Traded no more.
    Gone {
        /// Which.
        commodity: usize,
        /// From when on.
        from: Period,
    },
    /// Every good is traded every month; without it, one in four is not.
    Steady,
    /// A code is split: half of it goes on under another that was not there before.
    Split {
        /// Which.
        commodity: usize,
        /// The new code.
        into: usize,
        /// From when on.
        from: Period,
    },
    /// So many times its usual share in one month.
    Rise {
        /// Which.
        commodity: usize,
        /// When.
        month: Period,
        /// How many times.
        times: u32,
    },
    /// A price changes, to so many percent of what it was; what is paid does not.
    Price {
        /// Which.
        commodity: usize,
        /// From when on.
        from: Period,
        /// To how many percent.
        percent: u32,
    },
    /// A month's rows of a commodity stand under another partner: that month's totals of both are off.
    Swapped {
        /// Which.
        commodity: usize,
        /// When.
        month: Period,
        /// Whose rows, by place among the partners.
        of: usize,
        /// Under whose code and name.
        under: usize,
    },
    /// A month's rows of two partners stand under one another's code and name, all of them.
    Exchanged {
        /// When.
        month: Period,
        /// The one, by place among the partners.
        one: usize,
        /// The other.
        other: usize,
    },
    /// A later release: a month's totals are so many thousandths of the first ones.
    Revised {
        /// When.
        month: Period,
        /// To how many thousandths.
        per_mille: u32,
    },
}

/// What to make.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
    /// Whatever follows from it, follows again.
    pub seed: u64,
    /// What letters are written in.
    pub coding: Coding,
    /// The flows; with two of them a column says which.
    pub flows: Vec<Flow>,
    /// The partners and their totals.
    pub partners: Vec<Calibrated>,
    /// How many commodities there are.
    pub commodities: usize,
    /// How many trade modes, each a row of its own; 0 for none and no column.
    pub modes: usize,
    /// How many provinces, each a row of its own; 0 for none and no column.
    pub provinces: usize,
    /// In which currency: the name of the column of money.
    pub money: &'static str,
    /// What happens.
    pub stories: Vec<Story>,
}

/// Numbers from a seed: splitmix64 (Steele, Lea and Flood 2014).
pub(crate) fn mixed(parts: &[u64]) -> u64 {
    parts.iter().fold(0x9e37_79b9_7f4a_7c15, |state: u64, part| {
        let z = (state ^ part).wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}

impl Coding {
    /// The mark at the beginning of a file.
    fn mark(self) -> &'static str {
        if matches!(self, Self::Gb18030 | Self::Utf8) { "" } else { "\u{feff}" }
    }

    /// The name of the encoding.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gb18030 => GB18030.name(),
            Self::Utf8 | Self::Utf8Marked => UTF_8.name(),
            Self::Utf16Le => UTF_16LE.name(),
            Self::Utf16Be => UTF_16BE.name(),
        }
    }
}

/// Text to bytes; a character's bytes in GB18030 are looked up once, as finding them is slow.
pub(crate) struct Letters {
    coding: Coding,
    known: HashMap<char, Vec<u8>>,
    bytes: Vec<u8>,
}

impl Letters {
    fn new(coding: Coding) -> Self {
        Self { coding, known: HashMap::new(), bytes: Vec::new() }
    }

    /// Writes text.
    fn write(&mut self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        self.bytes.clear();
        match self.coding {
            Coding::Gb18030 => text.chars().for_each(|letter| self.push(letter)),
            Coding::Utf8 | Coding::Utf8Marked => return out.write_all(text.as_bytes()),
            Coding::Utf16Le => self.bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes)),
            Coding::Utf16Be => self.bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
        }
        out.write_all(&self.bytes)
    }

    fn push(&mut self, letter: char) {
        match u8::try_from(letter).ok().filter(u8::is_ascii) {
            Some(byte) => self.bytes.push(byte),
            None => {
                let found = || GB18030.encode(letter.encode_utf8(&mut [0; 4])).0.into_owned();
                self.bytes.extend_from_slice(self.known.entry(letter).or_insert_with(found));
            }
        }
    }
}

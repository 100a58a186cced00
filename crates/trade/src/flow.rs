//! Flows, always from the reporter's side, and the mirror view of them: what
//! the reporter calls an export is an import of the economy that is watched.

use std::{fmt, str::FromStr};

use crate::Hint;

/// A flow as the reporter's customs names it (UN Comtrade's letters), with
/// `T` = X + M and `B` = M − X, the watched economy's goods balance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Flow {
    /// Exports of the reporter: imports of the economy.
    X,
    /// Imports of the reporter: exports of the economy.
    M,
    /// Re-exports, part of X.
    RX,
    /// Re-imports, part of M.
    RM,
    /// Imports for inward processing.
    MIP,
    /// Exports after inward processing.
    XIP,
    /// Imports after outward processing.
    MOP,
    /// Exports for outward processing.
    XOP,
    /// Trade: X + M.
    T,
    /// The economy's goods balance: M − X.
    B,
}

/// A flow in the words of the economy's own side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Side {
    /// What the economy buys.
    Import,
    /// What the economy sells.
    Export,
    /// Both together.
    Total,
    /// Exports less imports.
    Balance,
}

/// Why a text is not a flow.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a flow")]
pub struct FlowError(String);

impl Hint for FlowError {
    fn hint(&self) -> &'static str {
        "from the reporter's side X, M, T, B (RX, RM, MIP, XIP, MOP, XOP); from the economy's: import, export, total, balance"
    }
}

const LETTERS: [(Flow, &str); 10] = [
    (Flow::X, "X"),
    (Flow::M, "M"),
    (Flow::RX, "RX"),
    (Flow::RM, "RM"),
    (Flow::MIP, "MIP"),
    (Flow::XIP, "XIP"),
    (Flow::MOP, "MOP"),
    (Flow::XOP, "XOP"),
    (Flow::T, "T"),
    (Flow::B, "B"),
];

impl Flow {
    /// The reporter's letters.
    pub fn letters(self) -> &'static str {
        LETTERS.iter().find(|(flow, _)| *flow == self).map_or("", |(_, letters)| letters)
    }

    /// The mirror view: the economy's side of it.
    pub fn side(self) -> Side {
        match self {
            Self::X | Self::RX | Self::XIP | Self::XOP => Side::Import,
            Self::M | Self::RM | Self::MIP | Self::MOP => Side::Export,
            Self::T => Side::Total,
            Self::B => Side::Balance,
        }
    }

    /// How the reporter values it. Exports are FOB, imports CIF; so what the
    /// economy buys is understated beside what it sells.
    pub fn valuation(self) -> &'static str {
        match self.side() {
            Side::Import => "FOB",
            Side::Export => "CIF",
            Side::Total | Side::Balance => "FOB in, CIF out",
        }
    }
}

impl Side {
    /// The reporter's flow that mirrors this side.
    pub fn flow(self) -> Flow {
        match self {
            Self::Import => Flow::X,
            Self::Export => Flow::M,
            Self::Total => Flow::T,
            Self::Balance => Flow::B,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Export => "export",
            Self::Total => "total",
            Self::Balance => "balance",
        }
    }
}

impl Side {
    /// What there is of it: imports, exports, trade, the balance.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Import => "imports",
            Self::Export => "exports",
            Self::Total => "trade",
            Self::Balance => "the balance",
        }
    }
}

impl FromStr for Flow {
    type Err = FlowError;

    /// Reads the reporter's letters or the economy's word.
    fn from_str(text: &str) -> Result<Self, FlowError> {
        let letters = LETTERS.iter().find(|(_, letters)| *letters == text).map(|(flow, _)| *flow);
        let word =
            [Side::Import, Side::Export, Side::Total, Side::Balance].into_iter().find(|side| side.word() == text);
        letters.or(word.map(Side::flow)).ok_or_else(|| FlowError(text.to_owned()))
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.letters())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_turns_a_flow_round() {
        for (text, letters, side) in [
            ("import", "X", "import"),
            ("X", "X", "import"),
            ("export", "M", "export"),
            ("M", "M", "export"),
            ("total", "T", "total"),
            ("balance", "B", "balance"),
            ("RX", "RX", "import"),
        ] {
            let flow: Flow = text.parse().expect(text);
            assert_eq!((flow.letters(), flow.side().word()), (letters, side), "{text}");
        }
        assert!("imports".parse::<Flow>().is_err());
        assert_eq!(Flow::X.valuation(), "FOB");
    }
}

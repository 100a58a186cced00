//! The numbers of a row, and why a row is held back for one.

use yalu_trade::Fixed;

use super::{amount::Amount, rows::Rows};

/// Why a row is held back: the first reason stands.
pub(super) struct Held {
    pub(super) reason: Option<&'static str>,
}

impl Held {
    pub(super) fn because(&mut self, reason: &'static str) {
        self.reason.get_or_insert(reason);
    }
}

/// The name of a number, and why its row is held back where it is none or below zero.
pub(super) const NUMBERS: [(&str, &str, &str); 3] = [
    ("the value", "the value is no number", "the value is below zero"),
    ("the first quantity", "the first quantity is no number", "the first quantity is below zero"),
    ("the second quantity", "the second quantity is no number", "the second quantity is below zero"),
];

impl<'b> Rows<'b, '_> {
    /// A number that may be read on; what is wrong with it is said, and the row held back.
    pub(super) fn number(
        &mut self,
        amount: Amount,
        fields: &[&'b [u8]],
        column: usize,
        line: u64,
        held: &mut Held,
        what: (&'static str, &'static str, &'static str),
    ) -> Option<Fixed> {
        let (name, wrong, negative) = what;
        match amount {
            Amount::Absent => None,
            Amount::Of(number, rounded) => {
                if rounded {
                    let said = self.shown(fields[column]);
                    self.warn("rounded", line, column + 1, || {
                        (format!("{name} `{said}` was rounded to the places kept"), "")
                    });
                }
                if number < 0 {
                    held.because(negative);
                    let said = self.shown(fields[column]);
                    let hint = "the office prints none; the row is kept apart";
                    self.fault("negative", line, column + 1, || (format!("{name} `{said}` is below zero"), hint));
                }
                Some(number)
            }
            Amount::Wrong => {
                held.because(wrong);
                let said = self.shown(fields[column]);
                let hint =
                    "numbers are digits, eighteen at most, with commas between thousands and a dot before decimals";
                self.fault("number", line, column + 1, || (format!("{name} `{said}` is no number"), hint));
                None
            }
        }
    }
}

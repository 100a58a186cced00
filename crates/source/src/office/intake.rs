//! What every reader hands on its rows through: batches of them, complaints of which
//! each kind is told in full so often and then counted, and amounts that are exact or
//! said to be none. A file with a hundred million bad rows makes no hundred million
//! complaints, and hides none.

use std::collections::BTreeMap;

use yalu_trade::{
    Complaint, Decimal, Fixed, MASS_PLACES, MONEY_PLACES, Observation, Place, Records, Refused, Severity, Sink, fixed,
};

use super::BATCH;

/// So many complaints of a kind are told one by one; of the rest, how many there were.
const TOLD: u64 = 20;

/// A file under reading.
pub(crate) struct Intake<'s> {
    file: String,
    sink: &'s mut dyn Sink,
    batch: Records,
    refused: bool,
    told: BTreeMap<(&'static str, &'static str), u64>,
}

impl<'s> Intake<'s> {
    pub(crate) fn new(file: &str, sink: &'s mut dyn Sink) -> Self {
        Self { file: file.to_owned(), sink, batch: Records::default(), refused: false, told: BTreeMap::new() }
    }

    /// Where a row stands.
    pub(crate) fn place(&self, row: u64, column: usize) -> Place {
        Place::new(self.file.clone(), usize::try_from(row).unwrap_or(usize::MAX), column)
    }

    /// Hands on a row; one that is held back is complained of.
    pub(crate) fn push(&mut self, row: &Observation<'_>) -> Result<(), Refused> {
        if !row.quarantine.is_empty() {
            let hint = "it is kept apart; put it right at its source, or by a correction on the desk";
            let place = self.place(row.row, 0);
            self.complain(Complaint::warning("quarantined", place, row.quarantine, hint));
        }
        self.batch.push(row);
        if self.batch.len() < BATCH { Ok(()) } else { self.sink.records(std::mem::take(&mut self.batch)) }
    }

    /// Tells of something; after so many of a kind, only counts.
    pub(crate) fn complain(&mut self, complaint: Complaint) {
        let count = self.told.entry((complaint.code, complaint.severity.word())).or_default();
        *count += 1;
        if *count <= TOLD {
            self.sink.complain(complaint);
        }
    }

    /// A row that was not understood, and is left out.
    pub(crate) fn left_out(&mut self, code: &'static str, row: u64, column: usize, message: String, hint: &str) {
        let place = self.place(row, column);
        self.complain(Complaint::error(code, place, message, hint));
    }

    /// Says something of the file that is worth knowing, at the first row that shows it.
    pub(crate) fn once(&mut self, code: &'static str, row: u64, message: &str, hint: &str) {
        let count = self.told.entry((code, "once")).or_default();
        *count += 1;
        if *count == 1 {
            let place = self.place(row, 0);
            self.sink.complain(Complaint::note(code, place, message, hint));
        }
    }

    /// Refuses the file as a whole.
    pub(crate) fn refuse(&mut self, code: &'static str, message: impl Into<String>, hint: &str) {
        self.refused = true;
        self.sink.complain(Complaint::error(code, Place::file(self.file.clone()), message, hint));
    }

    /// Was the file refused?
    pub(crate) fn is_refused(&self) -> bool {
        self.refused
    }

    /// Warns of the file as a whole.
    pub(crate) fn warn(&mut self, code: &'static str, message: impl Into<String>, hint: &str) {
        self.sink.complain(Complaint::warning(code, Place::file(self.file.clone()), message, hint));
    }

    /// Hands on what is left, and says how many complaints were only counted.
    pub(crate) fn finish(self) -> Result<(), Refused> {
        for ((code, how), count) in &self.told {
            let more = count.saturating_sub(if *how == "once" { 1 } else { TOLD });
            if more > 0 {
                let severity = if *how == Severity::Error.word() { Severity::Error } else { Severity::Note };
                let message = format!("{more} more like it");
                // A refused row is an error, but not one of the whole file: it stands on the first line.
                let place = Place::new(self.file.clone(), usize::from(severity == Severity::Error), 0);
                self.sink.complain(Complaint { severity, code, place, message, hint: String::new() });
            }
        }
        if self.batch.is_empty() { Ok(()) } else { self.sink.records(self.batch) }
    }
}

/// A number as machines write it: `-12`, `0.5`, `6.804e9`; nothing else, so neither `NaN` nor `1,5`.
pub(crate) fn number(text: &str) -> Option<Decimal> {
    let body = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = body.split_once(['e', 'E']).map_or((body, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(w, f)| (w, Some(f)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let shaped = digits(whole)
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|e| digits(e.strip_prefix(['-', '+']).unwrap_or(e)));
    if !shaped {
        return None;
    }
    // More places than a decimal holds are no place of money or mass.
    match exponent {
        None => text.parse().ok(),
        Some(_) => Decimal::from_scientific(text).ok(),
    }
}

/// An amount of money in hundredths; `Err` says why it is none.
pub(crate) fn money(text: &str) -> Result<Fixed, String> {
    amount(text, MONEY_PLACES)
}

/// A weight or a quantity in thousandths; `Err` says why it is none.
pub(crate) fn mass(text: &str) -> Result<Fixed, String> {
    amount(text, MASS_PLACES)
}

fn amount(text: &str, places: u32) -> Result<Fixed, String> {
    let number = number(text).ok_or_else(|| format!("`{}` is not an amount", short(text)))?;
    scaled(number, Decimal::ONE, places).ok_or_else(|| format!("`{}` is larger than any trade", short(text)))
}

/// A number times a scale as a whole number of its last places.
pub(crate) fn scaled(number: Decimal, scale: Decimal, places: u32) -> Option<Fixed> {
    fixed(number.checked_mul(scale)?, places).map(|(amount, _)| amount)
}

/// The beginning of a text, for a message.
pub(crate) fn short(text: &str) -> String {
    let mut kept: String = text.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if kept.len() < text.len() {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;
    use yalu_trade::Kept;

    use super::*;

    #[test]
    fn a_number_is_what_machines_write() {
        for (text, value) in [
            ("0", Some(dec!(0))),
            ("-12.50", Some(dec!(-12.50))),
            ("6804128143.0", Some(dec!(6804128143.0))),
            ("6.804e9", Some(dec!(6804000000))),
            ("1E-3", Some(dec!(0.001))),
            ("26672667450.171", Some(dec!(26672667450.171))),
            ("", None),
            ("-", None),
            ("NaN", None),
            ("inf", None),
            ("1e308", None),
            ("1,5", None),
            ("1 000", None),
            (".5", None),
            ("=1+1", None),
            ("１２", None),
            ("0x10", None),
            ("1e", None),
        ] {
            assert_eq!(number(text), value, "{text}");
        }
        assert_eq!(money("0.005"), Ok(1));
        assert_eq!(money("1e20"), Err("`1e20` is larger than any trade".to_owned()));
        assert_eq!(mass("1.5"), Ok(1_500));
    }

    #[test]
    fn many_complaints_of_a_kind_are_counted() {
        let mut kept = Kept::default();
        let mut intake = Intake::new("x.csv", &mut kept);
        for row in 2..=101 {
            intake.left_out("period", row, 1, format!("row {row}"), "");
            intake.once("rounded", row, "some are rounded", "");
        }
        intake.finish().expect("kept");
        assert_eq!(kept.complaints.len(), 20 + 1 + 2);
        let tail: Vec<String> = kept.complaints[21..].iter().map(|c| format!("{} {}", c.code, c.message)).collect();
        assert_eq!(tail, ["period 80 more like it", "rounded 99 more like it"]);
        assert!(kept.complaints.iter().all(|c| c.place.line > 0 || c.severity != Severity::Error));
    }
}

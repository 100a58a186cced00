//! Sanctions as a desk keeps them: what an instrument forbids, caps or leaves, of
//! which codes, from and until which day, and by whose reading. Nothing here
//! says what follows for a commodity on a day: that is screening.

use std::{fmt, str::FromStr};

use crate::{AsOf, Code, Currency, Date, Decimal, Flow, Hint, Period, Place, Wording};

/// How a commodity stands under the instruments.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Status {
    /// Nothing on file touches it.
    Clear,
    /// Taken out of a ban, by the instrument itself.
    Exempt,
    /// Allowed up to a quantity.
    Capped,
    /// Readings of the instruments differ.
    Disputed,
    /// Banned.
    Prohibited,
}

/// Why a text is not a status.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a status")]
pub struct StatusError(String);

impl Hint for StatusError {
    fn hint(&self) -> &'static str {
        "write prohibited, capped, exempt or disputed; what is on no row is clear"
    }
}

impl Status {
    /// All of them, the mildest first.
    pub const ALL: [Self; 5] = [Self::Clear, Self::Exempt, Self::Capped, Self::Disputed, Self::Prohibited];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Exempt => "exempt",
            Self::Capped => "capped",
            Self::Disputed => "disputed",
            Self::Prohibited => "prohibited",
        }
    }
}

impl FromStr for Status {
    type Err = StatusError;

    fn from_str(text: &str) -> Result<Self, StatusError> {
        Self::ALL.into_iter().find(|status| status.word() == text).ok_or_else(|| StatusError(text.to_owned()))
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One rule of an instrument.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sanction {
    /// Its name.
    pub id: String,
    /// What the text calls the goods.
    pub goods: Wording,
    /// The instrument, as it is cited.
    pub instrument: String,
    /// Its paragraph; empty where it has none.
    pub paragraph: String,
    /// Which way, from the reporters' side: X is what the economy buys, M what it sells.
    pub flow: Flow,
    /// The goods, at the level that the text gives.
    pub codes: Vec<Code>,
    /// The text names goods without codes: these codes are the desk's.
    pub assigned: bool,
    /// Only a part of what stands under these codes is meant.
    pub part: bool,
    /// How they stand.
    pub status: Status,
    /// By whose reading, where not all share it.
    pub by: Option<String>,
    /// The day on which it was adopted.
    pub adopted: Date,
    /// The first day on which it binds.
    pub effective: Date,
    /// The last day, where a later rule took its place.
    pub until: Option<Date>,
    /// What was agreed before and may still pass.
    pub wind_down: Option<WindDown>,
    /// When and by what a reporter put it into its own law.
    pub national: Vec<National>,
    /// How much is allowed, where it is capped.
    pub quota: Option<Quota>,
    /// What it says, in a sentence or two.
    pub why: String,
    /// Where its text, or what was read of it, stands.
    pub source: String,
    /// The rule, its dates and its codes were read in a public text.
    pub verified: bool,
    /// What was not read, where it is not verified.
    pub unseen: Option<String>,
    /// Where it stands on the desk.
    pub place: Place,
}

/// A time in which what was agreed before may still pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WindDown {
    /// Its last day.
    pub until: Date,
    /// What may pass.
    pub what: String,
}

/// A reporter's own notice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct National {
    /// The reporter's ISO code.
    pub by: String,
    /// The notice, as it is cited.
    pub instrument: String,
    /// The first day on which it binds.
    pub effective: Date,
    /// The last day on which earlier shipments could pass.
    pub wind_down: Option<Date>,
    /// Where it stands.
    pub source: String,
}

/// How much is allowed in a year that need not be a calendar year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quota {
    /// The limits that the text gives; it is the same quantity said in several units, or the lower of them counts.
    pub limits: Vec<Limit>,
    /// What the text says in place of a figure.
    pub said: Option<String>,
    /// The month and day on which its year begins.
    pub year_from: (i8, i8),
    /// How many barrels are counted as a ton.
    pub barrels_per_ton: Option<Decimal>,
    /// On whose word they are.
    pub conversion_source: String,
    /// What was reported as used, by period.
    pub used: Vec<Used>,
}

/// A quantity with its unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    /// How much.
    pub value: Decimal,
    /// Of what.
    pub unit: QuotaUnit,
}

/// What a quota is counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuotaUnit {
    /// Barrels.
    Barrels,
    /// Metric tons.
    Tons,
    /// Money.
    Money(Currency),
}

/// What somebody reported as used of a quota.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Used {
    /// In which months.
    pub period: Period,
    /// How much.
    pub amount: Limit,
    /// Who said so.
    pub by: String,
    /// When it was out.
    pub released: AsOf,
    /// Where it stands.
    pub source: String,
}

impl QuotaUnit {
    /// The word for it.
    pub fn word(&self) -> &str {
        match self {
            Self::Barrels => "barrels",
            Self::Tons => "t",
            Self::Money(currency) => currency.letters(),
        }
    }
}

impl fmt::Display for QuotaUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Sanction {
    /// Does it bind on that day?
    pub fn binds(&self, on: Date) -> bool {
        self.effective <= on && self.until.is_none_or(|until| on <= until)
    }
}

impl Quota {
    /// The first and the last day of the quota's year in which a day lies.
    pub fn year_of(&self, on: Date) -> (Date, Date) {
        let (month, day) = self.year_from;
        let begins = |year: i16| Date::new(year, month, day).unwrap_or(Date::MIN);
        let this = begins(on.year());
        let year = if this <= on { on.year() } else { on.year().saturating_sub(1) };
        let last = begins(year.saturating_add(1)).yesterday().unwrap_or(Date::MAX);
        (begins(year), last)
    }

    /// An amount in the unit of a limit; `None` where nothing converts it.
    pub fn converted(&self, amount: Limit, unit: QuotaUnit) -> Option<Decimal> {
        match (amount.unit, unit) {
            (from, to) if from == to => Some(amount.value),
            (QuotaUnit::Tons, QuotaUnit::Barrels) => amount.value.checked_mul(self.barrels_per_ton?),
            (QuotaUnit::Barrels, QuotaUnit::Tons) => amount.value.checked_div(self.barrels_per_ton?),
            _ => None,
        }
    }

    /// The part of the quota that an amount is, 0 to 1 and beyond: the largest over its limits, for the lowest counts.
    pub fn share(&self, amount: Limit) -> Option<Decimal> {
        let of = |limit: &Limit| self.converted(amount, limit.unit)?.checked_div(limit.value);
        self.limits.iter().filter_map(of).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dec;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn quota(year_from: (i8, i8)) -> Quota {
        let limits = vec![
            Limit { value: dec!(500000), unit: QuotaUnit::Barrels },
            Limit { value: dec!(60000), unit: QuotaUnit::Tons },
        ];
        Quota {
            limits,
            said: None,
            year_from,
            barrels_per_ton: Some(dec!(8.33)),
            conversion_source: String::new(),
            used: Vec::new(),
        }
    }

    #[test]
    fn a_quota_has_a_year_of_its_own() {
        for (from, on, first, last) in [
            ((12, 23), "2017-12-23", "2017-12-23", "2018-12-22"),
            ((12, 23), "2018-12-22", "2017-12-23", "2018-12-22"),
            ((12, 23), "2018-12-23", "2018-12-23", "2019-12-22"),
            ((1, 1), "2023-12-31", "2023-01-01", "2023-12-31"),
            ((2, 28), "2024-02-29", "2024-02-28", "2025-02-27"),
        ] {
            assert_eq!(quota(from).year_of(day(on)), (day(first), day(last)), "{from:?}, {on}");
        }
    }

    #[test]
    fn an_amount_is_held_against_every_limit_and_the_lowest_counts() {
        let quota = quota((1, 1));
        let barrels = Limit { value: dec!(418000), unit: QuotaUnit::Barrels };
        // 418,000 of 500,000 barrels; as tons 50,180 of 60,000.
        assert_eq!(quota.share(barrels).map(|share| share.round_dp(4)), Some(dec!(0.8363)));
        let money = Limit { value: dec!(1), unit: QuotaUnit::Money(Currency::USD) };
        assert_eq!(quota.share(money), None);
    }

    #[test]
    fn a_status_is_one_of_five_words() {
        for status in Status::ALL {
            assert_eq!(status.word().parse(), Ok(status));
        }
        assert!("banned".parse::<Status>().is_err());
    }
}

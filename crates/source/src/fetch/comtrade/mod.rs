//! UN Comtrade's API, v1: a wish as requests, each of which an answer can hold. An
//! answer that reaches the most that one may hold is never taken for whole: it is asked
//! again in parts. What was released when is asked first, so that no request is made for
//! what is not there, and every file carries the day of its release in its name.
//!
//! The layout of requests and answers: <https://comtradedeveloper.un.org>.

#[cfg(test)]
mod tests;

use yalu_trade::{Date, Flow, Period};

use super::Turned;
use crate::{
    harmonized_system,
    office::{places, records_of},
};

/// Where the API is.
pub const BASE: &str = "https://comtradeapi.un.org";

/// So many periods are asked for at a time; more are refused.
const PERIODS: usize = 12;
/// So many codes, and partners: an address has its limits.
const CODES: usize = 200;
const PARTNERS: usize = 100;

/// By which door: with a key or without.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Anybody's.
    Preview,
    /// With a key.
    Keyed,
}

/// A reporter, and a period of which nothing was released.
pub type Absent = (String, String);

/// What somebody wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// Whose records.
    pub reporters: Vec<String>,
    /// With whom; none means everybody.
    pub partners: Vec<String>,
    /// When: years, or months.
    pub periods: Vec<Period>,
    /// Which ways, from the reporters' side.
    pub flows: Vec<Flow>,
    /// Of what: `TOTAL`, `AG2`, `AG4`, `AG6`, codes.
    pub commodities: Vec<String>,
}

/// A release of a reporter's year or month.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Released {
    /// The reporter's number.
    pub reporter: u16,
    /// The period, as UN Comtrade writes it.
    pub period: String,
    /// The day of its last release.
    pub on: Date,
}

/// One request: one answer, one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    access: Access,
    frequency: char,
    reporter: (u16, String),
    periods: Vec<String>,
    flows: Vec<Flow>,
    partners: Option<Vec<u16>>,
    codes: Vec<String>,
    /// When what it asks for was released, where that is known.
    pub released: Option<Date>,
}

impl Access {
    /// The most records of an answer.
    pub fn cap(self) -> u64 {
        match self {
            Self::Preview => 500,
            Self::Keyed => 100_000,
        }
    }
}

impl Wanted {
    /// The numbers of the reporters, and the frequency; or what cannot be asked for.
    fn numbered(&self) -> Result<(Vec<u16>, char), Turned> {
        let no = |message: String, hint| Err(Turned::No(message, hint));
        let frequency = match self.periods.first() {
            Some(period) if period.is_year() => 'A',
            Some(period) if period.is_month() => 'M',
            _ => return no("name the years or the months".to_owned(), "--period 2023, 2019..2023, 2023-01..2023-12"),
        };
        if !self.periods.iter().all(|p| if frequency == 'A' { p.is_year() } else { p.is_month() }) {
            return no("years and months are not asked for at once".to_owned(), "fetch them one after the other");
        }
        let sides = self.flows.iter().any(|flow| matches!(flow, Flow::T | Flow::B));
        if self.flows.is_empty() || sides {
            return no("totals and balances are not asked for".to_owned(), "--flow import, export, X, M, RX, RM");
        }
        let known = |code: &String| {
            matches!(code.as_str(), "TOTAL" | "AG2" | "AG4" | "AG6")
                || (matches!(code.len(), 2 | 4 | 6) && code.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if let Some(code) = self.commodities.iter().find(|code| !known(code)) {
            let hint = "--commodity TOTAL, AG2, AG4 or AG6 (all codes of that many digits), or codes: 27,6703";
            return no(format!("`{code}` is nothing that UN Comtrade lists"), hint);
        }
        self.partners.iter().try_for_each(|place| numbers(place).map(drop))?;
        let reporters: Result<Vec<u16>, Turned> = self.reporters.iter().map(|place| number(place)).collect();
        Ok((reporters?, frequency))
    }

    /// What to ask first: which releases there are.
    pub fn availability(&self) -> Result<Vec<String>, Turned> {
        let (reporters, frequency) = self.numbered()?;
        let question = |periods: &[Period]| {
            let periods: Vec<String> = periods.iter().map(written).collect();
            format!(
                "/public/v1/getDA/C/{frequency}/HS?reporterCode={}&period={}",
                joined(&reporters),
                periods.join(",")
            )
        };
        Ok(self.periods.chunks(PERIODS).map(question).collect())
    }

    /// The requests for what was released; where that is not known, for everything. Beside them what was not released.
    pub fn requests(
        &self,
        access: Access,
        released: Option<&[Released]>,
    ) -> Result<(Vec<Request>, Vec<Absent>), Turned> {
        let (reporters, frequency) = self.numbered()?;
        let partners: Result<Vec<Vec<u16>>, Turned> = self.partners.iter().map(|place| numbers(place)).collect();
        let partners = Some(partners?.concat()).filter(|partners| !partners.is_empty());
        let (mut requests, mut absent) = (Vec::new(), Vec::new());
        for (reporter, name) in reporters.into_iter().zip(&self.reporters) {
            // What came out on one day is asked for together.
            let mut days: Vec<(Option<Date>, Vec<String>)> = Vec::new();
            for period in self.periods.iter().map(written) {
                let day = released.map(|all| {
                    all.iter().filter(|one| one.reporter == reporter && one.period == period).map(|one| one.on).max()
                });
                if day == Some(None) {
                    absent.push((name.clone(), period));
                    continue;
                }
                let day = day.flatten();
                match days.last_mut().filter(|(known, periods)| *known == day && periods.len() < PERIODS) {
                    Some((_, periods)) => periods.push(period),
                    None => days.push((day, vec![period])),
                }
            }
            requests.extend(days.into_iter().map(|(released, periods)| Request {
                access,
                frequency,
                reporter: (reporter, name.clone()),
                periods,
                flows: self.flows.clone(),
                partners: partners.clone(),
                codes: self.commodities.clone(),
                released,
            }));
        }
        Ok((requests, absent))
    }
}

impl Request {
    /// The path and parameters.
    pub fn question(&self) -> String {
        let path = match self.access {
            Access::Preview => "public/v1/preview",
            Access::Keyed => "data/v1/get",
        };
        let flows: Vec<&str> = self.flows.iter().map(|flow| flow.letters()).collect();
        let partners = self.partners.as_ref().map_or(String::new(), |all| format!("&partnerCode={}", joined(all)));
        // Only the rows of everything together: a breakdown beside its whole would be the same trade twice.
        format!(
            "/{path}/C/{}/HS?reporterCode={}&period={}{partners}&flowCode={}&cmdCode={}\
             &partner2Code=0&customsCode=C00&motCode=0&maxRecords={}&includeDesc=true",
            self.frequency,
            self.reporter.0,
            self.periods.join(","),
            flows.join(","),
            self.codes.join(","),
            self.access.cap()
        )
    }

    /// What its file's name begins with.
    pub fn stem(&self) -> String {
        let periods = match self.periods.as_slice() {
            [one] => one.clone(),
            [first, .., last] => format!("{first}-{last}"),
            [] => String::new(),
        };
        format!("comtrade-{}-{periods}", self.reporter.1)
    }

    /// Is it sure that its answer holds less than the most, or may it be asked?
    pub fn fits(&self) -> bool {
        self.codes.len() <= CODES && self.partners.as_ref().is_none_or(|partners| partners.len() <= PARTNERS)
    }

    /// The same in parts; none where it has no smaller ones.
    pub fn parts(&self) -> Vec<Self> {
        let of = |periods: &[String], flows: &[Flow], partners: Option<&[u16]>, codes: &[String]| Self {
            periods: periods.to_vec(),
            flows: flows.to_vec(),
            partners: partners.map(<[u16]>::to_vec),
            codes: codes.to_vec(),
            ..self.clone()
        };
        let (periods, flows, codes) = (&self.periods, &self.flows, &self.codes);
        let partners = self.partners.as_deref();
        if self.fits() && periods.len() > 1 {
            return halves(periods).map(|half| of(half, flows, partners, codes)).into();
        }
        if self.fits() && flows.len() > 1 {
            return halves(flows).map(|half| of(periods, half, partners, codes)).into();
        }
        match partners {
            None => vec![of(periods, flows, Some(&places::numbers()), codes)],
            Some(all) if all.len() > 1 => halves(all).map(|half| of(periods, flows, Some(half), codes)).into(),
            Some(_) if codes.len() > 1 => halves(codes).map(|half| of(periods, flows, partners, half)).into(),
            Some(_) => match codes.first().map(|code| listed(code)).filter(|codes| !codes.is_empty()) {
                Some(listed) => vec![of(periods, flows, partners, &listed)],
                None => Vec::new(),
            },
        }
    }
}

/// The releases that an answer to [`Wanted::availability`] lists.
pub fn released(answer: &[u8]) -> Result<Vec<Released>, Turned> {
    let mut all = Vec::new();
    let counted = records_of(answer, &mut |record| {
        let text = |name: &str| record.get(name).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
        let day = text("lastReleased").and_then(|text| text.get(..10)?.parse::<Date>().ok());
        let reporter = text("reporterCode").and_then(|text| text.parse::<u16>().ok());
        if let (Some(reporter), Some(period), Some(on)) = (reporter, text("period"), day) {
            all.push(Released { reporter, period, on });
        }
    });
    counted.map(|_| all).map_err(Turned::Again)
}

/// How many records an answer holds; `Err` where it is none, or is not whole.
pub fn judged(answer: &[u8]) -> Result<u64, Turned> {
    records_of(answer, &mut |_| {}).map_err(Turned::Again)
}

fn halves<T>(of: &[T]) -> [&[T]; 2] {
    let (first, second) = of.split_at(of.len() / 2);
    [first, second]
}

/// The codes that a level stands for. The Harmonized System's six digits are not listed here.
fn listed(level: &str) -> Vec<String> {
    let digits = match level {
        "AG2" => 2,
        "AG4" => 4,
        _ => return Vec::new(),
    };
    // Chapter 99 is UN Comtrade's own, for what is not specified.
    let own = ["99", "9999"].into_iter().filter(|code| code.len() == digits).map(str::to_owned);
    let codes = harmonized_system().headings().map(|heading| heading.code.digits().to_owned());
    let mut codes: Vec<String> = codes.filter(|code| code.len() == digits).chain(own).collect();
    codes.sort();
    codes.dedup();
    codes
}

fn written(period: &Period) -> String {
    period.to_string().replace('-', "")
}

fn joined(numbers: &[u16]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// The number under which a place reports now.
fn number(place: &str) -> Result<u16, Turned> {
    places::own_number(place).map_or_else(|| numbers(place).map(|numbers| numbers[0]), Ok)
}

/// Every number that a place has had.
fn numbers(place: &str) -> Result<Vec<u16>, Turned> {
    let found = places::numbers_of(place);
    if found.is_empty() {
        let hint = "write three ISO 3166 letters, or W00 for the world";
        return Err(Turned::No(format!("`{place}` is no place that UN Comtrade numbers"), hint));
    }
    Ok(found)
}

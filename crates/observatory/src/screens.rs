//! Screening of goods against the desk's sanctions: what a rule says in words,
//! how much of a cap is used as far as anybody reported or the evidence goes,
//! and files of rows. What the rules mean is `measure`'s.

use yalu_measure::sanctions::{Screened, screen};
use yalu_source::{ScreenRow, screen_rows};
use yalu_trade::{
    Among, AsOf, Code, Commodity, Complaint, Coverage, Cut, Date, Decimal, Flow, Lang, Limit, Period, Quantity,
    QuotaUnit, Sanction, SanctionStatus as Status,
};

use crate::{Watch, labels};

/// Goods that are asked about.
#[derive(Clone, Debug)]
pub struct ScreenAsk {
    /// Which way.
    pub flow: Flow,
    /// Which goods.
    pub commodity: Commodity,
    /// The day.
    pub on: Date,
}

/// How goods stand on a day, and why.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What was asked.
    pub ask: ScreenAsk,
    /// What the goods are called.
    pub label: String,
    /// How they stand.
    pub status: Status,
    /// It holds for a part of them.
    pub part: bool,
    /// The rule that says so.
    pub rule: Option<Sanction>,
    /// How much of its cap is used.
    pub cap: Option<Cap>,
    /// Why, in words.
    pub why: String,
    /// Other rules that bind on the day and touch the goods.
    pub beside: Vec<Sanction>,
}

/// A cap in the year in which the day lies.
#[derive(Clone, Debug)]
pub struct Cap {
    /// Its limits; the first is the one that the text says first.
    pub limits: Vec<Limit>,
    /// The first day of its year.
    pub from: Date,
    /// The part used, where it is known; above 1 it is exceeded.
    pub used_share: Option<Decimal>,
    /// To which month that goes.
    pub through: Option<Period>,
    /// Where that is known from, or why it is not.
    pub said: String,
}

impl Watch {
    /// How goods stand on a day, with what is known by another.
    pub fn screened(&self, ask: &ScreenAsk, as_of: AsOf) -> Standing {
        let codes = self.codes_of(&ask.commodity);
        let screened = screen(&self.desk.sanctions, ask.flow, &codes, ask.on);
        let cap = screened.rule.filter(|rule| rule.status == Status::Capped);
        let cap = cap.and_then(|rule| self.cap(rule, ask.on, as_of));
        let label = match &ask.commodity {
            Commodity::Code(_) => self.nomenclature.name(&ask.commodity, Lang::En),
            other => labels::commodity(other, &self.desk, self.nomenclature, Lang::En),
        };
        Standing {
            ask: ask.clone(),
            label,
            status: screened.status,
            part: screened.part,
            why: why(&screened, ask, cap.as_ref()),
            rule: screened.rule.cloned(),
            cap,
            beside: screened.beside.into_iter().cloned().collect(),
        }
    }

    /// Reads a file of rows and screens each.
    pub fn screened_file(&self, file: &str, bytes: &[u8], as_of: AsOf) -> (Vec<(ScreenRow, Standing)>, Vec<Complaint>) {
        let (rows, mut complaints) = screen_rows(file, bytes);
        let mut standings = Vec::new();
        for row in rows {
            match self.knows(&row.commodity) {
                Ok(()) => {
                    let ask = ScreenAsk { flow: row.flow, commodity: row.commodity.clone(), on: row.on };
                    let standing = self.screened(&ask, as_of);
                    standings.push((row, standing));
                }
                Err(fault) => {
                    let hint = "is a digit off? Codes keep their leading zero (03, not 3)";
                    complaints.push(Complaint::error("unknown-code", row.place.clone(), fault.to_string(), hint));
                }
            }
        }
        (standings, complaints)
    }

    /// The codes of goods; none for everything.
    pub(crate) fn codes_of(&self, commodity: &Commodity) -> Vec<Code> {
        match commodity {
            Commodity::Total => Vec::new(),
            Commodity::Code(code) => vec![code.clone()],
            Commodity::Basket(id) => {
                self.desk.basket(id).into_iter().flat_map(|b| b.items.iter().map(|item| item.hs.clone())).collect()
            }
            Commodity::Sector(id) => self.desk.sector(id).map(|s| s.chapters.clone()).unwrap_or_default(),
        }
    }

    /// A cap and how much of it is used: as reported to whoever keeps it, or else as the evidence has it.
    fn cap(&self, rule: &Sanction, on: Date, as_of: AsOf) -> Option<Cap> {
        let quota = rule.quota.as_ref()?;
        let (from, to) = quota.year_of(on);
        let unknown = |said: String| Cap { limits: quota.limits.clone(), from, used_share: None, through: None, said };
        if let Some(said) = quota.said.as_ref().filter(|_| quota.limits.is_empty()) {
            return Some(unknown(format!("the limit is {said}; no figure is on file")));
        }
        let (first, last) = (month_of(from)?, month_of(to)?);
        let year = Period::span(first, last)?;
        let within = quota.used.iter().filter(|used| year.contains(used.period) && used.released <= as_of);
        // What was reported up to the day; where nothing was, what was reported of the year in which it lies.
        let upto = |used: &&yalu_trade::Used| used.period.last_day() <= on;
        let best = within.clone().filter(upto).max_by_key(|used| used.period.last_day());
        let best = best.or_else(|| within.min_by_key(|used| used.period.last_day()));
        if let Some(used) = best {
            let Some(share) = quota.share(used.amount) else {
                return Some(unknown(format!("reported in {}, which nothing converts", used.amount.unit)));
            };
            let amount = crate::print::grouped(used.amount.value, 0);
            let said = format!("{amount} {} in {}, by {} ({})", used.amount.unit, used.period, used.by, used.source);
            let through = Some(used.period.last_month());
            return Some(Cap { limits: quota.limits.clone(), from, used_share: Some(share), through, said });
        }
        let until = month_of(on)?;
        let span = Period::span(first, until)?;
        Some(match self.used_on_file(rule, span, as_of) {
            Ok((share, said)) => {
                Cap { limits: quota.limits.clone(), from, used_share: Some(share), through: Some(until), said }
            }
            Err(why) => unknown(why),
        })
    }

    /// What the evidence has under a cap's codes in a span, as a share of it.
    fn used_on_file(&self, rule: &Sanction, span: Period, as_of: AsOf) -> Result<(Decimal, String), String> {
        let quota = rule.quota.as_ref().ok_or("there is no quota")?;
        let mut shares: Vec<(Decimal, String)> = Vec::new();
        let mut missing = String::new();
        for limit in &quota.limits {
            let quantity = match limit.unit {
                QuotaUnit::Money(currency) => Quantity::Value(currency),
                QuotaUnit::Tons | QuotaUnit::Barrels => Quantity::Weight,
            };
            let sum = rule.codes.iter().try_fold(Decimal::ZERO, |sum, code| {
                self.summed(rule.flow, code, span, quantity.clone(), as_of).map(|value| sum + value)
            });
            let unit = if quantity == Quantity::Weight { QuotaUnit::Tons } else { limit.unit };
            match sum {
                Ok(value) => {
                    let share =
                        quota.converted(Limit { value, unit }, limit.unit).and_then(|v| v.checked_div(limit.value));
                    let said =
                        format!("{} {unit} in {span}, by the desk's reporters alone", crate::print::grouped(value, 0));
                    shares.extend(share.map(|share| (share, said)));
                }
                Err(why) => missing = why,
            }
        }
        shares.into_iter().max_by_key(|(share, _)| *share).ok_or(missing)
    }

    /// A sum over a span: the span as printed, or else month by month.
    fn summed(
        &self,
        flow: Flow,
        code: &Code,
        span: Period,
        quantity: Quantity,
        as_of: AsOf,
    ) -> Result<Decimal, String> {
        let settings = &self.desk.settings;
        let commodity = Commodity::Code(code.clone());
        let cut = |periods: Vec<Period>| Cut {
            reporters: settings.reporters.clone(),
            partner: settings.economy.clone(),
            flow,
            periods,
            mean: false,
            among: Among::These(vec![commodity.clone()]),
            coverage: Coverage::reported(),
            quantity: quantity.clone(),
            as_of,
        };
        let read = |period: Period| -> Result<Decimal, String> {
            let panel = self.evidence.read(&cut(vec![period])).map_err(|error| error.to_string())?;
            let reading = panel.at(period, &commodity).map_err(|gap| gap.to_string())?;
            reading.interval.best.ok_or_else(|| format!("{code} in {period} is known within bounds only"))
        };
        read(span).or_else(|_| span.months().try_fold(Decimal::ZERO, |sum, month| Ok(sum + read(month)?)))
    }
}

/// The month in which a day lies. A quota's year that begins late in a month is read from that month on: records
/// are by the month, and one begun month too many overstates what is used, never the reverse.
fn month_of(day: Date) -> Option<Period> {
    Period::month(i32::from(day.year()), day.month().unsigned_abs())
}

/// Why goods stand as they do: the rule, its days, what else touches them.
fn why(screened: &Screened<'_>, ask: &ScreenAsk, cap: Option<&Cap>) -> String {
    let cite = |rule: &Sanction| match rule.paragraph.as_str() {
        "" => rule.instrument.clone(),
        paragraph => format!("{}, paragraph {paragraph}", rule.instrument),
    };
    let goods = |rule: &Sanction| rule.goods.in_lang(Lang::En).to_owned();
    let mut said: Vec<String> = Vec::new();
    match screened.rule {
        None => said.push(format!("no rule on file binds on {} and touches them", ask.on)),
        Some(rule) => {
            let part = if screened.part { format!("in part, {} alone: ", held(rule)) } else { String::new() };
            said.push(format!("{part}{} ({}). {}", goods(rule), cite(rule), rule.why.trim_end_matches('.')));
            if let Some(by) = &rule.by {
                said.push(format!("by the reading of {by}"));
            }
            if let Some(wind_down) = rule.wind_down.as_ref().filter(|wind_down| ask.on <= wind_down.until) {
                said.push(format!("until {} {} may still pass", wind_down.until, wind_down.what));
            }
            said.extend(rule.national.iter().map(|national| notice(national, ask.on)));
            if let Some(unseen) = &rule.unseen {
                said.push(format!("not verified: {unseen}"));
            }
        }
    }
    if let Some(cap) = cap {
        said.push(match cap.used_share {
            Some(_) => format!("used: {}", cap.said),
            None => format!("how much is used is not known: {}", cap.said),
        });
    }
    let each = |rules: &[&Sanction], say: &dyn Fn(&Sanction) -> String| {
        rules.iter().map(|rule| say(rule)).collect::<Vec<_>>().join("; ")
    };
    if !screened.beside.is_empty() {
        let beside = each(&screened.beside, &|rule| {
            format!("{} {} ({}, {})", rule.status, goods(rule), held(rule), rule.instrument)
        });
        said.push(format!("beside it: {beside}"));
    }
    let soon = !screened.later.is_empty() && screened.status < Status::Prohibited;
    if soon {
        said.push(format!(
            "later: {}",
            each(&screened.later, &|rule| format!("{} from {} ({})", rule.status, rule.effective, rule.instrument))
        ));
    }
    said.iter().map(|sentence| capital(sentence)).collect::<Vec<_>>().join(". ") + "."
}

/// A sentence begins with a capital.
fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The codes that a rule holds.
fn held(rule: &Sanction) -> String {
    let codes = rule.codes.iter().map(Code::digits).collect::<Vec<_>>().join(", ");
    if rule.part { format!("part of {codes}") } else { codes }
}

fn notice(national: &yalu_trade::National, on: Date) -> String {
    let yalu_trade::National { by, instrument, effective, wind_down, .. } = national;
    let verb = if on < *effective { "applies it only" } else { "applies it" };
    let open = wind_down.filter(|until| on <= *until);
    let open = open.map_or(String::new(), |until| format!(", earlier shipments clear until {until}"));
    format!("{by} {verb} from {effective} ({instrument}){open}")
}

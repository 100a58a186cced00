//! The lake as [`Evidence`]: a cut goes in, a panel comes out, as of any day.
//!
//! A cell is what customs recorded of it, if a record of that very period is on file;
//! otherwise the sum of records that cover the period without a hole. Of records that
//! are broken down in several ways the least broken down is taken, so that a whole and
//! its parts are never added. The sources are asked in order of trust.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use yalu_trade::{
    Absence, Among, Calendar, Cell, Commodity, Coverage, Cut, Decimal, Evidence, Flow, Gap, Interval, Lineage, Listing,
    MASS_PLACES, MONEY_PLACES, Panel, Paper, Period, Quantity, ReadError, Reading, ReleaseClass, Unit, Vintage,
    day_number, day_of_number, dec,
};

use crate::{
    error::LakeError,
    lake::{Lake, Snapshot},
    pair::{Line, Pair, Slice},
    papers::papers,
    tiling::tiling,
};

/// A source of records, as a view trusts it.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name in the lake.
    pub id: String,
    /// When it releases a month, where that is known.
    pub calendar: Option<Calendar>,
}

/// Under which name a reporter hid a partner, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hidden {
    /// Who hid it.
    pub reporter: String,
    /// When.
    pub periods: Vec<Period>,
    /// Under which name.
    pub under: String,
}

type Pairs = BTreeMap<(Vec<String>, String), Arc<Pair>>;

/// The lake at one commit.
pub struct View {
    lake: Lake,
    snapshot: Snapshot,
    sources: Vec<Source>,
    hidden: Vec<Hidden>,
    pairs: Mutex<Pairs>,
}

impl Lake {
    /// The lake as it is now, its sources in order of trust; those not named come last.
    pub fn view(&self, sources: Vec<Source>, hidden: Vec<Hidden>) -> Result<View, LakeError> {
        let snapshot = self.runtime.block_on(self.newest())?;
        Ok(View { lake: self.clone(), snapshot, sources, hidden, pairs: Mutex::default() })
    }
}

/// What one source has of a cell.
struct Found<'a> {
    source: Arc<str>,
    lines: Vec<&'a Line>,
    /// The periods that were added up.
    periods: Vec<Period>,
    /// Those of them in which the good is not among what was recorded.
    without: usize,
    /// Codes that were added up, if finer ones than asked.
    finer: bool,
}

/// One question about one cell of one reporter.
struct Ask<'a> {
    cut: &'a Cut,
    pair: &'a Pair,
    reporter: &'a str,
    flow: Flow,
    period: Period,
    commodity: &'a Commodity,
}

impl View {
    fn pair(&self, cut: &Cut) -> Result<Arc<Pair>, ReadError> {
        let key = (cut.reporters.clone(), cut.partner.clone());
        let mut pairs = self.pairs.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(pair) = pairs.get(&key) {
            return Ok(Arc::clone(pair));
        }
        let read = self.lake.runtime.block_on(self.lake.pair(&self.snapshot, &cut.reporters, &cut.partner));
        let pair = Arc::new(read.map_err(|error| ReadError(error.to_string()))?);
        pairs.insert(key, Arc::clone(&pair));
        Ok(pair)
    }

    /// Has it any record of what a cut asks about?
    pub fn has(&self, cut: &Cut) -> Result<bool, ReadError> {
        Ok(!self.pair(cut)?.is_empty())
    }

    fn trust(&self, source: &str) -> usize {
        self.sources.iter().position(|known| known.id == source).unwrap_or(self.sources.len())
    }

    fn cell(&self, cut: &Cut, pair: &Pair, period: Period, commodity: &Commodity) -> Result<Reading, Gap> {
        let side = |flow: Flow| {
            let each = cut
                .reporters
                .iter()
                .map(|reporter| self.reading(&Ask { cut, pair, reporter, flow, period, commodity }));
            together(each.collect(), |a, b| a.plus(&b)).unwrap_or_else(|| Err(Gap::not_on_file("no reporter is named")))
        };
        let mut reading = match cut.flow {
            Flow::T => together(vec![side(Flow::X), side(Flow::M)], |a, b| a.plus(&b)).unwrap_or_else(|| side(Flow::X)),
            Flow::B => {
                together(vec![side(Flow::M), side(Flow::X)], |a, b| a.minus(&b)).unwrap_or_else(|| side(Flow::M))
            }
            flow => side(flow),
        }?;
        if cut.mean {
            let years = Decimal::from(period.len_months() / 12);
            if !period.is_whole_years() {
                return Err(Gap::not_derivable(format!("{period} is not whole years")));
            }
            reading.interval = reading.interval.times(Decimal::ONE / years);
            reading.lineage.formula = format!("({}) ÷ {years} years", reading.lineage.formula);
        }
        Ok(reading)
    }

    fn reading(&self, ask: &Ask<'_>) -> Result<Reading, Gap> {
        let Ask { cut, .. } = ask;
        let slices = ask.pair.slices(ask.flow).iter();
        let kinds = slices.flat_map(|slice| ask.pair.kinds(slice)).filter(|line| ask.stands(line));
        let mut sources: Vec<&Arc<str>> = kinds.map(|line| &line.source).collect();
        sources.sort_unstable_by_key(|source| (self.trust(source), Arc::clone(source)));
        sources.dedup();
        let mut answers = Vec::new();
        let mut gap = None;
        for source in sources {
            match ask.found(source).and_then(|found| ask.measured(&found).map(|reading| (found, reading))) {
                Ok(answer) => answers.push(answer),
                Err(why) => gap = gap.or(Some(why)),
            }
        }
        let mut answers = answers.into_iter();
        let Some((_, mut taken)) = answers.next() else {
            let day = self.not_due(ask);
            return Err(day.or(gap).unwrap_or_else(|| self.absence(ask)));
        };
        for (_, other) in answers {
            taken.contested |= !other.interval.meets(&taken.interval);
            taken.lineage.papers.extend(other.lineage.papers.into_iter().map(|paper| Paper { used: false, ..paper }));
        }
        debug_assert!(cut.reporters.iter().any(|reporter| reporter == ask.reporter), "asked of a reporter of the cut");
        Ok(taken)
    }

    /// A period that no source was due to release on the day asked for.
    fn not_due(&self, ask: &Ask<'_>) -> Option<Gap> {
        let mut kinds = ask.pair.slices(ask.flow).iter().flat_map(|slice| ask.pair.kinds(slice));
        let known: BTreeSet<&str> = kinds.by_ref().map(|line| &*line.source).collect();
        let on_file = |source: &&Source| known.contains(source.id.as_str());
        let due = self
            .sources
            .iter()
            .filter(on_file)
            .filter_map(|source| source.calendar)
            .map(|c| c.due(ask.period))
            .min()?;
        (due > ask.cut.as_of.0)
            .then(|| Gap::new(Absence::NotYetPublished, format!("{} of {} is due on {due}", ask.period, ask.reporter)))
    }

    fn absence(&self, ask: &Ask<'_>) -> Gap {
        let Ask { reporter, period, cut, .. } = ask;
        let hides =
            |hidden: &&Hidden| hidden.reporter == *reporter && hidden.periods.iter().any(|p| p.contains(*period));
        if let Some(hidden) = self.hidden.iter().find(hides) {
            let why = format!("{reporter} recorded {} under {} in {period}", cut.partner, hidden.under);
            return Gap::new(Absence::PartnerHidden, why);
        }
        Gap::not_on_file(format!("no record of {reporter} with {} is on file for {period}", cut.partner))
    }
}

impl<'a> Ask<'a> {
    /// Does a line stand on the day asked for, and is it its reporter's?
    fn stands(&self, line: &Line) -> bool {
        let day = day_number(self.cut.as_of.0);
        *line.reporter == *self.reporter
            && *line.coverage == *self.cut.coverage.word()
            && line.vintage <= day
            && line.until.is_none_or(|until| until > day)
    }

    /// The digits that the lines' codes begin with; none where every code belongs.
    fn digits(&self) -> Result<&str, Gap> {
        match self.commodity {
            Commodity::Total => Ok(""),
            Commodity::Code(code) => Ok(code.digits()),
            list => Err(Gap::not_on_file(format!("records have codes, and no {list}"))),
        }
    }

    fn speaks(&self, line: &Line) -> bool {
        match self.cut.quantity {
            Quantity::Value(currency) => line.currency == Some(currency),
            _ => true,
        }
    }

    /// What one source has of the cell.
    fn found(&self, source: &Arc<str>) -> Result<Found<'a>, Gap> {
        let (pair, digits) = (self.pair, self.digits()?);
        let inside = || pair.slices(self.flow).iter().filter(|slice| self.period.contains(slice.period));
        let its = |line: &&Line| line.source == *source && self.stands(line);
        let kinds: Vec<&Line> = inside().flat_map(|slice| pair.kinds(slice)).filter(its).collect();
        let speaking: Vec<&Line> = kinds.iter().copied().filter(|line| self.speaks(line)).collect();
        if speaking.is_empty() && !kinds.is_empty() {
            let known: BTreeSet<String> =
                kinds.iter().filter_map(|line| line.currency).map(|c| c.to_string()).collect();
            let known = known.into_iter().collect::<Vec<_>>().join(", ");
            return Err(Gap::not_on_file(format!("{source} has {} in {known} only", self.period)));
        }
        // What the records of a period are about: the whole, or goods of some level.
        let wanted = digits.len();
        let detailed = |line: &&Line| wanted == 0 || line.level >= wanted;
        let on_file: BTreeSet<Period> = speaking.iter().copied().filter(detailed).map(|line| line.period).collect();
        let periods = tiling(self.period, &on_file).ok_or_else(|| self.holes(source, &on_file))?;
        let mut found = Found { source: Arc::clone(source), lines: Vec::new(), periods, without: 0, finer: false };
        for slice in inside().filter(|slice| found.periods.contains(&slice.period)) {
            let here = pair.under(slice, digits).iter().filter(|line| line.level >= wanted);
            let here: Vec<&Line> = here.filter(its).filter(|line| self.speaks(line)).collect();
            // The least broken down; then the least fine codes.
            let dims = here.iter().map(|line| line.dims).min();
            let here: Vec<&Line> = here.into_iter().filter(|line| Some(line.dims) == dims).collect();
            let level = here.iter().map(|line| line.level).min();
            found.finer |= level.is_some_and(|level| level > wanted);
            found.without += usize::from(here.is_empty());
            found.lines.extend(here.into_iter().filter(|line| Some(line.level) == level));
        }
        if found.lines.is_empty() {
            let why =
                format!("the records of {source} for {} list other goods and not {}", self.period, self.commodity);
            return Err(Gap::new(Absence::NotRecorded, why));
        }
        Ok(found)
    }

    fn holes(&self, source: &str, on_file: &BTreeSet<Period>) -> Gap {
        let covered = |month: &Period| on_file.iter().any(|period| period.contains(*month));
        let missing: Vec<String> =
            self.period.months().filter(|month| !covered(month)).map(|m| m.to_string()).collect();
        let named = match missing.len() {
            0 => format!("the periods on file do not add up to {}", self.period),
            1..=4 => format!("{} is not on file", missing.join(", ")),
            more => format!("{} … {} are not on file ({more} months)", missing[0], missing[more - 1]),
        };
        Gap::not_on_file(format!("of {source}: {named}"))
    }

    fn measured(&self, found: &Found<'_>) -> Result<Reading, Gap> {
        let held: Vec<&&Line> = found.lines.iter().filter(|line| !line.quarantine.is_empty()).collect();
        let lines: Vec<&Line> = found.lines.iter().copied().filter(|line| line.quarantine.is_empty()).collect();
        if lines.is_empty() {
            let why = held
                .first()
                .map_or(String::new(), |line| format!("{}: row {} of {}", line.quarantine, line.from, line.file));
            return Err(Gap::new(Absence::Quarantined, why));
        }
        let total = |of: &dyn Fn(&Line) -> i128| lines.iter().map(|line| of(line)).sum::<i128>();
        let whole = |amount: i128, places: u32| Decimal::try_from_i128_with_scale(amount, places).ok();
        let rows = total(&|line| i128::from(line.rows));
        let (amount, said) = match self.cut.quantity {
            Quantity::Value(_) => {
                (whole(total(&|line| line.value), MONEY_PLACES), total(&|line| i128::from(line.valued)))
            }
            Quantity::Weight => {
                let kilograms = whole(total(&|line| line.weight), MASS_PLACES);
                (kilograms.map(|kg| kg * dec!(0.001)), total(&|line| i128::from(line.weighed)))
            }
            _ => return Err(Gap::not_derivable("customs records do not print growth or shares")),
        };
        let amount = amount.ok_or_else(|| Gap::not_derivable("the sum does not fit a decimal"))?.normalize();
        if said == 0 {
            return Err(Gap::new(Absence::Suppressed, format!("{rows} rows of {} say no such amount", found.source)));
        }
        let open = said < rows || !held.is_empty();
        let interval =
            if open { Interval { low: Some(amount), best: Some(amount), high: None } } else { Interval::exact(amount) };
        let latest = lines.iter().max_by_key(|line| line.vintage);
        let vintage = latest.map_or_else(
            || Vintage::assumed_for(self.period),
            |line| Vintage {
                released: day_of_number(line.vintage),
                assumed: line.assumed,
                class: ReleaseClass::Unstated,
            },
        );
        let (unit, valuation) = match self.cut.quantity {
            Quantity::Value(currency) => (Unit::Money(currency), self.flow.valuation()),
            _ => (Unit::Tonne, ""),
        };
        let mut formula = match (found.periods.len(), found.finer) {
            (1, false) => String::new(),
            (1, true) => "sum over its codes".to_owned(),
            (n, false) => format!("sum over {n} periods"),
            (n, true) => format!("sum over its codes and {n} periods"),
        };
        if found.without > 0 {
            formula += &format!(", in {} of which it was not recorded", found.without);
        }
        if open {
            formula +=
                &format!("; {} of {rows} rows say no amount or are held back, so it is at least this", rows - said);
        }
        let coverage: Coverage = self.cut.coverage.clone();
        let lineage = Lineage { formula, papers: papers(&lines, self.cut.quantity.clone()) };
        Ok(Reading { interval, unit, coverage, valuation, vintage, base_vintage: None, contested: false, lineage })
    }
}

/// Readings put together; the first gap stands for all.
fn together(
    readings: Vec<Result<Reading, Gap>>,
    add: impl Fn(Interval, Interval) -> Interval,
) -> Option<Result<Reading, Gap>> {
    let mut all: Vec<Reading> = Vec::new();
    for reading in readings {
        match reading {
            Ok(reading) => all.push(reading),
            Err(gap) => return Some(Err(gap)),
        }
    }
    let several = all.len() > 1;
    let lineage = several.then(|| Lineage::of("sum of the parts", all.iter().map(|reading| &reading.lineage)));
    let valuation = all.first().map(|first| {
        if all.iter().all(|r| r.valuation == first.valuation) { first.valuation } else { "FOB in, CIF out" }
    });
    let vintage = all.iter().map(|reading| reading.vintage).max();
    let contested = all.iter().any(|reading| reading.contested);
    let mut sum = all.into_iter().reduce(|mut a, b| {
        a.interval = add(a.interval, b.interval);
        a
    })?;
    sum.contested = contested;
    if let (Some(lineage), Some(valuation), Some(vintage)) = (lineage, valuation, vintage) {
        (sum.lineage, sum.valuation, sum.vintage) = (lineage, valuation, vintage);
    }
    Some(Ok(sum))
}

impl Evidence for View {
    fn read(&self, cut: &Cut) -> Result<Panel, ReadError> {
        let pair = self.pair(cut)?;
        let (commodities, listing) = match &cut.among {
            Among::These(commodities) => (commodities.clone(), Listing::Some),
            Among::Level(level) => (self.codes(cut, &pair, *level), Listing::All),
        };
        let named = matches!(cut.among, Among::These(_));
        let mut cells = Vec::with_capacity(cut.periods.len() * commodities.len());
        for period in &cut.periods {
            for commodity in &commodities {
                let reading = self.cell(cut, &pair, *period, commodity);
                if named || reading.is_ok() {
                    cells.push(Cell { flow: cut.flow, period: *period, commodity: commodity.clone(), reading });
                }
            }
        }
        Ok(Panel { cells, listing })
    }
}

impl View {
    /// The codes of a level that are on file in the periods of a cut, finer ones cut short.
    fn codes(&self, cut: &Cut, pair: &Pair, level: usize) -> Vec<Commodity> {
        let flows: &[Flow] = if matches!(cut.flow, Flow::T | Flow::B) { &[Flow::X, Flow::M] } else { &[cut.flow] };
        let asked = |slice: &&Slice| cut.periods.iter().any(|period| period.contains(slice.period));
        let slices = flows.iter().flat_map(|flow| pair.slices(*flow)).filter(asked);
        let lines = slices.flat_map(|slice| pair.under(slice, "")).filter(|line| line.level >= level);
        let codes: BTreeSet<&str> = lines.filter_map(|line| line.commodity.get(..level)).collect();
        codes.into_iter().filter_map(|code| code.parse().ok()).collect()
    }
}

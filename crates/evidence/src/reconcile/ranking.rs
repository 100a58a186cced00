//! Places as rows. A source's ranking of one flow and period puts a mark
//! between every two places that follow each other: what stands before is no less than the
//! mark, what stands behind no more. So a place that is disbelieved leaves the
//! others in their order, and no more rows are needed than places. Behind a list without a hole, from the first
//! place on, comes nothing larger of what it ranks: the largest such prints are held against its last place.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use yalu_trade::{
    Asserts, Cause, Commodity, Coverage, Currency, Decimal, Flow, Interval, Period, Ranked, Statement, Unit,
};

use super::{
    cause::{Slip, Suspect},
    lp::Row,
    model::{Counts, DOLLARS, Key, Model, Part, STRETCH, Terms, merged, scaled},
};

/// So many prints are held against the last place of a list: one of them may have slipped itself.
const FOLLOWERS: usize = 2;

/// What goods are levels of, without their names.
type Level<'a> = (&'a str, &'a str, Flow, Period, bool, &'a Coverage);

fn level(s: &Statement) -> Level<'_> {
    (&s.reporter, &s.partner, s.flow, s.period, s.mean, &s.coverage)
}

/// A source's ranking.
#[derive(Default)]
struct Ranking {
    /// The statements at each place.
    places: BTreeMap<Decimal, Vec<usize>>,
    /// The largest prints of goods that it does not rank, and ought to.
    followers: Vec<usize>,
}

impl Ranking {
    /// The last place of a list without a hole.
    fn last(&self) -> Option<Decimal> {
        let whole = |(n, place): &(usize, &Decimal)| **place <= Decimal::from(n + 1);
        self.places.keys().enumerate().take_while(whole).last().map(|(_, place)| *place)
    }
}

/// All rankings.
pub(super) struct Rankings<'a> {
    statements: &'a [Statement],
    rankings: Vec<Ranking>,
    /// The ranking of each statement that gives a place.
    of: BTreeMap<usize, usize>,
}

/// The goods of a ranking: among which, if a statement gives a place.
fn among(s: &Statement) -> Option<&Ranked> {
    if let Asserts::Rank { of } = &s.asserts { Some(of) } else { None }
}

/// Are these places of one ranking?
pub(super) fn one_ranking<'a>(mut places: impl Iterator<Item = &'a Statement>) -> bool {
    let Some(first) = places.next() else { return false };
    let same = |s: &Statement| (level(s), &s.source, among(s)) == (level(first), &first.source, among(first));
    among(first).is_some() && places.all(same)
}

fn is_level(s: &Statement) -> bool {
    s.asserts == Asserts::Value && s.printed.unit == Unit::Money(Currency::USD)
}

impl<'a> Rankings<'a> {
    pub(super) fn new(statements: &'a [Statement], known: impl Fn(&Statement) -> bool) -> Self {
        let mut numbers: BTreeMap<(Level<'a>, &str, &Ranked), usize> = BTreeMap::new();
        let mut rankings: Vec<Ranking> = Vec::new();
        let mut of = BTreeMap::new();
        let here = || statements.iter().enumerate().filter(|(_, s)| known(s));
        for (i, s) in here() {
            let Some(among) = among(s) else { continue };
            let number = *numbers.entry((level(s), &s.source, among)).or_insert(rankings.len());
            if number == rankings.len() {
                rankings.push(Ranking::default());
            }
            rankings[number].places.entry(s.printed.value()).or_default().push(i);
            of.insert(i, number);
        }
        let mut levels: BTreeMap<Level<'a>, Vec<usize>> = BTreeMap::new();
        if !rankings.is_empty() {
            here().filter(|(_, s)| is_level(s)).for_each(|(i, s)| levels.entry(level(s)).or_default().push(i));
        }
        for ((at, _, among), number) in numbers {
            let Ranked::Level(_) = among else { continue };
            let ranking = &mut rankings[number];
            let goods: BTreeSet<&Commodity> =
                ranking.places.values().flatten().map(|i| &statements[*i].commodity).collect();
            let others = levels.get(&at).into_iter().flatten().copied().filter(|i| {
                let good = &statements[*i].commodity;
                among.takes(good) && !goods.contains(good)
            });
            let mut others: Vec<usize> = others.collect();
            others.sort_by_key(|i| (Reverse(statements[*i].printed.value()), *i));
            others.truncate(FOLLOWERS);
            ranking.followers = others;
        }
        Self { statements, rankings, of }
    }
}

impl Model {
    /// The rows of a place.
    pub(super) fn placed(&mut self, at: usize, s: &Statement, all: &Rankings<'_>) -> Result<Vec<Part>, String> {
        let number = all.of.get(&at).copied().unwrap_or_default();
        let ranking = &all.rankings[number];
        let place = s.printed.value();
        let good = self.sum(s, s.period, &s.commodity, DOLLARS)?;
        let mut parts = Vec::new();
        let before = ranking.places.range(..place).next_back().map(|(before, _)| self.mark(s, number, *before));
        parts.extend(before.map(|mark| no_less(&vec![(mark, 1.0)], &good, 0.0)));
        if ranking.places.range(place..).nth(1).is_some() {
            let mark = self.mark(s, number, place);
            parts.push(no_less(&good, &vec![(mark, 1.0)], STRETCH));
            self.links.extend(before.map(|before| {
                let terms = vec![(before, 1.0), (mark, -1.0)];
                Row { terms, low: 0.0, high: f64::INFINITY }
            }));
        }
        let behind = ranking.followers.iter().filter(|_| ranking.last() == Some(place));
        for next in behind.map(|i| &all.statements[*i]) {
            let next = self.sum(next, next.period, &next.commodity, DOLLARS)?;
            parts.push(no_less(&good, &next, STRETCH));
        }
        if parts.is_empty() {
            return Err("nothing else on file is ranked with it".to_owned());
        }
        Ok(parts)
    }

    /// What lies between a place and the next.
    fn mark(&mut self, s: &Statement, ranking: usize, place: Decimal) -> usize {
        self.cell(Key {
            reporter: s.reporter.clone(),
            partner: s.partner.clone(),
            commodity: Commodity::Total,
            coverage: s.coverage.clone(),
            counts: Counts::Mark { ranking, place },
            flow: s.flow,
            month: s.period.first_month(),
        })
    }
}

/// One sum is no less than another, but for a part.
fn no_less(more: &Terms, less: &Terms, but: f64) -> Part {
    let terms = merged(more.iter().copied().chain(scaled(less.clone(), but - 1.0)));
    Part { terms, low: 0.0, high: f64::INFINITY, give: (0.0, 0.0) }
}

impl Suspect<'_> {
    /// A place that the levels on file do not give: it is the order that slipped.
    pub(super) fn place(&self) -> Slip {
        let repair = self.place_by_levels();
        let why = match repair {
            Some(place) => format!("by the levels on file its place is {place}"),
            None => "which place it has, the levels on file do not tell".to_owned(),
        };
        Slip { cause: Cause::Rank, repair: repair.map(|place| place.to_string()), why, telling: 0.0 }
    }

    /// The place among the believed levels, where all can be told apart and nothing unknown may come before.
    fn place_by_levels(&self) -> Option<usize> {
        let s = self.statement;
        let of = among(s)?;
        let believed = self.statements.iter().enumerate().filter(|(i, _)| !self.disbelieved.contains(i));
        let levels = believed.filter(|(_, other)| is_level(other) && level(other) == level(s));
        let mut prints: BTreeMap<&Commodity, Interval> = BTreeMap::new();
        for (_, other) in levels.filter(|(_, other)| of.takes(&other.commodity)) {
            prints.entry(&other.commodity).or_insert(other.interval);
        }
        let own = prints.remove(&s.commodity)?;
        let apart = prints.values().all(|other| !other.meets(&own));
        let place = 1 + prints.values().filter(|other| other.low > own.low).count();
        let said = s.printed.value();
        // Called a later place than it has: only if those before it are known.
        let before = |other: &&Statement| one_ranking([s, *other].into_iter()) && other.printed.value() < said;
        let before: BTreeSet<&Commodity> = self.statements.iter().filter(before).map(|s| &s.commodity).collect();
        let known = before.iter().filter(|good| prints.contains_key(**good)).count();
        let told = Decimal::from(place) > said || Decimal::from(known + 1) >= said;
        (apart && told && Decimal::from(place) != said).then_some(place)
    }
}

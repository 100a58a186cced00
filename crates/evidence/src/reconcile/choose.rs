//! Which statements to disbelieve: the cheapest set without which the rest can
//! hold together. Found exactly, by conflicts: a conflict is a smallest set of
//! statements that cannot all hold, a choice takes one at least out of each, and
//! new conflicts are looked for until the cheapest choice leaves none. Every
//! choice nearly as cheap is kept too: ties are real.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    block::Block,
    lp::{Row, System},
};

/// A set of statements of a block, by their places in it.
pub(super) type Set = BTreeSet<usize>;

/// What was chosen, and what else might have been.
#[derive(Clone, Debug, Default)]
pub(super) struct Choices {
    /// The cheapest choices and those nearly as cheap, cheapest first. Never empty.
    pub(super) sets: Vec<Set>,
    /// The conflicts that were met.
    pub(super) conflicts: Vec<Set>,
    /// Every choice within reach was weighed. If not, it is one that works, not surely the best.
    pub(super) exact: bool,
}

/// In a block of more statements than this, one choice that works is taken and bounds are spread from row
/// to row; both are told to be approximate.
pub(super) const EXACT_UP_TO: usize = 400;
/// In a large block, a row is held against so many of its neighbours.
const NEIGHBOURS: usize = 40;
/// A choice dearer than the cheapest by less than this is nearly as good.
const NEARLY: f64 = 0.45;
/// So many choices are listed at most.
const MOST_CHOICES: usize = 48;
/// So many steps are taken at most in a search for choices.
const MOST_STEPS: usize = 200_000;

impl Block {
    /// The cheapest choices.
    pub(super) fn choices(&self) -> Choices {
        let all: Vec<usize> = (0..self.said.len()).collect();
        let costs: Vec<f64> = self.said.iter().map(|said| said.trust).collect();
        if self.is_large() {
            return self.one_choice(&costs);
        }
        let mut conflicts: Vec<Set> = Vec::new();
        if self.holds(&all, &Set::new()) {
            return Choices { sets: vec![Set::new()], conflicts, exact: true };
        }
        let mut sound: BTreeSet<Set> = BTreeSet::new();
        loop {
            let (sets, whole) = hitting(&conflicts, &costs);
            let bad = sets.iter().find(|set| !sound.contains(*set) && !self.holds(&all, set));
            let Some(bad) = bad else {
                return Choices { exact: whole, sets, conflicts };
            };
            // Several at once: what is in one conflict is set aside while the next is looked for.
            let mut aside = bad.clone();
            loop {
                let rest: Vec<usize> = all.iter().copied().filter(|row| !aside.contains(row)).collect();
                if self.holds(&rest, &Set::new()) {
                    break;
                }
                let conflict = self.conflict(&rest);
                if conflict.is_empty() {
                    return Choices { sets: vec![aside], conflicts, exact: false };
                }
                aside.extend(conflict.iter().copied());
                conflicts.push(conflict);
            }
            let hits = |set: &&Set| conflicts.iter().all(|conflict| !conflict.is_disjoint(set));
            let held: Vec<Set> = sets.iter().filter(hits).filter(|set| self.holds(&all, set)).cloned().collect();
            sound.extend(held);
        }
    }

    /// Are there too many statements to weigh every choice?
    pub(super) fn is_large(&self) -> bool {
        self.said.len() > EXACT_UP_TO
    }

    /// One choice that works as far as its neighbourhoods tell: each row is held against those nearest to it
    /// that hold so far, the shortest first, and out of the conflicts that are met the fewest rows are taken.
    fn one_choice(&self, costs: &[f64]) -> Choices {
        let length = |row: &usize| self.said[*row].parts.iter().map(|part| part.terms.len()).sum::<usize>();
        let mut rows: Vec<usize> = (0..self.said.len()).filter(|row| self.said[*row].statement.is_some()).collect();
        rows.sort_by(|a, b| length(a).cmp(&length(b)).then(costs[*b].total_cmp(&costs[*a])).then(a.cmp(b)));
        let mut conflicts = Vec::new();
        let mut kept: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for row in rows {
            let mut near = self.nearest(row, &kept, NEIGHBOURS);
            near.push(row);
            if self.holds(&near, &Set::new()) {
                self.columns(row).for_each(|column| kept.entry(column).or_default().push(row));
            } else {
                let mut found = Vec::new();
                self.explain(&mut found, false, &near);
                conflicts.push(found.into_iter().collect());
            }
        }
        Choices { sets: vec![greedy(&conflicts, costs)], conflicts, exact: false }
    }

    /// Can these hold together, without those?
    fn holds(&self, rows: &[usize], without: &Set) -> bool {
        let mut believed = vec![false; self.said.len()];
        rows.iter().filter(|row| !without.contains(row)).for_each(|row| believed[*row] = true);
        self.system_of(|row| believed[row]).feasible()
    }

    /// The rows of what is believed, as loose as they may be, over no more columns than they name.
    fn system_of(&self, believed: impl Fn(usize) -> bool) -> System {
        self.system(believed, |_| 1.0).narrow()
    }

    /// A smallest set among rows that cannot hold together: what is left when nothing can be taken
    /// out of it. Halves are tried before single rows (Junker, QuickXplain, 2004); the most trusted are tried first for
    /// being kept out of blame.
    fn conflict(&self, rows: &[usize]) -> Set {
        let near = self.nearby(rows);
        // A short stretch of what lies near is often enough; it is doubled until it is.
        let mut few = 8.min(near.len());
        while few < near.len() && self.holds(&near[..few], &Set::new()) {
            few = (few * 2).min(near.len());
        }
        let mut order = near[..few].to_vec();
        order.sort_by(|a, b| self.said[*b].trust.total_cmp(&self.said[*a].trust).then(a.cmp(b)));
        let mut found = Vec::new();
        self.explain(&mut found, false, &order);
        found.into_iter().collect()
    }

    /// Rows in the order of their distance from one that would have to give way most.
    fn nearby(&self, rows: &[usize]) -> Vec<usize> {
        let Some(start) = self.worst(rows) else { return rows.to_vec() };
        let mut of_column: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for row in rows {
            self.columns(*row).for_each(|column| of_column.entry(column).or_default().push(*row));
        }
        let order: Vec<usize> = std::iter::once(start).chain(self.nearest(start, &of_column, usize::MAX)).collect();
        let seen: Set = order.iter().copied().collect();
        order.into_iter().chain(rows.iter().copied().filter(|row| !seen.contains(row))).collect()
    }

    fn columns(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        self.said[row].parts.iter().flat_map(|part| part.terms.iter().map(|(column, _)| *column))
    }

    /// So many rows at most, in the order of their distance from one: first those that share a column with it,
    /// the shorter first, for those of many columns hold half the block together.
    fn nearest(&self, start: usize, of_column: &BTreeMap<usize, Vec<usize>>, most: usize) -> Vec<usize> {
        let (mut order, mut seen) = (vec![start], Set::from([start]));
        let mut at = 0;
        while at < order.len() && order.len() <= most {
            let near = self.columns(order[at]).filter_map(|column| of_column.get(&column)).flatten().copied();
            let mut next: Vec<usize> = near.filter(|row| seen.insert(*row)).collect();
            next.sort_by_key(|row| (self.columns(*row).count(), *row));
            order.extend(next);
            at += 1;
        }
        order.truncate(most.saturating_add(1));
        order.split_off(1)
    }

    /// The row that gives way most, for its size, where all together give way as little as they can.
    fn worst(&self, rows: &[usize]) -> Option<usize> {
        let mut system = self.system(|_| false, |_| 1.0);
        let first = system.columns;
        let mut costs = Vec::new();
        for row in rows {
            for part in &self.said[*row].parts {
                let size = [part.low, part.high]
                    .into_iter()
                    .filter(|v| v.is_finite())
                    .fold(0.0, |a: f64, b| a.max(b.abs()))
                    .max(system.unit * 1e-3);
                let over = system.columns;
                system.columns += 2;
                let terms = part.terms.iter().copied().chain([(over, 1.0), (over + 1, -1.0)]).collect();
                system.rows.push(Row { terms, low: part.low - part.give.0, high: part.high + part.give.1 });
                costs.extend([(over, *row, system.unit / size), (over + 1, *row, system.unit / size)]);
            }
        }
        let (_, at) = system.least(&costs.iter().map(|(column, _, cost)| (*column, *cost)).collect::<Vec<_>>()).ok()?;
        debug_assert!(at.len() >= first);
        let worst = costs.iter().max_by(|a, b| (at[a.0] * a.2).total_cmp(&(at[b.0] * b.2)).then(b.1.cmp(&a.1)))?;
        Some(worst.1)
    }

    /// Adds to `kept` the fewest of `rows` that conflict with it.
    fn explain(&self, kept: &mut Vec<usize>, changed: bool, rows: &[usize]) {
        if changed && !self.holds(kept, &Set::new()) {
            return;
        }
        if let [row] = rows {
            kept.push(*row);
            return;
        }
        if rows.is_empty() {
            return;
        }
        let (first, second) = rows.split_at(rows.len() / 2);
        let own = kept.len();
        // With the first half given, what of the second is needed?
        let mut with_first = kept.clone();
        with_first.extend(first);
        let given = with_first.len();
        self.explain(&mut with_first, true, second);
        let needed: Vec<usize> = with_first.split_off(given);
        // With that given, what of the first?
        let mut with_needed = kept.clone();
        with_needed.extend(&needed);
        let given = with_needed.len();
        self.explain(&mut with_needed, !needed.is_empty(), first);
        let more: Vec<usize> = with_needed.split_off(given);
        kept.truncate(own);
        kept.extend(needed);
        kept.extend(more);
    }
}

/// The cheapest sets that take one out of each conflict, and those nearly as cheap; and whether all were weighed.
fn hitting(conflicts: &[Set], costs: &[f64]) -> (Vec<Set>, bool) {
    let mut search = Search { conflicts, costs, best: f64::INFINITY, found: Vec::new(), steps: 0 };
    search.best = greedy(conflicts, costs).iter().map(|row| costs[*row]).sum();
    search.go(&mut Set::new(), &mut Set::new(), 0.0);
    let whole = search.steps < MOST_STEPS;
    let limit = search.best + NEARLY;
    let mut found: Vec<(f64, Set)> = search.found.into_iter().filter(|(cost, _)| *cost <= limit + 1e-9).collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    found.dedup_by(|a, b| a.1 == b.1);
    let whole = whole && found.len() <= MOST_CHOICES;
    found.truncate(MOST_CHOICES);
    if found.is_empty() {
        return (vec![greedy(conflicts, costs)], false);
    }
    (found.into_iter().map(|(_, set)| set).collect(), whole)
}

/// A set that takes one out of each: each time the row that most conflicts have for its cost.
fn greedy(conflicts: &[Set], costs: &[f64]) -> Set {
    let mut set = Set::new();
    loop {
        let open: Vec<&Set> = conflicts.iter().filter(|conflict| conflict.is_disjoint(&set)).collect();
        let Some(first) = open.first() else { return set };
        let worth = |row: &usize| open.iter().filter(|c| c.contains(row)).count() as f64 / costs[*row];
        let rows: Set = open.iter().flat_map(|conflict| conflict.iter().copied()).collect();
        let best = rows.into_iter().max_by(|a, b| worth(a).total_cmp(&worth(b)).then(b.cmp(a)));
        set.insert(best.or(first.first().copied()).unwrap_or_default());
    }
}

/// A search for hitting sets, deepest first, that gives up what is too dear.
struct Search<'a> {
    conflicts: &'a [Set],
    costs: &'a [f64],
    best: f64,
    found: Vec<(f64, Set)>,
    steps: usize,
}

impl Search<'_> {
    fn go(&mut self, taken: &mut Set, kept: &mut Set, cost: f64) {
        self.steps += 1;
        if self.steps >= MOST_STEPS || cost + self.least_more(taken, kept) > self.best + NEARLY + 1e-9 {
            return;
        }
        let open = self.conflicts.iter().filter(|conflict| conflict.is_disjoint(taken));
        // The conflict with the fewest rows left to choose from leaves the fewest ways on.
        let next = open.min_by_key(|conflict| conflict.iter().filter(|row| !kept.contains(row)).count());
        let Some(next) = next else {
            if self.smallest(taken) {
                self.best = self.best.min(cost);
                self.found.push((cost, taken.clone()));
            }
            return;
        };
        let rows: Vec<usize> = next.iter().copied().filter(|row| !kept.contains(row)).collect();
        let mut passed = Vec::new();
        for row in rows {
            taken.insert(row);
            self.go(taken, kept, cost + self.costs[row]);
            taken.remove(&row);
            // Sets with this row are all seen: from here on it stays believed.
            kept.insert(row);
            passed.push(row);
        }
        passed.iter().for_each(|row| {
            kept.remove(row);
        });
    }

    /// What at least is still to pay: the cheapest row of each of some conflicts that share none.
    fn least_more(&self, taken: &Set, kept: &Set) -> f64 {
        let mut seen: Set = Set::new();
        let mut sum = 0.0;
        for conflict in self.conflicts.iter().filter(|conflict| conflict.is_disjoint(taken)) {
            if conflict.is_disjoint(&seen) {
                let open = conflict.iter().filter(|row| !kept.contains(row)).map(|row| self.costs[*row]);
                sum += open.fold(f64::INFINITY, f64::min);
                seen.extend(conflict);
            }
        }
        sum
    }

    /// Is every row of it needed?
    fn smallest(&self, set: &Set) -> bool {
        let needed = |row: &usize| {
            let alone = |c: &&Set| c.contains(row) && c.iter().all(|other| other == row || !set.contains(other));
            self.conflicts.iter().any(|conflict| alone(&conflict))
        };
        set.iter().all(needed)
    }
}

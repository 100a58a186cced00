//! Which choice is taken, and what is said of the statements it leaves out. The
//! cost of a choice is the trust it gives up, plus a little for what it makes
//! stretch, less a little where a simple slip explains what it leaves out. Choices
//! that cost the same are a tie; what two statements say alike is a revision.

use std::collections::{BTreeMap, BTreeSet};

use yalu_trade::{Asserts, Cause, Conflict, Decimal, Flow, Period, Reconciled, Revision, Statement, Stretched, Tied};

use super::{
    bounds::{Case, Room, Solved},
    cause::{Slip, Suspect, said},
    choose::Set,
    cube::{Bounds, Cube, Under},
    float,
    model::{DOLLARS, STRETCH},
    ranking::one_ranking,
};

/// What one print that stretches by all it may costs.
const STRETCH_COST: f64 = 0.1;
/// What it costs to believe a month that is of another size than those around it.
const ODD_COST: f64 = 0.15;
/// What a telling slip takes off the cost of a choice.
const SLIP_WORTH: f64 = 0.35;
/// Choices whose costs differ by less are a tie.
const TIE: f64 = 0.12;
/// Real revisions move a figure by less than this part of it.
const REVISED_AT_MOST: f64 = 0.5;

/// Releases of one figure differ by less than this part of it.
const RELEASES_APART: f64 = 0.15;

/// A slip that tells more than this outweighs the word of a second statement.
const CONVINCING: f64 = 0.9;

/// Takes a choice for a block, and says what becomes of its statements.
pub(super) fn judge(cube: &Cube, statements: &[Statement], block: usize) -> Reconciled {
    let mut reconciled = Reconciled::default();
    Docket { cube, statements, block, solved: cube.settled(block, statements), settled: true }.report(&mut reconciled);
    reconciled
}

/// A block with its cases in the order of their costs: the cheapest, and those that tie with it.
pub(super) fn settle(cube: &Cube, statements: &[Statement], block: usize) -> Solved {
    let open = cube.open(block);
    if open.cases.len() < 2 {
        return open.clone();
    }
    let docket = Docket { cube, statements, block, solved: open, settled: false };
    let costs: Vec<f64> = (0..open.cases.len()).map(|case| docket.cost(case, &docket.common())).collect();
    let mut order: Vec<usize> = (0..costs.len()).collect();
    order.sort_by(|a, b| costs[*a].total_cmp(&costs[*b]).then(a.cmp(b)));
    let best = costs[order[0]];
    open.keeping(order.into_iter().filter(|case| costs[*case] <= best + TIE).collect())
}

/// The statements of a block that are disbelieved and explained by a simple slip.
pub(super) fn explained(cube: &Cube, statements: &[Statement], block: usize) -> BTreeSet<usize> {
    let solved = cube.settled(block, statements);
    let slips = cube.slips(block, statements).iter().filter(|(_, slip)| slip.is_some());
    slips.filter_map(|(row, _)| solved.block.said[*row].statement).collect()
}

/// The likeliest slips of what the taken choice of a block leaves out.
pub(super) fn slips(cube: &Cube, statements: &[Statement], block: usize) -> BTreeMap<usize, Option<Slip>> {
    let solved = cube.settled(block, statements);
    let docket = Docket { cube, statements, block, solved, settled: true };
    let rows = solved.cases.first().map(|first| docket.without(first)).unwrap_or_default();
    rows.into_iter().map(|row| (row, docket.slip(row, 0))).collect()
}

/// A block under judgement.
struct Docket<'a> {
    cube: &'a Cube,
    statements: &'a [Statement],
    block: usize,
    solved: &'a Solved,
    settled: bool,
}

impl Docket<'_> {
    /// The statement of a row; only rows that somebody printed are asked for.
    fn statement(&self, row: usize) -> &Statement {
        &self.statements[self.solved.block.said[row].statement.unwrap_or_default()]
    }

    fn is_printed(&self, row: &usize) -> bool {
        self.solved.block.said[*row].statement.is_some()
    }

    /// The printed rows that a case leaves out.
    fn without(&self, case: &Case) -> Set {
        case.without.iter().copied().filter(|row| self.is_printed(row)).collect()
    }

    /// The case among all that were open.
    fn under(&self, case: usize) -> Under {
        let open = &self.cube.open(self.block).cases;
        let same = |other: &Case| other.without == self.solved.cases[case].without;
        Under { block: self.block, case: open.iter().position(same).unwrap_or_default(), others_settled: self.settled }
    }

    /// The rows that every case leaves out: they tell the cases not apart.
    fn common(&self) -> Set {
        let cases = self.solved.cases.iter().map(|case| self.without(case));
        cases.reduce(|all, rows| &all & &rows).unwrap_or_default()
    }

    fn cost(&self, case: usize, common: &Set) -> f64 {
        let solved = self.solved;
        let without = &(&solved.cases[case].without - common);
        let trust: f64 = without.iter().map(|row| solved.block.said[*row].trust).sum();
        let stretch = solved.cases[case].least.min(20.0) * STRETCH_COST;
        let explained: f64 = without
            .iter()
            .filter(|row| self.is_printed(row))
            .filter_map(|row| Some(self.slip(*row, case)?.telling))
            .sum();
        let believed = |row: &usize| !solved.cases[case].without.contains(row);
        let odd = (0..solved.block.said.len()).filter(|row| solved.block.said[*row].odd).filter(believed).count();
        trust + stretch + odd as f64 * ODD_COST - explained * SLIP_WORTH
    }

    /// What the others allow for a statement that a case leaves out.
    fn target(&self, row: usize, case: usize) -> Bounds {
        let solved = self.solved;
        match solved.block.said[row].parts.as_slice() {
            [part] => solved.of_columns(&part.terms, case, Room::None),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    fn slip(&self, row: usize, case: usize) -> Option<Slip> {
        let solved = self.solved;
        let disbelieved: Vec<usize> =
            solved.cases[case].without.iter().filter_map(|row| solved.block.said[*row].statement).collect();
        let under = self.under(case);
        let target = self.target(row, case);
        let statement = self.statement(row);
        Suspect { cube: self.cube, statements: self.statements, statement, target, under, disbelieved: &disbelieved }
            .slip()
    }

    /// The likeliest slip under the choice that was taken.
    fn likeliest(&self, row: usize) -> Option<Slip> {
        self.cube.slips(self.block, self.statements).get(&row).cloned().flatten()
    }

    fn report(&self, out: &mut Reconciled) {
        let solved = self.solved;
        let Some(first) = solved.cases.first() else { return };
        let mut open: Set = self.without(first);
        // What every case leaves out is not tied.
        let common = self.common();
        let mut tied: Set = solved.cases.iter().flat_map(|case| self.without(case)).collect();
        tied = &tied - &common;
        for releases in self.releases(&(&tied | &common)) {
            open = &open - &releases;
            tied = &tied - &releases;
            out.revised.push(self.several(&releases));
        }
        open = &open & &common;
        let exchanged = self.exchanged(&tied);
        open = &open | &exchanged;
        tied = &tied - &exchanged;
        for group in self.alike(&open) {
            open = &open - &group;
            out.revised.push(self.revision(&group));
        }
        out.conflicts.extend(open.iter().map(|row| self.conflict(*row)));
        if !tied.is_empty() {
            out.tied.push(self.tie(&tied));
        }
        out.stretched.extend(first.stretched.iter().filter_map(|(row, part)| self.stretch(*row, *part)));
        if !solved.choices.exact {
            let first = self.statement(0);
            let (many, what) = (solved.block.said.len(), &first.commodity);
            out.approximate.push(format!(
                "{many} statements about {what} are tied together: the choice works and is not surely the cheapest"
            ));
        }
    }

    /// Tied places of one ranking that conflict: neither has the place that it is given.
    fn exchanged(&self, tied: &Set) -> Set {
        let met = self.solved.choices.conflicts.iter().map(|conflict| conflict & tied);
        met.filter(|rows| rows.len() > 1 && one_ranking(rows.iter().map(|row| self.statement(*row))))
            .flatten()
            .collect()
    }

    fn names(&self, rows: &Set) -> Vec<String> {
        rows.iter().filter(|row| self.is_printed(row)).map(|row| self.statement(*row).id.clone()).collect()
    }

    /// The fewest others that a statement cannot hold beside.
    fn against(&self, rows: &Set) -> Vec<String> {
        let conflicts = self.solved.choices.conflicts.iter();
        let met = conflicts.filter(|conflict| !conflict.is_disjoint(rows));
        let fewest = met.min_by_key(|conflict| (conflict.len(), (*conflict).clone()));
        fewest.map(|conflict| self.names(&(conflict - rows))).unwrap_or_default()
    }

    fn conflict(&self, row: usize) -> Conflict {
        let statement = self.statement(row);
        let target = self.target(row, 0);
        // What exchanged its place with another is told though the choice that is taken keeps it.
        let placed = || matches!(statement.asserts, Asserts::Rank { .. }).then(|| self.slip(row, 0)).flatten();
        let slip = self.likeliest(row).or_else(placed);
        let prints = statement.printed.to_string();
        let allowed = match statement.asserts {
            Asserts::Growth { .. } | Asserts::Share { .. } | Asserts::Multiple { .. } => {
                "the levels on file exclude it".to_owned()
            }
            Asserts::Rank { .. } => "the levels on file have another order".to_owned(),
            _ => format!("the others allow {}", said(target)),
        };
        let (cause, repair, fit) = match slip {
            Some(Slip { cause, repair, why, .. }) => (cause, repair, format!("; {why}")),
            None => (Cause::Unknown, None, "; no single simple repair makes it fit".to_owned()),
        };
        let why = format!("prints {prints}; {allowed}{fit}");
        Conflict { statement: statement.id.clone(), cause, repair, against: self.against(&Set::from([row])), why }
    }

    /// Sets of prints of one and the same cell by one source: several releases, of which the source
    /// says so by printing them side by side.
    fn releases(&self, rows: &Set) -> Vec<Set> {
        let mut same: BTreeMap<(String, Flow, Period, String), Set> = BTreeMap::new();
        for row in rows {
            let s = self.statement(*row);
            if s.asserts == Asserts::Value {
                let key = (s.source.clone(), s.flow, s.period, format!("{}/{}", s.commodity, s.coverage));
                same.entry(key).or_default().insert(*row);
            }
        }
        let near = |rows: &Set| {
            let values = || rows.iter().map(|row| float(self.statement(*row).printed.value()));
            values().fold(0.0, f64::max) <= values().fold(f64::INFINITY, f64::min) * (1.0 + RELEASES_APART)
        };
        same.into_values().filter(|rows| rows.len() > 1 && near(rows)).collect()
    }

    fn several(&self, rows: &Set) -> Revision {
        let first = rows.first().map(|row| self.statement(*row));
        let what = first.map_or(String::new(), |s| format!("{} of {}", s.flow.side().noun(), s.period));
        let why = format!("one source prints {} releases of the {what}; which of them stands is not told", rows.len());
        Revision { statements: self.names(rows), against: Vec::new(), why }
    }

    /// Sets of disbelieved statements that say alike: two at least, of the same period, off the same way and not
    /// by more than revisions are; growth since the same base.
    fn alike(&self, rows: &Set) -> Vec<Set> {
        let mut groups: BTreeMap<(Period, String, bool), Set> = BTreeMap::new();
        for row in rows {
            let s = self.statement(*row);
            let (low, high) = self.target(*row, 0);
            let value = float(s.printed.value());
            match s.asserts {
                Asserts::Growth { base } => {
                    if let Some(above) = self.off(*row) {
                        groups.entry((base, "growth".to_owned(), above)).or_default().insert(*row);
                    }
                }
                Asserts::Value if self.likeliest(*row).is_none_or(|slip| slip.telling <= CONVINCING) => {
                    let above = value > high;
                    let by = if above { value / high.max(1.0) - 1.0 } else { 1.0 - value / low.max(1.0) };
                    if by <= REVISED_AT_MOST {
                        groups.entry((s.period, s.commodity.to_string(), above)).or_default().insert(*row);
                    }
                }
                _ => {}
            }
        }
        let flows = |rows: &Set| rows.iter().map(|row| self.statement(*row).flow).collect::<BTreeSet<_>>().len();
        groups.into_values().filter(|rows| rows.len() > 1 && flows(rows) > 1).collect()
    }

    /// Is a disbelieved growth above what the levels give, and by no more than a revision of its base?
    fn off(&self, row: usize) -> Option<bool> {
        let s = self.statement(row);
        let Asserts::Growth { base } = s.asserts else { return None };
        let level = |period| {
            let terms = self.cube.cells(s, s.flow, period, &s.coverage, DOLLARS)?;
            Some(self.cube.bounds_under(&terms, self.under(0), self.statements))
        };
        let ((now, most), (then, highest)) = (level(s.period)?, level(base)?);
        let given = ((now + most) / (then + highest) - 1.0) * 100.0;
        let printed = float(s.printed.value());
        let by = (100.0 + printed) / (100.0 + given) - 1.0;
        (by.abs() <= REVISED_AT_MOST).then_some(by > 0.0)
    }

    fn revision(&self, rows: &Set) -> Revision {
        let first = rows.first().map(|row| self.statement(*row));
        let why = match first.map(|s| (&s.asserts, s.period)) {
            Some((Asserts::Growth { base }, _)) => {
                format!(
                    "{} prints of growth agree that {base} had been revised by their release; the levels on file are of first releases",
                    rows.len()
                )
            }
            Some((_, period)) => {
                format!("{} prints of {period} agree with each other; later releases moved it", rows.len())
            }
            None => String::new(),
        };
        Revision { statements: self.names(rows), against: self.against(rows), why }
    }

    fn tie(&self, tied: &Set) -> Tied {
        let cases = self.solved.cases.iter();
        let mut choices: Vec<Vec<String>> = cases.map(|case| self.names(&(&self.without(case) & tied))).collect();
        choices.sort();
        choices.dedup();
        let why = format!(
            "they cannot all hold, and {} ways out are equally good; bounds are taken over all of them",
            choices.len()
        );
        Tied { choices, why }
    }

    fn stretch(&self, row: usize, part: f64) -> Option<Stretched> {
        let statement = self.statement(row);
        let give = self.solved.block.said[row].parts.first()?.give.0;
        let by = 100.0 * part * give / float(statement.printed.value()).abs().max(f64::MIN_POSITIVE);
        let percent = Decimal::from_f64_retain(by.min(100.0 * 2.0 * STRETCH))?.round_dp(2);
        Some(Stretched { statement: statement.id.clone(), percent })
    }
}

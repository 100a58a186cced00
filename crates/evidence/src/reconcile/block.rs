//! A block: cells that statements tie together, directly or through others,
//! and to nothing else. Blocks are solved apart. Cells that no statement tells
//! apart are one column.

use std::collections::BTreeMap;

use super::{
    lp::{Row, System},
    model::{Model, Said, Terms},
};

/// Cells tied together, and what is said of them.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The column of each cell.
    pub(super) column: BTreeMap<usize, usize>,
    /// How many cells each column adds up.
    pub(super) cells_of: Vec<usize>,
    /// What is said, in columns.
    pub(super) said: Vec<Said>,
    links: Vec<Row>,
    unit: f64,
}

impl Model {
    /// The blocks, in the order of their first cells.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut root: Vec<usize> = (0..self.keys.len()).collect();
        let rows = self.said.iter().flat_map(|said| said.parts.iter().map(|part| &part.terms));
        for terms in rows.chain(self.links.iter().map(|link| &link.terms)) {
            for pair in terms.windows(2) {
                let (a, b) = (find(&mut root, pair[0].0), find(&mut root, pair[1].0));
                root[a.max(b)] = a.min(b);
            }
        }
        let roots: Vec<usize> = (0..root.len()).map(|cell| find(&mut root, cell)).collect();
        let mut cells: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        roots.iter().enumerate().for_each(|(cell, root)| cells.entry(*root).or_default().push(cell));
        let home = |terms: &Terms| terms.first().map(|(cell, _)| roots[*cell]);
        let mut said: BTreeMap<usize, Vec<&Said>> = BTreeMap::new();
        for s in &self.said {
            if let Some(root) = s.parts.first().and_then(|part| home(&part.terms)) {
                said.entry(root).or_default().push(s);
            }
        }
        let mut links: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
        for link in &self.links {
            home(&link.terms).into_iter().for_each(|root| links.entry(root).or_default().push(link));
        }
        let none = Vec::new();
        let no_links = Vec::new();
        cells
            .iter()
            .map(|(root, cells)| block(cells, said.get(root).unwrap_or(&none), links.get(root).unwrap_or(&no_links)))
            .collect()
    }
}

fn find(root: &mut [usize], mut cell: usize) -> usize {
    while root[cell] != cell {
        root[cell] = root[root[cell]];
        cell = root[cell];
    }
    cell
}

fn block(cells: &[usize], said: &[&Said], links: &[&Row]) -> Block {
    // Two cells that stand in the same rows with the same factors are one column.
    let mut marks: BTreeMap<usize, Vec<(usize, u64)>> = cells.iter().map(|cell| (*cell, Vec::new())).collect();
    let rows = said.iter().flat_map(|s| s.parts.iter().map(|part| &part.terms)).chain(links.iter().map(|l| &l.terms));
    for (i, terms) in rows.enumerate() {
        for (cell, factor) in terms {
            if let Some(mark) = marks.get_mut(cell) {
                mark.push((i, factor.to_bits()));
            }
        }
    }
    let mut columns: BTreeMap<&Vec<(usize, u64)>, usize> = BTreeMap::new();
    let mut column = BTreeMap::new();
    let mut cells_of = Vec::new();
    for (cell, mark) in &marks {
        let next = columns.len();
        let at = *columns.entry(mark).or_insert(next);
        if at == cells_of.len() {
            cells_of.push(0);
        }
        cells_of[at] += 1;
        column.insert(*cell, at);
    }
    let in_columns = |terms: &Terms| -> Terms {
        let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
        terms.iter().for_each(|(cell, factor)| {
            sums.insert(column[cell], *factor);
        });
        sums.into_iter().collect()
    };
    let said: Vec<Said> = said
        .iter()
        .map(|s| {
            let mut s = (*s).clone();
            s.parts.iter_mut().for_each(|part| part.terms = in_columns(&part.terms));
            s
        })
        .collect();
    let links = links.iter().map(|link| Row { terms: in_columns(&link.terms), ..(*link).clone() }).collect();
    let unit = unit(&said);
    Block { column, cells_of, said, links, unit }
}

/// The middle size of what is said: the solver counts in it.
fn unit(said: &[Said]) -> f64 {
    let bounds = said.iter().flat_map(|s| s.parts.iter().flat_map(|part| [part.low.abs(), part.high.abs()]));
    let mut sizes: Vec<f64> = bounds.filter(|size| size.is_finite() && *size > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(1.0)
}

impl Block {
    /// The system of what is believed, each row let go by a part of all it may.
    pub(super) fn system(&self, believed: impl Fn(usize) -> bool, let_go: impl Fn(usize) -> f64) -> System {
        let said = self.said.iter().enumerate().filter(|(i, _)| believed(*i));
        let rows = said.flat_map(|(i, said)| {
            let by = let_go(i);
            said.parts.iter().map(move |part| Row {
                terms: part.terms.clone(),
                low: part.low - by * part.give.0,
                high: part.high + by * part.give.1,
            })
        });
        let rows = self.links.iter().cloned().chain(rows).collect();
        System { columns: self.cells_of.len(), unit: self.unit, rows, caps: Vec::new() }
    }

    /// The system in which each row gives way by a part of all it may that is a column of its own, after the
    /// cells' columns.
    pub(super) fn counted(&self, believed: impl Fn(usize) -> bool) -> System {
        let columns = self.cells_of.len();
        let mut system = System { columns, unit: self.unit, rows: self.links.clone(), caps: Vec::new() };
        for (i, said) in self.said.iter().enumerate().filter(|(i, _)| believed(*i)) {
            for part in &said.parts {
                counted(&mut system, columns + i, part.terms.clone(), (part.low, part.high), part.give);
            }
        }
        system.columns += self.said.len();
        system.caps = (columns..system.columns).map(|column| (column, 1.0)).collect();
        system
    }
}

/// A row that gives way by a part of `give`, the column `by`, between 0 and 1.
fn counted(system: &mut System, by: usize, terms: Terms, (low, high): (f64, f64), give: (f64, f64)) {
    let (down, up) = (give.0 / system.unit, give.1 / system.unit);
    if down == 0.0 && up == 0.0 {
        system.rows.push(Row { terms, low, high });
        return;
    }
    for (way, low, high) in [(down, low, f64::INFINITY), (-up, f64::NEG_INFINITY, high)] {
        if low.is_finite() || high.is_finite() {
            let terms = terms.iter().copied().chain([(by, way)]).collect();
            system.rows.push(Row { terms, low, high });
        }
    }
}

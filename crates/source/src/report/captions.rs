//! Which lines belong to a table: its title and unit above it, its source and
//! notes below, also where the table itself holds them as rows. A figure keeps
//! its own; it is no table.

use std::ops::Range;

use super::draft::{Draft, Kind};
use super::marks::{Mark, is_bare_heading, is_bare_label, mark};

/// A title and a unit take no more lines above a table than this, sources and notes no more below.
const MOST: usize = 6;

type Rows = [Vec<Range<usize>>];

/// For each block, the table it belongs to.
pub(super) fn owners(draft: &Draft) -> Vec<Option<usize>> {
    let mut owners = vec![None; draft.blocks.len()];
    let mut free = 0;
    for (i, block) in draft.blocks.iter().enumerate() {
        if matches!(block.kind, Kind::Grid(_)) {
            let above = above(draft, i).max(free);
            let below = below(draft, i);
            owners[above..below].fill(Some(i));
            free = below;
        }
    }
    owners
}

/// Where the lines that stand above a table and belong to it begin.
fn above(draft: &Draft, grid: usize) -> usize {
    let mut first = grid;
    while first > 0 && grid - first < MOST {
        let block = &draft.blocks[first - 1];
        let Some(words) = words(draft, first - 1) else { break };
        let touches = !draft.blocks[first].loose;
        let has_label = first >= 2 && self::words(draft, first - 2).is_some_and(is_bare_label);
        match (mark(words), &block.kind) {
            (_, Kind::Caption(_)) | (Mark::Unit, _) => first -= 1,
            (Mark::Table, _) => return first - 1,
            (Mark::Figure | Mark::Note | Mark::Heading, _) => break,
            _ if is_unit_in_brackets(words) => first -= 1,
            _ if has_label && is_bare_heading(words) => return first - 2,
            (_, Kind::Text(_)) if touches && is_bare_heading(words) => return first - 1,
            (_, Kind::Text(_) | Kind::Bare(_)) if first < grid && is_bare_heading(words) => return first - 1,
            _ => break,
        }
    }
    first
}

/// Where the lines that stand below a table and belong to it end.
fn below(draft: &Draft, grid: usize) -> usize {
    let mut end = grid + 1;
    while end < draft.blocks.len() && end - grid <= MOST {
        let Some(words) = words(draft, end) else { break };
        let touches = !draft.blocks[end].loose;
        if mark(words) != Mark::Note && !(touches && is_footnote(words)) {
            break;
        }
        end += 1;
    }
    end
}

/// The rows of a table that are its title or unit, its own rows, and those that are its source or notes.
pub(super) fn split<'a>(draft: &Draft, rows: &'a Rows) -> (&'a Rows, &'a Rows, &'a Rows) {
    let only = |row: &Vec<Range<usize>>| {
        let mut cells = row.iter().filter(|cell| !cell.is_empty());
        let one = cells.next().filter(|_| cells.next().is_none());
        one.and_then(|cell| draft.text.get(cell.clone()))
    };
    let above = rows
        .iter()
        .take_while(|row| only(row).is_some_and(|words| matches!(mark(words), Mark::Table | Mark::Unit)))
        .count();
    let below = rows.iter().rev().take_while(|row| only(row).is_some_and(|words| mark(words) == Mark::Note)).count();
    if above + below >= rows.len() {
        return (&[], rows, &[]);
    }
    (&rows[..above], &rows[above..rows.len() - below], &rows[rows.len() - below..])
}

/// A whole short line in brackets, directly above: "(thousand dollars)".
fn is_unit_in_brackets(words: &str) -> bool {
    words.len() < 100 && words.starts_with(['(', '[', '（', '［']) && words.ends_with([')', ']', '）', '］'])
}

fn is_footnote(words: &str) -> bool {
    words.starts_with(['*', '†', '‡', '※', '¹', '²', '³']) || (mark(words) == Mark::Item && words.contains(')'))
}

fn words(draft: &Draft, block: usize) -> Option<&str> {
    draft.text.get(draft.blocks.get(block)?.kind.words()?.clone())
}

//! An audit for people: what does not hold, each like a compiler's message,
//! then one line of counts.

use std::ops::Range;

use yalu_observatory::{Audit, audit};
use yalu_trade::{Judged, Passage, Verdict};

use crate::cli::lines::{WIDTH, column, columns, wrapped};

/// The whole of it: what does not hold, or everything.
pub(super) fn told(audited: &Audit, all: bool, quiet: bool) -> String {
    let mut order: Vec<&Judged> = audited.judged.iter().filter(|judged| all || audit::amiss(judged)).collect();
    order.sort_by_key(|judged| !audit::amiss(judged));
    let listed: String = order.into_iter().map(|judged| message(audited, judged) + "\n").collect();
    let counts = wrapped(&counts(audited, all), "", "  ").join("\n");
    if quiet { listed } else { format!("{listed}{counts}\n") }
}

fn message(audited: &Audit, judged: &Judged) -> String {
    let amiss = audit::amiss(judged);
    let cause = judged.cause.map_or(String::new(), |cause| format!("[{}]", cause.word()));
    let found = judged.found.as_ref().map(|found| found.text.as_str()).filter(|text| !text.is_empty());
    let found = found.map_or(String::new(), |found| format!(", found: {found}"));
    let mut lines = wrapped(&format!("{}{cause}: {}{found}", judged.verdict.word(), judged.printed.text), "", "  ");
    let parts = [judged.spot.table.clone(), judged.spot.row.as_ref().map(|row| format!("row {row}"))];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    lines.push(format!("  --> {}{parts}", judged.spot.place));
    if amiss {
        lines.extend(excerpt(audited, &judged.spot.bytes));
        lines.extend(judged.repair.iter().flat_map(|repair| wrapped(repair, "   = likely meant: ", "     ")));
    }
    if !judged.why.is_empty() {
        lines.extend(wrapped(&judged.why, "   = why: ", "     "));
    }
    lines.join("\n") + "\n"
}

/// The words around a figure, and a line under it.
fn excerpt(audited: &Audit, bytes: &Range<usize>) -> Vec<String> {
    let report = &audited.report;
    let inside = |range: &Range<usize>| range.start <= bytes.start && bytes.end <= range.end;
    let around = report.passages.iter().find_map(|passage| match passage {
        Passage::Heading(range) | Passage::Paragraph(range) => inside(range).then(|| vec![range.clone()]),
        Passage::Grid(grid) => {
            let caption = grid.captions.iter().find(|range| inside(range)).map(|range| vec![range.clone()]);
            caption.or_else(|| grid.rows.iter().find(|row| row.iter().any(inside)).cloned())
        }
    });
    let Some(around) = around.filter(|_| !bytes.is_empty()) else { return Vec::new() };
    let (mut before, mut figure, mut after) = (String::new(), String::new(), String::new());
    for range in around.iter().filter(|range| !range.is_empty()) {
        let gap = if before.is_empty() && figure.is_empty() { "" } else { "  " };
        if inside(range) {
            before.push_str(gap);
            before.push_str(report.words(&(range.start..bytes.start)));
            figure.push_str(report.words(bytes));
            after.push_str(report.words(&(bytes.end..range.end)));
        } else if figure.is_empty() {
            before.push_str(gap);
            before.push_str(report.words(range));
        } else {
            after.push_str(gap);
            after.push_str(report.words(range));
        }
    }
    let plain = |text: String| text.replace(['\n', '\t'], " ");
    let (before, figure, after) = (plain(before), plain(figure), plain(after));
    let room = WIDTH.saturating_sub(8 + columns(&figure));
    let before = kept(&before, room * 2 / 3, true);
    let after = kept(&after, room.saturating_sub(columns(&before)), false);
    let under = format!("{}{}", " ".repeat(columns(&before)), "^".repeat(columns(&figure).max(1)));
    let mut lines = vec![format!("   | {before}{figure}{after}")];
    // A whole sentence needs no line under it.
    lines.extend((columns(&figure) <= WIDTH / 4).then(|| format!("   | {under}")));
    lines
}

/// As much of a text as there is room for, from its end or from its beginning.
fn kept(text: &str, room: usize, end: bool) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let mut used = 1;
    let mut take = |c: &char| {
        used += column(*c);
        used <= room
    };
    if end {
        let mut tail: Vec<char> = text.chars().rev().take_while(|c| take(c)).collect();
        tail.reverse();
        format!("…{}", tail.into_iter().collect::<String>())
    } else {
        format!("{}…", text.chars().take_while(|c| take(c)).collect::<String>())
    }
}

/// `report.txt, held against the desk dprk as of 2025-09-30: 84 figures, 14 contradicted …`
fn counts(audited: &Audit, all: bool) -> String {
    let told = audit::VERDICTS.into_iter().filter_map(|verdict| {
        let count = audited.count(verdict);
        (count > 0).then(|| format!("{count} {}", words(verdict, count)))
    });
    let told: Vec<String> = told.collect();
    let n = audited.judged.len();
    let figures = if n == 1 { "1 figure".to_owned() } else { format!("{n} figures") };
    let told = if told.is_empty() {
        "no figure was found in it".to_owned()
    } else {
        format!("{figures}: {}", told.join(", "))
    };
    let more = if all || n == 0 { "" } else { " (--all lists them)" };
    format!("{}, against the desk `{}` as of {}: {told}{more}", audited.file, audited.desk, audited.as_of)
}

fn words(verdict: Verdict, count: usize) -> &'static str {
    match verdict {
        Verdict::Contradicted => "contradicted",
        Verdict::Unlikely => "unlikely",
        Verdict::NotDerivable => "not derivable",
        Verdict::NotRead => "not read",
        Verdict::HoldsWithinRounding if count == 1 => "holds within rounding",
        Verdict::HoldsWithinRounding => "hold within rounding",
        Verdict::Holds if count == 1 => "holds",
        Verdict::Holds => "hold",
    }
}

//! What was solved, for people: the months, then each disbelieved statement
//! like a compiler's message, then what is tied, revised and stretched.

use comfy_table::{CellAlignment, ContentArrangement, presets};
use yalu_observatory::{
    Reconciliation,
    reconciliation::{Months, SolvedMonth, Stated},
};
use yalu_trade::{Commodity, Conflict, Unit};

use crate::cli::lines::{WIDTH, wrapped};

/// The whole of it.
pub(super) fn told(solved: &Reconciliation, all: bool, quiet: bool) -> String {
    let mut out: String = solved.series.iter().map(|months| table(solved, months, all)).collect();
    if all {
        out.push_str(&goods(solved));
    }
    let disbelieved: String = solved.disbelieved.iter().map(|conflict| message(solved, conflict)).collect();
    out.push_str(&disbelieved);
    for tied in &solved.tied {
        let choices: Vec<String> = tied.choices.iter().map(|choice| choice.join(", ")).collect();
        out.push_str(&group(solved, "tied", &tied.statements(), &[("either ", choices.join("; or "))], &tied.why));
    }
    for revised in &solved.revised {
        out.push_str(&group(
            solved,
            "revised",
            &revised.statements,
            &[("against ", revised.against.join(", "))],
            &revised.why,
        ));
    }
    for approximate in &solved.approximate {
        out.push_str(&(wrapped(&format!("approximate: {approximate}"), "", "  ").join("\n") + "\n\n"));
    }
    if quiet { out } else { out + &counts(solved, all) }
}

fn counts(solved: &Reconciliation, all: bool) -> String {
    let whose = if solved.files.is_empty() { format!("desk `{}`", solved.desk) } else { solved.files.join(", ") };
    let more = if all { "" } else { " (--all shows every month and commodity, --json everything)" };
    let line = format!("{whose} as of {}: {}{more}", solved.as_of, solved.counts());
    wrapped(&line, "", "  ").join("\n") + "\n"
}

fn laid_out(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>, numbers: usize) -> String {
    let mut table = comfy_table::Table::new();
    let width = u16::try_from(WIDTH).unwrap_or(u16::MAX);
    table.load_preset(presets::UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width).set_header(heads).add_rows(rows);
    for column in heads.len() - numbers..heads.len() {
        table.column_mut(column).into_iter().for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    }
    format!("{table}\n")
}

fn table(solved: &Reconciliation, months: &Months, all: bool) -> String {
    let rows: Vec<Vec<String>> = months
        .rows
        .iter()
        .filter(|row| all || row.period >= solved.from)
        .map(|row| std::iter::once(row.period.to_string()).chain(row.shown.iter().map(|s| s.text.clone())).collect())
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let under = "million USD; printed months stand plain, all others as best (low–high); – has no upper bound";
    let title = format!("{}, {}", months.title, solved.coverage);
    format!("{title}\n{}{under}\n\n", laid_out(&["month", "imports", "exports", "trade"], rows, 3))
}

/// The cells of goods, and those of other coverages.
fn goods(solved: &Reconciliation) -> String {
    let own = |SolvedMonth { cell, .. }: &&SolvedMonth| {
        cell.commodity == Commodity::Total && cell.coverage == solved.coverage
    };
    let row = |SolvedMonth { cell, shown }: &SolvedMonth| {
        let unit =
            if matches!(cell.unit, Unit::Money(_)) { format!("million {}", cell.unit) } else { cell.unit.to_string() };
        let of = if cell.commodity == Commodity::Total { "all".to_owned() } else { cell.commodity.to_string() };
        let what = [of, cell.flow.side().noun().to_owned(), cell.period.to_string(), cell.coverage.to_string()];
        what.into_iter().chain([unit, shown.text.clone()]).collect::<Vec<String>>()
    };
    let rows: Vec<Vec<String>> = solved.cells.iter().filter(|month| !own(month)).map(row).collect();
    if rows.is_empty() {
        return String::new();
    }
    laid_out(&["commodity", "side", "month", "coverage", "unit", "value"], rows, 1) + "\n"
}

fn message(solved: &Reconciliation, conflict: &Conflict) -> String {
    let id = &conflict.statement;
    let stated = solved.stated.get(id);
    let about = stated.map_or(String::new(), |stated| format!(", {}: {}", stated.about, stated.printed));
    let mut lines = wrapped(&format!("disbelieved[{}]: {id}{about}", conflict.cause.word()), "", "  ");
    lines.extend(stated.into_iter().flat_map(place));
    lines.extend(conflict.repair.iter().flat_map(|repair| wrapped(repair, "   = likely meant: ", "     ")));
    lines.extend(against(solved, &conflict.against));
    lines.extend(wrapped(&conflict.why, "   = why: ", "     "));
    lines.join("\n") + "\n\n"
}

/// Those that it cannot hold beside: what few of them print, of many their names.
fn against(solved: &Reconciliation, ids: &[String]) -> Vec<String> {
    let said = |id: &String| match solved.stated.get(id) {
        Some(stated) if ids.len() <= 4 => format!("{id} ({}: {})", stated.about, stated.printed),
        _ => id.clone(),
    };
    let said: Vec<String> = ids.iter().map(said).collect();
    if said.is_empty() { Vec::new() } else { wrapped(&said.join(", "), "   = against: ", "     ") }
}

fn place(stated: &Stated) -> Vec<String> {
    wrapped(&format!("{} ({})", stated.place, stated.host()), "  --> ", "      ")
}

/// Several statements that share a fate.
fn group<'a, T: AsRef<str> + 'a>(
    solved: &Reconciliation,
    fate: &str,
    ids: impl IntoIterator<Item = &'a T>,
    more: &[(&str, String)],
    why: &str,
) -> String {
    let mut lines = Vec::new();
    let names: Vec<&str> = ids.into_iter().map(AsRef::as_ref).collect();
    lines.extend(wrapped(&format!("{fate}: {}", names.join(", ")), "", "  "));
    for (id, stated) in names.iter().filter_map(|id| Some((id, solved.stated.get(*id)?))) {
        let line = format!("{id}: {}: {} ({})", stated.about, stated.printed, stated.host());
        lines.extend(wrapped(&line, "   | ", "     "));
    }
    for (what, text) in more.iter().filter(|(_, text)| !text.is_empty()) {
        lines.extend(wrapped(text, &format!("   = {what}"), "     "));
    }
    lines.extend(wrapped(why, "   = why: ", "     "));
    lines.join("\n") + "\n\n"
}

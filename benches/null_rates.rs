//! The rates of `docs/news.md`: how often goods of which nothing is to be told are told, over so many draws that
//! their last digits stand. It takes some minutes, and the same draws give the same table.
//!
//! cargo bench -p yalu-measure --bench null_rates            # the table, and whether the page has it
//! cargo bench -p yalu-measure --bench null_rates -- write   # writes it into the page

#[path = "../crates/measure/tests/null/mod.rs"]
mod null;

use std::{fs, io::Write as _, process::ExitCode};

use null::{LAWS, lists, page, rates};

const DRAWS: usize = 400_000;
const LISTS: usize = 2_000;
const HEAD: &str = "| law | months before | p ≤ 5 % | p ≤ 1 % | p ≤ 0.1 % | p ≤ 0.01 % | lists with an alarm |\n\
                    |---|---:|---:|---:|---:|---:|---:|\n";

fn line(law: usize, of: usize) -> String {
    let any = (of == 24).then(|| lists(law, of, LISTS));
    let cells = rates(law, of, DRAWS).into_iter().chain(any).map(|rate| format!("{:.3} %", rate * 100.0));
    let cells: Vec<String> = cells.collect();
    let last = if any.is_none() { " |" } else { "" };
    format!("| {} | {of} | {}{last} |\n", LAWS[law], cells.join(" | "))
}

fn main() -> ExitCode {
    let lines = (0..LAWS.len()).flat_map(|law| [12, 24, 36].map(|of| line(law, of)));
    let table = HEAD.to_owned() + &lines.collect::<String>();
    let (path, page) = page();
    let (before, rest) = page.split_once("<!-- rates -->\n").expect("the table has a place");
    let (there, after) = rest.split_once("<!-- end rates -->").expect("and an end");
    std::io::stdout().write_all(table.as_bytes()).expect("somebody reads");
    if std::env::args().any(|word| word == "write") {
        fs::write(&path, format!("{before}<!-- rates -->\n{table}<!-- end rates -->{after}")).expect("it is written");
    } else if there != table {
        eprintln!("docs/news.md says otherwise; `write` writes it");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

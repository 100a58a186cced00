//! `yalu sql`: a question to the lake, read only.

use std::{process::ExitCode, sync::Arc, time::Duration};

use comfy_table::{CellAlignment, ContentArrangement, presets};
use serde_json::{Value, json};
use yalu_observatory::{Bounds, Lake, SqlAnswer, Watch, csv_field, functions, no_formula};

use super::{Outcome, Shared, lake_failed, put, put_json, say};

const EXAMPLES: &str = "\
Examples:
  yalu sql \"SELECT flow, sum(value) FROM observations WHERE partner = 'PRK' GROUP BY flow\"
  yalu sql \"SELECT * FROM as_of('2024-01-18') LIMIT 10\"
  yalu sql \"SELECT * FROM recovery('import', '2023', '2019')\"
  yalu sql \"DESCRIBE observations\"

observations is what stands now (on --as-of, if that is said), history every row of every release, with the
days from (vintage) and until which it stood. Each measure is a table function of a flow, periods,
a base and reporters.";

/// Ask the lake in SQL; nothing can be changed by it
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Sql {
    /// The question
    #[arg(value_name = "SQL")]
    question: String,
    /// Rows of an answer at most
    #[arg(long, default_value_t = 10_000, value_parser = rows)]
    rows: usize,
    /// Megabytes of memory at most
    #[arg(long, default_value_t = 1024, value_parser = clap::value_parser!(u32).range(16..))]
    memory: u32,
    /// Seconds at most
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// Answer in CSV
    #[arg(long)]
    csv: bool,
}

fn rows(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|rows| *rows > 0).ok_or_else(|| "write a number of rows above zero".to_owned())
}

impl Sql {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let lake = Lake::open(&shared.lake).map_err(|error| lake_failed(&error))?;
        // Measures are asked over the desk; without one that opens, there are only the records.
        let watch = shared.files().ok().and_then(|(id, files)| Watch::over(&lake, &id, &files).ok());
        let corrections = watch.as_ref().map(|watch| watch.desk.corrections.clone()).unwrap_or_default();
        let measures = watch.map(|watch| functions(Arc::new(watch))).unwrap_or_default();
        let bounds = Bounds {
            rows: self.rows,
            memory: self.memory as usize * 1024 * 1024,
            time: Duration::from_secs(self.seconds),
        };
        let answer = lake
            .sql(&self.question, shared.as_of, measures, &corrections, bounds)
            .map_err(|error| lake_failed(&error))?;
        if answer.cut && !shared.quiet {
            let (rows, more) = (answer.rows.len(), if answer.rows.len() < self.rows { "--memory" } else { "--rows" });
            say(&format!("only the first {rows} rows are here; {more} allows more"));
        }
        if shared.json {
            return put_json(&document(&answer));
        }
        put(&if self.csv { csv(&answer) } else { text(&answer) })?;
        Ok(ExitCode::SUCCESS)
    }
}

fn document(answer: &SqlAnswer) -> Value {
    let columns: Vec<Value> = answer.columns.iter().map(|(name, kind)| json!({"name": name, "type": kind})).collect();
    let cell = |(at, cell): (usize, &Option<String>)| match cell {
        None => Value::Null,
        Some(text) if answer.is_number(at) => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        Some(text) if answer.columns[at].1 == "boolean" => json!(text == "true"),
        Some(text) => json!(text),
    };
    let rows: Vec<Value> =
        answer.rows.iter().map(|row| Value::Array(row.iter().enumerate().map(cell).collect())).collect();
    json!({"columns": columns, "rows": rows, "cut": answer.cut})
}

fn csv(answer: &SqlAnswer) -> String {
    let line = |fields: Vec<String>| fields.join(",") + "\n";
    let head = line(answer.columns.iter().map(|(name, _)| csv_field(name)).collect());
    let cell = |(at, cell): (usize, &Option<String>)| {
        let text = cell.clone().unwrap_or_default();
        csv_field(&if answer.is_number(at) { text } else { no_formula(text) })
    };
    let row = |row: &Vec<Option<String>>| line(row.iter().enumerate().map(cell).collect());
    head + &answer.rows.iter().map(row).collect::<String>()
}

fn text(answer: &SqlAnswer) -> String {
    let mut table = comfy_table::Table::new();
    table.load_preset(presets::UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(answer.columns.iter().map(|(name, _)| name));
    for row in &answer.rows {
        table.add_row(row.iter().map(|cell| cell.as_deref().unwrap_or_default()));
    }
    for (at, column) in table.column_iter_mut().enumerate() {
        if answer.is_number(at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    format!("{table}\n")
}

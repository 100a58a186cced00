//! `yalu table`: one measure as text, CSV, JSON, Markdown or Parquet; without a
//! measure, the cards of all of them.

use std::{io::IsTerminal, path::PathBuf, process::ExitCode};

use comfy_table::{CellAlignment, ContentArrangement, presets};
use serde_json::{Map, Value, json};
use yalu_observatory::{Answer, MEASURES, Question, json as shape};
use yalu_trade::{Approx, Card, Commodity, Coverage, Decimal, Flow, Gap, Hint, Lang, Period, Printed, Reading, Unit};

use super::{Failure, Outcome, Shared, hinted, json_text, measures, put, put_bytes, put_json, sheet};

const EXAMPLES: &str = "\
Examples:
  yalu table                                                   what can be measured
  yalu table level --flow export --period 2017..2023 --by year
  yalu table level --period 2022..2023 --by month --format csv
  yalu table top --flow import --period 2023 --json
  yalu table recovery --flow import --base 2018-19
  yalu table base-finder --flow export --period 2023 --printed 16.9
  yalu table multiple --flow import --commodity 1006 --weight --base 2017-18
  yalu table growth --flow total --coverage reported+crude
  yalu table plausibility --flow export --reporter IND,DEU     over a lake that holds their records";

/// One measure as text, csv, json, md or parquet
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Table {
    /// The measure; without one, all of them are listed
    measure: Option<String>,
    /// import, export, total or balance (or the reporter's X, M, T, B)
    #[arg(long, default_value = "import", value_parser = hinted::<Flow>)]
    flow: Flow,
    /// Whose records, by comma: CHN, IND [default: the desk's reporters]
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    reporter: Vec<String>,
    /// Periods, by comma: 2023, 2023-10, 2023-01..2023-10 [default: the brief's]
    #[arg(long, value_delimiter = ',', value_parser = hinted::<Period>)]
    period: Vec<Period>,
    /// Take each period apart
    #[arg(long, value_enum)]
    by: Option<Grain>,
    /// A code, basket:ID or sector:ID [default: everything]
    #[arg(long, value_parser = hinted::<Commodity>)]
    commodity: Option<Commodity>,
    /// What totals include [default: the desk's]
    #[arg(long, value_parser = hinted::<Coverage>)]
    coverage: Option<Coverage>,
    /// A base of the desk [default: its first]
    #[arg(long)]
    base: Option<String>,
    /// By weight, not by value
    #[arg(long)]
    weight: bool,
    /// The N of a top N
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// Digits of the codes that a list of goods is made of [default: the desk's]
    #[arg(long, value_parser = ["2", "4", "6", "8", "10"])]
    level: Option<String>,
    /// The year since which a rank counts
    #[arg(long, value_parser = clap::value_parser!(i32).range(1900..=9999))]
    since: Option<i32>,
    /// The printed ratio in percent whose base is looked for (base-finder)
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    printed: Option<Printed>,
    /// The language of labels: en, ko, zh
    #[arg(long, default_value = "en")]
    lang: Lang,
    /// How to answer
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    /// Where to; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Grain {
    Year,
    Month,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Text,
    Csv,
    Json,
    Md,
    Parquet,
}

impl Table {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let form = if shared.json { Form::Json } else { self.format };
        let Some(measure) = &self.measure else { return list(form) };
        let watch = shared.watch()?;
        let default = || watch.plan(None).map(|(_, period)| vec![period]);
        let periods = if self.period.is_empty() {
            default().map_err(|error| Failure::new(error, "name a period: --period 2023"))?
        } else {
            self.period.clone()
        };
        let question = Question {
            measure: measure.clone(),
            reporters: self.reporter.clone(),
            flow: Some(self.flow),
            periods: self.apart(&periods),
            commodity: self.commodity.clone(),
            coverage: self.coverage.clone(),
            base: self.base.clone(),
            weight: self.weight,
            top: self.top.map(|top| top as usize),
            level: self.level.as_ref().and_then(|level| level.parse().ok()),
            since: self.since,
            printed: self.printed.clone(),
            as_of: Some(shared.as_of(&watch)),
            lang: self.lang,
        };
        let answer =
            watch.answer(&question).map_err(|error| Failure::new(error, "`yalu table --help` shows examples"))?;
        let bytes = match form {
            Form::Json => json_text(&document(measure, &answer))?.into_bytes(),
            Form::Csv => sheet::separated(&answer).into_bytes(),
            Form::Md => laid_out(&answer, presets::ASCII_MARKDOWN).into_bytes(),
            Form::Text => {
                format!("{}{}", laid_out(&answer, presets::UTF8_BORDERS_ONLY), under(measure, &answer)).into_bytes()
            }
            Form::Parquet => sheet::parquet(&answer)?,
        };
        match &self.out {
            None if form == Form::Parquet && std::io::stdout().is_terminal() => {
                Err(Failure::new("Parquet is not for a screen", "name a file: --out FILE"))
            }
            None => put_bytes(&bytes),
            Some(path) => {
                let failed =
                    |error| Failure::new(format!("{}: {error}", path.display()), "name a file that can be written");
                std::fs::write(path, bytes).map_err(failed)?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }

    fn apart(&self, periods: &[Period]) -> Vec<Period> {
        let split = |period: &Period| match self.by {
            None => vec![*period],
            Some(Grain::Month) => period.months().collect(),
            Some(Grain::Year) => period.years().collect(),
        };
        periods.iter().flat_map(split).collect()
    }
}

/// Percent as printed: its digits say how exactly.
fn percent(digits: &str) -> Result<Printed, String> {
    let read = Printed::read(digits.trim_end_matches('%').trim_end(), Decimal::ONE, Unit::Percent, Approx::Rounded);
    read.map_err(|error| format!("{error}; {}", error.hint()))
}

fn list(form: Form) -> Outcome {
    let cards: Vec<&Card> = MEASURES.iter().map(|measure| measure.card()).collect();
    if form == Form::Json {
        let card = |c: &&Card| {
            let label: Map<String, Value> =
                Lang::ALL.into_iter().map(|lang| (lang.to_string(), json!(c.label_in(lang)))).collect();
            json!({
                "id": c.id, "title": c.title, "label": label, "unit": c.unit, "formula": c.formula,
                "citation": c.citation, "needs": c.needs, "caveats": c.caveats, "example": c.example,
            })
        };
        return put_json(&json!({"measures": cards.iter().map(card).collect::<Vec<_>>()}));
    }
    if form == Form::Md {
        return put(&measures::page());
    }
    let mut table = plain(presets::UTF8_BORDERS_ONLY, ["measure", "what", "unit", "formula"]);
    for card in cards {
        table.add_row([card.id, card.title, card.unit, card.formula]);
    }
    put(&format!(
        "{table}\ndocs/measures.md, or `yalu table --format md`, says of each what it needs, its source and an example.\n"
    ))
}

fn plain<const N: usize>(preset: &str, header: [&str; N]) -> comfy_table::Table {
    let mut table = comfy_table::Table::new();
    table.load_preset(preset).set_content_arrangement(ContentArrangement::Dynamic).set_header(header);
    table
}

/// What the total of the rows is called.
pub(super) const SUM: &str = "sum of the rows";

/// The answer in the shape that others call.
fn document(measure: &str, answer: &Answer) -> Value {
    let scope = &answer.scope;
    let rows: Vec<Value> =
        answer.measured.rows.iter().zip(&answer.labels).map(|(row, label)| self::row(row, label, answer)).collect();
    let mut document = json!({
        "measure": measure,
        "scope": {
            "reporters": scope.reporters,
            "partner": scope.partner,
            "flow": scope.flow.letters(),
            "side": scope.flow.side().word(),
            "periods": scope.periods.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "commodity": scope.commodity.to_string(),
            "coverage": scope.coverage.to_string(),
            "base": scope.base.as_ref().map(|base| base.id.clone()),
            "as_of": scope.as_of.to_string(),
        },
        "unit": answer.measured.unit.to_string(),
        "print_unit": answer.print_unit(),
        "rows": rows,
        "notes": answer.measured.notes,
    });
    if let (Some(total), Some(object)) = (&answer.measured.total, document.as_object_mut()) {
        // The total of the rows is not the flow's total: it carries no commodity.
        let mut sum = row(total, SUM, answer);
        sum.as_object_mut().map(|sum| sum.remove("commodity"));
        object.insert("total".to_owned(), sum);
    }
    if let Some(object) = document.as_object_mut() {
        object.insert("lineage".to_owned(), shape::lineage(&answer.lineage()));
    }
    document
}

fn row(row: &yalu_observatory::Row, label: &str, answer: &Answer) -> Value {
    let mut object = Map::new();
    object.insert("period".to_owned(), json!(row.period.to_string()));
    object.insert("flow".to_owned(), json!(row.flow.letters()));
    object.insert("side".to_owned(), json!(row.flow.side().word()));
    object.insert("commodity".to_owned(), json!(row.commodity.to_string()));
    if !label.is_empty() {
        object.insert("label".to_owned(), json!(label));
    }
    if let Some(rank) = row.rank {
        object.insert("rank".to_owned(), json!(rank));
    }
    if row.says.is_some() {
        object.insert("says".to_owned(), json!(answer.says(row)));
    }
    figure(&mut object, &row.answer);
    object.insert("printed".to_owned(), json!(answer.printed(&row.answer)));
    let bounds = answer.bounds(&row.answer);
    if !bounds.is_empty() {
        object.insert("printed_bounds".to_owned(), json!(bounds.trim()));
    }
    if let Some(source) = answer.quoted(&row.answer) {
        object.insert("quoted".to_owned(), json!(source));
    }
    for (name, share) in [("share", &row.share), ("share_previous", &row.share_previous)] {
        if let Some(share) = share {
            let reading = share.as_ref().ok();
            let bound = |pick: fn(&Reading) -> Option<yalu_trade::Decimal>| shape::decimal(reading.and_then(pick));
            object.insert(name.to_owned(), bound(|reading| reading.interval.best));
            object.insert(format!("{name}_low"), bound(|reading| reading.interval.low));
            object.insert(format!("{name}_high"), bound(|reading| reading.interval.high));
            object.insert(format!("{name}_printed"), json!(answer.printed_share(Some(share))));
        }
    }
    Value::Object(object)
}

fn figure(object: &mut Map<String, Value>, figure: &Result<Reading, Gap>) {
    match figure {
        Ok(reading) => {
            object.extend(shape::bounds(&reading.interval).map(|(key, value)| (key.to_owned(), value)));
            object.insert("coverage".to_owned(), json!(reading.coverage.to_string()));
            object.insert("valuation".to_owned(), json!(reading.valuation));
            object.insert("vintage".to_owned(), json!(reading.vintage.to_string()));
            if let Some(class) = reading.vintage.class.stated() {
                object.insert("vintage_class".to_owned(), json!(class));
            }
            if let Some(base) = reading.base_vintage {
                object.insert("base_vintage".to_owned(), json!(base.to_string()));
            }
            if reading.contested {
                object.insert("contested".to_owned(), json!(true));
            }
        }
        Err(gap) => {
            ["value", "low", "high"].into_iter().for_each(|key| drop(object.insert(key.to_owned(), Value::Null)));
            object.insert("gap".to_owned(), json!(gap.to_string()));
        }
    }
}

/// The heads and cells of the answer as people see them; columns that say nothing are left out.
fn cells(answer: &Answer) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let ranked = answer.measured.rows.iter().any(|row| row.rank.is_some());
    let shared = ranked || answer.measured.rows.iter().any(|row| row.share.is_some());
    let rows = answer.measured.rows.iter().zip(answer.labels.iter().map(String::as_str));
    let total = answer.measured.total.iter().map(|total| (total, SUM));
    let line = |(row, label): (&yalu_observatory::Row, &str)| {
        let known = format!("{}{}", answer.printed(&row.answer), answer.bounds(&row.answer));
        let commodity = if row.commodity == Commodity::Total { String::new() } else { row.commodity.to_string() };
        let mut cells = vec![row.period.to_string(), row.flow.side().word().to_owned(), commodity, label.to_owned()];
        cells.push(if known.is_empty() { "–".to_owned() } else { known });
        if shared {
            cells.push(answer.printed_share(row.share_previous.as_ref()));
            cells.push(answer.printed_share(row.share.as_ref()));
        }
        if ranked {
            cells.insert(0, row.rank.map_or(String::new(), |rank| rank.to_string()));
        }
        cells.push(answer.says(row).to_owned());
        cells.push(answer.quoted(&row.answer).unwrap_or_default().to_owned());
        cells.push(row.answer.as_ref().err().map_or(String::new(), ToString::to_string));
        cells
    };
    let mut heads = vec!["period", "side", "commodity", "label", "value"];
    if shared {
        heads.extend(["share last year", "share"]);
    }
    if ranked {
        heads.insert(0, "rank");
    }
    heads.extend(["in words", "as printed by", "why absent"]);
    let lines: Vec<Vec<String>> = rows.chain(total).map(line).collect();
    let keep: Vec<bool> = (0..heads.len()).map(|i| lines.iter().any(|line| !line[i].is_empty())).collect();
    let kept =
        |line: Vec<String>| line.into_iter().zip(&keep).filter(|(_, keep)| **keep).map(|(cell, _)| cell).collect();
    let heads = heads.into_iter().zip(&keep).filter(|(_, keep)| **keep).map(|(head, _)| head).collect();
    (heads, lines.into_iter().map(kept).collect())
}

fn laid_out(answer: &Answer, preset: &str) -> String {
    let (heads, lines) = cells(answer);
    if lines.is_empty() {
        return String::new();
    }
    let mut table = comfy_table::Table::new();
    table.load_preset(preset).set_content_arrangement(ContentArrangement::Dynamic).set_header(&heads);
    table.add_rows(lines);
    for (i, head) in heads.iter().enumerate() {
        if ["rank", "value", "share last year", "share"].contains(head) {
            table.column_mut(i).into_iter().for_each(|column| column.set_cell_alignment(CellAlignment::Right));
        }
    }
    format!("{table}\n")
}

/// What stands under the table: unit, coverage, day, and how many papers there are.
fn under(measure: &str, answer: &Answer) -> String {
    let scope = &answer.scope;
    let lineage = answer.lineage();
    let used = lineage.used().count();
    let formula = if lineage.formula.is_empty() { String::new() } else { format!("\n{measure}: {}", lineage.formula) };
    let notes: String = answer.measured.notes.iter().map(|note| format!("\nnote: {note}")).collect();
    let contested =
        answer.measured.rows.iter().filter(|row| row.answer.as_ref().is_ok_and(|reading| reading.contested));
    let mut contested: Vec<String> = contested.map(|row| row.period.to_string()).collect();
    contested.dedup();
    let notes = match contested.as_slice() {
        [] => notes,
        periods => {
            format!("{notes}\nnote: others on file exclude the figure of {} (--json names them)", periods.join(", "))
        }
    };
    let (unit, vintages) = (answer.print_unit(), vintages(answer));
    let (coverage, as_of) = (&scope.coverage, scope.as_of);
    let papers = if used == 1 { "paper" } else { "papers" };
    format!("in {unit}; {coverage}{vintages}; as of {as_of}; {used} {papers} (--json shows them){formula}{notes}\n")
}

/// Of one comparison: when it and its base were released.
fn vintages(answer: &Answer) -> String {
    let [row] = answer.measured.rows.as_slice() else { return String::new() };
    let Ok(reading) = &row.answer else { return String::new() };
    let base = reading.base_vintage.map_or(String::new(), |base| format!(", its base {base}"));
    format!("; released {}{base}", reading.vintage)
}

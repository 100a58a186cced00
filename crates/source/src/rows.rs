//! What was read from a report, as rows of a statement file: each a draft that an
//! analyst confirms before it is evidence. What is tied to nothing, expected
//! rather than recorded, or of several goods at once makes no row. An order that prose gives makes a row
//! of each of its goods that has a code.

use yalu_trade::{
    Asserts, Code, Commodity, Decimal, Figure, Figures, Flow, Interval, Kind, Mean, Measure, Order, Ranked, Statement,
    Thing, Unit,
};

use crate::{
    sheet::csv_field,
    statements::{COLUMNS, fits},
};

/// Whose trade a report is about.
#[derive(Clone, Debug)]
pub struct Parties {
    /// Whose records.
    pub reporter: String,
    /// The economy they trade with.
    pub partner: String,
    /// What totals include.
    pub coverage: String,
}

/// A row: its fields in the order of the columns.
pub type StatementRow = Vec<(&'static str, String)>;

/// The rows of the figures of a report, numbered on from `first`.
pub fn rows(read: &Figures, file: &str, parties: &Parties, first: usize) -> Vec<StatementRow> {
    numbered(read.figures.iter().filter_map(|figure| row(figure, file, parties)), first)
}

/// The rows of the orders of a report, numbered on from `first`.
pub fn places(read: &Figures, file: &str, parties: &Parties, first: usize) -> Vec<StatementRow> {
    let by_value = read.orders.iter().filter(|order| order.measure == Measure::Value && order.flow != Flow::B);
    numbered(by_value.flat_map(|order| ranked(order, file, parties)), first)
}

fn numbered(rows: impl Iterator<Item = StatementRow>, first: usize) -> Vec<StatementRow> {
    let named = rows.enumerate().map(|(i, mut row)| {
        row.insert(0, ("id", format!("R{:03}", first + i)));
        row
    });
    named.collect()
}

/// The places that an order gives, among all codes of as many digits.
fn ranked(order: &Order, file: &str, parties: &Parties) -> Vec<StatementRow> {
    let line = order.spot.place.line;
    let coded = (order.first..).zip(&order.goods).filter_map(|(n, good)| Some((n, good.parse::<Code>().ok()?)));
    let row = |(n, code): (u32, Code)| {
        vec![
            ("reporter", parties.reporter.clone()),
            ("partner", parties.partner.clone()),
            ("period", order.period.to_string()),
            ("period_kind", order.period.grain().to_owned()),
            ("flow", order.flow.letters().to_owned()),
            ("hs", code.to_string()),
            ("coverage", parties.coverage.clone()),
            ("measure", "rank".to_owned()),
            ("base", String::new()),
            ("of", Ranked::Level(code.level()).to_string()),
            ("printed", n.to_string()),
            ("unit", Unit::Rank.to_string()),
            ("scale", "1".to_owned()),
            ("value", n.to_string()),
            ("low", String::new()),
            ("high", String::new()),
            ("approx", String::new()),
            ("released", String::new()),
            ("status", "published".to_owned()),
            ("source", file.to_owned()),
            (
                "note",
                format!(
                    "read by yalu, to be confirmed: line {line}, column {}: {}",
                    order.spot.place.column, order.text
                ),
            ),
        ]
    };
    coded.map(row).collect()
}

/// Statements as a statement file; `None` where there are none.
pub fn as_rows(statements: &[Statement]) -> Option<String> {
    let rows: Vec<StatementRow> = statements.iter().map(of_statement).collect();
    (!rows.is_empty()).then(|| written(&rows))
}

fn of_statement(statement: &Statement) -> StatementRow {
    let (measure, base, of) = match &statement.asserts {
        Asserts::Value => ("value", String::new(), String::new()),
        Asserts::Balance => ("balance", String::new(), String::new()),
        Asserts::Weight => ("weight", String::new(), String::new()),
        Asserts::Quantity => ("quantity", String::new(), String::new()),
        Asserts::Growth { base } => ("growth", base.to_string(), String::new()),
        Asserts::Share { of } => ("share", String::new(), of.to_string()),
        Asserts::Multiple { base } => ("multiple", base.to_string(), String::new()),
        Asserts::Rank { of, .. } => ("rank", String::new(), of.to_string()),
    };
    let printed = &statement.printed;
    let number = |value: Option<Decimal>| value.map_or(String::new(), |value| value.normalize().to_string());
    let hs = if statement.commodity == Commodity::Total { String::new() } else { statement.commodity.to_string() };
    let day = statement.vintage;
    vec![
        ("id", statement.id.clone()),
        ("reporter", statement.reporter.clone()),
        ("partner", statement.partner.clone()),
        ("period", statement.period.to_string()),
        ("period_kind", if statement.mean { "mean" } else { statement.period.grain() }.to_owned()),
        ("flow", statement.flow.letters().to_owned()),
        ("hs", hs),
        ("coverage", statement.coverage.to_string()),
        ("measure", measure.to_owned()),
        ("base", base),
        ("of", of),
        ("printed", printed.digits.replace(',', "")),
        ("unit", printed.unit.to_string()),
        ("scale", printed.scale.normalize().to_string()),
        ("value", number(Some(printed.value()))),
        ("low", number(statement.interval.low)),
        ("high", number(statement.interval.high)),
        ("approx", printed.approx.word().to_owned()),
        ("released", format!("{}{}", if day.assumed { "~" } else { "" }, day.released)),
        ("status", "published".to_owned()),
        ("source", statement.source.clone()),
        ("note", statement.note.clone()),
    ]
}

/// The file that holds them.
pub fn written(rows: &[StatementRow]) -> String {
    let line = |row: &StatementRow| {
        row.iter().map(|(_, field)| csv_field(&field.replace(['\n', '\r'], " "))).collect::<Vec<_>>().join(",") + "\n"
    };
    COLUMNS.join(",") + "\n" + &rows.iter().map(line).collect::<String>()
}

fn row(figure: &Figure, file: &str, parties: &Parties) -> Option<StatementRow> {
    let about = figure.about.as_ref().filter(|_| !figure.forecast)?;
    let hs = match &about.thing {
        Thing::Total => String::new(),
        Thing::Goods(goods) => match goods.as_slice() {
            [one] if one.bytes().all(|b| b.is_ascii_digit()) => one.clone(),
            _ => return None,
        },
        Thing::Top(_) => return None,
    };
    let measure = measure(figure, about.flow, about.measure, about.mean)?;
    if !fits(measure, figure.printed.unit) {
        return None;
    }
    let compared = matches!(measure, "growth" | "multiple");
    let base = figure.base.as_ref().map_or_else(|| about.period.shift_years(-1), |base| base.period);
    if measure == "share" && hs.is_empty() {
        return None;
    }
    let printed = &figure.printed;
    // What the print allows; wider bounds beside it in a table are not the print's own.
    let Interval { low, high, .. } = printed.interval();
    let number = |value: Option<Decimal>| value.map_or(String::new(), |value| value.normalize().to_string());
    let place = &figure.spot.place;
    Some(vec![
        ("reporter", parties.reporter.clone()),
        ("partner", parties.partner.clone()),
        ("period", about.period.to_string()),
        ("period_kind", if about.mean == Mean::OfYears { "mean" } else { about.period.grain() }.to_owned()),
        ("flow", about.flow.letters().to_owned()),
        ("hs", hs),
        ("coverage", parties.coverage.clone()),
        ("measure", measure.to_owned()),
        ("base", if compared { base.to_string() } else { String::new() }),
        ("of", if measure == "share" { "TOTAL".to_owned() } else { String::new() }),
        ("printed", printed.digits.replace(',', "")),
        ("unit", printed.unit.to_string()),
        ("scale", printed.scale.normalize().to_string()),
        ("value", number(Some(printed.value()))),
        ("low", number(low)),
        ("high", number(high)),
        ("approx", printed.approx.word().to_owned()),
        ("released", String::new()),
        ("status", "published".to_owned()),
        ("source", file.to_owned()),
        (
            "note",
            format!("read by yalu, to be confirmed: line {}, column {}: {}", place.line, place.column, figure.text),
        ),
    ])
}

fn measure(figure: &Figure, flow: Flow, of: Measure, mean: Mean) -> Option<&'static str> {
    match (figure.kind, mean) {
        (_, Mean::OfMonths) => None,
        (Kind::Level, _) if matches!(figure.printed.unit, Unit::Money(_)) && flow == Flow::B => Some("balance"),
        (Kind::Level, _) => Some(match of {
            Measure::Value => "value",
            Measure::Weight => "weight",
            Measure::Quantity => "quantity",
        }),
        (Kind::Growth, _) => Some("growth"),
        (Kind::Share, _) => Some("share"),
        (Kind::Multiple, _) if of == Measure::Value => Some("multiple"),
        _ => None,
    }
}

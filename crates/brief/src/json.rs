//! The brief as JSON, for machines: schema `yalu.brief/1`. Numbers are numbers,
//! and beside each stands the string that people see.

use serde_json::{Value, json};
use yalu_trade::{Card, Decimal, Interval, Lineage, Paper};

use crate::{
    Brief, Format, RenderError,
    document::{Cell, Figure, Number, Point, Series, Table},
};

pub(crate) struct Json;

static CARD: Card = Card {
    id: "json",
    title: "JSON",
    unit: "",
    formula: "schema yalu.brief/1: numbers, tables, figures and notes, each number with its lineage",
    citation: "RFC 8259",
    ..Card::BARE
};

impl Format for Json {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn render(&self, brief: &Brief) -> Result<Vec<u8>, RenderError> {
        let document = json!({
            "schema": "yalu.brief/1",
            "desk": brief.desk,
            "period": brief.period.to_string(),
            "as_of": brief.as_of.to_string(),
            "lang": brief.lang.code(),
            "title": brief.title,
            "numbers": brief.numbers.iter().map(number).collect::<Vec<_>>(),
            "tables": brief.tables().into_iter().map(table).collect::<Vec<_>>(),
            "figures": brief.figures().into_iter().map(figure).collect::<Vec<_>>(),
            "notes": brief.notes,
        });
        let mut bytes = serde_json::to_vec_pretty(&document)
            .map_err(|error| RenderError::Refused { format: "JSON", why: error.to_string() })?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// A decimal as a JSON number, exactly as long as it is.
pub fn decimal(value: Option<Decimal>) -> Value {
    let text = value.map(|value| value.round_dp(12).normalize().to_string());
    text.and_then(|text| text.parse().ok().map(Value::Number)).unwrap_or(Value::Null)
}

/// `value`, `low`, `high`.
pub fn bounds(interval: &Interval) -> [(&'static str, Value); 3] {
    [("value", decimal(interval.best)), ("low", decimal(interval.low)), ("high", decimal(interval.high))]
}

fn with_bounds(interval: &Interval, rest: Value) -> Value {
    let mut object = serde_json::Map::new();
    object.extend(bounds(interval).map(|(key, value)| (key.to_owned(), value)));
    if let Value::Object(rest) = rest {
        object.extend(rest);
    }
    Value::Object(object)
}

/// The papers of a number, those it rests on first.
pub fn lineage(lineage: &Lineage) -> Value {
    let formula = (!lineage.formula.is_empty()).then(|| json!({"kind": "formula", "says": lineage.formula}));
    Value::Array(formula.into_iter().chain(lineage.papers.iter().map(paper)).collect())
}

fn paper(paper: &Paper) -> Value {
    json!({
        "kind": paper.kind.word(),
        "id": paper.id,
        "says": paper.says,
        "source": paper.source,
        "file": paper.place.file,
        "line": paper.place.line,
        "released": paper.vintage.map(|vintage| vintage.released.to_string()),
        "released_class": paper.vintage.and_then(|vintage| vintage.class.stated()),
        "released_assumed": paper.vintage.is_some_and(|vintage| vintage.assumed),
        "used": paper.used,
        "note": paper.note,
    })
}

fn number(number: &Number) -> Value {
    let mut object = serde_json::Map::new();
    object.insert("id".into(), json!(number.id));
    object.insert("label".into(), json!(number.label));
    object.extend(bounds(&number.interval).map(|(key, value)| (key.to_owned(), value)));
    object.insert("unit".into(), json!(number.unit.map(|unit| unit.to_string())));
    object.insert("printed".into(), json!(number.printed));
    if !number.printed_bounds.is_empty() {
        object.insert("printed_bounds".into(), json!(number.printed_bounds.trim()));
    }
    object.insert("coverage".into(), json!(number.coverage));
    object.insert("valuation".into(), json!(number.valuation));
    object.insert("vintage".into(), json!(number.vintage.map(|vintage| vintage.to_string())));
    if let Some(base) = number.base_vintage {
        object.insert("base_vintage".into(), json!(base.to_string()));
    }
    if let Some(gap) = &number.gap {
        object.insert("gap".into(), json!(gap.to_string()));
    }
    object.insert("lineage".into(), lineage(&number.lineage));
    Value::Object(object)
}

fn table(table: &Table) -> Value {
    json!({
        "id": table.id,
        "title": table.title,
        "unit": table.unit,
        "columns": table.columns.iter().map(|c| json!({"id": c.id, "title": c.title})).collect::<Vec<_>>(),
        "rows": table.rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect::<Vec<Vec<Value>>>(),
        "source": table.source,
        "notes": table.notes,
    })
}

fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) | Cell::Code(text) => json!(text),
        Cell::Number { interval, printed, .. } => with_bounds(interval, json!({"printed": printed})),
        Cell::Gap(gap) => with_bounds(&Interval::unknown(), json!({"printed": "", "gap": gap.to_string()})),
    }
}

fn figure(figure: &Figure) -> Value {
    let series = std::iter::once(&figure.bars)
        .chain(&figure.line)
        .chain(figure.fan.iter().flat_map(|fan| [&fan.eighty, &fan.ninety_five]))
        .map(series)
        .collect::<Vec<_>>();
    json!({"id": figure.id, "title": figure.title, "series": series, "source": figure.source, "notes": figure.notes})
}

fn series(series: &Series) -> Value {
    let points = series.points.iter().map(point).collect::<Vec<_>>();
    json!({"id": series.id, "label": series.label, "unit": series.unit, "points": points})
}

fn point(point: &Point) -> Value {
    let mut object = serde_json::Map::new();
    object.insert("period".into(), json!(point.period.to_string()));
    object.extend(bounds(&point.interval).map(|(key, value)| (key.to_owned(), value)));
    object.insert("printed".into(), json!(point.printed));
    if let Some(gap) = &point.gap {
        object.insert("gap".into(), json!(gap.to_string()));
    }
    if point.bounded {
        object.insert("bounded".into(), json!(true));
    }
    if point.contested {
        object.insert("contested".into(), json!(true));
    }
    Value::Object(object)
}

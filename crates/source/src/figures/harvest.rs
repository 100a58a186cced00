//! The harvest of a report as statement rows, for an analyst to confirm: what
//! was tied to a flow, a period and something that is traded, and no more.

use yalu_trade::{Coverage, Figure, Figures, Kind, Mean, Measure, Period, Thing};

/// The columns of a statement file.
const COLUMNS: [&str; 22] = [
    "id",
    "reporter",
    "partner",
    "period",
    "period_kind",
    "flow",
    "hs",
    "coverage",
    "measure",
    "base",
    "of",
    "printed",
    "unit",
    "scale",
    "value",
    "low",
    "high",
    "approx",
    "released",
    "status",
    "source",
    "note",
];

/// The figures that a desk could keep, as the text of a statement file.
pub fn statement_rows(read: &Figures, reporter: &str, partner: &str, coverage: &Coverage) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(COLUMNS);
    for figure in &read.figures {
        if let Some(row) = row(figure, reporter, partner, coverage) {
            let _ = writer.write_record(row);
        }
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn row(figure: &Figure, reporter: &str, partner: &str, coverage: &Coverage) -> Option<[String; 22]> {
    let about = figure.about.as_ref().filter(|_| figure.sure && !figure.forecast)?;
    let hs = match &about.thing {
        Thing::Total => String::new(),
        Thing::Goods(goods) => match goods.as_slice() {
            [one] if one.bytes().all(|b| b.is_ascii_digit()) => one.clone(),
            _ => return None,
        },
        Thing::Top(_) => return None,
    };
    let base = figure.base.as_ref().map(|base| base.period.to_string()).unwrap_or_default();
    let (measure, base, of) = match (figure.kind, about.measure) {
        (Kind::Level, Measure::Value) if about.flow == yalu_trade::Flow::B => ("balance", String::new(), ""),
        (Kind::Level, Measure::Value) => ("value", String::new(), ""),
        (Kind::Level, Measure::Weight) => ("weight", String::new(), ""),
        (Kind::Level, Measure::Quantity) => ("quantity", String::new(), ""),
        (Kind::Growth, _) => ("growth", base, ""),
        (Kind::Multiple, _) => ("multiple", base, ""),
        (Kind::Share, _) if !hs.is_empty() => ("share", String::new(), "TOTAL"),
        _ => return None,
    };
    if matches!(figure.kind, Kind::Growth | Kind::Multiple) && base.is_empty() {
        return None;
    }
    let interval = figure.interval();
    let text = |value: Option<yalu_trade::Decimal>| value.map(|value| value.to_string()).unwrap_or_default();
    Some([
        figure.id.clone(),
        reporter.to_owned(),
        partner.to_owned(),
        about.period.to_string(),
        period_kind(about.period, about.mean)?.to_owned(),
        about.flow.letters().to_owned(),
        hs,
        coverage.word().to_owned(),
        measure.to_owned(),
        base,
        of.to_owned(),
        figure.printed.digits.clone(),
        figure.printed.unit.to_string(),
        figure.printed.scale.to_string(),
        figure.printed.value().to_string(),
        text(interval.low),
        text(interval.high),
        figure.printed.approx.word().to_owned(),
        String::new(),
        "published".to_owned(),
        format!("{}:{}", figure.spot.place.file, figure.spot.place.line),
        figure.text.clone(),
    ])
}

fn period_kind(period: Period, mean: Mean) -> Option<&'static str> {
    match mean {
        Mean::OfYears => Some("mean"),
        Mean::OfMonths => None,
        Mean::Sum if period.is_year() => Some("year"),
        Mean::Sum if period.is_month() => Some("month"),
        Mean::Sum => Some("span"),
    }
}

//! `articles/<id>/article.toml` and `claims.toml`: a report, how its tables
//! read, and what it says, in our paraphrase.

use yalu_trade::{
    Approx, Article, Asserts, Authority, Claim, ColumnPlan, Commodity, Coverage, Decimal, Flow, Nomenclature, Period,
    Printed, Saying, TablePlan, Unit, Vintage,
};

use crate::{page::Fields, settings::Settings};

pub(crate) fn article(
    id: &str,
    fields: &Fields<'_>,
    settings: Option<&Settings>,
    nomenclature: &Nomenclature,
) -> Option<Article> {
    let (title, short, source) = (fields.need("title"), fields.need("short"), fields.need("source"));
    let period: Option<Period> = fields.need_parsed("period", "period");
    let released = fields.text("released").map(|text| {
        Vintage::read(&text)
            .map_err(|error| fields.complain("released", "released", error.to_string(), yalu_trade::Hint::hint(&error)))
    });
    let vintage = match released {
        Some(read) => read.ok(),
        None => period.map(Vintage::assumed_for),
    };
    let tables = fields.tables("table", |table| self::table(table, settings, nomenclature));
    Some(Article {
        id: id.to_owned(),
        title: title?,
        short: short?,
        source: source?,
        vintage: vintage?,
        authority: Authority::Institute,
        tables,
        claims: Vec::new(),
        place: fields.place(),
    })
}

fn table(fields: &Fields<'_>, settings: Option<&Settings>, nomenclature: &Nomenclature) -> Option<TablePlan> {
    let (file, commodity) = (fields.need("file"), fields.need("commodity"));
    let flow: Option<Flow> = fields.need_parsed("flow", "flow");
    let coverage = fields.parsed("coverage", "coverage").unwrap_or_else(Coverage::reported);
    let reporter = fields.text("reporter").or_else(|| settings?.reporters.first().cloned());
    let partner = fields.text("partner").or_else(|| settings.map(|settings| settings.economy.clone()));
    let top = fields.count("top");
    let columns = fields.tables("column", |column| self::column(column, nomenclature));
    Some(TablePlan {
        file: file?,
        reporter: reporter?,
        partner: partner?,
        flow: flow?,
        coverage,
        commodity: commodity?,
        top,
        columns,
        place: fields.place(),
    })
}

fn column(fields: &Fields<'_>, nomenclature: &Nomenclature) -> Option<ColumnPlan> {
    let name = fields.need("name");
    let period: Option<Period> = fields.need_parsed("period", "period");
    let unit: Option<Unit> = fields.need_parsed("unit", "unit");
    let scale = scale(fields);
    let of = commodity(fields, "of", nomenclature);
    let asserts = match fields.need("measure")?.as_str() {
        "value" => Asserts::Value,
        "weight" => Asserts::Weight,
        "share" => Asserts::Share { of },
        other => {
            fields.complain(
                "measure",
                "measure",
                format!("`{other}` is not what a column can be of"),
                "write value, weight or share",
            );
            return None;
        }
    };
    Some(ColumnPlan { name: name?, asserts, period: period?, unit: unit?, scale: scale? })
}

fn scale(fields: &Fields<'_>) -> Option<Decimal> {
    let Some(text) = fields.text("scale") else { return Some(Decimal::ONE) };
    Printed::scale(&text)
        .map_err(|error| fields.complain("scale", "scale", error.to_string(), yalu_trade::Hint::hint(&error)))
        .ok()
}

/// A commodity that the nomenclature has; everything where nothing is said.
pub(crate) fn commodity(fields: &Fields<'_>, key: &'static str, nomenclature: &Nomenclature) -> Commodity {
    let commodity = fields.parsed(key, "commodity").unwrap_or(Commodity::Total);
    if let Some(Err(fault)) = commodity.code().map(|code| nomenclature.knows(code)) {
        fields.complain(key, "unknown-code", fault.to_string(), "is a digit off?");
    }
    commodity
}

pub(crate) fn claims(fields: &Fields<'_>, nomenclature: &Nomenclature) -> Vec<Claim> {
    fields.tables("claim", |claim| {
        let (id, place) = (claim.need("id"), claim.need("place"));
        let paraphrase = claim.text("paraphrase").unwrap_or_default();
        let Some(table) = claim.table("says") else {
            claim.complain("says", "missing-key", "a claim needs `says`", "says = { measure = \"share\", flow = \"X\", period = \"2023\", top = 10, printed = \"30.0\", unit = \"%\" }");
            return None;
        };
        let (says, since) = (saying(&table, nomenclature), table.year("since"));
        let beyond = beyond(&table);
        table.close();
        Some(Claim { id: id?, place: place?, paraphrase, says: says?, since, beyond, at: claim.place() })
    })
}

/// The measure of a claim that no measure gives: `why` says why.
pub const NONE: &str = "none";

fn beyond(fields: &Fields<'_>) -> String {
    let why = fields.text("why").unwrap_or_default();
    match (fields.text("measure").as_deref() == Some(NONE), why.trim().is_empty()) {
        (true, true) => {
            let hint = "why = \"what would have to be on file, or why it is no matter of trade records\"";
            fields.complain("measure", "missing-key", "a claim that no measure gives needs `why`", hint);
        }
        (false, false) => {
            let hint = "leave `why` out, or write measure = \"none\" where nothing can be computed";
            fields.complain(
                "why",
                "needless-key",
                "`why` says why no measure gives a claim; this one names a measure",
                hint,
            );
        }
        _ => {}
    }
    why
}

fn saying(fields: &Fields<'_>, nomenclature: &Nomenclature) -> Option<Saying> {
    let measure = fields.need("measure");
    // What no measure gives may be of no flow at all.
    let of_nothing = measure.as_deref() == Some(NONE) && !fields.has("flow");
    let flow: Option<Flow> = if of_nothing { Some(Flow::T) } else { fields.need_parsed("flow", "flow") };
    let period: Option<Period> = fields.need_parsed("period", "period");
    let commodity = commodity(fields, "hs", nomenclature);
    let coverage = fields.parsed("coverage", "coverage").unwrap_or_else(Coverage::reported);
    let (base, top) = (fields.text("base"), fields.count("top"));
    let by_weight = match fields.text("quantity").as_deref() {
        None | Some("value") => false,
        Some("weight") => true,
        Some(other) => {
            fields.complain("quantity", "quantity", format!("`{other}` is not a quantity"), "write value or weight");
            false
        }
    };
    let unit: Option<Unit> = fields.need_parsed("unit", "unit");
    let approx: Approx = fields.parsed("approx", "approx").unwrap_or_default();
    let scale = scale(fields);
    let printed = fields.need("printed").and_then(|digits| {
        let read = Printed::read(&digits, scale?, unit?, approx);
        read.map_err(|error| fields.complain("printed", "printed", error.to_string(), yalu_trade::Hint::hint(&error)))
            .ok()
    });
    Some(Saying {
        measure: measure?,
        flow: flow?,
        period: period?,
        commodity,
        coverage,
        by_weight,
        base,
        top,
        printed: printed?,
    })
}

//! `mappings/*.toml`: how a table that no office's reader knows is to be read.

use std::collections::BTreeMap;

use yalu_trade::{
    Amount, ColumnName, Coverage, Currency, Decimal, Flow, Hint, Mapping, Period, Printed, Told, Unit, When,
};

use crate::page::Fields;

pub(crate) fn mapping(file: &str, fields: &Fields<'_>) -> Option<Mapping> {
    let id = file.strip_prefix("mappings/").unwrap_or(file).trim_end_matches(".toml").to_owned();
    let source = fields.need("source");
    let files = fields.texts("files").into_iter().map(|(text, _)| text).collect();
    let (sheet, header_row) = (fields.text("sheet"), fields.count("header_row").unwrap_or(1).max(1));
    let (delimiter, decimal_comma) = (delimiter(fields), yes(fields, "decimal_comma"));
    let period = period(fields);
    let reporter = told(fields, "reporter", "reporter_column");
    let partner = told(fields, "partner", "partner_column");
    let commodity = told(fields, "commodity", "commodity_column");
    let flow = fields.parsed::<ColumnName>("flow_column", "column");
    let flow_words = fields.table("flow_words").map(|table| flows(&table)).unwrap_or_default();
    let places = fields.table("places").map(|table| table.pairs()).unwrap_or_default();
    let list = |key| fields.texts(key).into_iter().map(|(text, _)| text).collect();
    let (total_words, skip) = (list("total_words"), list("skip"));
    let nomenclature = fields.text("nomenclature").unwrap_or_else(|| "HS".to_owned());
    let code_digits = fields.count("code_digits").and_then(|digits| {
        let even = matches!(digits, 2 | 4 | 6 | 8 | 10);
        if !even {
            fields.complain(
                "code_digits",
                "number",
                format!("codes of {digits} digits have lost none"),
                "2, 4, 6, 8 or 10",
            );
        }
        u8::try_from(digits).ok().filter(|_| even)
    });
    let coverage = fields.parsed("coverage", "coverage").unwrap_or_else(Coverage::reported);
    let valuation = fields.text("valuation").unwrap_or_default();
    let column = |key| fields.parsed::<ColumnName>(key, "column");
    let (mode, province, transport) = (column("mode_column"), column("province_column"), column("transport_column"));
    let amounts = fields.tables("amount", |amount_fields| amount(amount_fields, flow.is_some()));
    if amounts.is_empty() {
        fields.complain(
            "amount",
            "missing-key",
            "no column of money is named",
            "add [[amount]] with column and currency",
        );
        return None;
    }
    Some(Mapping {
        id,
        source: source?,
        files,
        sheet,
        header_row,
        delimiter,
        decimal_comma,
        period: period?,
        reporter: reporter?,
        partner: partner?,
        commodity: commodity?,
        flow,
        flow_words,
        places: places.into_iter().collect(),
        total_words,
        skip,
        nomenclature,
        code_digits,
        coverage: coverage.word().to_owned(),
        valuation,
        mode,
        province,
        transport,
        amounts,
        place: fields.place(),
    })
}

/// What all rows say alike, or the column that says it; one of them must be there.
fn told(fields: &Fields<'_>, constant: &'static str, column: &'static str) -> Option<Told> {
    let (said, by) = (fields.text(constant), fields.parsed::<ColumnName>(column, "column"));
    match (said, by) {
        (Some(said), None) if !said.trim().is_empty() => Some(Told::Constant(said.trim().to_owned())),
        (None, Some(by)) => Some(Told::Column(by)),
        (None, None) if fields.has(column) => None,
        _ => {
            let message = format!("`{constant}` or `{column}` is to be said, one of them");
            fields.complain(
                constant,
                "missing-key",
                message,
                "the first where all rows are alike, the second where a column says it",
            );
            None
        }
    }
}

fn period(fields: &Fields<'_>) -> Option<When> {
    let constant = fields.parsed::<Period>("period", "period");
    let columns = fields.list::<ColumnName>("period_columns", "column");
    let format = fields.text("period_format");
    match (constant, columns.is_empty(), format) {
        (Some(period), true, None) => Some(When::Constant(period)),
        (None, false, Some(format)) => match When::fault(&format) {
            None => Some(When::Columns(columns, format)),
            Some(why) => {
                fields.complain("period_format", "period", why, "YYYY/MM, YYYY.MM, YYYYMM, MMMM YYYY, YYYY or date");
                None
            }
        },
        (None, true, None) if fields.has("period") => None,
        _ => {
            let message = "`period` is to be said, or `period_columns` with `period_format`";
            fields.complain(
                "period",
                "missing-key",
                message,
                "period_columns = [\"Date\"], period_format = \"YYYY/MM\"",
            );
            None
        }
    }
}

fn delimiter(fields: &Fields<'_>) -> Option<char> {
    let text = fields.text("delimiter")?;
    let mut letters = text.chars();
    let one = letters.next().filter(|letter| letters.next().is_none() && letter.is_ascii());
    if one.is_none() {
        fields.complain(
            "delimiter",
            "wrong-type",
            format!("`{text}` is not one sign"),
            "write \",\", \";\" or \"\\t\"",
        );
    }
    one
}

fn yes(fields: &Fields<'_>, key: &'static str) -> bool {
    let said = fields.text(key);
    if let Some(other) = said.as_ref().filter(|said| !matches!(said.as_str(), "yes" | "no")) {
        fields.complain(key, "wrong-type", format!("`{other}` is neither yes nor no"), "write \"yes\" or \"no\"");
    }
    said.is_some_and(|said| said == "yes")
}

fn flows(table: &Fields<'_>) -> BTreeMap<String, Flow> {
    let word = |(word, flow): (String, String)| match flow.parse::<Flow>() {
        Ok(flow) => Some((word, flow)),
        Err(error) => {
            table.complain(&word, "flow", error.to_string(), error.hint());
            None
        }
    };
    table.pairs().into_iter().filter_map(word).collect()
}

fn amount(fields: &Fields<'_>, flow_by_column: bool) -> Option<Amount> {
    let (column, flow) = (fields.need_parsed::<ColumnName>("column", "column"), fields.parsed::<Flow>("flow", "flow"));
    // A flow that was misspelled has a complaint already.
    let told = flow.is_some() != flow_by_column || (flow.is_none() && fields.has("flow"));
    if !told {
        let message = "an amount's `flow` is to be said here, or all flows by `flow_column`; one of them";
        fields.complain("flow", "missing-key", message, "write flow = \"X\" (the reporter's exports) or \"M\"");
    }
    let currency = currency(fields);
    let scale = scale(fields, "scale");
    let (weight, weight_scale) =
        (fields.parsed::<ColumnName>("weight_column", "column"), scale_of(fields, "kilograms"));
    let (quantity, unit) = (fields.parsed::<ColumnName>("quantity_column", "column"), fields.text("unit"));
    if quantity.is_some() && unit.is_none() {
        fields.complain("quantity_column", "missing-key", "what the quantity counts is not said", "add unit = \"u\"");
    }
    told.then_some(Amount {
        column: column?,
        flow,
        currency: currency?,
        scale: scale?,
        weight: weight.zip(weight_scale),
        quantity: quantity.zip(unit),
    })
}

fn currency(fields: &Fields<'_>) -> Option<Currency> {
    match fields.need_parsed::<Unit>("currency", "unit")? {
        Unit::Money(currency) => Some(currency),
        other => {
            fields.complain("currency", "unit", format!("`{other}` is no money"), "three capitals: USD, CNY, KRW");
            None
        }
    }
}

/// A scale, 1 where nothing is said.
fn scale(fields: &Fields<'_>, key: &'static str) -> Option<Decimal> {
    if fields.has(key) { scale_of(fields, key) } else { fields.text(key).is_none().then_some(Decimal::ONE) }
}

fn scale_of(fields: &Fields<'_>, key: &'static str) -> Option<Decimal> {
    let text = fields.text(key)?;
    let read = Printed::scale(&text).ok().filter(|scale| *scale > Decimal::ZERO);
    if read.is_none() {
        fields.complain(key, "number", format!("`{text}` is not a scale"), "write 1, 1e3, 1e4, 1e6, 1e8 or the like");
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;

    const WHOLE: &str = "source = \"Japan's Ministry of Finance\"\nfiles = [\"japan-*.csv\"]\nperiod_columns = [\"Date\"]\n\
        period_format = \"YYYY/MM\"\nreporter = \"JPN\"\npartner = \"CHN\"\ncommodity = \"TOTAL\"\n\
        [[amount]]\ncolumn = \"Exports\"\nflow = \"X\"\ncurrency = \"JPY\"\nscale = 1e3\n\
        [[amount]]\ncolumn = \"#C\"\nflow = \"M\"\ncurrency = \"JPY\"\nweight_column = \"W\"\nkilograms = 1000\n";

    fn read(text: &str) -> (Option<Mapping>, Vec<(&'static str, usize)>) {
        let (read, complaints) =
            page::read("mappings/x.toml", text.as_bytes(), |fields| mapping("mappings/x.toml", fields));
        (read.flatten(), complaints.iter().map(|c| (c.code, c.place.line)).collect())
    }

    #[test]
    fn a_mapping_says_which_column_is_which() {
        let (mapping, complaints) = read(WHOLE);
        let mapping = mapping.expect("a mapping");
        assert_eq!((complaints, mapping.id.as_str(), mapping.header_row), (vec![], "x", 1));
        assert_eq!(mapping.reporter, Told::Constant("JPN".to_owned()));
        let amounts: Vec<_> =
            mapping.amounts.iter().map(|a| (a.column.to_string(), a.flow, a.scale.to_string())).collect();
        assert_eq!(
            amounts,
            [
                ("Exports".to_owned(), Some(Flow::X), "1000".to_owned()),
                ("#C".to_owned(), Some(Flow::M), "1".to_owned())
            ]
        );
        assert!(mapping.fits("japan-china.csv") && !mapping.fits("korea.csv"));
        assert_eq!(mapping.amounts[1].weight, Some((ColumnName::Named("W".to_owned()), Decimal::from(1000))));
    }

    #[test]
    fn what_is_missing_is_said_with_its_place() {
        for (from, to, expected) in [
            ("reporter = \"JPN\"\n", "", vec![("missing-key", 1)]),
            ("reporter = \"JPN\"\n", "reporter = \"JPN\"\nreporter_column = \"R\"\n", vec![("missing-key", 5)]),
            ("\"YYYY/MM\"", "\"MM\"", vec![("period", 4)]),
            ("flow = \"X\"\n", "", vec![("missing-key", 8)]),
            ("flow = \"X\"\n", "flow = \"x\"\n", vec![("flow", 10)]),
            ("\"JPY\"\nscale", "\"yen\"\nscale", vec![("unit", 11)]),
            ("scale = 1e3", "scale = 0", vec![("number", 12)]),
            ("\"#C\"", "\"#c\"", vec![("column", 14)]),
            ("source", "sources", vec![("missing-key", 1), ("unknown-key", 1)]),
            ("[\"Date\"]", "[]", vec![("missing-key", 1)]),
        ] {
            assert_eq!(read(&WHOLE.replacen(from, to, 1)).1, expected, "{from} → {to}");
        }
    }
}

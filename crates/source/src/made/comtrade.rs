//! Records of UN Comtrade, made up, in each shape in which they come.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use yalu_trade::{Flow, Period};

use super::{Made, Named, quoted, rows, slices, sum_of};

/// In which shape records come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// An answer of the API.
    Json,
    /// The same as a table of commas.
    Csv,
    /// A bulk file: tabs, numbers without names. The day of its release is in a file's name.
    Bulk,
}

/// A record, as far as it differs from others.
struct Record<'a> {
    period: Period,
    flow: Flow,
    partner: &'a str,
    name: &'a str,
    code: &'a str,
    value: u64,
    kilograms: Option<u64>,
}

/// Fields in the order of the API, each with what is asked of a record.
const NAMES: [&str; 25] = [
    "typeCode",
    "freqCode",
    "refPeriodId",
    "refYear",
    "refMonth",
    "period",
    "reporterCode",
    "flowCode",
    "partnerCode",
    "partnerDesc",
    "partner2Code",
    "classificationCode",
    "cmdCode",
    "aggrLevel",
    "customsCode",
    "mosCode",
    "motCode",
    "qtyUnitCode",
    "qty",
    "netWgt",
    "cifvalue",
    "fobvalue",
    "primaryValue",
    "isReported",
    "isAggregate",
];

/// Those that are texts; the others are numbers, truth values or null.
const TEXTS: [&str; 9] = [
    "typeCode",
    "freqCode",
    "period",
    "flowCode",
    "partnerDesc",
    "classificationCode",
    "cmdCode",
    "customsCode",
    "mosCode",
];

/// Writes aggregates of one reporter, by its number: of each partner, period and flow the total,
/// and the goods by six digits.
pub fn comtrade(spec: &Made, named: &[Named], reporter: &str, shape: Shape, out: &mut dyn Write) -> io::Result<u64> {
    let names: Vec<&str> = NAMES.into_iter().filter(|name| shape != Shape::Bulk || *name != "partnerDesc").collect();
    let between = if shape == Shape::Bulk { "\t" } else { "," };
    match shape {
        Shape::Json => write!(out, "{{\"elapsedTime\":\"0.21 secs\",\"data\":[")?,
        Shape::Csv | Shape::Bulk => writeln!(out, "{}", names.join(between))?,
    }
    let (mut count, mut line) = (0_u64, String::new());
    let mut put = |record: &Record<'_>, out: &mut dyn Write| -> io::Result<()> {
        line.clear();
        for (at, name) in names.iter().enumerate() {
            let before = match (shape, at, count) {
                (Shape::Json, 0, 0) => "{",
                (Shape::Json, 0, _) => ",\n{",
                (_, 0, _) => "",
                _ => between,
            };
            let field = record.field(name, reporter)?;
            // Writing to a string cannot fail.
            let _ = match shape {
                Shape::Json => {
                    let field = match field.as_str() {
                        "" => "null".to_owned(),
                        _ if TEXTS.contains(name) => quoted(&field)?,
                        _ => field,
                    };
                    write!(line, "{before}\"{name}\":{field}")
                }
                _ if field.contains(',') => write!(line, "{before}\"{field}\""),
                _ => write!(line, "{before}{field}"),
            };
        }
        line.push_str(if shape == Shape::Json { "}" } else { "\n" });
        count += 1;
        out.write_all(line.as_bytes())
    };
    for (period, flow) in slices(spec) {
        for partner in &spec.partners {
            let value = sum_of(spec, partner, period, flow);
            let (partner, name) = (partner.code.as_str(), partner.name.as_str());
            put(&Record { period, flow, partner, name, code: "TOTAL", value, kilograms: None }, out)?;
        }
    }
    rows(spec, named, &mut |row| {
        let partner = &spec.partners[row.partner];
        let record = Record {
            period: row.period,
            flow: row.flow,
            partner: &partner.code,
            name: &partner.name,
            code: &row.goods.code[..6],
            value: row.value,
            kilograms: Some(row.kilograms),
        };
        put(&record, out)
    })?;
    if shape == Shape::Json {
        // Beside the records it stands last, as nobody knows before how many they are.
        write!(out, "],\"count\":{count},\"error\":\"\"}}")?;
    }
    Ok(count)
}

impl Record<'_> {
    fn field(&self, name: &str, reporter: &str) -> io::Result<String> {
        let (year, annual) = (self.period.first_year(), self.period.is_year());
        let month = self.period.month_of_year();
        if !annual && !self.period.is_month() {
            return Err(io::Error::other(format!("UN Comtrade has years and months, and {} is neither", self.period)));
        }
        let kilograms = || self.kilograms.map_or(String::new(), |kilograms| kilograms.to_string());
        let valued = |flow: Flow| if self.flow == flow { self.value.to_string() } else { String::new() };
        Ok(match name {
            "typeCode" => "C".into(),
            "freqCode" => if annual { "A" } else { "M" }.into(),
            "refPeriodId" => format!("{year}{:02}01", if annual { 1 } else { month }),
            "refYear" => year.to_string(),
            "refMonth" => if annual { 52 } else { month }.to_string(),
            "period" if annual => year.to_string(),
            "period" => format!("{year}{month:02}"),
            "reporterCode" => reporter.into(),
            "flowCode" => self.flow.letters().into(),
            "partnerCode" => self.partner.into(),
            "partnerDesc" => self.name.into(),
            "classificationCode" => "H6".into(),
            "cmdCode" => self.code.into(),
            "aggrLevel" => if self.code == "TOTAL" { 0 } else { 6 }.to_string(),
            "customsCode" => "C00".into(),
            "qtyUnitCode" => if self.kilograms.is_some() { "8" } else { "-1" }.into(),
            "qty" | "netWgt" => kilograms(),
            "cifvalue" => valued(Flow::M),
            "fobvalue" => valued(Flow::X),
            "primaryValue" => self.value.to_string(),
            "isReported" => "true".into(),
            "isAggregate" => "true".into(),
            // The second partner, the mode of supply and of transport: all together.
            _ => "0".into(),
        })
    }
}

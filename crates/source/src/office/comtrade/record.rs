//! What a UN Comtrade record says, as an observation. An aggregate and its breakdowns
//! come in one answer: the aggregate's customs procedure, transport and second partner
//! are empty here, a breakdown's are not, so nobody need add both.

use yalu_trade::{Currency, Fixed, Flow, Observation, Period, Refused, Vintage};

use super::fields::{Field, Fields};
use crate::office::{
    Snapshot,
    intake::{Intake, mass, money, short},
    places,
};

/// Units of quantity by their number, as WCO writes them: UN Comtrade, reference QuantityUnits.
const UNITS: [(&str, &str); 12] = [
    ("2", "m²"),
    ("3", "1000 kWh"),
    ("4", "m"),
    ("5", "u"),
    ("6", "2u"),
    ("7", "l"),
    ("8", "kg"),
    ("9", "1000u"),
    ("10", "jeu/pack"),
    ("11", "12u"),
    ("12", "m³"),
    ("13", "carat"),
];

/// Flows by the numbers of before 2022, and by letters beyond those that a [`Flow`] has.
const FLOWS: [(&str, Flow); 4] = [("1", Flow::M), ("2", Flow::X), ("3", Flow::RX), ("4", Flow::RM)];

/// Editions of the nomenclatures.
const EDITIONS: [(&str, &str); 13] = [
    ("H0", "HS1992"),
    ("H1", "HS1996"),
    ("H2", "HS2002"),
    ("H3", "HS2007"),
    ("H4", "HS2012"),
    ("H5", "HS2017"),
    ("H6", "HS2022"),
    ("S1", "SITC1"),
    ("S2", "SITC2"),
    ("S3", "SITC3"),
    ("S4", "SITC4"),
    ("B4", "BEC4"),
    ("B5", "BEC5"),
];

/// A field that tells which row it is, and is not understood: the row is left out.
struct Unread {
    code: &'static str,
    message: String,
    hint: &'static str,
}

/// Which cell a record is of.
struct Cell {
    reporter: &'static str,
    partner: &'static str,
    via: &'static str,
    flow: Flow,
    period: Period,
}

/// Hands on a record, or says why not.
pub(super) fn take(
    fields: &Fields,
    row: u64,
    file: &Snapshot<'_>,
    by_file: Option<Vintage>,
    intake: &mut Intake<'_>,
) -> Result<(), Refused> {
    match cell(fields) {
        Ok(cell) => observe(fields, &cell, row, file.vintage(by_file, cell.period), intake),
        Err(Unread { code, message, hint }) => {
            intake.left_out(code, row, 0, message, hint);
            Ok(())
        }
    }
}

fn cell(fields: &Fields) -> Result<Cell, Unread> {
    if !matches!(fields.get(Field::TypeCode), "" | "C") {
        let message = format!("typeCode `{}` is not C: no trade in goods", short(fields.get(Field::TypeCode)));
        return Err(Unread { code: "no-goods", message, hint: "ask for typeCode C" });
    }
    let place = |field, name: &str| place(fields.get(field), name);
    let reporter = place(Field::ReporterCode, "reporterCode")?;
    let partner = place(Field::PartnerCode, "partnerCode")?;
    let via = match fields.get(Field::Partner2Code) {
        "" | "0" => "",
        _ => place(Field::Partner2Code, "partner2Code")?,
    };
    Ok(Cell { reporter, partner, via, flow: flow(fields.get(Field::FlowCode))?, period: period(fields)? })
}

fn place(code: &str, name: &str) -> Result<&'static str, Unread> {
    code.parse().ok().and_then(places::numbered).ok_or_else(|| Unread {
        code: "place",
        message: format!("{name} `{}` is no place that is known here", short(code)),
        hint: "if UN Comtrade has a new place, it belongs in places.csv",
    })
}

fn flow(code: &str) -> Result<Flow, Unread> {
    let letters =
        || code.parse::<Flow>().ok().filter(|flow| flow.letters() == code && !matches!(flow, Flow::T | Flow::B));
    FLOWS.iter().find(|(known, _)| *known == code).map(|(_, flow)| *flow).or_else(letters).ok_or_else(|| Unread {
        code: "flow",
        message: format!("flowCode `{}` is not a flow that is read", short(code)),
        hint: "M, X, RM, RX, MIP, XIP, MOP and XOP are",
    })
}

/// A year is `2010`, or a month 52 or 99 of it.
fn period(fields: &Fields) -> Result<Period, Unread> {
    let text = fields.get(Field::Period);
    let read = || {
        let (year, month) = text.split_at_checked(4)?;
        let year = Period::year(digits(year, 4)?);
        match month {
            "" | "52" | "99" => Some(year),
            _ => Period::month(year.first_year(), u8::try_from(digits(month, 2)?).ok()?),
        }
    };
    let fault = || Unread {
        code: "period",
        message: format!("period `{}` is neither a year nor a month", short(text)),
        hint: "2010, or 201001",
    };
    let period = read().ok_or_else(fault)?;
    let annual = fields.get(Field::FreqCode);
    if (annual == "A" && !period.is_year()) || (annual == "M" && !period.is_month()) {
        let message = format!("period `{text}` is not what freqCode {annual} says");
        return Err(Unread { code: "period", message, hint: "get the file anew" });
    }
    Ok(period)
}

fn digits(text: &str, length: usize) -> Option<i32> {
    (text.len() == length && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn observe(fields: &Fields, cell: &Cell, row: u64, vintage: Vintage, intake: &mut Intake<'_>) -> Result<(), Refused> {
    let mut doubts = doubts(fields, cell);
    let mut read = |field, name: &str, read: fn(&str) -> Result<Fixed, String>| match fields.get(field) {
        "" => None,
        text => read(text).map_err(|why| doubts.push(format!("{name} {why}"))).ok(),
    };
    let value = read(Field::PrimaryValue, "primaryValue", money);
    let (cif, fob) = (read(Field::CifValue, "cifvalue", money), read(Field::FobValue, "fobvalue", money));
    // Zero is how Comtrade writes that a quantity is not available.
    let weight = read(Field::NetWgt, "netWgt", mass).filter(|weight| *weight != 0);
    let quantity = read(Field::Qty, "qty", mass).filter(|quantity| *quantity != 0);
    let quantity2 = read(Field::AltQty, "altQty", mass).filter(|quantity| *quantity != 0);
    if fields.get(Field::PrimaryValue).is_empty() {
        intake.left_out("no-value", row, 0, "the record has no primaryValue".to_owned(), "nothing says why; ask again");
        return Ok(());
    }
    for (name, amount) in [("primaryValue", value), ("netWgt", weight), ("qty", quantity), ("altQty", quantity2)] {
        if amount.is_some_and(|amount| amount < 0) {
            doubts.push(format!("{name} is below zero"));
        }
    }
    let valuation = match (value, cif, fob) {
        (Some(value), Some(cif), _) if value == cif && fob != Some(value) => "CIF",
        (Some(value), _, Some(fob)) if value == fob && cif != Some(value) => "FOB",
        (Some(value), cif, fob) if [cif, fob].into_iter().flatten().any(|other| other != value) => {
            doubts.push("primaryValue is neither cifvalue nor fobvalue".to_owned());
            ""
        }
        _ => "",
    };
    let commodity = fields.get(Field::CmdCode);
    let nomenclature = nomenclature(fields.get(Field::ClassificationCode));
    let weight = weight_of(commodity, nomenclature, weight, row, intake);
    let (unit, quantity) = counted(fields, Field::QtyUnitCode, Field::QtyUnitAbbr, quantity);
    let (unit2, quantity2) = counted(fields, Field::AltQtyUnitCode, Field::AltQtyUnitAbbr, quantity2);
    let mode = mode(fields);
    intake.push(&Observation {
        reporter: cell.reporter,
        partner: cell.partner,
        flow: cell.flow,
        period: cell.period,
        nomenclature,
        commodity,
        mode: &mode,
        province: "",
        transport: none_if(fields.get(Field::MotCode), "0"),
        via: cell.via,
        value,
        currency: Currency::USD,
        valuation,
        coverage: "reported",
        weight,
        quantity,
        unit: &unit,
        quantity2,
        unit2: &unit2,
        status: &status(fields, weight.is_some(), quantity.is_some()),
        quarantine: &doubts.join("; "),
        vintage,
        row,
    })
}

/// What in a record contradicts itself.
fn doubts(fields: &Fields, cell: &Cell) -> Vec<String> {
    let mut doubts = Vec::new();
    let sides = [(Field::ReporterIso, cell.reporter), (Field::PartnerIso, cell.partner)];
    for (letters, place) in sides.map(|(field, place)| (fields.get(field), place)) {
        if places::three_letters(letters).is_some_and(|other| other != place) {
            doubts.push(format!("its number is {place}'s, its letters are {letters}"));
        }
    }
    let year = fields.get(Field::RefYear);
    if !year.is_empty() && digits(year, 4) != Some(cell.period.first_year()) {
        doubts.push(format!("refYear `{}` is not the year of period {}", short(year), cell.period));
    }
    let (code, nomenclature) = (fields.get(Field::CmdCode), nomenclature(fields.get(Field::ClassificationCode)));
    if nomenclature.starts_with("HS") && code != "TOTAL" {
        let even = matches!(code.len(), 2 | 4 | 6) && code.bytes().all(|b| b.is_ascii_digit());
        let lost = matches!(code.len(), 1 | 3 | 5) && code.bytes().all(|b| b.is_ascii_digit());
        if lost {
            doubts.push(format!("code `{code}` has lost its leading zero"));
        } else if !even {
            doubts.push(format!("`{}` is not a code of the Harmonized System", short(code)));
        } else if matches!(digits(fields.get(Field::AggrLevel), 1), Some(level @ (2 | 4 | 6)) if code.len() != level.unsigned_abs() as usize)
        {
            doubts.push(format!("code `{code}` is not of the level that aggrLevel says"));
        }
    } else if code.is_empty() {
        doubts.push("it has no commodity code".to_owned());
    }
    doubts
}

fn nomenclature(code: &str) -> &str {
    match EDITIONS.iter().find(|(known, _)| *known == code) {
        Some((_, edition)) => edition,
        None if code.is_empty() => "HS",
        None => code,
    }
}

/// Chapters and headings add up goods of many units: what stands there as weight is none.
fn weight_of(
    code: &str,
    nomenclature: &str,
    weight: Option<Fixed>,
    row: u64,
    intake: &mut Intake<'_>,
) -> Option<Fixed> {
    let above = matches!(code.len(), 2 | 4) && code.bytes().all(|b| b.is_ascii_digit());
    let coarse = nomenclature.starts_with("HS") && (above || code == "TOTAL");
    if coarse && weight.is_some() {
        let message = "weights of chapters, headings and totals are not kept: UN Comtrade adds up only those it has";
        intake.once("coarse-weight", row, message, "ask for six digits where weight matters");
        return None;
    }
    weight
}

/// What a quantity counts, and the quantity where it counts anything.
fn counted(fields: &Fields, code: Field, abbreviation: Field, quantity: Option<Fixed>) -> (String, Option<Fixed>) {
    let (code, said) = (fields.get(code), fields.get(abbreviation));
    let known = UNITS.iter().find(|(known, _)| *known == code).map(|(_, unit)| *unit);
    match (quantity, code) {
        (None, _) | (_, "-1" | "1" | "0") => (String::new(), None),
        (quantity, _) if !said.is_empty() => (said.to_owned(), quantity),
        (quantity, "") => (String::new(), quantity),
        (quantity, _) => (known.map_or_else(|| format!("unit {code}"), str::to_owned), quantity),
    }
}

/// The customs procedure, and with it the mode of supply where that is not the aggregate.
fn mode(fields: &Fields) -> String {
    let customs = none_if(fields.get(Field::CustomsCode), "C00");
    match none_if(fields.get(Field::MosCode), "0") {
        "" => customs.to_owned(),
        supply if customs.is_empty() => format!("mos{supply}"),
        supply => format!("{customs}+mos{supply}"),
    }
}

fn none_if<'a>(code: &'a str, aggregate: &str) -> &'a str {
    if code == aggregate { "" } else { code }
}

/// Flags 2, 4 and 6 of before 2022 are estimates of quantity, of weight, of both.
fn status(fields: &Fields, weighed: bool, counted: bool) -> String {
    let flag = fields.get(Field::LegacyEstimationFlag);
    let estimated = |field, flags: [&str; 2]| fields.says(field) || flags.contains(&flag);
    [
        (weighed && estimated(Field::IsNetWgtEstimated, ["4", "6"]), "weight-estimated"),
        (counted && estimated(Field::IsQtyEstimated, ["2", "6"]), "quantity-estimated"),
        (fields.says(Field::IsAggregate), "aggregate"),
        (fields.denies(Field::IsReported), "not-reported"),
    ]
    .into_iter()
    .filter(|(is, _)| *is)
    .map(|(_, word)| word)
    .collect::<Vec<_>>()
    .join(" ")
}

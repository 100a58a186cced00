//! `bases.toml`, `sectors.toml`, `baskets/*.toml`, `corrections.toml`.

use yalu_trade::{
    Base, Basket, Code, Correction, Decimal, Item, Nomenclature, Period, RECORD_COLUMNS, RECORD_FIELDS, Regime, Sector,
    Target,
};

use crate::page::Fields;

pub(crate) fn bases(fields: &Fields<'_>) -> Vec<Base> {
    fields.tables("base", |base| {
        let id = base.need("id");
        let label = base.need_wording("label");
        let periods: Vec<Period> = base.list("periods", "period");
        if periods.is_empty() {
            base.complain(
                "periods",
                "missing-key",
                "a base needs `periods`",
                "write the years whose mean it is: [2018, 2019]",
            );
        }
        let (why, source) = (base.need("why"), base.need("source"));
        // Spans are taken apart, so that a base is always the mean of whole years or of one period.
        let apart = |period: Period| if period.is_whole_years() { period.years().collect() } else { vec![period] };
        let periods: Vec<Period> = periods.into_iter().flat_map(apart).collect();
        Some(Base { id: id?, label: label?, periods, why: why?, source: source?, place: base.place() })
    })
}

/// The regimes of `bases.toml`, each from a month to a month.
pub(crate) fn regimes(fields: &Fields<'_>) -> Vec<Regime> {
    fields.tables("regime", |regime| {
        let (id, label) = (regime.need("id"), regime.need_wording("label"));
        let (from, to) = (regime.need_parsed::<Period>("from", "period"), regime.need_parsed::<Period>("to", "period"));
        let (kind, why, source) = (regime.need("kind"), regime.need("why"), regime.need("source"));
        let period = from.zip(to).map(|(from, to)| Period::span(from, to));
        if period == Some(None) {
            regime.complain("to", "period", "a regime ends before it begins", "from is the first month, to the last");
        }
        Some(Regime {
            id: id?,
            label: label?,
            period: period??,
            kind: kind?,
            why: why?,
            source: source?,
            place: regime.place(),
        })
    })
}

/// A code that the nomenclature has.
pub(crate) fn code(fields: &Fields<'_>, key: &'static str, nomenclature: &Nomenclature) -> Option<Code> {
    let code: Code = fields.need_parsed(key, "commodity")?;
    let known = nomenclature.knows(&code);
    if let Err(fault) = &known {
        fields.complain(
            key,
            "unknown-code",
            fault.to_string(),
            "is a digit off? Chapter 77 is reserved; China adds chapter 98",
        );
    }
    known.ok().map(|()| code)
}

pub(crate) fn sectors(fields: &Fields<'_>, nomenclature: &Nomenclature) -> Vec<Sector> {
    fields.tables("sector", |sector| {
        let id = sector.need("id");
        let label = sector.need_wording("label");
        let mut chapters = Vec::new();
        for (text, span) in sector.texts("chapters") {
            match text.parse::<Code>() {
                Ok(code) if code.level() != 2 => sector.complain_at(
                    span,
                    "commodity",
                    format!("`{code}` is not a chapter"),
                    "chapters have two digits: 03",
                ),
                Ok(code) => match nomenclature.knows(&code) {
                    Ok(()) => chapters.push(code),
                    Err(fault) => sector.complain_at(
                        span,
                        "unknown-code",
                        fault.to_string(),
                        "chapters run from 01 to 97 without 77; China adds 98",
                    ),
                },
                Err(error) => sector.complain_at(
                    span,
                    "commodity",
                    error.to_string(),
                    "chapters have two digits and stand in quotes: \"03\"",
                ),
            }
        }
        sector.text("why");
        Some(Sector { id: id?, label: label?, chapters, place: sector.place() })
    })
}

pub(crate) fn basket(fields: &Fields<'_>, nomenclature: &Nomenclature) -> Option<Basket> {
    let (id, label, why, source) =
        (fields.need("id"), fields.need_wording("label"), fields.need("why"), fields.need("source"));
    let items = fields.tables("item", |item| {
        let hs = code(item, "hs", nomenclature);
        let (share_low, share_high) = (share(item, "share_low"), share(item, "share_high"));
        item.text("why");
        if share_low > share_high {
            item.complain("share_low", "bounds", "share_low is more than share_high", "0 ≤ share_low ≤ share_high ≤ 1");
        }
        Some(Item { hs: hs?, share_low, share_high })
    });
    Some(Basket { id: id?, label: label?, why: why?, source: source?, items, place: fields.place() })
}

/// The part of an item that counts, 0 to 1; all of it where nothing is said.
fn share(fields: &Fields<'_>, key: &'static str) -> Decimal {
    let Some(text) = fields.text(key) else { return Decimal::ONE };
    let read = Decimal::from_str_exact(&text).ok().filter(|share| (Decimal::ZERO..=Decimal::ONE).contains(share));
    read.unwrap_or_else(|| {
        fields.complain(key, "number", format!("`{text}` is not a share"), "write a number from 0 to 1");
        Decimal::ONE
    })
}

/// The columns of a statement that a correction may change.
const CORRECTABLE: [&str; 13] = [
    "period",
    "period_kind",
    "flow",
    "hs",
    "coverage",
    "measure",
    "base",
    "printed",
    "unit",
    "scale",
    "approx",
    "released",
    "status",
];

/// Columns that records have and statements have not: a `where` with one of them is of records.
const OF_RECORDS: [&str; 12] = [
    "nomenclature",
    "commodity",
    "mode",
    "province",
    "transport",
    "via",
    "currency",
    "vintage",
    "file",
    "hash",
    "row",
    "weight_kg",
];

fn many(named: Vec<(String, String)>) -> Target {
    let of_records = named.iter().any(|(name, _)| OF_RECORDS.contains(&name.as_str()));
    if of_records { Target::Record(named) } else { Target::Where(named) }
}

pub(crate) fn corrections(fields: &Fields<'_>) -> Vec<Correction> {
    fields.tables("correction", |correction| {
        let one = correction.text("statement").map(Target::Statement);
        let many = correction.table("where").map(|table| many(table.pairs()));
        if matches!(&many, Some(Target::Where(fields)) if fields.is_empty()) {
            correction.complain(
                "where",
                "missing-key",
                "an empty `where` would mean every statement",
                "name the columns that tell them apart",
            );
            return None;
        }
        if one.is_some() == many.is_some() {
            correction.complain(
                "statement",
                "missing-key",
                "a correction names one `statement`, or many by `where`",
                "write statement = \"T382\", or where = { source = \"…\" }",
            );
        }
        let (field, from, to) = (correction.need("field"), correction.text("from"), correction.text("to"));
        let records = matches!(&many, Some(Target::Record(_)));
        let correctable: &[&str] = if records { &RECORD_FIELDS } else { &CORRECTABLE };
        if let Some(field) = field.as_ref().filter(|field| !correctable.contains(&field.as_str())) {
            correction.complain(
                "field",
                "field",
                format!("`{field}` cannot be corrected"),
                format!("one of {}", correctable.join(", ")),
            );
        }
        if let Some(Target::Record(named)) = &many {
            let unknown = named.iter().find(|(name, _)| !RECORD_COLUMNS.contains(&name.as_str()));
            if let Some((name, _)) = unknown {
                let message = format!("records are not named by `{name}`");
                correction.complain("where", "field", message, format!("one of {}", RECORD_COLUMNS.join(", ")));
            }
        }
        let (reason, source) = (correction.need("reason"), correction.need("source"));
        let expect = correction.count("expect").unwrap_or(1) as usize;
        Some(Correction {
            target: one.or(many)?,
            field: field?,
            from: from.unwrap_or_default(),
            to: to.unwrap_or_default(),
            reason: reason?,
            source: source?,
            expect,
            place: correction.place(),
        })
    })
}

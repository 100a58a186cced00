//! Published figures, one a row, as an analyst keeps them on a desk. Every
//! field is parsed here once; a row with a fault is complained about, all its
//! faults at once, and left out.

mod places;

use std::{collections::BTreeMap, str::FromStr};

use yalu_trade::{
    Approx, Asserts, Authority, Commodity, Complaint, Correction, Coverage, Decimal, Flow, Hint, Interval,
    Nomenclature, Period, Place, Printed, Statement, Status, Target, Unit, Vintage,
};

use crate::{
    Harvest,
    sheet::{Sheet, SheetRow, sheet},
};

pub(crate) const COLUMNS: [&str; 22] = [
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

/// The kinds of period that a row may name; `mean` is an annual mean over the period.
const KINDS: [&str; 5] = ["year", "quarter", "month", "span", "mean"];

/// Reads a file of statements. The desk's corrections are made in the text of a
/// field, before it is parsed, and stay with the statement.
pub fn statements(file: &str, bytes: &[u8], nomenclature: &Nomenclature, corrections: &[Correction]) -> Harvest {
    let mut harvest = Harvest::default();
    let Some(sheet) = sheet(file, bytes, &mut harvest.complaints) else { return harvest };
    if !sheet.expect_columns(&COLUMNS, &mut harvest.complaints) {
        return harvest;
    }
    for row in &sheet.rows {
        let (row, corrected) = correct(&sheet, row, corrections, &mut harvest.complaints);
        let mut entry = Entry { sheet: &sheet, row: &row, corrected, complaints: Vec::new() };
        let statement = entry.statement(nomenclature);
        let refused = !entry.complaints.is_empty();
        harvest.complaints.append(&mut entry.complaints);
        harvest.statements.extend(statement.filter(|_| !refused));
    }
    harvest
}

/// Complains of ids that stand twice among statements of one desk.
pub fn duplicates(statements: &[Statement]) -> Vec<Complaint> {
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    let mut complaints = Vec::new();
    for statement in statements {
        if let Some(first) = seen.get(statement.id.as_str()) {
            let message = format!("the id `{}` stands twice; first at {first}", statement.id);
            let place = Place { column: 1, ..statement.place.clone() };
            complaints.push(Complaint::error("duplicate-id", place, message, "give each statement an id of its own"));
        } else {
            seen.insert(&statement.id, &statement.place);
        }
    }
    complaints
}

/// The row as the desk corrects it, and with what.
fn correct(
    sheet: &Sheet,
    row: &SheetRow,
    corrections: &[Correction],
    complaints: &mut Vec<Complaint>,
) -> (SheetRow, Vec<Correction>) {
    let mut row = row.clone();
    let mut made = Vec::new();
    let field =
        |row: &SheetRow, name: &str| sheet.column(name).and_then(|i| row.fields.get(i)).cloned().unwrap_or_default();
    for correction in corrections {
        let meant = match &correction.target {
            Target::Statement(id) => field(&row, "id") == *id,
            Target::Where(fields) => fields.iter().all(|(name, text)| field(&row, name) == *text),
            Target::Record(_) => false,
        };
        if !meant {
            continue;
        }
        let said = field(&row, &correction.field);
        if said != correction.from {
            let message = format!(
                "statement `{}` says {} = `{said}`, not `{}`",
                field(&row, "id"),
                correction.field,
                correction.from
            );
            complaints.push(Complaint::error(
                "stale-correction",
                correction.place.clone(),
                message,
                "the source was changed: look again whether it still needs correcting",
            ));
            continue;
        }
        let mut put = |name: &str, text: &str| {
            if let Some(i) = sheet.column(name) {
                row.fields[i] = text.to_owned();
            }
        };
        put(&correction.field, &correction.to);
        if matches!(correction.field.as_str(), "printed" | "scale" | "approx") {
            // The row's own bounds belong to the print that was wrong.
            ["value", "low", "high"].into_iter().for_each(|name| put(name, ""));
        }
        made.push(correction.clone());
    }
    (row, made)
}

/// One row under reading.
struct Entry<'a> {
    sheet: &'a Sheet,
    row: &'a SheetRow,
    corrected: Vec<Correction>,
    complaints: Vec<Complaint>,
}

impl Entry<'_> {
    fn field(&self, name: &str) -> &str {
        self.sheet.column(name).and_then(|i| self.row.fields.get(i)).map_or("", String::as_str)
    }

    fn place(&self, name: &str) -> Place {
        Place::new(&self.sheet.file, self.row.line, self.sheet.column(name).map_or(0, |i| i + 1))
    }

    fn complain(&mut self, name: &str, code: &'static str, message: impl Into<String>, hint: impl Into<String>) {
        let complaint = Complaint::error(code, self.place(name), message, hint);
        self.complaints.push(complaint);
    }

    fn kept<T, E: Hint>(&mut self, name: &str, code: &'static str, read: Result<T, E>) -> Option<T> {
        read.map_err(|error| self.complain(name, code, error.to_string(), error.hint())).ok()
    }

    fn parsed<T: FromStr<Err: Hint>>(&mut self, name: &str, code: &'static str) -> Option<T> {
        let read = self.field(name).parse();
        self.kept(name, code, read)
    }

    fn said(&mut self, name: &str) -> Option<String> {
        let text = self.field(name).to_owned();
        if text.is_empty() {
            self.complain(name, "missing", format!("`{name}` is empty"), "every statement needs it");
        }
        (!text.is_empty()).then_some(text)
    }

    /// A three-letter code of an economy.
    fn economy(&mut self, name: &str) -> Option<String> {
        let text = self.said(name)?;
        let shaped = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
        if !shaped {
            self.complain(
                name,
                "economy",
                format!("`{text}` is not an economy"),
                "write its ISO code in three capitals: CHN, PRK",
            );
        }
        shaped.then_some(text)
    }

    fn period(&mut self) -> Option<(Period, bool)> {
        let period: Period = self.parsed("period", "period")?;
        let kind = self.field("period_kind").to_owned();
        let fits = match kind.as_str() {
            "year" => period.is_year(),
            "quarter" => period.is_quarter(),
            "month" => period.is_month(),
            "mean" => period.is_whole_years(),
            "span" => true,
            _ => {
                self.complain(
                    "period_kind",
                    "period-kind",
                    format!("`{kind}` is not a kind of period"),
                    format!("write one of {}", KINDS.join(", ")),
                );
                return None;
            }
        };
        if !fits {
            let hint = "write year for 2023, month for 2023-10, span for 2023-01..2023-10, mean for an annual mean over whole years";
            self.complain("period_kind", "period-kind", format!("`{period}` is not a {kind}"), hint);
        }
        fits.then_some((period, kind == "mean"))
    }

    fn commodity(&mut self, name: &str, nomenclature: &Nomenclature) -> Option<Commodity> {
        let commodity: Commodity = self.parsed(name, "commodity")?;
        if let Some(Err(fault)) = commodity.code().map(|code| nomenclature.knows(code)) {
            self.complain(
                name,
                "unknown-code",
                fault.to_string(),
                "is a digit off? Chapter 77 is reserved; China adds chapter 98",
            );
            return None;
        }
        Some(commodity)
    }

    fn asserts(&mut self, nomenclature: &Nomenclature) -> Option<Asserts> {
        match self.field("measure") {
            "value" => Some(Asserts::Value),
            "balance" => Some(Asserts::Balance),
            "weight" => Some(Asserts::Weight),
            "quantity" => Some(Asserts::Quantity),
            "growth" => Some(Asserts::Growth { base: self.parsed("base", "base")? }),
            "multiple" => Some(Asserts::Multiple { base: self.parsed("base", "base")? }),
            "share" => Some(Asserts::Share { of: self.commodity("of", nomenclature)? }),
            "rank" => Some(Asserts::Rank { of: self.parsed("of", "of")? }),
            other => {
                let message = format!("`{other}` is not what a statement can be of");
                self.complain(
                    "measure",
                    "measure",
                    message,
                    "write value, balance, weight, quantity, growth, share, multiple or rank",
                );
                None
            }
        }
    }

    fn printed(&mut self) -> Option<Printed> {
        let unit: Option<Unit> = self.parsed("unit", "unit");
        let scale = Printed::scale(self.field("scale"));
        let scale = self.kept("scale", "scale", scale);
        let approx: Option<Approx> = self.parsed("approx", "approx");
        let printed = Printed::read(self.field("printed"), scale?, unit?, approx?);
        self.kept("printed", "printed", printed)
    }

    fn number(&mut self, name: &str) -> Option<Option<Decimal>> {
        let text = self.field(name);
        if text.is_empty() {
            return Some(None);
        }
        let read = Decimal::from_str_exact(text).map_err(|_| format!("`{text}` is not a number"));
        read.map_err(|message| {
            self.complain(name, "number", message, "write digits, with a dot before decimals, or leave it empty")
        })
        .ok()
        .map(Some)
    }

    /// The interval of the print. The row's own value must be `printed × scale`; its own bounds
    /// may narrow what the print allows ("none at all" is exactly zero), never widen it.
    fn interval(&mut self, printed: &Printed) -> Option<Interval> {
        let (value, low, high) = (self.number("value")?, self.number("low")?, self.number("high")?);
        let allowed = printed.interval();
        if value.is_some_and(|value| value != printed.value()) {
            let message = format!("the value {} is not printed × scale", self.field("value"));
            let hint = format!(
                "{} × {} = {}; correct one of them, or leave the value empty",
                printed.digits,
                printed.scale,
                printed.value()
            );
            self.complain("value", "value", message, hint);
        }
        for (name, bound, inside) in [
            ("low", low, low.is_none_or(|v| allowed.low.is_none_or(|least| least <= v) && v <= printed.value())),
            ("high", high, high.is_none_or(|v| allowed.high.is_none_or(|most| v <= most) && printed.value() <= v)),
        ] {
            if !inside {
                let say = |v: Option<Decimal>| v.map_or("open".to_owned(), |v| v.to_string());
                let message = format!("{name} = {} does not follow from the print", say(bound));
                let hint = format!(
                    "the print allows {} to {}; leave {name} empty to take that",
                    say(allowed.low),
                    say(allowed.high)
                );
                self.complain(name, "bounds", message, hint);
            }
        }
        Some(Interval { low: low.or(allowed.low), best: allowed.best, high: high.or(allowed.high) })
    }

    fn vintage(&mut self, period: Period) -> Option<Vintage> {
        let text = self.field("released").to_owned();
        if text.is_empty() {
            Some(Vintage::assumed_for(period))
        } else {
            self.kept("released", "released", Vintage::read(&text))
        }
    }

    fn status(&mut self) -> Option<Status> {
        match self.field("status") {
            "published" => Some(Status::Published),
            "derived" => Some(Status::Derived),
            other => {
                let message = format!("`{other}` is not a status");
                self.complain(
                    "status",
                    "status",
                    message,
                    "write published, or derived for a figure that is computed from others",
                );
                None
            }
        }
    }

    fn statement(&mut self, nomenclature: &Nomenclature) -> Option<Statement> {
        // Every field is read before any is given up on, so that all faults of a row are told at once.
        let id = self.said("id");
        let reporter = self.economy("reporter");
        let partner = self.economy("partner");
        let period = self.period();
        let flow: Option<Flow> = self.parsed("flow", "flow");
        let commodity = self.commodity("hs", nomenclature);
        let coverage: Option<Coverage> = self.parsed("coverage", "coverage");
        let asserts = self.asserts(nomenclature);
        let printed = self.printed();
        let interval = printed.as_ref().and_then(|printed| self.interval(printed));
        if let Some(Asserts::Rank { of }) = &asserts {
            self.place_holds(of, commodity.as_ref(), flow, printed.as_ref());
        }
        let vintage = period.and_then(|(period, _)| self.vintage(period));
        let signed = flow == Some(Flow::B)
            || asserts.as_ref().is_none_or(|a| matches!(a, Asserts::Growth { .. } | Asserts::Balance));
        if !signed && printed.as_ref().is_some_and(|printed| printed.value() < Decimal::ZERO) {
            self.complain(
                "printed",
                "negative",
                format!("`{}` is below zero", self.field("printed")),
                "only a balance and growth can be; is it a dash that was read as a minus?",
            );
        }
        let status = self.status();
        let source = self.said("source");
        let (period, mean) = period?;
        Some(Statement {
            id: id?,
            reporter: reporter?,
            partner: partner?,
            period,
            mean,
            flow: flow?,
            commodity: commodity?,
            coverage: coverage?,
            asserts: asserts?,
            printed: printed?,
            interval: interval?,
            vintage: vintage?,
            status: status?,
            authority: Authority::default(),
            one_of_top: None,
            source: source?,
            note: self.field("note").to_owned(),
            place: Place::new(&self.sheet.file, self.row.line, 0),
            corrections: std::mem::take(&mut self.corrected),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harmonized_system;

    const GOOD: &str = "T363,CHN,PRK,2023,year,M,,reported,value,,,29189,USD,1e4,291890000,291885000,291895000,,2024-01-18,published,https://example.org,";

    fn read(rows: &[&str]) -> Harvest {
        let text = format!("{}\n{}\n", COLUMNS.join(","), rows.join("\n"));
        statements("statements/totals.csv", text.as_bytes(), harmonized_system(), &[])
    }

    #[test]
    fn a_row_becomes_a_statement() {
        let harvest = read(&[GOOD]);
        assert!(harvest.complaints.is_empty(), "{:?}", harvest.complaints);
        let statement = &harvest.statements[0];
        assert_eq!(
            (statement.period.to_string(), statement.flow, statement.place.line),
            ("2023".to_owned(), Flow::M, 2)
        );
        assert_eq!(statement.interval.width(), Some(Decimal::from(10_000)));
    }

    /// Each bad row is refused with the code, column and words that say why, and a hint.
    #[test]
    fn bad_rows_are_refused_with_their_place() {
        let cases: [(&str, &str, &str, usize, &str); 16] = [
            (",2023,year", ",2023-13,month", "period", 4, "`2023-13` is not a month"),
            (",2023,year", ",2023,month", "period-kind", 5, "not a month"),
            (",2023,year", ",2023,annual", "period-kind", 5, "`annual`"),
            (",M,,", ",Q,,", "flow", 6, "`Q`"),
            (",M,,", ",M,670,", "commodity", 7, "`670`"),
            (",M,,", ",M,6799,", "unknown-code", 7, "6799"),
            (",reported,", ",everything,", "coverage", 8, "`everything`"),
            (",value,", ",worth,", "measure", 9, "`worth`"),
            (",value,,", ",growth,,", "base", 10, "``"),
            (",29189,", ",29l89,", "printed", 12, "`29l89`"),
            (",USD,", ",dollars,", "unit", 13, "`dollars`"),
            (",1e4,", ",ten thousand,", "scale", 14, "`ten thousand`"),
            (",291890000,", ",2918900000,", "value", 15, "not printed × scale"),
            (",291885000,", ",291785000,", "bounds", 16, "low = 291785000"),
            (",,2024-01-18", ",circa,2024-01-18", "approx", 18, "`circa`"),
            (",2024-01-18,", ",18/01/2024,", "released", 19, "18/01/2024"),
        ];
        for (from, to, code, column, words) in cases {
            let row = GOOD.replacen(from, to, 1);
            assert_ne!(row, GOOD, "{from}");
            let harvest = read(&[&row, GOOD]);
            let found = harvest
                .complaints
                .iter()
                .find(|c| c.code == code)
                .unwrap_or_else(|| panic!("{code}: {:?}", harvest.complaints));
            assert_eq!((found.place.line, found.place.column), (2, column), "{found}");
            assert!(found.message.contains(words) && !found.hint.is_empty(), "{found}");
            assert_eq!(harvest.statements.len(), 1, "the good row stays");
        }
    }

    /// A place is a whole number among goods that can have one; whatever else is refused.
    #[test]
    fn a_place_is_read_or_refused() {
        const THIRD: &str = "R1,CHN,PRK,2023,year,M,6703,reported,rank,,HS4,3,rank,1,3,2.5,3.5,,2024-01-18,published,https://example.org,";
        let harvest = read(&[THIRD, &THIRD.replacen("HS4", "basket:hair", 1)]);
        assert!(harvest.complaints.is_empty(), "{:?}", harvest.complaints);
        assert_eq!(harvest.statements[0].asserts, Asserts::Rank { of: yalu_trade::Ranked::Level(4) });
        let cases = [
            (",HS4,", ",HS3,", "of", 11, "`HS3`"),
            (",HS4,", ",TOTAL,", "of", 11, "`TOTAL`"),
            (",HS4,", ",,", "of", 11, "``"),
            (",6703,", ",67,", "rank", 7, "`67` is not ranked among HS4"),
            (",6703,", ",,", "rank", 7, "`TOTAL`"),
            (",M,", ",B,", "rank", 6, "balance"),
            (",3,rank,1,3,2.5,3.5,,", ",3,USD,1,,,,,", "rank", 13, "USD"),
            (",3,rank,1,3,2.5,3.5,,", ",0,rank,1,,,,,", "rank", 12, "`0 rank`"),
            (",3,rank,1,3,2.5,3.5,,", ",-1,rank,1,,,,,", "rank", 12, "`-1 rank`"),
            (",3,rank,1,3,2.5,3.5,,", ",2.5,rank,1,,,,,", "rank", 12, "`2.5 rank`"),
            (",3,rank,1,3,2.5,3.5,,", ",3,rank,1e4,,,,,", "rank", 12, "`3 × 10000 rank`"),
            (",3,rank,1,3,2.5,3.5,,", ",3,rank,1,,,,about,", "rank", 12, "`about 3 rank`"),
        ];
        for (from, to, code, column, words) in cases {
            let row = THIRD.replacen(from, to, 1);
            assert_ne!(row, THIRD, "{from}");
            let harvest = read(&[&row]);
            let found = harvest.complaints.iter().find(|c| c.code == code);
            let found = found.unwrap_or_else(|| panic!("{to}: {:?}", harvest.complaints));
            assert_eq!((found.place.line, found.place.column), (2, column), "{found}");
            assert!(found.message.contains(words) && !found.hint.is_empty(), "{found}");
            assert!(harvest.statements.is_empty(), "{to}");
        }
    }

    #[test]
    fn all_faults_of_a_row_are_told_at_once() {
        let harvest = read(&["T1,CN,PRK,2023-13,month,Q,3,x,y,,,1,z,w,,,,,,maybe,,"]);
        assert!(harvest.complaints.len() >= 9, "{:?}", harvest.complaints);
    }

    #[test]
    fn a_file_in_another_encoding_is_named() {
        let mut bytes = COLUMNS.join(",").into_bytes();
        bytes.extend_from_slice(b"\nT1,CHN,\xB1\xB1\xBE\xA9,2023");
        let harvest = statements("s.csv", &bytes, harmonized_system(), &[]);
        let complaint = &harvest.complaints[0];
        assert_eq!((complaint.code, complaint.place.line, complaint.place.column), ("encoding", 2, 3));
        assert!(
            statements("s.csv", b"\xFF\xFEi\0d\0", harmonized_system(), &[]).complaints[0].message.contains("UTF-16")
        );
    }

    #[test]
    fn a_correction_changes_the_text_or_says_that_it_is_stale() {
        let correction = |from: &str| Correction {
            target: Target::Statement("T363".to_owned()),
            field: "scale".to_owned(),
            from: from.to_owned(),
            to: "1e3".to_owned(),
            reason: "thousands".to_owned(),
            source: "us".to_owned(),
            expect: 1,
            place: Place::new("corrections.toml", 3, 1),
        };
        let text = format!("{}\n{GOOD}\n", COLUMNS.join(","));
        let read = |from| statements("s.csv", text.as_bytes(), harmonized_system(), &[correction(from)]);
        let corrected = read("1e4");
        assert_eq!(corrected.statements[0].printed.value(), Decimal::from(29_189_000));
        assert_eq!(corrected.statements[0].corrections.len(), 1);
        let stale = read("1e6");
        assert_eq!((stale.complaints[0].code, stale.complaints[0].place.line), ("stale-correction", 3));
    }

    #[test]
    fn ids_that_stand_twice_are_told() {
        let harvest = read(&[GOOD, GOOD]);
        let complaints = duplicates(&harvest.statements);
        assert_eq!((complaints.len(), complaints[0].place.line), (1, 3));
    }

    /// Every row of the published figures reads without a complaint: those that the first desk keeps.
    #[test]
    fn the_published_figures_read() {
        for (name, rows) in [("totals.csv", 466), ("commodities.csv", 145)] {
            let path = format!("{}/../../desks/dprk/statements/{name}", env!("CARGO_MANIFEST_DIR"));
            let bytes = std::fs::read(&path).expect("the first desk is in the tree");
            let harvest = statements(name, &bytes, harmonized_system(), &[]);
            assert!(harvest.complaints.is_empty(), "{}", harvest.complaints[0]);
            assert_eq!(harvest.statements.len(), rows, "{name}");
        }
    }
}

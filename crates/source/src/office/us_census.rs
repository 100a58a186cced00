//! The U.S. Census Bureau's API: a JSON array of arrays, the first of them the header.
//! Columns are those that were asked for, so what is missing decides what a row is of.

use yalu_trade::{Card, Currency, Fixed, Flow, Observation, Period, Refused, Sink};

use super::{
    Office, Snapshot,
    codes::{doubt_of, period},
    intake::{Intake, mass, money, short},
    json::{Ended, records, scalar},
    places,
};

/// The reader of these answers.
pub(super) struct UsCensus;

const CARD: Card = Card {
    id: "us-census",
    title: "U.S. Census Bureau, International Trade",
    unit: "USD",
    formula: "exports ALL_VAL_MO, free alongside ship; imports GEN_VAL_MO, customs value (neither insurance nor freight)",
    citation: "U.S. Census Bureau, Guide to International Trade Datasets, \
               https://www.census.gov/foreign-trade/reference/guides/; timeseries/intltrade/{exports,imports}/hs",
    ..Card::BARE
};

/// The two ISO letters of whose records these are.
const REPORTER: &str = "US";

/// What is written for a value that is kept back.
const WITHHELD: [&str; 3] = ["(D)", "(S)", "(X)"];

impl Office for UsCensus {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn knows(&self, file: &Snapshot<'_>) -> bool {
        let begins = String::from_utf8_lossy(&file.head[..file.head.len().min(4096)]);
        let header = begins.trim_start_matches('\u{feff}').trim_start();
        let header = header.split(']').next().unwrap_or_default();
        header.starts_with('[') && header.contains("\"CTY_CODE\"") && header.contains("_COMMODITY\"")
    }

    fn read(&self, file: &Snapshot<'_>, sink: &mut dyn Sink) -> Result<(), Refused> {
        let mut intake = Intake::new(file.name, sink);
        let reader = match (file.open)() {
            Ok(reader) => reader,
            Err(error) => {
                intake.refuse("io", format!("it cannot be opened: {error}"), "is it still there?");
                return intake.finish();
            }
        };
        let (mut header, mut row, mut outcome, mut wrong): (Option<Header>, u64, _, _) = (None, 0, Ok(()), None);
        let ended = records(reader, "", &mut |fields: Vec<serde_json::Value>| {
            row += 1;
            let fields: Vec<String> = fields.iter().map(|field| scalar(field).unwrap_or_default()).collect();
            match &header {
                Some(header) => outcome = header.take(&fields, row, file, &mut intake),
                None => match Header::read(&fields) {
                    Ok(read) => header = Some(read),
                    Err(why) => wrong = Some(why),
                },
            }
            outcome.is_ok() && wrong.is_none()
        });
        outcome?;
        let again = "ask again; nothing of this file was taken";
        match (wrong, ended) {
            (Some(why), _) => intake.refuse("missing-column", why, "ask for them in `get`"),
            (None, Ended::Cut) => {
                intake.refuse("cut-off", format!("the answer breaks off after {row} whole rows"), again)
            }
            (None, Ended::Broken(why)) => intake.refuse("json", format!("after {row} rows: {why}"), again),
            (None, Ended::Whole(_)) if header.is_none() => intake.refuse("empty", "there is nothing in it", again),
            (None, Ended::Whole(_)) => {}
        }
        intake.finish()
    }
}

/// Which column is which.
struct Header {
    width: usize,
    flow: Flow,
    country: usize,
    code: usize,
    /// Of the month; or from January to it.
    value: usize,
    to_date: bool,
    time: Option<usize>,
    year_month: Option<(usize, usize)>,
    quantity: Option<usize>,
    unit: Option<usize>,
    district: Option<usize>,
    /// Domestic or foreign goods, provisions of the tariff: each a breakdown.
    breakdowns: Vec<(usize, &'static str)>,
}

impl Header {
    fn read(names: &[String]) -> Result<Self, String> {
        let at = |name: &str| names.iter().position(|n| n == name);
        let (exports, imports) = (at("E_COMMODITY"), at("I_COMMODITY"));
        let (flow, code, monthly, to_date, quantity) = match (exports, imports) {
            (Some(code), None) => (Flow::X, code, "ALL_VAL_MO", "ALL_VAL_YR", "QTY_1_MO"),
            (None, Some(code)) => (Flow::M, code, "GEN_VAL_MO", "GEN_VAL_YR", "GEN_QY1_MO"),
            _ => return Err("neither E_COMMODITY alone nor I_COMMODITY alone is among the columns".to_owned()),
        };
        let value = at(monthly).map(|at| (at, false)).or_else(|| at(to_date).map(|at| (at, true)));
        let year_month = at("YEAR").zip(at("MONTH"));
        let missing = |name: &str| format!("the column {name} is missing");
        let (value, to_date) = value.ok_or_else(|| missing(monthly))?;
        if at("time").is_none() && year_month.is_none() {
            return Err(missing("time"));
        }
        let breakdowns = [("DF", "DF"), ("RP", "RP"), ("CTY_SUBCO", "SUB")];
        Ok(Self {
            width: names.len(),
            flow,
            country: at("CTY_CODE").ok_or_else(|| missing("CTY_CODE"))?,
            code,
            value,
            to_date,
            time: at("time"),
            year_month,
            quantity: at(quantity).filter(|_| !to_date),
            unit: at("UNIT_QY1"),
            district: at("DISTRICT"),
            breakdowns: breakdowns.into_iter().filter_map(|(name, word)| Some((at(name)?, word))).collect(),
        })
    }

    fn period(&self, fields: &[String]) -> Option<Period> {
        let month = match (self.time, self.year_month) {
            (Some(time), _) => period(&fields[time])?,
            (None, Some((year, month))) => period(&format!("{}-{}", fields[year], fields[month]))?,
            (None, None) => return None,
        };
        if self.to_date { Period::span(Period::year(month.first_year()).first_month(), month) } else { Some(month) }
    }

    fn take(&self, fields: &[String], row: u64, file: &Snapshot<'_>, intake: &mut Intake<'_>) -> Result<(), Refused> {
        if fields.len() != self.width {
            let message = format!("this row has {} fields where the header has {}", fields.len(), self.width);
            intake.left_out("fields", row, 0, message, "ask again");
            return Ok(());
        }
        let country = fields[self.country].as_str();
        let partner = if country == "-" { places::numbered(0) } else { places::schedule_c(country) };
        let (Some(reporter), Some(partner), Some(period)) =
            (places::two_letters(REPORTER), partner, self.period(fields))
        else {
            // Codes that begin with 0, or have an X, are of groups: ASEAN, Asia, the OECD.
            if country.starts_with('0') || country.contains('X') {
                intake.once(
                    "group",
                    row,
                    "rows of groups of countries are left out",
                    "their members' rows say the same",
                );
            } else {
                let message = format!("CTY_CODE `{}`: not a country, or its month is none", short(country));
                intake.left_out("cell", row, self.country + 1, message, "Schedule C lists the codes");
            }
            return Ok(());
        };
        let code = fields[self.code].as_str();
        let commodity = if code == "-" { "TOTAL" } else { code };
        let withheld = WITHHELD.contains(&fields[self.value].as_str());
        let value = money(&fields[self.value]);
        let quantity: Option<Fixed> =
            self.quantity.and_then(|at| mass(&fields[at]).ok()).filter(|quantity| *quantity != 0);
        let unit = self.unit.map_or("", |at| fields[at].as_str());
        // X is how a code without a unit is written.
        let counted = !matches!(unit, "" | "-" | "X");
        let doubts = [
            doubt_of(commodity),
            value.as_ref().err().filter(|_| !withheld).map(|why| format!("the value {why}")),
            value.as_ref().is_ok_and(|value| *value < 0).then(|| "the value is below zero".to_owned()),
        ];
        let broken_down = self.breakdowns.iter().map(|(at, word)| (fields[*at].as_str(), *word));
        let mode =
            broken_down.filter(|(code, _)| !matches!(*code, "-" | "")).map(|(code, word)| format!("{word}{code}"));
        intake.push(&Observation {
            reporter,
            partner,
            flow: self.flow,
            period,
            nomenclature: "HS",
            commodity,
            mode: &mode.collect::<Vec<_>>().join("+"),
            province: self.district.map_or("", |at| if fields[at] == "-" { "" } else { &fields[at] }),
            transport: "",
            via: "",
            value: value.ok(),
            currency: Currency::USD,
            valuation: if self.flow == Flow::X { "FAS" } else { "customs" },
            coverage: "reported",
            weight: None,
            quantity: quantity.filter(|_| counted),
            unit: if counted { unit } else { "" },
            quantity2: None,
            unit2: "",
            status: if withheld { "suppressed" } else { "" },
            quarantine: &doubts.into_iter().flatten().collect::<Vec<_>>().join("; "),
            vintage: file.vintage(None, period),
            row,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::{Said, lines::tests};

    const EXPORTS: &str = r#"[["CTY_CODE","CTY_NAME","ALL_VAL_MO","QTY_1_MO","UNIT_QY1","E_COMMODITY","COMM_LVL","DF","DISTRICT","time"],
["-","TOTAL FOR ALL COUNTRIES","1500","3","NO","8703230190","HS10","-","-","2023-10"],
["5790","KOREA, NORTH","500","1","NO","8703230190","HS10","1","04","2023-10"],
["0003","EUROPEAN UNION","1000","2","NO","8703230190","HS10","-","-","2023-10"],
["4280","GERMANY","(D)","0","X","-","-","-","-","2023-10"],
["5700","CHINA",null,"0","KG","703230190","HS10","-","-","2023-10"],
["9999","?","1","0","KG","8703230190","HS10","-","-","2023-10"]]"#;

    #[test]
    fn rows_are_of_what_was_asked_for() {
        let kept = tests::read(&UsCensus, "exports.json", EXPORTS.as_bytes(), &Said::default());
        let shown: Vec<_> = kept
            .rows()
            .map(|r| {
                format!(
                    "{} {} {} {:?} {:?} {} {} {} {}",
                    r.row, r.partner, r.commodity, r.value, r.quantity, r.unit, r.mode, r.province, r.status
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "2 W00 8703230190 Some(150000) Some(3000) NO   ",
                "3 PRK 8703230190 Some(50000) Some(1000) NO DF1 04 ",
                "5 DEU TOTAL None None    suppressed",
                "6 CHN 703230190 None None KG   ",
            ]
        );
        let doubtful = kept.rows().last().expect("a row");
        assert_eq!(doubtful.quarantine, "code `703230190` has lost its leading zero; the value `` is not an amount");
        let told: Vec<_> = kept.complaints.iter().map(|c| (c.code, c.place.line)).collect();
        assert_eq!(told, [("group", 4), ("quarantined", 6), ("cell", 7)]);
        let first = kept.rows().next().expect("a row");
        assert_eq!((first.reporter, first.flow, first.valuation), ("USA", Flow::X, "FAS"));
    }

    #[test]
    fn imports_to_date_are_a_span() {
        let text = r#"[["I_COMMODITY","CTY_CODE","GEN_VAL_YR","YEAR","MONTH"],["0303","5700","12","2023","10"]]"#;
        let kept = tests::read(&UsCensus, "imports.json", text.as_bytes(), &Said::default());
        let row = kept.rows().next().expect("a row");
        assert_eq!((row.flow, row.period.to_string().as_str(), row.commodity), (Flow::M, "2023-01..2023-10", "0303"));
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for (text, code) in [
            (&EXPORTS[..EXPORTS.len() - 40], "cut-off"),
            (r#"[["CTY_CODE","E_COMMODITY","time"],["5700","01","2023-10"]]"#, "missing-column"),
            (r#"[["CTY_CODE","E_COMMODITY","ALL_VAL_MO"]]"#, "missing-column"),
            (r#"[["CTY_CODE","E_COMMODITY","I_COMMODITY"]]"#, "missing-column"),
            ("[]", "empty"),
            (r#"{"a":1}"#, "empty"),
            ("[1]", "json"),
        ] {
            let kept = tests::read(&UsCensus, "a.json", text.as_bytes(), &Said::default());
            assert_eq!(kept.complaints.iter().map(|c| c.code).next_back(), Some(code), "{text}");
        }
    }

    #[test]
    fn its_answers_are_known() {
        for (text, known) in [(EXPORTS, true), (r#"[["CTY_CODE"]]"#, false), (r#"{"data":[]}"#, false)] {
            assert_eq!(tests::with("x", text.as_bytes(), &Said::default(), |file| UsCensus.knows(file)), known);
        }
    }
}

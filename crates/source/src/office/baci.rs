//! BACI, which reconciles what exporter and importer report of one trade. Its rows are
//! of no office: they are kept as the exporter's exports, under a coverage of their own.

use yalu_trade::{Card, Currency, Decimal, Flow, MASS_PLACES, MONEY_PLACES, Observation, Refused, Sink, Vintage};

use super::{
    Office, Snapshot,
    codes::{doubt_of, period},
    columns::{self, Columns},
    intake::{Intake, number, scaled, short},
    places,
};

/// The reader of BACI's files.
pub(super) struct Baci;

const CARD: Card = Card {
    id: "baci",
    title: "BACI (CEPII)",
    unit: "USD",
    formula: "v in thousands of dollars, FOB; q in tons; i the exporter, j the importer",
    citation: "Gaulier & Zignago 2010, BACI: International Trade Database at the Product-Level, CEPII WP 2010-23; the README of \
               BACI_HS92_V202401b",
    ..Card::BARE
};

const COLUMNS: [&str; 6] = ["t", "i", "j", "k/hs6", "v", "q"];

/// Editions by the two digits that a file's name has of them.
const EDITIONS: [(&str, &str); 7] = [
    ("HS92", "HS1992"),
    ("HS96", "HS1996"),
    ("HS02", "HS2002"),
    ("HS07", "HS2007"),
    ("HS12", "HS2012"),
    ("HS17", "HS2017"),
    ("HS22", "HS2022"),
];

impl Office for Baci {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn knows(&self, file: &Snapshot<'_>) -> bool {
        columns::names(file.head, &["t", "i", "j", "v", "q"])
            && (columns::names(file.head, &["k"]) || columns::names(file.head, &["hs6"]))
    }

    fn read(&self, file: &Snapshot<'_>, sink: &mut dyn Sink) -> Result<(), Refused> {
        let mut intake = Intake::new(file.name, sink);
        let Some(mut table) = Columns::open(file, COLUMNS, &mut intake) else { return intake.finish() };
        let nomenclature =
            EDITIONS.iter().find(|(name, _)| file.name.contains(name)).map_or("HS", |(_, edition)| edition);
        let by_file = version(file.name);
        while let Some(row) = table.next(&mut intake) {
            let [t, i, j, k, v, q] = &row.fields;
            let place = |code: &str| code.parse().ok().and_then(places::numbered);
            let (Some(exporter), Some(importer), Some(year)) = (place(i), place(j), period(t)) else {
                let message =
                    format!("t `{}`, i `{}`, j `{}`: not a year and two places", short(t), short(i), short(j));
                intake.left_out("cell", row.line, 1, message, "BACI's own country table has its numbers");
                continue;
            };
            let value = number(v).and_then(|v| scaled(v, Decimal::ONE_THOUSAND, MONEY_PLACES));
            let weight = number(q).and_then(|q| scaled(q, Decimal::ONE_THOUSAND, MASS_PLACES));
            let doubts = [
                doubt_of(k),
                value.is_none_or(|value| value < 0).then(|| format!("v `{}` is not an amount", short(v))),
                (weight.is_none() && !matches!(q.as_ref(), "" | "NA"))
                    .then(|| format!("q `{}` is not an amount", short(q))),
                weight.is_some_and(|weight| weight < 0).then(|| "q is below zero".to_owned()),
            ];
            intake.push(&Observation {
                reporter: exporter,
                partner: importer,
                flow: Flow::X,
                period: year,
                nomenclature,
                commodity: k,
                mode: "",
                province: "",
                transport: "",
                via: "",
                value,
                currency: Currency::USD,
                valuation: "FOB",
                coverage: "other:reconciled",
                weight,
                quantity: None,
                unit: "",
                quantity2: None,
                unit2: "",
                status: "",
                quarantine: &doubts.into_iter().flatten().collect::<Vec<_>>().join("; "),
                vintage: file.vintage(by_file, year),
                row: row.line,
            })?;
        }
        intake.finish()
    }
}

/// The month of a version: `V202401b` is of January 2024.
fn version(name: &str) -> Option<Vintage> {
    let (_, rest) = name.rsplit_once("_V")?;
    let (year, rest) = rest.split_at_checked(4)?;
    let (month, _) = rest.split_at_checked(2)?;
    Vintage::read(&format!("{year}-{month}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::{Said, lines::tests};

    const FILE: &str = "t,i,j,k,v,q
2022,156,408,100630,   1234.567,  2500.5
2022,842,251,870323,10,NA
2022,156,490,10121,1,1
2022,156,408,100630,-1,x
2022,156,7777,100630,1,1
2022,156
";

    #[test]
    fn rows_are_the_exporters_in_dollars_and_kilograms() {
        let kept = tests::read(&Baci, "BACI_HS92_Y2022_V202401b.csv", FILE.as_bytes(), &Said::default());
        let rows: Vec<_> = kept.rows().collect();
        let shown: Vec<_> =
            rows.iter().map(|r| (r.reporter, r.partner, r.commodity, r.value, r.weight, r.quarantine)).collect();
        assert_eq!(
            shown,
            [
                ("CHN", "PRK", "100630", Some(123_456_700), Some(2_500_500_000), ""),
                ("USA", "FRA", "870323", Some(1_000_000), None, ""),
                ("CHN", "S19", "10121", Some(100_000), Some(1_000_000), "code `10121` has lost its leading zero"),
                ("CHN", "PRK", "100630", Some(-100_000), None, "v `-1` is not an amount; q `x` is not an amount"),
            ]
        );
        assert_eq!((rows[0].nomenclature, rows[0].coverage, rows[0].valuation), ("HS1992", "other:reconciled", "FOB"));
        assert_eq!(rows[0].vintage.to_string(), "2024-01-31");
        let told: Vec<_> = kept.complaints.iter().map(|c| (c.code, c.place.line)).collect();
        assert_eq!(told, [("quarantined", 4), ("quarantined", 5), ("cell", 6), ("fields", 7)]);
    }

    #[test]
    fn its_files_are_known_by_their_columns() {
        for (header, known) in [("t,i,j,k,v,q\n", true), ("t,hs6,i,j,v,q", true), ("t,i,j,v,q", false), ("k,v", false)]
        {
            assert_eq!(
                tests::with("x", header.as_bytes(), &Said::default(), |file| Baci.knows(file)),
                known,
                "{header}"
            );
        }
    }
}

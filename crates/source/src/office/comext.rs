//! Eurostat's Comext, bulk: `full202312.dat` as it comes out of `full_v2_202312.7z`, and
//! the layout of before 2022. Every row is of one statistical procedure; there is no
//! row of all of them.

use yalu_trade::{Card, Flow, Observation, Refused, Sink};

use super::{
    Office, Snapshot,
    codes::{currency, doubt_of, period},
    columns::{self, Columns},
    intake::{Intake, mass, money, short},
    places,
};

/// The reader of Comext's files.
pub(super) struct Comext;

const CARD: Card = Card {
    id: "eurostat-comext",
    title: "Eurostat Comext, bulk download",
    unit: "EUR",
    formula: "statistical value: CIF at the reporter's border for imports, FOB for exports",
    citation: "Eurostat, User guide on European statistics on international trade in goods, and the header of full_v2_*.7z, \
               https://ec.europa.eu/eurostat/api/dissemination/files?dir=comext/COMEXT_DATA/PRODUCTS",
    ..Card::BARE
};

const COLUMNS: [&str; 10] = [
    "DECLARANT_ISO/REPORTER",
    "PARTNER_ISO/PARTNER",
    "PRODUCT_NC",
    "FLOW",
    "PERIOD",
    "VALUE_EUR/VALUE_IN_EUROS",
    "QUANTITY_KG/QUANTITY_IN_KG",
    "?STAT_PROCEDURE/STAT_REGIME",
    "?SUPPL_UNIT/SUPP_UNIT",
    "?QUANTITY_SUPPL_UNIT/SUP_QUANTITY",
];

/// Partners that are kept back for commercial or military reasons: of all, within, outside the Union.
const HIDDEN_PARTNERS: [&str; 3] = ["QX", "QY", "QZ"];

impl Office for Comext {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn knows(&self, file: &Snapshot<'_>) -> bool {
        columns::names(file.head, &["PRODUCT_NC", "FLOW", "PERIOD", "PARTNER"])
    }

    fn read(&self, file: &Snapshot<'_>, sink: &mut dyn Sink) -> Result<(), Refused> {
        let mut intake = Intake::new(file.name, sink);
        let Some(euro) = currency("EUR") else { return intake.finish() };
        let Some(mut table) = Columns::open(file, COLUMNS, &mut intake) else { return intake.finish() };
        while let Some(row) = table.next(&mut intake) {
            let [reporter, partner, product, flow, when, euros, kilograms, procedure, unit, units] = &row.fields;
            let flow = match flow.as_ref() {
                "1" => Some(Flow::M),
                "2" => Some(Flow::X),
                _ => None,
            };
            let sides = (places::two_letters(reporter), place(partner));
            let (Some(reporter), Some(partner), Some(flow), Some(period)) = (sides.0, sides.1, flow, period(when))
            else {
                let named = row.fields[..5].iter().map(|field| short(field)).collect::<Vec<_>>().join(",");
                let message = format!("`{named}`: not a reporter, a partner, a product, a flow and a period");
                intake.left_out(
                    "cell",
                    row.line,
                    1,
                    message,
                    "flows are 1 and 2; places two letters; periods 202312, 202352",
                );
                continue;
            };
            let hidden_product = product.ends_with('X');
            let (value, weight, count) = (money(euros), mass(kilograms), mass(units));
            let doubts = [
                doubt_of(product).filter(|_| !special(product)),
                value.as_ref().err().map(|why| format!("value {why}")),
                value.as_ref().is_ok_and(|value| *value < 0).then(|| "value is below zero".to_owned()),
                weight.as_ref().err().filter(|_| !kilograms.is_empty()).map(|why| format!("weight {why}")),
            ];
            // Less than half a kilogram is written 0: no weight to divide by.
            let weight = weight.ok().filter(|weight| *weight != 0);
            let counted = !matches!(unit.as_ref(), "" | "NO_SU" | "-");
            intake.push(&Observation {
                reporter,
                partner,
                flow,
                period,
                nomenclature: "CN",
                commodity: product,
                mode: procedure,
                province: "",
                transport: "",
                via: "",
                value: value.ok(),
                currency: euro,
                valuation: flow.valuation(),
                coverage: "reported",
                weight,
                quantity: count.ok().filter(|count| counted && *count != 0),
                unit: if counted { unit } else { "" },
                quantity2: None,
                unit2: "",
                status: if hidden_product || HIDDEN_PARTNERS.contains(&partner) { "suppressed" } else { "" },
                quarantine: &doubts.into_iter().flatten().collect::<Vec<_>>().join("; "),
                vintage: file.vintage(None, period),
                row: row.line,
            })?;
        }
        intake.finish()
    }
}

/// Codes of the geonomenclature are ISO's; stores, high seas and hidden partners have codes of its own, which are kept.
fn place(code: &str) -> Option<&str> {
    let own = code.len() == 2 && matches!(code.as_bytes(), [b'Q' | b'X', b'A'..=b'Z']);
    places::two_letters(code).or_else(|| own.then_some(code))
}

/// Goods that are kept back stand under a code whose last digits are X (`39XXXXXX`); post and parcels, ships' stores and
/// the like under codes with letters too (`99RRR100`).
fn special(product: &str) -> bool {
    product.len() == 8
        && product.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && !product.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::{Said, lines::tests};

    const NEW: &str = "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,PRODUCT_BEC5,PRODUCT_SECTION,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT
AT,KP,E,18063100,07330,1082,1082,122,.....,04,2,1,NO_SU,202312,4739,4739,2000,0
GR,QX,E,39XXXXXX,582XX,XXXX,XXXX,700,31XXXX,07,1,3,NO_SU,202312,89,89,0,0
DE,XS,E,87032319,78120,2910,2910,510,.....,17,2,1,p/st,202352,250000,250000,15000,10
FR,CN,E,1012100,00150,0143,0143,111,.....,01,2,1,NO_SU,202312,1,1,1,0
FR,CN,E,01012100,00150,0143,0143,111,.....,01,3,1,NO_SU,202312,1,1,1,0
";
    const OLD: &str = "DECLARANT,DECLARANT_ISO,PARTNER,PARTNER_ISO,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_cpa2002,PRODUCT_cpa2008,PRODUCT_CPA2_1,PRODUCT_BEC,PRODUCT_SECTION,FLOW,STAT_REGIME,SUPP_UNIT,PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG,SUP_QUANTITY
001,FR,0003,NL,I,99RRR100,00151,0122,0143,.....,111,01,1,1,A,200101,2580,600,1
001,FR,0724,KP,E,TOTAL,.....,....,....,.....,...,..,1,1,,200101,2580,600,
";

    #[test]
    fn both_layouts_read() {
        let kept = tests::read(&Comext, "full202312.dat", NEW.as_bytes(), &Said::default());
        let rows: Vec<_> = kept.rows().collect();
        let shown: Vec<_> = rows
            .iter()
            .map(|r| (r.reporter, r.partner, r.flow.letters(), r.commodity, r.mode, r.value, r.status))
            .collect();
        assert_eq!(
            shown,
            [
                ("AUT", "PRK", "X", "18063100", "1", Some(473_900), ""),
                ("GRC", "QX", "M", "39XXXXXX", "3", Some(8_900), "suppressed"),
                ("DEU", "XS", "X", "87032319", "1", Some(25_000_000), ""),
                ("FRA", "CHN", "X", "1012100", "1", Some(100), ""),
            ]
        );
        assert_eq!((rows[0].weight, rows[1].weight, rows[0].unit), (Some(2_000_000), None, ""));
        assert_eq!(
            (rows[2].period.to_string().as_str(), rows[2].quantity, rows[2].unit),
            ("2023", Some(10_000), "p/st")
        );
        assert_eq!((rows[0].currency.letters(), rows[0].valuation, rows[1].valuation), ("EUR", "FOB", "CIF"));
        assert_eq!(rows[3].quarantine, "code `1012100` has lost its leading zero");
        let told: Vec<_> = kept.complaints.iter().map(|c| (c.code, c.place.line)).collect();
        assert_eq!(told, [("quarantined", 5), ("cell", 6)]);

        let kept = tests::read(&Comext, "full200101.dat", OLD.as_bytes(), &Said::default());
        let shown: Vec<_> = kept
            .rows()
            .map(|r| (r.reporter, r.partner, r.commodity.to_owned(), r.value, r.quarantine.to_owned()))
            .collect();
        assert_eq!(shown[1], ("FRA", "PRK", "TOTAL".to_owned(), Some(258_000), String::new()));
        assert_eq!((shown[0].2.as_str(), shown[0].4.as_str()), ("99RRR100", ""));
    }

    #[test]
    fn its_files_are_known_by_their_columns() {
        for (header, known) in [(NEW, true), (OLD, true), ("t,i,j,k,v,q", false)] {
            assert_eq!(tests::with("x", header.as_bytes(), &Said::default(), |file| Comext.knows(file)), known);
        }
    }
}

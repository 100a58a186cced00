//! K-stat of the Korea International Trade Association, as its workbooks come: a title, a
//! line of what was asked for, a header in two rows (years above, amounts below), rows
//! by month, by code or by country.

use yalu_trade::{Card, Currency, Decimal, Fixed, Flow, MASS_PLACES, MONEY_PLACES, Observation, Period, Refused, Sink};

use super::{
    Office, Snapshot,
    codes::{doubt_of, period},
    intake::{Intake, number, scaled, short},
    places,
    workbook::{self, SheetRow},
};

/// The reader of K-stat's workbooks.
pub(super) struct Kita;

const CARD: Card = Card {
    id: "kita",
    title: "K-stat (Korea International Trade Association)",
    unit: "USD",
    formula: "수출금액 FOB, 수입금액 CIF, in the unit that the sheet names (천불: thousands of dollars); 수지 = 수출 − 수입",
    citation: "KITA, K-stat, https://stat.kita.net: workbooks of 총괄, 품목 수출입 and 국가 수출입; it documents no layout, so this is \
               the one that public readers of such workbooks expect",
    ..Card::BARE
};

/// The two ISO letters of whose records these are.
const REPORTER: &str = "KR";

/// What a sheet calls its unit, and how many dollars one is.
const UNITS: [(&str, i64); 7] = [
    ("백만불", 1_000_000),
    ("백만달러", 1_000_000),
    ("천불", 1_000),
    ("천달러", 1_000),
    ("천$", 1_000),
    ("달러", 1),
    ("불", 1),
];

/// The header stands in one of so many rows.
const HEADER_WITHIN: usize = 12;

impl Office for Kita {
    fn card(&self) -> &'static Card {
        &CARD
    }

    /// By its name: every workbook looks alike from outside.
    fn knows(&self, file: &Snapshot<'_>) -> bool {
        let name = file.name.to_lowercase();
        workbook::is_workbook(file.head) && ["k-stat", "kstat", "kita"].iter().any(|mark| name.contains(mark))
    }

    fn read(&self, file: &Snapshot<'_>, sink: &mut dyn Sink) -> Result<(), Refused> {
        let mut intake = Intake::new(file.name, sink);
        let (mut above, mut sheet): (Vec<SheetRow>, Option<Sheet>) = (Vec::new(), None);
        workbook::rows(file, None, &mut intake, &mut |row, intake| {
            match &sheet {
                Some(sheet) => sheet.take(row, file, intake)?,
                None => {
                    above.push(row.clone());
                    match Sheet::find(&above, file) {
                        Ok(found) => sheet = found,
                        Err((why, hint)) => intake.refuse("header", why, hint),
                    }
                }
            }
            Ok(!intake.is_refused() && (sheet.is_some() || above.len() < HEADER_WITHIN))
        })?;
        if sheet.is_none() && !intake.is_refused() {
            intake.refuse(
                "header",
                "there is no row of 수출금액 and 수입금액",
                "is it a workbook of K-stat? A mapping reads any table",
            );
        }
        intake.finish()
    }
}

/// The amounts of one period in a row.
#[derive(Clone, Copy, Default)]
struct Group {
    /// The year or month above it; where there is none, rows say theirs.
    period: Option<Period>,
    exports: Option<u32>,
    imports: Option<u32>,
    export_weight: Option<u32>,
    import_weight: Option<u32>,
    balance: Option<u32>,
}

/// A sheet whose header was read.
struct Sheet {
    groups: Vec<Group>,
    when: Option<u32>,
    code: Option<u32>,
    country: Option<u32>,
    /// The year and the country that was asked for.
    year: Option<Period>,
    partner: Option<&'static str>,
    dollars: Decimal,
}

type Fault = (String, &'static str);

impl Sheet {
    /// The header, once its last row is there.
    fn find(above: &[SheetRow], file: &Snapshot<'_>) -> Result<Option<Self>, Fault> {
        let Some((names, before)) = above.split_last() else { return Ok(None) };
        // What is not broken down by years is merged over both rows of the header, and stands in the upper one.
        let both = || names.cells().chain(before.last().into_iter().flat_map(SheetRow::cells));
        let at = |words: &[&str]| both().find(|(_, cell)| words.contains(&cell.text().as_str())).map(|(at, _)| at);
        if at(&["수출금액", "수출액"]).is_none() || at(&["수입금액", "수입액"]).is_none() {
            return Ok(None);
        }
        let asked: String = before.iter().flat_map(SheetRow::cells).map(|(_, cell)| cell.text() + " ").collect();
        let squeezed: String = asked.chars().chain(words_of(names)).filter(|c| !c.is_whitespace()).collect();
        let Some((_, dollars)) = UNITS.iter().find(|(word, _)| squeezed.contains(word)) else {
            return Err((
                "the sheet does not name its unit".to_owned(),
                "K-stat writes 천불 or 백만불 above the table",
            ));
        };
        let country = at(&["국가", "국가명", "국가별"]);
        let said = file.said.partner.as_deref().and_then(places::three_letters);
        let asked_country = after(&asked, "국가").and_then(place);
        // A sheet of codes or months without a country is of all of them.
        let partner = if country.is_some() { None } else { said.or(asked_country).or_else(|| places::numbered(0)) };
        Ok(Some(Self {
            groups: groups(names, before.last()),
            when: at(&["시점", "년월", "연월", "기간", "월"]),
            code: at(&["코드", "품목코드", "HS코드", "HSK"]),
            country,
            year: after(&asked, "년도").or_else(|| after(&asked, "연도")).and_then(|text| period(text.get(..4)?)),
            partner,
            dollars: Decimal::from(*dollars),
        }))
    }

    fn take(&self, row: &SheetRow, file: &Snapshot<'_>, intake: &mut Intake<'_>) -> Result<(), Refused> {
        let text = |at: Option<u32>| at.and_then(|at| row.get(at)).map(|cell| cell.text()).unwrap_or_default();
        let total =
            row.cells().take(3).any(|(_, cell)| matches!(cell.text().as_str(), "총계" | "합계" | "전체" | "총 계"));
        let partner = match self.country {
            Some(_) if total => places::numbered(0),
            Some(at) => place(&text(Some(at))),
            None => self.partner,
        };
        let code = text(self.code);
        let commodity = if self.code.is_none() || total { "TOTAL" } else { code.as_str() };
        let Some(partner) = partner else {
            let message = format!("`{}` is no country that is known here", short(&text(self.country)));
            intake.left_out("place", row.row, 0, message, "a name that K-stat uses and korean.csv lacks belongs there");
            return Ok(());
        };
        for group in &self.groups {
            let Some(when) = group.period.map_or_else(|| self.period(&text(self.when)), Some) else {
                let message = format!("`{}` is neither a year nor a month", short(&text(self.when)));
                intake.left_out(
                    "period",
                    row.row,
                    0,
                    message,
                    "2023년, 2023년 10월, or 10월 under a year that was asked for",
                );
                continue;
            };
            self.observe(row, group, (partner, commodity, when), file, intake)?;
        }
        Ok(())
    }

    /// `2019년`, `2019년 12월`, `2019.12`; `12월` where a year was asked for.
    fn period(&self, text: &str) -> Option<Period> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        match plain.strip_suffix('월') {
            None => period(plain.strip_suffix('년').unwrap_or(&plain)),
            Some(month) => match month.split_once('년') {
                Some((year, month)) => period(&format!("{year}-{month}")),
                None => Period::month(self.year?.first_year(), month.parse().ok()?),
            },
        }
    }

    fn observe(
        &self,
        row: &SheetRow,
        group: &Group,
        (partner, commodity, when): (&str, &str, Period),
        file: &Snapshot<'_>,
        intake: &mut Intake<'_>,
    ) -> Result<(), Refused> {
        let Some(reporter) = places::two_letters(REPORTER) else { return Ok(()) };
        let read = |at: Option<u32>| at.and_then(|at| row.get(at)).map(|cell| cell.text().replace(',', ""));
        let numbers = [group.exports, group.imports, group.balance].map(|at| read(at).as_deref().and_then(number));
        // Each is rounded to the unit, so they may be off by one and a half of it.
        let off = matches!(numbers, [Some(x), Some(m), Some(b)] if (x - m - b).abs() > Decimal::new(15, 1));
        for (flow, value_at, weight_at) in
            [(Flow::X, group.exports, group.export_weight), (Flow::M, group.imports, group.import_weight)]
        {
            let Some(text) = read(value_at).filter(|text| !matches!(text.as_str(), "" | "-")) else {
                intake.once(
                    "gap",
                    row.row,
                    "cells without an amount make no record: nothing says that they are zero",
                    "",
                );
                continue;
            };
            let value = number(&text).and_then(|value| scaled(value, self.dollars, MONEY_PLACES));
            let weight: Option<Fixed> = read(weight_at)
                .as_deref()
                .and_then(number)
                .and_then(|weight| scaled(weight, Decimal::ONE, MASS_PLACES));
            let doubts = [
                doubt_of(commodity),
                value.is_none().then(|| format!("`{}` is not an amount", short(&text))),
                value.is_some_and(|value| value < 0).then(|| format!("`{}` is below zero", short(&text))),
                off.then(|| "수지 is not 수출 less 수입".to_owned()),
            ];
            intake.push(&Observation {
                reporter,
                partner,
                flow,
                period: when,
                nomenclature: "HS",
                commodity,
                mode: "",
                province: "",
                transport: "",
                via: "",
                value,
                currency: Currency::USD,
                valuation: flow.valuation(),
                coverage: "reported",
                weight: weight.filter(|weight| *weight != 0),
                quantity: None,
                unit: "",
                quantity2: None,
                unit2: "",
                status: "",
                quarantine: &doubts.into_iter().flatten().collect::<Vec<_>>().join("; "),
                vintage: file.vintage(None, when),
                row: row.row,
            })?;
        }
        Ok(())
    }
}

fn words_of(row: &SheetRow) -> Vec<char> {
    row.cells().flat_map(|(_, cell)| cell.text().chars().collect::<Vec<_>>()).collect()
}

/// The amounts by period: a new group begins wherever exports stand again.
fn groups(names: &SheetRow, years: Option<&SheetRow>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, cell) in names.cells() {
        let name = cell.text();
        if matches!(name.as_str(), "수출금액" | "수출액") {
            groups.push(Group { period: years.and_then(|years| above(years, at)), ..Group::default() });
        }
        let Some(group) = groups.last_mut() else { continue };
        match name.as_str() {
            "수출금액" | "수출액" => group.exports = Some(at),
            "수입금액" | "수입액" => group.imports = Some(at),
            "수출중량" => group.export_weight = Some(at),
            "수입중량" => group.import_weight = Some(at),
            "수지" | "무역수지" => group.balance = Some(at),
            _ => {}
        }
    }
    groups
}

/// The year or month that stands above a column, or to the left of it where cells were merged.
fn above(years: &SheetRow, column: u32) -> Option<Period> {
    let text = years.cells().filter(|(at, _)| *at <= column).last()?.1.text();
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match plain.strip_suffix('월') {
        None => period(plain.strip_suffix('년')?),
        Some(month) => month.split_once('년').and_then(|(year, month)| period(&format!("{year}-{month}"))),
    }
}

/// What stands after a word and a colon, up to a blank or a comma.
fn after<'a>(asked: &'a str, word: &str) -> Option<&'a str> {
    let (_, rest) = asked.split_once(word)?;
    let rest = rest.trim_start().strip_prefix([':', '：'])?.trim_start();
    rest.split([' ', ',', '/', '|']).next().filter(|text| !text.is_empty())
}

/// A country by its Korean name.
fn place(name: &str) -> Option<&'static str> {
    match name {
        "전체" | "총계" | "전세계" => places::numbered(0),
        name => places::korean(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::{Said, lines::tests, workbook::tests::workbook};

    /// Rows of cells apart by bars, as a workbook: digits are numbers.
    fn check(rows: &str) -> (Vec<String>, Vec<(&'static str, usize)>) {
        let kept = tests::read(&Kita, "K-stat 총괄.xlsx", &workbook(rows), &Said::default());
        let row = |r: Observation<'_>| {
            format!("{} {} {} {} {} {}", r.partner, r.period, r.flow, r.commodity, r.value.unwrap_or(-1), r.quarantine)
        };
        let shown = kept.rows().map(|r| row(r).trim_end().to_owned()).collect();
        (shown, kept.complaints.iter().map(|c| (c.code, c.place.line)).collect())
    }

    #[test]
    fn months_of_a_country_read() {
        let (rows, told) = check(
            "K-stat 총괄
년도 : 2019 국가 : 중국 단위 : 천불
순번|시점|수출금액|수출증감률|수입금액|수입증감률|수지
1|12월|11,370,000|3.3|9000000|-1.0|2370000
2|11월|100|0|50|0|40
3|13월|1|0|1|0|0",
        );
        assert_eq!(
            rows,
            [
                "CHN 2019-12 X TOTAL 1137000000000",
                "CHN 2019-12 M TOTAL 900000000000",
                "CHN 2019-11 X TOTAL 10000000 수지 is not 수출 less 수입",
                "CHN 2019-11 M TOTAL 5000000 수지 is not 수출 less 수입",
            ]
        );
        assert_eq!(told, [("quarantined", 5), ("quarantined", 5), ("period", 6)]);
    }

    #[test]
    fn codes_and_countries_by_year_read() {
        let (rows, told) = check(
            "K-stat 품목 수출입
단위 : 천불
순번|코드|품목명|2020년||||2021년
|||수출금액|수출증감률|수입금액|수지|수출금액|수입금액|수지
||총계|10|1|4|6|12|4|8
1|01|산 동물|10|1|-|6|12|4|8
2|303|냉동 어류|1|1|1|0|1|1|0",
        );
        assert_eq!(
            rows[..4],
            [
                "W00 2020 X TOTAL 1000000",
                "W00 2020 M TOTAL 400000",
                "W00 2021 X TOTAL 1200000",
                "W00 2021 M TOTAL 400000"
            ]
        );
        assert_eq!(rows[4..7], ["W00 2020 X 01 1000000", "W00 2021 X 01 1200000", "W00 2021 M 01 400000"]);
        assert!(rows[7].ends_with("303 100000 code `303` has lost its leading zero"), "{}", rows[7]);
        assert_eq!(told[0], ("gap", 6));

        let (rows, told) = check(
            "K-stat 국가 수출입
단위 : 백만불
순번|국가명|2023년 10월
||수출금액|수입금액
1|북한|0|1
2|무명국|1|1",
        );
        assert_eq!(rows, ["PRK 2023-10 X TOTAL 0", "PRK 2023-10 M TOTAL 100000000"]);
        assert_eq!(told, [("place", 6)]);
    }

    #[test]
    fn a_sheet_without_unit_or_header_is_refused() {
        for (rows, code) in [("K-stat\n시점|수출금액|수입금액\n2019년|1|1", "header"), ("K-stat\na|b\n1|2", "header")]
        {
            let (read, told) = check(rows);
            assert_eq!((read.len(), told), (0, vec![(code, 0)]), "{rows}");
        }
    }
}

//! A workbook of K-stat, made up: the goods of one country, the periods side by side, in
//! thousands of dollars.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io::{self, Write},
};

use yalu_trade::{Flow, Period};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Made, Named, rows, slices, sum_of};

/// Amounts of a period: exports and imports.
type Sides = [u64; 2];

/// Writes a workbook. It is of one country, so there is one partner; a sheet's rows are held in
/// memory. Rows are rounded so that they add up to the total, rounded.
pub fn kita(spec: &Made, named: &[Named], out: &mut dyn Write) -> io::Result<u64> {
    let [partner] = &spec.partners[..] else {
        return Err(io::Error::other("a sheet of goods is of one country: make one for each"));
    };
    let periods: BTreeSet<Period> = slices(spec).into_iter().map(|(period, _)| period).collect();
    let mut goods: BTreeMap<String, BTreeMap<Period, Sides>> = BTreeMap::new();
    let mut reached: BTreeMap<(Period, Flow), u64> = BTreeMap::new();
    rows(spec, named, &mut |row| {
        let sum = reached.entry((row.period, row.flow)).or_default();
        let before = thousands(*sum);
        *sum += row.value;
        let sides = goods.entry(row.goods.code.clone()).or_default().entry(row.period).or_default();
        sides[usize::from(row.flow == Flow::M)] += thousands(*sum) - before;
        Ok(())
    })?;
    let total = |period: &Period| {
        let side = |flow| thousands(sum_of(spec, partner, *period, flow));
        (*period, [side(Flow::X), side(Flow::M)])
    };
    let total: BTreeMap<Period, Sides> = periods.iter().map(total).collect();
    let mut zip = ZipWriter::new_stream(out);
    for (name, text) in PARTS {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default())?;
    write!(zip, "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>")?;
    let mut sheet = Sheet { row: 0, line: String::new() };
    sheet.put(&[text("K-stat 품목 수출입")], &mut zip)?;
    sheet.put(&[text(&format!("국가 : {} 단위 : 천불", partner.name))], &mut zip)?;
    let (mut above, mut names) = (["순번", "코드", "품목명"].map(text).to_vec(), vec![Cell::Empty; 3]);
    for period in &periods {
        above.extend([text(&called(*period)?), Cell::Empty, Cell::Empty]);
        names.extend(["수출금액", "수입금액", "수지"].map(text));
    }
    sheet.put(&above, &mut zip)?;
    sheet.put(&names, &mut zip)?;
    let figures = |of: &BTreeMap<Period, Sides>| -> Vec<Cell> {
        let figure = |period: &Period| match of.get(period) {
            Some([x, m]) => [i128::from(*x), i128::from(*m), i128::from(*x) - i128::from(*m)],
            None => [0; 3],
        };
        periods.iter().flat_map(figure).map(Cell::Number).collect()
    };
    sheet.put(&[vec![Cell::Empty, Cell::Empty, text("총계")], figures(&total)].concat(), &mut zip)?;
    for (number, (code, of)) in goods.iter().enumerate() {
        let head = vec![Cell::Number(number as i128 + 1), text(code), text("품목")];
        sheet.put(&[head, figures(of)].concat(), &mut zip)?;
    }
    write!(zip, "</sheetData></worksheet>")?;
    zip.finish()?;
    Ok(goods.len() as u64)
}

fn thousands(dollars: u64) -> u64 {
    dollars.saturating_add(500) / 1_000
}

/// A period as a header names it.
fn called(period: Period) -> io::Result<String> {
    if period.is_year() {
        Ok(format!("{period}년"))
    } else if period.is_month() {
        Ok(format!("{}년 {}월", period.first_year(), period.month_of_year()))
    } else {
        Err(io::Error::other(format!("K-stat has years and months, and {period} is neither")))
    }
}

#[derive(Clone)]
enum Cell {
    Empty,
    Text(String),
    Number(i128),
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// A sheet that is being written.
struct Sheet {
    row: usize,
    line: String,
}

impl Sheet {
    fn put(&mut self, cells: &[Cell], out: &mut impl Write) -> io::Result<()> {
        self.row += 1;
        let row = self.row;
        self.line.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.line, "<row r=\"{row}\">");
        for (at, cell) in cells.iter().enumerate() {
            let column = column(at);
            let _ = match cell {
                Cell::Empty => Ok(()),
                Cell::Text(text) => {
                    write!(self.line, "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
                }
                Cell::Number(number) => write!(self.line, "<c r=\"{column}{row}\"><v>{number}</v></c>"),
            };
        }
        self.line.push_str("</row>");
        out.write_all(self.line.as_bytes())
    }
}

/// A column by its letters.
fn column(at: usize) -> String {
    let letter = |at: usize| char::from(b'A' + (at % 26) as u8);
    if at < 26 { letter(at).to_string() } else { column(at / 26 - 1) + &letter(at).to_string() }
}

/// What a workbook has beside its sheet.
const PARTS: [(&str, &str); 5] = [
    (
        "[Content_Types].xml",
        r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="K-stat" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
    ),
    (
        "xl/styles.xml",
        r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>"#,
    ),
];

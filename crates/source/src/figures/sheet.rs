//! A grid's header and rows, before they are figures: what each column prints
//! and what each row is. Headers of two lines are read downwards; a header
//! that stands over several columns goes for each.

mod counts;
mod words;

use yalu_trade::{Flow, Grid, Kind, Measure, Period, Report, RowRole, RowsAre, Thing};

use super::{
    dictionary::Dictionary,
    lexicon::{Back, Word},
    rows::{row_of, settle_rows},
    scan::{What, scan},
    side,
    subject::Mind,
    unit_line::{Counted, Units, units},
    when::When,
};
pub(super) use counts::counted;
pub(super) use words::{cell_text, is_code, is_value, is_year};

/// What a column holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    pub(super) header: String,
    pub(super) role: ColumnRole,
    pub(super) kind: Option<Kind>,
    pub(super) measure: Option<Measure>,
    pub(super) counted: Option<Counted>,
    pub(super) flow: Option<Flow>,
    pub(super) below_zero: bool,
    pub(super) when: Option<When>,
    pub(super) back: Option<Back>,
    pub(super) total: bool,
    pub(super) goods: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum ColumnRole {
    Rank,
    Code,
    Label,
    #[default]
    Figures,
}

/// What a row is.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) code: Option<String>,
    pub(super) rank: Option<u32>,
    pub(super) role: RowRole,
    pub(super) when: Option<When>,
    pub(super) flow: Option<Flow>,
    pub(super) below_zero: bool,
    pub(super) total: bool,
}

/// A grid, its columns and rows understood.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) columns: Vec<Column>,
    /// The rows with their index in the grid.
    pub(super) rows: Vec<(usize, Row)>,
    pub(super) rows_are: RowsAre,
    pub(super) units: Units,
    pub(super) flow: Option<Flow>,
    pub(super) period: Option<Period>,
    pub(super) top: bool,
    pub(super) name: Option<String>,
}

/// So many rows of a table are read; a report's own are no more.
const ROWS: usize = crate::report::MOST_ROWS;

/// How many rows stand above the first row of figures.
fn header_rows(cells: &[Vec<String>]) -> usize {
    let dash = |cell: &String| ["-", "–", "—", "…", "n.a.", "n/a"].contains(&cell.as_str());
    let values = |row: &Vec<String>| {
        let beside = row.iter().skip(1).any(|cell| is_value(cell) || dash(cell));
        beside || row.iter().filter(|cell| is_value(cell)).count() > 1
    };
    cells.iter().take(5).position(values).unwrap_or(0)
}

fn headers(cells: &[Vec<String>], count: usize, width: usize) -> Vec<String> {
    (0..width)
        .map(|column| {
            let parts = (0..count).filter_map(|row| {
                let own = cells[row].get(column).filter(|text| !text.is_empty());
                let under = (row + 1..count).any(|lower| cells[lower].get(column).is_some_and(|text| !text.is_empty()));
                let over = || {
                    let left =
                        (0..column).rev().find(|left| cells[row].get(*left).is_some_and(|text| !text.is_empty()))?;
                    let also =
                        (row + 1..count).any(|lower| cells[lower].get(left).is_some_and(|text| !text.is_empty()));
                    cells[row].get(left).filter(|_| also)
                };
                own.or_else(|| if under { over() } else { None }).cloned()
            });
            parts.collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// The labels that a grid gives to codes, for prose to be read by.
pub(super) fn labels(report: &Report, grid: &Grid) -> Vec<(String, String, Option<String>)> {
    let cells = texts(report, grid);
    let start = header_rows(&cells);
    let rows = cells.iter().zip(&grid.rows).skip(start);
    rows.filter_map(|(row, ranges)| {
        let label = row.iter().find(|cell| {
            !cell.is_empty() && !cell.bytes().any(|b| b.is_ascii_digit())
                || cell.chars().filter(|c| c.is_alphabetic()).count() > 3
        })?;
        let label = label.clone();
        // 655 020 is a count of tons.
        let spaced = |n: usize| {
            ranges
                .get(n)
                .is_some_and(|range| report.words(range).trim().contains([' ', '\u{2009}', '\u{a0}', '\u{202f}']))
        };
        let coded = |(n, cell): &(usize, &String)| is_code(cell) && cell.len() >= 4 && !is_year(cell) && !spaced(*n);
        let code = row.iter().enumerate().take(4).find(coded).map(|(_, cell)| cell.clone());
        Some((label, code))
    })
    .take(2000)
    .flat_map(|(label, code)| {
        let key = code.clone().unwrap_or_else(|| label.to_lowercase());
        // A coded label is looked up by its code; a word of it may be of other goods.
        let short = alias(&label).filter(|_| code.is_none()).map(|short| (short, key.clone(), None));
        short.into_iter().chain([(label, key, code)]).collect::<Vec<_>>()
    })
    .collect()
}

/// "Textiles and apparel" is called textiles for short.
fn alias(label: &str) -> Option<String> {
    let (first, _) = label.split_once(" and ").or_else(|| label.split_once(", "))?;
    (first.len() >= 4 && first.is_ascii() && !first.contains(' ')).then(|| first.to_owned())
}

fn texts(report: &Report, grid: &Grid) -> Vec<Vec<String>> {
    grid.rows.iter().take(ROWS + 10).map(|row| row.iter().map(|cell| cell_text(report.words(cell))).collect()).collect()
}

/// Understands a grid; `None` where it holds no figures.
pub(super) fn sheet(report: &Report, grid: &Grid, book: &Dictionary, mind: &Mind) -> Option<Sheet> {
    let cells = texts(report, grid);
    let width = cells.iter().map(Vec::len).max()?;
    let start = header_rows(&cells);
    let headers = headers(&cells, start, width);
    let mut speaker = mind.clone();
    let title: Vec<&str> = grid.captions.iter().map(|range| report.words(range)).collect();
    let title = title.join("\n");
    let mut sheet = Sheet {
        columns: Vec::new(),
        rows: Vec::new(),
        rows_are: RowsAre::Goods,
        units: units(&title),
        flow: None,
        period: None,
        top: false,
        name: None,
    };
    for caption in &grid.captions {
        caption_says(report, caption, book, &mut speaker, &mut sheet);
    }
    // A table of more rows is a file of records; its first rows are read, and no sums of it.
    let body = &cells[start..cells.len().min(start + ROWS)];
    for (i, header) in headers.iter().enumerate() {
        let column: Vec<&str> =
            body.iter().filter_map(|row| row.get(i).map(String::as_str)).filter(|cell| !cell.is_empty()).collect();
        sheet.columns.push(column_of(header, &column, book, &speaker));
    }
    name_label_column(&mut sheet.columns, body);
    fill_periods(&mut sheet.columns);
    let mut rows = Vec::new();
    for (i, row) in body.iter().enumerate() {
        if let Some(row) = row_of(row, &sheet.columns, book, &speaker) {
            rows.push((i + start, row));
        }
    }
    sheet.rows = rows;
    settle_rows(&mut sheet);
    (!sheet.rows.is_empty() && sheet.columns.iter().any(|column| column.role == ColumnRole::Figures)).then_some(sheet)
}

fn caption_says(
    report: &Report,
    caption: &std::ops::Range<usize>,
    book: &Dictionary,
    mind: &mut Mind,
    sheet: &mut Sheet,
) {
    let words = report.words(caption);
    let lower = words.to_lowercase();
    let source = ["source", "자료", "资料", "note", "주:", "注", "数据来源"]
        .iter()
        .any(|lead| lower.trim_start_matches(['*', '(', '<', ' ']).starts_with(lead));
    if source {
        return;
    }
    sheet.top |= ["top ", "largest", "main", "상위", "주요", "主要", "前十", "principal", "leading"]
        .iter()
        .any(|word| lower.contains(word));
    if sheet.name.is_none() {
        sheet.name = table_name(words);
    }
    let marks = scan(&report.text, caption.clone(), book);
    for (at, mark) in marks.marks.iter().enumerate() {
        match &mark.what {
            What::Word(Word::Flow(way)) => {
                let said = side::speaker(&report.text, &marks.marks, at);
                mind.speaker = said.unwrap_or(mind.speaker);
                if sheet.flow.is_none() {
                    sheet.flow = Some(side::flow(*way, mind.speaker));
                }
            }
            What::When(when) if sheet.period.is_none() => sheet.period = mind.period_of(*when),
            _ => {}
        }
    }
}

/// "Table 1", "표 2", "表3".
fn table_name(caption: &str) -> Option<String> {
    let plain = caption.trim_start_matches(['*', '#', ' ', '<', '[', '〈', '【', '_']);
    let lead = ["Table", "TABLE", "표", "表"].into_iter().find(|lead| plain.starts_with(lead))?;
    let rest = plain[lead.len()..].trim_start();
    let number: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let space = if lead == "表" { "" } else { " " };
    (!number.is_empty()).then(|| format!("{lead}{space}{number}"))
}

pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

fn column_of(header: &str, cells: &[&str], book: &Dictionary, mind: &Mind) -> Column {
    let lower = header.to_lowercase();
    let mut column = Column { header: header.to_owned(), ..Column::default() };
    let codes = cells.iter().filter(|cell| is_code(cell)).count() * 10 >= cells.len() * 6;
    let named_code = has(&lower, &["hs", "code", "코드", "编码", "編碼", "세번"]) && !has(&lower, &["share", "value"]);
    let sequence = cells.len() >= 3
        && cells.iter().take(3).enumerate().all(|(i, cell)| cell.trim_end_matches('.').parse::<usize>() == Ok(i + 1));
    let named_rank =
        ["no", "no.", "rank", "#", "순위", "순번", "번호", "序号", "排名", "位次", "名次"].contains(&lower.trim());
    let values = cells.iter().filter(|cell| is_value(cell)).count() * 2 > cells.len();
    if named_code && codes {
        column.role = ColumnRole::Code;
    } else if named_rank || sequence && header.trim().is_empty() {
        column.role = ColumnRole::Rank;
    } else if !values {
        column.role = ColumnRole::Label;
    } else if header.trim().is_empty() && codes && cells.iter().all(|cell| is_code(cell) && cell.len() >= 4) {
        column.role = ColumnRole::Code;
    }
    if column.role != ColumnRole::Figures {
        return column;
    }
    let marks = scan(header, 0..header.len(), book);
    let mut growth = false;
    for (at, mark) in marks.marks.iter().enumerate() {
        match &mark.what {
            What::Word(Word::Flow(way)) => {
                let speaker = side::speaker(header, &marks.marks, at).unwrap_or(mind.speaker);
                if column.flow.is_none() {
                    (column.flow, column.below_zero) =
                        (Some(side::flow(*way, speaker)), side::below_zero(*way, speaker));
                }
            }
            What::When(when) => column.when = column.when.or(Some(*when)),
            What::Word(Word::Ago(back)) => column.back = Some(*back),
            What::Word(Word::Share) => column.kind = Some(Kind::Share),
            What::Word(Word::Growth | Word::Up | Word::Down) => growth = true,
            What::Word(Word::Total) => column.total = true,
            What::Word(Word::Weight) => column.measure = Some(Measure::Weight),
            What::Goods(key) => column.goods = Some(key.clone()),
            _ => {}
        }
    }
    let counted = units(header);
    let percent = lower.contains('%') || cells.iter().any(|cell| cell.ends_with('%'));
    let signed = cells.iter().filter(|cell| cell.starts_with(['+', '-', '−', '△', '▲'])).count() * 3 > cells.len();
    growth |= has(&lower, &["change", "y/y", "m/m", "yoy", "증감", "증가", "同比", "环比", "增速", "增减", "대비"]);
    if growth
        && column.kind != Some(Kind::Share)
        && (percent
            || column.back.is_some()
            || signed
            || has(&lower, &["율", "rate", "growth", "增速", "同比", "环比"]))
    {
        column.kind = Some(Kind::Growth);
    }
    if has(&lower, &["%p", "points", "百分点"]) {
        column.kind = Some(Kind::Points);
    }
    if column.kind.is_none() && percent {
        column.kind = Some(if signed { Kind::Growth } else { Kind::Unclear });
    }
    if column.kind.is_none() {
        let weighs = counted.weight.is_some() || column.measure == Some(Measure::Weight);
        column.measure = Some(if weighs { Measure::Weight } else { Measure::Value });
        column.kind = Some(Kind::Level);
        column.counted = if weighs { counted.weight } else { counted.money };
    }
    column.total |= has(&lower, &["total", "합계", "계", "合计", "总计"]);
    column
}

/// The first column that holds words is the label, even if some of its cells are numbers.
fn name_label_column(columns: &mut [Column], body: &[Vec<String>]) {
    if columns.iter().any(|column| column.role == ColumnRole::Label) {
        return;
    }
    let dated = |i: usize| {
        body.iter().filter(|row| row.get(i).is_some_and(|cell| is_year(cell) || !is_value(cell))).count() * 2
            >= body.len()
    };
    if let Some(first) = (0..columns.len().min(2)).find(|i| dated(*i)) {
        columns[first].role = ColumnRole::Label;
    }
}

/// A column of growth or shares without a period is of the level's to its left.
fn fill_periods(columns: &mut [Column]) {
    let mut last = None;
    for column in columns.iter_mut().filter(|column| column.role == ColumnRole::Figures) {
        if column.when.is_some() {
            last = column.when;
        } else if column.kind != Some(Kind::Level) {
            column.when = last;
        }
    }
    // Beside columns of both flows, a total without a flow is their sum, and shares behind it are of that.
    let has = |flow: Flow| columns.iter().any(|column| column.flow == Some(flow) && column.kind == Some(Kind::Level));
    let both = has(Flow::X) && has(Flow::M);
    let mut flow = None;
    for column in columns.iter_mut().filter(|column| column.role == ColumnRole::Figures) {
        if both && column.total && column.flow.is_none() && column.kind == Some(Kind::Level) {
            column.flow = Some(Flow::T);
        }
        if column.flow.is_some() {
            flow = column.flow;
        } else if column.kind != Some(Kind::Level) {
            column.flow = flow;
        }
    }
}

impl Row {
    /// Of what its figures are.
    pub(super) fn thing(&self, rows_are: RowsAre) -> Thing {
        match (rows_are, self.role) {
            (RowsAre::Periods | RowsAre::Flows, _) | (RowsAre::Goods, RowRole::Total) => Thing::Total,
            (RowsAre::Goods, RowRole::Top(n)) => Thing::Top(n),
            (RowsAre::Goods, RowRole::Part | RowRole::Rest) => {
                Thing::Goods(vec![self.code.clone().unwrap_or_else(|| self.label.to_lowercase())])
            }
        }
    }
}

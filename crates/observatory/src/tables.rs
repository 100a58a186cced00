//! The tables of a brief: the top N of a flow, numbers in lines, and the
//! claims that do not hold. Every cell is a number of the brief, with papers.

use yalu_brief::document::{Block, Cell, Column, ColumnKind, Number, Row, Span, Table};
use yalu_desk::{LinePlan, Sentence, TableKind};
use yalu_measure::{Row as Measured, Scope, measure};
use yalu_trade::{
    Commodity, Decimal, Flow, Gap, Interval, Lang, Lineage, ReadError, Reading, Unit, Verdict, Wording, dec,
};

use crate::{
    claims, labels,
    print::{Shown, Style, grouped, print, quote},
    write::Writer,
};

impl Writer<'_> {
    pub(crate) fn table(
        &mut self,
        id: &str,
        title: &Sentence,
        kind: &TableKind,
        notes: &[Sentence],
    ) -> Result<Option<Block>, ReadError> {
        let title = self.title(id, title)?;
        let notes: Vec<String> = self.all(notes)?.iter().map(|said| Span::plain(said)).collect();
        let table = match kind {
            TableKind::Top { flow, top } => self.top(id, title, *flow, *top)?,
            TableKind::Numbers { columns, lines } => self.lines(id, title, columns, lines)?,
            TableKind::Measure { ask, head, rows } => self.rows_of(id, title, ask, head.as_ref(), *rows as usize)?,
            TableKind::Scenarios => self.scenarios(id, title),
            TableKind::Claims { article, verdict } => match self.claims(id, title, article, *verdict)? {
                Claims::Some(table) => Some(table),
                Claims::None => {
                    let said = Span::Text(self.words.nothing_contradicted.to_owned());
                    return Ok(Some(Block::Paragraph(vec![said])));
                }
                Claims::Unpublished => None,
            },
        };
        Ok(table.map(|mut table| {
            table.notes.extend(notes);
            Block::Table(table)
        }))
    }

    fn top(&mut self, id: &str, title: String, flow: Flow, top: u32) -> Result<Option<Table>, ReadError> {
        let scope = Scope { top: top as usize, ..self.watch.scope(flow, vec![self.period], self.as_of) };
        let Some(method) = measure("top") else { return Ok(None) };
        let measured = self.watch.ask(method, &scope)?;
        if measured.rows.is_empty() {
            let why =
                measured.total.and_then(|total| total.answer.err()).map(|gap| gap.to_string()).unwrap_or_default();
            self.notes.push(format!("{}: {title}: {why}", self.words.left_out));
            return Ok(None);
        }
        let (this, last) = (self.period, self.period.shift_years(-1));
        let words = self.words;
        let mut columns = vec![
            column("rank", words.rank.to_owned(), ColumnKind::Number),
            column("label", words.commodity.to_owned(), ColumnKind::Text),
            column("commodity", "HS".to_owned(), ColumnKind::Code),
            column("value", this.to_string(), ColumnKind::Number),
            column("share_previous", format!("{} {last}", words.share), ColumnKind::Number),
            column("share", format!("{} {this}", words.share), ColumnKind::Number),
            column("share_change", words.change.to_owned(), ColumnKind::Number),
        ];
        let mut contested = Vec::new();
        let mut rows = Vec::new();
        let mut papers: Vec<Lineage> = Vec::new();
        for (row, total) in
            measured.rows.iter().map(|row| (row, false)).chain(measured.total.iter().map(|row| (row, true)))
        {
            if !total
                && row.share_previous.as_ref().is_some_and(|share| share.as_ref().is_ok_and(|share| share.contested))
            {
                contested.push(row.commodity.to_string());
            }
            papers.extend(row.answer.as_ref().ok().map(|reading| reading.lineage.clone()));
            rows.push(self.top_row(id, row, total));
        }
        let quoted = words.quoted_share.replace("{last}", &last.to_string());
        let contested = if contested.is_empty() { words.none.to_owned() } else { contested.join(", ") };
        let mut notes = vec![format!("{quoted}: {contested}."), format!("{}.", words.ranked)];
        notes.extend(self.bounds_of(id, &rows)?);
        let goods = measured.rows.iter().map(|row| Some(&row.commodity)).chain(measured.total.iter().map(|_| None));
        let goods: Vec<Option<&Commodity>> = goods.collect();
        if let Some((head, marks, note)) = self.marked(flow, &goods) {
            columns.push(column("sanctions", head, ColumnKind::Text));
            rows.iter_mut().zip(marks).for_each(|(row, mark)| row.cells.push(mark));
            notes.push(note);
        }
        Ok(Some(Table {
            id: id.to_owned(),
            title,
            unit: self.table_unit(),
            columns,
            rows,
            source: self.source(&papers),
            notes,
        }))
    }

    /// The bounds that a table's cells have no room for, as remarks under it.
    fn bounds_of(&mut self, table: &str, rows: &[Row]) -> Result<Vec<String>, ReadError> {
        let mut sums = Vec::new();
        for part in ["", ".share-previous", ".share", ".share-change"] {
            let number = self.number(&format!("{table}.total{part}"))?;
            let bounded = number.filter(|number| !number.printed_bounds.is_empty());
            sums.extend(bounded.map(|number| format!("{}{}", number.printed, number.printed_bounds)));
        }
        let changes = rows.iter().filter(|row| !row.total).filter_map(|row| match row.cells.last() {
            Some(Cell::Number { interval, .. }) => interval.width(),
            _ => None,
        });
        let sums = (!sums.is_empty()).then(|| format!("{}: {}.", self.words.sum_bounds, sums.join(", ")));
        let half = changes.max().filter(|width| *width > dec!(0.1)).map(|width| grouped(width / dec!(2), 2));
        let changes = half.map(|half| self.words.change_bounds.replace("{n}", &half));
        Ok(sums.into_iter().chain(changes).collect())
    }

    fn top_row(&mut self, table: &str, row: &Measured, total: bool) -> Row {
        let scale = self.watch.desk.settings.print_scale;
        let name = if total { "total".to_owned() } else { row.commodity.to_string() };
        let goods = if total {
            self.words.top.to_owned()
        } else {
            labels::commodity(&row.commodity, &self.watch.desk, self.watch.nomenclature, self.lang)
        };
        let label = |what: &str| format!("{goods}: {what}");
        let (this, last) = (self.period.to_string(), self.period.shift_years(-1).to_string());
        let share = |year: &str| label(&format!("{} {year}", self.words.share));
        let (value_label, last_label, this_label, change_label) =
            (label(&this), share(&last), share(&this), label(self.words.change));
        let change = match (&row.share, &row.share_previous) {
            (Some(Ok(now)), Some(Ok(then))) => Ok(points(now, then)),
            (now, then) => Err([now, then]
                .into_iter()
                .flatten()
                .find_map(|s| s.as_ref().err().cloned())
                .unwrap_or_else(|| Gap::not_derivable("no share"))),
        };
        let absent = || Err(Gap::not_derivable("no share is known"));
        let (previous, share) =
            (row.share_previous.clone().unwrap_or_else(absent), row.share.clone().unwrap_or_else(absent));
        let cells = vec![
            row.rank.map_or(Cell::Empty, |rank| plain_number(Decimal::from(rank))),
            Cell::Text(if total {
                self.words.top.to_owned()
            } else {
                self.watch.nomenclature.name(&row.commodity, self.lang)
            }),
            if total { Cell::Empty } else { Cell::Code(row.commodity.to_string()) },
            self.cell(&format!("{table}.{name}"), value_label, row.answer.clone(), Style::Scaled(scale), scale),
            self.cell(&format!("{table}.{name}.share-previous"), last_label, previous, Style::Percent, dec!(1)),
            self.cell(&format!("{table}.{name}.share"), this_label, share, Style::Percent, dec!(1)),
            self.cell(&format!("{table}.{name}.share-change"), change_label, change, Style::Points, dec!(1)),
        ];
        Row { cells, total }
    }

    /// A figure as a cell, and as a number of the brief. In a table units stand at the head, not in the cell.
    pub(crate) fn cell(
        &mut self,
        id: &str,
        label: String,
        answer: Result<Reading, Gap>,
        style: Style,
        scale: Decimal,
    ) -> Cell {
        let mut number = self.numbered(id, label, answer, |_| style);
        let cell = match &number.gap {
            Some(gap) => Cell::Gap(gap.clone()),
            None => {
                let shown = Shown::of(&number.interval, &number.lineage);
                let decimals = style.decimals(shown, Lang::En);
                number.printed = bare(&print(shown, style, Lang::En));
                Cell::Number {
                    interval: number.interval,
                    shown: number.interval.best.map(|best| best / scale),
                    decimals,
                    printed: number.printed.clone(),
                }
            }
        };
        self.keep(number);
        cell
    }

    fn lines(
        &mut self,
        id: &str,
        title: String,
        columns: &[Wording],
        lines: &[LinePlan],
    ) -> Result<Option<Table>, ReadError> {
        let heads = columns.iter().enumerate().map(|(i, words)| {
            let kind = if i == 0 { ColumnKind::Text } else { ColumnKind::Number };
            column(
                &if i == 0 { "label".to_owned() } else { format!("c{i}") },
                words.in_lang(self.lang).to_owned(),
                kind,
            )
        });
        let heads: Vec<Column> = heads.collect();
        let mut papers = Vec::new();
        let mut rows = Vec::new();
        for line in lines {
            let mut cells = vec![Cell::Text(self.line(&line.label)?)];
            for name in &line.cells {
                let number = if name.is_empty() { None } else { self.number(name)? };
                papers.extend(number.map(|number| number.lineage.clone()));
                cells.push(number.map_or(Cell::Empty, line_cell));
            }
            let known = |cell: &Cell| matches!(cell, Cell::Number { .. });
            if cells.iter().any(known) || cells.iter().skip(1).all(|cell| matches!(cell, Cell::Empty)) {
                rows.push(Row { cells, total: false });
            } else if let Some(Cell::Gap(gap)) = cells.iter().find(|cell| matches!(cell, Cell::Gap(_))) {
                let gap = gap.clone();
                let label = self.line(&line.label)?;
                self.notes.push(format!("{}: {label}: {gap}", self.words.left_out));
            }
        }
        if !rows.iter().flat_map(|row| &row.cells).any(|cell| matches!(cell, Cell::Number { .. })) {
            self.notes.push(format!("{}: {title}: {}", self.words.left_out, self.words.nothing_on_file));
            return Ok(None);
        }
        let (unit, source) = (String::new(), self.source(&papers));
        Ok(Some(Table { id: id.to_owned(), title, unit, columns: heads, rows, source, notes: Vec::new() }))
    }

    /// The claims of an article that are contradicted, or that cannot be derived.
    fn claims(&mut self, id: &str, title: String, article: &str, verdict: Verdict) -> Result<Claims, ReadError> {
        let Some(article) = self.watch.desk.article(article) else { return Ok(Claims::None) };
        if !article.vintage.known_on(self.as_of) {
            self.notes.push(format!("{}: {title}: {}", self.words.left_out, self.unpublished(article)));
            return Ok(Claims::Unpublished);
        }
        let audited = claims::audited(self.watch, article, self.as_of)?;
        let words = self.words;
        let mut columns = vec![
            column("place", words.place.to_owned(), ColumnKind::Text),
            column("what", words.says.to_owned(), ColumnKind::Text),
            column("printed", words.printed.to_owned(), ColumnKind::Number),
        ];
        let contradicted = verdict == Verdict::Contradicted;
        columns.extend(contradicted.then(|| column("found", words.found.to_owned(), ColumnKind::Number)));
        let mut rows = Vec::new();
        let mut papers = Vec::new();
        for audited in audited.iter().filter(|audited| audited.held.verdict == verdict) {
            let claim = audited.claim;
            let scope = claims::scope(self.watch, claim, self.as_of);
            let label = match claim.beyond.as_str() {
                "" => labels::number(&claim.says.measure, &scope, &self.watch.desk, self.watch.nomenclature, self.lang),
                // No measure gives it: it is what the desk says it is.
                _ => claim.paraphrase.clone(),
            };
            let style = |unit| {
                if unit == Unit::Percent && claim.says.measure == "growth" {
                    Style::Change
                } else {
                    Style::of(unit, &claim.says.measure)
                }
            };
            let found =
                self.numbered(&format!("found.{}", claim.id), label.clone(), audited.held.reading.clone(), style);
            let printed = &claim.says.printed;
            let said = Cell::Number {
                interval: printed.interval(),
                shown: Some(printed.value()),
                decimals: printed.last_digit().normalize().scale(),
                printed: quote(printed, self.lang),
            };
            let mut cells = vec![Cell::Text(claim.place.clone()), Cell::Text(label), said];
            if contradicted {
                cells.push(line_cell(&found));
                papers.push(found.lineage.clone());
            }
            rows.push(Row { cells, total: false });
            self.keep(found);
        }
        let source = match contradicted {
            true => format!("{}; {}", article.source, self.source(&papers)),
            false => format!("{}, {}; {} {}", article.source, article.vintage, words.as_of, self.as_of),
        };
        if rows.is_empty() {
            return Ok(Claims::None);
        }
        Ok(Claims::Some(Table {
            id: id.to_owned(),
            title,
            unit: String::new(),
            columns,
            rows,
            source,
            notes: Vec::new(),
        }))
    }
}

/// What the audit of an article gives to print.
enum Claims {
    /// The claims that do not hold.
    Some(Table),
    /// Every claim that can be checked holds.
    None,
    /// The article is not out yet on the day asked for.
    Unpublished,
}

pub(crate) fn column(id: &str, title: String, kind: ColumnKind) -> Column {
    Column { id: id.to_owned(), title, kind }
}

/// A count that is no figure of the evidence.
fn plain_number(value: Decimal) -> Cell {
    Cell::Number { interval: Interval::exact(value), shown: Some(value), decimals: 0, printed: value.to_string() }
}

/// A number of the brief as a cell that prints its own unit.
pub(crate) fn line_cell(number: &Number) -> Cell {
    if let Some(gap) = &number.gap {
        return Cell::Gap(gap.clone());
    }
    // A workbook shows the decimals that people see; money, which people see in millions, it shows whole.
    let money = matches!(number.unit, Some(Unit::Money(_)));
    let decimals = if money { 0 } else { decimals_of(&number.printed) };
    let printed = format!("{}{}", number.printed, number.printed_bounds);
    Cell::Number { interval: number.interval, shown: number.interval.best, decimals, printed }
}

/// How many decimals a printed number has.
fn decimals_of(printed: &str) -> u32 {
    let after = printed.split_once('.').map_or("", |(_, after)| after);
    after.bytes().take_while(u8::is_ascii_digit).count() as u32
}

/// A printed number without the unit that stands at the head of its table.
fn bare(printed: &str) -> String {
    printed.trim_end_matches(" points").trim_end_matches('%').to_owned()
}

fn points(now: &Reading, then: &Reading) -> Reading {
    Reading {
        interval: now.interval.minus(&then.interval),
        unit: Unit::Points,
        base_vintage: Some(then.vintage),
        contested: now.contested || then.contested,
        lineage: Lineage::of("share_t − share_t−1, in percentage points", [&now.lineage, &then.lineage]),
        ..now.clone()
    }
}

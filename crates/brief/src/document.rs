//! The document model. A brief is a list of blocks, every number in it bound
//! to one of `numbers` by name; a format renders blocks and computes nothing.
//! What a figure in the PDF says, the page, the workbook and the JSON say too,
//! because all of them print the same string.

use yalu_trade::{AsOf, Decimal, Gap, Interval, Lang, Lineage, Period, Unit, Vintage};

/// A document, ready to print.
#[derive(Clone, Debug)]
pub struct Brief {
    /// The desk it came from.
    pub desk: String,
    /// The period it is about.
    pub period: Period,
    /// The day whose knowledge it has.
    pub as_of: AsOf,
    /// The language it is written in.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// A line under the title.
    pub subtitle: String,
    /// Every number that it prints, in the order of first use.
    pub numbers: Vec<Number>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// What it leaves out, and why; printed at its end.
    pub notes: Vec<String>,
}

/// A number and its papers.
#[derive(Clone, Debug)]
pub struct Number {
    /// Its name.
    pub id: String,
    /// What it is, in words.
    pub label: String,
    /// What it is known to be; unknown where there is a gap.
    pub interval: Interval,
    /// Of what.
    pub unit: Option<Unit>,
    /// As the document prints it.
    pub printed: String,
    /// Its bounds as they stand beside it, where they are wide enough to matter: ` (1,730–1,732)`.
    pub printed_bounds: String,
    /// What is included.
    pub coverage: String,
    /// How it is valued.
    pub valuation: String,
    /// When it was released.
    pub vintage: Option<Vintage>,
    /// For a comparison: when its base was released.
    pub base_vintage: Option<Vintage>,
    /// Why it is absent, if it is.
    pub gap: Option<Gap>,
    /// Where it came from.
    pub lineage: Lineage,
}

/// A block of a document.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading; level 1 is a section, 2 a part of one.
    Heading {
        /// 1 or 2.
        level: u8,
        /// A name to link to.
        id: String,
        /// The words.
        text: String,
    },
    /// The one sentence of judgement, set apart.
    Judgement(Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list, each item a run of spans.
    List(Vec<Vec<Span>>),
    /// The headline numbers, as cards: name of the number, a line under it.
    Headline(Vec<HeadlineItem>),
    /// A table.
    Table(Table),
    /// A figure.
    Figure(Figure),
    /// A box with a title, such as the one on coverage.
    Boxed {
        /// A name to link to.
        id: String,
        /// Its title.
        title: String,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// The papers of every number of the document.
    Papers,
}

/// One of the headline numbers.
#[derive(Clone, Debug)]
pub struct HeadlineItem {
    /// What it is.
    pub label: String,
    /// The number.
    pub number: Span,
    /// What stands under it.
    pub under: Vec<Span>,
}

/// A run of text.
#[derive(Clone, Debug)]
pub enum Span {
    /// Words.
    Text(String),
    /// A number of the document.
    Number {
        /// Its name among the document's numbers.
        id: String,
        /// As printed here.
        printed: String,
    },
}

impl Span {
    /// As people see it.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Number { printed, .. } => printed,
        }
    }

    /// A run of spans as people see it.
    pub fn plain(spans: &[Self]) -> String {
        spans.iter().map(Self::text).collect()
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name, such as `table-1`.
    pub id: String,
    /// Its title, with its number: `Table 1. …`.
    pub title: String,
    /// The unit of its values, such as `Unit: 10,000 USD, %`.
    pub unit: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Source, table, release date, vintage.
    pub source: String,
    /// Remarks under it.
    pub notes: Vec<String>,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// How it is set and stored.
    pub kind: ColumnKind,
}

/// How a column is set and stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ColumnKind {
    /// Words, from the left.
    Text,
    /// A code: digits that are text.
    Code,
    /// Numbers, from the right.
    Number,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// As many as there are columns.
    pub cells: Vec<Cell>,
    /// A total: set apart by a rule.
    pub total: bool,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Nothing stands here.
    Empty,
    /// Words.
    Text(String),
    /// Digits that are text.
    Code(String),
    /// A number; `printed` is what people see, in the table's unit.
    Number {
        /// In the number's own unit; `printed` may count in thousands.
        interval: Interval,
        /// In the table's unit, for a workbook: `interval.best` ÷ the table's scale.
        shown: Option<Decimal>,
        /// Decimals that people see.
        decimals: u32,
        /// What people see.
        printed: String,
    },
    /// Absent, and why.
    Gap(Gap),
}

/// A figure: monthly bars, and a line of change on the right.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its name, such as `figure-1`.
    pub id: String,
    /// Its title, with its number: `Figure 1. …`.
    pub title: String,
    /// The bars, read on the left.
    pub bars: Series,
    /// The line, read on the right.
    pub line: Option<Series>,
    /// What is expected after the bars.
    pub fan: Option<Box<Fan>>,
    /// Source, table, release date, vintage.
    pub source: String,
    /// Remarks under it: which months nobody printed, which are bounded.
    pub notes: Vec<String>,
}

/// What is expected, month by month, and between what it lies.
#[derive(Clone, Debug)]
pub struct Fan {
    /// Best values, and what holds four times out of five.
    pub eighty: Series,
    /// The same, and what holds nineteen times out of twenty.
    pub ninety_five: Series,
}

/// Values over months.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its name, such as `import` or `import-growth`.
    pub id: String,
    /// What it is, for the key.
    pub label: String,
    /// The unit of its axis, in words: `million USD`.
    pub unit: String,
    /// One point a month, none left out.
    pub points: Vec<Point>,
}

/// A month of a series, in the unit of the axis.
#[derive(Clone, Debug)]
pub struct Point {
    /// The month.
    pub period: Period,
    /// What it is known to be; unknown where there is a gap.
    pub interval: Interval,
    /// As printed, if it is known.
    pub printed: String,
    /// Its bounds are wider than a reader would take a print for: show them.
    pub bounded: bool,
    /// Other prints of the same month exclude this one.
    pub contested: bool,
    /// Why it is absent, if it is.
    pub gap: Option<Gap>,
}

impl Figure {
    /// The bars, and after them what is expected with the bounds that hold four times out of five.
    pub fn months(&self) -> Series {
        let expected = self.fan.iter().flat_map(|fan| &fan.eighty.points);
        Series { points: self.bars.points.iter().chain(expected).cloned().collect(), ..self.bars.clone() }
    }

    /// Whether it takes half the width of a page: two such stand side by side.
    pub fn is_half(&self) -> bool {
        self.fan.is_some()
    }

    /// Whether a month is not in the bars: it is expected.
    pub fn expects(&self, month: Period) -> bool {
        self.fan.is_some() && self.bars.points.iter().all(|point| point.period != month)
    }
}

impl Brief {
    /// The number of that name.
    pub fn number(&self, id: &str) -> Option<&Number> {
        self.numbers.iter().find(|number| number.id == id)
    }

    /// Every table, those in boxes included.
    pub fn tables(&self) -> Vec<&Table> {
        walk(&self.blocks).into_iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None }).collect()
    }

    /// Every figure, those in boxes included.
    pub fn figures(&self) -> Vec<&Figure> {
        walk(&self.blocks).into_iter().filter_map(|b| if let Block::Figure(f) = b { Some(f) } else { None }).collect()
    }
}

fn walk(blocks: &[Block]) -> Vec<&Block> {
    fn inside(block: &Block) -> Vec<&Block> {
        if let Block::Boxed { blocks, .. } = block { walk(blocks) } else { vec![] }
    }
    blocks.iter().flat_map(|block| std::iter::once(block).chain(inside(block))).collect()
}

//! A small brief that has one of everything, for the tests of the formats.

use yalu_trade::{
    AsOf, Currency, Date, Gap, Interval, Lang, Lineage, Paper, PaperKind, Period, Place, Unit, Vintage, dec,
};

use crate::document::{
    Block, Brief, Cell, Column, ColumnKind, Figure, HeadlineItem, Number, Point, Row, Series, Span, Table,
};

fn number(id: &str, label: &str, printed: &str, interval: Interval) -> Number {
    let vintage = Vintage::read("2024-01-18").expect("a day");
    let paper = |id: &str, used| Paper {
        kind: PaperKind::Statement,
        id: id.to_owned(),
        says: "200350 × 10000 USD".to_owned(),
        source: "https://example.org/a/long/address/that/has/to/wrap/somewhere/in/a/narrow/column?id=1234567890"
            .to_owned(),
        place: Place::new("statements/totals.csv", 362, 0),
        vintage: Some(vintage),
        used,
        note: "<as printed> & quoted".to_owned(),
    };
    Number {
        id: id.to_owned(),
        label: label.to_owned(),
        interval,
        unit: Some(Unit::Money(Currency::USD)),
        printed: printed.to_owned(),
        printed_bounds: String::new(),
        coverage: "reported".to_owned(),
        valuation: "FOB".to_owned(),
        vintage: Some(vintage),
        base_vintage: None,
        gap: None,
        lineage: Lineage { formula: "V".to_owned(), papers: vec![paper("T362", true), paper("T999", false)] },
    }
}

fn span(id: &str, printed: &str) -> Span {
    Span::Number { id: id.to_owned(), printed: printed.to_owned() }
}

fn text(words: &str) -> Span {
    Span::Text(words.to_owned())
}

fn points() -> Vec<Point> {
    let months = Period::span(Period::year(2022), Period::year(2023)).expect("two years");
    let at = |i: usize, period: Period| {
        let value = dec!(40) + yalu_trade::Decimal::from((i * 37) % 160);
        let gap = (i % 7 == 3).then(|| Gap::not_on_file(format!("nobody printed imports of {period}")));
        let bounded = i % 9 == 5;
        let spread = if bounded { dec!(18) } else { dec!(0.005) };
        let known = Interval { low: Some(value - spread), best: Some(value), high: Some(value + spread) };
        Point {
            period,
            interval: if gap.is_some() { Interval::unknown() } else { known },
            printed: if gap.is_some() { String::new() } else { format!("{value:.1}") },
            bounded,
            contested: i % 11 == 8,
            gap,
        }
    };
    months.months().enumerate().map(|(i, period)| at(i, period)).collect()
}

fn growth_points() -> Vec<Point> {
    let mut points = points();
    for (i, point) in points.iter_mut().enumerate() {
        let value = yalu_trade::Decimal::from(i as i64 * 31 % 300 - 90) * if i == 13 { dec!(60) } else { dec!(1) };
        if point.gap.is_none() {
            point.interval = Interval::exact(value);
            point.printed = format!("{value:+.1}%");
        }
        point.bounded = false;
    }
    points
}

pub(crate) fn brief(lang: Lang) -> Brief {
    let imports = Interval { low: Some(dec!(2003495000)), best: Some(dec!(2003500000)), high: Some(dec!(2003505000)) };
    let table = Table {
        id: "table-1".to_owned(),
        title: "Table 1. Top commodities of imports from China, 2023".to_owned(),
        unit: "Unit: 10,000 USD, %".to_owned(),
        columns: vec![
            Column { id: "rank".to_owned(), title: "No.".to_owned(), kind: ColumnKind::Number },
            Column { id: "label".to_owned(), title: "Commodity".to_owned(), kind: ColumnKind::Text },
            Column { id: "commodity".to_owned(), title: "HS".to_owned(), kind: ColumnKind::Code },
            Column { id: "value".to_owned(), title: "2023".to_owned(), kind: ColumnKind::Number },
            Column { id: "share".to_owned(), title: "Share 2022".to_owned(), kind: ColumnKind::Number },
        ],
        rows: vec![
            Row {
                cells: vec![
                    Cell::Number {
                        interval: Interval::exact(dec!(1)),
                        shown: Some(dec!(1)),
                        decimals: 0,
                        printed: "1".to_owned(),
                    },
                    Cell::Text("Human hair <prepared>, # _for_ *wigs* | $5".to_owned()),
                    Cell::Code("0703".to_owned()),
                    Cell::Number {
                        interval: Interval {
                            low: Some(dec!(160025000)),
                            best: Some(dec!(160030000)),
                            high: Some(dec!(160035000)),
                        },
                        shown: Some(dec!(16003)),
                        decimals: 0,
                        printed: "16,003".to_owned(),
                    },
                    Cell::Gap(Gap::not_derivable("the total of 2022 is not on file")),
                ],
                total: false,
            },
            Row {
                cells: vec![
                    Cell::Empty,
                    Cell::Text("Top ten".to_owned()),
                    Cell::Empty,
                    Cell::Number {
                        interval: Interval::exact(dec!(782450000)),
                        shown: Some(dec!(78245)),
                        decimals: 0,
                        printed: "78,245".to_owned(),
                    },
                    Cell::Number {
                        interval: Interval::exact(dec!(30.1)),
                        shown: Some(dec!(30.1)),
                        decimals: 1,
                        printed: "30.1".to_owned(),
                    },
                ],
                total: true,
            },
        ],
        source: "China customs as printed by KIEP (2024), Table 1; released 2024-01-18; vintage 2024-01-18".to_owned(),
        notes: vec!["Shares of 2022 are as printed.".to_owned()],
    };
    let figure = Figure {
        id: "figure-1".to_owned(),
        title: "Figure 1. Imports from China by month".to_owned(),
        bars: Series {
            id: "import".to_owned(),
            label: "Imports".to_owned(),
            unit: "million USD".to_owned(),
            points: points(),
        },
        line: Some(Series {
            id: "import-growth".to_owned(),
            label: "Change on a year earlier".to_owned(),
            unit: "%".to_owned(),
            points: growth_points(),
        }),
        fan: None,
        source: "China customs as printed; newest vintage 2024-01-18".to_owned(),
        notes: vec!["Nobody printed four of the months.".to_owned()],
    };
    Brief {
        desk: "sample".to_owned(),
        period: Period::year(2023),
        as_of: AsOf(Date::constant(2025, 9, 30)),
        lang,
        title: match lang {
            Lang::En => "A sample brief, 2023",
            Lang::Ko => "견본 보고서 2023년",
            Lang::Zh => "样本简报 2023年",
        }
        .to_owned(),
        subtitle: "Read from what its neighbour prints".to_owned(),
        numbers: vec![
            number("imports", "Imports, 2023", "$2,003.5 million", imports),
            Number {
                gap: Some(Gap::not_derivable("ten rows of 1,228 do not make a sector")),
                interval: Interval::unknown(),
                printed: "not derivable".to_owned(),
                lineage: Lineage::default(),
                vintage: None,
                ..number("sector-textiles", "Textiles' share", "", Interval::unknown())
            },
        ],
        blocks: vec![
            Block::Judgement(vec![
                text("Imports came to "),
                span("imports", "$2,003.5 million"),
                text(": more than half-way back."),
            ]),
            Block::Heading { level: 1, id: "headline".to_owned(), text: "Headline".to_owned() },
            Block::Headline(vec![HeadlineItem {
                label: "Imports".to_owned(),
                number: span("imports", "$2,003.5 million"),
                under: vec![text("FOB, as reported")],
            }]),
            Block::Heading { level: 2, id: "imports".to_owned(), text: "Imports & <more>".to_owned() },
            Block::Paragraph(vec![
                text("Imports came to "),
                span("imports", "$2,003.5 million"),
                text(", with #hash, *stars*, _lines_, $dollars$ and @at."),
            ]),
            Block::List(vec![
                vec![text("One thing.")],
                vec![span("imports", "$2,003.5 million"), text(" is another.")],
            ]),
            Block::Figure(figure),
            Block::Table(table),
            Block::Boxed {
                id: "coverage".to_owned(),
                title: "What the totals include".to_owned(),
                blocks: vec![Block::Paragraph(vec![text("Crude oil is not reported.")])],
            },
            Block::Papers,
        ],
        notes: vec!["A sentence on coke was left out: no print of coke imports is on file.".to_owned()],
    }
}

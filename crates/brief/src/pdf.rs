//! The brief as a PDF, for the desk it is handed to. The typesetter is a
//! library in this program; it sees the brief, the charts and the fonts of the
//! edition, and nothing else ([`world`]). The page is the template's; what
//! stands on it comes in as strings ([`set`]), never as markup.

mod set;
mod world;

use std::collections::BTreeMap;

use typst::{
    diag::SourceDiagnostic,
    foundations::{Bytes, Smart},
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use yalu_trade::Card;

use crate::{Brief, Format, RenderError, chart, fonts};

pub(crate) struct Pdf;

static CARD: Card = Card {
    id: "pdf",
    title: "PDF",
    unit: "",
    formula: "A4, tagged; every number links to its papers; no creation date, so the same brief gives the same bytes",
    citation: "ISO 32000-1:2008 (PDF 1.7)",
    ..Card::BARE
};

const TEMPLATE: &str = include_str!("pdf/template.typ");

impl Format for Pdf {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn render(&self, brief: &Brief) -> Result<Vec<u8>, RenderError> {
        let fonts = fonts::load(brief.lang)?;
        let files = files(brief, &fonts.families)?;
        let press = world::Press::new(TEMPLATE, files, fonts.store).ok_or_else(|| refused("no template".to_owned()))?;
        let pages = typst::compile::<PagedDocument>(&press).output.map_err(words_of)?;
        let bytes = typst_pdf::pdf(&pages, &options(brief)).map_err(words_of);
        // The typesetter remembers what it has set; a server that renders for days must not.
        typst::comemo::evict(0);
        bytes
    }
}

/// What the template reads: the brief, and a chart for every figure.
fn files(brief: &Brief, families: &[String]) -> Result<BTreeMap<String, Bytes>, RenderError> {
    let content = serde_json::to_vec(&set::brief(brief, families)).map_err(|error| refused(error.to_string()))?;
    let chart_fonts = families.iter().rev().cloned().collect::<Vec<_>>().join(", ");
    let charts = brief.figures().into_iter().enumerate().map(|(place, figure)| {
        (set::file_of_figure(place), Bytes::from_string(xml(&chart::svg(figure, brief.lang, &chart_fonts))))
    });
    Ok(charts.chain([("brief.json".to_owned(), Bytes::new(content))]).collect())
}

/// Characters that XML has no way to write become spaces.
fn xml(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c }).collect()
}

/// The name of the edition stands in for the random or dated identifier that a PDF usually has.
fn options(brief: &Brief) -> PdfOptions {
    let edition = format!("yalu {} {} {} {}", brief.desk, brief.period, brief.lang, brief.as_of);
    PdfOptions {
        ident: Smart::Custom(edition),
        creator: Smart::Custom(Some("Yalu".to_owned())),
        timestamp: None,
        ..PdfOptions::default()
    }
}

fn refused(why: String) -> RenderError {
    RenderError::Refused { format: "PDF", why }
}

fn words_of(diagnostics: impl IntoIterator<Item = SourceDiagnostic>) -> RenderError {
    let said = diagnostics.into_iter().map(|diagnostic| diagnostic.message.to_string());
    refused(said.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        document::{Block, Cell, Column, ColumnKind, Figure, HeadlineItem, Row, Series, Span, Table},
        sample,
    };
    use yalu_trade::{Gap, Interval, Lang};

    /// Strings that a typesetter, an XML reader or a spreadsheet could take for something else.
    const ODD: &str = "=1+1 #hash $x$ *b* _i_ `raw` <b>&amp; \"q\" 'q' \\ // [x](y) @ref ~ {y} \u{0}\n\u{200f}";

    fn odd_block(text: &str) -> Vec<Block> {
        let words =
            || vec![Span::Text(text.to_owned()), Span::Number { id: text.to_owned(), printed: text.to_owned() }];
        let column = |kind| Column { id: text.to_owned(), title: text.to_owned(), kind };
        let row = |cells, total| Row { cells, total };
        let number =
            |shown| Cell::Number { interval: Interval::unknown(), shown, decimals: 40, printed: text.to_owned() };
        let series = || Series { id: text.to_owned(), label: text.to_owned(), unit: text.to_owned(), points: vec![] };
        let table = |columns, rows| Table {
            id: text.to_owned(),
            title: text.to_owned(),
            unit: text.to_owned(),
            columns,
            rows,
            source: text.to_owned(),
            notes: vec![text.to_owned()],
        };
        vec![
            Block::Papers,
            Block::Heading { level: 0, id: text.to_owned(), text: text.to_owned() },
            Block::Heading { level: 9, id: text.to_owned(), text: text.to_owned() },
            Block::Judgement(words()),
            Block::Paragraph(words()),
            Block::Paragraph(vec![]),
            Block::List(vec![words(), vec![]]),
            Block::List(vec![]),
            Block::Headline(vec![]),
            Block::Headline(
                (0..4)
                    .map(|_| HeadlineItem { label: text.to_owned(), number: words().remove(1), under: words() })
                    .collect(),
            ),
            Block::Table(table(vec![], vec![])),
            Block::Table(table(vec![], vec![row(vec![Cell::Text(text.to_owned())], true)])),
            Block::Table(table(
                vec![column(ColumnKind::Code), column(ColumnKind::Text), column(ColumnKind::Number)],
                vec![
                    row(vec![], false),
                    row(vec![Cell::Code(text.to_owned()), Cell::Gap(Gap::not_on_file(text))], true),
                    row(vec![number(None), number(Some(yalu_trade::Decimal::MAX)), Cell::Empty, Cell::Empty], false),
                ],
            )),
            Block::Figure(Figure {
                id: text.to_owned(),
                title: text.to_owned(),
                bars: series(),
                line: Some(series()),
                fan: None,
                source: text.to_owned(),
                notes: vec![text.to_owned()],
            }),
            Block::Papers,
        ]
    }

    /// Briefs that no desk would write, and no format may break on.
    pub(crate) fn odd_briefs() -> Vec<Brief> {
        let sample = sample::brief(Lang::En);
        let of = |text: &str| {
            let mut number = sample.numbers[0].clone();
            (number.id, number.label, number.printed) = (text.to_owned(), text.to_owned(), text.to_owned());
            let inside = Block::Boxed { id: text.to_owned(), title: text.to_owned(), blocks: odd_block(text) };
            Brief {
                title: text.to_owned(),
                subtitle: text.to_owned(),
                desk: text.to_owned(),
                numbers: vec![number.clone(), number],
                blocks: odd_block(text).into_iter().chain([inside]).collect(),
                notes: vec![text.to_owned(), text.to_owned()],
                ..sample.clone()
            }
        };
        let empty = Brief { numbers: vec![], blocks: vec![], notes: vec![], ..of("") };
        vec![empty, of(""), of(ODD), of(&"longword".repeat(25)), of(&"한국어中文 ".repeat(80))]
    }

    fn render(brief: &Brief) -> Vec<u8> {
        Pdf.render(brief).expect("renders")
    }

    fn holds(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn the_sample_in_pdf() {
        let bytes = render(&sample::brief(Lang::En));
        assert!(bytes.starts_with(b"%PDF"));
        assert!(holds(&bytes, b"A sample brief, 2023"), "the title is in the metadata");
        for date in [b"CreationDate".as_slice(), b"ModDate", b"CreateDate", b"ModifyDate"] {
            assert!(!holds(&bytes, date), "a PDF has no date");
        }
    }

    #[test]
    fn the_same_brief_gives_the_same_bytes() {
        for lang in Lang::ALL.into_iter().filter(|lang| fonts::ready(*lang).is_ok()) {
            assert_eq!(render(&sample::brief(lang)), render(&sample::brief(lang)), "{lang}");
        }
    }

    #[test]
    fn words_are_never_markup() {
        for brief in odd_briefs() {
            assert!(render(&brief).starts_with(b"%PDF"), "{}", brief.title);
        }
    }
}

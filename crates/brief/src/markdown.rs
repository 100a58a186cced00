//! The brief as Markdown: for a wiki, a mail, a pull request. Tables are pipe
//! tables; figures become the table of their months.

use yalu_trade::Card;

use crate::{
    Brief, Format, RenderError,
    document::{Block, Cell, ColumnKind, Figure, Number, Row, Span, Table},
    words::{Words, words},
};

pub(crate) struct Markdown;

static CARD: Card = Card {
    id: "md",
    title: "Markdown",
    unit: "",
    formula: "CommonMark with pipe tables; every figure as the table of its months",
    citation: "GitHub Flavored Markdown Spec, 0.29",
    ..Card::BARE
};

impl Format for Markdown {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn render(&self, brief: &Brief) -> Result<Vec<u8>, RenderError> {
        let words = words(brief.lang);
        let mut parts = vec![format!("# {}\n\n{}", escape(&brief.title), escape(&brief.subtitle))];
        parts.extend(brief.blocks.iter().map(|b| block(brief, b, words)));
        if !brief.notes.is_empty() {
            let notes: Vec<String> = brief.notes.iter().map(|note| format!("- {}", escape(note))).collect();
            parts.push(format!("## {}\n\n{}", words.notes, notes.join("\n")));
        }
        Ok((parts.join("\n\n") + "\n").into_bytes())
    }
}

fn escape(text: &str) -> String {
    let special = |c: char| matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~');
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if special(c) {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

fn spans(spans: &[Span]) -> String {
    let one = |span: &Span| match span {
        Span::Text(text) => escape(text),
        Span::Number { printed, .. } => escape(printed),
    };
    spans.iter().map(one).collect()
}

fn block(brief: &Brief, block_: &Block, words: &Words) -> String {
    match block_ {
        Block::Heading { level, text, .. } => format!("{} {}", "#".repeat(usize::from(*level) + 1), escape(text)),
        Block::Judgement(judgement) => format!("> **{}**", spans(judgement)),
        Block::Paragraph(paragraph) => spans(paragraph),
        Block::List(items) => items.iter().map(|item| format!("- {}", spans(item))).collect::<Vec<_>>().join("\n"),
        Block::Headline(items) => {
            let number = |span: &Span| spans(std::slice::from_ref(span));
            let line = |item: &crate::document::HeadlineItem| {
                format!("- **{}: {}**. {}", escape(&item.label), number(&item.number), spans(&item.under))
            };
            items.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        Block::Table(table) => self::table(table, words),
        Block::Figure(figure) => self::figure(figure, words),
        Block::Boxed { title, blocks, .. } => {
            let inside: Vec<String> = blocks.iter().map(|b| block(brief, b, words)).collect();
            format!("### {}\n\n{}", escape(title), inside.join("\n\n"))
        }
        Block::Papers => papers(brief, words),
    }
}

fn line(cells: impl IntoIterator<Item = String>) -> String {
    format!("| {} |", cells.into_iter().collect::<Vec<_>>().join(" | "))
}

fn under(source: &str, notes: &[String], words: &Words) -> String {
    let notes: String = notes.iter().map(|note| format!("  \n*{}: {}*", words.notes, escape(note))).collect();
    format!("*{}: {}*{notes}", words.source, escape(source))
}

fn table(table: &Table, words: &Words) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Code(text) => escape(text),
        Cell::Number { printed, .. } => escape(printed),
        Cell::Gap(gap) => escape(&gap.to_string()),
    };
    let rule = |kind| if kind == ColumnKind::Number { "---:".to_owned() } else { "---".to_owned() };
    let row = |row: &Row| line(row.cells.iter().map(cell));
    let mut lines = vec![
        line(table.columns.iter().map(|column| escape(&column.title))),
        line(table.columns.iter().map(|column| rule(column.kind))),
    ];
    lines.extend(table.rows.iter().map(row));
    let foot = under(&table.source, &table.notes, words);
    format!("**{}**  \n{}\n\n{}\n\n{foot}", escape(&table.title), escape(&table.unit), lines.join("\n"))
}

fn figure(figure: &Figure, words: &Words) -> String {
    let bars = figure.months();
    let series: Vec<_> = std::iter::once(&bars).chain(&figure.line).collect();
    let head =
        std::iter::once(words.month.to_owned()).chain(series.iter().map(|s| format!("{} ({})", s.label, s.unit)));
    let point = |s: &crate::document::Series, i: usize| match s.points.get(i) {
        Some(point) if point.gap.is_none() && point.bounded => {
            format!("{} ({})", escape(&point.printed), crate::chart::bounds(point))
        }
        Some(point) if point.gap.is_none() => escape(&point.printed),
        _ => "–".to_owned(),
    };
    let months = bars.points.iter().enumerate().map(|(i, month)| {
        let expected = if figure.expects(month.period) { format!(", {}", words.expected) } else { String::new() };
        line(std::iter::once(format!("{}{expected}", month.period)).chain(series.iter().map(|s| point(s, i))))
    });
    let rule = line(std::iter::once("---".to_owned()).chain(series.iter().map(|_| "---:".to_owned())));
    let lines: Vec<String> = [line(head), rule].into_iter().chain(months).collect();
    format!("**{}**\n\n{}\n\n{}", escape(&figure.title), lines.join("\n"), under(&figure.source, &figure.notes, words))
}

fn papers(brief: &Brief, words: &Words) -> String {
    let numbers: Vec<String> = brief.numbers.iter().map(|number| number_papers(number, words)).collect();
    format!("## {}\n\n{}\n\n{}", words.papers, words.papers_intro, numbers.join("\n\n"))
}

fn number_papers(number: &Number, words: &Words) -> String {
    let mut lines = vec![format!("**{}**: {}", escape(&number.label), escape(&number.printed))];
    if let Some(gap) = &number.gap {
        lines.push(format!("- {}", escape(&gap.to_string())));
    }
    if !number.lineage.formula.is_empty() {
        lines.push(format!("- {}: {}", words.formula, escape(&number.lineage.formula)));
    }
    for paper in &number.lineage.papers {
        let role = if paper.used { words.rests_on } else { words.also_printed };
        let released = paper.vintage.map(|vintage| format!(", {vintage}")).unwrap_or_default();
        let source = format!("{}{released}", paper.source);
        lines.push(format!(
            "- {role} {} ({}): {}. {}",
            escape(&paper.id),
            paper.place,
            escape(&paper.says),
            escape(&source)
        ));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use yalu_trade::Lang;

    #[test]
    fn the_sample_in_markdown() {
        let text = String::from_utf8(Markdown.render(&sample::brief(Lang::En)).expect("renders")).expect("UTF-8");
        for wanted in
            ["# A sample brief, 2023", "| No. | Commodity | HS |", "| 1 | Human hair \\<prepared\\>", "0703", "2,003.5"]
        {
            assert!(text.contains(wanted), "{wanted} is missing from:\n{text}");
        }
        for row in text.lines().filter(|line| line.starts_with("| ")) {
            let columns = row.replace("\\|", "").matches('|').count();
            assert!(columns == 6 || columns == 4, "a row lost a column: {row}");
        }
    }
}

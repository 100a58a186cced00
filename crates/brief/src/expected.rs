//! What is expected as one page: fans, and tables under them, each with a line that
//! says how to read it. Nothing is fetched and nothing runs.

use yalu_trade::Lang;

use crate::{
    chart::{escape, svg},
    document::Figure,
    html::{CHART_FONTS, POLICY},
};

/// The furniture of every page of this kind.
const STYLES: [&str; 2] = [include_str!("annotated/style.css"), include_str!("solved/style.css")];

/// The page before it is set.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Its title.
    pub title: String,
    /// What it was made of: a name and a value each.
    pub facts: Vec<(String, String)>,
    /// How to read it, in a few sentences.
    pub intro: String,
    /// The fans.
    pub figures: Vec<Figure>,
    /// The tables.
    pub sections: Vec<Section>,
    /// What a reader should know.
    pub notes: Vec<String>,
}

/// A heading, a line that says how to read what follows, and a table.
#[derive(Clone, Debug)]
pub struct Section {
    /// A name to link to.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// How to read it.
    pub intro: String,
    /// The heads of its columns; the first is of words, the others of numbers unless `words` says otherwise.
    pub heads: Vec<String>,
    /// Its rows, as many cells as there are heads.
    pub rows: Vec<Vec<String>>,
    /// The columns after the first hold words.
    pub words: bool,
}

/// The page.
pub fn expected(page: &Expectation) -> String {
    let title = escape(&page.title);
    let fact =
        |(name, value): &(String, String)| format!("<div><dt>{}</dt><dd>{}</dd></div>", escape(name), escape(value));
    let facts: String = page.facts.iter().map(fact).collect();
    let figures: String = page.figures.iter().map(figure).collect();
    let sections: String = page.sections.iter().map(section).collect();
    let note = |note: &String| format!("<li>{}</li>\n", escape(note));
    let notes: String = page.notes.iter().map(note).collect();
    let notes =
        if notes.is_empty() { notes } else { format!("<section>\n<h2>Notes</h2>\n<ul>\n{notes}</ul>\n</section>\n") };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n\
         <link rel=\"icon\" href=\"data:,\"/>\n<title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n\
         <header class=\"head\">\n<p class=\"kind\">What to expect</p>\n<h1>{title}</h1>\n<dl class=\"facts\">{facts}</dl>\n\
         <p class=\"intro\">{}</p>\n</header>\n<main>\n{figures}{sections}{notes}</main>\n</body>\n</html>\n",
        STYLES.concat(),
        escape(&page.intro),
    )
}

fn figure(figure: &Figure) -> String {
    let note = |note: &String| format!("<p class=\"source\">{}</p>\n", escape(note));
    let notes: String = figure.notes.iter().map(note).collect();
    let drawing = svg(figure, Lang::En, CHART_FONTS);
    let half = if figure.is_half() { " class=\"half\"" } else { "" };
    let id = escape(&figure.id);
    format!("<figure id=\"{id}\"{half}>\n<div class=\"chart\">\n{drawing}</div>\n{notes}</figure>\n")
}

fn section(of: &Section) -> String {
    if of.rows.is_empty() {
        return String::new();
    }
    let heads: String = of.heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", escape(head))).collect();
    let class = if of.words { "" } else { " class=\"num\"" };
    let row = |row: &Vec<String>| {
        let cell = |(at, cell): (usize, &String)| match at {
            0 => format!("<th scope=\"row\">{}</th>", escape(cell)),
            _ => format!("<td{class}>{}</td>", escape(cell)),
        };
        format!("<tr>{}</tr>\n", row.iter().enumerate().map(cell).collect::<String>())
    };
    let rows: String = of.rows.iter().map(row).collect();
    format!(
        "<section id=\"{}\">\n<h2>{}</h2>\n<p class=\"intro\">{}</p>\n<div class=\"scroll\"><table>\n\
         <thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n</section>\n",
        escape(&of.id),
        escape(&of.title),
        escape(&of.intro),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_well_formed_fetches_nothing_and_escapes_what_it_is_given() {
        let section = Section {
            id: "years".to_owned(),
            title: "Years".to_owned(),
            intro: "In million <USD>.".to_owned(),
            heads: vec!["".to_owned(), "A & B".to_owned()],
            rows: vec![vec!["2024".to_owned(), "1.0 (0.5–2.0)".to_owned()]],
            words: false,
        };
        let page = expected(&Expectation {
            title: "What to expect".to_owned(),
            facts: vec![("As of".to_owned(), "2024-01-18".to_owned())],
            intro: "The number is the middle.".to_owned(),
            figures: Vec::new(),
            sections: vec![section],
            notes: vec!["one <note>".to_owned()],
        });
        crate::chart::tests::well_formed(&page);
        for fetching in ["src=", "@import", "url(", "<script", "onload"] {
            assert!(!page.contains(fetching), "{fetching}");
        }
        for wanted in ["A &amp; B", "million &lt;USD&gt;", "<td class=\"num\">1.0 (0.5–2.0)</td>", "one &lt;note&gt;"]
        {
            assert!(page.contains(wanted), "{wanted} is missing from:\n{page}");
        }
    }
}

//! What was solved as one page: the charts, what is disbelieved and why, what is
//! tied, revised or stretched, and the months as tables. Nothing is fetched and
//! nothing runs; what the page says in colour it says in words too.

use yalu_trade::{Cause, Conflict, Lang, Revision, Stretched, Tied};

use crate::{
    Reconciliation,
    chart::{escape, svg},
    html::{CHART_FONTS, POLICY, link},
    reconciliation::{CRITERION, MonthRow, Months, Shown, Stated},
    sarif::says,
};

/// The furniture of every page of this kind, and what is this page's own.
const STYLES: [&str; 2] = [include_str!("annotated/style.css"), include_str!("solved/style.css")];

/// The page.
pub fn solved(solved: &Reconciliation) -> String {
    let page = Page(solved);
    let title = escape(&solved.title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n\
         <link rel=\"icon\" href=\"data:,\"/>\n<title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n\
         {}<main>\n{}{}{}{}{}{}</main>\n{}</body>\n</html>\n",
        STYLES.concat(),
        page.header(),
        page.charts(),
        page.disbelieved(),
        page.tied(),
        page.revised(),
        page.months(),
        page.stretched(),
        page.footer(),
    )
}

struct Page<'a>(&'a Reconciliation);

fn section(title: &str, intro: &str, body: &str) -> String {
    if body.is_empty() {
        return String::new();
    }
    format!("<section>\n<h2>{}</h2>\n<p class=\"intro\">{}</p>\n{body}</section>\n", escape(title), escape(intro))
}

/// A wide table, its heads and its rows.
fn table(class: &str, heads: &[&str], rows: &str) -> String {
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    format!(
        "<div class=\"scroll\"><table class=\"{class}\">\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )
}

impl Page<'_> {
    fn header(&self) -> String {
        let solved = self.0;
        let fact = |name: &str, value: &str| format!("<div><dt>{name}</dt><dd>{}</dd></div>", escape(value));
        let (name, whose) = if solved.files.is_empty() {
            ("Desk", solved.desk.clone())
        } else {
            ("Statements of", solved.files.join(", "))
        };
        let facts = [
            fact(name, &whose),
            fact("As of", &solved.as_of.to_string()),
            fact("Coverage", solved.coverage.word()),
            fact("On file", &solved.counts()),
        ];
        format!(
            "<header class=\"head\">\n<p class=\"kind\">Reconciliation</p>\n<h1>{}</h1>\n<dl class=\"facts\">{}</dl>\n\
             <p class=\"intro\">Every published figure on file, solved together. {}.</p>\n</header>\n",
            escape(&solved.title),
            facts.concat(),
            escape(&sentence(CRITERION)),
        )
    }

    fn charts(&self) -> String {
        let figures = self.0.series.iter().flat_map(|months| &months.figures);
        let figure = |figure: &crate::document::Figure| {
            let note = |note: &String| format!("<p class=\"source\">{}</p>\n", escape(note));
            let notes: String = figure.notes.iter().map(note).collect();
            let drawing = svg(figure, Lang::En, CHART_FONTS);
            format!(
                "<figure id=\"{}\">\n<div class=\"chart\">\n{drawing}</div>\n{notes}</figure>\n",
                escape(&figure.id)
            )
        };
        figures.map(figure).collect()
    }

    fn disbelieved(&self) -> String {
        let rows: String = self.0.disbelieved.iter().map(|conflict| self.conflict(conflict)).collect();
        if rows.is_empty() {
            return "<section>\n<h2>No statement is disbelieved</h2>\n</section>\n".to_owned();
        }
        let intro = "Statements that cannot be true beside the others. The likeliest slip is the simplest single repair that \
                     makes a statement fit: a suggestion. Where nothing simple fits, it is unknown.";
        let heads = ["Statement", "Printed", "Likeliest slip", "Likely meant", "Why"];
        section("What is disbelieved", intro, &table("findings", &heads, &rows))
    }

    fn conflict(&self, conflict: &Conflict) -> String {
        let stated = self.0.stated.get(&conflict.statement);
        let slip = match conflict.cause {
            Cause::Unknown => "<b>unknown</b>".to_owned(),
            cause => format!("<b>{}</b><span class=\"under\">{}</span>", cause.word(), escape(says(cause))),
        };
        format!(
            "<tr id=\"{}\">{}<td class=\"print\">{}</td><td>{slip}</td><td class=\"print\">{}</td><td>{}{}</td></tr>\n",
            escape(&anchor(&conflict.statement)),
            self.heading(&conflict.statement),
            escape(stated.map_or("", |stated| stated.printed.as_str())),
            escape(conflict.repair.as_deref().unwrap_or("–")),
            escape(&sentence(&conflict.why)),
            self.against(&conflict.against),
        )
    }

    /// A statement's name, what it is about, who printed it, where it stands.
    fn heading(&self, id: &str) -> String {
        let under = self.0.stated.get(id).map_or(String::new(), |stated| {
            let Stated { about, source, place, note, .. } = stated;
            let note = if note.is_empty() { String::new() } else { format!("; {}", escape(note)) };
            let place = escape(&place.to_string());
            format!("{}<span class=\"under\">{} · {place}{note}</span>", escape(about), link(source, stated.host()))
        });
        format!("<th scope=\"row\"><b>{}</b> {under}</th>", escape(id))
    }

    fn against(&self, ids: &[String]) -> String {
        let said = |id: &String| match self.0.stated.get(id) {
            Some(stated) => format!("{id} ({}: {})", stated.about, stated.printed),
            None => id.clone(),
        };
        let said: Vec<String> = ids.iter().map(said).collect();
        let said = escape(&said.join("; "));
        if ids.is_empty() { String::new() } else { format!("<span class=\"under\">against {said}</span>") }
    }

    fn tied(&self) -> String {
        let one = |tied: &Tied| {
            let choices: Vec<String> = tied.choices.iter().map(|choice| choice.join(", ")).collect();
            let why = format!("Either {}: {}", choices.join("; or "), tied.why);
            self.several(tied.statements().into_iter(), &why, &[])
        };
        let intro = "Some of these must be wrong, and nothing on file tells which.";
        section("What is tied", intro, &self.0.tied.iter().map(one).collect::<String>())
    }

    fn revised(&self) -> String {
        let one = |revised: &Revision| {
            self.several(revised.statements.iter().map(String::as_str), &sentence(&revised.why), &revised.against)
        };
        let intro = "True when they were printed: another release says otherwise. These are no slips.";
        section("What was revised", intro, &self.0.revised.iter().map(one).collect::<String>())
    }

    fn several<'b>(&self, ids: impl Iterator<Item = &'b str>, why: &str, against: &[String]) -> String {
        let row = |id: &str| {
            let printed = self.0.stated.get(id).map_or("", |stated| stated.printed.as_str());
            format!("<tr>{}<td class=\"print\">{}</td></tr>\n", self.heading(id), escape(printed))
        };
        let rows: String = ids.map(row).collect();
        let why = format!("<p class=\"source\">{}.{}</p>\n", escape(why), self.against(against));
        format!("<div class=\"several\">\n{}{why}</div>\n", table("few", &["Statement", "Printed"], &rows))
    }

    fn stretched(&self) -> String {
        let row = |Stretched { statement, percent }: &Stretched| {
            let printed = self.0.stated.get(statement).map_or("", |stated| stated.printed.as_str());
            let cells = format!("<td class=\"print\">{}</td><td class=\"num\">{percent} %</td>", escape(printed));
            format!("<tr>{}{cells}</tr>\n", self.heading(statement))
        };
        let rows: String = self.0.stretched.iter().map(row).collect();
        if rows.is_empty() {
            return rows;
        }
        let summary =
            format!("What is stretched: {} statements that hold if they are let go a little", self.0.stretched.len());
        let table = table("few", &["Statement", "Printed", "By"], &rows);
        format!("<section>\n<details class=\"all\"><summary>{summary}</summary>\n{table}</details>\n</section>\n")
    }

    fn months(&self) -> String {
        let intro =
            "Million USD. Printed months stand plain, all others as best (low–high); a dash has no upper bound.";
        let one = |months: &Months| {
            let rows: Vec<&MonthRow> = months.rows.iter().filter(|row| row.period >= self.0.from).collect();
            let years = rows.chunk_by(|a, b| a.period.first_year() == b.period.first_year()).map(year);
            let years: String = years.collect();
            if years.is_empty() {
                years
            } else {
                section(&months.title, intro, &format!("<div class=\"years\">\n{years}</div>\n"))
            }
        };
        self.0.series.iter().map(one).collect()
    }

    fn footer(&self) -> String {
        let approximate: String =
            self.0.approximate.iter().map(|why| format!("<p>{}.</p>\n", escape(&sentence(why)))).collect();
        let unused = |(id, why): &(String, String)| format!("{} ({})", escape(id), escape(why));
        let unused: Vec<String> = self.0.unused.iter().map(unused).collect();
        let unused = match unused.len() {
            0 => String::new(),
            n => format!("<p>{n} statements say nothing of any month here: {}.</p>\n", unused.join("; ")),
        };
        format!("<footer class=\"foot\">\n{approximate}{unused}<p>{}</p>\n</footer>\n", escape(&self.0.counts()))
    }
}

/// A year of months.
fn year(rows: &[&MonthRow]) -> String {
    let name = rows.first().map(|row| row.period.first_year().to_string()).unwrap_or_default();
    let cell = |shown: &Shown| match shown.text.split_once(' ') {
        Some((best, bounds)) => {
            format!("<td class=\"num\"><i>{}</i> <small>{}</small></td>", escape(best), escape(bounds))
        }
        None => format!("<td class=\"num\">{}</td>", escape(&shown.text)),
    };
    let row = |row: &&MonthRow| {
        let cells: String = row.shown.iter().map(cell).collect();
        format!("<tr><th scope=\"row\">{}</th>{cells}</tr>\n", row.period)
    };
    let rows: String = rows.iter().map(row).collect();
    table("year", &[&name, "Imports", "Exports", "Trade"], &rows)
}

/// A name as the target of a link.
fn anchor(id: &str) -> String {
    id.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect()
}

/// With a capital at its beginning.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use yalu_trade::{AsOf, Coverage, Place};

    use super::*;

    fn sample() -> Reconciliation {
        let stated = Stated {
            about: "exports <of>, 2021-05".to_owned(),
            printed: "26 × 10000000 USD".to_owned(),
            source: "https://example.org/a?b=1&c=2".to_owned(),
            place: Place::new("statements/a.csv", 3, 0),
            note: "\"preliminary\"".to_owned(),
        };
        Reconciliation {
            title: "A's trade with B & C, solved".to_owned(),
            desk: "a".to_owned(),
            as_of: "2025-09-30".parse::<AsOf>().expect("a day"),
            files: Vec::new(),
            statements: 3,
            coverage: Coverage::reported(),
            from: "2021-01".parse().expect("a month"),
            cells: Vec::new(),
            series: vec![Months {
                title: "A's trade".to_owned(),
                rows: vec![MonthRow {
                    period: "2021-05".parse().expect("a month"),
                    shown: ["2.1 (1.0–3.0)", "5.4", "–"].map(|text| Shown { text: text.to_owned(), bounded: false }),
                }],
                figures: Vec::new(),
            }],
            stated: BTreeMap::from([("s/1".to_owned(), stated)]),
            disbelieved: vec![Conflict {
                statement: "s/1".to_owned(),
                cause: Cause::SwappedFlow,
                repair: Some("50,000,000".to_owned()),
                against: vec!["s2".to_owned()],
                why: "prints <more>".to_owned(),
            }],
            tied: vec![Tied {
                choices: vec![vec!["s2".to_owned()], vec!["s3".to_owned()]],
                why: "two ways".to_owned(),
            }],
            revised: Vec::new(),
            stretched: vec![Stretched { statement: "s3".to_owned(), percent: yalu_trade::dec!(0.4) }],
            unused: Vec::new(),
            approximate: Vec::new(),
            complaints: Vec::new(),
        }
    }

    #[test]
    fn the_page_is_well_formed_and_fetches_nothing() {
        let page = solved(&sample());
        crate::chart::tests::well_formed(&page);
        for fetching in ["src=", "@import", "url(", "<script", "onload"] {
            assert!(!page.contains(fetching), "{fetching}");
        }
    }

    #[test]
    fn everything_that_was_found_stands_on_it() {
        let page = solved(&sample());
        for wanted in [
            "<h1>A&#39;s trade with B &amp; C, solved</h1>",
            "<a href=\"https://example.org/a?b=1&amp;c=2\" rel=\"noreferrer\">example.org</a> · statements/a.csv:3",
            "<b>swapped-flow</b>",
            "Prints &lt;more&gt;",
            "Either s2; or s3: two ways.",
            "<td class=\"num\"><i>2.1</i> <small>(1.0–3.0)</small></td><td class=\"num\">5.4</td>",
            "0.4 %",
        ] {
            assert!(page.contains(wanted), "{wanted} is missing from:\n{page}");
        }
    }
}

//! An audited report as one page: its text as a reader sees it, every figure
//! marked by its verdict, in colour and by a sign and the style of its line, so
//! that neither print nor eye needs the colour. What does not hold has a note
//! beside its paragraph. Nothing is fetched and nothing runs.

mod marks;

use yalu_trade::{Cause, Grid, Judged, Passage, Verdict};

use crate::{
    audit::{Audit, VERDICTS, amiss},
    chart::escape,
    html::POLICY,
    sarif::says,
};
use marks::Marks;

const STYLE: &str = include_str!("annotated/style.css");

/// The page.
pub fn annotated(audit: &Audit) -> String {
    Page { audit, marks: Marks::of(&audit.judged) }.page()
}

struct Page<'a> {
    audit: &'a Audit,
    marks: Marks,
}

/// The sign of a verdict, as the style sheet prints it too.
fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Contradicted => "✗",
        Verdict::Unlikely => "?",
        Verdict::NotDerivable => "∅",
        Verdict::NotRead => "○",
        Verdict::HoldsWithinRounding => "≈",
        Verdict::Holds => "✓",
    }
}

/// A verdict in words.
fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Contradicted => "contradicted",
        Verdict::Unlikely => "unlikely",
        Verdict::NotDerivable => "not derivable",
        Verdict::NotRead => "not read",
        Verdict::HoldsWithinRounding => "holds within rounding",
        Verdict::Holds => "holds",
    }
}

/// What a verdict means, for the key of the page.
fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Contradicted => "no value that the print allows agrees with what was found",
        Verdict::Unlikely => "it holds only if a named statement is wrong",
        Verdict::NotDerivable => "what is on file does not reach it",
        Verdict::NotRead => "it could not be tied to anything",
        Verdict::HoldsWithinRounding => "the digits differ, the roundings agree",
        Verdict::Holds => "the same, to the printed digit",
    }
}

impl Page<'_> {
    fn page(&self) -> String {
        let title = escape(&self.audit.title);
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <meta name=\"color-scheme\" content=\"light dark\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n\
             <link rel=\"icon\" href=\"data:,\"/>\n<title>Audit: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             {}<main>\n{}{}{}</main>\n{}</body>\n</html>\n",
            self.header(),
            self.amiss(),
            self.article(),
            self.all(),
            self.footer(),
        )
    }

    fn header(&self) -> String {
        let Audit { title, file, desk, as_of, judged, .. } = self.audit;
        let fact = |name: &str, value: &str| format!("<div><dt>{name}</dt><dd>{}</dd></div>", escape(value));
        let facts = [
            fact("Report", file),
            fact("Figures", &judged.len().to_string()),
            fact("Held against the desk", desk),
            fact("As of", &as_of.to_string()),
        ];
        let counted = VERDICTS.into_iter().filter(|verdict| self.audit.count(*verdict) > 0);
        let key: String = counted.map(|verdict| self.key(verdict)).collect();
        format!(
            "<header class=\"head\">\n<p class=\"kind\">Audit</p>\n<h1>{}</h1>\n<dl class=\"facts\">{}</dl>\n\
             <ul class=\"key\">\n{key}</ul>\n</header>\n",
            escape(title),
            facts.concat()
        )
    }

    fn key(&self, verdict: Verdict) -> String {
        let (count, word) = (self.audit.count(verdict), verdict.word());
        let (words, meaning) = (words(verdict), meaning(verdict));
        format!(
            "<li><span class=\"v v-{word}\"><b>{count}</b> {words}</span><span class=\"meaning\">{meaning}</span></li>\n"
        )
    }

    /// What does not hold, each row leading to its mark.
    fn amiss(&self) -> String {
        let rows: String = self.marks.numbered().map(|(number, i)| self.row(Some(number), i)).collect();
        if rows.is_empty() {
            return "<section>\n<h2>Nothing here is contradicted</h2>\n</section>\n".to_owned();
        }
        format!(
            "<section>\n<h2>What does not hold</h2>\n<div class=\"scroll\"><table class=\"findings\">\n<thead><tr>\
             <th scope=\"col\"></th><th scope=\"col\">Where</th><th scope=\"col\">Printed</th><th scope=\"col\">Found</th>\
             <th scope=\"col\">Likeliest slip</th><th scope=\"col\">Likely meant</th></tr></thead>\n\
             <tbody>\n{rows}</tbody>\n</table></div>\n</section>\n"
        )
    }

    fn row(&self, number: Option<usize>, i: usize) -> String {
        let judged = &self.audit.judged[i];
        let (word, sign) = (judged.verdict.word(), sign(judged.verdict));
        let label = number.map_or(sign.to_owned(), |number| format!("{sign}\u{2009}{number}"));
        let lead = match (self.marks.of_claim(i), number) {
            (Some(mark), _) => format!("<a class=\"sign s-{word}\" href=\"#m-{mark}\">{label}</a>"),
            (None, _) => format!("<span class=\"sign s-{word}\">{label}</span>"),
        };
        let found = judged.found.as_ref().map_or("", |found| found.text.as_str());
        let cause = judged.cause.filter(|_| number.is_some()).map_or("", Cause::word);
        let (cells, last) = match number {
            Some(_) => ([cause, judged.repair.as_deref().unwrap_or_default()], String::new()),
            None => ([words(judged.verdict), judged.why.as_str()], format!(" id=\"f-{i}\"")),
        };
        let cells: String = cells.iter().map(|cell| format!("<td>{}</td>", escape(cell))).collect();
        format!(
            "<tr{last}><td>{lead}</td><th scope=\"row\">{}</th><td class=\"print\">{}</td><td>{}</td>{cells}</tr>\n",
            escape(&place(judged)),
            escape(&judged.printed.text),
            escape(found),
        )
    }

    fn article(&self) -> String {
        let passages: String = self.audit.report.passages.iter().map(|passage| self.passage(passage)).collect();
        if passages.is_empty() {
            return String::new();
        }
        format!("<article>\n<h2 class=\"part\">The report</h2>\n{passages}</article>\n")
    }

    /// A passage, and beside it a note for each of its figures that does not hold.
    fn passage(&self, passage: &Passage) -> String {
        let (body, ranges) = match passage {
            Passage::Heading(range) => (format!("<h3>{}</h3>\n", self.marked(range)), vec![range.clone()]),
            Passage::Paragraph(range) => (format!("<p>{}</p>\n", self.marked(range)), vec![range.clone()]),
            Passage::Grid(grid) => {
                let cells = grid.rows.iter().flatten().chain(&grid.captions).cloned().collect();
                (self.grid(grid), cells)
            }
        };
        let mut told: Vec<usize> = ranges.iter().flat_map(|range| self.marks.numbers_in(range)).collect();
        told.sort_unstable();
        told.dedup();
        let notes: String = told.iter().map(|&number| self.note(number)).collect();
        let aside = if notes.is_empty() { notes } else { format!("<aside>\n{notes}</aside>\n") };
        format!("<div class=\"passage\">\n<div class=\"text\">\n{body}</div>\n{aside}</div>\n")
    }

    /// The words of a range, with its figures marked.
    fn marked(&self, range: &std::ops::Range<usize>) -> String {
        let mut out = String::new();
        let mut at = range.start;
        for (mark, group) in self.marks.inside(range) {
            out.push_str(&escape(self.audit.report.words(&(at..group.bytes.start))));
            out.push_str(&self.mark(mark));
            at = group.bytes.end;
        }
        out.push_str(&escape(self.audit.report.words(&(at..range.end))));
        out
    }

    fn mark(&self, mark: usize) -> String {
        let group = self.marks.group(mark);
        let judged = |i: usize| &self.audit.judged[i];
        let worst = group.claims.iter().copied().max_by_key(|&i| severity(judged(i).verdict)).unwrap_or_default();
        let word = judged(worst).verdict.word();
        let tells: Vec<String> = group.claims.iter().map(|&i| told(judged(i))).collect();
        let numbers: Vec<usize> = group.claims.iter().filter_map(|&i| self.marks.number(i)).collect();
        let target = numbers.first().map_or_else(|| format!("f-{worst}"), |number| format!("c-{number}"));
        let text = escape(self.audit.report.words(&group.bytes));
        let note = |number: &usize| format!("<a class=\"ref s-{word}\" href=\"#c-{number}\">{number}</a>");
        let notes: String = numbers.iter().map(note).collect();
        let title = escape(&tells.join(" | "));
        let refs = if notes.is_empty() { notes } else { format!("<sup>{notes}</sup>") };
        format!("<a class=\"v v-{word}\" id=\"m-{mark}\" href=\"#{target}\" title=\"{title}\">{text}</a>{refs}")
    }

    fn note(&self, number: usize) -> String {
        let i = self.marks.claim(number);
        let judged = &self.audit.judged[i];
        let (word, sign, verdict) = (judged.verdict.word(), sign(judged.verdict), words(judged.verdict));
        let back = self.marks.of_claim(i).map_or_else(String::new, |mark| format!(" href=\"#m-{mark}\""));
        let line = |name: &str, text: &str| {
            if text.is_empty() { String::new() } else { format!("<dt>{name}</dt><dd>{}</dd>", escape(text)) }
        };
        let found = judged.found.as_ref().map_or("", |found| found.text.as_str());
        let cause = judged.cause.map_or(String::new(), |cause| format!("{}: {}", cause.word(), says(cause)));
        format!(
            "<section class=\"note n-{word}\" id=\"c-{number}\">\n\
             <p class=\"note-head\"><a{back}>{sign}\u{2009}{number}</a> {verdict}</p>\n<dl>{}{}{}{}{}</dl>\n</section>\n",
            line("printed", &judged.printed.text),
            line("found", found),
            line("likely meant", judged.repair.as_deref().unwrap_or_default()),
            line("slip", &cause),
            line("why", &judged.why),
        )
    }

    /// A table: what stands above it is its caption, what stands below its source.
    fn grid(&self, grid: &Grid) -> String {
        let first = grid.rows.iter().flatten().map(|cell| cell.start).min().unwrap_or_default();
        let (above, below): (Vec<_>, Vec<_>) = grid.captions.iter().partition(|caption| caption.start < first);
        let caption: String = above.iter().map(|range| format!("<span>{}</span>", self.marked(range))).collect();
        let caption = if caption.is_empty() { caption } else { format!("<caption>{caption}</caption>\n") };
        let notes: String =
            below.iter().map(|range| format!("<p class=\"source\">{}</p>\n", self.marked(range))).collect();
        let has_figure =
            |row: &&Vec<std::ops::Range<usize>>| row.iter().any(|cell| self.marks.inside(cell).next().is_some());
        // Rows above the first figure are the head; where no figure was read, the first row is.
        let head = grid.rows.iter().position(|row| has_figure(&row)).unwrap_or(1).min(grid.rows.len());
        let (head, body) = grid.rows.split_at(head);
        let rows = |rows: &[Vec<std::ops::Range<usize>>], tag: &str| {
            rows.iter().map(|row| self.cells(row, tag)).collect::<String>()
        };
        let head = if head.is_empty() { String::new() } else { format!("<thead>\n{}</thead>\n", rows(head, "th")) };
        let body = rows(body, "td");
        format!("<div class=\"scroll\"><table>\n{caption}{head}<tbody>\n{body}</tbody>\n</table></div>\n{notes}")
    }

    fn cells(&self, row: &[std::ops::Range<usize>], tag: &str) -> String {
        let cell = |range: &std::ops::Range<usize>| {
            let words = self.audit.report.words(range).trim();
            let number = words.chars().next().is_some_and(|c| c.is_ascii_digit() || "-+−$".contains(c));
            let class = if number && tag == "td" { " class=\"num\"" } else { "" };
            format!("<{tag}{class}>{}</{tag}>", self.marked(range))
        };
        format!("<tr>{}</tr>\n", row.iter().map(cell).collect::<String>())
    }

    /// Every figure with its verdict and why, folded away.
    fn all(&self) -> String {
        let rows: String = (0..self.audit.judged.len()).map(|i| self.row(None, i)).collect();
        format!(
            "<section>\n<details class=\"all\"><summary>Every figure that was looked at</summary>\n\
             <div class=\"scroll\"><table class=\"findings\">\n<thead><tr><th scope=\"col\"></th><th scope=\"col\">Where</th>\
             <th scope=\"col\">Printed</th><th scope=\"col\">Found</th><th scope=\"col\">Verdict</th>\
             <th scope=\"col\">Why</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n</details>\n</section>\n"
        )
    }

    fn footer(&self) -> String {
        let notes: String = self.audit.notes.iter().map(|note| format!("<p>{}</p>\n", escape(note))).collect();
        format!(
            "<footer class=\"foot\">\n{notes}<p>A figure is contradicted only where no value that its print allows agrees \
             with what was found; the likeliest slip is a suggestion.</p>\n</footer>\n"
        )
    }
}

fn severity(verdict: Verdict) -> usize {
    VERDICTS.len() - VERDICTS.iter().position(|known| *known == verdict).unwrap_or_default()
}

/// What became of a figure, in a line.
fn told(judged: &Judged) -> String {
    let found = judged.found.as_ref().map(|found| format!("; found: {}", found.text)).unwrap_or_default();
    let why = if judged.why.is_empty() || amiss(judged) { String::new() } else { format!("; {}", judged.why) };
    format!("{}{found}{why}", words(judged.verdict))
}

/// Where a figure stands, for a reader.
fn place(judged: &Judged) -> String {
    let spot = &judged.spot;
    let line = if spot.place.line > 0 { format!("line {}", spot.place.line) } else { String::new() };
    let parts = [spot.table.clone(), spot.row.clone().map(|row| format!("row {row}")), Some(line)];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit_sample;

    #[test]
    fn the_page_is_well_formed_and_fetches_nothing() {
        let page = annotated(&audit_sample::audit());
        crate::chart::tests::well_formed(&page);
        for fetching in ["src=", "@import", "url(", "<script", "http://", "https://", "onload"] {
            assert!(!page.contains(fetching), "{fetching}");
        }
        for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(page.contains(&format!(" id=\"{target}\"")), "#{target} leads nowhere");
        }
    }

    #[test]
    fn every_figure_is_marked_where_it_stands() {
        let page = annotated(&audit_sample::audit());
        for wanted in [
            "<h1>Trade &amp; &lt;more&gt;</h1>",
            ">17.6%</a><sup><a class=\"ref s-contradicted\" href=\"#c-1\">1</a></sup> of &quot;all&quot; trade",
            "class=\"v v-unlikely\"",
            "<td class=\"num\"><a class=\"v v-holds-within-rounding\" id=\"m-3\" href=\"#f-4\"",
            "<tr><th>Good</th><th>Share (%)</th></tr>",
            "<caption><span>Table 1. Goods</span></caption>",
            "<dt>likely meant</dt><dd>31.1%</dd>",
            "31.1 % &lt;of&gt; the rest",
            "one &lt;note&gt;",
        ] {
            assert!(page.contains(wanted), "{wanted} is missing from:\n{page}");
        }
    }
}

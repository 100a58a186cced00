//! The brief as one page: a file that opens anywhere, years from now, with no
//! network. Style and charts are inside; nothing is fetched and nothing runs,
//! and the page's own policy forbids both. Every number is a quiet link to its
//! papers at the end, so the appendix is always there, last.
//!
//! The markup is well-formed XML as well as HTML: what a test can read, a
//! converter can.

mod papers;
mod table;

use yalu_trade::{Card, Decimal, Interval};

use crate::{
    Brief, Format, RenderError,
    chart::escape,
    document::{Block, HeadlineItem, Span},
    words::{Words, words},
};

pub(crate) struct Html;

static CARD: Card = Card {
    id: "html",
    title: "Web page",
    unit: "",
    formula: "one self-contained page: inline style and charts, no script, no network",
    citation: "WHATWG HTML Living Standard; WCAG 2.2",
    ..Card::BARE
};

impl Format for Html {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn render(&self, brief: &Brief) -> Result<Vec<u8>, RenderError> {
        Ok(Page { brief, words: words(brief.lang) }.page().into_bytes())
    }
}

/// Nothing may be fetched, run, framed or sent; only the style in the page counts.
pub(crate) const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// What the letters in a chart are set in; the page's own sans.
pub(crate) const CHART_FONTS: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', \
                                      'Apple SD Gothic Neo', 'Malgun Gothic', 'PingFang SC', 'Microsoft YaHei', \
                                      'Noto Sans CJK SC', sans-serif";

const STYLE: &str = include_str!("html/style.css");

/// Names of the page's own parts; a desk's headings are not called so.
const MAIN: &str = "page-main";
const NOTES: &str = "page-notes";
const PAPERS: &str = "page-papers";

/// A printed number up to this long is kept on one line.
const UNBROKEN: usize = 24;

struct Page<'a> {
    brief: &'a Brief,
    words: &'static Words,
}

/// Words that lead to an address, where there is one.
pub(crate) fn link(address: &str, words: &str) -> String {
    if !["http://", "https://"].iter().any(|scheme| address.starts_with(scheme))
        || address.contains(char::is_whitespace)
    {
        return escape(words);
    }
    format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escape(address), escape(words))
}

/// A name as the target of a link: nothing in it that a link would have to escape.
fn anchor(id: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    id.chars().map(|c| if plain(c) { c } else { '-' }).collect()
}

/// The exact values behind a print, as attributes.
fn exact(interval: &Interval) -> String {
    let attribute = |name: &str, value: Option<Decimal>| {
        value.map(|value| format!(" data-{name}=\"{}\"", value.normalize())).unwrap_or_default()
    };
    attribute("value", interval.best) + &attribute("low", interval.low) + &attribute("high", interval.high)
}

fn starts_section(block: &Block) -> bool {
    matches!(block, Block::Heading { level: ..=1, .. })
}

impl Page<'_> {
    fn page(&self) -> String {
        let Brief { lang, title, subtitle, .. } = self.brief;
        let (title, subtitle) = (escape(title), escape(subtitle));
        format!(
            "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <meta name=\"color-scheme\" content=\"light dark\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n\
             <meta name=\"description\" content=\"{subtitle}\"/>\n<link rel=\"icon\" href=\"data:,\"/>\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#{MAIN}\">{}</a>\n{}{}{}</body>\n</html>\n",
            self.words.skip,
            self.header(),
            self.main(),
            self.footer(),
        )
    }

    fn header(&self) -> String {
        let Words { period, as_of, desk, .. } = self.words;
        let fact = |name: &str, value: &str| format!("<div><dt>{name}</dt><dd>{}</dd></div>", escape(value));
        let facts = [
            fact(period, &self.brief.period.to_string()),
            fact(as_of, &self.brief.as_of.to_string()),
            fact(desk, &self.brief.desk),
        ];
        let (title, subtitle) = (escape(&self.brief.title), escape(&self.brief.subtitle));
        let head = format!("<h1>{title}</h1>\n<p class=\"subtitle\">{subtitle}</p>");
        format!("<header class=\"head\">\n{head}\n<dl class=\"facts\">{}</dl>\n</header>\n", facts.concat())
    }

    fn footer(&self) -> String {
        let Brief { desk, period, as_of, title, .. } = self.brief;
        let Words { as_of: as_of_word, desk: desk_word, colon, .. } = self.words;
        let line = format!("{title} · {period} · {as_of_word}{colon}{as_of} · {desk_word}{colon}{desk}");
        format!("<footer class=\"foot\"><p>{}</p></footer>\n", escape(&line))
    }

    fn main(&self) -> String {
        let blocks = &self.brief.blocks;
        let (lead, rest) = blocks.split_at(blocks.iter().position(starts_section).unwrap_or(blocks.len()));
        let sections: String =
            rest.chunk_by(|_, next| !starts_section(next)).map(|blocks| self.section(blocks)).collect();
        format!(
            "<main id=\"{MAIN}\">\n<div class=\"lead\">\n{}</div>\n{}<div class=\"body\">\n{sections}{}{}</div>\n</main>\n",
            self.blocks(lead),
            self.contents(),
            self.notes(),
            self.papers(),
        )
    }

    /// The contents: sections, and the parts of each.
    fn contents(&self) -> String {
        let headings = self.brief.blocks.iter().filter_map(|block| match block {
            Block::Heading { level, id, text } => Some((*level, anchor(id), escape(text))),
            _ => None,
        });
        let notes = (1, NOTES.to_owned(), self.words.notes.to_owned());
        let papers = (1, PAPERS.to_owned(), self.words.papers.to_owned());
        let own = [(!self.brief.notes.is_empty()).then_some(notes), Some(papers)];
        let item = |(level, id, text): (u8, String, String)| {
            format!("<li class=\"l{}\"><a href=\"#{id}\">{text}</a></li>\n", level.clamp(1, 2))
        };
        let items: String = headings.chain(own.into_iter().flatten()).map(item).collect();
        let title = self.words.contents;
        format!(
            "<nav class=\"contents\" aria-label=\"{title}\">\n<p class=\"contents-title\">{title}</p>\n<ul>\n{items}</ul>\n</nav>\n"
        )
    }

    fn section(&self, blocks: &[Block]) -> String {
        let named = match blocks.first() {
            Some(Block::Heading { id, .. }) => format!(" aria-labelledby=\"{}\"", anchor(id)),
            _ => String::new(),
        };
        format!("<section{named}>\n{}</section>\n", self.blocks(blocks))
    }

    fn notes(&self) -> String {
        if self.brief.notes.is_empty() {
            return String::new();
        }
        let notes: String = self.brief.notes.iter().map(|note| format!("<li>{}</li>\n", escape(note))).collect();
        let heading = format!("<h2 id=\"{NOTES}\">{}</h2>", self.words.notes);
        format!("<section class=\"notes\" aria-labelledby=\"{NOTES}\">\n{heading}\n<ol>\n{notes}</ol>\n</section>\n")
    }

    fn blocks(&self, blocks: &[Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> String {
        match block {
            Block::Heading { level, id, text } => {
                let level = level.clamp(&1, &2) + 1;
                format!("<h{level} id=\"{}\">{}</h{level}>\n", anchor(id), escape(text))
            }
            Block::Judgement(spans) => format!("<p class=\"judgement\">{}</p>\n", self.spans(spans)),
            Block::Paragraph(spans) => format!("<p>{}</p>\n", self.spans(spans)),
            Block::List(items) => {
                let items: String = items.iter().map(|item| format!("<li>{}</li>\n", self.spans(item))).collect();
                format!("<ul>\n{items}</ul>\n")
            }
            Block::Headline(items) => {
                format!("<ul class=\"cards\">\n{}</ul>\n", items.iter().map(|item| self.card(item)).collect::<String>())
            }
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Boxed { id, title, blocks } => self.boxed(&anchor(id), title, blocks),
            // They stand at the end of every page, whether or not the brief asks.
            Block::Papers => String::new(),
        }
    }

    fn card(&self, item: &HeadlineItem) -> String {
        let number = self.span(&item.number);
        let label = format!("<span class=\"card-label\">{}</span>", escape(&item.label));
        let under = format!("<span class=\"card-under\">{}</span>", self.spans(&item.under));
        // Text that is copied or read aloud keeps the label, the number and what stands under it apart.
        format!("<li>{label}\n<strong class=\"card-number\">{number}</strong>\n{under}</li>\n")
    }

    fn boxed(&self, id: &str, title: &str, blocks: &[Block]) -> String {
        let heading = format!("<h3 id=\"{id}-title\">{}</h3>", escape(title));
        let inside = self.blocks(blocks);
        format!("<aside class=\"box\" id=\"{id}\" aria-labelledby=\"{id}-title\">\n{heading}\n{inside}</aside>\n")
    }

    fn spans(&self, spans: &[Span]) -> String {
        spans.iter().map(|span| self.span(span)).collect()
    }

    /// Words, or a number that leads to its papers.
    fn span(&self, span: &Span) -> String {
        let (id, printed) = match span {
            Span::Text(text) => return escape(text),
            Span::Number { id, printed } => (id, printed),
        };
        let class = if printed.chars().count() > UNBROKEN { "n long" } else { "n" };
        let what = format!("class=\"{class}\" data-number=\"{}\"", escape(id));
        match self.brief.number(id) {
            Some(_) => format!("<a {what} href=\"#{}\">{}</a>", papers::name(id), escape(printed)),
            None => format!("<span {what}>{}</span>", escape(printed)),
        }
    }

    /// The source and the notes under a table or a figure.
    fn under(&self, source: &str, notes: &[String]) -> String {
        let source = format!("<p class=\"source\">{}{}{}</p>\n", self.words.source, self.words.colon, escape(source));
        let note = |note: &String| format!("<p class=\"note\">{}</p>\n", escape(note));
        source + &notes.iter().map(note).collect::<String>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use yalu_trade::Lang;

    fn page(lang: Lang) -> String {
        String::from_utf8(Html.render(&sample::brief(lang)).expect("renders")).expect("UTF-8")
    }

    #[test]
    fn the_page_is_well_formed_and_the_same_every_time() {
        for lang in Lang::ALL {
            let page = page(lang);
            crate::chart::tests::well_formed(&page);
            assert_eq!(page, self::page(lang));
            assert!(page.contains(&format!("<html lang=\"{lang}\">")) && page.contains(words(lang).papers));
        }
    }

    #[test]
    fn the_page_fetches_nothing() {
        let page = page(Lang::En);
        for fetching in ["src=", "@import", "url(", "<script", "<iframe", "<object", "<form", "srcset", "onload"] {
            assert!(!page.contains(fetching), "{fetching}");
        }
        let link = |rest: &&str| !rest.starts_with("data:,") && !rest.starts_with('#');
        let outside: Vec<&str> = page.split("href=\"").skip(1).filter(link).collect();
        assert!(outside.iter().all(|rest| rest.contains("rel=\"noreferrer\"")), "only sources lead away");
        assert_eq!(page.matches("<link").count(), 1, "and the empty icon asks nobody");
    }

    #[test]
    fn every_link_on_the_page_has_its_target() {
        for lang in Lang::ALL {
            let page = page(lang);
            let targets: Vec<&str> = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            assert!(targets.contains(&"paper-imports") && targets.contains(&"table-1-gap-a"));
            for target in targets {
                assert!(page.contains(&format!(" id=\"{target}\"")), "#{target} leads nowhere");
            }
        }
    }

    #[test]
    fn numbers_and_gaps_say_what_they_are() {
        let page = page(Lang::En);
        for wanted in [
            "<a class=\"n\" data-number=\"imports\" href=\"#paper-imports\">$2,003.5 million</a>",
            "<td class=\"num\" data-value=\"160030000\" data-low=\"160025000\" data-high=\"160035000\">16,003</td>",
            "<th scope=\"row\">Human hair &lt;prepared&gt;, # _for_ *wigs* | $5</th>",
            "<td class=\"code\">0703</td>",
            "title=\"not derivable: the total of 2022 is not on file\">–<sup>",
            "<li id=\"table-1-gap-a\"><sup>a</sup> not derivable: the total of 2022 is not on file</li>",
            "Unit: 10,000 USD, %",
            "id=\"paper-sector-textiles\"",
            "ten rows of 1,228 do not make a sector",
            "<td class=\"why\">not on file: nobody printed imports of 2022-04</td>",
            "Imports &amp; &lt;more&gt;",
        ] {
            assert!(page.contains(wanted), "{wanted} is missing from:\n{page}");
        }
    }

    #[test]
    fn a_number_without_papers_is_no_link() {
        let mut brief = sample::brief(Lang::En);
        brief.numbers.clear();
        let page = String::from_utf8(Html.render(&brief).expect("renders")).expect("UTF-8");
        assert!(page.contains("<span class=\"n\" data-number=\"imports\">") && !page.contains("href=\"#paper-"));
    }
}

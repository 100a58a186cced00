//! Figures of a report: every number of its prose and its tables, tied to
//! what it is about, as far as the words tie it. Reading only: nothing here
//! holds one figure against another.

mod anchor;
mod dictionary;
mod labels;
mod lexicon;
mod links;
mod moves;
mod number;
mod orders;
mod parallel;
mod prose;
mod roles;
mod rows;
mod said;
mod same_digits;
mod scales;
mod scan;
mod sheet;
mod side;
mod sort;
mod subject;
mod tables;
mod ties;
mod top;
mod unit_line;
mod when;
mod wholes;
mod worded;

use std::ops::Range;

use yalu_trade::{Currency, Figure, Figures, Flow, Passage, Report, Scope, Thing, Unit};

use dictionary::Dictionary;
use lexicon::Word;
use prose::Page;
use scan::{What, scan};
use subject::{Mind, Subject};
use tables::Around;

/// So many figures of one report are enough; a table of a million rows is not an article.
pub const MOST: usize = 20_000;

/// What stands alone under the label of a card is no longer.
const CARD: usize = 60;

/// The year of a report that names none.
const NO_YEAR: i32 = 1;

/// Reads the figures of a report, whose people the scope names.
pub fn figures(report: &Report, scope: &Scope) -> Figures {
    let mut book = Dictionary::new(scope);
    book.arrows(&report.text);
    learn(report, &mut book);
    let mut found = Figures::default();
    let mut mind = Mind::new();
    mind.period = first_period(report, &book).map(latest).or_else(|| usual_year(&report.text));
    let mut section = mind.period;
    let mut speaker = None;
    mind.flows = flows_of_goods(report, &book, &mind);
    let currency = currency(&report.text);
    let (mut counted, mut card) = (None, None);
    let unspoken = flowless(report, &book).then_some(Flow::T);
    for (paragraph, passage) in report.passages.iter().enumerate() {
        if found.figures.len() > MOST {
            break;
        }
        match passage {
            Passage::Heading(range) => {
                mind.period = section;
                counted = unit_line::declared(report.words(range)).or(counted);
                let (first, orders) = (found.figures.len(), found.orders.len());
                mind.subject = Subject { flow: unspoken, ..Subject::default() };
                mind.card = false;
                read_prose(report, &book, currency, paragraph, range, &mut mind, &mut found);
                let plain = found.figures.len() == first && found.orders.len() == orders;
                card = heading(report, range, &book, &mut mind, plain);
                section = mind.period;
            }
            Passage::Paragraph(range) => {
                counted = unit_line::declared(report.words(range)).or(counted);
                mind.period = section;
                mind.speaker = speaker.unwrap_or(scan::Party::Economy);
                let flow = mind.heading.or(unspoken);
                mind.subject = Subject { flow, thing: mind.heading.map(|_| Thing::Total), ..Subject::default() };
                // A card: the heading is the label of what stands alone below it.
                let label = card.as_ref().filter(|_| report.words(range).chars().count() <= CARD);
                mind.card = label.is_some();
                mind.subject = label.cloned().unwrap_or(mind.subject);
                read_prose(report, &book, currency, paragraph, range, &mut mind, &mut found);
                // Who speaks is told once, by whoever speaks first.
                if mind.subject.own_flow && speaker.is_none() {
                    speaker = Some(mind.speaker);
                }
            }
            Passage::Grid(grid) => {
                mind.period = section;
                if mind.subject.flow.is_none() && mind.heading.is_none() {
                    mind.subject.flow = same_digits::flow(report, grid, &found.figures);
                }
                let around = Around { report, book: &book, mind: &mind, counted, index: found.tables.len() };
                if let Some(table) = tables::table(&around, grid, &mut found.figures) {
                    found.tables.push(table);
                }
            }
        }
    }
    scales::infer(&mut found);
    anchor::anchor(&mut found);
    anchor::measure(&mut found);
    finish(report, &mut found);
    (found.ties, found.places) = ties::tie(report, &found);
    for (i, placed) in found.places.iter_mut().enumerate() {
        placed.spot.place = report.place(placed.spot.bytes.start);
        placed.id = format!("place-{}", i + 1);
    }
    found
}

fn read_prose(
    report: &Report,
    book: &Dictionary,
    currency: Currency,
    paragraph: usize,
    range: &Range<usize>,
    mind: &mut Mind,
    found: &mut Figures,
) {
    let page = Page { text: &report.text, book, currency, paragraph };
    prose::paragraph(&page, range.clone(), mind, found, &mut |sentence, mind, found| {
        orders::orders(sentence, mind, &mut found.orders);
        labels::labels(sentence, &mut found.labels);
        moves::extremes(sentence, mind, &mut found.extremes);
    });
}

/// A heading says of what and of when its section is. One that is a word of flow and no more is returned as the
/// subject of the figures below it.
fn heading(report: &Report, range: &Range<usize>, book: &Dictionary, mind: &mut Mind, plain: bool) -> Option<Subject> {
    let marks = scan(&report.text, range.clone(), book);
    let mut flow = None;
    for (at, mark) in marks.marks.iter().enumerate() {
        match &mark.what {
            What::When(when) if !expects(&marks) => mind.period = mind.period_of(*when).or(mind.period),
            What::Word(Word::Flow(way)) => {
                let speaker = side::speaker(&report.text, &marks.marks, at).unwrap_or(mind.speaker);
                flow = flow.or(Some(side::flow(*way, speaker)));
            }
            _ => {}
        }
    }
    if !plain {
        return None;
    }
    mind.heading = flow.filter(|flow| matches!(flow, Flow::X | Flow::M));
    let [ways @ .., last] = marks.marks.as_slice() else { return None };
    let What::Word(Word::Flow(way)) = last.what else { return None };
    let alone = ways.iter().all(|mark| matches!(mark.what, What::Word(Word::Total | Word::Filler)));
    alone.then(|| Subject {
        flow,
        thing: Some(Thing::Total),
        below_zero: side::below_zero(way, mind.speaker),
        own_flow: true,
        own_thing: true,
    })
}

/// Does a report name no flow at all? Then its prose, as its tables, counts whatever it counts.
fn flowless(report: &Report, book: &Dictionary) -> bool {
    let mut tabled = false;
    for passage in report.passages.iter().take(60) {
        let range = match passage {
            Passage::Heading(range) | Passage::Paragraph(range) => range.clone(),
            Passage::Grid(_) => {
                tabled = true;
                continue;
            }
        };
        let end = range.end.min(range.start + 4000);
        let Some(end) = (range.start..=end).rev().find(|end| report.text.is_char_boundary(*end)) else { return false };
        let flow = |mark: &scan::Mark| matches!(mark.what, What::Word(Word::Flow(_) | Word::Verb(_)));
        if scan(&report.text, range.start..end, book).marks.iter().any(flow) {
            return false;
        }
    }
    tabled
}

/// A heading of what is to come does not say of when the figures below it are.
fn expects(marks: &scan::Marks) -> bool {
    marks.marks.iter().any(|mark| mark.what == What::Word(Word::Expected))
}

/// Takes the labels of tables, and of `rice (HS 1006)`, into the dictionary.
fn learn(report: &Report, book: &mut Dictionary) {
    for passage in &report.passages {
        let Passage::Grid(grid) = passage else { continue };
        for (label, key, code) in sheet::labels(report, grid) {
            let lower = label.to_lowercase();
            let flowing = scan(&lower, 0..lower.len(), book);
            let means = flowing.marks.iter().all(|mark| {
                matches!(mark.what, What::Word(_) | What::When(_) | What::Name(_) | What::Toward(_) | What::Number(_))
            });
            let flows = flowing.marks.iter().any(|mark| matches!(mark.what, What::Word(Word::Flow(_))));
            if (means || flows) && code.is_none() {
                continue;
            }
            if let Some(code) = &code {
                book.codes.insert(code.clone(), ());
            }
            book.label(&label, &key);
        }
    }
}

/// Which way the goods go that the tables list, where all tables agree on it.
fn flows_of_goods(report: &Report, book: &Dictionary, mind: &Mind) -> subject::GoodsFlows {
    let mut mind = mind.clone();
    let mut flows = std::collections::HashMap::new();
    for passage in &report.passages {
        match passage {
            Passage::Heading(range) => {
                heading(report, range, book, &mut mind, true);
            }
            Passage::Grid(grid) => {
                let around = Around { report, book, mind: &mind, counted: None, index: 0 };
                let mut found = Vec::new();
                let _ = tables::table(&around, grid, &mut found);
                // A list of so many goods goes one way, as far as no other list of so many does not.
                let parts =
                    |figure: &&Figure| matches!(figure.about.as_ref().map(|about| &about.thing), Some(Thing::Goods(_)));
                let rows: std::collections::HashSet<usize> =
                    found.iter().filter(parts).filter_map(|figure| figure.cell.map(|cell| cell.row)).collect();
                if let Some(flow) =
                    found.iter().find(parts).and_then(|figure| figure.about.as_ref()).map(|about| about.flow)
                {
                    let known = flows.entry(format!("top {}", rows.len())).or_insert(Some(flow));
                    *known = known.filter(|known| *known == flow);
                }
                for about in found.iter().take(MOST).filter_map(|figure| figure.about.as_ref()) {
                    if let (Thing::Goods(goods), Flow::X | Flow::M) = (&about.thing, about.flow) {
                        let known = flows.entry(goods.join(" ")).or_insert(Some(about.flow));
                        *known = known.filter(|flow| *flow == about.flow);
                    }
                }
            }
            Passage::Paragraph(_) => {}
        }
    }
    subject::GoodsFlows(flows)
}

/// The first period that the report names: what a figure without one is of.
fn first_period(report: &Report, book: &Dictionary) -> Option<yalu_trade::Period> {
    let ranges = report.passages.iter().filter_map(|passage| match passage {
        Passage::Heading(range) | Passage::Paragraph(range) => Some(range.clone()),
        Passage::Grid(grid) => grid.captions.first().cloned(),
    });
    ranges.take(3).find_map(|range| {
        let end = range.end.min(range.start + 2000);
        let end = (range.start..=end).rev().find(|end| report.text.is_char_boundary(*end))?;
        let marks = scan(&report.text, range.start..end, book);
        marks.marks.iter().filter(|_| !expects(&marks)).find_map(|mark| match mark.what {
            What::When(when::When::Exact(period)) => Some(period),
            _ => None,
        })
    })
}

/// A report of several years speaks of the last of them where it does not say.
fn latest(period: yalu_trade::Period) -> yalu_trade::Period {
    let years = period.len_months() > 12 && period.is_whole_years();
    if years { yalu_trade::Period::year(period.last_year()) } else { period }
}

/// The year that a report names most, the later of two that it names as often.
fn usual_year(text: &str) -> Option<yalu_trade::Period> {
    let mut counts = std::collections::BTreeMap::new();
    for word in text.split(|c: char| !c.is_ascii_digit()).filter(|word| sheet::is_year(word)) {
        *counts.entry(word.parse::<i32>().ok()?).or_insert(0) += 1;
    }
    let most = counts.into_iter().max_by_key(|(year, count)| (*count, *year));
    let named = most.filter(|(year, _)| (1950..2060).contains(year)).map(|(year, _)| yalu_trade::Period::year(year));
    // A report that names no year is all of one, whichever.
    named.or(Some(yalu_trade::Period::year(NO_YEAR)))
}

/// The currency of a figure that has a scale and no sign: the one that the report names most.
fn currency(text: &str) -> Currency {
    let yuan = ["yuan", "人民币", "위안"].iter().map(|word| text.matches(word).count()).sum::<usize>();
    let dollars = ["$", "USD", "dollar", "달러", "美元"].iter().map(|word| text.matches(word).count()).sum::<usize>();
    let named = if yuan > dollars { "CNY" } else { "USD" };
    match named.parse() {
        Ok(Unit::Money(currency)) => currency,
        _ => Currency::USD,
    }
}

/// Names and places, and the ids of prose: the paragraph, and the figure's place in it.
fn finish(report: &Report, found: &mut Figures) {
    let mut last = (usize::MAX, 0);
    for figure in &mut found.figures {
        figure.spot.place = report.place(figure.spot.bytes.start);
        if let Some(spot) = &mut figure.direction_at {
            spot.place = report.place(spot.bytes.start);
        }
        if figure.cell.is_none() {
            last = if last.0 == figure.paragraph { (last.0, last.1 + 1) } else { (figure.paragraph, 1) };
            figure.id = format!("p{}-{}", last.0 + 1, last.1);
        }
    }
    for spot in found.tables.iter_mut().flat_map(|table| &mut table.flows_at) {
        spot.place = report.place(spot.bytes.start);
    }
    doubt_twins(found);
    rename_twins(&mut found.figures);
    for (i, label) in found.labels.iter_mut().enumerate() {
        label.spot.place = report.place(label.spot.bytes.start);
        label.id = format!("label-{}", i + 1);
    }
    for (i, word) in found.moves.iter_mut().enumerate() {
        word.spot.place = report.place(word.spot.bytes.start);
        word.id = format!("move-{}", i + 1);
    }
    for (i, extreme) in found.extremes.iter_mut().enumerate() {
        extreme.spot.place = report.place(extreme.spot.bytes.start);
        extreme.id = format!("extreme-{}", i + 1);
    }
    for (i, order) in found.orders.iter_mut().enumerate() {
        order.spot.place = report.place(order.spot.bytes.start);
        order.id = format!("order-{}", i + 1);
    }
}

/// Two cells of one table that seem to be of the same thing are of two that could not be told apart.
fn doubt_twins(found: &mut Figures) {
    let mut seen = std::collections::HashMap::new();
    for (i, figure) in found.figures.iter().enumerate() {
        if let (Some(cell), Some(about)) = (figure.cell, &figure.about) {
            seen.entry((cell.table, figure.kind, about.clone(), figure.base.clone())).or_insert_with(Vec::new).push(i);
        }
    }
    let flows =
        |table: usize| found.tables.get(table).is_some_and(|table| table.rows_are == yalu_trade::RowsAre::Flows);
    let twins: Vec<usize> =
        seen.into_iter().filter(|(key, cells)| cells.len() > 1 && !flows(key.0)).flat_map(|(_, cells)| cells).collect();
    for i in twins {
        found.figures[i].sure = false;
    }
}

/// Two figures never share a name.
fn rename_twins(figures: &mut [Figure]) {
    let mut seen = std::collections::HashMap::new();
    for figure in figures {
        let count: &mut usize = seen.entry(figure.id.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            figure.id = format!("{}-{}", figure.id, *count);
        }
    }
}

//! The sanctions' mark beside the rows of a table: how each commodity stood on the
//! period's last day (or the day of knowledge, if that is earlier), by which rule.

use yalu_brief::document::Cell;
use yalu_measure::sanctions::{Screened, screen};
use yalu_trade::{Commodity, Flow, Sanction};

use crate::{words, write::Writer};

impl Writer<'_> {
    /// A heading, a mark for each row (none for a sum), and what the marks rest on; `None` where the desk has no rules.
    pub(crate) fn marked(&self, flow: Flow, goods: &[Option<&Commodity>]) -> Option<(String, Vec<Cell>, String)> {
        let rules = &self.watch.desk.sanctions;
        if rules.is_empty() {
            return None;
        }
        let day = self.period.last_day().min(self.as_of.0);
        let standing = |commodity: &Commodity| screen(rules, flow, &self.watch.codes_of(commodity), day);
        let found: Vec<Option<Screened<'_>>> = goods.iter().map(|goods| goods.map(standing)).collect();
        let mark = |screened: &Option<Screened<'_>>| {
            screened.as_ref().map_or(Cell::Empty, |screened| Cell::Text(self.mark(screened)))
        };
        let marks = found.iter().map(mark).collect();
        let mut cited: Vec<String> = Vec::new();
        let mut doubted = false;
        for (commodity, rule) in
            goods.iter().zip(&found).filter_map(|(goods, s)| Some((goods.as_ref()?, s.as_ref()?.rule?)))
        {
            cited.push(format!("{commodity} {}{}", cite(rule), if rule.verified { "" } else { "†" }));
            doubted |= !rule.verified;
        }
        let rules = if cited.is_empty() { self.words.none.to_owned() } else { cited.join(", ") };
        let note = self.words.sanctions_on.replace("{day}", &day.to_string()).replace("{rules}", &rules);
        let note = if doubted { format!("{note}. {}.", self.words.unverified) } else { format!("{note}.") };
        Some((self.words.sanctions.to_owned(), marks, note))
    }

    /// A word, with a dagger where the rule is not verified and in brackets where it holds for a part.
    fn mark(&self, screened: &Screened<'_>) -> String {
        let word = words::standing(screened.status, self.lang);
        let word = if screened.part { format!("({word})") } else { word.to_owned() };
        let doubted = screened.rule.is_some_and(|rule| !rule.verified);
        if doubted { format!("{word}†") } else { word }
    }
}

/// A rule as it is cited in a line: `UNSCR 2371 (2017) §8`.
fn cite(rule: &Sanction) -> String {
    if rule.paragraph.is_empty() {
        rule.instrument.clone()
    } else {
        format!("{} §{}", rule.instrument, rule.paragraph)
    }
}

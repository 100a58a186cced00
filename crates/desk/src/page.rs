//! The one door to TOML. A page is a file under reading; fields are a table of
//! it. Every fault is kept with its line and column and reading goes on, so
//! that an analyst sees all findings of a file at once. A key that nobody asks
//! for is a fault, with the likeliest key that was meant.

use std::{
    cell::{Cell, RefCell},
    ops::Range,
    str::FromStr,
};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use yalu_trade::{Complaint, Decimal, Hint, Lang, Place, Wording};

/// A file under reading.
pub(crate) struct Page<'a> {
    file: &'a str,
    text: &'a str,
    complaints: RefCell<Vec<Complaint>>,
}

/// A table of a page. Drop it with [`Fields::close`], which tells of keys that nobody read.
pub(crate) struct Fields<'p> {
    page: &'p Page<'p>,
    table: &'p DeTable<'p>,
    span: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
    /// It takes keys of the analyst's own, so none of them is unknown.
    open: Cell<bool>,
}

/// Reads a file and lets `read` take from its top table. Returns what it took, and all complaints.
pub(crate) fn read<T>(file: &str, bytes: &[u8], read: impl FnOnce(&Fields<'_>) -> T) -> (Option<T>, Vec<Complaint>) {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            let place = Place::new(file, line, 1);
            return (None, vec![Complaint::error("encoding", place, "this file is not UTF-8", "save it as UTF-8")]);
        }
    };
    let page = Page { file, text, complaints: RefCell::default() };
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        page.complain(
            "toml",
            span,
            error.message().to_owned(),
            "strings stand in double quotes; tables are [name], lists of them [[name]]",
        );
    }
    let taken = errors.is_empty().then(|| {
        let fields = Fields::new(&page, root.get_ref(), root.span());
        let taken = read(&fields);
        fields.close();
        taken
    });
    (taken, page.complaints.into_inner())
}

impl Page<'_> {
    fn place(&self, at: usize) -> Place {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |tail| tail.chars().count()) + 1;
        Place::new(self.file, line, column)
    }

    fn complain(&self, code: &'static str, span: Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        let complaint = Complaint::error(code, self.place(span.start), message, hint);
        self.complaints.borrow_mut().push(complaint);
    }
}

/// A scalar as it is written: a date, a year or a number need no quotes.
fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Datetime(date) => Some(date.to_string()),
        _ => None,
    }
}

impl<'p> Fields<'p> {
    fn new(page: &'p Page<'p>, table: &'p DeTable<'p>, span: Range<usize>) -> Self {
        Self { page, table, span, asked: RefCell::default(), open: Cell::new(false) }
    }

    /// Is there such a key?
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where this table stands.
    pub(crate) fn place(&self) -> Place {
        self.page.place(self.span.start)
    }

    /// Where a key of it stands, or the table where it is missing.
    pub(crate) fn place_of(&self, key: &str) -> Place {
        self.page.place(self.span_of(key).start)
    }

    fn span_of(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or(self.span.clone(), Spanned::span)
    }

    /// Complains of a key.
    pub(crate) fn complain(&self, key: &str, code: &'static str, message: impl Into<String>, hint: impl Into<String>) {
        self.page.complain(code, self.span_of(key), message, hint);
    }

    fn get(&self, key: &'static str) -> Option<&'p Spanned<DeValue<'p>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    fn missing(&self, key: &str) {
        self.complain(key, "missing-key", format!("`{key}` is missing here"), format!("add {key} = …"));
    }

    fn wrong(&self, span: Range<usize>, key: &str, found: &DeValue<'_>, wanted: &str) {
        self.page.complain("wrong-type", span, format!("`{key}` is {}, not {wanted}", found.type_str()), "");
    }

    /// A text, a number or a date, as written; `None` where the key is absent.
    pub(crate) fn text(&self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        let text = scalar(value.get_ref());
        if text.is_none() {
            self.wrong(value.span(), key, value.get_ref(), "a text");
        }
        text
    }

    /// The same, where it must be there.
    pub(crate) fn need(&self, key: &'static str) -> Option<String> {
        if !self.table.contains_key(key) {
            self.asked.borrow_mut().push(key);
            self.missing(key);
            return None;
        }
        let text = self.text(key)?;
        if text.trim().is_empty() {
            self.complain(key, "missing-key", format!("`{key}` is empty"), "say it in a few words");
            return None;
        }
        Some(text)
    }

    fn parse<T: FromStr<Err: Hint>>(&self, span: Range<usize>, code: &'static str, text: &str) -> Option<T> {
        text.parse().map_err(|error: T::Err| self.page.complain(code, span, error.to_string(), error.hint())).ok()
    }

    /// A text of a form of its own; `None` where the key is absent or the text is not of it.
    pub(crate) fn parsed<T: FromStr<Err: Hint>>(&self, key: &'static str, code: &'static str) -> Option<T> {
        let text = self.text(key)?;
        self.parse(self.span_of(key), code, &text)
    }

    /// The same, where it must be there.
    pub(crate) fn need_parsed<T: FromStr<Err: Hint>>(&self, key: &'static str, code: &'static str) -> Option<T> {
        let text = self.need(key)?;
        self.parse(self.span_of(key), code, &text)
    }

    /// A number, exact as written; `None` where the key is absent.
    pub(crate) fn number(&self, key: &'static str) -> Option<Decimal> {
        let text = self.text(key)?;
        let read = Decimal::from_str_exact(&text).ok();
        if read.is_none() {
            self.complain(key, "number", format!("`{text}` is not a number"), "write digits: 0.25, -3_000_000");
        }
        read
    }

    /// The same, where it must be there.
    pub(crate) fn need_number(&self, key: &'static str) -> Option<Decimal> {
        self.need(key)?;
        self.number(key)
    }

    /// A whole number.
    pub(crate) fn count(&self, key: &'static str) -> Option<u32> {
        let text = self.text(key)?;
        let read = text.parse().ok();
        if read.is_none() {
            self.complain(key, "number", format!("`{text}` is not a whole number"), "write digits alone");
        }
        read
    }

    /// The same, where it must be there.
    pub(crate) fn need_count(&self, key: &'static str) -> Option<u32> {
        self.need(key)?;
        self.count(key)
    }

    /// `true` or `false`; `None` where the key is absent.
    pub(crate) fn truth(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            self.wrong(value.span(), key, value.get_ref(), "true or false");
        }
        truth
    }

    /// The same, where it must be there.
    pub(crate) fn need_truth(&self, key: &'static str) -> Option<bool> {
        if !self.table.contains_key(key) {
            self.asked.borrow_mut().push(key);
            self.missing(key);
        }
        self.truth(key)
    }

    /// A year.
    pub(crate) fn year(&self, key: &'static str) -> Option<i32> {
        let year =
            self.count(key).and_then(|year| i32::try_from(year).ok().filter(|year| (1900..=9999).contains(year)));
        if year.is_none() && self.has(key) {
            self.complain(
                key,
                "period",
                format!("`{key}` is not a year"),
                "write the year since which a rank counts: 2017",
            );
        }
        year
    }

    /// A list of texts, each with its place; an absent key is an empty list.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<(String, Range<usize>)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(value.span(), key, value.get_ref(), "a list in [ ]");
            return Vec::new();
        };
        let text = |item: &Spanned<DeValue<'_>>| {
            let text = scalar(item.get_ref());
            if text.is_none() {
                self.wrong(item.span(), key, item.get_ref(), "a list of texts");
            }
            text.map(|text| (text, item.span()))
        };
        array.iter().filter_map(text).collect()
    }

    /// A list of texts of a form of their own.
    pub(crate) fn list<T: FromStr<Err: Hint>>(&self, key: &'static str, code: &'static str) -> Vec<T> {
        self.texts(key).into_iter().filter_map(|(text, span)| self.parse(span, code, &text)).collect()
    }

    /// Complains of a part of the page by its span.
    pub(crate) fn complain_at(
        &self,
        span: Range<usize>,
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.page.complain(code, span, message, hint);
    }

    /// A table under a key.
    pub(crate) fn table(&self, key: &'static str) -> Option<Fields<'p>> {
        let value = self.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(value.span(), key, value.get_ref(), "a table in { }");
        }
        table.map(|table| Fields::new(self.page, table, value.span()))
    }

    /// A list of tables under a key, each closed after `read` took from it.
    pub(crate) fn tables<T>(&self, key: &'static str, read: impl Fn(&Fields<'p>) -> Option<T>) -> Vec<T> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(value.span(), key, value.get_ref(), "a list of tables: write [[…]] or [ { … } ]");
            return Vec::new();
        };
        let one = |item: &'p Spanned<DeValue<'p>>| {
            let Some(table) = item.get_ref().as_table() else {
                self.wrong(item.span(), key, item.get_ref(), "a list of tables");
                return None;
            };
            let fields = Fields::new(self.page, table, item.span());
            let taken = read(&fields);
            fields.close();
            taken
        };
        array.iter().filter_map(one).collect()
    }

    /// Words: a text, or a table of languages.
    pub(crate) fn wording(&self, key: &'static str) -> Option<Wording> {
        let value = self.get(key)?;
        if let Some(text) = scalar(value.get_ref()) {
            return Some(Wording::en(text));
        }
        let table = self.table(key)?;
        let said = table.languages();
        table.close();
        Some(said)
    }

    /// The same, where it must be there.
    pub(crate) fn need_wording(&self, key: &'static str) -> Option<Wording> {
        if !self.table.contains_key(key) {
            self.asked.borrow_mut().push(key);
            self.missing(key);
        }
        self.wording(key)
    }

    /// The languages that stand in this table itself: `en = …, ko = …, zh = …`.
    pub(crate) fn languages(&self) -> Wording {
        let said = |lang: Lang| self.text(lang.code()).map(|text| (lang, text));
        Wording(Lang::ALL.into_iter().filter_map(said).collect())
    }

    /// Every key with its text: for tables whose keys are the analyst's own.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        self.open.set(true);
        let pair = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
            let key: &std::borrow::Cow<'_, str> = key.get_ref();
            let text = scalar(value.get_ref());
            if text.is_none() {
                self.wrong(value.span(), key, value.get_ref(), "a text");
            }
            text.map(|text| (key.to_string(), text))
        };
        self.table.iter().filter_map(pair).collect()
    }

    /// Every key with its list of texts: for tables whose keys are the analyst's own.
    pub(crate) fn lists(&self) -> Vec<(String, Vec<String>)> {
        self.open.set(true);
        let list = |(key, value): (&Spanned<std::borrow::Cow<'p, str>>, &Spanned<DeValue<'p>>)| {
            let Some(items) = value.get_ref().as_array() else {
                self.wrong(value.span(), key.get_ref(), value.get_ref(), "a list in [ ]");
                return None;
            };
            Some((key.get_ref().to_string(), items.iter().filter_map(|item| scalar(item.get_ref())).collect()))
        };
        self.table.iter().filter_map(list).collect()
    }

    /// Every key with its words: for tables whose keys are the analyst's own.
    pub(crate) fn wordings(&self) -> Vec<(String, Wording)> {
        self.open.set(true);
        let words = |(key, value): (&Spanned<std::borrow::Cow<'p, str>>, &'p Spanned<DeValue<'p>>)| {
            let key = key.get_ref().to_string();
            if let Some(table) = value.get_ref().as_table() {
                let fields = Fields::new(self.page, table, value.span());
                let said = fields.languages();
                fields.close();
                return Some((key, said));
            }
            scalar(value.get_ref()).map(|text| (key, Wording::en(text)))
        };
        self.table.iter().filter_map(words).collect()
    }

    /// Tells of keys that nobody asked for.
    pub(crate) fn close(&self) {
        if self.open.get() {
            return;
        }
        let asked = self.asked.borrow();
        for key in self.table.keys().filter(|key| !asked.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref();
            let nearest =
                asked.iter().min_by_key(|known| distance(known, name)).filter(|known| distance(known, name) <= 3);
            let hint = match nearest {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("the keys here are {}", asked.join(", ")),
            };
            self.page.complain("unknown-key", key.span(), format!("`{name}` is not a key here"), hint);
        }
    }
}

/// How many letters must change to make one word of another (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use yalu_trade::Period;

    fn findings(text: &str) -> Vec<(&'static str, usize, usize)> {
        let take = |fields: &Fields<'_>| {
            fields.need("label");
            fields.parsed::<Period>("period", "period");
            fields.tables("item", |item| item.need("hs"))
        };
        read("x.toml", text.as_bytes(), take).1.into_iter().map(|c| (c.code, c.place.line, c.place.column)).collect()
    }

    #[test]
    fn every_fault_has_its_place() {
        for (text, expected) in [
            ("label = \"a\"\nperiod = 2023\n[[item]]\nhs = \"03\"\n", vec![]),
            ("label = \"a\"\nlable = \"b\"\n", vec![("unknown-key", 2, 1)]),
            ("label = \"a\"\nperiod = \"2023-13\"\n", vec![("period", 2, 10)]),
            ("period = 2023\n", vec![("missing-key", 1, 1)]),
            (
                "label = \"a\"\n[[item]]\nhs = \"03\"\nhz = 1\n[[item]]\n",
                vec![("unknown-key", 4, 1), ("missing-key", 5, 1)],
            ),
            ("label = \"a\"\nitem = 3\n", vec![("wrong-type", 2, 8)]),
            ("label = \n", vec![("toml", 1, 9)]),
        ] {
            assert_eq!(findings(text), expected, "{text}");
        }
    }

    #[test]
    fn the_likeliest_key_is_named() {
        let (_, complaints) = read("x.toml", b"lable = 1", |fields| fields.text("label"));
        assert_eq!(complaints[0].hint, "did you mean `label`?");
    }
}

//! The rows of a block. Fields are split as bytes: a comma, a quote or a line
//! break is never part of a character in UTF-8 or GB18030. Each distinct text is
//! read once a file and core, and one that is the row before's not even looked up.

use yalu_trade::{
    Complaint, Fixed, Flow, MASS_PLACES, MONEY_PLACES, MOST_FIXED, Period, Place, QuickMap, QuickSet, Records,
    ReleaseClass, Severity, Vintage,
};

use super::{
    amount::{Amount, amount},
    blocks::{Block, LONGEST_LINE},
    faults::{Fault, Faults},
    fields::{Broken, Fields, Memo},
    layout,
    learned::Learned,
    numbers::{Held, NUMBERS},
    period::period,
    plan::{Group, Plan},
    tables::Partner,
    words::{Code, PartnerAt, UnitAt},
};
use crate::office::Snapshot;

/// The list that the codes are from: the export does not say which edition.
const NOMENCLATURE: &str = "HS";
const COVERAGE: &str = "reported";

/// What a block holds.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) records: Records,
    pub(super) faults: Faults,
    /// How many rows that are no header.
    pub(super) rows: u64,
    /// Why the file as a whole cannot be taken.
    pub(super) fatal: Option<Complaint>,
}

/// A reader of one block.
pub(super) struct Rows<'b, 'p> {
    pub(super) plan: &'p Plan,
    pub(super) file: &'p Snapshot<'p>,
    pub(super) read: Read,
    pub(super) codes: Memo<'b, 'p, Option<Code>>,
    pub(super) periods: Memo<'b, 'p, Option<Period>>,
    pub(super) partners: Memo<'b, 'p, Option<PartnerAt>>,
    pub(super) names: Memo<'b, 'p, Option<&'static Partner>>,
    pub(super) modes: Memo<'b, 'p, Option<u32>>,
    pub(super) provinces: Memo<'b, 'p, Option<u32>>,
    pub(super) flows: Memo<'b, 'p, Option<Flow>>,
    pub(super) units: [Memo<'b, 'p, UnitAt>; 2],
    /// Units that nobody knows, each told of once a block.
    pub(super) odd_units: QuickSet<(usize, u32)>,
    pub(super) vintages: &'p mut QuickMap<Period, Vintage>,
    pub(super) last_vintage: Option<(Period, Vintage)>,
    pub(super) last_valuation: Option<(Flow, u32)>,
}

/// Where a row stands in the cube.
#[derive(Clone, Copy)]
struct At {
    line: u64,
    code: Code,
    partner: u32,
    odd_partner: Option<&'static str>,
    mode: u32,
    province: u32,
    flow: Flow,
    valuation: u32,
    period: Option<Period>,
}

/// Reads a block.
pub(super) fn rows<'p>(plan: &'p Plan, file: &'p Snapshot<'p>, block: &Block, learned: &'p mut Learned) -> Read {
    if learned.is_much() {
        *learned = Learned::default();
    }
    let records = learned.words.next(block.breaks + 1);
    let [unit, unit2] = &mut learned.units;
    let mut rows = Rows {
        plan,
        file,
        read: Read { records, ..Read::default() },
        codes: Memo::of(&mut learned.codes),
        periods: Memo::of(&mut learned.periods),
        partners: Memo::of(&mut learned.partners),
        names: Memo::of(&mut learned.names),
        modes: Memo::of(&mut learned.modes),
        provinces: Memo::of(&mut learned.provinces),
        flows: Memo::of(&mut learned.flows),
        units: [Memo::of(unit), Memo::of(unit2)],
        odd_units: QuickSet::default(),
        vintages: &mut learned.vintages,
        last_vintage: None,
        last_valuation: None,
    };
    // Word 0 of these columns is none.
    let records = &mut rows.read.records;
    for words in [
        &mut records.mode,
        &mut records.province,
        &mut records.unit,
        &mut records.unit2,
        &mut records.status,
        &mut records.quarantine,
    ] {
        words.id("");
    }
    if block.after_monster {
        rows.too_long(block.first_line.saturating_sub(1));
    }
    rows.lines(block);
    rows.fill_constants();
    let read = rows.read;
    learned.words = read.records.next(0);
    read
}

impl<'b> Rows<'b, '_> {
    fn lines(&mut self, block: &'b Block) {
        let header = self.plan.head.titles.len() as u64 + 1;
        let mut fields = Fields::default();
        let (mut from, mut line) = (0, block.first_line);
        while from < block.bytes.len() && self.read.fatal.is_none() {
            let end = memchr::memchr(b'\n', &block.bytes[from..]).map_or(block.bytes.len(), |at| from + at);
            let text = &block.bytes[from..end];
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            if line > header && !text.trim_ascii().is_empty() {
                self.line(text, line, &mut fields);
            }
            (from, line) = (end + 1, line + 1);
        }
    }

    fn line(&mut self, text: &'b [u8], line: u64, fields: &mut Fields<'b>) {
        if text.len() > LONGEST_LINE {
            return self.too_long(line);
        }
        let broken = fields.split(text, self.plan.head.delimiter).err();
        let fields = &fields.fields;
        if broken == Some(Broken::Quote) {
            self.read.rows += 1;
            let message = "a quote in this row is not closed, or text stands after one";
            let hint = "a field in quotes begins and ends with one, and holds no line break";
            return self.fault("quotes", line, 0, || (message.to_owned(), hint));
        }
        let width = self.plan.head.names.len();
        let more = fields.get(width..).unwrap_or_default();
        if broken.is_some() || fields.len() < width || more.iter().any(|field| !field.trim_ascii().is_empty()) {
            self.read.rows += 1;
            let has = fields.len();
            let message = move || format!("this row has {has} fields where the header has {width}");
            let hint =
                "a number with commas stands in quotes; a row that the end of the file cut is to be fetched again";
            return self.fault("fields", line, has.min(width), || (message(), hint));
        }
        self.row(text, line, fields);
    }

    fn row(&mut self, text: &'b [u8], line: u64, fields: &[&'b [u8]]) {
        let plan = self.plan;
        let Some(code) = self.code(fields[plan.code]) else { return self.no_code(text, line, fields) };
        self.read.rows += 1;
        let field = |at: Option<usize>| at.map(|at| fields[at]);
        let period = match field(plan.period) {
            None => plan.whole_period,
            Some(text) => {
                let encoding = plan.head.text_encoding();
                match self.periods.get(text, |text| period(&encoding.decode_without_bom_handling(text).0)) {
                    None => return self.no_period(line, text),
                    some => some,
                }
            }
        };
        let flow = match field(plan.flow) {
            None => plan.whole_flow,
            Some(text) => {
                let encoding = plan.head.text_encoding();
                self.flows.get(text, |text| {
                    let text = encoding.decode_without_bom_handling(text).0;
                    layout::flow(&text)
                        .or_else(|| text.trim().parse().ok().filter(|flow| [Flow::X, Flow::M].contains(flow)))
                })
            }
        };
        let Some(flow) = flow else {
            let said = self.shown(field(plan.flow).unwrap_or_default());
            let message = || format!("`{said}` is neither imports (进口) nor exports (出口)");
            return self.fault("flow", line, column(plan.flow), || (message(), "write 进口 or 出口"));
        };
        let Some((partner, odd_partner)) = self.partner(field(plan.partner), field(plan.partner_name), line) else {
            return;
        };
        let mode = field(plan.mode).map_or(Some(0), |text| self.mode(text));
        let province = field(plan.province).map_or(Some(0), |text| self.province(text));
        let (Some(mode), Some(province)) = (mode, province) else {
            let at = if mode.is_none() { plan.mode } else { plan.province };
            let said = self.shown(field(at).unwrap_or_default());
            let message = || format!("`{said}` is no code of a trade mode or a province");
            return self.fault("dimension", line, column(at), || (message(), "look whether the columns are shifted"));
        };
        let valuation = self.valuation(flow);
        let at = At { line, code, partner, odd_partner, mode, province, flow, valuation, period };
        for group in &plan.groups {
            self.group(group, fields, at);
        }
    }

    /// One value of a row with its quantities.
    fn group(&mut self, group: &Group, fields: &[&'b [u8]], at: At) {
        let Some(period) = at.period.or(group.period) else { return };
        let mut held = Held { reason: None };
        let money = amount(fields[group.money], MONEY_PLACES);
        if self.plan.wide && money == Amount::Absent {
            return;
        }
        if at.code.lost_zero {
            held.because("the code has an odd number of digits: its leading zero is lost");
            let said = self.shown(fields[self.plan.code]);
            let hint = "the row is kept apart; format the column as text before you save, or mend it by a correction";
            let message = || format!("the code `{said}` has an odd number of digits: its leading zero is lost");
            self.fault("lost-zero", at.line, self.plan.code + 1, || (message(), hint));
        }
        if let Some(reason) = at.odd_partner {
            held.because(reason);
        }
        let value = self.number(money, fields, group.money, at.line, &mut held, NUMBERS[0]);
        if value.is_none() && held.reason.is_none() {
            held.because("the value is missing");
            let message = "the value is missing".to_owned();
            let hint = "the row is kept apart; look whether the office keeps the value back";
            self.fault("value", at.line, group.money + 1, || (message, hint));
        }
        let mut quantities = [(None, 0), (None, 0)];
        let mut weight = None;
        for which in 0..2 {
            let Some(column) = group.quantities[which] else { continue };
            let read = amount(fields[column], MASS_PLACES);
            let Some(number) = self.number(read, fields, column, at.line, &mut held, NUMBERS[which + 1]) else {
                continue;
            };
            let unit = self.plan.units[which].map(|unit| self.unit(which, fields[unit], at.line, unit));
            let Some(unit) = unit else { continue };
            // The office prints a second quantity of 0 无 where there is none.
            if unit.word == 0 && number == 0 {
                continue;
            }
            let counted = number.checked_mul(unit.factor).filter(|counted| counted.abs() <= MOST_FIXED);
            let weighs = unit.grams.map(|grams| heavy(number, grams));
            if counted.is_none() || weighs.is_some_and(|grams| grams.is_none()) {
                held.because("a quantity is larger than any can be");
                let said = self.shown(fields[column]);
                let message = || format!("the quantity `{said}` is larger than any can be");
                self.fault("number", at.line, column + 1, || (message(), "the row is kept apart"));
                continue;
            }
            quantities[which] = (counted, unit.word);
            weight = weight.or(weighs.flatten());
        }
        let vintage = self.vintage(period);
        let records = &mut self.read.records;
        records.partner.push_id(at.partner);
        records.commodity.push_id(at.code.word);
        records.mode.push_id(at.mode);
        records.province.push_id(at.province);
        records.flow.push(at.flow);
        records.period.push(period);
        records.value.push(value);
        records.weight.push(weight);
        records.quantity.push(quantities[0].0);
        records.unit.push_id(quantities[0].1);
        records.quantity2.push(quantities[1].0);
        records.unit2.push_id(quantities[1].1);
        records.valuation.push_id(at.valuation);
        if at.code.total {
            records.status.push("aggregate")
        } else {
            records.status.push_id(0)
        }
        match held.reason {
            None => records.quarantine.push_id(0),
            Some(reason) => records.quarantine.push(reason),
        }
        records.vintage.push(vintage);
        records.row.push(at.line);
    }

    /// A row whose code is none: the header again, another header, or damage.
    fn no_code(&mut self, text: &'b [u8], line: u64, fields: &[&'b [u8]]) {
        let plan = self.plan;
        let names = layout::names(&plan.head.text_encoding().decode_without_bom_handling(text).0, plan.head.delimiter);
        if names == plan.head.names {
            return self
                .say(Severity::Note, "header-again", line, 0, || ("the header stands here again".to_owned(), ""));
        }
        if names.iter().any(|name| layout::role(name).1 == layout::Role::Code) {
            let message = format!("line {line} is another header than the first: these are two exports in one file");
            let hint = "keep them as two files";
            self.read.fatal = Some(Complaint::error("two-headers", Place::file(self.file.name), message, hint));
            return;
        }
        self.read.rows += 1;
        let said = self.shown(fields[plan.code]);
        let hint = "codes are of 2, 4, 6, 8 or 10 digits; format the column as text before you save";
        self.fault("code", line, plan.code + 1, || (format!("`{said}` is no commodity code"), hint));
    }

    fn no_period(&mut self, line: u64, field: &[u8]) {
        let said = self.shown(field);
        let hint =
            "write 202301, 2023, or 202301-202302; a spreadsheet turns them into its own dates unless they are text";
        self.fault("period", line, column(self.plan.period), || (format!("`{said}` is no period"), hint));
    }

    fn valuation(&mut self, flow: Flow) -> u32 {
        if let Some((_, word)) = self.last_valuation.filter(|(last, _)| *last == flow) {
            return word;
        }
        let word = self.read.records.valuation.id(flow.valuation());
        self.last_valuation = Some((flow, word));
        word
    }

    fn vintage(&mut self, period: Period) -> Vintage {
        if let Some((_, vintage)) = self.last_vintage.filter(|(last, _)| *last == period) {
            return vintage;
        }
        let file = self.file;
        let vintage =
            *self.vintages.entry(period).or_insert_with(|| file.vintage_in(ReleaseClass::Detail, None, period));
        self.last_vintage = Some((period, vintage));
        vintage
    }

    /// What is the same in every row.
    fn fill_constants(&mut self) {
        let records = &mut self.read.records;
        let rows = records.row.len();
        for (words, word) in [
            (&mut records.reporter, self.plan.reporter.as_str()),
            (&mut records.nomenclature, NOMENCLATURE),
            (&mut records.transport, ""),
            (&mut records.via, ""),
            (&mut records.coverage, COVERAGE),
        ] {
            words.push_all(word, rows);
        }
        records.currency = vec![self.plan.currency; rows];
    }

    fn too_long(&mut self, line: u64) {
        self.read.rows += 1;
        let message = || format!("this line is longer than {} MB and was not read", LONGEST_LINE >> 20);
        self.fault("line", line, 0, || (message(), "look whether line breaks were lost"));
    }

    /// A field as it can be shown.
    pub(super) fn shown(&self, field: &[u8]) -> String {
        let text = self.plan.head.text_encoding().decode_without_bom_handling(&field[..field.len().min(120)]).0;
        text.trim().chars().filter(|c| !c.is_control()).take(40).collect()
    }

    pub(super) fn fault(
        &mut self,
        code: &'static str,
        line: u64,
        column: usize,
        say: impl FnOnce() -> (String, &'static str),
    ) {
        self.say(Severity::Error, code, line, column, say);
    }

    pub(super) fn warn(
        &mut self,
        code: &'static str,
        line: u64,
        column: usize,
        say: impl FnOnce() -> (String, &'static str),
    ) {
        self.say(Severity::Warning, code, line, column, say);
    }

    fn say(
        &mut self,
        severity: Severity,
        code: &'static str,
        line: u64,
        column: usize,
        say: impl FnOnce() -> (String, &'static str),
    ) {
        self.read.faults.add(code, || {
            let (message, hint) = say();
            Fault { severity, code, line, column, message, hint }
        });
    }
}

/// So many of a unit, in thousandths, as thousandths of a kilogram; a long division only where a short one will not do.
fn heavy(number: Fixed, grams: Fixed) -> Option<Fixed> {
    let weight = match number.checked_mul(grams) {
        Some(weight) => Some(weight / 1000),
        None => Fixed::try_from(i128::from(number) * i128::from(grams) / 1000).ok(),
    };
    weight.filter(|weight| weight.abs() <= MOST_FIXED)
}

/// A column as it is counted for people.
pub(super) fn column(at: Option<usize>) -> usize {
    at.map_or(0, |at| at + 1)
}

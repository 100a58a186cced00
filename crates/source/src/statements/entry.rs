//! One row of a statement file, field by field: all its faults are told at once.

use std::str::FromStr;

use yalu_trade::{
    Approx, Asserts, Authority, Commodity, Complaint, Correction, Coverage, Decimal, Flow, Hint, Interval,
    Nomenclature, Period, Place, Printed, Statement, Status, Unit, Vintage,
};

use crate::sheet::{Sheet, SheetRow};

/// The kinds of period that a row may name; `mean` is an annual mean over the period.
const KINDS: [&str; 5] = ["year", "quarter", "month", "span", "mean"];

/// One row under reading.
pub(super) struct Entry<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) row: &'a SheetRow,
    pub(super) corrected: Vec<Correction>,
    pub(super) complaints: Vec<Complaint>,
}

impl Entry<'_> {
    pub(super) fn field(&self, name: &str) -> &str {
        self.sheet.column(name).and_then(|i| self.row.fields.get(i)).map_or("", String::as_str)
    }

    fn place(&self, name: &str) -> Place {
        Place::new(&self.sheet.file, self.row.line, self.sheet.column(name).map_or(0, |i| i + 1))
    }

    pub(super) fn complain(
        &mut self,
        name: &str,
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let complaint = Complaint::error(code, self.place(name), message, hint);
        self.complaints.push(complaint);
    }

    fn kept<T, E: Hint>(&mut self, name: &str, code: &'static str, read: Result<T, E>) -> Option<T> {
        read.map_err(|error| self.complain(name, code, error.to_string(), error.hint())).ok()
    }

    fn parsed<T: FromStr<Err: Hint>>(&mut self, name: &str, code: &'static str) -> Option<T> {
        let read = self.field(name).parse();
        self.kept(name, code, read)
    }

    fn said(&mut self, name: &str) -> Option<String> {
        let text = self.field(name).to_owned();
        if text.is_empty() {
            self.complain(name, "missing", format!("`{name}` is empty"), "every statement needs it");
        }
        (!text.is_empty()).then_some(text)
    }

    /// A three-letter code of an economy.
    fn economy(&mut self, name: &str) -> Option<String> {
        let text = self.said(name)?;
        let shaped = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
        if !shaped {
            self.complain(
                name,
                "economy",
                format!("`{text}` is not an economy"),
                "write its ISO code in three capitals: CHN, PRK",
            );
        }
        shaped.then_some(text)
    }

    fn period(&mut self) -> Option<(Period, bool)> {
        let period: Period = self.parsed("period", "period")?;
        let kind = self.field("period_kind").to_owned();
        let fits = match kind.as_str() {
            "year" => period.is_year(),
            "quarter" => period.is_quarter(),
            "month" => period.is_month(),
            "mean" => period.is_whole_years(),
            "span" => true,
            _ => {
                self.complain(
                    "period_kind",
                    "period-kind",
                    format!("`{kind}` is not a kind of period"),
                    format!("write one of {}", KINDS.join(", ")),
                );
                return None;
            }
        };
        if !fits {
            let hint = "write year for 2023, month for 2023-10, span for 2023-01..2023-10, mean for an annual mean over whole years";
            self.complain("period_kind", "period-kind", format!("`{period}` is not a {kind}"), hint);
        }
        fits.then_some((period, kind == "mean"))
    }

    fn commodity(&mut self, name: &str, nomenclature: &Nomenclature) -> Option<Commodity> {
        let commodity: Commodity = self.parsed(name, "commodity")?;
        if let Some(Err(fault)) = commodity.code().map(|code| nomenclature.knows(code)) {
            self.complain(
                name,
                "unknown-code",
                fault.to_string(),
                "is a digit off? Chapter 77 is reserved; China adds chapter 98",
            );
            return None;
        }
        Some(commodity)
    }

    fn asserts(&mut self, nomenclature: &Nomenclature) -> Option<Asserts> {
        match self.field("measure") {
            "value" => Some(Asserts::Value),
            "balance" => Some(Asserts::Balance),
            "weight" => Some(Asserts::Weight),
            "quantity" => Some(Asserts::Quantity),
            "growth" => Some(Asserts::Growth { base: self.parsed("base", "base")? }),
            "multiple" => Some(Asserts::Multiple { base: self.parsed("base", "base")? }),
            "share" => Some(Asserts::Share { of: self.commodity("of", nomenclature)? }),
            "rank" => Some(Asserts::Rank { of: self.parsed("of", "of")? }),
            other => {
                let message = format!("`{other}` is not what a statement can be of");
                self.complain(
                    "measure",
                    "measure",
                    message,
                    "write value, balance, weight, quantity, growth, share, multiple or rank",
                );
                None
            }
        }
    }

    fn printed(&mut self) -> Option<Printed> {
        let unit: Option<Unit> = self.parsed("unit", "unit");
        let scale = Printed::scale(self.field("scale"));
        let scale = self.kept("scale", "scale", scale);
        let approx: Option<Approx> = self.parsed("approx", "approx");
        let printed = Printed::read(self.field("printed"), scale?, unit?, approx?);
        self.kept("printed", "printed", printed)
    }

    fn number(&mut self, name: &str) -> Option<Option<Decimal>> {
        let text = self.field(name);
        if text.is_empty() {
            return Some(None);
        }
        let read = Decimal::from_str_exact(text).map_err(|_| format!("`{text}` is not a number"));
        read.map_err(|message| {
            self.complain(name, "number", message, "write digits, with a dot before decimals, or leave it empty")
        })
        .ok()
        .map(Some)
    }

    /// The interval of the print. The row's own value must be `printed × scale`; its own bounds
    /// may narrow what the print allows ("none at all" is exactly zero), never widen it.
    fn interval(&mut self, printed: &Printed) -> Option<Interval> {
        let (value, low, high) = (self.number("value")?, self.number("low")?, self.number("high")?);
        let allowed = printed.interval();
        if value.is_some_and(|value| value != printed.value()) {
            let message = format!("the value {} is not printed × scale", self.field("value"));
            let hint = format!(
                "{} × {} = {}; correct one of them, or leave the value empty",
                printed.digits,
                printed.scale,
                printed.value()
            );
            self.complain("value", "value", message, hint);
        }
        for (name, bound, inside) in [
            ("low", low, low.is_none_or(|v| allowed.low.is_none_or(|least| least <= v) && v <= printed.value())),
            ("high", high, high.is_none_or(|v| allowed.high.is_none_or(|most| v <= most) && printed.value() <= v)),
        ] {
            if !inside {
                let say = |v: Option<Decimal>| v.map_or("open".to_owned(), |v| v.to_string());
                let message = format!("{name} = {} does not follow from the print", say(bound));
                let hint = format!(
                    "the print allows {} to {}; leave {name} empty to take that",
                    say(allowed.low),
                    say(allowed.high)
                );
                self.complain(name, "bounds", message, hint);
            }
        }
        Some(Interval { low: low.or(allowed.low), best: allowed.best, high: high.or(allowed.high) })
    }

    fn vintage(&mut self, period: Period) -> Option<Vintage> {
        let text = self.field("released").to_owned();
        if text.is_empty() {
            Some(Vintage::assumed_for(period))
        } else {
            self.kept("released", "released", Vintage::read(&text))
        }
    }

    fn status(&mut self) -> Option<Status> {
        match self.field("status") {
            "published" => Some(Status::Published),
            "derived" => Some(Status::Derived),
            other => {
                let message = format!("`{other}` is not a status");
                self.complain(
                    "status",
                    "status",
                    message,
                    "write published, or derived for a figure that is computed from others",
                );
                None
            }
        }
    }

    pub(super) fn statement(&mut self, nomenclature: &Nomenclature) -> Option<Statement> {
        // Every field is read before any is given up on, so that all faults of a row are told at once.
        let id = self.said("id");
        let reporter = self.economy("reporter");
        let partner = self.economy("partner");
        let period = self.period();
        let flow: Option<Flow> = self.parsed("flow", "flow");
        let commodity = self.commodity("hs", nomenclature);
        let coverage: Option<Coverage> = self.parsed("coverage", "coverage");
        let asserts = self.asserts(nomenclature);
        let printed = self.printed();
        let interval = printed.as_ref().and_then(|printed| self.interval(printed));
        if let Some(Asserts::Rank { of }) = &asserts {
            self.place_holds(of, commodity.as_ref(), flow, printed.as_ref());
        }
        if let Some(asserts) = &asserts {
            self.compares(asserts, period.map(|(period, _)| period), commodity.as_ref(), printed.as_ref());
            if let Some(printed) = &printed {
                self.unit_fits(asserts, printed);
            }
        }
        let vintage = period.and_then(|(period, _)| self.vintage(period));
        let signed = flow == Some(Flow::B)
            || asserts.as_ref().is_none_or(|a| matches!(a, Asserts::Growth { .. } | Asserts::Balance));
        if !signed && printed.as_ref().is_some_and(|printed| printed.value() < Decimal::ZERO) {
            self.complain(
                "printed",
                "negative",
                format!("`{}` is below zero", self.field("printed")),
                "only a balance and growth can be; is it a dash that was read as a minus?",
            );
        }
        let status = self.status();
        let source = self.said("source");
        let (period, mean) = period?;
        Some(Statement {
            id: id?,
            reporter: reporter?,
            partner: partner?,
            period,
            mean,
            flow: flow?,
            commodity: commodity?,
            coverage: coverage?,
            asserts: asserts?,
            printed: printed?,
            interval: interval?,
            vintage: vintage?,
            status: status?,
            authority: Authority::default(),
            one_of_top: None,
            source: source?,
            note: self.field("note").to_owned(),
            place: Place::new(&self.sheet.file, self.row.line, 0),
            corrections: std::mem::take(&mut self.corrected),
        })
    }
}

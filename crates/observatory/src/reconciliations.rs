//! Everything printed, solved together and made a document: months with their
//! bounds as people see them, and each statement that is named with what it is
//! about, who printed it and where it stands.

use std::collections::{BTreeMap, BTreeSet};

use yalu_brief::{
    Reconciliation,
    document::{Figure, Point, Series},
    reconciliation::{MonthRow, Months, Shown, SolvedMonth, Stated},
};
use yalu_desk::BlockPlan;
use yalu_evidence::reconcile;
use yalu_trade::{
    AsOf, Asserts, Commodity, Complaint, Currency, Decimal, Flow, Gap, Interval, Lang, Period, Place, Reconciled,
    SolvedCell, Statement, Unit, dec,
};

use crate::{Files, Watch, print::grouped};

/// The months of one reporter and partner, by month and flow.
type ByMonth<'a> = BTreeMap<(Period, Flow), &'a SolvedMonth>;

/// So many statements are solved together; `docs/reconcile.md` has what they cost.
const MOST_STATEMENTS: usize = 50_000;

const MILLION: Decimal = dec!(1000000);
/// A month whose most is more than so many times its least is not drawn.
const DRAWN: Decimal = dec!(3);
/// Where no brief of the desk draws a figure, so many years before the day are shown.
const YEARS: i32 = 10;

impl Watch {
    /// Everything on file by a day, solved together, as a document.
    pub fn reconciliation(&self, as_of: AsOf) -> Reconciliation {
        self.solved(&self.statements, Vec::new(), Vec::new(), as_of)
    }

    /// The same of other files of statements; `Err` with what is wrong with them where none can be read.
    pub fn reconciliation_of(&self, files: &Files, as_of: AsOf) -> Result<Reconciliation, Vec<Complaint>> {
        let (statements, mut complaints) = self.statements_in(files);
        if statements.is_empty() {
            return Err(complaints);
        }
        if statements.len() > MOST_STATEMENTS {
            let message = format!("{} statements; up to {MOST_STATEMENTS} are solved together", statements.len());
            let names: Vec<&str> = files.keys().map(String::as_str).collect();
            let hint = "give fewer: a few years, or a few commodities, at a time";
            return Err(vec![Complaint::error("too-many", Place::file(names.join(", ")), message, hint)]);
        }
        complaints.extend(crate::untimely::untimely(&statements, as_of));
        Ok(self.solved(&statements, files.keys().cloned().collect(), complaints, as_of))
    }

    fn solved(
        &self,
        statements: &[Statement],
        files: Vec<String>,
        complaints: Vec<Complaint>,
        as_of: AsOf,
    ) -> Reconciliation {
        let mut solved = reconcile(statements, &self.rates, as_of);
        let cells = std::mem::take(&mut solved.cells);
        let on_file: BTreeMap<&str, &Statement> = statements.iter().map(|s| (s.id.as_str(), s)).collect();
        let cells: Vec<SolvedMonth> = cells.into_iter().map(|cell| month(cell, &on_file)).collect();
        let from = self.first_drawn().unwrap_or_else(|| years_before(as_of));
        let stated = named(&solved).into_iter().filter_map(|id| Some((id.to_owned(), self.stated(on_file.get(id)?))));
        let names: Vec<String> = self.desk.settings.reporters.iter().map(|code| self.called(code)).collect();
        let statements = statements.iter().filter(|s| s.vintage.known_on(as_of)).count();
        let source = format!("{statements} statements known by {as_of}, solved together");
        Reconciliation {
            title: format!("{}'s trade with {}, solved", self.called(&self.desk.settings.economy), names.join(", ")),
            desk: self.desk.id.clone(),
            as_of,
            files,
            statements,
            coverage: self.desk.settings.default_coverage.clone(),
            from,
            series: self.series(&cells, from, &source),
            cells,
            stated: stated.collect(),
            disbelieved: solved.conflicts,
            tied: solved.tied,
            revised: solved.revised,
            stretched: solved.stretched,
            unused: solved.unused,
            approximate: solved.approximate,
            complaints,
        }
    }

    /// The first month that a brief of the desk draws.
    fn first_drawn(&self) -> Option<Period> {
        let from = |block: &BlockPlan| if let BlockPlan::Figure { from, .. } = block { Some(*from) } else { None };
        self.desk.briefs.iter().flat_map(|plan| &plan.blocks).filter_map(from).min()
    }

    fn called(&self, code: &str) -> String {
        self.desk.settings.name(code, Lang::En)
    }

    /// The months of everything, by reporter and partner.
    fn series(&self, cells: &[SolvedMonth], from: Period, source: &str) -> Vec<Months> {
        let wanted = |SolvedMonth { cell, .. }: &&SolvedMonth| {
            let whole = cell.commodity == Commodity::Total && matches!(cell.unit, Unit::Money(_));
            whole && cell.coverage == self.desk.settings.default_coverage
        };
        let mut pairs: BTreeMap<(&str, &str), ByMonth> = BTreeMap::new();
        for month in cells.iter().filter(wanted) {
            let cell = &month.cell;
            let pair = pairs.entry((&cell.reporter, &cell.partner)).or_default();
            pair.insert((cell.period, cell.flow), month);
        }
        let months = |((reporter, partner), of): ((&str, &str), ByMonth)| {
            let (reporter, partner) = (self.called(reporter), self.called(partner));
            let title = |flow: Flow, way: &str| format!("{partner}'s {} {way} {reporter}", flow.side().noun());
            let drawn = |flow, way: &str, n| {
                let title = format!("{} by month, printed and solved", title(flow, way));
                figure(&of, flow, from, &format!("Figure {n}. {title}"), source)
            };
            let figures = [drawn(Flow::X, "from", 1), drawn(Flow::M, "to", 2)];
            Months { title: title(Flow::T, "with"), rows: rows(&of), figures: figures.into_iter().flatten().collect() }
        };
        pairs.into_iter().map(months).collect()
    }

    fn stated(&self, statement: &Statement) -> Stated {
        let mut about = self.about(statement);
        if statement.coverage != self.desk.settings.default_coverage {
            about = format!("{about} ({})", statement.coverage);
        }
        Stated {
            about,
            printed: printed(statement),
            source: statement.source.clone(),
            place: statement.place.clone(),
            note: statement.note.clone(),
        }
    }

    /// `growth of imports, 2023-05 on 2022-05`.
    fn about(&self, statement: &Statement) -> String {
        let goods = |commodity: &Commodity| match commodity {
            Commodity::Total => String::new(),
            Commodity::Code(code) => format!(" of {code} {}", self.nomenclature.name(commodity, Lang::En)),
            other => format!(" of {other}"),
        };
        let mean = if statement.mean { "annual mean of " } else { "" };
        let what = format!("{mean}{}{}", statement.flow.side().noun(), goods(&statement.commodity));
        let period = statement.period;
        match &statement.asserts {
            Asserts::Value | Asserts::Balance => format!("{what}, {period}"),
            Asserts::Weight => format!("weight of {what}, {period}"),
            Asserts::Quantity => format!("quantity of {what}, {period}"),
            Asserts::Growth { base } => format!("growth of {what}, {period} on {base}"),
            Asserts::Multiple { base } => format!("{what}, {period}, as a multiple of {base}"),
            Asserts::Rank { of } => format!("place of {what} among {of}, {period}"),
            Asserts::Share { of: Commodity::Total } => format!("share of {what}, {period}"),
            Asserts::Share { of } => format!("share of {what} in those{}, {period}", goods(of)),
        }
    }
}

/// What it prints, written out: `about 420,000,000 USD`.
fn printed(statement: &Statement) -> String {
    let printed = &statement.printed;
    let word = printed.approx.word();
    let value = printed.value().normalize();
    format!("{word} {} {}", grouped(value, value.scale()), printed.unit).trim_start().to_owned()
}

fn years_before(as_of: AsOf) -> Period {
    let year = as_of.to_string().get(..4).and_then(|year| year.parse::<i32>().ok()).unwrap_or(YEARS);
    Period::year(year - YEARS).first_month()
}

/// Every statement that a reader is told of.
fn named(solved: &Reconciled) -> BTreeSet<&str> {
    let conflicts = solved.conflicts.iter().flat_map(|c| c.against.iter().chain([&c.statement]));
    let tied = solved.tied.iter().flat_map(|tie| tie.choices.iter().flatten());
    let revised = solved.revised.iter().flat_map(|r| r.statements.iter().chain(&r.against));
    let stretched = solved.stretched.iter().map(|s| &s.statement);
    conflicts.chain(tied).chain(revised).chain(stretched).map(String::as_str).collect()
}

fn month(cell: SolvedCell, on_file: &BTreeMap<&str, &Statement>) -> SolvedMonth {
    let prints = |id: &String| {
        on_file.get(id.as_str()).is_some_and(|s| {
            let level = matches!(s.asserts, Asserts::Value) && s.printed.unit == Unit::Money(Currency::USD) && !s.mean;
            let same = s.flow == cell.flow && s.period == cell.period && s.commodity == cell.commodity;
            level && same && s.coverage == cell.coverage
        })
    };
    let scale = if matches!(cell.unit, Unit::Money(_)) { MILLION } else { Decimal::ONE };
    let shown = shown(&cell.interval.times(Decimal::ONE / scale), cell.statements.iter().any(prints));
    SolvedMonth { cell, shown }
}

/// A printed month stands plain, to as many decimals as its print allows; all others with their bounds.
fn shown(interval: &Interval, printed: bool) -> Shown {
    let (Some(high), Some(low)) = (interval.high, interval.low) else {
        return Shown { text: "–".to_owned(), bounded: true };
    };
    let (size, width) = (interval.best.unwrap_or(high), high - low);
    let fine = if size < Decimal::ONE { 3 } else { 1 + u32::from(size < Decimal::TEN) };
    let best = |decimals| interval.best.map_or("–".to_owned(), |best| grouped(best, decimals));
    let told = (0..=fine).rev().find(|decimals| width <= Decimal::new(1, *decimals));
    if let (true, Some(decimals)) = (printed, told) {
        return Shown { text: best(decimals), bounded: false };
    }
    let decimals = if width >= Decimal::TEN { 0 } else { fine };
    let ten = Decimal::from(10_u32.pow(decimals));
    let (low, high) = ((low * ten).floor() / ten, (high * ten).ceil() / ten);
    // Between wide bounds a small best is still told from nothing.
    let small = interval.best.is_some_and(|best| best < Decimal::TEN);
    let text =
        format!("{} ({}–{})", best(decimals.max(u32::from(small))), grouped(low, decimals), grouped(high, decimals));
    Shown { text, bounded: true }
}

fn rows(of: &ByMonth) -> Vec<MonthRow> {
    let shown = |period, flow| {
        let unknown = || Shown { text: "–".to_owned(), bounded: true };
        of.get(&(period, flow)).map_or_else(unknown, |cell| cell.shown.clone())
    };
    let row = |period| MonthRow { period, shown: [Flow::X, Flow::M, Flow::T].map(|flow| shown(period, flow)) };
    span(of).into_iter().map(row).collect()
}

/// Every month from the first that is solved to the last.
fn span(of: &ByMonth) -> Vec<Period> {
    let ends = of.keys().next().zip(of.keys().next_back());
    let span = ends.and_then(|((first, _), (last, _))| Period::span(*first, *last));
    span.map(|span| span.months().collect()).unwrap_or_default()
}

/// A flow, drawn from a month on; nothing where no month of it is known.
fn figure(of: &ByMonth, flow: Flow, from: Period, title: &str, source: &str) -> Option<Figure> {
    let months = span(of).into_iter().filter(|month| *month >= from);
    let points: Vec<Point> = months.map(|month| point(month, of.get(&(month, flow)).copied())).collect();
    let side = flow.side();
    let wide = points.iter().filter(|point| point.gap.is_some()).count();
    let notes = (wide > 0).then(|| {
        format!(
            "Not drawn ({wide}): months that nobody printed and that the prints bound no closer than {DRAWN} times."
        )
    });
    points.iter().any(|point| point.gap.is_none()).then(|| Figure {
        id: format!("solved-{}", side.word()),
        title: title.to_owned(),
        bars: Series {
            id: side.word().to_owned(),
            label: side.noun().to_owned(),
            unit: "million USD".to_owned(),
            points,
        },
        line: None,
        fan: None,
        source: source.to_owned(),
        notes: notes.into_iter().collect(),
    })
}

fn point(period: Period, month: Option<&SolvedMonth>) -> Point {
    let interval = month.map_or(Interval::unknown(), |month| month.cell.interval.times(Decimal::ONE / MILLION));
    let text = month.map_or("", |month| month.shown.text.as_str());
    let gap = match (interval.low, interval.high) {
        (Some(low), Some(high)) if high <= DRAWN * low => None,
        (_, Some(_)) => Some(Gap::not_derivable(format!("solved as {text} million USD, too wide to draw"))),
        _ => Some(Gap::not_derivable("no print gives it an upper bound")),
    };
    Point {
        period,
        interval: if gap.is_some() { Interval::unknown() } else { interval },
        printed: if gap.is_some() { String::new() } else { text.split(' ').next().unwrap_or_default().to_owned() },
        bounded: gap.is_none() && month.is_some_and(|month| month.shown.bounded),
        contested: false,
        gap,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(low: Decimal, best: Decimal, high: Option<Decimal>, printed: bool, expected: &str) {
        let interval = Interval { low: Some(low), best: Some(best), high };
        assert_eq!(shown(&interval, printed).text, expected);
    }

    #[test]
    fn printed_months_stand_plain_and_solved_ones_with_their_bounds() {
        check(dec!(207.05), dec!(207.1), Some(dec!(207.15)), true, "207.1");
        check(dec!(206.5), dec!(207), Some(dec!(207.5)), true, "207");
        check(dec!(195), dec!(200), Some(dec!(205)), true, "200 (195–205)");
        check(dec!(205.01), dec!(207.14), Some(dec!(209.99)), false, "207.1 (205.0–210.0)");
        check(dec!(1.2345), dec!(1.235), Some(dec!(1.2355)), true, "1.24");
        check(dec!(0.25012), dec!(0.2502), Some(dec!(0.2504)), false, "0.250 (0.250–0.251)");
        check(dec!(0), dec!(1200), Some(dec!(2400.2)), false, "1,200 (0–2,401)");
        check(dec!(0), dec!(1200), None, false, "–");
    }
}

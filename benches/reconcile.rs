//! How good and how dear `reconcile` is, on the published figures of the first
//! desk: printed months left out one at a time, rows removed at random, slips
//! planted one at a time; and the cost as statements grow. The tables of
//! docs/reconcile.md are its output. Run it with
//!
//! ```sh
//! cargo bench -p yalu --bench reconcile                     # everything, about ten minutes
//! cargo bench -p yalu --bench reconcile -- growth           # one part: left-out, thinned, planted, growth
//! ```

#![allow(clippy::print_stdout, reason = "its tables are what it is for")]

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

use yalu_observatory::{Reconciler, Watch, find};
use yalu_trade::{
    AsOf, Asserts, Cause, Commodity, Coverage, Currency, Decimal, Flow, Period, Printed, Rate, Statement, Status, Unit,
};

fn main() {
    let parts: Vec<String> = std::env::args().skip(1).filter(|part| !part.starts_with('-')).collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|wanted| wanted == part);
    let desk = Desk::open();
    println!("{} statements on the desk, as of {}\n", desk.statements.len(), desk.as_of.0);
    if wanted("left-out") {
        desk.left_out();
    }
    if wanted("thinned") {
        desk.thinned();
    }
    if wanted("planted") {
        desk.planted();
    }
    if wanted("growth") {
        growth(&desk);
    }
}

struct Desk {
    statements: Vec<Statement>,
    rates: Vec<Rate>,
    as_of: AsOf,
    /// Disbelieved, tied or revised on the desk as it stands: no truth to be held against.
    doubted: BTreeSet<String>,
}

/// A month or two numbers: how wide the bounds are, as a part of the print, and whether they hold it.
type Held = (f64, bool);

impl Desk {
    fn open() -> Self {
        let (id, files) = find("dprk").expect("the desk is embedded");
        let Ok(watch) = Watch::open(&id, &files) else { panic!("the desk has errors") };
        let as_of = watch.desk.settings.as_of;
        let solved = watch.reconcile(as_of);
        let doubted = solved.conflicts.iter().map(|c| c.statement.clone());
        let tied = solved.tied.iter().flat_map(|tie| tie.choices.iter().flatten().cloned());
        let revised = solved.revised.iter().flat_map(|revision| revision.statements.iter().cloned());
        let doubted = doubted.chain(tied).chain(revised).collect();
        Self { statements: watch.statements, rates: watch.rates, as_of, doubted }
    }

    fn solve(&self, statements: Vec<Statement>) -> Reconciler {
        Reconciler::new(statements.into(), &self.rates, self.as_of)
    }

    /// Printed months from 2017 to June 2025, of both flows and their sum.
    fn months(&self) -> Vec<usize> {
        let span: Period = "2017-01..2025-06".parse().expect("a span");
        let month = |s: &Statement| {
            level(s) && s.period.is_month() && span.contains(s.period) && matches!(s.flow, Flow::X | Flow::M | Flow::T)
        };
        (0..self.statements.len()).filter(|i| month(&self.statements[*i])).collect()
    }

    fn left_out(&self) {
        let held = in_parallel(&self.months(), |&i| {
            let mut rest = self.statements.clone();
            let out = rest.remove(i);
            (held(&self.solve(rest), &out), !self.doubted.contains(&out.id))
        });
        let all: Vec<Held> = held.iter().map(|(held, _)| *held).collect();
        let sound: Vec<Held> = held.iter().filter(|(_, sound)| *sound).map(|(held, _)| *held).collect();
        println!(
            "| printed months left out one at a time | n | inside | median width | width under 5 % | of these inside |"
        );
        println!("|---|--:|--:|--:|--:|--:|");
        for (what, months) in [("believed on the desk", sound), ("all, slips and revised ones too", all)] {
            let narrow: Vec<Held> = months.iter().copied().filter(|(width, _)| *width < 0.05).collect();
            let (n, few) = (months.len(), narrow.len());
            println!("| {what} | {n} | {} | {} | {few} | {} |", inside(&months), median(&months), inside(&narrow));
        }
        println!();
    }

    fn thinned(&self) {
        let months: BTreeSet<usize> = self.months().into_iter().collect();
        let seeds: Vec<u64> = (1..=10).collect();
        let held = in_parallel(&seeds, |&seed| {
            let mut dice = Dice::new(seed);
            let out: BTreeSet<usize> = (0..self.statements.len()).filter(|_| dice.below(100) < 13).collect();
            let rest = self.statements.iter().enumerate().filter(|(i, _)| !out.contains(i)).map(|(_, s)| s.clone());
            let solved = self.solve(rest.collect());
            let gone = out.iter().filter(|i| months.contains(i)).map(|i| &self.statements[*i]);
            gone.map(|s| (held(&solved, s), !self.doubted.contains(&s.id))).collect::<Vec<_>>()
        });
        let all: Vec<(Held, bool)> = held.into_iter().flatten().collect();
        println!("| 13 % of all rows removed, ten draws | months | inside | median width |");
        println!("|---|--:|--:|--:|");
        let sound: Vec<Held> = all.iter().filter(|(_, sound)| *sound).map(|(held, _)| *held).collect();
        let every: Vec<Held> = all.iter().map(|(held, _)| *held).collect();
        for (what, months) in [("believed on the desk", sound), ("all, slips and revised ones too", every)] {
            println!("| {what} | {} | {} | {} |", months.len(), inside(&months), median(&months));
        }
        println!();
    }

    fn planted(&self) {
        let span: Period = "2017-01..2025-06".parse().expect("a span");
        let rows: Vec<&Statement> = self
            .statements
            .iter()
            .filter(|s| level(s) && span.contains(s.period) && !self.doubted.contains(&s.id))
            .collect();
        let mut jobs = Vec::new();
        for (k, (kind, _, plant)) in SLIPS.iter().enumerate() {
            let mut dice = Dice::new(4_096 + k as u64);
            let mut found = 0;
            for _ in 0..20_000 {
                let row = rows[dice.below(rows.len())];
                let slip = plant(row, &rows, &mut dice).filter(|slip| seen(row, slip));
                if let Some(slip) = slip.filter(|_| found < PLANTED) {
                    jobs.push((*kind, row.id.clone(), slip));
                    found += 1;
                }
            }
        }
        let outcomes = in_parallel(&jobs, |(kind, id, slip)| (*kind, self.outcome(id, slip)));
        let mut by_kind: BTreeMap<&str, Vec<Outcome>> = BTreeMap::new();
        outcomes.into_iter().for_each(|(kind, outcome)| by_kind.entry(kind).or_default().push(outcome));
        println!(
            "| slip planted in a real row | cause | n | excluded by the others | disbelieved | of the excluded | named | tied | another blamed |"
        );
        println!("|---|---|--:|--:|--:|--:|--:|--:|--:|");
        let mut every = Vec::new();
        for (kind, cause, _) in &SLIPS {
            let outcomes = by_kind.remove(kind).unwrap_or_default();
            print_outcomes(kind, cause.word(), *cause, &outcomes);
            every.extend(outcomes.into_iter().map(|outcome| (*cause, outcome)));
        }
        let share =
            |test: &dyn Fn(&(Cause, Outcome)) -> bool| percent(every.iter().filter(|o| test(o)).count(), every.len());
        let named = share(&|(cause, outcome)| outcome.cause == Some(*cause));
        println!("| all | | {} | | {} | | {named} | | |\n", every.len(), share(&|(_, o)| o.cause.is_some()));
    }

    /// What becomes of a slip, and whether the others exclude it at all.
    fn outcome(&self, id: &str, slip: &Statement) -> Outcome {
        let others: Vec<Statement> = self.statements.iter().filter(|s| s.id != id).cloned().collect();
        let allowed = self.solve(others.clone()).allowed(slip);
        let value = number(slip.printed.value());
        let outside = allowed.is_some_and(|allowed| {
            let (low, high) = (allowed.low.map_or(0.0, number), allowed.high.map_or(f64::INFINITY, number));
            value < low || value > high
        });
        let mut planted = others;
        planted.push(slip.clone());
        let around = self.solve(planted).around(&slip.id);
        let own = around.conflicts.iter().find(|conflict| conflict.statement == slip.id);
        let tied = around.tied.iter().flat_map(|tie| tie.choices.iter().flatten()).any(|id| *id == slip.id);
        let others = around.conflicts.iter().filter(|c| c.statement != slip.id && !self.doubted.contains(&c.statement));
        Outcome { cause: own.map(|own| own.cause), outside, tied, blamed: others.count() }
    }
}

/// So many slips of each kind.
const PLANTED: usize = 24;

/// What became of a slip.
struct Outcome {
    /// Disbelieved, for this cause.
    cause: Option<Cause>,
    /// The other prints exclude it.
    outside: bool,
    tied: bool,
    /// Other statements disbelieved instead.
    blamed: usize,
}

fn print_outcomes(kind: &str, word: &str, cause: Cause, outcomes: &[Outcome]) {
    let of = |test: &dyn Fn(&&Outcome) -> bool| outcomes.iter().filter(|o| test(o)).count();
    let (n, outside) = (outcomes.len(), of(&|o| o.outside));
    let told = of(&|o| o.cause.is_some());
    println!(
        "| {kind} | {word} | {n} | {outside} | {} | {} | {} | {} | {} |",
        percent(told, n),
        percent(of(&|o| o.outside && o.cause.is_some()), outside),
        percent(of(&|o| o.cause == Some(cause)), n),
        of(&|o| o.tied),
        of(&|o| o.blamed > 0),
    );
}

/// A kind of slip: its name, its cause, and what it does to a row.
type Slip = (&'static str, Cause, fn(&Statement, &[&Statement], &mut Dice) -> Option<Statement>);

const SLIPS: [Slip; 11] = [
    ("a thousand or ten thousand times, or a part", Cause::Scale, scaled),
    ("the other flow", Cause::SwappedFlow, |s, _, _| {
        let flow = match s.flow {
            Flow::X => Flow::M,
            Flow::M => Flow::X,
            _ => return None,
        };
        Some(Statement { flow, ..s.clone() })
    }),
    ("a year off", Cause::WrongPeriod, |s, _, dice| {
        Some(Statement { period: s.period.shift_years(dice.either(-1, 1)), ..s.clone() })
    }),
    ("a month off", Cause::WrongPeriod, |s, _, dice| {
        s.period.is_month().then(|| Statement { period: s.period.shift_months(dice.either(-1, 1)), ..s.clone() })
    }),
    ("the year to date as its last month", Cause::CumulativeForMonth, |s, _, _| {
        let to_date = !s.period.is_month() && !s.period.is_whole_years() && s.period.month_of_year() == 1;
        to_date.then(|| Statement { period: s.period.last_month(), ..s.clone() })
    }),
    ("a month as the year to date", Cause::MonthForCumulative, |s, _, _| {
        let january = Period::year(s.period.first_year()).first_month();
        let to_date = Period::span(january, s.period).filter(|span| s.period.is_month() && *span != s.period)?;
        Some(Statement { period: to_date, ..s.clone() })
    }),
    ("a digit dropped", Cause::Digit, |s, _, dice| {
        with_digits(s, |digits, at| {
            digits.remove(at[dice.below(at.len() - 1)]);
        })
    }),
    ("a digit doubled", Cause::Digit, |s, _, dice| {
        with_digits(s, |digits, at| {
            let i = at[dice.below(at.len() - 1)];
            digits.insert(i, digits[i]);
        })
    }),
    ("a leading digit replaced", Cause::Digit, |s, _, dice| {
        with_digits(s, |digits, at| {
            digits[at[dice.below(2)]] = b'1' + u8::try_from(dice.below(9)).unwrap_or(0);
        })
    }),
    ("two leading digits exchanged", Cause::Transposed, |s, _, dice| {
        with_digits(s, |digits, at| {
            let i = dice.below(2);
            digits.swap(at[i], at[i + 1]);
        })
    }),
    ("the figure of a neighbour", Cause::Copied, |s, rows, dice| {
        let near = |other: &&&Statement| {
            let apart = other.period.first_month().months_from(s.period.first_month()).abs();
            (other.flow, &other.commodity, other.printed.unit) == (s.flow, &s.commodity, s.printed.unit)
                && other.period != s.period
                && other.period.len_months() == s.period.len_months()
                && apart <= 3
        };
        let near: Vec<&&Statement> = rows.iter().filter(near).collect();
        let other = near.get(dice.below(near.len().max(1)))?;
        reprinted(s, &other.printed.digits, other.printed.scale)
    }),
];

fn scaled(s: &Statement, _: &[&Statement], dice: &mut Dice) -> Option<Statement> {
    let factor = [Decimal::from(1_000), Decimal::new(1, 3), Decimal::from(10_000), Decimal::new(1, 4)][dice.below(4)];
    reprinted(s, &s.printed.digits, s.printed.scale.checked_mul(factor)?)
}

/// The row with its digits changed; the places of at least three digits are given.
fn with_digits(s: &Statement, change: impl FnOnce(&mut Vec<u8>, &[usize])) -> Option<Statement> {
    let mut digits = s.printed.digits.clone().into_bytes();
    let at: Vec<usize> = (0..digits.len()).filter(|i| digits[*i].is_ascii_digit()).collect();
    if at.len() < 3 {
        return None;
    }
    change(&mut digits, &at);
    let text = String::from_utf8(digits).ok().filter(|text| !text.starts_with(['0', '.']))?;
    reprinted(s, &text, s.printed.scale)
}

fn reprinted(s: &Statement, digits: &str, scale: Decimal) -> Option<Statement> {
    let printed = Printed::read(digits, scale, s.printed.unit, s.printed.approx).ok()?;
    Some(Statement { interval: printed.interval(), printed, ..s.clone() })
}

/// A slip that changes the print by less than three percent is none that anybody could see.
fn seen(row: &Statement, slip: &Statement) -> bool {
    let same_cell = (row.flow, row.period) == (slip.flow, slip.period);
    let ratio = number(slip.printed.value()) / number(row.printed.value());
    !same_cell || (ratio - 1.0).abs() >= 0.03
}

fn level(s: &Statement) -> bool {
    s.status == Status::Published
        && s.asserts == Asserts::Value
        && s.commodity == Commodity::Total
        && s.coverage == Coverage::reported()
}

/// How wide the bounds of a print are without it, and whether they hold it.
fn held(solved: &Reconciler, out: &Statement) -> Held {
    let value = number(out.printed.value());
    let half = out.interval.width().map_or(0.0, number) / 2.0;
    let Some(allowed) = solved.allowed(out) else { return (f64::INFINITY, true) };
    let (low, high) = (allowed.low.map_or(0.0, number), allowed.high.map_or(f64::INFINITY, number));
    ((high - low) / value, low - half <= value && value <= high + half)
}

/// 10,000 statements over 600 months and 50 commodities, and the way there; then one block that all statements tie together.
fn growth(desk: &Desk) {
    println!(
        "| statements | months × commodities | cells | planted | disbelieved | tied | seconds, one core | in one block | approximate |"
    );
    println!("|--:|---|--:|--:|--:|--:|--:|--:|---|");
    let spread = [(1_000, 60, 50), (2_500, 150, 50), (5_000, 300, 50), (10_000, 600, 50)];
    for (statements, months, commodities) in spread {
        grown(desk, &invented(desk, statements, months, commodities, false), &format!("{months} × {commodities}"));
    }
    for (statements, months) in [(125, 60), (250, 120), (500, 240), (1_000, 480), (2_000, 600)] {
        grown(desk, &invented(desk, statements, months, 1, true), &format!("{months} × 1, tied"));
    }
    println!();
}

fn grown(desk: &Desk, (statements, planted): &(Vec<Statement>, usize), what: &str) {
    let start = Instant::now();
    let solved = desk.solve(statements.clone()).all();
    let seconds = start.elapsed().as_secs_f64();
    let tied = solved.tied.iter().flat_map(|tie| tie.choices.iter().flatten()).collect::<BTreeSet<_>>().len();
    let exact = if solved.approximate.is_empty() { "no" } else { "yes" };
    let block = if what.ends_with("tied") { statements.len().to_string() } else { "years".to_owned() };
    println!(
        "| {} | {what} | {} | {planted} | {} | {tied} | {seconds:.2} | {block} | {exact} |",
        statements.len(),
        solved.cells.len(),
        solved.conflicts.len(),
    );
}

/// Months, sums to date and years of invented goods, rounded to four digits; a scale slip in every two hundredth. Tied: each
/// sum runs from the first month of all.
fn invented(desk: &Desk, statements: usize, months: usize, goods: usize, tied: bool) -> (Vec<Statement>, usize) {
    let mut dice = Dice::new(7);
    let dollars = |s: &Statement| level(s) && s.printed.unit == Unit::Money(Currency::USD);
    let like = desk.statements.iter().find(|s| dollars(s)).expect("the desk has a level");
    let first: Period = "1971-01".parse().expect("a month");
    let value = |good: usize, month: usize| 4_000_000 + ((good * 7_919 + month * 104_729) % 6_000_000) as i64;
    let mut all = Vec::new();
    let mut planted = 0;
    for id in 0..statements {
        let good = dice.below(goods);
        let month = dice.below(months);
        let start = if tied { 0 } else { month - month % 12 };
        let (from, to) = match dice.below(4) {
            0 | 1 => (month, month),
            2 => (start, month),
            _ if tied => (0, month),
            _ => (start, (start + 11).min(months - 1)),
        };
        let sum: i64 = (from..=to).map(|month| value(good, month)).sum();
        let unit = 10i64.pow(sum.ilog10().saturating_sub(3));
        let slip = dice.below(200) == 0;
        planted += usize::from(slip);
        let scale = Decimal::from(unit) * if slip { Decimal::from(1_000) } else { Decimal::ONE };
        let span = |month: usize| first.shift_months(i32::try_from(month).unwrap_or(0));
        let print = reprinted(like, &((sum + unit / 2) / unit).to_string(), scale).expect("a print");
        let period = Period::span(span(from), span(to)).expect("a span");
        let commodity =
            if goods == 1 { Commodity::Total } else { format!("{:04}", 101 + good).parse().expect("a code") };
        all.push(Statement { id: format!("I{id}"), period, commodity, flow: Flow::X, vintage: like.vintage, ..print });
    }
    (all, planted)
}

fn number(value: Decimal) -> f64 {
    value.try_into().unwrap_or(f64::NAN)
}

fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{:.1} %", 100.0 * part as f64 / whole as f64) }
}

fn inside(held: &[Held]) -> String {
    percent(held.iter().filter(|(_, inside)| *inside).count(), held.len())
}

fn median(held: &[Held]) -> String {
    let mut widths: Vec<f64> = held.iter().map(|(width, _)| *width).collect();
    widths.sort_by(f64::total_cmp);
    widths.get(widths.len() / 2).map_or("–".to_owned(), |width| format!("{:.1} %", 100.0 * width))
}

/// A function of each, on all cores, in order.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let work = &work;
    std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..cores)
            .map(|lane| scope.spawn(move || items.iter().skip(lane).step_by(cores).map(work).collect::<Vec<R>>()))
            .collect();
        let mut lanes: Vec<_> = lanes.into_iter().map(|lane| lane.join().expect("it ends").into_iter()).collect();
        (0..items.len()).map(|i| lanes[i % cores].next().expect("one for each")).collect()
    })
}

/// Marsaglia's xorshift: the same throws every time.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..8 {
            dice.below(2);
        }
        dice
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % n
    }

    fn either(&mut self, a: i32, b: i32) -> i32 {
        if self.below(2) == 0 { a } else { b }
    }
}

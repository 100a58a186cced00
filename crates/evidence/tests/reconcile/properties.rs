//! Whatever is true can be printed: rounded, cut off, with a word of doubt, in
//! any selection, and is never called contradictory; and the bounds hold it.

use proptest::{prelude::*, test_runner::Config};
use rust_decimal::Decimal;
use yalu_evidence::reconcile;
use yalu_trade::{Flow, Period, Statement};

use crate::page::statement;

const MONTHS: usize = 12;

/// Both flows over a year, in dollars.
type Cube = [[i64; MONTHS]; 2];

fn cube() -> impl Strategy<Value = Cube> {
    // Calm economies, wild ones, and months of nothing at all.
    let calm = prop::array::uniform12(10_000_000i64..90_000_000);
    let wild =
        prop::array::uniform12(prop_oneof![Just(0i64), 1i64..1_000, 1_000i64..1_000_000, 1_000_000i64..1_000_000_000]);
    let flow = prop_oneof![calm.boxed(), wild.boxed()];
    (flow.clone(), flow).prop_map(|(x, m)| [x, m])
}

/// Which sum is printed, with how many digits, and how.
#[derive(Clone, Debug)]
struct Print {
    flow: usize,
    from: usize,
    to: usize,
    digits: u32,
    how: usize,
}

fn print() -> impl Strategy<Value = Print> {
    (0usize..4, 0usize..MONTHS, 0usize..MONTHS, 2u32..6, 0usize..5).prop_map(|(flow, a, b, digits, how)| Print {
        flow,
        from: a.min(b),
        to: a.max(b),
        digits,
        how,
    })
}

fn truth(cube: &Cube, flow: usize, from: usize, to: usize) -> i64 {
    let sum = |flow: usize| cube[flow][from..=to].iter().sum::<i64>();
    match flow {
        0 => sum(0),
        1 => sum(1),
        2 => sum(0) + sum(1),
        _ => sum(1) - sum(0),
    }
}

fn printed(cube: &Cube, print: &Print, i: usize) -> Statement {
    let truth = truth(cube, print.flow, print.from, print.to);
    let size = truth.unsigned_abs().checked_ilog10().unwrap_or(0) + 1;
    let drop = size.saturating_sub(print.digits);
    let unit = 10i64.pow(drop);
    let cut = truth / unit;
    let rounded = (truth.abs() + unit / 2) / unit * truth.signum();
    let (digits, word) = match print.how {
        0 | 1 => (rounded, ""),
        2 => (cut, ""),
        3 => (rounded, "about"),
        // Over what it is cut off to.
        _ if truth >= 0 => (cut, "over"),
        _ => (rounded, ""),
    };
    let flow = ["X", "M", "T", "B"][print.flow];
    let balance = if print.flow == 3 { "balance" } else { "" };
    let month = |m: usize| format!("2023-{:02}", m + 1);
    let period =
        if print.from == print.to { month(print.from) } else { format!("{}..{}", month(print.from), month(print.to)) };
    let period: Period = period.parse().expect("a period");
    statement(&format!("S{i} {flow} {period} TOTAL {digits}e{drop} USD {word} {balance}"))
}

proptest! {
    #![proptest_config(Config { cases: 1_000, ..Config::default() })]

    #[test]
    fn what_is_true_is_never_called_contradictory(cube in cube(), prints in prop::collection::vec(print(), 1..16)) {
        let statements: Vec<Statement> = prints.iter().enumerate().map(|(i, p)| printed(&cube, p, i)).collect();
        let solved = reconcile(&statements, &[], "2030-01-01".parse().expect("a day"));
        let page: Vec<String> = statements.iter().map(|s| format!("{} {} {}", s.flow.letters(), s.period, s.printed)).collect();
        prop_assert!(solved.conflicts.is_empty() && solved.tied.is_empty() && solved.revised.is_empty(), "{page:#?} {solved:#?}");
        for cell in &solved.cells {
            let month = cell.period.month_of_year() as usize - 1;
            let flow = match cell.flow { Flow::X => 0, Flow::M => 1, _ => 2 };
            let truth = Decimal::from(truth(&cube, flow, month, month));
            // Prints that are cut off may put the truth half a digit outside their own bounds: they are not asked here.
            if prints.iter().all(|print| print.how != 2) {
                let (low, high) = (cell.interval.low, cell.interval.high);
                prop_assert!(low.is_none_or(|low| low <= truth) && high.is_none_or(|high| truth <= high), "{truth} {cell:?} {page:#?}");
            }
            let best = cell.interval.best;
            prop_assert!(best.is_none_or(|best| cell.interval.low.is_none_or(|low| low <= best) && cell.interval.high.is_none_or(|high| best <= high)));
        }
    }
}

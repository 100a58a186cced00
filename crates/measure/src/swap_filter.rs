//! Swap filter: what reporters record with the economy, without those whose
//! records look like the trade of the economy that it is mixed up with. Off and
//! on stand side by side, with who is removed.

use yalu_trade::{Card, Cut, Decimal, Interval, Panel, Period, Reading, Unit, Wording};

use crate::{
    Measure, Measured, Row, Scope,
    mirror::by_value,
    partner_share::name,
    scope::computed,
    swap::{self, Looks, Profiles, looks, said},
    wording::three,
};

pub(crate) struct SwapFilter;

static CARD: Card = Card {
    id: "swap-filter",
    title: "Swap filter, off and on",
    label: ["without swapped records", "혼동 기록 제외", "剔除混淆记录"],
    unit: "currency",
    formula: "Σ V_r over the reporters r whose swap score is not above zero",
    citation: "Bank of Korea, BOK Working Paper 2023-9: 27–40 % of exports and 23–36 % of imports a year are errors; the score: Kullback and Leibler (1951)",
    needs: "the goods of every reporter with the economy, and of the yardsticks with it and with the one that it is mixed up with (`yardsticks`, `mixed_up_with` in `[rules]` of desk.toml): ingest them",
    caveats: "A reporter is in or out as a whole. Those who report nothing are named, and are no part of it.",
    example: "swap-filter --flow export --period 2023",
};

impl Measure for SwapFilter {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let scope = by_value(scope);
        scope.periods.iter().flat_map(|&period| swap::asks(&scope, period)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let scope = by_value(scope);
        let unit = Unit::Money(scope.currency());
        let mut measured = Measured { unit, rows: Vec::new(), total: None, notes: Vec::new() };
        for (period, panels) in scope.each(panels, swap::asks) {
            match Profiles::of(&scope, period, panels) {
                Ok(profiles) => {
                    let (rows, note) = rows(&scope, period, panels, &profiles);
                    measured.rows.extend(rows);
                    measured.notes.extend(note);
                }
                Err(gap) => measured.rows.push(scope.row(period, Err(gap))),
            }
        }
        measured
    }
}

const NONE: Interval = Interval::exact(Decimal::ZERO);

/// All of it, or nothing: a reporter who is not told apart is in, or out.
fn maybe(whole: &Interval) -> Interval {
    Interval { low: Some(Decimal::ZERO), best: None, high: whole.high }
}

fn rows(scope: &Scope, period: Period, panels: &[Panel], profiles: &Profiles<'_>) -> (Vec<Row>, Option<String>) {
    let mut known: Vec<(&String, &Reading, Looks)> = Vec::new();
    let mut silent: Vec<String> = Vec::new();
    for (reporter, own) in scope.reporters.iter().zip(panels.chunks(2)) {
        let score = profiles.score(scope, reporter, period, own);
        let whole = own.get(1).and_then(|wholes| wholes.cells.first()).and_then(|cell| cell.reading.as_ref().ok());
        match (score, whole) {
            (Ok(score), Some(whole)) => known.push((reporter, whole, looks(&score.interval))),
            (Err(gap), _) => silent.push(format!("{reporter} ({})", gap.why)),
            (Ok(_), None) => silent.push(reporter.clone()),
        }
    }
    if known.is_empty() {
        let why = format!("no reporter's goods are on file for {period}: {}", silent.join("; "));
        return (vec![scope.row(period, Err(yalu_trade::Gap::not_derivable(why)))], None);
    }
    let papers: Vec<&Reading> = known.iter().map(|(_, whole, _)| *whole).collect();
    let sum = |part: fn(&Interval, Looks) -> Interval| {
        let parts: Vec<Interval> = known.iter().map(|(_, whole, looks)| part(&whole.interval, *looks)).collect();
        Ok(computed(Interval::sum(&parts), Unit::Money(scope.currency()), CARD.formula, &papers))
    };
    let row = |what: Wording, answer| Row { name: Some(what), ..scope.row(period, answer) };
    let mut rows = vec![
        row(three("as reported", "보고치", "按报告"), sum(|whole, _| *whole)),
        row(
            three("without swapped records", "혼동 기록 제외", "剔除混淆记录"),
            sum(|whole, looks| match looks {
                Looks::Own => *whole,
                Looks::Other => NONE,
                Looks::Either => maybe(whole),
            }),
        ),
        row(
            three("removed", "제외", "剔除"),
            sum(|whole, looks| match looks {
                Looks::Own => NONE,
                Looks::Other => *whole,
                Looks::Either => maybe(whole),
            }),
        ),
    ];
    let out = known.iter().filter(|(_, _, looks)| *looks != Looks::Own);
    rows.extend(out.map(|(reporter, whole, looks)| {
        let answer = if *looks == Looks::Other { whole.interval } else { maybe(&whole.interval) };
        let answer = Ok(Reading { interval: answer, ..(*whole).clone() });
        Row { name: Some(name(scope, reporter)), says: Some(said(scope, *looks)), ..scope.row(period, answer) }
    }));
    let note = (!silent.is_empty()).then(|| format!("{period}: without {}", silent.join("; ")));
    (rows, note)
}

//! Words against levels: "fell from 9.64 to 7.22", "the highest quarter". The
//! word is wrong where the two levels, or the other periods, leave no doubt.

use yalu_trade::{Cause, Direction, Extreme, Figures, FoundSo, Interval, Judged, Move, Period, SaidSo, Spot, Verdict};

use super::ledger::Ledger;

/// Verdicts on the words of direction and of extremes.
pub(super) fn judge(all: &Figures, ledger: &Ledger<'_>, judged: &[Judged]) -> Vec<Judged> {
    let wrong = |i: usize| judged.get(i).is_some_and(|one| one.verdict == Verdict::Contradicted);
    let told =
        |spot: &Spot| judged.iter().any(|one| one.verdict == Verdict::Contradicted && one.spot.bytes == spot.bytes);
    let moves = all
        .moves
        .iter()
        .filter(|one| !wrong(one.from) && !wrong(one.to) && !told(&one.spot))
        .filter_map(|one| moved(ledger, one));
    let extremes = all.extremes.iter().filter_map(|one| extreme(ledger, one, &wrong));
    moves.chain(extremes).collect()
}

fn words(id: &str, spot: &Spot, kind: &str, text: &str, verdict: Verdict, why: String) -> Judged {
    Judged {
        id: id.to_owned(),
        spot: spot.clone(),
        kind: kind.to_owned(),
        printed: SaidSo { text: text.to_owned(), value: None, unit: String::new(), interval: Interval::unknown() },
        found: None,
        verdict,
        cause: None,
        repair: None,
        why,
    }
}

fn moved(ledger: &Ledger<'_>, one: &Move) -> Option<Judged> {
    let (from, to) = (ledger.figure(one.from), ledger.figure(one.to));
    let change = to.loose().minus(&from.loose());
    let rose = change.above(yalu_trade::Decimal::ZERO);
    let fell = change.negated().above(yalu_trade::Decimal::ZERO);
    let (is, word) = match one.direction {
        Direction::Up => (fell, "it fell"),
        Direction::Down => (rose, "it rose"),
    };
    // A deficit that widens goes down.
    let deficit = to.printed.value() < yalu_trade::Decimal::ZERO;
    if deficit || !(rose || fell) {
        return None;
    }
    let how = format!("from {} to {}", from.text, to.text);
    if !is {
        return Some(words(&one.id, &one.spot, "direction", &one.text, Verdict::Holds, format!("holds: {how}")));
    }
    let found = FoundSo { text: format!("{word}: {how}"), interval: change };
    let plain = words(&one.id, &one.spot, "direction", &one.text, Verdict::Contradicted, format!("{word}, {how}"));
    Some(Judged {
        found: Some(found),
        cause: Some(Cause::Direction),
        repair: Some(word.trim_start_matches("it ").to_owned()),
        ..plain
    })
}

fn extreme(ledger: &Ledger<'_>, one: &Extreme, wrong: &dyn Fn(usize) -> bool) -> Option<Judged> {
    let year = one.about.period.first_year();
    let like = |period: &Period| period.len_months() == one.about.period.len_months() && period.first_year() == year;
    let periods: Vec<Period> = ledger.periods(&one.about).iter().copied().filter(like).collect();
    let level = |period: Period| {
        ledger.any(&one.about.in_period(period)).filter(|i| !wrong(*i)).map(|i| (period, ledger.figure(i).loose()))
    };
    let own = level(one.about.period)?.1;
    // Fewer than four of a kind do not make a highest.
    if periods.len() < 4 {
        return None;
    }
    let beaten = periods.into_iter().filter_map(level).filter(|(_, other)| {
        let gap = if one.highest { other.minus(&own) } else { own.minus(other) };
        gap.above(yalu_trade::Decimal::ZERO)
    });
    let best = beaten.max_by_key(|(_, other)| if one.highest { other.best } else { other.best.map(|best| -best) });
    let word = if one.highest { "highest" } else { "lowest" };
    let Some((period, _)) = best else {
        return Some(words(
            &one.id,
            &one.spot,
            "rank",
            &one.text,
            Verdict::Holds,
            format!("{} is the {word} of {year}", one.about.period),
        ));
    };
    let why = format!("{period} is {}, not {}", if one.highest { "higher" } else { "lower" }, one.about.period);
    let plain = words(&one.id, &one.spot, "rank", &one.text, Verdict::Contradicted, why.clone());
    Some(Judged {
        found: Some(FoundSo { text: why, interval: Interval::unknown() }),
        cause: Some(Cause::Rank),
        repair: Some(period.to_string()),
        ..plain
    })
}

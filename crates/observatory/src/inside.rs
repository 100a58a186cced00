//! A figure of a report, judged inside it, held against the desk as well. What
//! contradicts itself stays contradicted; what the report leaves open, the desk
//! may settle; what holds inside may still not be what the desk has.

use yalu_trade::{AsOf, Commodity, Figure, Judged, Kind, Mean, ReadError, Verdict};

use crate::{
    Watch,
    claims::Asked,
    held::{Held, hold},
};

/// What is known of a figure's surroundings.
pub(crate) struct Of<'a> {
    /// Whose day's knowledge.
    pub(crate) as_of: AsOf,
    /// The folder of the article that the report is, if it is one of the desk's.
    pub(crate) own: &'a str,
    /// Another figure beside it is told as a multiple or a recovery of it: it may be a mean.
    pub(crate) compared: bool,
}

/// The verdict of the report on a figure, and that of the desk.
///
/// Where the report is an article of the desk, its own tables are no evidence for what they print.
pub(crate) fn against(watch: &Watch, figure: &Figure, judged: Judged, of: &Of<'_>) -> Result<Judged, ReadError> {
    if judged.verdict == Verdict::Contradicted || judged.verdict == Verdict::Unlikely {
        return of_two_releases(watch, figure, judged, of.as_of);
    }
    if figure.forecast {
        let why = "it is expected, not recorded: a forecast is scored when its period is out".to_owned();
        return Ok(if judged.found.is_some() {
            judged
        } else {
            Judged { verdict: Verdict::NotDerivable, why, ..judged }
        });
    }
    let Some(says) = figure.saying(&watch.desk.settings.default_coverage) else { return Ok(judged) };
    // The whole is no share of itself: the words of the part were not understood.
    if figure.kind == Kind::Share && says.commodity == Commodity::Total {
        return Ok(judged);
    }
    // A yearly mean is of more years than one: which, was not understood.
    if figure.about.as_ref().is_some_and(|about| about.mean == Mean::OfYears && about.period.is_year()) {
        return Ok(judged);
    }
    let unnamed = matches!(figure.kind, Kind::Recovery | Kind::Multiple) && figure.base.is_none();
    // "Which is 4.2 times the mean of 2017-18": the base is named, and stands beside it.
    if unnamed && figure.against.is_some() {
        return Ok(judged);
    }
    let of_years = figure.about.as_ref().filter(|about| about.mean == Mean::OfYears).map(|about| about.period);
    let base = figure.base.as_ref().filter(|_| figure.kind != Kind::Share).map(|topic| topic.period);
    let asked = Asked { own: of.own.to_owned(), ..Asked::of(watch, &says, base.or(of_years), of.as_of) };
    let held = hold(watch, &asked)?;
    if !of.own.is_empty() && held.rests_on(of.own) {
        let why = "nobody else on file prints it".to_owned();
        return Ok(if judged.found.is_some() { judged } else { Judged { why, ..judged } });
    }
    Ok(merged(judged, held, figure.sure && !of.compared))
}

/// Prose says some ratios twice, and the second time seldom of what: where the report's own
/// arithmetic holds one up, the same digits again are no slip because the desk has another ratio.
pub(crate) fn spare_what_is_said_again(inside: &[Judged], judged: &mut [Judged]) {
    let ratio = |one: &Judged| matches!(one.kind.as_str(), "share" | "growth" | "recovery" | "multiple");
    let holds = |one: &&Judged| matches!(one.verdict, Verdict::Holds | Verdict::HoldsWithinRounding);
    let said: Vec<&Judged> = inside.iter().filter(|one| ratio(one)).filter(holds).collect();
    for (own, one) in inside.iter().zip(judged.iter_mut()) {
        let by_the_desk = own.verdict != Verdict::Contradicted && one.verdict == Verdict::Contradicted;
        let again = said
            .iter()
            .find(|other| other.id != one.id && other.kind == one.kind && other.printed.text == one.printed.text);
        if let (true, None, Some(other)) = (by_the_desk, &one.spot.table, again) {
            let why = format!("{}; line {} says the same, and holds there", one.why, other.spot.place.line);
            *one = Judged { verdict: Verdict::NotDerivable, why, ..own.clone() };
        }
    }
}

/// Growth against a first release and growth against a revised one contradict each other, and
/// both are right: what the desk has to the printed digit is no slip.
fn of_two_releases(watch: &Watch, figure: &Figure, judged: Judged, as_of: AsOf) -> Result<Judged, ReadError> {
    let says = figure.saying(&watch.desk.settings.default_coverage).filter(|_| figure.kind == Kind::Growth);
    let Some(says) = says else { return Ok(judged) };
    let base = figure.base.as_ref().map(|topic| topic.period);
    let held = hold(watch, &Asked::of(watch, &says, base, as_of))?;
    if held.verdict != Verdict::Holds {
        return Ok(judged);
    }
    let why = format!("{}; the report also prints one of another release", held.why);
    Ok(Judged { found: held.found, verdict: Verdict::Holds, cause: held.cause, repair: None, why, ..judged })
}

/// One verdict of two.
fn merged(inside: Judged, desk: Held, sure: bool) -> Judged {
    let settled = !matches!(inside.verdict, Verdict::NotDerivable | Verdict::NotRead);
    let taken = |inside: Judged, desk: Held| Judged {
        found: desk.found,
        verdict: desk.verdict,
        cause: desk.cause,
        repair: desk.repair,
        why: desk.why,
        ..inside
    };
    match desk.verdict {
        // A figure that its own sentence does not say all about may be of something else.
        Verdict::Contradicted | Verdict::Unlikely if !sure => {
            let why = format!("{}; {}, but its sentence leaves open what it is of", inside.why, desk.why);
            Judged { why: why.trim_start_matches("; ").to_owned(), ..inside }
        }
        Verdict::Contradicted | Verdict::Unlikely => taken(inside, desk),
        Verdict::Holds | Verdict::HoldsWithinRounding if !settled => taken(inside, desk),
        Verdict::NotDerivable if !settled && desk.found.is_some() => taken(inside, desk),
        Verdict::Holds | Verdict::HoldsWithinRounding => {
            let verdict = if desk.verdict == Verdict::Holds { Verdict::Holds } else { inside.verdict };
            let why = inside.why.trim_start_matches("holds within rounding: ").trim_start_matches("holds: ");
            Judged { verdict, why: format!("{why}; {}", desk.why), ..inside }
        }
        _ => inside,
    }
}

//! An article's claims, each put to the measure that it is a print of.

use yalu_desk::NONE;
use yalu_measure::{Row, Scope, measure};
use yalu_trade::{
    Article, AsOf, Base, Cause, Claim, Gap, Period, Place, Printed, Quantity, ReadError, Reading, Saying, Unit,
    Verdict, Wording,
};

use crate::{
    Watch,
    held::{Held, hold},
};

/// A claim as a question: which measure, of what, and what was printed as its answer.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The measure.
    pub(crate) measure: String,
    /// What it is asked about.
    pub(crate) scope: Scope,
    /// What was printed.
    pub(crate) printed: Printed,
    /// The folder of the article that printed it: its own tables do not speak for it.
    pub(crate) own: String,
}

/// A claim and what became of it.
pub(crate) struct Audited<'a> {
    pub(crate) claim: &'a Claim,
    pub(crate) held: Held,
}

/// Every claim of an article, held against the evidence as of a day.
pub(crate) fn audited<'a>(watch: &Watch, article: &'a Article, as_of: AsOf) -> Result<Vec<Audited<'a>>, ReadError> {
    all(watch, &article.claims, as_of)
}

/// Claims that stand together, each held against the evidence as of a day.
pub(crate) fn all<'a>(watch: &Watch, claims: &'a [Claim], as_of: AsOf) -> Result<Vec<Audited<'a>>, ReadError> {
    let each = |claim: &'a Claim| {
        let own = claim.at.file.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let asked = Asked { scope: scope(watch, claim, as_of), own, ..Asked::of(watch, &claim.says, None, as_of) };
        let held = if claim.says.measure == NONE { Held::beyond(&claim.beyond) } else { hold(watch, &asked)? };
        Ok(Audited { claim, held })
    };
    let mut audited = claims.iter().map(each).collect::<Result<Vec<_>, ReadError>>()?;
    tell_copies(&mut audited);
    Ok(audited)
}

/// A figure that does not hold and is printed the same of something else before is copied from there.
fn tell_copies(audited: &mut [Audited<'_>]) {
    for i in 0..audited.len() {
        let (before, rest) = audited.split_at_mut(i);
        let Some(this) = rest.first_mut().filter(|this| this.held.verdict == Verdict::Contradicted) else { continue };
        let says = &this.claim.says;
        let in_tables = |claim: &Claim| claim.place.starts_with("Table ") && this.claim.place.starts_with("Table ");
        let same = |other: &&Audited<'_>| {
            let theirs = &other.claim.says;
            theirs.measure == says.measure
                && theirs.printed == says.printed
                && (theirs.flow, &theirs.commodity, theirs.period) != (says.flow, &says.commodity, says.period)
                && in_tables(other.claim)
        };
        if let Some(other) = before.iter().find(same) {
            this.held.cause = Some(Cause::Copied);
            this.held.why.push_str(&format!("; the same is printed at {}", other.claim.place));
        }
    }
}

/// The scope that a claim speaks of.
pub(crate) fn scope(watch: &Watch, claim: &Claim, as_of: AsOf) -> Scope {
    Scope { since: claim.since, ..Asked::of(watch, &claim.says, None, as_of).scope }
}

impl Asked {
    /// A saying as a question; `base` is the period that a figure in prose compares with.
    pub(crate) fn of(watch: &Watch, says: &Saying, base: Option<Period>, as_of: AsOf) -> Self {
        // A figure in tons says so itself; a ratio of weights has no unit to say it by.
        let weighed = says.by_weight || matches!(says.printed.unit, Unit::Tonne | Unit::Kilogram);
        let default = watch.scope(says.flow, vec![says.period], as_of);
        let quantity = match says.printed.unit {
            _ if weighed => Quantity::Weight,
            Unit::Money(currency) => Quantity::Value(currency),
            _ => default.quantity.clone(),
        };
        let named = says.base.as_ref().and_then(|id| watch.desk.base(id)).cloned();
        let scope = Scope {
            commodity: says.commodity.clone(),
            coverage: says.coverage.clone(),
            quantity,
            base: named.or_else(|| base.map(unnamed)),
            top: says.top.map_or(default.top, |top| top as usize),
            ..default
        };
        Self { measure: says.measure.clone(), scope, printed: says.printed.clone(), own: String::new() }
    }

    /// The same with another scope.
    pub(crate) fn about(&self, scope: Scope) -> Self {
        Self { scope, ..self.clone() }
    }

    /// What the measure answers.
    pub(crate) fn answer(&self, watch: &Watch) -> Result<Result<Reading, Gap>, ReadError> {
        one(watch, &self.measure, &self.scope)
    }
}

/// The base of a figure in prose: a period, and nobody's judgement.
fn unnamed(period: Period) -> Base {
    let years: Vec<Period> = if period.is_whole_years() { period.years().collect() } else { vec![period] };
    Base {
        id: period.to_string(),
        label: Wording::en(period.to_string()),
        periods: years,
        why: "the figure compares with it".to_owned(),
        source: String::new(),
        place: Place::default(),
    }
}

/// What numbers and claims may name beside the measures: parts of an answer, and plain words for a level.
pub(crate) const ALIASES: [&str; 4] = ["weight", "value", "top-share", "top-share-previous"];

/// The one figure that a measure gives of a scope: the total of what has parts, the sector that is named.
/// `top-share` and `top-share-previous` are the shares beside the total of `top`.
pub(crate) fn one(watch: &Watch, name: &str, scope: &Scope) -> Result<Result<Reading, Gap>, ReadError> {
    let (name, part) = match name {
        "weight" | "value" => ("level", ""),
        "top-share" => ("top", "share"),
        "top-share-previous" => ("top", "share-previous"),
        other => (other, ""),
    };
    let Some(method) = measure(name) else {
        return Ok(Err(Gap::not_derivable(format!("there is no measure `{name}`"))));
    };
    let measured = watch.ask(method, scope)?;
    let named = |row: &Row| name != "sectors" || row.commodity == scope.commodity;
    let row = measured.total.or_else(|| measured.rows.into_iter().find(named));
    let nothing = || Err(Gap::not_derivable("the measure gives nothing here"));
    Ok(row.map_or_else(nothing, |row| figure(row, part)))
}

fn figure(row: Row, part: &str) -> Result<Reading, Gap> {
    let nothing = || Err(Gap::not_derivable("no share is known"));
    match part {
        "share" => row.share.unwrap_or_else(nothing),
        "share-previous" => row.share_previous.unwrap_or_else(nothing),
        _ => row.answer,
    }
}

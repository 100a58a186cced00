//! An article's claims, each put to the measure that it is a print of.

use yalu_evidence::{Audited, audit};
use yalu_measure::{Row, Scope, measure};
use yalu_trade::{Article, AsOf, Claim, Gap, Quantity, ReadError, Reading, Unit};

use crate::Watch;

/// Every claim of an article, held against the evidence as of a day.
pub(crate) fn audited(watch: &Watch, article: &Article, as_of: AsOf) -> Result<Vec<Audited>, ReadError> {
    article.claims.iter().map(|claim| Ok(audit(claim, found(watch, claim, as_of)?))).collect()
}

/// The scope that a claim speaks of.
pub(crate) fn scope(watch: &Watch, claim: &Claim, as_of: AsOf) -> Scope {
    let says = &claim.says;
    // A figure in tons says so itself; a ratio of weights has no unit to say it by.
    let weighed = says.by_weight || matches!(says.printed.unit, Unit::Tonne | Unit::Kilogram);
    let default = watch.scope(says.flow, vec![says.period], as_of);
    Scope {
        commodity: says.commodity.clone(),
        coverage: says.coverage.clone(),
        quantity: if weighed { Quantity::Weight } else { default.quantity.clone() },
        base: says.base.as_ref().and_then(|id| watch.desk.base(id)).cloned(),
        top: says.top.map_or(default.top, |top| top as usize),
        ..default
    }
}

fn found(watch: &Watch, claim: &Claim, as_of: AsOf) -> Result<Result<Reading, Gap>, ReadError> {
    one(watch, &claim.says.measure, &scope(watch, claim, as_of))
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

//! The mean of a base, shared by what is measured against one.

use yalu_trade::{Cut, Gap, Interval, Panel, Paper, PaperKind, Period, Reading};

use crate::{Scope, level, scope::computed};

/// The levels of now and of the base's periods, and the base's mean as somebody printed it.
pub(crate) fn asks(scope: &Scope) -> Vec<Cut> {
    let base = scope.base.iter().flat_map(|base| base.periods.iter().copied());
    let periods: Vec<Period> = scope.periods.iter().copied().chain(base).collect();
    let mean = Cut { mean: true, ..scope.cut(scope.flow, &scope.commodity, whole(scope).into_iter().collect()) };
    std::iter::once(mean).chain(level::asks(scope, scope.flow, &scope.commodity, &periods)).collect()
}

/// The base's periods as one, if they follow one another.
fn whole(scope: &Scope) -> Option<Period> {
    let periods = &scope.base.as_ref()?.periods;
    let span = Period::span(*periods.first()?, *periods.last()?)?;
    let months: u32 = periods.iter().map(|period| period.len_months()).sum();
    (span.len_months() == months).then_some(span)
}

/// The level now and the mean of the base, from the panels of [`asks`].
pub(crate) fn now_and_base(scope: &Scope, period: Period, panels: &[Panel]) -> Result<(Reading, Reading), Gap> {
    let of_other_length = |base: &&Period| base.len_months() != period.len_months();
    if let Some(other) = scope.base.iter().flat_map(|base| &base.periods).find(of_other_length) {
        return Err(Gap::not_derivable(format!("{period} and {other} of the base are not equally long")));
    }
    let levels = panels.get(1..).unwrap_or_default();
    let now = level::at(scope, scope.flow, &scope.commodity, period, levels);
    Ok((now.map_err(|gap| Gap::not_derivable(gap.why))?, base(scope, panels)?))
}

/// The mean of the base: of its years where all are on file, or as somebody printed it.
pub(crate) fn base(scope: &Scope, panels: &[Panel]) -> Result<Reading, Gap> {
    let [means, levels @ ..] = panels else { return Err(Gap::not_on_file("nothing was read")) };
    let base = scope.base.as_ref().ok_or_else(|| Gap::not_derivable("no base is named"))?;
    let at = |period| level::at(scope, scope.flow, &scope.commodity, period, levels);
    let years: Vec<Result<Reading, Gap>> = base.periods.iter().map(|&period| at(period)).collect();
    let missing: Vec<&str> = years.iter().filter_map(|year| year.as_ref().err()).map(|gap| gap.why.as_str()).collect();
    let printed = whole(scope).and_then(|span| means.at(span, &scope.commodity).ok());
    let mean = match (missing.is_empty(), printed) {
        (true, _) => {
            let readings: Vec<&Reading> = years.iter().filter_map(|year| year.as_ref().ok()).collect();
            let interval = Interval::mean(readings.iter().map(|reading| &reading.interval));
            computed(
                interval.ok_or_else(|| Gap::not_derivable("the base has no period"))?,
                scope.unit(),
                "mean of the base",
                &readings,
            )
        }
        (false, Some(printed)) => printed.clone(),
        (false, None) => {
            return Err(Gap::not_derivable(format!(
                "the base `{}` is not whole on file: {}",
                base.id,
                missing.join("; ")
            )));
        }
    };
    Ok(with_base(mean, scope))
}

fn with_base(mut mean: Reading, scope: &Scope) -> Reading {
    mean.lineage.papers.extend(scope.base.iter().map(|base| Paper {
        kind: PaperKind::Base,
        id: base.id.clone(),
        says: base.periods.iter().map(Period::to_string).collect::<Vec<_>>().join(", "),
        source: base.source.clone(),
        place: base.place.clone(),
        vintage: None,
        used: true,
        note: base.why.clone(),
    }));
    mean
}

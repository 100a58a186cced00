//! Each model by itself, under its own name.

use yalu_trade::Card;

use crate::series::Whole;

use super::pooled::{NEEDS, OnLogs, Pooled};
use super::{Fitted, Learned, Logged, Model, arima, ces, ets, intermittent, logs, naive, theta};

type Fit = fn(&Whole) -> Option<Box<dyn Fitted>>;

/// A model that a pool teaches nothing.
pub(super) struct Single {
    card: &'static Card,
    fit: Fit,
    calendar: bool,
}

struct Alone(Fit);

impl Model for Single {
    fn card(&self) -> &'static Card {
        self.card
    }

    fn sees_the_calendar(&self) -> bool {
        self.calendar
    }

    fn learn(&self, _: &[Whole], _: usize) -> Box<dyn Learned> {
        Box::new(Alone(self.fit))
    }
}

impl Learned for Alone {
    fn fit<'a>(&'a self, series: &Whole) -> Option<Box<dyn Fitted + 'a>> {
        (self.0)(series)
    }
}

/// A model fitted to the logs of a series that is never below zero.
fn logged<F: Fitted + 'static>(series: &Whole, fit: fn(&[f64]) -> Option<F>) -> Option<Box<dyn Fitted>> {
    let shift = series.shift?;
    Some(Box::new(Logged { of: fit(&logs(&series.y, shift))?, shift }))
}

fn boxed<F: Fitted + 'static>(fitted: F) -> Box<dyn Fitted> {
    Box::new(fitted)
}

macro_rules! singles {
    ($($calendar:literal $name:ident $id:literal $title:literal $formula:literal $citation:literal $fit:expr;)*) => {
        $(pub(super) static $name: Single = Single {
            card: &Card {
                id: $id,
                title: $title,
                unit: "as the series",
                formula: $formula,
                citation: $citation,
                ..Card::BARE
            },
            fit: $fit,
            calendar: $calendar,
        };)*
    };
}

singles! {
    true FAST "fast" "theta on logs"
        "the dynamic optimised theta model on logs, where the series is never below zero"
        "Fiorucci et al. (2016)"
        |s| logged(s, |l| theta::fit(l, false)).or_else(|| theta::fit(&s.y, false).map(boxed));
    true ETS "ets" "exponential smoothing"
        "error, trend and season absent, added or multiplied; least AICc"
        "Hyndman, Koehler, Snyder & Grose (2002)"
        |s| ets::fit(&s.y, s.positive()).map(boxed);
    true LOG_ETS "log-ets" "exponential smoothing on logs"
        "error, trend and season absent or added, on logs; least AICc"
        "Hyndman, Koehler, Snyder & Grose (2002)"
        |s| logged(s, |l| ets::fit(l, false));
    true THETA "theta" "dynamic optimised theta"
        "a line learned anew each month and a smoothed level, without the season"
        "Assimakopoulos & Nikolopoulos (2000); Fiorucci et al. (2016)"
        |s| theta::fit(&s.y, s.positive()).map(boxed);
    true LOG_THETA "log-theta" "dynamic optimised theta on logs"
        "a line learned anew each month and a smoothed level, without the season, on logs"
        "Assimakopoulos & Nikolopoulos (2000); Fiorucci et al. (2016)"
        |s| logged(s, |l| theta::fit(l, false));
    true CES "ces" "complex exponential smoothing"
        "a level and what is hidden behind it; season absent, plain or turning; least AICc"
        "Svetunkov, Kourentzes & Ord (2022)"
        |s| ces::fit(&s.y).map(boxed);
    true LOG_CES "log-ces" "complex exponential smoothing on logs"
        "the same on logs"
        "Svetunkov, Kourentzes & Ord (2022)"
        |s| logged(s, ces::fit);
    true ARIMA "arima" "seasonal ARIMA from a short list"
        "(0 1 1), (0 1 2), (2 1 1) and (1 0 1) with (0 1 1) over the year; conditional squares, least AICc"
        "Box & Jenkins (1970)"
        |s| arima::fit(&s.y).map(boxed);
    true LOG_ARIMA "log-arima" "seasonal ARIMA on logs"
        "the same on logs"
        "Box & Jenkins (1970)"
        |s| logged(s, arima::fit);
    false IMAPA "imapa" "simple smoothing over many aggregations"
        "the mean of smoothed sums of one month to the mean wait between non-zero months"
        "Petropoulos & Kourentzes (2015)"
        |s| s.shift.map(|_| boxed(intermittent::Imapa));
    false CROSTON "croston" "size over wait"
        "the smoothed size of a non-zero month over the smoothed wait for one"
        "Croston (1972)"
        |s| s.shift.map(|_| boxed(intermittent::Croston));
    false NAIVE2 "naive2" "the last month, its season put back"
        "the last month without its season, times the season of the month sought"
        "Makridakis & Hibon (2000)"
        |_| Some(boxed(naive::Naive2));
    false SEASONAL_NAIVE "seasonal-naive" "the same month of last year"
        "the same month of last year"
        "Hyndman & Athanasopoulos (2021)"
        |_| Some(boxed(naive::SeasonalNaive));
}

/// The pooled regression by itself.
pub(super) struct PooledAlone;

impl Model for PooledAlone {
    fn card(&self) -> &'static Card {
        &Card {
            id: "pooled",
            title: "one regression for all series",
            unit: "as the series",
            formula: "what came after histories like this one, on logs around the last year, for each month ahead",
            citation: "Montero-Manso & Hyndman (2021)",
            ..Card::BARE
        }
    }

    fn learn(&self, pool: &[Whole], ahead: usize) -> Box<dyn Learned> {
        let histories: Vec<Vec<f64>> = pool.iter().filter_map(Whole::logs).collect();
        Box::new(Taught(Pooled::learn(&histories, ahead)))
    }
}

struct Taught(Option<Pooled>);

impl Learned for Taught {
    fn fit<'a>(&'a self, series: &Whole) -> Option<Box<dyn Fitted + 'a>> {
        let shift = series.shift.filter(|_| series.y.len() >= NEEDS)?;
        Some(Box::new(Logged { of: OnLogs(self.0.as_ref()?), shift }))
    }
}

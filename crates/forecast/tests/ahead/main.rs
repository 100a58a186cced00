//! What is built on paths: scenarios, reserves, and the ledger that scores what was said.

mod ledger;
mod reserves;
mod scenario;

use std::collections::BTreeMap;

use yalu_forecast::Paths;
use yalu_trade::{Decimal, Flow, Period, Place, Wording};

fn decimal(text: &str) -> Decimal {
    text.parse().expect(text)
}

fn month(text: &str) -> Period {
    text.parse().expect(text)
}

fn words(text: &str) -> Wording {
    Wording::en(text)
}

fn place() -> Place {
    Place::file("x")
}

/// Months since the year 0.
fn number(text: &str) -> i32 {
    month(text).months_from(Period::year(0).first_month())
}

/// As many flat paths of what is bought and sold, from January 2024.
fn flat(bought: f64, sold: f64, months: usize, paths: usize) -> Paths {
    let flows = [(Flow::X, bought), (Flow::M, sold)].map(|(flow, value)| (flow, vec![vec![value; months]; paths]));
    Paths { first: number("2024-01"), flows: BTreeMap::from(flows) }
}

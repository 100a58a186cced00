//! What was printed, solved together, by example: prints go in one a line,
//! bounds and the disbelieved come out.

#[path = "../prints/page.rs"]
#[allow(dead_code, reason = "each test file takes what it needs of it")]
mod page;

mod known;
mod properties;
mod rankings;
mod scale;
mod slips;
mod solving;

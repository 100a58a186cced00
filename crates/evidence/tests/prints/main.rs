//! Published figures as evidence, by example: prints go in one a line, the
//! reading comes out with the print that it rests on. One file a theme; the
//! rows are those of the desk `dprk`, cut to the fewest that show the trouble.

mod absence;
mod conversion;
mod coverage;
mod held;
mod listing;
mod page;
mod papers;
mod precedence;
mod properties;
mod reporters;

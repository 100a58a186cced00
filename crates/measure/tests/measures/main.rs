//! Every measure by example: a table of prints goes in, the answer comes out
//! as a reader would copy it. One file a theme; the real figures are those of
//! China's customs for 2017 to 2023 and of the two tables of KIEP (2024).

mod adjust;
mod base;
mod calendar;
mod change;
mod cited;
mod concentration;
mod every;
mod figures;
mod goods;
mod growth;
mod level;
mod news;
mod pairs;
mod prices;
mod properties;
mod quoted;
mod rank;
mod seasonally_adjusted;
mod sectors;
mod share;
mod table;
mod top;
mod trust;

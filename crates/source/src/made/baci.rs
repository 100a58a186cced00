//! A file of BACI, made up.

use std::io::{self, Write};

use yalu_trade::Flow;

use super::{Made, Named, only, rows, year};

/// Writes a file of BACI: exports of one place, by its number there, in years. Values are in
/// thousands of dollars to the dollar, weights in tons to the kilogram.
pub fn baci(spec: &Made, named: &[Named], exporter: &str, out: &mut dyn Write) -> io::Result<u64> {
    only(spec, &[Flow::X])?;
    writeln!(out, "t,i,j,k,v,q")?;
    rows(spec, named, &mut |row| {
        let (k, partner) = (&row.goods.code[..6], &spec.partners[row.partner].code);
        let thousandths = |amount: u64| format!("{}.{:03}", amount / 1_000, amount % 1_000);
        let (v, q) = (thousandths(row.value), thousandths(row.kilograms));
        writeln!(out, "{},{exporter},{partner},{k},{v:>11},{q:>11}", year(row.period)?)
    })
}

//! A month of Eurostat's Comext, made up.

use std::io::{self, Write};

use yalu_trade::Flow;

use super::{Made, Named, both, month, only};

/// The columns since 2022.
const HEADER: &str = "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,PRODUCT_BEC5,\
                      PRODUCT_SECTION,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT";

/// Writes rows of one reporter, by two letters: a row for each of so many statistical
/// procedures as there are modes. The totals are in euros.
pub fn comext(spec: &Made, named: &[Named], reporter: &str, out: &mut dyn Write) -> io::Result<u64> {
    only(spec, &[Flow::X, Flow::M])?;
    writeln!(out, "{HEADER}")?;
    let spec = Made { provinces: 0, ..spec.clone() };
    both(&spec, named, &mut |row| {
        let (code, partner) = (&row.goods.code, &spec.partners[row.partner].code);
        let flow = if row.flow == Flow::X { 2 } else { 1 };
        let (value, kilograms, procedure) = (row.value, row.kilograms, row.mode + 1);
        let month = month(row.period, "")?;
        let section = &code[..2];
        writeln!(
            out,
            "{reporter},{partner},E,{code},.....,....,....,...,.....,{section},{flow},{procedure},NO_SU,{month},{value},{value},{kilograms},0"
        )
    })
}

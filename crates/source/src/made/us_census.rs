//! An answer of the U.S. Census Bureau, made up.

use std::io::{self, Write};

use yalu_trade::Flow;

use super::{Made, Named, month, quoted, rows, slices, sum_of};

/// Writes exports or imports by ten digits, after a row of all goods for each country and
/// month. An answer is of one flow, as its columns are called by it.
pub fn us_census(spec: &Made, named: &[Named], out: &mut dyn Write) -> io::Result<u64> {
    let columns = match spec.flows[..] {
        [Flow::X] => "\"ALL_VAL_MO\",\"QTY_1_MO\",\"UNIT_QY1\",\"E_COMMODITY\"",
        [Flow::M] => "\"GEN_VAL_MO\",\"GEN_QY1_MO\",\"UNIT_QY1\",\"I_COMMODITY\"",
        _ => return Err(io::Error::other("an answer is of exports or of imports: make one for each")),
    };
    write!(out, "[[\"CTY_CODE\",\"CTY_NAME\",{columns},\"COMM_LVL\",\"time\"]")?;
    for (period, flow) in slices(spec) {
        for partner in &spec.partners {
            let total = sum_of(spec, partner, period, flow);
            let (code, name, month) = (&partner.code, quoted(&partner.name)?, month(period, "-")?);
            write!(out, ",\n[\"{code}\",{name},\"{total}\",\"0\",\"-\",\"-\",\"-\",\"{month}\"]")?;
        }
    }
    let count = rows(spec, named, &mut |row| {
        let partner = &spec.partners[row.partner];
        let (country, name, month) = (&partner.code, quoted(&partner.name)?, month(row.period, "-")?);
        let (code, value, kilograms) = (&row.goods.code, row.value, row.kilograms);
        write!(out, ",\n[\"{country}\",{name},\"{value}\",\"{kilograms}\",\"KG\",\"{code}00\",\"HS10\",\"{month}\"]")
    })?;
    writeln!(out, "]")?;
    Ok(count)
}

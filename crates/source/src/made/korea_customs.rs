//! An answer of the Korea Customs Service, made up: exports and imports of a good with a
//! country in a month are one item, and the total of all stands first.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use yalu_trade::{Flow, Period};

use super::{Made, Named, month, rows, slices, sum_of};

/// Writes an answer. A month's items are held in memory, the others are not.
pub fn korea_customs(spec: &Made, named: &[Named], out: &mut dyn Write) -> io::Result<u64> {
    let mut all = [0_u64; 2];
    for (period, flow) in slices(spec) {
        let sum: u64 = spec.partners.iter().map(|partner| sum_of(spec, partner, period, flow)).sum();
        all[usize::from(flow == Flow::M)] += sum;
    }
    write!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<response><header>")?;
    writeln!(out, "<resultCode>00</resultCode><resultMsg>정상서비스.</resultMsg></header><body><items>")?;
    item(out, &Item { code: "-", country: "-", name: "-", year: "총계", dollars: all, kilograms: [0, 0] })?;
    let mut periods: Vec<Period> = slices(spec).into_iter().map(|(period, _)| period).collect();
    periods.dedup();
    let mut count = 0;
    for period in periods {
        let year = if period.is_year() { period.to_string() } else { month(period, ".")? };
        // By partner and code: exports and imports, each in dollars and kilograms.
        let mut items: BTreeMap<(usize, String), [[u64; 2]; 2]> = BTreeMap::new();
        let of_period =
            |totals: &[(Period, Flow, u64)]| totals.iter().filter(|(p, ..)| *p == period).copied().collect();
        let partners =
            spec.partners.iter().map(|one| super::Calibrated { totals: of_period(&one.totals), ..one.clone() });
        let spec = Made { partners: partners.collect(), ..spec.clone() };
        rows(&spec, named, &mut |row| {
            let sides = items.entry((row.partner, row.goods.code.clone())).or_default();
            let side = &mut sides[usize::from(row.flow == Flow::M)];
            *side = [side[0] + row.value, side[1] + row.kilograms];
            Ok(())
        })?;
        for ((partner, code), [exports, imports]) in &items {
            let partner = &spec.partners[*partner];
            let (dollars, kilograms) = ([exports[0], imports[0]], [exports[1], imports[1]]);
            let (code, country, name) = (&format!("{code}00"), &partner.code, &partner.name);
            item(out, &Item { code, country, name, year: &year, dollars, kilograms })?;
            count += 1;
        }
    }
    write!(out, "</items></body></response>")?;
    Ok(count)
}

/// An item; of two amounts the first is exported, the second imported.
struct Item<'a> {
    code: &'a str,
    country: &'a str,
    name: &'a str,
    year: &'a str,
    dollars: [u64; 2],
    kilograms: [u64; 2],
}

fn item(out: &mut dyn Write, item: &Item<'_>) -> io::Result<()> {
    let Item { code, country, name, year, dollars: [exports, imports], kilograms } = item;
    let balance = i128::from(*exports) - i128::from(*imports);
    writeln!(
        out,
        "<item><balPayments>{balance}</balPayments><expDlr>{exports}</expDlr><expWgt>{}</expWgt><hsCd>{code}</hsCd>\
         <impDlr>{imports}</impDlr><impWgt>{}</impWgt><statCd>{country}</statCd><statCdCntnKor1>{name}</statCdCntnKor1>\
         <statKor>-</statKor><year>{year}</year></item>",
        kilograms[0], kilograms[1]
    )
}

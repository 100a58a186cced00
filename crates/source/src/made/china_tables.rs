//! A month's table by country of China's customs, made up: the total of all partners, then
//! each, in ten thousands, the month beside the year to date and its growth.

use std::io::{self, Write};

use yalu_trade::{Flow, Period};

use super::{Calibrated, Made, sum_of};

/// What one figure counts.
const UNIT: u64 = 10_000;

/// Writes the table of the months that a period of the totals ends with: it is a month, or
/// January and February. Growth stands where the totals go back a year.
pub fn china_table(spec: &Made, period: Period, out: &mut dyn Write) -> io::Result<u64> {
    let last = period.month_of_year() + period.len_months() as i32 - 1;
    if last > 12 || !(period.is_month() || period.first_month().month_of_year() == 1) {
        return Err(io::Error::other(format!("no table is of {period}: one is of a month, or of the first ones")));
    }
    let year = period.first_year();
    let money = if spec.money == "美元" { "美元值" } else { "人民币值" };
    let unit = if spec.money == "美元" { "万美元" } else { "万人民币" };
    let blank = ",".repeat(9);
    writeln!(out, "（2）{year}年{last}月进出口商品国别（地区）总值表（{money}）{blank}")?;
    writeln!(out, "单位：{unit}{blank}")?;
    // January and February together are the year to date, and stand once.
    let spans = if period.is_month() { format!("{last}月,1至{last}月") } else { format!("1至{last}月") };
    let both = |head: &str| if period.is_month() { format!("{head},{head}") } else { head.to_owned() };
    let heads = ["进出口", "出口", "进口"].map(both).join(",");
    writeln!(
        out,
        "进口原产国（地区）/出口最终目的国（地区）,{heads},累计比去年同期±％,累计比去年同期±％,累计比去年同期±％"
    )?;
    writeln!(out, ",{spans},{spans},{spans},进出口,出口,进口")?;
    let all = Calibrated {
        code: String::new(),
        name: "总值".to_owned(),
        totals: spec.partners.iter().flat_map(|partner| partner.totals.clone()).collect(),
    };
    let mut count = 0;
    for partner in std::iter::once(&all).chain(&spec.partners) {
        writeln!(out, "{}", line(spec, partner, period))?;
        count += 1;
    }
    Ok(count)
}

fn line(spec: &Made, partner: &Calibrated, period: Period) -> String {
    let year = Period::year(period.first_year());
    let so_far = Period::span(year.first_month(), period.last_month()).unwrap_or(period);
    let sum = |within: Period, flow: Flow| -> u64 {
        let mut periods: Vec<Period> =
            partner.totals.iter().filter(|(p, f, _)| *f == flow && within.contains(*p)).map(|(p, ..)| *p).collect();
        periods.sort_unstable();
        periods.dedup();
        periods.into_iter().map(|p| sum_of(spec, partner, p, flow)).sum()
    };
    let flows = |within: Period| {
        let (x, m) = (sum(within, Flow::X), sum(within, Flow::M));
        [x + m, x, m]
    };
    let (now, to_date, before) = (flows(period), flows(so_far), flows(so_far.shift_years(-1)));
    // Each is rounded by itself, as the office rounds.
    let printed = |amount: u64| ((amount + UNIT / 2) / UNIT).to_string();
    let growth = |now: u64, before: u64| match before {
        0 => "-".to_owned(),
        before => {
            let tenths = (2 * (i128::from(now) - i128::from(before)) * 1_000 + i128::from(before))
                .div_euclid(2 * i128::from(before));
            format!("{}{}.{}", if tenths < 0 { "-" } else { "" }, tenths.abs() / 10, tenths.abs() % 10)
        }
    };
    let values = now
        .iter()
        .zip(&to_date)
        .flat_map(|(now, to_date)| period.is_month().then(|| printed(*now)).into_iter().chain([printed(*to_date)]));
    let growths = to_date.iter().zip(&before).map(|(now, before)| growth(*now, *before));
    std::iter::once(partner.name.clone()).chain(values).chain(growths).collect::<Vec<_>>().join(",")
}

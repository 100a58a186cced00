//! A commodity of the made export: its code, its name, how it is counted, what it costs.

use std::fmt::Write as _;

use yalu_trade::{Period, grouped};

use super::mixed;
use crate::harmonized_system;

/// Words of which names are put together.
const WORDS: [&str; 16] = [
    "其他",
    "未列名",
    "合成",
    "纤维",
    "制品",
    "钢铁",
    "零件",
    "初级",
    "形状",
    "的",
    "塑料",
    "电气",
    "装置",
    "用",
    "机器",
    "棉",
];
/// The office's units by how things are counted, and whether a weight stands beside.
const UNITS: [(&str, bool); 6] =
    [("千克", false), ("千克", false), ("千克", false), ("台", true), ("个", true), ("米", true)];

/// A commodity.
pub(super) struct Goods {
    /// Eight digits.
    pub(super) code: String,
    /// A field of its name, in quotes.
    pub(super) name: String,
    /// Money a kilogram, in hundredths.
    pub(super) price: u64,
    unit: (&'static str, bool),
}

/// The first so many commodities: headings that exist, and four more digits.
pub(super) fn all_goods(seed: u64, count: usize) -> Vec<Goods> {
    let headings = headings();
    (0..count).map(|at| goods(seed, at, headings[at % headings.len()], at / headings.len())).collect()
}

/// So many commodities from all chapters, however few they are.
pub(super) fn spread_goods(seed: u64, count: usize) -> Vec<Goods> {
    let headings = headings();
    let heading = |at: usize| match count {
        few if few < headings.len() => headings[at * headings.len() / few],
        _ => headings[at % headings.len()],
    };
    (0..count).map(|at| goods(seed, at, heading(at), at / headings.len())).collect()
}

/// Four digits of each heading that exists.
fn headings() -> Vec<&'static str> {
    let existing = harmonized_system().headings().filter(|heading| heading.retired.is_none());
    existing.map(|heading| heading.code.digits()).filter(|code| code.len() == 4).collect()
}

fn goods(seed: u64, at: usize, heading: &str, sub: usize) -> Goods {
    goods_of(mixed(&[seed, 1, at as u64]), format!("{heading}{:02}{:02}", sub % 90 + 10, sub / 90 % 100))
}

/// A commodity of that code; what else it is follows from a number of its own.
pub(super) fn goods_of(own: u64, code: String) -> Goods {
    let words = (0..3 + own % 8).map(|i| WORDS[(mixed(&[own, i]) % WORDS.len() as u64) as usize]);
    let name: String = words.collect();
    // Few names have a comma of their own, as some of the office's have.
    let name = if own.is_multiple_of(50) { format!("{name}, {name}") } else { name };
    Goods {
        code,
        name: format!("\"{name}\""),
        price: 20 + mixed(&[own, 3]) % 5_000,
        unit: UNITS[(mixed(&[own, 4]) % UNITS.len() as u64) as usize],
    }
}

/// The fields of quantities and money that end a row.
pub(super) fn amounts(goods: &Goods, kilograms: u64, value: u64, line: &mut String) {
    let kilograms = kilograms.to_string();
    let (unit, beside) = goods.unit;
    let first = if beside { (value / 37 + 1).to_string() } else { kilograms.clone() };
    // Writing to a string cannot fail.
    let _ = if beside {
        write!(line, "{},{unit},{},千克,", quoted(&first), quoted(&kilograms))
    } else {
        write!(line, "{},{unit},0,无,", quoted(&first))
    };
    let _ = write!(line, "{},\r\n", quoted(&value.to_string()));
}

/// Digits as the office writes them: in quotes where commas part thousands.
fn quoted(digits: &str) -> String {
    if digits.len() > 3 { format!("\"{}\"", grouped(digits)) } else { digits.to_owned() }
}

/// A period as the office writes it.
pub(super) fn written(period: Period) -> String {
    let month = |period: Period| format!("{}{:02}", period.first_year(), period.month_of_year());
    if period.is_year() {
        period.to_string()
    } else if period.is_month() {
        month(period)
    } else {
        format!("{}-{}", month(period.first_month()), month(period.last_month()))
    }
}

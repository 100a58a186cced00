//! The header of an export: it follows the dimensions that were chosen. Finding
//! it finds the encoding too: the one in which the first lines have a header.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use yalu_trade::{Currency, Flow, Period, Unit};

use super::{fields::split, period::period};

/// The header is within so many lines: some tools put a title above it.
const MOST_TITLES: usize = 10;
/// And within so many bytes.
const SNIFFED: usize = 16 << 10;
/// A header has no more columns, rows no more fields.
pub(super) const MOST_COLUMNS: usize = 512;

/// What stands in a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Period,
    Code,
    Name,
    Partner,
    PartnerName,
    Mode,
    ModeName,
    Province,
    ProvinceName,
    Flow,
    Quantity(usize),
    Unit(usize),
    /// Money, and of which currency where the name says so.
    Money(Option<Currency>),
    Unknown,
}

/// Names of columns, the query's own first, then what other exports of it use.
const ROLES: &[(Role, &[&str])] = &[
    (Role::Period, &["数据年月", "统计年月", "年月", "月份", "年份", "统计年份"]),
    (Role::Code, &["商品编码", "商品代码", "HS编码"]),
    (Role::Name, &["商品名称", "商品"]),
    (Role::Partner, &["贸易伙伴编码", "贸易伙伴代码"]),
    (Role::PartnerName, &["贸易伙伴名称", "贸易伙伴"]),
    (Role::Mode, &["贸易方式编码", "贸易方式代码"]),
    (Role::ModeName, &["贸易方式名称", "贸易方式"]),
    (Role::Province, &["注册地编码", "收发货人注册地编码"]),
    (Role::ProvinceName, &["注册地名称", "收发货人注册地名称", "注册地"]),
    (Role::Flow, &["进出口", "进出口标志", "进出口类型", "贸易流向", "贸易类型"]),
    (Role::Quantity(0), &["第一数量", "第一法定数量"]),
    (Role::Unit(0), &["第一计量单位"]),
    (Role::Quantity(1), &["第二数量", "第二法定数量"]),
    (Role::Unit(1), &["第二计量单位"]),
    (Role::Money(None), &["金额", "总金额"]),
];

/// Currencies by the word for them in a column's name.
const CURRENCIES: [(&str, &str); 2] = [("美元", "USD"), ("人民币", "CNY")];

/// The first lines of an export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Head {
    /// What its letters are in; UTF-16 is read as UTF-8.
    pub(super) encoding: &'static Encoding,
    /// What stands above the header.
    pub(super) titles: Vec<String>,
    /// The names of the columns; empty ones at the end are left off.
    pub(super) names: Vec<String>,
    /// What parts the fields: a comma, or a tab.
    pub(super) delimiter: u8,
}

impl Head {
    /// Finds the header among the first bytes of a file.
    pub(super) fn find(bytes: &[u8]) -> Option<Self> {
        let bytes = &bytes[..bytes.len().min(SNIFFED)];
        match Encoding::for_bom(bytes) {
            Some((encoding, mark)) => Self::within(encoding, &bytes[mark..]),
            None => [UTF_8, GB18030, UTF_16LE, UTF_16BE].into_iter().find_map(|coding| Self::within(coding, bytes)),
        }
    }

    fn within(encoding: &'static Encoding, bytes: &[u8]) -> Option<Self> {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let mut titles = Vec::new();
        for line in text.split('\n').take(MOST_TITLES) {
            let delimiter = if line.contains('\t') && !line.contains(',') { b'\t' } else { b',' };
            let names = names(line, delimiter);
            let roles: Vec<Role> = names.iter().map(|name| role(name).1).collect();
            let about = |role: &Role| !matches!(role, Role::Code | Role::Name | Role::Unknown);
            if roles.contains(&Role::Code) && roles.iter().any(about) && names.len() <= MOST_COLUMNS {
                return Some(Self { encoding, titles, names, delimiter });
            }
            titles.push(line.trim().to_owned());
        }
        None
    }

    /// What the letters of a block are in, once UTF-16 is read as UTF-8.
    pub(super) fn text_encoding(&self) -> &'static Encoding {
        if self.encoding == GB18030 { GB18030 } else { UTF_8 }
    }
}

/// The names in a line.
pub(super) fn names(line: &str, delimiter: u8) -> Vec<String> {
    let Ok(fields) = split(line.trim_end_matches('\r').as_bytes(), delimiter) else { return Vec::new() };
    let name = |field: &[u8]| {
        let kept = String::from_utf8_lossy(field);
        kept.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect::<String>()
    };
    let mut names: Vec<String> = fields.into_iter().map(name).collect();
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    names
}

/// What a column is, and of which period where its name begins with one.
pub(super) fn role(name: &str) -> (Option<Period>, Role) {
    let plain = plain_role(name);
    if plain != Role::Unknown {
        let of = leading_period(name).map(|(period, _)| period);
        return (of, plain);
    }
    leading_period(name).map_or((None, Role::Unknown), |(period, rest)| match rest {
        "" => (Some(period), Role::Money(None)),
        rest => (Some(period), plain_role(rest)),
    })
}

fn plain_role(name: &str) -> Role {
    let known = ROLES.iter().find(|(_, names)| names.contains(&name)).map(|(role, _)| *role);
    known.or_else(|| currency(name).map(|money| Role::Money(Some(money)))).unwrap_or(Role::Unknown)
}

fn leading_period(name: &str) -> Option<(Period, &str)> {
    let ends = name.char_indices().map(|(at, c)| at + c.len_utf8()).take(20).collect::<Vec<_>>();
    let at =
        |end: usize| Some((period(&name[..end])?, name[end..].trim_matches(['_', '-', ':', '(', ')', '（', '）'])));
    ends.into_iter().rev().find_map(at)
}

/// The currency that a name or a title speaks of, if it is one.
pub(super) fn currency(text: &str) -> Option<Currency> {
    let mut named = CURRENCIES.iter().filter(|(word, _)| text.contains(word));
    let (_, letters) = named.next().filter(|_| named.next().is_none())?;
    match letters.parse() {
        Ok(Unit::Money(currency)) => Some(currency),
        _ => None,
    }
}

/// The flow that a text speaks of in the office's words, if it is one.
pub(super) fn flow(text: &str) -> Option<Flow> {
    // 进出口 is both.
    let text = text.replace("进出口", "");
    match (text.contains("进口"), text.contains("出口")) {
        (true, false) => Some(Flow::M),
        (false, true) => Some(Flow::X),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_by_their_names() {
        let money = |letters: &str| Role::Money(currency(letters));
        for (name, of, expected) in [
            ("数据年月", None, Role::Period),
            ("美元", None, money("美元")),
            ("人民币", None, money("人民币")),
            ("金额(美元)", None, money("美元")),
            ("2022年美元", Some("2022"), money("美元")),
            ("202301人民币", Some("2023-01"), money("人民币")),
            ("2023年1-2月_美元", Some("2023-01..2023-02"), money("美元")),
            ("2021", Some("2021"), Role::Money(None)),
            ("2021年第一数量", Some("2021"), Role::Quantity(0)),
            ("税率", None, Role::Unknown),
        ] {
            let (period, role) = role(name);
            assert_eq!((period.map(|p| p.to_string()).as_deref(), role), (of, expected), "{name}");
        }
        assert_eq!(currency("美元人民币"), None);
    }

    #[test]
    fn the_flow_is_in_words() {
        for (text, expected) in [
            ("2023年朝鲜进口.csv", Some(Flow::M)),
            ("出口", Some(Flow::X)),
            ("进出口商品", None),
            ("进出口统计 出口", Some(Flow::X)),
            ("进口与出口", None),
            ("2023.csv", None),
        ] {
            assert_eq!(flow(text), expected, "{text}");
        }
    }

    #[test]
    fn the_encoding_is_the_one_with_a_header() {
        let text = "查询结果\r\n数据年月,商品编码,\"商品名称\",美元,\r\n";
        let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        for (encoding, bytes) in [
            (UTF_8, text.as_bytes().to_vec()),
            (UTF_8, [b"\xef\xbb\xbf", text.as_bytes()].concat()),
            (GB18030, GB18030.encode(text).0.to_vec()),
            (UTF_16LE, utf16(u16::to_le_bytes)),
            (UTF_16LE, [b"\xff\xfe", &utf16(u16::to_le_bytes)[..]].concat()),
            (UTF_16BE, [b"\xfe\xff", &utf16(u16::to_be_bytes)[..]].concat()),
        ] {
            let head = Head::find(&bytes).expect("a header");
            assert_eq!(
                (head.encoding, head.delimiter, &head.titles[..]),
                (encoding, b',', &["查询结果".to_owned()][..])
            );
            assert_eq!(head.names, ["数据年月", "商品编码", "商品名称", "美元"]);
        }
        for other in ["", "id,reporter\n", "商品编码,商品名称\n", "\0\0\0"] {
            assert_eq!(Head::find(other.as_bytes()), None, "{other}");
        }
    }
}

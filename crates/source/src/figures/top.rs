//! The first so many of a list: `the top ten`, `the four goods`, `상위 5개 품목`, `前四项`.

const COUNTS: [&str; 11] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const LISTED: [&str; 22] = [
    "goods",
    "items",
    "products",
    "commodities",
    "groups",
    "categories",
    "headings",
    "partners",
    "countries",
    "buyers",
    "suppliers",
    "customers",
    "sectors",
    "together",
    "ores",
    "largest",
    "biggest",
    "main",
    "ports",
    "leading",
    "top",
    "make",
];

/// "the top ten", "the four goods", "상위 5개", "前四项": the first so many of a list.
pub(super) fn top(lower: &str) -> Option<(u32, usize)> {
    let ranked = ["the top ", "top ", "the first ", "first ", "the largest ", "the leading ", "the "];
    let lead = ranked.iter().find(|lead| lower.starts_with(**lead)).map_or(0, |lead| lead.len());
    let sure = lower[..lead].contains("top") || lower[..lead].contains("largest");
    let rest = &lower[lead..];
    let counted = COUNTS
        .iter()
        .zip(2u32..)
        .find(|(word, _)| {
            rest.starts_with(**word) && !rest[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
        })
        .map(|(word, n)| (n, word.len()));
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = || {
        (1..=2)
            .contains(&digits)
            .then(|| rest[..digits].parse().ok().map(|n: u32| (n, digits)))
            .flatten()
            .filter(|_| sure && !rest[digits..].starts_with(['.', '%', ',']))
    };
    if let Some((n, length)) = counted.or_else(numbered).filter(|(n, _)| *n > 1) {
        let mut tail = rest[length..].strip_prefix(' ').unwrap_or(&rest[length..]);
        let mut end = lower.len() - tail.len();
        let mut listed = false;
        while let Some(word) = LISTED.iter().find(|word| {
            tail.starts_with(**word) && !tail[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
        }) {
            listed |= !["main", "leading", "largest", "biggest", "top"].contains(word) || sure;
            end += word.len();
            tail = &tail[word.len()..];
            let spaced = tail.strip_prefix(' ').unwrap_or(tail);
            end += tail.len() - spaced.len();
            tail = spaced;
        }
        let end = lower[..end].trim_end().len();
        return (listed || sure).then_some((n, end));
    }
    let (n, rest) = korean_top(lower).or_else(|| chinese_top(lower))?;
    Some((n, lower.len() - rest.len()))
}

/// 상위 5개 품목, 5대 품목
fn korean_top(lower: &str) -> Option<(u32, &str)> {
    let rest = lower.strip_prefix("상위 ").or_else(|| lower.strip_prefix("상위"))?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let n = rest.get(..digits)?.parse().ok().filter(|n| (2..=100).contains(n))?;
    let tail = &rest[digits..];
    let tail = ["개 품목", "대 품목", "개국", "개", "대"].iter().find_map(|word| tail.strip_prefix(word))?;
    Some((n, tail.strip_prefix(" 품목").unwrap_or(tail)))
}

/// 前四项, 前十大商品, 前10项
fn chinese_top(lower: &str) -> Option<(u32, &str)> {
    let rest = lower.strip_prefix('前')?;
    let han = ["两", "三", "四", "五", "六", "七", "八", "九", "十"]
        .iter()
        .zip(2u32..)
        .find_map(|(word, n)| rest.strip_prefix(word).map(|rest| (n, rest)));
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = || rest[..digits].parse().ok().map(|n: u32| (n, &rest[digits..]));
    let (n, tail) = han.or_else(numbered).filter(|(n, _)| (2..=100).contains(n))?;
    let tail =
        ["项商品", "大商品", "种商品", "项", "大", "种", "位", "名"].iter().find_map(|word| tail.strip_prefix(word))?;
    Some((n, tail))
}

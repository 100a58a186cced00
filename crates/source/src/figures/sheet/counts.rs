//! How many goods the label of a row counts: `the top ten`, `상위 5개`.

const COUNTS: [&str; 13] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const HAN_COUNTS: [&str; 11] = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];

/// A count in a label: "top 10", "상위 5개", "前四项", "six goods".
pub(in crate::figures) fn counted(label: &str) -> Option<u32> {
    let lower = label.to_lowercase();
    for word in lower.split(|c: char| !c.is_alphanumeric()) {
        if let Some(n) = COUNTS.iter().position(|count| *count == word).filter(|n| *n > 1) {
            return Some(n as u32);
        }
    }
    if let Some(at) = lower.find('前') {
        let rest = &lower[at + '前'.len_utf8()..];
        if let Some(n) = HAN_COUNTS.iter().position(|count| rest.starts_with(count)) {
            return Some(n as u32);
        }
    }
    let start = lower.find(|c: char| c.is_ascii_digit())?;
    let digits: String = lower[start..].chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|n| (2..=100).contains(n))
}

//! The way back from words to their line and column.

use yalu_source::report;

/// Where the words stand in the file.
fn check(file: &str, text: &str, words: &str, expected: &str) {
    let (report, _) = report(file, text.as_bytes());
    let byte = report.text.find(words).unwrap_or_else(|| panic!("{words} in {}", report.text));
    assert_eq!(report.place(byte).to_string(), format!("{file}:{expected}"), "{words} in\n{text}");
}

#[test]
fn words_have_their_place() {
    for (text, words, expected) in [
        ("Imports rose by 12% in 2023.", "12%", "1:17"),
        ("Imports rose\n  by   12% in 2023.", "by", "2:3"),
        ("Imports rose\n  by   12% in 2023.", "12%", "2:8"),
        ("It cost \\$80 and\n\nmore than 90 of them.", "$80", "1:10"),
        ("It cost \\$80 and\n\nmore than 90 of them.", "90", "3:11"),
        ("수입이\r\n\r\n표 1. 수입\r\na\t2022\r\n쌀\t12\r\n", "12", "5:3"),
        ("one\rtwo two\u{c}three", "three", "2:9"),
    ] {
        check("a.txt", text, words, expected);
    }
    check("a.html", "<p>a &amp; b\n<b>12</b>%</p>", "b", "1:12");
    check("a.html", "<p>a &amp; b\n<b>12</b>%</p>", "12", "2:4");
    check("a.html", "<p>a &amp; b\n<b>12</b>%</p>", "%", "2:10");
    check("a.html", "<table><tr><td>a<td>1\n<tr><td>b<td>2</table>", "2", "2:14");
    check("a.md", "# H\n\na *b* \\$9 | c\n", "$9", "3:8");
    check("a.md", "<div>\n<p>x &lt; 3</p>\n</div>\n", "3", "2:11");
}

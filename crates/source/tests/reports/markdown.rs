//! Markdown.

use super::check;

#[test]
fn marks_leave_their_words() {
    for (text, expected) in [
        (
            "# Trade\n\nImports *rose* by **12%** in [2023](http://x), `HS 1006` & more.\n",
            "# Trade\n¶ Imports rose by 12% in 2023, HS 1006 & more.",
        ),
        ("- rice\n- wheat\n\n1. one thing.\n2. two things.\n", "¶ rice\n¶ wheat\n¶ 1. one thing.\n¶ 2. two things."),
        ("1. Imports\n\nImports rose.\n", "# 1. Imports\n¶ Imports rose."),
        ("It cost \\$80 and 4\\% &amp; 12%<sup>1</sup>.<br>So.", "¶ It cost $80 and 4% & 12%¹. So."),
        ("Exports fell in the\n\nsecond half.", "¶ Exports fell in the second half."),
        ("> quoted words\n> go on.\n", "¶ quoted words go on."),
    ] {
        check("a.md", text, expected);
    }
}

#[test]
fn tables_of_all_kinds() {
    let table = "| a | 2022 |\n|---|---:|\n| b *x* | 1 |\n| c \\| d | |\n";
    check(
        "a.md",
        &format!("Table 1. Goods\nUnit: USD\n\n{table}\nSource: customs.\n"),
        "^ Table 1. Goods\n^ Unit: USD\n^ Source: customs.\n| a | 2022\n| b x | 1\n| c | d |",
    );
    check("a.md", "Table 1. Goods\n\na\t2022\nb\t1\n", "^ Table 1. Goods\n| a | 2022\n| b | 1");
    check(
        "a.md",
        "```\na      2022  2023\nrice     12    13\ncorn      2     3\n```\n\nText.",
        "| a | 2022 | 2023\n| rice | 12 | 13\n| corn | 2 | 3\n¶ Text.",
    );
    check("a.md", "a | 2022\nb | 1\n", "| a | 2022\n| b | 1");
    check(
        "a.md",
        "Text.\n\n<table><tr><td>a<td>2022<tr><td>b<td>1</table>\n\nMore.\n",
        "¶ Text.\n| a | 2022\n| b | 1\n¶ More.",
    );
}

//! HTML.

use yalu_source::report;

use super::{check, shown};

#[test]
fn a_page_is_what_is_seen_of_it() {
    for (html, expected) in [
        (
            "<h1>Trade &amp; aid</h1><p>Rose <b>124.1</b>% to &#36;2.00&nbsp;bn,<br>of &lt;10%.",
            "# Trade & aid\n¶ Rose 124.1% to $2.00 bn, of <10%.",
        ),
        ("<p>12%<sup>1</sup> more.<script>alert('<p>no')</script></p><style>p{}</style>", "¶ 12%¹ more."),
        ("<body><nav><ul><li>Home</ul></nav><ul><li>one<li>two</ul>", "¶ one\n¶ two"),
        ("<div>one<br><br>two</div><p hidden>not me</p><p style='Display: none'>nor me</p>", "¶ one\n¶ two"),
        ("<p>Exports in the</p><p>second half rose.</p>", "¶ Exports in the second half rose."),
        ("<p>A &copy; B &unknown; C &amp;lt; D & E", "¶ A © B &unknown; C &lt; D & E"),
        (
            "<!doctype html><title>not this</title><center>2. Exports</center><font>they rose.</font>",
            "# 2. Exports\n¶ they rose.",
        ),
        (
            "<pre>\nItem      2022    2023\nRice        12      13\nCorn         2   1,213\n</pre>",
            "| Item | 2022 | 2023\n| Rice | 12 | 13\n| Corn | 2 | 1,213",
        ),
    ] {
        check("a.html", html, expected);
    }
}

#[test]
fn spans_put_their_words_in_the_first_cell() {
    check(
        "a.html",
        "<table><caption>Table 1. Imports</caption><tr><th rowspan=2>Item<th colspan=2>Value<th rowspan=2>Note
         <tr><th>2022<th>2023<tr><td>Rice<td>12<td>7,681<td>a</tr>
         <tr><td colspan=4>Source: customs</td></tr></table><p>Note: x.</p>",
        "^ Table 1. Imports\n^ Source: customs\n^ Note: x.\n| Item | Value |  | Note\n|  | 2022 | 2023 |\n| Rice | 12 | 7,681 | a",
    );
    check(
        "a.html",
        "<table><tr><td>a<td rowspan=3>b<td>c<tr><td>d<td rowspan=2>e<tr><td>f<tr><td>g<td>h<td>i</table>",
        "| a | b | c\n| d |  | e\n| f |  |\n| g | h | i",
    );
}

#[test]
fn a_table_around_a_page_is_a_frame() {
    check(
        "a.html",
        "<table><tr><td><p>menu</p></td><td>Title of it<table><tr><td>a<td>1<tr><td>b<td>2</table>tail</td></tr></table>",
        "¶ menu\n^ Title of it\n| a | 1\n| b | 2\n¶ tail",
    );
    check("a.html", "<table><tr><td>One cell.</td></tr></table>", "¶ One cell.");
}

#[test]
fn html_is_known_by_its_face() {
    for text in ["<!DOCTYPE html><p>a &amp; b</p>", "\u{feff} <HTML><p>a &amp; b</p>", "<div>a &amp; b</div>"] {
        check("page", text, "¶ a & b");
    }
    check("a.txt", "a &amp; b <div>", "¶ a &amp; b <div>");
}

#[test]
fn an_element_that_never_ends_is_told() {
    let (report, complaints) = report("a.html", b"<p>seen<p><nav>menu<p>lost");
    assert_eq!(shown(&report), "¶ seen");
    assert_eq!(complaints.len(), 1);
    assert_eq!(complaints[0].message, "an element <nav> never ends; what stands in it was not read");
}

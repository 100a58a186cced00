//! Examples of ties.

use yalu_trade::{How, Scope};

fn check(text: &str, expected: &[(&str, How, &[&str], &[&str])]) {
    let scope = Scope { economy: Vec::new(), reporter: Vec::new(), coverage: "reported".parse().expect("a coverage") };
    let (report, _) = crate::report("a.txt", text.as_bytes());
    let found = crate::figures(&report, &scope);
    let name = |i: &usize| found.figures[*i].text.as_str();
    let sure: Vec<_> = found
        .ties
        .iter()
        .filter(|tie| tie.sure)
        .map(|tie| {
            let all = |list: &[usize]| list.iter().map(|i| name(i).to_owned()).collect::<Vec<_>>();
            (name(&tie.figure).to_owned(), tie.how, all(&tie.parts), all(&tie.whole))
        })
        .collect();
    let wanted: Vec<_> = expected
        .iter()
        .map(|(figure, how, parts, whole)| {
            let all = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
            ((*figure).to_owned(), *how, all(parts), all(whole))
        })
        .collect();
    assert_eq!(sure, wanted, "{text}");
}

#[test]
fn words_name_the_sides_of_a_tie() {
    check(
        "May was the best month, with 7.4 thousand tons, after 5.9 thousand tons in April; the increase is 25.4 per cent.",
        &[("25.4 per cent", How::Growth, &["7.4 thousand tons"], &["5.9 thousand tons"])],
    );
    check(
        "Pepper earned $31.2 million and cloves earned $12.5 million. The two together came to $43.7 million.",
        &[("$43.7 million", How::Sum, &["$31.2 million", "$12.5 million"], &[])],
    );
    check(
        "The mill took 2,000 tons. It paid $700 thousand for them, that is $350 a ton.",
        &[("$350", How::Quotient, &["$700 thousand"], &["2,000 tons"])],
    );
    check(
        "Q1 brought 571 kt, Q2 brought 648 kt. In all Q2 is 13.5% above Q1.",
        &[("13.5%", How::Growth, &["648 kt"], &["571 kt"])],
    );
    check(
        "They sold USD 51.2 million in 2023. In 2022 they sold USD 47.6 million. That is a rise of 7.6 percent.",
        &[("7.6 percent", How::Growth, &["USD 51.2 million"], &["USD 47.6 million"])],
    );
    check("Exports were $5.2bn against $4.8bn in 2022, while imports grew by 12 %.", &[]);
}

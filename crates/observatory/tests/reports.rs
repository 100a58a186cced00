//! Reports held against themselves: what a slip is found as, and that what
//! holds raises nothing. Every text here but the seed is invented.

use std::{io::Write, path::Path};

use yalu_trade::{Judged, Scope, Verdict};

fn scope() -> Scope {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Scope {
        economy: names(&["North Korea", "북한", "朝鲜"]),
        reporter: names(&["China", "중국", "中国"]),
        coverage: "reported".parse().expect("a coverage"),
    }
}

fn audit(file: &str, text: &str) -> Vec<Judged> {
    let (report, _) = yalu_source::report(file, text.as_bytes());
    yalu_evidence::check(&yalu_source::figures(&report, &scope()))
}

/// What is contradicted, as `print: cause`.
fn slips(text: &str) -> Vec<String> {
    let wrong = audit("report.txt", text).into_iter().filter(|one| one.verdict == Verdict::Contradicted);
    wrong.map(|one| format!("{}: {}", one.printed.text, one.cause.map_or("", |cause| cause.word()))).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(slips(text), expected, "{text}");
}

/// A text that holds, and the edits that each make one slip of it.
fn planted(text: &str, edits: &[(&str, &str, &str)]) {
    check(text, &[]);
    for (find, put, expected) in edits {
        assert_eq!(text.matches(find).count(), 1, "{find} stands once in {text}");
        check(&text.replace(find, put), &[expected]);
    }
}

const ANNUAL: &str = "\
Trade with China in 2031

1. Imports

North Korea's imports from China came to $812.4 million in 2031, up 24.5% from $652.5 million in 2030. \
Its exports to China were $203.1 million, so that the deficit stood at $609.3 million and total trade at $1,015.5 million.

Table 1. Main imports of North Korea from China
Unit: ten thousand USD, %

No.	Item	HS	Value (2031)	Share (%)	
				2030	2031
1	Cotton yarn	5205	9,870	10.4	12.1
2	Wheat flour	1101	8,415	11.8	10.4
3	Roof tiles	6905	6,330	6.1	7.8
4	Bicycles	8712	5,011	8.0	6.2
5	Umbrellas	6601	3,962	4.2	4.9
Total (Top 5)			33,588	40.5	41.3
Total			81,240	100.0	100.0

Source: customs.

Cotton yarn (HS 5205) was the largest import, followed by wheat flour (HS 1101) and roof tiles (HS 6905). \
Imports of roof tiles (HS 6905) amounted to $63.30 million (7.8% of total imports, 41,207 tons), which was \
2.5 times the average annual import volume of 16.483 thousand tons in 2028-29.
";

#[test]
fn an_annual_report_in_english() {
    planted(
        ANNUAL,
        &[
            ("up 24.5%", "up 54.5%", "54.5%: growth"),
            ("up 24.5%", "down 24.5%", "24.5%: direction"),
            ("$1,015.5 million", "$1,155.5 million", "$1,155.5 million: sum"),
            ("16.483 thousand tons", "16.483 million tons", "16.483 million tons: scale"),
            ("$63.30 million", "$6,330", "$6,330: unit-missing"),
            ("40.5	41.3", "47.8	41.3", "47.8: sum"),
            ("9,870	10.4	12.1", "9,870	10.4	21.1", "21.1: transposed"),
            ("wheat flour (HS 1101) and", "wheat flour (HS 1102) and", "1102: label"),
            ("from $652.5 million in 2030", "from $652.5 million in 2031", "$652.5 million: wrong-period"),
        ],
    );
}

#[test]
fn an_order_in_prose_is_the_tables() {
    let list = "followed by wheat flour (HS 1101) and roof tiles (HS 6905)";
    let text = ANNUAL.replace(list, "followed by roof tiles (HS 6905) and bicycles (HS 8712)");
    let judged = audit("report.txt", &text);
    let order = judged.iter().find(|one| one.kind == "rank").expect("an order");
    assert_eq!((order.verdict, order.repair.as_deref()), (Verdict::Contradicted, Some("5205, 1101, 6905")));
}

#[test]
fn a_share_of_last_year_is_called_so() {
    let goods = "Cotton yarn (HS 5205), bicycles (HS 8712) and umbrellas (HS 6601)";
    let text = format!("{ANNUAL}\n{goods} accounted for 22.6% of total imports.\n");
    check(&text, &["22.6%: wrong-period"]);
    check(&text.replace("22.6%", "23.2%"), &[]);
    check(&text.replace("22.6%", "about 23%"), &[]);
}

#[test]
fn a_total_row_copied_from_another_table_is_called_so() {
    let second = "\
Table 2. Main exports of North Korea to China
Unit: ten thousand USD, %

No.	Item	HS	Value (2031)	Share (%)	
				2030	2031
1	Wigs	6704	8,124	38.1	40.0
2	Zinc ores	2608	3,250	18.2	16.0
3	Silk	5002	1,015	6.6	5.0
Total (Top 3)			33,588	40.5	41.3
";
    let found = slips(&format!("{ANNUAL}\n{second}"));
    assert_eq!(found, ["33,588: copied", "40.5: copied", "41.3: copied"]);
}

#[test]
fn a_brief_in_korean() {
    planted(
        "\
2031년 북중 교역

1. 개관

2031년 북한의 대중 수입은 8.12억 달러로 전년(6.53억 달러) 대비 24.3% 증가하였고, 수출은 2억 310만 달러로 전년(1억 7,400만 달러) \
대비 16.7% 늘었다. 무역수지는 6.09억 달러 적자이며 교역 총액은 10.15억 달러이다.
",
        &[
            ("24.3% 증가", "42.8% 증가", "42.8%: growth"),
            ("16.7% 늘었다", "16.7% 줄었다", "16.7%: direction"),
            ("교역 총액은 10.15억", "교역 총액은 11.75억", "11.75억 달러: sum"),
        ],
    );
}

#[test]
fn a_brief_in_chinese() {
    planted(
        "\
2031年8月中朝贸易快报

8月，中朝进出口合计10,150万美元。中国对朝出口8,120万美元，比7月的7,230万美元增长12.3%；自朝进口2,030万美元，\
是7月（1,640万美元）的1.24倍。顺差6,090万美元。
",
        &[
            ("增长12.3%", "增长34.1%", "34.1%: growth"),
            ("增长12.3%", "下降12.3%", "12.3%: direction"),
            ("1.24倍", "2.48倍", "2.48倍: ratio"),
            ("合计10,150万", "合计11,650万", "11,650万美元: sum"),
            ("顺差6,090万", "顺差6,090亿", "6,090亿美元: scale"),
        ],
    );
}

#[test]
fn a_table_of_months() {
    planted(
        "\
Monthly trade of North Korea with China, 2031
Unit: USD million

	Exports	Imports	Total	Balance
Jan	11.2	41.3	52.5	-30.1
Feb	9.8	38.7	48.5	-28.9
Mar	13.4	50.2	63.6	-36.8
Apr	12.1	47.9	60.0	-35.8
Total	46.5	178.1	224.6	-131.6
",
        &[
            ("Apr	12.1	47.9", "Apr	12.1	74.9", "74.9: transposed"),
            ("Mar	13.4", "Mar	1.34", "1.34: digit"),
            ("224.6	-131.6", "242.6	-131.6", "242.6: transposed"),
        ],
    );
}

/// Prints that look like slips and are none.
#[test]
fn honest_prints_raise_nothing() {
    for text in [
        "Imports from China in 2031 were $2.00 billion, 124.1% higher than the 0.89 billion in 2030.",
        "In 2031 imports from China were about $1.2 billion and exports about $0.4 billion; trade exceeded $1.5 billion.",
        "Rice (HS 1006) imports reached 164,326 tons in 2031, or 164.3 thousand tons.",
        "Exports to China rose more than 20% to $36.4 million in 2031 from $30.1 million in 2030.",
        "We expect imports from China of 3 to 4 billion dollars in 2032, after $2.0 billion in 2031.",
        "Resolution 2397 (2017) limits deliveries to 500,000 barrels; see page 31 and telephone +850 2 381 7980.",
    ] {
        check(text, &[]);
    }
}

#[test]
fn any_bytes_are_answered() {
    for text in [
        "",
        "%",
        "$",
        "1",
        "2031",
        "HS",
        "(HS 1006",
        "억 달러 3",
        "对",
        "自朝",
        "-\t-\t-\n1\t2\t3\n",
        "from 1 to 2 from",
        "1,2,3,4.5.6%%",
        "월 2031년",
        "约约约3万亿亿",
        "US$",
        "HS 12 HS 123456789012",
    ] {
        audit("report.txt", text);
    }
    let chinese = "2031年8月，中国对朝出口8,120万美元，比7月的7,230万美元增长12.3%；";
    for text in [ANNUAL, chinese, "수입은 8.12억 달러로 전년(6.53억 달러) 대비 24.3% 증가"] {
        for (at, _) in text.char_indices().step_by(11) {
            audit("report.txt", &text[..at]);
            audit("report.txt", &text[at..]);
        }
    }
}

/// The article that the audit was first made for.
#[test]
fn the_seed_says_what_it_gets_wrong() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed/kiep-2023-trade-with-china.txt");
    let Ok(text) = std::fs::read_to_string(&path) else {
        let _ = writeln!(std::io::stderr(), "skipped: the_seed_says_what_it_gets_wrong: no {}", path.display());
        return;
    };
    let judged = audit("kiep-2023-trade-with-china.txt", &text);
    let wrong = judged.iter().filter(|one| one.verdict == Verdict::Contradicted).map(|one| {
        let table = one.spot.table.as_deref().map(|table| format!("{table} ")).unwrap_or_default();
        let print: String = one.printed.text.chars().take(24).collect();
        let cause = one.cause.map_or("", |cause| cause.word());
        format!("{table}{print}: {cause}: {}", one.repair.as_deref().unwrap_or("?"))
    });
    let expected = [
        "(HS 6703) was the top im: rank: 6703, 1507, 3105",
        "13%: wrong-period: 11%",
        "39.556 million tons: scale: 39.556 thousand tons",
        "Table 1 27.5: sum: 30.1%",
        "Table 1 30.0: sum: 39.1%",
        "0.13 billion: wrong-period: 2022",
        "$2,226: unit-missing: $22.26 million",
        "17.6%: share: 7.6%",
        "Table 2 78,245: copied: 27,665",
        "Table 2 27.5: copied: 94.0%",
        "Table 2 30.0: copied: 94.8%",
        "$1.6 billion: sum: $1.71 billion",
    ];
    assert_eq!(wrong.collect::<Vec<_>>(), expected);
}

//! Paragraphs, headings and notes of plain text.

use super::check;

#[test]
fn sentences_are_whole_again() {
    for (text, expected) in [
        ("Imports rose to 64.1% and\n\nexports to 16.9%.\n", "¶ Imports rose to 64.1% and exports to 16.9%."),
        (
            "Chemicals (14.0%), and plastics\n\nand rubber (13.7%) follow.",
            "¶ Chemicals (14.0%), and plastics and rubber (13.7%) follow.",
        ),
        (
            "Wigs, beards and eyelashes came\n\n(HS 6703) was first.",
            "¶ Wigs, beards and eyelashes came (HS 6703) was first.",
        ),
        (
            "The trade of the two grew with the\n\nRussian Federation.",
            "¶ The trade of the two grew with the Russian Federation.",
        ),
        ("Imports in the average of 2018-\n\n19 were higher.", "¶ Imports in the average of 2018-19 were higher."),
        ("One sentence.\n\nanother begins low.", "¶ One sentence.\n¶ another begins low."),
        ("The goals are these:\n\ncoal and iron are two.", "¶ The goals are these:\n¶ coal and iron are two."),
        (
            "Hard\nwrapped lines\r\nare one line,\rwhatever ends them.",
            "¶ Hard wrapped lines are one line, whatever ends them.",
        ),
        (
            "북한의 대중 수입은 크게 증가하였으며 이는 국경의\n\n재개방에 따른 것이다.",
            "¶ 북한의 대중 수입은 크게 증가하였으며 이는 국경의 재개방에 따른 것이다.",
        ),
        (
            "기준이 더 낮았기 때문이\n다. 이는 국경이 봉쇄된 때이다.",
            "¶ 기준이 더 낮았기 때문이다. 이는 국경이 봉쇄된 때이다.",
        ),
        ("Imports came to\n12. Of these\n\nall rose.", "¶ Imports came to 12. Of these all rose."),
        ("进口总额大幅增加，达到\n20亿美元。", "¶ 进口总额大幅增加，达到20亿美元。"),
        ("进口总额大幅增加，\n比上年增长。", "¶ 进口总额大幅增加，比上年增长。"),
    ] {
        check("a.txt", text, expected);
    }
}

#[test]
fn a_page_turns_inside_a_sentence() {
    for (text, expected) in [
        (
            "Exports fell in the second\n\n- 3 -\n\u{c}\nhalf of the year.",
            "¶ Exports fell in the second half of the year.\n¶ - 3 -",
        ),
        (
            "It stayed below the level of\n\n² A note.\n\n\u{c}earlier years.",
            "¶ It stayed below the level of earlier years.\n¶ ² A note.",
        ),
        (
            "It stayed below the level of\n\nFigure 2. Exports\n\nUnit: USD\n\nSource: customs\n\nearlier years.",
            "¶ It stayed below the level of earlier years.\n¶ Figure 2. Exports\n¶ Unit: USD\n¶ Source: customs",
        ),
        (
            "¹ Tungsten is used in filaments,\n\nwhile the rest is not.",
            "¶ ¹ Tungsten is used in filaments, while the rest is not.",
        ),
    ] {
        check("a.txt", text, expected);
    }
}

#[test]
fn what_is_set_apart_stays_apart() {
    for (text, expected) in [
        ("II. Trade and items\n\n1. Imports\n\nimports rose.", "# II. Trade and items\n# 1. Imports\n¶ imports rose."),
        ("1. Exports grew to\n12 million.", "¶ 1. Exports grew to 12 million."),
        ("1. Imports\nImports rose by 3%.", "# 1. Imports\n¶ Imports rose by 3%."),
        ("Trade in 2023: an analysis\n\nAn Author\nInstitute\n", "# Trade in 2023: an analysis\n¶ An Author Institute"),
        ("제1장 수입\n\n수입은 늘었다.", "# 제1장 수입\n¶ 수입은 늘었다."),
        ("一、进口\n\n进口增加。", "# 一、进口\n¶ 进口增加。"),
        ("○ 수입은 12% 증가\n- 쌀 3%\n- 밀 4%", "¶ ○ 수입은 12% 증가\n¶ - 쌀 3%\n¶ - 밀 4%"),
        (
            "(1) rice, (2) wheat\n(2) maize of the kind\n\n(3) more",
            "¶ (1) rice, (2) wheat\n¶ (2) maize of the kind\n¶ (3) more",
        ),
        (
            "Figure 1. Imports\n\nUnit: USD\n\n\n\nSource: customs.\n",
            "¶ Figure 1. Imports\n¶ Unit: USD\n¶ Source: customs.",
        ),
        ("Table 1 shows that rice rose.\nSo did wheat.", "¶ Table 1 shows that rice rose. So did wheat."),
        ("표 1은 수입을 보여준다.\n밀도 늘었다.", "¶ 표 1은 수입을 보여준다. 밀도 늘었다."),
    ] {
        check("a.txt", text, expected);
    }
}

#[test]
fn what_no_reader_sees_is_gone() {
    for (text, expected) in [
        ("It cost \\$80.66 million, 4\\% more.", "¶ It cost $80.66 million, 4% more."),
        ("Imports of <i>rice</i> and <b>corn</b>.", "¶ Imports of rice and corn."),
        ("Imports rose 12%<sup>3</sup> if x < 3 and y > 2.", "¶ Imports rose 12%³ if x < 3 and y > 2."),
        ("The end. **KIEP**", "¶ The end. KIEP"),
        ("0.35** and 0.21** differ.", "¶ 0.35** and 0.21** differ."),
        ("sanc\u{ad}\ntions and\u{a0}so\u{3000}on.", "¶ sanctions and so on."),
        ("\u{feff}zero\u{200b}width and  two   spaces.", "¶ zerowidth and two spaces."),
    ] {
        check("a.txt", text, expected);
    }
}

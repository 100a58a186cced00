//! Tables in plain text, and the lines that belong to them.

use super::check;

#[test]
fn tabs_part_cells() {
    check(
        "a.txt",
        "Text before.\n\nTable 1. Top 2 goods\n\nUnit: Ten thousand USD, %\n\nNo.\tItem\tHS\tValue\tShare\t\n\t\t\t\t2022\t2023\n1\tHuman hair\t6703\t16,003\t0.8\t8.0\n2\t<i>Filament</i>\t5407\t8,045\t3.5\t4.0\nTotal\t\t\t200,350\t100.0\t100.0\n\nSource: customs.\n\nText after.",
        "¶ Text before.
^ Table 1. Top 2 goods
^ Unit: Ten thousand USD, %
^ Source: customs.
| No. | Item | HS | Value | Share |
|  |  |  |  | 2022 | 2023
| 1 | Human hair | 6703 | 16,003 | 0.8 | 8.0
| 2 | Filament | 5407 | 8,045 | 3.5 | 4.0
| Total |  |  | 200,350 | 100.0 | 100.0
¶ Text after.",
    );
    check("a.txt", "Item\t2022\nGrain\nRice\t1\n", "| Item | 2022\n| Grain |\n| Rice | 1");
    check("a.txt", "Item\t2022\n\nRice\t1\n\nWheat\t2\n", "| Item | 2022\n| Rice | 1\n| Wheat | 2");
    check(
        "a.txt",
        "Item\t2022\nRice\t1\n\nItem\t2023\nRice\t2\n",
        "| Item | 2022\n| Rice | 1\n| Item | 2023\n| Rice | 2",
    );
    check("a.txt", "\tAn indented line\n\tis no table.", "¶ An indented line is no table.");
}

#[test]
fn bars_part_cells() {
    let expected = "| Item | 2022 | 2023\n| Rice | 1 |\n| Corn | maize | 2 | 3";
    for text in [
        "| Item | 2022 | 2023 |\n|:-----|-----:|:---:|\n| Rice | 1 |\n| Corn \\| maize | 2 | 3 |\n",
        "Item | 2022 | 2023\n--- | ---: | ---\nRice | 1\nCorn \\| maize | 2 | 3\n",
        "┌──────┬──────┬──────┐\n│ Item │ 2022 │ 2023 │\n├──────┼──────┼──────┤\n│ Rice │ 1    │      │\n│ Corn \\| maize │ 2 │ 3 │\n└──────┴──────┴──────┘\n",
        "+------+------+-----+\n| Item | 2022 | 2023 |\n+------+------+-----+\n| Rice | 1 |\n| Corn \\| maize | 2 | 3 |\n+------+---+---+\n",
    ] {
        check("a.txt", text, expected);
    }
    check("a.txt", "One | line is no table.", "¶ One | line is no table.");
}

#[test]
fn semicolons_part_cells() {
    check(
        "a.txt",
        "Item;2022;2023\nRice;12;13,5\nCorn;4;5\n",
        "| Item | 2022 | 2023\n| Rice | 12 | 13,5\n| Corn | 4 | 5",
    );
    check(
        "a.txt",
        "This is prose; it has them; here.\nAnd here; too; see.",
        "¶ This is prose; it has them; here. And here; too; see.",
    );
}

#[test]
fn cells_stand_under_each_other() {
    check(
        "a.txt",
        "
<표 1> 북한의 대중 수입 상위 품목
                                     (단위: 천 달러, %)
순위   품목             HS      2022      2023    증감률
1      인조모발        6703     7,120   160,030     …
2      대두유          1507    49,000    90,040    83.8
3      쌀              1006              76,810
       합계                   895,000 2,003,500   124.1
자료: 중국 해관총서.
",
        "
^ <표 1> 북한의 대중 수입 상위 품목
^ (단위: 천 달러, %)
^ 자료: 중국 해관총서.
| 순위 | 품목 | HS | 2022 | 2023 | 증감률
| 1 | 인조모발 | 6703 | 7,120 | 160,030 | …
| 2 | 대두유 | 1507 | 49,000 | 90,040 | 83.8
| 3 | 쌀 | 1006 |  | 76,810 |
|  | 합계 |  | 895,000 | 2,003,500 | 124.1",
    );
    check(
        "a.txt",
        "
                         Exports          Imports
Month              2022    2023     2022    2023
January             3.1    10.2      1.0    22.5
February            5.5     9.9              20.1
  of which coal                      0.5     1.0
Total               8.6    20.1      1.5    43.6
",
        "
|  | Exports |  | Imports |
| Month | 2022 | 2023 | 2022 | 2023
| January | 3.1 | 10.2 | 1.0 | 22.5
| February | 5.5 | 9.9 |  | 20.1
| of which coal |  |  | 0.5 | 1.0
| Total | 8.6 | 20.1 | 1.5 | 43.6",
    );
    for (text, expected) in [
        ("Rose.  It fell.\nThen more.  It rose.", "¶ Rose. It fell. Then more. It rose."),
        (
            "The left column    and the right one\nof a page that     has two columns",
            "¶ The left column and the right one of a page that has two columns",
        ),
        ("400              400\n300              300\n200   2022  2023 200", "¶ 400 400 300 300 200 2022 2023 200"),
        ("Rice  1 234 567\nCorn  2 345", "| Rice | 1 234 567\n| Corn | 2 345"),
        (
            "Customs, first      12\nrelease of 2023\nRevised             14\n  of which:\n  coal               1",
            "| Customs, first release of 2023 | 12\n| Revised | 14\n| of which: |\n| coal | 1",
        ),
        (
            "Rice        12\nGrain\n of all kinds\nCorn         4",
            "| Rice | 12\n| Grain |\n| of all kinds |\n| Corn | 4",
        ),
    ] {
        check("a.txt", text, expected);
    }
}

#[test]
fn numbers_one_space_apart_are_cells() {
    for (text, expected) in [
        (
            "Table 1. Goods\nNo. Item HS 2022 2023\n1 Human hair 6703 1,600 16,003\n2 Rice 1006 - 7,681\n3 Sugar 1701 3.1 3.5\nSource: x",
            "^ Table 1. Goods\n^ Source: x\n| No. Item | HS | 2022 | 2023\n| 1 Human hair | 6703 | 1,600 | 16,003\n| 2 Rice | 1006 | - | 7,681\n| 3 Sugar | 1701 | 3.1 | 3.5",
        ),
        (
            "Year Imports Exports\n2019 2,588 215\n2020 491 48\n2021 260 58",
            "| Year | Imports | Exports\n| 2019 | 2,588 | 215\n| 2020 | 491 | 48\n| 2021 | 260 | 58",
        ),
        ("It rose from 2022 to 2023 by 12 13\nand 14 15.", "¶ It rose from 2022 to 2023 by 12 13 and 14 15."),
    ] {
        check("a.txt", text, expected);
    }
}

#[test]
fn captions_belong_to_the_table_they_touch() {
    let table = "a\t2022\nb\t1\n";
    let rows = "| a | 2022\n| b | 1";
    for (above, below, expected) in [
        (
            "表1 进口\n单位：万美元\n",
            "资料来源：海关。\n",
            format!("^ 表1 进口\n^ 单位：万美元\n^ 资料来源：海关。\n{rows}"),
        ),
        (
            "<Table 2>\nExports by good\n(Unit: USD)\n",
            "Note: p is provisional.\nSource: customs\n",
            format!(
                "^ <Table 2>\n^ Exports by good\n^ (Unit: USD)\n^ Note: p is provisional.\n^ Source: customs\n{rows}"
            ),
        ),
        ("Exports by good, 2023\n", "* estimated\n", format!("^ Exports by good, 2023\n^ * estimated\n{rows}")),
        ("Exports by good, 2023\n\nUnit: USD\n\n", "", format!("^ Exports by good, 2023\n^ Unit: USD\n{rows}")),
        ("A sentence that ends.\n", "\nText after it.\n", format!("¶ A sentence that ends.\n{rows}\n¶ Text after it.")),
        (
            "Figure 1. Imports\n\nUnit: USD\n\nSource: customs.\n\nTable 1. Exports\n\n",
            "",
            format!("¶ Figure 1. Imports\n¶ Unit: USD\n¶ Source: customs.\n^ Table 1. Exports\n{rows}"),
        ),
        ("1. Imports\n\n", "", format!("# 1. Imports\n{rows}")),
        (
            "Table A-1: Top 10 Commodities of\nan Import\n\nUnit: %\n\n",
            "주: 잠정치\n",
            format!("^ Table A-1: Top 10 Commodities of an Import\n^ Unit: %\n^ 주: 잠정치\n{rows}"),
        ),
    ] {
        check("a.txt", &format!("{above}{table}{below}"), &expected);
    }
}

#[test]
fn captions_inside_a_table_are_captions() {
    check(
        "a.txt",
        "Unit: USD\t\t\na\t2022\t2023\nb\t1\t2\nSource: customs\t\t\n",
        "^ Unit: USD\n^ Source: customs\n| a | 2022 | 2023\n| b | 1 | 2",
    );
}

//! Sector shares.

use yalu_measure::Scope;
use yalu_trade::{Place, Sector, Wording};

use crate::{
    figures::TABLE_1,
    table::{Table, all, ask, row, said, scope, some, top},
};

fn sector(id: &str, chapters: &str) -> Sector {
    Sector {
        id: id.to_owned(),
        label: Wording::en(id),
        chapters: chapters.split_whitespace().map(|chapter| chapter.parse().expect(chapter)).collect(),
        place: Place::default(),
    }
}

fn sectors(table: &Table, expected: &[(&str, &str)]) {
    let sectors = vec![sector("textiles", "54 60 67"), sector("chemicals", "30 31"), sector("fish", "03")];
    let measured = ask("sectors", &Scope { sectors, ..scope("X", "2023") }, table);
    for (id, expected) in expected {
        assert_eq!(said(&row(&measured, &format!("sector:{id}")).answer), *expected, "{id}");
    }
}

const CHAPTERS: &str = "
    X 2023 TOTAL 200 exact
    X 2023 54 30 exact
    X 2023 60 20 exact
    X 2023 67 70 exact
    X 2023 30 80 exact";

#[test]
fn with_every_chapter_a_sector_is_their_sum() {
    sectors(&all(CHAPTERS), &[("textiles", "60"), ("chemicals", "40"), ("fish", "0")]);
}

#[test]
fn from_the_ten_largest_headings_it_refuses() {
    let gap = "not derivable: a sector needs every chapter of 2023; 0 are on file, and they are not all";
    sectors(&top(10, TABLE_1), &[("textiles", gap), ("fish", gap)]);
    let gap = "not derivable: a sector needs every chapter of 2023; 4 are on file, and they are not all";
    sectors(&some(CHAPTERS), &[("textiles", gap), ("chemicals", gap)]);
}

#[test]
fn what_somebody_printed_of_a_sector_is_quoted() {
    let table = top(10, &format!("{TABLE_1}\nX 2023 sector:textiles 30.0 %\nX 2023 sector:chemicals 14.0 %"));
    sectors(&table, &[("textiles", "30 (29.95..30.05)"), ("chemicals", "14 (13.95..14.05)")]);
    let computed = all(&format!("{CHAPTERS}\nX 2023 sector:textiles 30.0 %"));
    sectors(&computed, &[("textiles", "60")]);
}

#[test]
fn a_chapter_that_is_kept_back_is_not_zero() {
    let table = all(&format!("{CHAPTERS}\nX 2023 31 1 suppressed"));
    sectors(
        &table,
        &[("textiles", "60"), ("chemicals", "not derivable: a chapter is missing: 31 in 2023 is kept back")],
    );
}

#[test]
fn without_a_total_there_is_no_share() {
    sectors(&all("X 2023 54 30 exact"), &[("textiles", "not on file: no X of TOTAL in 2023")]);
}

#[test]
fn each_period_has_each_sector() {
    let sectors = vec![sector("textiles", "54"), sector("fish", "03")];
    let measured = ask("sectors", &Scope { sectors, ..scope("X", "2022 2023") }, &all(CHAPTERS));
    let rows: Vec<String> = measured.rows.iter().map(|row| format!("{} {}", row.period, row.commodity)).collect();
    assert_eq!(rows, ["2022 sector:textiles", "2022 sector:fish", "2023 sector:textiles", "2023 sector:fish"]);
}

//! Made-up query exports of China's customs, and a lake asked by its commands.

#![allow(dead_code, reason = "every test file takes what it needs of these")]

use std::{fs, path::Path};

use serde_json::Value;

use crate::common::{Said, list, said, yalu};

pub(crate) const HEADER: &str = "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,美元,";

/// Writes an export: month, code, kilograms, dollars.
pub(crate) fn export(folder: &Path, name: &str, rows: &[(String, String, i64, i64)]) {
    let row = |(month, code, kg, usd): &(String, String, i64, i64)| {
        format!("{month},{code},货,109,朝鲜,{kg},千克,\"{usd}\",\n")
    };
    let text = format!("{HEADER}\n{}", rows.iter().map(row).collect::<String>());
    fs::write(folder.join(name), text).expect("written");
}

/// Asks the command in a folder, whose lake is its own.
pub(crate) fn ask(folder: &Path, arguments: &[&str]) -> Said {
    said(yalu(folder).args(arguments))
}

/// What came of files: the `files` of the answer.
pub(crate) fn taken(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let answer = ask(folder, &[&["ingest", "--json", "--flow", "import"], arguments].concat());
    list(&answer.json(), "files").to_vec()
}

/// The rows of an answer in SQL, as text.
pub(crate) fn rows(folder: &Path, question: &str) -> Vec<Vec<String>> {
    rows_of(folder, &[], question)
}

/// The same with more arguments, such as `--lake URL`.
pub(crate) fn rows_of(folder: &Path, arguments: &[&str], question: &str) -> Vec<Vec<String>> {
    let said = ask(folder, &[&["sql", "--json", "--rows", "1000000"], arguments, &[question]].concat());
    assert_eq!(said.code, 0, "{question}: {}", said.err);
    let cell = |cell: &Value| if let Value::String(text) = cell { text.clone() } else { cell.to_string() };
    list(&said.json(), "rows").iter().map(|row| row.as_array().expect("a row").iter().map(cell).collect()).collect()
}

/// Chance from a seed (SplitMix64, Steele, Lea and Flood 2014).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below another.
    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.next() % most.max(1)
    }
}

//! The files of the forecast bench, as the benches of forecasts read them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use yalu_forecast::{Month, Series};

/// `unique_id,ds,y`, by name; a month that is left out is a gap.
pub(super) fn series(file: &str) -> BTreeMap<String, Series> {
    let mut by_name: BTreeMap<String, Series> = BTreeMap::new();
    for row in rows(file) {
        let [id, month, value] = &row[..] else { panic!("{file}: {row:?} is not unique_id,ds,y") };
        let begun = || Series { id: id.clone(), first: month_of(month), months: Vec::new() };
        let whole = by_name.entry(id.clone()).or_insert_with(begun);
        let at = usize::try_from(month_of(month) - whole.first).expect("months in order");
        whole.months.resize(at, Month::Gap);
        whole.months.push(Month::exact(value.parse().unwrap_or(f64::NAN)));
    }
    by_name
}

pub(super) fn in_workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The fields of a CSV without quotes, the head left out.
pub(super) fn rows(path: &str) -> Vec<Vec<String>> {
    let file = in_workspace(path);
    let text = if path.ends_with(".gz") {
        let unpacked = Command::new("gzip").arg("-dc").arg(&file).output().expect("gzip");
        assert!(unpacked.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&unpacked.stderr));
        String::from_utf8(unpacked.stdout).expect("text")
    } else {
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    };
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Months since the year 0 of `2010-09-01`.
pub(super) fn month_of(day: &str) -> i32 {
    let part = |from: usize, to: usize| day.get(from..to).and_then(|part| part.parse::<i32>().ok());
    let (year, month) = part(0, 4).zip(part(5, 7)).unwrap_or_else(|| panic!("{day} is no day"));
    year * 12 + month - 1
}

//! A lake under test beside what it must hold: releases of a few months, each with a
//! day of its own, of which some replace others; and the check that the lake opens, has
//! every acknowledged release whole, none half, and says of each month what stands.

use std::{
    collections::BTreeMap,
    path::Path,
    process::{Child, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{
    common::{Said, folder, list, yalu},
    customs::{Chance, ask, export, rows},
};

const MONTHS: [&str; 6] = ["202111", "202112", "202201", "202202", "202203", "202204"];
const CHAPTERS: [u64; 8] = [25, 39, 52, 61, 67, 73, 84, 87];

/// One file, of one month, released on one day.
#[derive(Clone, Debug)]
pub(crate) struct Release {
    pub(crate) file: String,
    pub(crate) vintage: String,
    month: &'static str,
    rows: i64,
    dollars: i64,
}

/// A lake, and what was put into it.
pub(crate) struct World {
    pub(crate) here: TempDir,
    pub(crate) chance: Chance,
    /// Every release that was made; `true` once it was acknowledged.
    pub(crate) releases: Vec<(Release, bool)>,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        Self { here: folder(), chance: Chance(seed), releases: Vec::new() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.here.path()
    }

    /// Makes the file of a new release.
    pub(crate) fn release(&mut self, most_rows: u64) -> Release {
        let number = self.releases.len();
        let month = MONTHS[self.chance.below(MONTHS.len() as u64) as usize];
        // Each has a day of its own, and some come later than a release that replaces them.
        let day = if self.chance.below(4) == 0 { 7_900 - number as u64 } else { 7_900 + number as u64 };
        let vintage = format!("20{:02}-{:02}-{:02}", day / 336, day / 28 % 12 + 1, day % 28 + 1);
        let rows = 20 + self.chance.below(most_rows) as i64;
        let lines: Vec<_> = (0..rows)
            .map(|row| {
                let chapter = CHAPTERS[row as usize % CHAPTERS.len()];
                let code = format!("{chapter}{:06}", row * 7 + 10_000);
                (month.to_owned(), code, 1 + row, 1 + self.chance.below(1_000_000) as i64)
            })
            .collect();
        let file = format!("release-{number:03}.csv");
        export(self.path(), &file, &lines);
        let release = Release { file, vintage, month, rows, dollars: lines.iter().map(|line| line.3).sum() };
        self.releases.push((release.clone(), false));
        release
    }

    /// What takes a release.
    pub(crate) fn arguments(release: &Release) -> Vec<String> {
        ["ingest", "--json", "--flow", "import", "--whole", "--vintage", &release.vintage, &release.file]
            .map(str::to_owned)
            .to_vec()
    }

    /// Takes a release, undisturbed.
    pub(crate) fn take(&mut self, release: &Release) -> Said {
        let arguments = Self::arguments(release);
        let said = ask(self.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
        self.heard(release, &said);
        said
    }

    /// Notes whether a release was acknowledged; it may be refused with a word, never with a panic.
    pub(crate) fn heard(&mut self, release: &Release, said: &Said) {
        assert!(!said.err.contains("panicked"), "{}", said.err);
        if said.code == 0 {
            let answer = list(&said.json(), "files")[0].clone();
            assert_eq!(answer["refused"], false, "{answer}");
            assert!(answer["commit"].is_number() || answer["noop"] == true, "{answer}");
            let known = self.releases.iter_mut().find(|(one, _)| one.file == release.file).expect("it was made");
            known.1 = true;
        }
    }

    /// Begins a command, its words kept in a file.
    pub(crate) fn begin(&self, arguments: &[String], out: &str) -> Child {
        let handle = |end: &str| std::fs::File::create(self.path().join(format!("{out}.{end}"))).expect("a file");
        let mut command = yalu(self.path());
        command.args(arguments).stdout(Stdio::from(handle("out"))).stderr(Stdio::from(handle("err")));
        command.spawn().expect("the command starts")
    }

    /// What a command that was begun has said.
    pub(crate) fn ended(&self, out: &str, code: Option<i32>) -> Said {
        let text = |end: &str| std::fs::read_to_string(self.path().join(format!("{out}.{end}"))).expect("its words");
        Said { code: code.unwrap_or(-1), out: text("out"), err: text("err") }
    }

    /// Does the lake hold what it must, and nothing half? The releases that it holds.
    pub(crate) fn check(&self, after: &str) -> Vec<String> {
        let here = self.path();
        let verified = ask(here, &["lake", "verify", "--json"]);
        if verified.code == 2 && verified.err.contains("there is no lake") {
            assert!(self.releases.iter().all(|(_, acknowledged)| !acknowledged), "{after}: the lake is gone");
            return Vec::new();
        }
        assert_eq!(verified.code, 0, "{after}: {}{}", verified.out, verified.err);
        assert_eq!(verified.json()["faults"], Value::Array(Vec::new()), "{after}");
        let held: BTreeMap<String, (i64, i64)> =
            rows(here, "SELECT file, count(*), CAST(sum(value) AS BIGINT) FROM history GROUP BY file")
                .into_iter()
                .map(|row| (row[0].clone(), (row[1].parse().expect("rows"), row[2].parse().expect("dollars"))))
                .collect();
        let mut standing: BTreeMap<&str, &Release> = BTreeMap::new();
        for (release, acknowledged) in &self.releases {
            match held.get(&release.file) {
                Some(whole) => {
                    assert_eq!(*whole, (release.rows, release.dollars), "{after}: {} is half", release.file);
                    let stands = standing.entry(release.month).or_insert(release);
                    if stands.vintage < release.vintage {
                        *stands = release;
                    }
                }
                None => assert!(!acknowledged, "{after}: {} was acknowledged and is lost", release.file),
            }
        }
        let sums = rows(here, "SELECT period, CAST(sum(value) AS BIGINT) FROM observations GROUP BY period ORDER BY 1");
        let expected: Vec<Vec<String>> = standing
            .iter()
            .map(|(month, release)| vec![format!("{}-{}", &month[..4], &month[4..]), release.dollars.to_string()])
            .collect();
        assert_eq!(sums, expected, "{after}: what stands");
        held.into_keys().collect()
    }

    /// The next ingest succeeds, and once more it is a no-op.
    pub(crate) fn goes_on(&mut self, release: &Release, after: &str) {
        let held = self.check(after);
        let said = self.take(release);
        assert_eq!(said.code, 0, "{after}: {}", said.err);
        let noop = list(&said.json(), "files")[0]["noop"] == true;
        assert_eq!(noop, held.contains(&release.file), "{after}: {} again", release.file);
        let again = self.take(release);
        assert_eq!(list(&again.json(), "files")[0]["noop"], true, "{after}: {}", again.err);
    }
}

//! Other people's briefs: each as it stands raises nothing, and of the slips
//! planted in them one at a time as many are found and named as docs/audit.md says. The
//! table there is this test's; `YALU_WRITE_TABLES=1` writes it anew.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

use yalu_evidence::check;
use yalu_trade::{Coverage, Judged, Report, Scope, Verdict};

/// Two names for each, as the first desk has them; the briefs are of many economies.
fn scope() -> Scope {
    let names = |names: [&str; 3]| names.map(str::to_owned).to_vec();
    Scope {
        economy: names(["North Korea", "북한", "朝鲜"]),
        reporter: names(["China", "중국", "中国"]),
        coverage: Coverage::reported(),
    }
}

/// The sets of briefs, and the marks between which docs/audit.md has their tables.
const SETS: [(&str, &str); 4] = [
    ("../../tests/corpus", "<!-- found and named -->"),
    ("../../tests/corpus/second", "<!-- found and named in the second set -->"),
    ("../../tests/corpus/third", "<!-- found and named in the third set -->"),
    ("../../tests/corpus/fourth", "<!-- found and named in the fourth set -->"),
];

/// A brief and the slips to plant in it.
struct Brief {
    name: String,
    text: String,
    slips: Vec<Slip>,
}

#[derive(Default)]
struct Slip {
    kind: String,
    find: String,
    put: String,
    wrong: String,
    or: Vec<String>,
}

fn briefs(set: &str) -> Vec<Brief> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(set);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("the corpus").map(|e| e.expect("a file").path()).collect();
    paths.sort();
    let of =
        |path: &Path| path.extension().is_some_and(|ending| ["txt", "md", "html"].iter().any(|known| ending == *known));
    let briefs = paths.iter().filter(|path| of(path) && path.with_extension("slips.toml").is_file());
    briefs
        .map(|path| Brief {
            name: path.file_name().expect("a name").to_string_lossy().into_owned(),
            text: fs::read_to_string(path).expect("a brief"),
            slips: slips(&fs::read_to_string(path.with_extension("slips.toml")).expect("its slips")),
        })
        .collect()
}

/// The slips of a file: the few shapes of TOML that they are written in.
fn slips(page: &str) -> Vec<Slip> {
    let mut slips: Vec<Slip> = Vec::new();
    for line in page.lines() {
        if line == "[[slip]]" {
            slips.push(Slip::default());
        }
        let (Some(slip), Some((key, value))) = (slips.last_mut(), line.split_once(" = ")) else { continue };
        let texts = texts(value);
        let one = texts.first().cloned().unwrap_or_default();
        match key {
            "kind" => slip.kind = one,
            "find" => slip.find = one,
            "put" => slip.put = one,
            "wrong" => slip.wrong = one,
            "or" => slip.or = texts,
            _ => {}
        }
    }
    slips
}

/// The texts between quotes, without their escapes.
fn texts(value: &str) -> Vec<String> {
    let (mut texts, mut text, mut inside) = (Vec::new(), String::new(), false);
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match (letter, inside) {
            ('"', false) => inside = true,
            ('"', true) => {
                texts.push(std::mem::take(&mut text));
                inside = false;
            }
            ('\\', true) => text.push(match letters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                other => other.unwrap_or_default(),
            }),
            (letter, true) => text.push(letter),
            _ => {}
        }
    }
    texts
}

fn audit(name: &str, text: &str) -> (Report, Vec<Judged>) {
    let (report, _) = yalu_source::report(name, text.as_bytes());
    let figures = yalu_source::figures(&report, &scope());
    let amiss = check(&figures).into_iter().filter(|j| matches!(j.verdict, Verdict::Contradicted | Verdict::Unlikely));
    (report, amiss.collect())
}

#[test]
fn a_brief_that_holds_raises_nothing() {
    let briefs: Vec<Brief> = SETS.iter().flat_map(|(set, _)| briefs(set)).collect();
    assert!(briefs.len() >= 40, "{} briefs", briefs.len());
    for brief in briefs {
        let (_, amiss) = audit(&brief.name, &brief.text);
        let told: Vec<String> =
            amiss.iter().map(|j| format!("{}: {}: {}", j.spot.place, j.printed.text, j.why)).collect();
        assert!(told.is_empty(), "{}: {told:#?}", brief.name);
    }
}

/// Of the slips of a kind: how many, found at their place, with their cause, and how many alarms elsewhere.
#[derive(Clone, Copy, Default)]
struct Count {
    planted: usize,
    found: usize,
    named: usize,
    elsewhere: usize,
}

#[test]
fn the_slips_that_are_found_are_those_of_the_tables() {
    for (set, begin) in SETS {
        let mut counts: BTreeMap<String, Count> = BTreeMap::new();
        for brief in briefs(set) {
            for slip in &brief.slips {
                let count = counts.entry(slip.kind.clone()).or_default();
                let (found, named, elsewhere) = outcome(&brief, slip);
                count.planted += 1;
                count.found += usize::from(found);
                count.named += usize::from(named);
                count.elsewhere += elsewhere;
            }
        }
        hold(begin, &table(&counts));
    }
}

/// Holds the page to a table, or writes it there.
fn hold(begin: &str, table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/audit.md");
    let page = fs::read_to_string(&path).expect("docs/audit.md");
    let (before, rest) = page.split_once(begin).expect("the table has a place");
    let (there, after) = rest.split_once(END).expect("and an end");
    if std::env::var_os("YALU_WRITE_TABLES").is_some() {
        fs::write(&path, format!("{before}{begin}\n{table}{END}{after}")).expect("it is written");
    } else {
        assert_eq!(there.trim(), table.trim(), "docs/audit.md says otherwise; YALU_WRITE_TABLES=1 writes it");
    }
}

const END: &str = "<!-- end -->";

/// Was the slip found where it stands, or where it is fair to point instead? With its cause? And what else was raised?
fn outcome(brief: &Brief, slip: &Slip) -> (bool, bool, usize) {
    assert_eq!(brief.text.matches(&slip.find).count(), 1, "{}: `{}` stands once", brief.name, slip.find);
    let text = brief.text.replacen(&slip.find, &slip.put, 1);
    let start = brief.text.find(&slip.find).unwrap_or_default();
    let wrong =
        start + slip.put.find(&slip.wrong).unwrap_or_else(|| panic!("{}: `{}` in what is put", brief.name, slip.wrong));
    let or = slip.or.iter().filter_map(|or| text.find(or).map(|at| at..at + or.len()));
    let fair: Vec<Range<usize>> = std::iter::once(wrong..wrong + slip.wrong.len()).chain(or).collect();
    let (report, amiss) = audit(&brief.name, &text);
    let here: Vec<&Judged> =
        amiss.iter().filter(|j| fair.iter().any(|range| points_at(&report, j, &text, range))).collect();
    let named = here.iter().any(|j| j.cause.is_some_and(|cause| cause.word() == slip.kind));
    (!here.is_empty(), named, amiss.len() - here.len())
}

/// Does a claim stand in a range of the file? Places are compared, for the report's own text has lost its markup.
fn points_at(report: &Report, judged: &Judged, text: &str, range: &Range<usize>) -> bool {
    let place = |byte: usize| {
        let before = &text[..byte];
        let line = before.matches('\n').count() + 1;
        (line, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
    };
    let (from, to) = (place(range.start), place(range.end));
    let start = (judged.spot.place.line, judged.spot.place.column);
    let end = (start.0, start.1 + report.words(&judged.spot.bytes).chars().count());
    // An order is told at its first good; its goods may stand over several lines.
    let near = judged.kind == "rank" && start.0.abs_diff(from.0) <= 2;
    near || (end > from && start < to)
}

fn table(counts: &BTreeMap<String, Count>) -> String {
    let mut table = "| slip | planted | found | named | alarms elsewhere |\n|---|--:|--:|--:|--:|\n".to_owned();
    let mut all = Count::default();
    for (kind, count) in counts {
        let Count { planted, found, named, elsewhere } = count;
        let _ = writeln!(table, "| {kind} | {planted} | {found} | {named} | {elsewhere} |");
        all = Count {
            planted: all.planted + planted,
            found: all.found + found,
            named: all.named + named,
            elsewhere: all.elsewhere + elsewhere,
        };
    }
    let _ = writeln!(table, "| all | {} | {} | {} | {} |", all.planted, all.found, all.named, all.elsewhere);
    table
}

//! Stories planted in made records of China's customs, and what is found of them: new
//! items, a split code, unusual rises, a price that rises while the volume falls, and a
//! month in which two economies stand under each other's name. Nothing else may be
//! found. `docs/news.md` has the counts of many lakes, held here for a few.

use std::{collections::BTreeMap, fmt::Write as _, fs, io::Cursor, path::Path};

use yalu_desk::Files;
use yalu_observatory::{Lake, Question, Said, Shelf, Taking, Watch, take};
use yalu_source::{
    Snapshot,
    made::{Calibrated, Coding, Made, Story, china_customs, codes, correlation},
    office,
};
use yalu_trade::{Commodity, Flow, Kept, Period, dec};

/// Lakes of which the page has the counts, of either kind.
const LAKES: u64 = 10;
const COMMODITIES: usize = 80;
const DESK: &str = "economy = \"PRK\"\nreporters = [\"CHN\"]\nas_of = 2023-06-30\nprint_unit = \"USD 1e4\"\n\
                    languages = [\"en\"]\ndefault_coverage = \"reported\"\n\n[rules]\nmixed_up_with = \"KOR\"\n";

/// The kinds of stories, in the order of the page.
const KINDS: [&str; 5] = ["new item", "split code", "unusual rise", "price up, volume down", "swapped economies"];

/// A story, the code that it is of, and from when on it shows.
struct Told {
    kind: usize,
    code: String,
    from: Period,
}

fn period(text: &str) -> Period {
    text.parse().expect(text)
}

/// The periods of a year as customs print them: January with February from 2020 on.
fn printed(year: i32) -> Vec<Period> {
    let winter = if year < 2020 { vec![1, 2] } else { Vec::new() };
    let months = winter.into_iter().chain(3..=12).filter_map(|month| Period::month(year, month));
    let both = (year >= 2020).then(|| period(&format!("{year}-01..{year}-02")));
    both.into_iter().chain(months).collect()
}

/// Numbers from a seed: splitmix64 (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % most as u64) as usize
    }

    /// One of those that are left.
    fn take<T>(&mut self, from: &mut Vec<T>) -> T {
        let at = self.below(from.len());
        from.swap_remove(at)
    }
}

/// Four years of two partners, without a story.
fn plain(seed: u64, chance: &mut Chance) -> Made {
    let mut totals = |base: u64| -> Vec<(Period, Flow, u64)> {
        let periods = (2019..=2022).flat_map(printed);
        periods.map(|p| (p, Flow::X, base * (90 + chance.below(20) as u64) / 100 * u64::from(p.len_months()))).collect()
    };
    let partner = |code: &str, name: &str, totals| Calibrated { code: code.to_owned(), name: name.to_owned(), totals };
    Made {
        seed,
        coding: Coding::Gb18030,
        flows: vec![Flow::X],
        partners: vec![partner("109", "朝鲜", totals(150_000_000)), partner("133", "韩国", totals(600_000_000))],
        commodities: COMMODITIES,
        modes: 0,
        provinces: 0,
        money: "美元",
        stories: Vec::new(),
    }
}

fn bytes(spec: &Made) -> Vec<u8> {
    let mut bytes = Vec::new();
    china_customs(spec, &mut bytes).expect("memory takes it");
    bytes
}

/// What is traded of each code in a month, on average.
fn means(spec: &Made) -> BTreeMap<String, i64> {
    let bytes = bytes(spec);
    let said = yalu_source::Said { flow: Some(Flow::X), ..Default::default() };
    let owned = bytes.clone();
    let open = move || Ok(Box::new(Cursor::new(owned.clone())) as Box<dyn std::io::Read + Send>);
    let head = &bytes[..bytes.len().min(64 << 10)];
    let file = Snapshot { name: "made.csv", head, len: bytes.len() as u64, open: &open, said: &said };
    let mut kept = Kept::default();
    office(&file).expect("an office knows it").read(&file, &mut kept).expect("all is taken");
    let mut sums = BTreeMap::new();
    for row in kept.rows().filter(|row| row.partner == "PRK") {
        *sums.entry(row.commodity.to_owned()).or_insert(0) += row.value.unwrap_or_default() / 100 / 48;
    }
    sums
}

/// Four years with the stories of a seed in the last of them.
fn planted(seed: u64, steady: bool) -> (Made, Vec<Told>) {
    let mut chance = Chance(seed);
    let mut spec = plain(seed, &mut chance);
    spec.stories.extend(steady.then_some(Story::Steady));
    let means = means(&spec);
    let codes = codes(seed, COMMODITIES);
    // Goods large enough to be news, and small enough not to move the whole.
    let fit = |at: &usize| means.get(&codes[*at]).is_some_and(|mean| (100_000..3_000_000).contains(mean));
    let mut goods: Vec<usize> = (0..COMMODITIES).filter(fit).collect();
    let mut months: Vec<Period> = printed(2022).into_iter().skip(2).collect();
    let mut told = Vec::new();
    let mut tell = |kind, commodity: usize, from, story: Story| {
        told.push(Told { kind, code: codes[commodity][..6].to_owned(), from });
        spec.stories.push(story);
    };
    for _ in 0..2 {
        let (commodity, from) = (chance.take(&mut goods), chance.take(&mut months));
        tell(0, commodity, from, Story::New { commodity, from });
        let (commodity, into, from) = (chance.take(&mut goods), chance.take(&mut goods), printed(2022)[0]);
        tell(1, into, from, Story::Split { commodity, into, from });
        let (commodity, month) = (chance.take(&mut goods), chance.take(&mut months));
        tell(2, commodity, month, Story::Rise { commodity, month, times: 8 });
    }
    let (commodity, from) = (chance.take(&mut goods), chance.take(&mut months));
    tell(3, commodity, from, Story::Price { commodity, from, percent: 250 });
    let month = chance.take(&mut months);
    tell(4, 0, month, Story::Exchanged { month, one: 0, other: 1 });
    (spec, told)
}

/// Whatever is said to be news: by which measure, when, of what.
type Alarm = (&'static str, Period, String);

/// What is found in a lake.
struct Seen {
    alarms: Vec<Alarm>,
    /// The remarks of the new items.
    notes: Vec<String>,
    /// The new items by codes alone.
    by_codes: Vec<String>,
    watch: Watch,
}

fn ask(
    watch: &Watch,
    measure: &str,
    periods: Vec<Period>,
    commodity: Option<&str>,
    weight: bool,
) -> yalu_observatory::Answer {
    let commodity = commodity.map(|code| code.parse::<Commodity>().expect("a code"));
    let top = commodity.is_none().then_some(10_000);
    let question = Question {
        measure: measure.to_owned(),
        flow: Some(Flow::X),
        periods,
        commodity,
        weight,
        top,
        ..Question::default()
    };
    watch.answer(&question).expect("it can be asked")
}

fn seen(folder: &Path, spec: &Made) -> Seen {
    let file = folder.join("export.csv");
    fs::write(&file, bytes(spec)).expect("written");
    let place = folder.join("lake").display().to_string();
    let lake = Lake::open_or_make(&place).expect("a lake");
    let said = Said { flow: Some(Flow::X), ..Said::default() };
    let taken = take(&lake, &file, &Taking { said, ..Taking::default() }).expect("it is taken");
    assert!(taken.iter().all(|one| !one.refused && one.complaints.is_empty()), "{taken:?}");
    let shelf = Shelf::of(&place).expect("a folder");
    let (table, complaints) = shelf.add("split.csv", correlation(spec).as_bytes()).expect("it is kept");
    assert!(table.is_some() && complaints.is_empty(), "{complaints:?}");
    let files: Files = [("desk.toml".to_owned(), DESK.as_bytes().to_vec())].into();
    let mut watch = Watch::over(&lake, "planted", &files).expect("a desk");
    let year = vec![Period::year(2022)];
    let mut alarms = Vec::new();
    let mut notes = Vec::new();
    for (measure, periods) in [
        ("new-items", printed(2022)),
        ("vanished-items", printed(2022)),
        ("unusual", year.clone()),
        ("unit-value-outliers", year.clone()),
    ] {
        let answer = ask(&watch, measure, periods, None, false);
        for row in &answer.measured.rows {
            assert!(row.answer.is_ok(), "{measure}: {:?}", row.answer);
            alarms.push((measure, row.period, row.commodity.to_string()));
        }
        notes.extend(answer.measured.notes.into_iter().filter(|_| measure == "new-items"));
    }
    for row in ask(&watch, "swapped-month", year, None, false).measured.rows {
        let score = row.answer.expect("a score");
        if score.interval.above(dec!(0)) {
            alarms.push(("swapped-month", row.period, String::new()));
        }
    }
    watch.shelf = None;
    let answer = ask(&watch, "new-items", printed(2022), None, false);
    let by_codes = answer.measured.rows.iter().map(|row| row.commodity.to_string()).collect();
    Seen { alarms, notes, by_codes, watch }
}

/// Counts over lakes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Counts {
    lakes: u64,
    planted: [u32; 5],
    found: [u32; 5],
    /// Splits that would be new items by codes alone.
    splits_by_codes: u32,
    /// What a swap brings with it in its own month.
    echoes: u32,
    /// Alarms without a story, by measure.
    alarms: BTreeMap<&'static str, u32>,
}

impl Counts {
    fn add(&mut self, seed: u64, steady: bool) {
        let folder = tempfile::tempdir().expect("a folder");
        let (spec, told) = planted(seed, steady);
        let seen = seen(folder.path(), &spec);
        self.lakes += 1;
        let swapped = told.iter().find(|story| story.kind == 4).expect("a swap").from;
        let at = |measure: &str, story: &Told| {
            let fits = |(by, when, code): &&Alarm| {
                *by == measure
                    && when.first_month() >= story.from.first_month()
                    && *when != swapped
                    && *code == story.code
            };
            seen.alarms.iter().find(fits).map(|(_, when, _)| *when)
        };
        for story in &told {
            let found = match story.kind {
                0 => at("new-items", story).is_some(),
                1 => seen.notes.iter().any(|note| {
                    note.contains(&format!("no news: {} (of", story.code))
                        || note.contains(&format!(", {} (of", story.code))
                }),
                2 => at("unusual", story) == Some(story.from),
                3 => at("unit-value-outliers", story).is_some_and(|when| lighter(&seen.watch, &story.code, when)),
                _ => seen.alarms.iter().any(|(by, when, _)| *by == "swapped-month" && *when == story.from),
            };
            self.planted[story.kind] += 1;
            self.found[story.kind] += u32::from(found);
            self.splits_by_codes += u32::from(story.kind == 1 && seen.by_codes.contains(&story.code));
        }
        for (by, when, code) in &seen.alarms {
            let explains = |story: &Told| {
                let own = *code == story.code && when.first_month() >= story.from.first_month();
                match story.kind {
                    0 => own && *by == "new-items",
                    2 => own && *by == "unusual" && *when == story.from,
                    // A price that stays stands out until it is what is usual.
                    3 => own && *by == "unit-value-outliers",
                    4 => *when == swapped && *by == "swapped-month",
                    _ => false,
                }
            };
            if told.iter().any(explains) {
                continue;
            }
            if *when == swapped {
                self.echoes += 1;
            } else {
                eprintln!("seed {seed}, steady {steady}: {by} {when} {code}");
                *self.alarms.entry(by).or_default() += 1;
            }
        }
    }

    fn of(seeds: std::ops::RangeInclusive<u64>, steady: bool) -> Self {
        let mut counts = Self::default();
        seeds.for_each(|seed| counts.add(seed, steady));
        counts
    }

    fn table(&self) -> String {
        let mut table = "| story | planted | found | missed |\n|---|---:|---:|---:|\n".to_owned();
        for (at, kind) in KINDS.iter().enumerate() {
            let (planted, found) = (self.planted[at], self.found[at]);
            writeln!(table, "| {kind} | {planted} | {found} | {} |", planted - found).expect("it is text");
        }
        table.push_str("\n| measure | alarms without a story |\n|---|---:|\n");
        for measure in ["new-items", "vanished-items", "unusual", "unit-value-outliers", "swapped-month"] {
            let alarms = self.alarms.get(measure).copied().unwrap_or_default();
            writeln!(table, "| `{measure}` | {alarms} |").expect("it is text");
        }
        let by_codes = self.splits_by_codes;
        writeln!(table, "\nWithout the tables {by_codes} of the {} split codes would be new items. In the swapped months themselves {} other alarms were raised.", self.planted[1], self.echoes)
            .expect("it is text");
        table
    }
}

/// Does a good weigh less in a month than it did on average over the year before?
fn lighter(watch: &Watch, code: &str, month: Period) -> bool {
    let weight = |period: Period| {
        let row = ask(watch, "level", vec![period], Some(code), true).measured.rows.remove(0);
        row.answer.ok().and_then(|reading| reading.interval.best).expect("a weight")
    };
    let first = month.first_month();
    let before = Period::span(first.shift_months(-12), first.shift_months(-1)).expect("a year");
    weight(month) / yalu_trade::Decimal::from(month.len_months()) < weight(before) / dec!(12)
}

#[test]
fn each_story_is_found_and_nothing_else() {
    let counts = Counts::of(1..=1, true);
    assert_eq!(counts.found, counts.planted);
    assert_eq!(counts.splits_by_codes, counts.planted[1], "by codes alone a split is a new item");
    // Scores among thousands of goods and months have some alarms by chance, at rates that the page has; the others none.
    let most = |measure: &str| if ["unusual", "unit-value-outliers"].contains(&measure) { 2 * counts.lakes } else { 0 };
    assert!(counts.alarms.iter().all(|(measure, alarms)| u64::from(*alarms) <= most(measure)), "{counts:?}");
}

/// `YALU_WRITE_TABLES=1 cargo test --test planted` writes the tables of docs/news.md.
#[test]
fn the_page_has_the_counts_of_many_lakes() {
    let mut tables = String::new();
    for (steady, what) in
        [(true, "every good is traded every month"), (false, "one good in four is not traded in a month")]
    {
        let counts = Counts::of(1..=LAKES, steady);
        write!(tables, "**{LAKES} lakes in which {what}**\n\n{}\n", counts.table()).expect("it is text");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/news.md");
    let page = fs::read_to_string(&path).expect("docs/news.md");
    let (before, rest) = page.split_once("<!-- planted -->\n").expect("the tables have a place");
    let (there, after) = rest.split_once("<!-- end planted -->").expect("and an end");
    if std::env::var_os("YALU_WRITE_TABLES").is_some() {
        fs::write(&path, format!("{before}<!-- planted -->\n{tables}<!-- end planted -->{after}"))
            .expect("it is written");
    } else {
        assert_eq!(there, tables, "docs/news.md says otherwise; YALU_WRITE_TABLES=1 writes it");
    }
}

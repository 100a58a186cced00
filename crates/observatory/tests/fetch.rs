//! Fetching, against a publisher that behaves and one that does not. Nobody waits here:
//! the waiting is written down instead.

mod publisher;

use std::{
    cell::RefCell,
    collections::BTreeSet,
    fs,
    io::Write,
    path::{Path, PathBuf},
    time::Duration,
};

use publisher::{Asked, PARTNERS, Publisher, Reply, comtrade, json};
use serde_json::Value;
use tempfile::TempDir;
use yalu_observatory::{
    Fetch, Fetched, Lake, MANIFEST, Outside, Stopped, Taking, fetch, files_under,
    publisher::{
        Door, Key,
        comtrade::{Access, Wanted},
    },
    take,
};
use yalu_trade::{Flow, Period};

const RELEASES: &str = include_str!("comtrade/releases.json");

fn wanted(periods: &str, partners: &[&str], commodities: &[&str]) -> Wanted {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let span: Period = periods.parse().expect(periods);
    let periods = if periods.contains('-') { span.months().collect() } else { span.years().collect() };
    let flows = vec![Flow::X, Flow::M];
    Wanted { reporters: owned(&["CHN"]), partners: owned(partners), periods, flows, commodities: owned(commodities) }
}

/// Fetches, and says how long was waited.
fn fetched(publisher: &Publisher, folder: &Path, wanted: &Wanted) -> (Result<Fetched, Stopped>, Vec<u64>) {
    with(publisher, folder, wanted, Access::Preview, false)
}

fn with(
    publisher: &Publisher,
    folder: &Path,
    wanted: &Wanted,
    access: Access,
    again: bool,
) -> (Result<Fetched, Stopped>, Vec<u64>) {
    let key = (access == Access::Keyed).then(|| Key::read("0123456789abcdef").expect("a key"));
    let door = Door::new(&publisher.base, key, Duration::from_secs(2), 4 << 20).expect("a door");
    let waits = RefCell::new(Vec::new());
    let wait = |long: Duration| waits.borrow_mut().push(long.as_secs());
    let outside = Outside { now: &|| 1_700_000_000, wait: &wait, tell: &|_| {} };
    let fetching = Fetch { wanted, door: &door, access, folder, pause: Duration::ZERO, again };
    let came = fetch(&fetching, &outside);
    let waits = waits.into_inner().into_iter().filter(|seconds| *seconds > 0).collect();
    (came, waits)
}

fn folder() -> TempDir {
    TempDir::new().expect("a folder")
}

fn manifest(folder: &Path) -> Vec<Value> {
    let text = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// What lies in a folder besides the manifest.
fn files(folder: &Path) -> Vec<String> {
    let (files, _) = files_under(&[folder.display().to_string()]);
    files.iter().filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect()
}

/// All rows of what came: period, flow, partner, code.
fn cells(fetched: &Fetched) -> BTreeSet<String> {
    let rows = fetched.came.iter().flat_map(|came| {
        let answer: Value = serde_json::from_slice(&fs::read(&came.file).expect("there")).expect("JSON");
        answer["data"].as_array().expect("a list").clone()
    });
    rows.map(|row| format!("{} {} {} {}", row["period"], row["flowCode"], row["partnerCode"], row["cmdCode"])).collect()
}

/// A publisher whose first answers, apart from that about releases, are these; then it behaves.
fn after(first: impl Fn(usize) -> Option<Reply> + Send + Sync + 'static) -> Publisher {
    Publisher::open(move |number, asked| {
        let own = if asked.path.contains("/getDA/") { None } else { first(number - 1) };
        own.unwrap_or_else(|| comtrade(&asked.path, &PARTNERS))
    })
}

#[test]
fn what_came_has_a_manifest_and_is_not_asked_for_again() {
    let publisher = Publisher::open(|_, asked| match asked.path.contains("/getDA/") {
        true => json(RELEASES),
        false => comtrade(&asked.path, &PARTNERS),
    });
    let drop = folder();
    let want = wanted("2021..2023", &["PRK"], &["TOTAL", "27"]);
    let (first, _) = fetched(&publisher, drop.path(), &want);
    let first = first.expect("it came");
    assert_eq!(first.absent, [("CHN".to_owned(), "2021".to_owned())]);
    let days: Vec<String> = first.came.iter().map(|c| c.released.expect("a day").to_string()).collect();
    assert_eq!(days, ["2023-05-14", "2024-07-30"], "one file a day of release");
    assert_eq!(first.came.iter().map(|came| came.rows).collect::<Vec<_>>(), [4, 4]);
    let names = files(drop.path());
    assert!(names.iter().all(|name| name.starts_with("comtrade-CHN-202") && name.ends_with("].json")), "{names:?}");
    let lines = manifest(drop.path());
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["when"], &lines[0]["rows"]), (&"2023-11-14T22:13:20Z".into(), &4.into()));
    assert_eq!(lines[0]["sha256"], first.came[0].sha256.as_str());
    assert!(lines[0]["request"].as_str().is_some_and(|path| path.contains("reporterCode=156&period=2022")));
    // Again: only the releases are asked for.
    let (second, _) = fetched(&publisher, drop.path(), &want);
    let second = second.expect("it is there");
    assert!(second.came.iter().all(|came| came.before) && second.came.len() == 2);
    assert_eq!((publisher.paths().len(), manifest(drop.path()).len()), (2, 2));
    // A file that was changed is asked for anew, and so is everything, if told to.
    fs::write(&first.came[0].file, "{}").expect("written");
    assert!(fetched(&publisher, drop.path(), &want).0.is_ok());
    assert_eq!(publisher.paths().len(), 3);
    assert!(with(&publisher, drop.path(), &want, Access::Preview, true).0.is_ok());
    assert_eq!(publisher.paths().len(), 5);
}

#[test]
fn a_cap_is_never_hit_in_silence() {
    // Two years, two flows, 97 chapters, four partners and the world: 1,940 rows, of which an answer holds 500.
    let publisher = Publisher::open(|_, asked| comtrade(&asked.path, &[0, 408, 410, 643, 842]));
    let drop = folder();
    let (came, _) = fetched(&publisher, drop.path(), &wanted("2022..2023", &[], &["AG2"]));
    let came = came.expect("it came");
    assert_eq!(cells(&came).len(), 2 * 2 * 97 * 5);
    assert!(came.came.iter().all(|one| one.rows < 500) && came.capped.is_empty());
    let capped = manifest(drop.path()).iter().filter(|line| line["capped"] == true).count();
    assert!(capped > 0);
    // Answers that were cut off are remembered as such, and not asked for twice.
    let before = publisher.paths().len();
    let (again, _) = fetched(&publisher, drop.path(), &wanted("2022..2023", &[], &["AG2"]));
    assert_eq!(cells(&again.expect("it is there")).len(), 2 * 2 * 97 * 5);
    assert_eq!(publisher.paths().len(), before);
    // What has no smaller parts is said, and nothing of it kept.
    let full = Publisher::open(|_, asked| match asked.path.contains("/getDA/") {
        true => comtrade(&asked.path, &[408]),
        false => {
            let rows = vec![r#"{"a":1}"#; 500].join(",");
            json(format!(r#"{{"count":500,"data":[{rows}]}}"#))
        }
    });
    let drop = folder();
    let (came, _) = fetched(&full, drop.path(), &wanted("2023", &["PRK"], &["AG6"]));
    let came = came.expect("it ran");
    assert_eq!((came.capped.len(), came.came.len(), files(drop.path()).len()), (2, 0, 0), "one a flow");
}

#[test]
fn a_publisher_that_asks_to_wait_is_waited_for() {
    let later = |header: &str| Reply::Whole(format!("429 Too Many Requests{header}"), b"{\"statusCode\":429}".to_vec());
    let publisher = after(move |number| match number {
        0 => Some(later("\r\nretry-after: 7")),
        1 => Some(later("")),
        2 => Some(later("\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: Sun, 06 Nov 1994 08:50:07 GMT")),
        3 => Some(Reply::Whole("503 Busy\r\nretry-after: 1".to_owned(), b"<html>busy</html>".to_vec())),
        _ => None,
    });
    let drop = folder();
    let (came, waits) = fetched(&publisher, drop.path(), &wanted("2023", &["PRK"], &["TOTAL"]));
    assert_eq!(came.expect("in the end").came[0].rows, 2);
    assert_eq!(waits, [8, 4, 31, 2], "as asked and a second more; where nothing was asked, twice the last");
    // One who asks for hours is left alone.
    let publisher = after(move |_| Some(Reply::Whole("429 No\r\nretry-after: 7200".to_owned(), Vec::new())));
    let (stopped, waits) = fetched(&publisher, folder().path(), &wanted("2023", &["PRK"], &["TOTAL"]));
    let stopped = stopped.expect_err("stopped");
    assert!(stopped.message.contains("120 minutes") && stopped.hint.contains("goes on"), "{stopped:?}");
    assert_eq!((waits.len(), publisher.paths().len()), (0, 1));
}

#[test]
fn what_breaks_on_the_way_is_tried_again_and_nothing_half_is_kept() {
    const HALF: &[u8] = br#"{"elapsedTime":"0 secs","count":2,"data":[{"period":"2023","#;
    for (name, reply) in [
        ("500", (|| Reply::Whole("500 Oops".to_owned(), b"oops".to_vec())) as fn() -> Reply),
        ("a body shorter than promised", || Reply::Cut(br#"{"count":1,"data":[{"a":1}]}"#.to_vec(), 100)),
        ("JSON cut in the middle", || json(HALF)),
        ("a page", || Reply::Whole("200 OK\r\ncontent-type: text/html".to_owned(), b"<html>Sorry</html>".to_vec())),
        ("an error in the answer", || json(r#"{"statusCode":500,"message":"Internal server error"}"#)),
        ("another count", || json(r#"{"count":2,"data":[{"a":1}]}"#)),
        ("a dropped line", || Reply::Dropped),
        ("slow bytes", || Reply::Slow),
    ] {
        let publisher = after(move |number| (number == 0).then(reply));
        let drop = folder();
        let (came, waits) = fetched(&publisher, drop.path(), &wanted("2023", &["PRK"], &["TOTAL"]));
        assert_eq!(came.unwrap_or_else(|why| panic!("{name}: {why}")).came[0].rows, 2, "{name}");
        assert_eq!((waits, publisher.paths().len(), manifest(drop.path()).len()), (vec![2], 2, 1), "{name}");
    }
    let publisher = after(|_| Some(Reply::Whole("500 Oops".to_owned(), b"oops".to_vec())));
    let drop = folder();
    let (stopped, waits) = fetched(&publisher, drop.path(), &wanted("2023", &["PRK"], &["TOTAL"]));
    assert!(stopped.is_err_and(|why| why.message.contains("tried 6 times: status 500: oops")));
    assert_eq!((waits, files(drop.path()).len()), (vec![2, 4, 8, 16, 32], 0));
}

#[test]
fn what_will_not_come_is_not_tried_again() {
    let elsewhere = Publisher::open(|_, _| json("{}"));
    let moved = format!("301 Moved\r\nlocation: {}/x", elsewhere.base);
    for (name, reply, says) in [
        (
            "redirect",
            Box::new(move || Reply::Whole(moved.clone(), Vec::new())) as Box<dyn Fn() -> Reply + Send + Sync>,
            "sends elsewhere",
        ),
        ("endless", Box::new(|| Reply::Endless), "longer than 4 MB"),
        (
            "401",
            Box::new(|| {
                Reply::Whole(
                    "401 No".to_owned(),
                    br#"{"message":"Access denied due to invalid subscription key."}"#.to_vec(),
                )
            }),
            "invalid subscription key",
        ),
        ("400", Box::new(|| Reply::Whole("400 Bad".to_owned(), b"<html>no</html>".to_vec())), "a web page"),
    ] {
        let publisher = after(move |_| Some(reply()));
        let drop = folder();
        let (stopped, waits) =
            with(&publisher, drop.path(), &wanted("2023", &["PRK"], &["TOTAL"]), Access::Keyed, false);
        let why = stopped.expect_err(name);
        assert!(why.message.contains(says) && !why.hint.is_empty(), "{name}: {why:?}");
        assert!(!format!("{why:?}").contains("0123456789abcdef"), "{name}: the key is shown");
        assert_eq!((waits.len(), publisher.paths().len(), files(drop.path()).len()), (0, 1, 0), "{name}");
    }
    assert!(elsewhere.asked().is_empty(), "a redirect was followed, with the key");
}

#[test]
fn a_key_goes_in_a_header_and_nowhere_else() {
    let publisher = Publisher::open(|_, asked| comtrade(&asked.path, &PARTNERS));
    let drop = folder();
    let (came, _) = with(&publisher, drop.path(), &wanted("2023", &["PRK"], &["TOTAL"]), Access::Keyed, false);
    assert!(came.is_ok());
    let asked: Vec<Asked> = publisher.asked();
    let data =
        asked.iter().find(|asked| asked.path.starts_with("/data/v1/get/C/A/HS")).expect("asked by the key's door");
    let sent = |line: &String| line.eq_ignore_ascii_case("ocp-apim-subscription-key: 0123456789abcdef");
    assert!(data.headers.iter().any(sent), "{data:?}");
    assert!(asked.iter().all(|asked| !asked.path.contains("0123456789abcdef")));
    for entry in fs::read_dir(drop.path()).expect("a folder") {
        let text = fs::read_to_string(entry.expect("a file").path()).expect("text");
        assert!(!text.contains("0123456789abcdef"));
    }
}

#[test]
fn a_stopped_fetch_goes_on_where_it_was() {
    // The line is dropped for good after the third answer.
    let want = wanted("2018..2023", &["PRK"], &["TOTAL"]);
    let stopping = after(|number| (number >= 3).then_some(Reply::Dropped));
    let drop = folder();
    let (stopped, _) = fetched(&stopping, drop.path(), &want);
    assert!(stopped.is_err());
    assert_eq!(files(drop.path()).len(), 3);
    // As a kill leaves it: a file that nobody noted, half a file, half a line.
    let lost = files(drop.path()).remove(2);
    let text = fs::read_to_string(drop.path().join(MANIFEST)).expect("a manifest");
    let kept: Vec<&str> = text.lines().take(2).collect();
    fs::write(drop.path().join(MANIFEST), format!("{}\n{{\"when\":\"2023-1", kept.join("\n"))).expect("written");
    fs::write(drop.path().join("comtrade-CHN-2021-0.part"), "{\"cou").expect("written");
    let publisher = Publisher::open(|_, asked| comtrade(&asked.path, &PARTNERS));
    let (came, _) = fetched(&publisher, drop.path(), &want);
    let came = came.expect("it goes on");
    assert_eq!((came.came.len(), publisher.paths().len()), (6, 4), "what was noted was not asked for again");
    assert_eq!(came.came.iter().filter(|came| came.before).count(), 2);
    assert!(files(drop.path()).contains(&lost) && files(drop.path()).len() == 6);
    let noted = fs::read_to_string(drop.path().join(MANIFEST)).expect("a manifest");
    assert_eq!(noted.lines().filter(|line| serde_json::from_str::<Value>(line).is_ok()).count(), 6);
}

#[test]
fn what_is_not_there_is_not_asked_for_and_nothing_is_no_zero() {
    let publisher = Publisher::open(|_, asked| comtrade(&asked.path, &[]));
    let drop = folder();
    for _ in 0..2 {
        let (came, _) = fetched(&publisher, drop.path(), &wanted("2023", &["PRK"], &["TOTAL"]));
        let came = came.expect("an answer");
        assert_eq!((came.came.len(), came.empty), (0, 1));
    }
    assert_eq!(publisher.paths().len(), 1, "of a release that is known, nothing stays nothing");
    // A publisher that lists no releases is asked for everything; days are supposed then.
    let plain = Publisher::open(|_, asked| match asked.path.contains("/getDA/") {
        true => Reply::Whole("404 None".to_owned(), Vec::new()),
        false => comtrade(&asked.path, &PARTNERS),
    });
    let (came, _) = fetched(&plain, folder().path(), &wanted("2023", &["PRK"], &["TOTAL"]));
    assert_eq!(came.expect("it came").came[0].released, None);
}

#[test]
fn what_came_is_ingested_under_its_day_of_release() {
    let publisher = Publisher::open(|_, asked| comtrade(&asked.path, &PARTNERS));
    let drop = folder();
    let (came, _) = fetched(&publisher, drop.path(), &wanted("2023-01..2023-03", &["PRK", "KOR"], &["TOTAL", "27"]));
    assert!(came.is_ok());
    let (found, complaints) = files_under(&[drop.path().display().to_string()]);
    assert_eq!((found.len(), complaints.len()), (1, 0), "the manifest is no record");
    let home = folder();
    let lake = Lake::open_or_make(&home.path().display().to_string()).expect("a lake");
    let taken = take(&lake, &found[0], &Taking { whole: Some(false), ..Taking::default() }).expect("taken");
    assert_eq!((taken[0].source.as_str(), taken[0].observations, taken[0].refused), ("un-comtrade", 24, false));
    assert_eq!(taken[0].vintage.map(|day| day.to_string()), Some("2024-05-14".to_owned()));
}

#[test]
fn a_real_answer_is_judged_whole() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/comtrade/comtrade_v1_get_C_A_HS_CHN_2010_TOTAL.json");
    let Ok(bytes) = fs::read(&path) else {
        return writeln!(std::io::stderr(), "skipped: {} is not there", path.display()).expect("standard error");
    };
    let publisher = Publisher::open(move |_, asked| match asked.path.contains("/getDA/") {
        true => comtrade(&asked.path, &PARTNERS),
        false => json(bytes.clone()),
    });
    let drop = folder();
    let (came, _) = fetched(&publisher, drop.path(), &wanted("2010", &["ARG", "DEU"], &["TOTAL"]));
    assert_eq!(came.expect("it came").came[0].rows, 4);
}

//! The lake cannot be broken: killed at any moment, on a full disk, in a folder that
//! cannot be written, by two writers at once, it opens, holds what it acknowledged whole
//! and nothing half, and takes the next file. `YALU_CRASHES=200` tries so many moments;
//! `docs/lake.md` has what came of them.

mod common;
#[path = "common/customs.rs"]
mod customs;
#[path = "common/releases.rs"]
mod releases;

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use common::{Said, list, said, skip};
use customs::ask;
use releases::{Release, World};

/// How many moments are tried of each kind.
fn moments(few: u64) -> u64 {
    std::env::var("YALU_CRASHES").ok().and_then(|count| count.parse().ok()).unwrap_or(few)
}

/// How often each thing came out, for the table in the docs.
#[derive(Default)]
struct Counted(BTreeMap<String, u64>);

impl Counted {
    fn add(&mut self, what: String) {
        *self.0.entry(what).or_default() += 1;
    }

    fn publish(&self, test: &str) {
        for (what, count) in &self.0 {
            let _ = writeln!(std::io::stderr(), "{test}: {what}: {count}");
        }
    }
}

/// When a command is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// After a share of its usual time, in thousandths.
    Share(u64),
    /// As soon as a new file of the table is there, and so most likely before the log names it.
    File,
    /// As soon as the log has a new entry, and so before it is acknowledged.
    Entry,
    /// As soon as the log is being summed up.
    Checkpoint,
}

/// How many files of a folder have such names.
fn count(folder: &Path, such: impl Fn(&str) -> bool) -> usize {
    let names = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.file_name());
    names.filter(|name| such(&name.to_string_lossy())).count()
}

/// Kills a command at a moment; how it ended, where it ended before.
fn killed(mut child: Child, at: Moment, usual: Duration, table: &Path) -> Option<i32> {
    let log = table.join("_delta_log");
    let seen = |at: Moment| match at {
        Moment::Share(_) => 0,
        Moment::File => count(table, |name| name.ends_with(".parquet")),
        Moment::Entry => count(&log, |name| name.ends_with(".json")),
        Moment::Checkpoint => count(&log, |name| name.contains("checkpoint")),
    };
    let before = seen(at);
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            return status.code();
        }
        let now = match at {
            Moment::Share(share) => begun.elapsed() >= usual * share as u32 / 1000,
            _ => seen(at) > before,
        };
        if now || begun.elapsed() > Duration::from_secs(120) {
            let _ = child.kill();
            return child.wait().expect("it ends").code();
        }
        std::thread::sleep(Duration::from_micros(200));
    }
}

/// How long a command takes when nobody disturbs it.
fn usual(world: &World, arguments: &[String]) -> Duration {
    let begun = Instant::now();
    let said = ask(world.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(said.code, 0, "{}", said.err);
    begun.elapsed()
}

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

#[test]
fn killed_at_any_moment_the_lake_keeps_what_it_acknowledged() {
    let all = moments(10);
    let mut counted = Counted::default();
    let (mut tried, mut kills) = (0, 0);
    while kills < all {
        // A new lake now and then, so that its making is met too.
        let mut world = World::new(2_026 + tried);
        let first = world.release(60);
        let arguments = World::arguments(&first);
        // It is made once undisturbed elsewhere, so that its usual time is known.
        let spare = World::new(1);
        fs::copy(world.path().join(&first.file), spare.path().join(&first.file)).expect("copied");
        let making = usual(&spare, &arguments);
        let mut times = BTreeMap::from([("ingest", making), ("compact", making), ("vacuum", making)]);
        for turn in 0..25 {
            if kills == all {
                break;
            }
            let what = if turn == 0 { "ingest" } else { ["ingest", "compact", "ingest", "vacuum"][turn as usize % 4] };
            kills += u64::from(one_kill(&mut world, what, &mut times, (turn == 0).then_some(&first), &mut counted));
            tried += 1;
        }
        assert!(tried < 10 * all + 50, "{tried} commands, and only {kills} could be killed");
    }
    counted.publish("killed");
}

/// Runs a command and kills it; was it still running?
fn one_kill(
    world: &mut World,
    what: &'static str,
    times: &mut BTreeMap<&'static str, Duration>,
    first: Option<&Release>,
    counted: &mut Counted,
) -> bool {
    let release = first.cloned().unwrap_or_else(|| world.release(120));
    let arguments = match what {
        "ingest" => World::arguments(&release),
        "compact" => words("lake compact"),
        _ => words("lake vacuum --older-than 0"),
    };
    let table = world.path().join("lake/observations");
    let next = count(&table.join("_delta_log"), |name| name.ends_with(".json"));
    let at = match (what, world.chance.below(6)) {
        // The log is summed up at every twentieth entry.
        ("ingest" | "compact", _) if next > 0 && next % 20 == 0 => Moment::Checkpoint,
        ("ingest", 0) | ("compact", 0 | 1) => Moment::File,
        ("ingest" | "compact", 2) => Moment::Entry,
        _ => Moment::Share(world.chance.below(1_000)),
    };
    let child = world.begin(&arguments, "command");
    let begun = Instant::now();
    let code = killed(child, at, times[what], &table);
    let said = world.ended("command", code);
    if code == Some(0) {
        let time = times.entry(what).or_default();
        *time = (*time + begun.elapsed()) / 2;
    }
    if what == "ingest" {
        world.heard(&release, &said);
    }
    let after = format!("{what} killed at {at:?}, ended {code:?}");
    let held = world.check(&after);
    let came = match code {
        Some(_) => "ended before",
        None if what == "ingest" && held.contains(&release.file) => "whole",
        None if what == "ingest" => "nothing of it",
        None => "as it was",
    };
    let moment = match at {
        Moment::Share(_) => "at random",
        Moment::File => "once a data file was there",
        Moment::Entry => "once the log had the entry",
        Moment::Checkpoint => "once the log was summed up",
    };
    counted.add(format!("{what}, {moment}, {came}"));
    world.goes_on(&release, &after);
    code.is_none()
}

/// A shell script in a place of its own, where disks can be mounted; `None` where that may not be done.
fn apart(test: &str, script: &str) -> Option<Said> {
    for flags in ["-m", "-rm"] {
        let mut mount = Command::new("unshare");
        mount.args([flags, "mount", "-t", "tmpfs", "none", "/mnt"]).stderr(Stdio::null());
        if mount.status().is_ok_and(|status| status.success()) {
            return Some(said(Command::new("unshare").args([flags, "sh", "-c", script])));
        }
    }
    skip(test, "no disk can be mounted here: `unshare -rm` needs root, or user namespaces that are allowed");
    None
}

/// The command and its arguments for a shell.
fn shell(arguments: &[String]) -> String {
    format!("{} {}", env!("CARGO_BIN_EXE_yalu"), arguments.join(" "))
}

/// What a script kept in files: how the command ended, and what it said.
fn kept(here: &Path) -> Said {
    let text = |name: &str| fs::read_to_string(here.join(name)).unwrap_or_default();
    Said { code: text("code").trim().parse().unwrap_or(-1), out: text("out"), err: text("err") }
}

#[test]
fn a_full_disk_costs_nothing_that_was_acknowledged() {
    let mut counted = Counted::default();
    let mut world = World::new(7);
    for _ in 0..3 {
        let release = world.release(200);
        assert_eq!(world.take(&release).code, 0);
    }
    for trial in 0..moments(10).min(60) {
        let release = world.release(400);
        let arguments = if trial % 5 == 4 { words("lake compact") } else { World::arguments(&release) };
        let spare = 4 * world.chance.below(14);
        let here = world.path().display().to_string();
        // The lake is put on a small disk with so many kilobytes to spare, used, and taken back.
        let script = format!(
            "set -e; cd {here}; rm -rf small back; mkdir small back; pages=0; \
             for size in $(find lake -type f -printf '%s '); do pages=$((pages + (size + 4095) / 4096)); done; \
             mount -t tmpfs -o size=$((4 * pages + {spare}))k none small; \
             cp -a lake small/; set +e; {} --lake small/lake >out 2>err; echo $? >code; \
             {} lake verify --lake small/lake >verified 2>&1 || exit 9; cp -a small/lake back/",
            shell(&arguments),
            env!("CARGO_BIN_EXE_yalu")
        );
        let Some(ran) = apart("a_full_disk_costs_nothing_that_was_acknowledged", &script) else { return };
        let verified = fs::read_to_string(world.path().join("verified")).unwrap_or_default();
        assert_eq!(ran.code, 0, "{}{} {verified}", ran.out, ran.err);
        fs::remove_dir_all(world.path().join("lake")).expect("the old one");
        fs::rename(world.path().join("back/lake"), world.path().join("lake")).expect("the new one");
        let said = kept(world.path());
        let what = arguments[if arguments[0] == "lake" { 1 } else { 0 }].clone();
        let after = format!("{what} with {spare} kB to spare: {} {}", said.code, said.err);
        refused_in_words(&said);
        if what == "ingest" {
            world.heard(&release, &said);
        }
        counted.add(format!("{what}, {}", if said.code == 0 { "there was room" } else { "refused" }));
        world.goes_on(&release, &after);
    }
    counted.publish("full disk");
}

/// A command that could not do its work said so.
fn refused_in_words(said: &Said) {
    if said.code != 0 {
        assert_eq!(said.code, 2, "{}{}", said.out, said.err);
        assert!(said.err.contains("error: ") && said.err.contains("hint: "), "{}", said.err);
        assert!(!said.err.contains("panicked"), "{}", said.err);
    }
}

/// A limit on the length of files is what a quota is to one file, and needs no rights.
#[test]
fn files_that_may_not_grow_cost_nothing() {
    let mut counted = Counted::default();
    let mut world = World::new(8);
    for trial in 0..moments(8).min(40) {
        let release = world.release(400);
        let blocks = 1 + world.chance.below(if trial == 0 { 2 } else { 50 });
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {}", shell(&World::arguments(&release)));
        let said = said(Command::new("sh").args(["-c", &script]).current_dir(world.path()));
        refused_in_words(&said);
        world.heard(&release, &said);
        counted.add(if said.code == 0 { "there was room" } else { "refused" }.to_owned());
        world.goes_on(&release, &format!("files of {blocks} blocks at most: {}", said.err));
    }
    counted.publish("short files");
}

#[test]
fn a_folder_that_cannot_be_written_is_read_and_refuses() {
    let test = "a_folder_that_cannot_be_written_is_read_and_refuses";
    let mut world = World::new(9);
    let first = world.release(100);
    world.take(&first);
    let second = world.release(100);
    let here = world.path().display().to_string();
    let commands = [
        World::arguments(&second),
        World::arguments(&first),
        words("lake compact"),
        words("lake vacuum --older-than 0"),
        words("lake verify"),
        vec!["sql".to_owned(), "'SELECT count(*) FROM observations'".to_owned()],
    ];
    let table: Vec<String> = commands.iter().map(|command| format!("{}; echo $? >>codes", shell(command))).collect();
    let script = format!(
        "set -e; cd {here}; mount --bind lake lake; mount -o remount,ro,bind lake; set +e; {}",
        table.join("; ")
    );
    let Some(ran) = apart(test, &script) else { return };
    let codes = fs::read_to_string(world.path().join("codes")).expect("codes");
    // A file that it has is a no-op, and one file is nothing to put together.
    let codes: Vec<&str> = codes.lines().collect();
    assert_eq!((codes[0], codes[1], codes[4], codes[5]), ("2", "0", "0", "0"), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("Read-only file system") && ran.err.contains("hint: "), "{}", ran.err);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    world.goes_on(&second, "the folder could not be written");
    // Where no lake can be made, that is said.
    let script = format!(
        "set -e; cd {here}; mkdir empty; mount -t tmpfs -o ro none empty; set +e; {} --lake empty/lake >out 2>err; echo $? >code",
        shell(&World::arguments(&first))
    );
    if apart(test, &script).is_some() {
        let said = kept(world.path());
        refused_in_words(&said);
        assert_eq!(said.code, 2, "{}", said.out);
    }
}

#[test]
fn writers_at_once_do_not_meet() {
    let mut counted = Counted::default();
    for round in 0..moments(4).min(40) {
        let mut world = World::new(10 + round);
        // The first round of each lake meets at its making.
        for _ in 0..2 {
            let releases: Vec<Release> = (0..3).map(|_| world.release(100)).collect();
            let mut begun = Vec::new();
            for (at, release) in releases.iter().enumerate() {
                begun.push((release, format!("w{at}"), world.begin(&World::arguments(release), &format!("w{at}"))));
            }
            // The first of them a second time, at the same time.
            begun.push((&releases[0], "twin".to_owned(), world.begin(&World::arguments(&releases[0]), "twin")));
            let upkeep = ["lake compact", "lake vacuum --older-than 0"].map(words);
            let others: Vec<Child> =
                upkeep.iter().enumerate().map(|(at, command)| world.begin(command, &format!("u{at}"))).collect();
            let mut commits = Vec::new();
            for (release, out, mut child) in begun {
                let code = child.wait().expect("it ends").code();
                let said = world.ended(&out, code);
                assert_eq!(said.code, 0, "{out}: {}{}", said.out, said.err);
                world.heard(release, &said);
                let answer = list(&said.json(), "files")[0].clone();
                if release.file == releases[0].file {
                    commits.push(answer["commit"].is_number());
                }
            }
            for (at, mut child) in others.into_iter().enumerate() {
                let code = child.wait().expect("it ends").code();
                let said = world.ended(&format!("u{at}"), code);
                let absent = said.err.contains("there is no lake");
                assert!(said.code == 0 || absent, "{}", said.err);
            }
            assert_eq!(commits.iter().filter(|commit| **commit).count(), 1, "one of two writers of a file commits it");
            counted.add("six at once".to_owned());
            world.check("writers at once");
        }
        let release = world.release(50);
        world.goes_on(&release, "writers at once");
    }
    counted.publish("at once");
}

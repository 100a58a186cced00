//! The lake in an S3-compatible store: made, asked, kept in order; two writers of one
//! version, of whom the store lets one through; an answer that is lost on the way. The
//! store is moto's server on this machine, which knows conditional writes.

mod common;
#[path = "common/customs.rs"]
mod customs;
#[path = "common/python.rs"]
mod python;

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use common::{Said, folder, list, said, yalu};
use customs::export;

/// A server with one bucket, stopped when the test ends.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

impl Server {
    fn start(test: &str) -> Option<Self> {
        let python = python::python(test, "moto.server")?;
        let port = free_port();
        let mut command = Command::new(python);
        command.arg(python::script("serve_store.py")).arg(port.to_string());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = Self { child: command.spawn().expect("it starts"), port };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "moto's server does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        let made = request(port, "PUT /yalu HTTP/1.1", "");
        assert!(made.contains(" 200 "), "{made}");
        Some(server)
    }
}

/// One request by hand, and its answer.
fn request(port: u16, line: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let text = format!("{line}\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 0\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(text.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// The command with the variables that a store needs.
fn with_store(here: &Path, port: u16, arguments: &[&str]) -> Command {
    let mut command = yalu(here);
    command
        .args(arguments)
        .args(["--lake", "s3://yalu/desk/lake"])
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}"))
        .env("AWS_ALLOW_HTTP", "true");
    command
}

fn ask(here: &Path, port: u16, arguments: &[&str]) -> Said {
    said(&mut with_store(here, port, arguments))
}

fn takes(file: &str) -> [&str; 7] {
    ["ingest", "--json", "--flow", "import", "--vintage", "2024-02-01", file]
}

/// A month of a good: a file each.
fn files(here: &Path, count: usize) -> Vec<String> {
    let make = |at: usize| {
        let name = format!("{at}.csv");
        let lines: Vec<_> =
            (0..50).map(|row| (format!("2023{:02}", at + 1), format!("6703{row:04}"), 1, 100 + row)).collect();
        export(here, &name, &lines);
        name
    };
    (0..count).map(make).collect()
}

/// Dollars of fifty rows of a file.
const EACH: i64 = 50 * 100 + 49 * 50 / 2;

fn dollars(here: &Path, port: u16) -> (i64, i64) {
    let said = ask(here, port, &["sql", "--json", "SELECT count(*), CAST(sum(value) AS BIGINT) FROM observations"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let row = list(&said.json(), "rows")[0].clone();
    (row[0].as_i64().expect("rows"), row[1].as_i64().expect("dollars"))
}

fn sound(here: &Path, port: u16) {
    let verified = ask(here, port, &["lake", "verify", "--json"]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
}

#[test]
fn a_lake_in_a_store_is_made_asked_and_looked_after() {
    let Some(server) = Server::start("a_lake_in_a_store_is_made_asked_and_looked_after") else { return };
    let here = folder();
    let (here, port) = (here.path(), server.port);
    let absent = ask(here, port, &["sql", "SELECT 1"]);
    assert_eq!(
        (absent.code, absent.err.contains("there is no lake at s3://yalu/desk/lake")),
        (2, true),
        "{}",
        absent.err
    );
    let names = files(here, 3);
    for (at, name) in names.iter().enumerate() {
        let said = ask(here, port, &takes(name));
        assert_eq!(said.code, 0, "{}", said.err);
        assert_eq!(list(&said.json(), "files")[0]["commit"], at + 1);
    }
    assert_eq!(list(&ask(here, port, &takes("0.csv")).json(), "files")[0]["noop"], true);
    assert_eq!(dollars(here, port), (150, 3 * EACH));
    sound(here, port);
    let compacted = ask(here, port, &["lake", "compact", "--json"]).json();
    assert_eq!((&compacted["before"], &compacted["after"]), (&3.into(), &1.into()));
    // Nobody knows who else writes to a store, so what is young is left.
    let young = ask(here, port, &["lake", "vacuum", "--older-than", "0"]);
    assert_eq!(young.code, 2, "{}", young.out);
    assert!(young.err.contains("--older-than 24"), "{}", young.err);
    assert_eq!(ask(here, port, &["lake", "vacuum"]).code, 0);
    assert_eq!(dollars(here, port), (150, 3 * EACH));
    sound(here, port);
    others_read_it(here, port);
    // A store that is not there, and one that does not let us in, are told.
    drop(server);
    let gone = ask(here, port, &["sql", "SELECT 1"]);
    assert_eq!((gone.code, gone.err.contains("hint: ")), (2, true), "{}", gone.err);
}

/// deltalake, DuckDB and Polars over the same store.
fn others_read_it(here: &Path, port: u16) {
    let test = "a_lake_in_a_store_is_made_asked_and_looked_after";
    let Some(python) = python::python(test, "deltalake, duckdb, polars, pyarrow") else { return };
    let endpoint = format!("AWS_ENDPOINT_URL=http://127.0.0.1:{port}");
    let options = [
        "AWS_ACCESS_KEY_ID=test",
        "AWS_SECRET_ACCESS_KEY=test",
        "AWS_REGION=us-east-1",
        "AWS_ALLOW_HTTP=true",
        &endpoint,
    ];
    let table = ["s3://yalu/desk/lake/observations", "2024-03-01"];
    let read =
        said(Command::new(python).arg(python::script("read_table.py")).args(table).args(options).current_dir(here));
    assert_eq!(read.code, 0, "{}", read.err);
    let read = read.json();
    assert_eq!(read["rows"], 150);
    for tool in ["duckdb", "polars"] {
        let sums = read[tool]["now"].as_array().expect("rows").iter();
        let sums: Vec<&str> = sums.map(|row| row[3].as_str().expect("a sum")).collect();
        assert_eq!(sums, vec![format!("{EACH}.00"); 3], "{tool}");
    }
}

#[test]
fn of_two_writers_of_one_version_the_store_lets_one_through() {
    let Some(server) = Server::start("of_two_writers_of_one_version_the_store_lets_one_through") else { return };
    let here = folder();
    let (here, port) = (here.path(), server.port);
    // The store itself: a key is put once.
    let signed = "Authorization: AWS4-HMAC-SHA256 Credential=test/20240101/us-east-1/s3/aws4_request, \
                  SignedHeaders=host, Signature=none\r\nIf-None-Match: *\r\n";
    let once = || request(port, "PUT /yalu/once HTTP/1.1", signed);
    assert!(once().contains(" 200 "));
    assert!(once().contains(" 412 "), "this store knows no conditional writes");
    let names = files(here, 4);
    // All at once, from the making of the lake on, the first file twice.
    let writers = names.iter().chain([&names[0]]);
    let begun: Vec<Child> = writers
        .map(|name| {
            let mut command = with_store(here, port, &takes(name));
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
        })
        .collect();
    let mut versions = Vec::new();
    for child in begun {
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        versions.extend(list(&answer, "files")[0]["commit"].as_i64());
    }
    versions.sort_unstable();
    versions.dedup();
    assert_eq!(versions.len(), 4, "each file has one commit, whoever wrote it: {versions:?}");
    assert_eq!(dollars(here, port), (200, 4 * EACH));
    sound(here, port);
}

/// Stands between the command and the store, and loses the answer to the first entry of the log that is not the
/// table's making: the store has it, and its writer is not told.
fn lossy(port: u16) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let own = listener.local_addr().expect("its address").port();
    let lost = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&lost);
    std::thread::spawn(move || {
        for client in listener.incoming().filter_map(Result::ok) {
            let count = Arc::clone(&count);
            std::thread::spawn(move || passed(client, port, &count));
        }
    });
    (own, lost)
}

fn passed(mut client: TcpStream, port: u16, lost: &AtomicUsize) {
    let mut store = TcpStream::connect(("127.0.0.1", port)).expect("the store");
    let (mut back, mut front) = (store.try_clone().expect("a handle"), client.try_clone().expect("a handle"));
    let lose = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let losing = Arc::clone(&lose);
    let answers = std::thread::spawn(move || {
        let mut piece = [0; 65_536];
        while let Ok(read) = back.read(&mut piece) {
            if read == 0 || losing.load(Ordering::SeqCst) || front.write_all(&piece[..read]).is_err() {
                break;
            }
        }
        let _ = front.shutdown(Shutdown::Both);
    });
    let mut piece = [0; 65_536];
    while let Ok(read) = client.read(&mut piece) {
        if read == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&piece[..read]);
        let entry = text.starts_with("PUT ") && text.contains("_delta_log/00000000000000000001.json");
        if entry && lost.fetch_add(1, Ordering::SeqCst) == 0 {
            lose.store(true, Ordering::SeqCst);
        }
        if store.write_all(&piece[..read]).is_err() {
            break;
        }
    }
    let _ = store.shutdown(Shutdown::Write);
    let _ = answers.join();
}

#[test]
fn a_commit_whose_answer_was_lost_is_known_for_ones_own() {
    let Some(server) = Server::start("a_commit_whose_answer_was_lost_is_known_for_ones_own") else { return };
    let here = folder();
    let here = here.path();
    let (port, lost) = lossy(server.port);
    files(here, 2);
    let said = ask(here, port, &takes("0.csv"));
    assert!(lost.load(Ordering::SeqCst) > 0, "an answer was lost");
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(list(&said.json(), "files")[0]["commit"], 1, "{}", said.out);
    sound(here, server.port);
    assert_eq!(dollars(here, server.port), (50, EACH));
    let again = ask(here, server.port, &takes("0.csv"));
    assert_eq!(list(&again.json(), "files")[0]["noop"], true);
    assert_eq!(ask(here, server.port, &takes("1.csv")).code, 0);
    assert_eq!(dollars(here, server.port), (100, 2 * EACH));
}

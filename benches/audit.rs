//! How long reports take to read, with their figures, and how much memory that
//! takes at its peak: a row a file. benches/audit_peer.py sets whole processes of
//! it beside the readers of others; docs/audit.md has the table. Run it with
//!
//! ```sh
//! cargo bench -p yalu-source --bench audit -- report.pdf page.html    # the median of five readings
//! cargo bench -p yalu-source --bench audit -- --once report.pdf       # a single reading, for timing from outside
//! ```

#![allow(clippy::print_stdout, reason = "its table is what it is for")]

use std::{fs, time::Instant};

use yalu_source::{figures, report};
use yalu_trade::{Coverage, Scope};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let (flags, files): (Vec<&String>, Vec<&String>) = arguments.iter().partition(|word| word.starts_with("--"));
    if flags.iter().any(|flag| *flag == "--once") {
        return files.into_iter().for_each(|file| drop(report(file, &bytes(file))));
    }
    println!("| report | KB | passages | figures | read, s | figures, s | peak MB |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    files.into_iter().for_each(|file| measure(file));
}

fn bytes(file: &str) -> Vec<u8> {
    fs::read(file).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn measure(file: &str) {
    let bytes = bytes(file);
    // The peak counts from here on, where the system lets it be reset.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let people = Scope { economy: Vec::new(), reporter: Vec::new(), coverage: Coverage::reported() };
    let (mut reading, mut finding) = (Vec::new(), Vec::new());
    let (mut passages, mut found) = (0, 0);
    for _ in 0..5 {
        let start = Instant::now();
        let (report, _) = report(file, &bytes);
        reading.push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        let read = figures(&report, &people);
        finding.push(start.elapsed().as_secs_f64());
        (passages, found) = (report.passages.len(), read.figures.len());
    }
    let (name, kilobytes) = (file.rsplit('/').next().unwrap_or(file), bytes.len().div_ceil(1000));
    let (reading, finding, peak) = (middle(reading), middle(finding), peak());
    println!("| {name} | {kilobytes} | {passages} | {found} | {reading:.4} | {finding:.4} | {peak} |");
}

fn middle(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

/// The most memory that this process has held, in megabytes; a dash where the system does not say.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
    kilobytes.map_or_else(|| "–".to_owned(), |kilobytes: u64| (kilobytes / 1000).to_string())
}

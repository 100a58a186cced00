//! Whatever a report says, its figures are read and held against each other: `cargo +nightly fuzz run audit`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yalu_evidence::check;
use yalu_source::{figures, report};
use yalu_trade::{Coverage, Scope};

fuzz_target!(|bytes: &[u8]| {
    let names = |names: [&str; 3]| names.map(str::to_owned).to_vec();
    let people = Scope {
        economy: names(["North Korea", "북한", "朝鲜"]),
        reporter: names(["China", "중국", "中国"]),
        coverage: Coverage::reported(),
    };
    for file in ["x.md", "x.txt"] {
        let (report, _) = report(file, bytes);
        let read = figures(&report, &people);
        assert!(read.figures.iter().all(|figure| report.text.get(figure.spot.bytes.clone()).is_some()));
        let judged = check(&read);
        assert!(read.figures.iter().all(|figure| judged.iter().any(|judged| judged.id == figure.id)));
    }
});

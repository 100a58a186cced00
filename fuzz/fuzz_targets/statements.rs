//! Whatever the bytes, the readers of rows answer: `cargo +nightly fuzz run statements`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yalu_source::{harmonized_system, rates, statements};

const HEADER: &[u8] = b"id,reporter,partner,period,period_kind,flow,hs,coverage,measure,base,of,printed,unit,scale,value,low,high,approx,released,status,source,note\n";

fuzz_target!(|bytes: &[u8]| {
    let file = [HEADER, bytes].concat();
    let harvest = statements("x.csv", &file, harmonized_system(), &[]);
    assert!(harvest.complaints.iter().all(|complaint| complaint.place.file == "x.csv"));
    rates("rates.csv", bytes);
});

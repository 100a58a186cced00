//! Whatever the bytes, a report in HTML is answered, and holds together: `cargo +nightly fuzz run report_html`.

#![no_main]

use libfuzzer_sys::fuzz_target;

mod report;

fuzz_target!(|bytes: &[u8]| report::check("x.html", bytes));

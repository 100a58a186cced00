//! Whatever the bytes, a report in PDF is answered, and holds together: `cargo +nightly fuzz run report_pdf`.

#![no_main]

use libfuzzer_sys::fuzz_target;

mod report;

fuzz_target!(|bytes: &[u8]| report::check("x.pdf", &[b"%PDF-1.7\n", bytes].concat()));

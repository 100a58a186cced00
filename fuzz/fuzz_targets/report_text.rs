//! Whatever the bytes, a report in plain text or Markdown is answered, and holds together: `cargo +nightly fuzz run report_text`.

#![no_main]

use libfuzzer_sys::fuzz_target;

mod report;

fuzz_target!(|bytes: &[u8]| {
    report::check("x.txt", bytes);
    report::check("x.md", bytes);
});

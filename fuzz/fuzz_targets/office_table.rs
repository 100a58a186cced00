//! Whatever the bytes, a table is read by its mapping, or proposed one: `cargo +nightly fuzz run office_table`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yalu_source::Said;

mod office;

const MAPPING: &[u8] = br##"source = "a test"
header_row = 1
period_columns = ["#A"]
period_format = "date"
reporter = "JPN"
partner_column = "#B"
commodity_column = "#C"
[[amount]]
column = "#D"
flow = "X"
currency = "USD"
scale = 1e3
weight_column = "#E"
kilograms = 1
"##;

fuzz_target!(|bytes: &[u8]| {
    let (mapping, _) = yalu_desk::mapping("mappings/x.toml", MAPPING);
    office::check("x.csv", bytes, &Said { mapping, ..Said::default() });
    office::check("x.csv", bytes, &Said::default());
    yalu_desk::mapping("mappings/x.toml", bytes);
});

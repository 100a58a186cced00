//! Whatever the bytes, the published tables answer: `cargo +nightly fuzz run china_tables`.

#![no_main]

mod china;

use libfuzzer_sys::fuzz_target;

const HEAD: &str = "单位：万人民币,,,,,,,,,
收发货人所在地,进出口,进出口,出口,出口,进口,进口,累计比去年同期±％,累计比去年同期±％.1,累计比去年同期±％.2
收发货人所在地,3月,1至3月,3月,1至3月,3月,1至3月,进出口,出口,进口
";
const PAGE: &str = "<html><title>(4) China's Total Export & Import Values by Country/Region, Mar 2026 (in CNY)</title><table>
<tr><td colspan=7>Unit: CNY 100 Million</tr><tr><td>Source<td>Export<td>Import<td colspan=2>1-to-3 Total Year-on-Year</tr>
<tr><td>Destination<td>3<td>3<td>Export<td>Import</tr>";

fuzz_target!(|bytes: &[u8]| {
    china::check("china-customs-tables", "2024-03.csv", bytes);
    china::check("china-customs-tables", "2024-03.csv", &[HEAD.as_bytes(), bytes].concat());
    china::check("china-customs-tables", "2026-03.html", &[PAGE.as_bytes(), bytes].concat());
});

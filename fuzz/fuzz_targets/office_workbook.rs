//! Whatever a workbook holds, or is: `cargo +nightly fuzz run office_workbook`.

#![no_main]

use std::{
    io::{Cursor, Write},
    sync::Once,
};

use libfuzzer_sys::fuzz_target;
use yalu_source::{Caps, Said, Source, unpack};
use zip::{ZipWriter, write::SimpleFileOptions};

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

const PARTS: [(&str, &str); 4] = [
    ("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#),
    ("_rels/.rels", r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
    ("xl/workbook.xml", r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#),
    ("xl/_rels/workbook.xml.rels", r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
];

/// A workbook with these bytes as one of its parts, or as rows of its sheet.
fn workbook(part: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let sheet = [b"<worksheet><sheetData>", bytes].concat();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let written = PARTS.iter().map(|(name, text)| (*name, text.as_bytes())).chain([("xl/worksheets/sheet1.xml", &sheet[..])]);
    for (name, text) in written {
        zip.start_file(name, SimpleFileOptions::default()).ok()?;
        zip.write_all(if name == part { bytes } else { text }).ok()?;
    }
    if part.ends_with("Strings.xml") || part.ends_with("styles.xml") {
        zip.start_file(part, SimpleFileOptions::default()).ok()?;
        zip.write_all(bytes).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

static HOOK: Once = Once::new();

fuzz_target!(|bytes: &[u8]| {
    // calamine panics on some references; the reader catches it. libFuzzer's own hook would abort before it can; a panic
    // that nobody catches still ends the run.
    HOOK.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let (mapping, _) = yalu_desk::mapping("mappings/x.toml", MAPPING);
    let said = Said { mapping, ..Said::default() };
    for part in ["", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"] {
        if let Some(book) = workbook(part, bytes) {
            office::check("x.xlsx", &book, &said);
            office::check("k-stat.xlsx", &book, &Said::default());
        }
    }
    let zip = [b"PK\x03\x04", bytes].concat();
    office::check("x.xlsx", &zip, &said);
    for wrapped in [&zip[..], bytes] {
        let open = || -> std::io::Result<Box<dyn Source>> { Ok(Box::new(Cursor::new(wrapped.to_vec()))) };
        let (members, _) = unpack("x", &open, Caps::default()).expect("bytes can be read");
        for member in members {
            if let Ok(mut reader) = member.open(&open) {
                // What is broken ends in an error; what is large, at its cap.
                let _ = std::io::copy(&mut reader, &mut std::io::sink());
            }
        }
    }
});

//! Whatever an analyst types, a desk answers: `cargo +nightly fuzz run desk`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yalu_desk::{Files, desk};
use yalu_source::harmonized_system;

const SETTINGS: &[u8] = b"economy = \"PRK\"\nreporters = [\"CHN\"]\nas_of = 2025-09-30\n";

fuzz_target!(|bytes: &[u8]| {
    for path in ["desk.toml", "bases.toml", "corrections.toml", "baskets/x.toml", "briefs/x.toml", "articles/x/claims.toml"] {
        let mut files = Files::from([("desk.toml".to_owned(), SETTINGS.to_vec())]);
        files.insert(path.to_owned(), bytes.to_vec());
        desk("x", &files, harmonized_system());
    }
});

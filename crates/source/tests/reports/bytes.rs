//! Encodings, and files that are no text.

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, KOI8_R, SHIFT_JIS, WINDOWS_1252};
use yalu_source::report;
use yalu_trade::Severity;

use super::shown;

/// The severity, code and message of what a file is complained of.
fn complaints(file: &str, bytes: &[u8]) -> Vec<(Severity, &'static str, String)> {
    report(file, bytes).1.into_iter().map(|complaint| (complaint.severity, complaint.code, complaint.message)).collect()
}

#[test]
fn encodings_are_told() {
    let encoded = |encoding: &'static Encoding, text: &str| encoding.encode(text).0.into_owned();
    let utf16 = |mark: u16, order: fn(u16) -> [u8; 2], text: &str| -> Vec<u8> {
        [mark].into_iter().chain(text.encode_utf16()).flat_map(order).collect()
    };
    let (korean, chinese, western) = (
        "북한의 2023년 대중 무역은 크게 증가하였다.",
        "2023年朝中贸易总额大幅增加，达到23亿美元。",
        "Exports – “up” by 12% in café trade.",
    );
    for (bytes, text, name) in [
        (encoded(EUC_KR, korean), korean, "EUC-KR (CP949)"),
        (encoded(GB18030, chinese), chinese, "gb18030"),
        (encoded(WINDOWS_1252, western), western, "windows-1252"),
        (utf16(0xfeff, u16::to_le_bytes, korean), korean, "UTF-16LE"),
        (utf16(0xfeff, u16::to_be_bytes, chinese), chinese, "UTF-16BE"),
    ] {
        assert_eq!(shown(&report("a.txt", &bytes).0), format!("¶ {text}"));
        assert_eq!(complaints("a.txt", &bytes), [(Severity::Note, "encoding", format!("read as {name}"))]);
    }
    assert_eq!(complaints("a.txt", format!("\u{feff}{korean}").as_bytes()), []);
}

#[test]
fn an_encoding_is_not_guessed() {
    for (encoding, text) in [
        (BIG5, "2023年朝中貿易總額大幅增加，達到23億美元，與去年同期相比增長超過一倍。"),
        (SHIFT_JIS, "2023年の貿易総額は大幅に増加した。カタカナもある。"),
        (KOI8_R, "Экспорт вырос на 12 процентов в 2023 году."),
    ] {
        let (bytes, ..) = encoding.encode(text);
        let found = complaints("a.txt", &bytes);
        assert!(matches!(found.as_slice(), [(Severity::Error, "encoding", _)]), "{text}: {found:?}");
    }
}

#[test]
fn damage_is_told() {
    let mut bytes = "수입은 크게 증가하였다. ".repeat(40).into_bytes();
    bytes[50] = 0xff;
    assert!(matches!(complaints("a.txt", &bytes).as_slice(), [(Severity::Warning, "encoding", _)]));
    let nul = format!("{}\0", "Imports rose by 12%. ".repeat(40));
    assert!(matches!(complaints("a.txt", nul.as_bytes()).as_slice(), [(Severity::Warning, "controls", _)]));
}

#[test]
fn what_is_no_text_is_refused() {
    let noise: Vec<u8> = (0..4000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for (file, bytes, code, words) in [
        ("a.xlsx", b"PK\x03\x04....".as_slice(), "not-text", "a zip"),
        ("a.doc", b"\xD0\xCF\x11\xE0....", "not-text", "an old office document"),
        ("a.png", b"\x89PNG....", "not-text", "a picture"),
        ("a.txt", b"a\0b\0c\0d\0e\0f\0", "encoding", "UTF-16 without the mark"),
        ("a.bin", &noise, "not-text", "no text"),
        ("a.txt", b"", "empty", "no text in it"),
        ("a.txt", b" \n\t\n", "empty", "no text in it"),
        ("a.html", b"<script>x</script>", "empty", "no text in it"),
    ] {
        let found = complaints(file, bytes);
        assert!(
            matches!(found.as_slice(), [(Severity::Error, found, message)] if *found == code && message.contains(words)),
            "{file}: {found:?}"
        );
    }
}

#[test]
fn what_is_too_long_is_cut_and_told() {
    let long = format!("Imports rose by 12%.\n{}", " ".repeat(8 << 20));
    assert!(matches!(complaints("a.txt", long.as_bytes()).as_slice(), [(Severity::Warning, "too-long", _)]));
    let rows = format!("a\t2022\n{}", "b\t1\n".repeat(100_001));
    assert!(matches!(complaints("a.txt", rows.as_bytes()).as_slice(), [(Severity::Warning, "too-many-rows", _)]));
    let wide = format!("a\t{}\nb\t{}\n", "1\t".repeat(400), "2\t".repeat(400));
    assert!(matches!(complaints("a.txt", wide.as_bytes()).as_slice(), [(Severity::Warning, "too-many-rows", _)]));
}

//! Digests of what is written, so that bytes that have changed since are known.

use sha2::{Digest, Sha256};

/// How many of its digits a file's name carries.
const SHORT: usize = 16;

/// The SHA-256 of some bytes, in hexadecimal.
pub fn sha256_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Its first digits.
pub(crate) fn short(bytes: &[u8]) -> String {
    let mut digits = sha256_of(bytes);
    digits.truncate(SHORT);
    digits
}

/// The digits that the name of a file of the table carries; `None` where it carries none.
pub(crate) fn carried(path: &str) -> Option<&str> {
    let (_, digits) = path.strip_suffix(".parquet")?.strip_prefix("part-")?.split_once('-')?;
    (digits.len() == SHORT && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_carries_the_digits_of_its_bytes() {
        assert_eq!(sha256_of(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        let name = format!("part-0123abcd-{}.parquet", short(b"rows"));
        assert_eq!(carried(&name), Some(short(b"rows").as_str()));
        for other in ["part-0123abcd.parquet", "part-a-b.parquet", "part-00000-0123abcd-c000.snappy.parquet"] {
            assert_eq!(carried(other), None, "{other}");
        }
    }
}

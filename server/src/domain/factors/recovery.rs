//! Recovery codes: 120 random bits each, so that a plain hash keeps them
//! ([NIST SP 800-63B, 3.1.2.2](https://pages.nist.gov/800-63-4/sp800-63b.html#lookupsecret)), and nobody guesses one.

use super::base32;
use crate::{
    auth::hash,
    error::{Error, Result},
};

/// How many a person gets.
const COUNT: usize = 10;
/// How many bytes of randomness each has.
const BYTES: usize = 15;
/// How many letters that are.
const LETTERS: usize = 24;

/// New codes as people write them, and as they are stored.
pub(super) struct Fresh {
    /// To show, once.
    pub(super) shown: Vec<String>,
    /// To keep.
    pub(super) hashes: Vec<String>,
}

impl Fresh {
    /// # Errors
    /// When the operating system has no randomness to give.
    pub(super) fn make() -> Result<Self> {
        let mut fresh = Self { shown: Vec::new(), hashes: Vec::new() };
        for _ in 0..COUNT {
            let mut bytes = [0_u8; BYTES];
            getrandom::fill(&mut bytes).map_err(|error| Error::Internal(format!("no randomness: {error}")))?;
            let code = base32(&bytes).to_ascii_lowercase();
            fresh.hashes.push(hash(&code));
            let groups: Vec<_> = code.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
            fresh.shown.push(groups.join("-"));
        }
        Ok(fresh)
    }
}

/// A recovery code without what people put between its letters, if it is one: 0, 1 and 8 are taken for the letters that
/// they look like.
pub fn normal(text: &str) -> Option<String> {
    if text.len() > 4 * LETTERS {
        return None;
    }
    let letters = text.chars().filter(|character| !character.is_whitespace() && !"-–_.".contains(*character));
    let code: String = letters
        .map(|character| match character.to_ascii_lowercase() {
            '0' => 'o',
            '1' => 'l',
            '8' => 'b',
            other => other,
        })
        .collect();
    let is_code = code.len() == LETTERS && code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'));
    is_code.then_some(code)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn codes_differ_and_are_read_as_people_type_them() {
        let fresh = Fresh::make().unwrap();
        assert_eq!((fresh.shown.len(), fresh.hashes.len()), (10, 10));
        let distinct: std::collections::BTreeSet<_> = fresh.hashes.iter().collect();
        assert_eq!(distinct.len(), 10);
        for (shown, hashed) in fresh.shown.iter().zip(&fresh.hashes) {
            for typed in [shown.clone(), shown.to_uppercase(), shown.replace('-', " "), format!(" {shown}\n")] {
                assert_eq!(&hash(&normal(&typed).unwrap()), hashed, "{typed}");
            }
        }
        assert_eq!(normal("ABCD-EFGH-1JKL-MN0P-QRST-UVW8").as_deref(), Some("abcdefghljklmnopqrstuvwb"));
        for other in ["", "123456", "abcd-efgh", "abcd-efgh-ijkl-mnop-qrst-uvw9", &"a".repeat(25), &"a".repeat(9000)] {
            assert_eq!(normal(other), None, "{other}");
        }
    }
}

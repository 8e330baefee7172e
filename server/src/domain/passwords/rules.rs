//! Which passwords are taken: the rules of NIST SP 800-63B (revision 4, 3.1.1.2). Length counts, composition does not, and
//! what many people use, or whoever knows the person would try first, is refused.

use std::{collections::HashSet, sync::OnceLock};

use unicode_normalization::UnicodeNormalization;

/// The least length of a password that is the only factor, in characters.
pub const LEAST_ALONE: usize = 15;
/// The least length of a password beside a second factor, in characters.
pub const LEAST_BESIDE: usize = 8;
/// The greatest length, in characters.
pub const MOST: usize = 256;

/// Django's list of common passwords (made by Royce Williams from leaked ones), as far as they are long enough; in lower case.
const COMMON: &str = include_str!("common.txt");
/// Keys side by side.
const ROWS: [&str; 4] = [
    "1234567890qwertyuiopasdfghjklzxcvbnm",
    "1234567890qwertzuiopasdfghjklyxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
];

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has too few characters: it needs so many.
    Short(usize),
    /// It has too many.
    Long,
    /// Many people use it, or it is a pattern.
    Common,
    /// Nearly all of it is what everybody knows of the person or the portal.
    Personal,
    /// It is the one that there is.
    Same,
}

/// A password as it is compared and hashed: the same characters have one form, whatever keyboard they come from (Unicode
/// NFKC).
pub fn normal(password: &str) -> String {
    password.nfkc().collect()
}

/// Whether a password may be taken. `about` is what everybody knows of its person: names, addresses, the brand.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn check(password: &str, least: usize, about: &[&str]) -> Result<String, Fault> {
    let normal = normal(password);
    let length = normal.chars().count();
    if length < least {
        return Err(Fault::Short(least));
    }
    if length > MOST {
        return Err(Fault::Long);
    }
    let lower = normal.to_lowercase();
    if is_common(&lower) {
        return Err(Fault::Common);
    }
    if is_personal(&lower, about) {
        return Err(Fault::Personal);
    }
    Ok(normal)
}

fn common() -> &'static HashSet<&'static str> {
    static SET: OnceLock<HashSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| COMMON.lines().collect())
}

/// In the list, put together of what is in the list, or a pattern.
fn is_common(lower: &str) -> bool {
    let characters: Vec<char> = lower.chars().collect();
    is_pattern(&characters) || is_along_the_keys(lower) || is_made_of(&characters, |word| common().contains(word))
}

/// One step again and again (`aaaa`, `1234`, `zyxw`), or up to four characters again and again.
fn is_pattern(characters: &[char]) -> bool {
    let step = |pair: &[char]| match pair {
        ['9', '0'] => 1,
        ['0', '9'] => -1,
        [one, other] => i64::from(u32::from(*other)) - i64::from(u32::from(*one)),
        _ => 0,
    };
    let mut steps = characters.windows(2).map(step);
    let first = steps.next().unwrap_or_default();
    if first.abs() <= 1 && steps.all(|step| step == first) {
        return true;
    }
    (1..=4).any(|period| characters.iter().zip(characters.iter().skip(period)).all(|(one, other)| one == other))
}

fn is_along_the_keys(lower: &str) -> bool {
    let backwards: String = lower.chars().rev().collect();
    ROWS.iter().any(|row| {
        let twice = row.repeat(2);
        twice.contains(lower) || twice.contains(&backwards)
    })
}

/// Whether all of it is words, one after the other.
fn is_made_of(characters: &[char], is_word: impl Fn(&str) -> bool) -> bool {
    // Up to where it is.
    let mut reached = vec![false; characters.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for from in 0..characters.len() {
        if reached.get(from) != Some(&true) {
            continue;
        }
        let mut word = String::new();
        for (at, character) in characters.iter().enumerate().skip(from).take(32) {
            word.push(*character);
            if is_word(&word)
                && let Some(end) = reached.get_mut(at + 1)
            {
                *end = true;
            }
        }
    }
    reached.last() == Some(&true)
}

/// Whether fewer than six letters and digits are left without the words that everybody knows.
fn is_personal(lower: &str, about: &[&str]) -> bool {
    let mut rest = lower.to_owned();
    let mut words: Vec<String> = about
        .iter()
        .flat_map(|text| text.split(|character: char| !character.is_alphanumeric()))
        .filter(|word| word.chars().count() >= 3)
        .map(|word| normal(word).to_lowercase())
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        rest = rest.replace(&word, " ");
    }
    rest != lower && rest.chars().filter(|character| character.is_alphanumeric()).count() < 6
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: [&str; 3] = ["Acme Portal", "Olga Owner", "olga.owner@northwind.example"];

    fn verdict(password: &str) -> Result<(), Fault> {
        check(password, LEAST_ALONE, &ABOUT).map(|_| ())
    }

    #[test]
    fn length_counts_and_composition_does_not() {
        assert_eq!(verdict("fourteen chars"), Err(Fault::Short(15)));
        for good in [
            "correct horse battery",
            "ein paar kleine wörter",
            "   blue kettle moon  ",
            "密码密码我的狗喜欢吃苹果和香蕉哦",
        ] {
            assert_eq!(verdict(good), Ok(()), "{good}");
        }
        assert_eq!(verdict(&"kettle moon ".repeat(21)), Ok(()), "252 characters");
        assert_eq!(verdict(&"kettle moon ".repeat(22)), Err(Fault::Long));
        assert_eq!(check("kettle 4", LEAST_BESIDE, &ABOUT), Ok("kettle 4".to_owned()));
    }

    #[test]
    fn what_many_use_is_refused() {
        for bad in [
            "1q2w3e4r5t6y7u8i9o0p",
            "Password12345678",
            "passwordpassword",
            "aaaaaaaaaaaaaaaa",
            "123456789012345",
            "987654321098765",
            "abcdefghijklmnop",
            "qwertyuiopasdfgh",
            "poiuztrewq0987654",
            "abc1abc1abc1abc1",
        ] {
            assert_eq!(verdict(bad), Err(Fault::Common), "{bad}");
        }
        assert!(common().len() > 3000, "OWASP ASVS 5.0, 6.2.4");
        assert_eq!(check("password1", LEAST_BESIDE, &ABOUT), Err(Fault::Common));
    }

    #[test]
    fn what_everybody_knows_is_refused() {
        for bad in ["OlgaOwner-Northwind", "acme portal 2026", "olga.owner@northwind.example"] {
            assert_eq!(verdict(bad), Err(Fault::Personal), "{bad}");
        }
        assert_eq!(verdict("olga likes blue kettles"), Ok(()));
    }

    #[test]
    fn the_same_characters_are_the_same_password() {
        assert_eq!(normal("u\u{308}ber ﬁne Å"), normal("über fine \u{212b}"));
    }
}

use super::{Locale, Messages};

#[test]
fn every_text_is_shown_somewhere() {
    fn sources(folder: &std::path::Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                sources(&path, text);
            } else {
                text.push_str(&std::fs::read_to_string(&path).expect("source text"));
            }
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    sources(&root.join("src"), &mut text);
    let keys = include_str!(concat!(env!("OUT_DIR"), "/keys.txt"));
    assert_eq!(keys.lines().count(), Messages::COUNT);
    for line in keys.lines() {
        let key = line.split(['.', ' ']).nth(1).unwrap_or_default();
        let shown = [format!(".{key}("), format!(".{key}_variants(")];
        assert!(shown.iter().any(|call| text.contains(call)), "{line}");
    }
}

#[test]
fn every_language_that_is_compiled_in_is_read() {
    for tag in ["en", "de", "fr", "es", "ja", "ar"] {
        let locale = Locale::new(tag);
        assert_eq!(locale.tag(), tag);
        assert!(locale.is_known() && !locale.messages().common.retry().is_empty(), "{tag}");
    }
}

#[test]
fn a_tag_that_is_not_understood_becomes_english() {
    assert_eq!(Locale::new("de_at").tag(), "de-AT");
    assert_eq!(Locale::new("de-Latn-CH-1996").tag(), "de-CH");
    assert_eq!(Locale::new("pt").tag(), "en");
    assert_eq!(Locale::new("en-").tag(), "en");
    assert_eq!(Locale::new("en-u-ca-buddhist").tag(), "en");
    assert_eq!(Locale::new("de-DE-u-co-phonebk").tag(), "de-DE");
    assert_eq!(Locale::new("fr-ca").tag(), "fr-CA");
    assert_eq!(Locale::new("ar").direction(), "rtl");
}

#[test]
fn numbers_choose_the_words_that_the_language_has_for_them() {
    let said = |tag: &str, n: u64| {
        let locale = Locale::new(tag);
        locale.messages().common.results(&locale.count(n))
    };
    assert_eq!(said("en", 1), "1 result");
    assert_eq!(said("en", 0), "0 results");
    assert_eq!(said("de", 12_345), "12.345 Treffer");
    assert_eq!(said("fr", 0), said("fr", 1).replace('1', "0"));
    let arabic: std::collections::BTreeSet<String> =
        [0, 1, 2, 3, 11, 100].map(|n| said("ar", n).replace(|c: char| c.is_numeric(), "")).into();
    assert!(arabic.len() >= 5, "{arabic:?}");
}

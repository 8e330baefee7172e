use super::*;

/// The texts of a language, the console's behind those of the pages.
fn texts(locale: Locale) -> Vec<(&'static str, &'static str)> {
    let mut all = locale.words().all();
    all.extend(locale.console().all());
    all
}

/// The places of a text, sorted.
fn places(text: &str) -> Vec<&str> {
    let mut places: Vec<&str> =
        text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()).collect();
    places.sort_unstable();
    places
}

#[test]
fn every_text_says_something_and_has_the_same_places_in_every_language() {
    for locale in Locale::ALL {
        for ((name, english), (_, text)) in texts(Locale::En).into_iter().zip(texts(locale)) {
            assert!(!text.trim().is_empty(), "{locale:?}: {name} is empty");
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{locale:?}: {name}");
            assert_eq!(places(text), places(english), "{locale:?}: {name}");
            let ends = |text: &str| text.ends_with(char::is_whitespace);
            assert!(name == "colon" || !(text.starts_with(char::is_whitespace) || ends(text)), "{locale:?}: {name}");
            assert!(!text.contains("  ") && !text.to_lowercase().contains("loggia"), "{locale:?}: {name}");
        }
    }
}

#[test]
fn no_text_was_left_in_english() {
    // What is the same word, or a name.
    let names = ["export_csv", "export_jsonl", "export_ocsf"];
    let same: [(Locale, &[&str]); 5] = [
        (
            Locale::De,
            &[
                "colon",
                "code",
                "portal",
                "status",
                "passkeys",
                "passkey_name",
                "sso_name",
                "sso_scopes",
                "sso_claim",
                "sso_domains",
                "sso_domain",
                "stream_format",
                "text",
                "system",
                "name",
                "operator_administrator",
                "operator_support",
            ],
        ),
        (
            Locale::Fr,
            &[
                "code",
                "minutes",
                "documents",
                "sso_algorithms",
                "sso_active",
                "stream_format",
                "console",
                "condition",
                "action",
                "operator_support",
            ],
        ),
        (Locale::Es, &["colon", "portal", "sso_rules", "operator_auditor", "verdict_denied"]),
        (Locale::Ja, &[]),
        (Locale::Ar, &["colon"]),
    ];
    for (locale, same) in same {
        for ((name, english), (_, text)) in texts(Locale::En).into_iter().zip(texts(locale)) {
            let may_be = names.contains(&name) || same.contains(&name);
            assert_eq!(text == english, may_be, "{locale:?}: {name}: {text}");
        }
    }
}

#[test]
fn the_browsers_language_is_spoken_where_it_can_be() {
    for (header, locale) in [
        ("", Locale::En),
        ("de", Locale::De),
        ("de-AT,de;q=0.9,en;q=0.8", Locale::De),
        ("fr-CA, de;q=0.4, en;q=0.8", Locale::Fr),
        ("it-IT, de;q=0.4, en;q=0.8", Locale::En),
        ("tlh, es-419;q=0.9", Locale::Es),
        ("ja-JP", Locale::Ja),
        ("AR-EG,ar;q=0.9", Locale::Ar),
        ("it, tlh", Locale::En),
        ("de;q=0", Locale::En),
        ("de;q=x, en;q=0.1", Locale::En),
    ] {
        assert_eq!(Locale::accepted(header), locale, "{header}");
    }
    for locale in Locale::ALL {
        assert_eq!(Locale::of(locale.tag()), Some(locale));
    }
    assert_eq!(Locale::of("tlh"), None);
}

#[test]
fn values_are_isolated_where_a_script_runs_from_right_to_left() {
    assert_eq!("for {email}, {email}".fill("email", "a@b.example"), "for a@b.example, a@b.example");
    assert_eq!("by {name}, 3".fill("name", "ليلى"), "by \u{2068}ليلى\u{2069}, 3");
    assert_eq!("إلى {email}".fill("email", "a@b.example"), "إلى \u{2068}a@b.example\u{2069}");
    assert_eq!("{a} {b}".fill("a", "1").fill("b", "2"), "1 2");
}

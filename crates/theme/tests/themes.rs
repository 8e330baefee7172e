//! What a theme author meets: inheritance, references, errors that name the token, and the themes in the box.
#![allow(clippy::unwrap_used, missing_docs)]

use loggia_theme::{
    Color, ThemeError, built_in, built_in_names, compile, compile_with, contract, contrast_report, default_theme,
};

fn child(tokens: &str) -> String {
    format!(r#"{{"$extensions":{{"portal":{{"name":"child","extends":"default"}}}},{tokens}}}"#)
}

fn message(json: &str) -> String {
    compile(json).unwrap_err().to_string()
}

#[test]
fn every_theme_in_the_box_can_be_read_in_both_schemes() {
    for name in built_in_names() {
        let theme = compile(built_in(name).unwrap()).unwrap();
        assert_eq!(theme.name, name);
        assert_eq!(theme.light.len(), contract::TOKENS.len(), "{name}");
        let failed: Vec<String> =
            contrast_report(&theme).iter().filter(|check| !check.passes()).map(|check| check.to_string()).collect();
        assert!(failed.is_empty(), "{name}: {}", failed.join("\n"));
    }
}

#[test]
fn the_high_contrast_theme_reaches_seven_to_one_for_text() {
    let theme = compile(built_in("high-contrast").unwrap()).unwrap();
    for check in contrast_report(&theme).iter().filter(|check| check.required >= 4.5) {
        assert!(check.ratio >= 7.0, "{:?}", check);
    }
}

#[test]
fn an_unreadable_pair_is_reported() {
    let theme = compile(&child(r##""color":{"$type":"color","accent":{"$value":"#fde68a"}}"##)).unwrap();
    let report = contrast_report(&theme);
    let failed: Vec<_> = report.iter().filter(|check| !check.passes()).map(|check| check.to_string()).collect();
    assert!(failed.contains(&"color.accent-text on color.accent (light): 1.25 to 1 of 4.5 to 1".into()), "{failed:?}");
}

#[test]
fn a_font_family_carries_no_css_of_its_own() {
    let family = |names: &str| compile(&child(&format!(r#""font":{{"family":{{"$value":{names}}}}}"#)));
    let compiled = family(r#"["Söhne Breit", "initial", "serif"]"#).unwrap();
    assert_eq!(compiled.light["--portal-font-family"], r#""Söhne Breit", "initial", serif"#);
    assert!(family(r#"["Arial", "inherit"]"#).unwrap_err().to_string().contains("stands alone"));
    for name in [r#"a\"b"#, "a;}*{x:y", "url(x)", r"a\\3b b", "a/*", r"a\nb", "<b>", "var(--x)", ""] {
        let error = family(&format!(r#"["{name}"]"#)).unwrap_err().to_string();
        assert!(error.starts_with("`font.family` (light scheme): "), "{error}");
    }
}

#[test]
fn a_child_changes_only_what_it_names_and_references_follow() {
    let parent = compile(built_in("default").unwrap()).unwrap();
    let theme = compile(&child(r##""color":{"$type":"color","accent":{"$value":"#123456"}}"##)).unwrap();
    assert_eq!(theme.name, "child");
    assert_eq!(theme.light["--portal-color-accent"], "#123456");
    assert_eq!(theme.light["--portal-color-focus"], "#123456", "focus refers to the accent");
    assert!(!theme.dark.contains_key("--portal-color-accent"), "a new value holds in both schemes");
    assert_eq!(theme.light["--portal-color-text"], parent.light["--portal-color-text"]);
    assert_eq!(theme.dark["--portal-color-text"], parent.dark["--portal-color-text"]);
}

#[test]
fn a_token_with_only_a_dark_value_keeps_the_light_one() {
    let parent = compile(built_in("default").unwrap()).unwrap();
    let theme = compile(&child(r##""color":{"accent":{"$extensions":{"portal":{"dark":"#abcdef"}}}}"##)).unwrap();
    assert_eq!(theme.light["--portal-color-accent"], parent.light["--portal-color-accent"]);
    assert_eq!(theme.dark["--portal-color-accent"], "#abcdef");
    assert_eq!(theme.dark["--portal-color-focus"], "#abcdef");
}

#[test]
fn private_groups_feed_references_and_stay_private() {
    let theme = compile(&child(
        r##""palette":{"$type":"color","plum":{"$value":{"colorSpace":"oklch","components":[0.45,0.14,330]}}},
            "color":{"accent":{"$value":"{palette.plum}"}}"##,
    ))
    .unwrap();
    assert_eq!(theme.light["--portal-color-accent"], "oklch(0.45 0.14 330)");
    assert!(theme.light.keys().all(|name| !name.contains("palette")));
}

#[test]
fn themes_extend_themes_the_caller_knows() {
    let house = child(r##""color":{"$type":"color","accent":{"$value":"#123456"}}"##).replace("child", "house");
    let json = child(r##""radius":{"$type":"dimension","large":{"$value":"0px"}}"##).replace("default", "house");
    let theme = compile_with(&json, |name| (name == "house").then(|| house.clone())).unwrap();
    assert_eq!(theme.light["--portal-color-accent"], "#123456");
    assert_eq!(theme.light["--portal-radius-large"], "0px");
    assert_eq!(compile(&json).unwrap_err(), ThemeError::UnknownParent("house".to_owned()));
    let circle = compile_with(&json, |name| Some(json.replace("child", name).replace("\"house\"}", "\"child\"}")));
    assert!(matches!(circle.unwrap_err(), ThemeError::EndlessExtends(_)));
}

#[test]
fn errors_name_the_token() {
    for (tokens, expected) in [
        (
            r##""color":{"acent":{"$value":"#123456"}}"##,
            "`color.acent` is not a token of the portal; did you mean `color.accent`?",
        ),
        (r##""color":{"accent":{"$value":"blue"}}"##, "`color.accent` (light scheme): expected a colour"),
        (
            r##""color":{"accent":{"$value":"#123","$extensions":{"portal":{"dark":"x"}}}}"##,
            "`color.accent` (dark scheme): expected a colour",
        ),
        (
            r##""color":{"accent":{"$value":"{color.nope}"}}"##,
            "`color.accent` (light scheme): there is no token `color.nope`",
        ),
        (
            r##""color":{"accent":{"$value":"{color.focus}"}}"##,
            "`color.accent` (light scheme): its references run in a circle: color.accent -> color.focus -> color.accent",
        ),
        (r##""color":{"accent":"#123456"}"##, "`color.accent`: expected a token (`$value`) or a group"),
        (r##""color":{"accent":{"$value":"#123","value":"#456"}}"##, "`color.accent`: a token has no `value`"),
        (
            r##""color":{"accent":{"$value":"#123","$type":"dimension"}}"##,
            "`color.accent` (light scheme): its `$type` has to be `color`",
        ),
        (r##""color":{"$type":"gradient"}"##, "`color`: `$type` `gradient` is not a type a theme uses"),
        (
            r##""radius":{"large":{"$value":"4em"}}"##,
            "`radius.large` (light scheme): expected an amount with a unit (px or rem)",
        ),
        (r##""mine":{"a":{"$value":"#123"}}"##, "`mine.a` (light scheme): it needs a `$type`"),
        (r##""Color":{}"##, "`(root)`: `Color` is not a name"),
        (
            r##""shadow":{"overlay":{"$value":{"color":"x"}}}"##,
            "`shadow.overlay` (light scheme): `color`: expected a colour",
        ),
    ] {
        let message = message(&child(tokens));
        assert!(message.starts_with(expected), "{message}\n  is not\n{expected}");
    }
    assert!(message("{").starts_with("the theme is not valid JSON: "));
    assert!(message("{}").contains("a theme needs a name"));
    let alone = r#"{"$extensions":{"portal":{"name":"alone"}}}"#;
    assert_eq!(message(alone), "`color.surface` is missing: define it, or extend a theme that does");
}

#[test]
fn every_token_reaches_the_widgets() {
    let properties = include_str!("../../ui/src/theme.rs");
    for token in contract::TOKENS {
        assert!(properties.contains(&format!("\"{}\"", token.property())), "{}", token.path);
    }
}

/// What a value says, however it is written: colours as their numbers, the rest without quotes and units of nothing.
fn meaning(value: &str) -> String {
    let value = value.trim();
    match Color::parse(value) {
        Ok(color) => color.to_css(),
        Err(_) => value.replace('"', "").replace("0px", "0").replace(" 0 rgb", " rgb"),
    }
}

#[test]
fn the_widgets_look_like_the_default_theme_before_a_theme_arrives() {
    let styles = include_str!("../../ui/styles/tokens.css");
    let (light, dark) = styles.split_once(".portal[data-scheme=\"dark\"] {").unwrap();
    let dark = dark.split_once('}').unwrap().0;
    let theme = default_theme();
    for (properties, styles) in [(&theme.light, light), (&theme.dark, dark)] {
        for (name, value) in properties {
            let written =
                styles.split(&format!("{name}:")).nth(1).map(|rest| rest.split(';').next().unwrap_or_default());
            let Some(written) = written else {
                // The focus ring follows the accent by a reference there, as it does here.
                assert_eq!(name, "--portal-color-focus");
                continue;
            };
            if !written.contains("var(") {
                assert_eq!(meaning(written), meaning(value), "{name}");
            }
        }
    }
}

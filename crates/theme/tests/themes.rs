//! What a theme author meets: inheritance, references, errors that name the token, and the themes in the box.
#![allow(clippy::unwrap_used, missing_docs)]

use loggia_theme::{
    Color, Scheme, ThemeError, built_in, built_in_names, check, compile, compile_layers, contract, contrast_report,
    default_theme, differences,
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
        let needed = contract::TOKENS.iter().filter(|token| token.derived.is_none());
        assert_eq!(theme.light.len(), needed.count(), "{name}");
        let failed: Vec<String> =
            contrast_report(&theme).iter().filter(|check| !check.reads_well()).map(|check| check.to_string()).collect();
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
    let source = child(r##""color":{"$type":"color","accent":{"$value":"#fde68a"}}"##);
    let theme = compile(&source).unwrap();
    let report = contrast_report(&theme);
    let failed: Vec<_> = report.iter().filter(|check| !check.passes()).map(|check| check.to_string()).collect();
    let expected = "color.accent-text on color.accent (light): 1.25 to 1 of 4.5 to 1, Lc -14 of 60";
    assert!(failed.iter().any(|pair| pair == expected), "{failed:?}");
    let refused = check(&[&source]).unwrap_err().to_string();
    assert!(refused.starts_with("the theme cannot be read: ") && refused.contains(expected), "{refused}");
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
fn a_theme_lies_over_those_below_it_unless_it_says_what_it_extends() {
    let named = |name: &str, extends: &str, tokens: &str| {
        let extends = if extends.is_empty() { String::new() } else { format!(r#","extends":"{extends}""#) };
        format!(r#"{{"$extensions":{{"portal":{{"name":"{name}"{extends}}}}},{tokens}}}"#)
    };
    let accent = |color: &str| format!(r#""color":{{"$type":"color","accent":{{"$value":"{color}"}}}}"#);
    let vendor = named("vendor", "", &accent("#123456"));
    let partner = named("partner", "", r#""radius":{"$type":"dimension","large":{"$value":"0px"}}"#);
    let customer = |extends: &str| named("customer", extends, r#""font":{"family":{"$value":"Georgia"}}"#);
    let seen = |layers: &[&str]| {
        let theme = compile_layers(layers).unwrap();
        let [accent, radius] =
            ["color-accent", "radius-large"].map(|name| theme.light[&format!("--portal-{name}")].clone());
        (accent, radius)
    };
    let plain = default_theme().light["--portal-color-accent"].clone();
    assert_eq!(seen(&[&customer(""), &partner, &vendor]), ("#123456".into(), "0px".into()));
    assert_eq!(seen(&[&customer("vendor"), &partner, &vendor]), ("#123456".into(), "10px".into()), "one further down");
    assert_eq!(
        seen(&[&customer("default"), &partner, &vendor]),
        (plain, "10px".into()),
        "a built-in one ends the chain"
    );
    let unknown = compile_layers(&[&customer("nobody"), &partner, &vendor]).unwrap_err();
    assert_eq!(unknown, ThemeError::UnknownParent("nobody".to_owned()));
    let own = compile_layers(&[&customer("customer"), &partner]).unwrap_err();
    assert!(matches!(own, ThemeError::EndlessExtends(_)), "{own}");
    // Two brands may call their themes the same.
    assert_eq!(seen(&[&named("vendor", "", r#""font":{}"#), &vendor]).0, "#123456");
}

#[test]
fn what_travels_is_what_the_page_does_not_have() {
    assert_eq!(differences(&default_theme()).light.len() + differences(&default_theme()).dark.len(), 0);
    let theme = compile(&child(
        r##""color":{"$type":"color","accent":{"$value":"#123456","$extensions":{"portal":{"dark":"#abcdef"}}}},
            "button":{"text":{"$value":"#010203"},"line":{"$value":"{color.accent}"}}"##,
    ))
    .unwrap();
    let found = differences(&theme);
    let names = |map: &std::collections::BTreeMap<String, String>| map.keys().cloned().collect::<Vec<_>>().join(" ");
    // What refers to the accent by default follows on the page.
    assert_eq!(names(&found.light), "--portal-button-line --portal-button-text --portal-color-accent");
    assert_eq!(names(&found.dark), "--portal-button-line --portal-color-accent");
    assert_eq!(found.dark["--portal-button-line"], "#abcdef");
    // A dark value that only the default has is taken back.
    let same = compile(&child(r##""color":{"$type":"color","surface":{"$value":"#ffffff"}}"##)).unwrap();
    assert_eq!(names(&differences(&same).dark), "--portal-color-surface");
    // As a page puts them together, every token has its value in both schemes.
    for name in built_in_names() {
        let theme = compile(built_in(name).unwrap()).unwrap();
        let travels = differences(&theme);
        for token in contract::TOKENS.iter().filter(|token| token.derived.is_none()) {
            for scheme in Scheme::ALL {
                assert_eq!(
                    on_page(&travels, token.path, scheme),
                    of(&theme, token.path, scheme),
                    "{name} {}",
                    token.path
                );
            }
        }
    }
}

fn property(path: &str) -> String {
    format!("--portal-{}", path.replace('.', "-"))
}

/// A compiled theme's value in a scheme.
fn of(theme: &loggia_types::session::ThemeVariables, path: &str, scheme: Scheme) -> String {
    let dark = theme.dark.get(&property(path)).filter(|_| scheme == Scheme::Dark);
    dark.unwrap_or(&theme.light[&property(path)]).clone()
}

/// What a page shows: the theme over the style sheet's defaults, references followed.
fn on_page(travels: &loggia_types::session::ThemeVariables, path: &str, scheme: Scheme) -> String {
    let name = property(path);
    let dark = travels.dark.get(&name).filter(|_| scheme == Scheme::Dark);
    if let Some(value) = dark.or_else(|| travels.light.get(&name)) {
        return value.clone();
    }
    let source: serde_json::Value = serde_json::from_str(built_in("default").unwrap()).unwrap();
    let token = path.split('.').fold(&source, |at, part| &at[part]);
    match token["$value"].as_str().and_then(|text| text.strip_prefix('{')) {
        Some(target) => on_page(travels, target.trim_end_matches('}'), scheme),
        None => of(&default_theme(), path, scheme),
    }
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
}

/// Every style sheet of the widgets, with the tokens' defaults first.
fn sheets() -> [String; 2] {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/styles");
    let mut rules = String::new();
    let mut tokens = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        if path.ends_with("tokens.css") { tokens = text } else { rules.push_str(&text) }
    }
    [tokens, rules]
}

#[test]
fn every_token_is_used_by_a_style_sheet_and_every_property_of_one_is_declared() {
    let [tokens, rules] = sheets();
    let used = |text: &str| -> std::collections::BTreeSet<String> {
        let ends = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
        text.split("var(").skip(1).map(|rest| rest.split(ends).next().unwrap().to_owned()).collect()
    };
    let reached: std::collections::BTreeSet<String> = used(&tokens).union(&used(&rules)).cloned().collect();
    for token in contract::TOKENS {
        assert!(reached.contains(&token.property()), "no style sheet uses {}", token.path);
        assert!(tokens.contains(&format!("\n  {}: ", token.property())), "tokens.css does not declare {}", token.path);
    }
    for property in reached {
        assert!(tokens.contains(&format!("  {property}: ")), "{property} is neither a token nor derived from some");
    }
    let colors = rules.lines().filter(|line| line.contains('#') && line.contains("color") && line.contains(':'));
    let written: Vec<_> = colors.filter(|line| !line.contains("#999999")).collect();
    assert!(written.is_empty(), "colours come from tokens: {written:?}");
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
    let [styles, _] = sheets();
    let (light, dark) = styles.split_once(".portal[data-scheme=\"dark\"] {").unwrap();
    let dark = dark.split_once('}').unwrap().0;
    let theme = default_theme();
    let written = |styles: &str, name: &str| {
        let (_, rest) = styles.split_once(&format!("\n  {name}: "))?;
        Some(rest.split_once(';')?.0.to_owned())
    };
    // A reference is followed in its scheme.
    let resolved = |name: &str, is_dark: bool| {
        let mut name = name.to_owned();
        loop {
            let value = written(dark, &name).filter(|_| is_dark).or_else(|| written(light, &name)).unwrap();
            match value.strip_prefix("var(").and_then(|rest| rest.strip_suffix(')')) {
                Some(other) => name = other.to_owned(),
                None => return value,
            }
        }
    };
    for token in contract::TOKENS.iter().filter(|token| token.derived.is_none()) {
        for scheme in Scheme::ALL {
            let value = of(&theme, token.path, scheme);
            assert_eq!(
                meaning(&resolved(&token.property(), scheme == Scheme::Dark)),
                meaning(&value),
                "{}",
                token.path
            );
        }
    }
}

#[test]
fn the_default_theme_defines_every_token_that_is_not_derived() {
    let source: serde_json::Value = serde_json::from_str(built_in("default").unwrap()).unwrap();
    for token in contract::TOKENS {
        let value = token.path.split('.').fold(&source, |at, part| &at[part])["$value"].clone();
        assert_eq!(value.is_null(), token.derived.is_some(), "{}", token.path);
    }
}

/// The table of `docs/THEMING.md`.
fn table() -> String {
    let source: serde_json::Value = serde_json::from_str(built_in("default").unwrap()).unwrap();
    let theme = default_theme();
    let mut table = String::from("| token | type | default | what it is for |\n| --- | --- | --- | --- |\n");
    for token in contract::TOKENS {
        let default = match token.derived {
            Some(derived) => derived.to_owned(),
            None => match token.path.split('.').fold(&source, |at, part| &at[part])["$value"].as_str() {
                Some(reference) if reference.starts_with('{') => format!("`{reference}`"),
                _ => {
                    let [light, dark] = Scheme::ALL.map(|scheme| of(&theme, token.path, scheme));
                    if light == dark { format!("`{light}`") } else { format!("`{light}`, dark `{dark}`") }
                }
            },
        };
        table.push_str(&format!("| `{}` | `{}` | {default} | {} |\n", token.path, token.kind.name(), token.purpose));
    }
    table
}

#[test]
fn the_documented_tokens_are_those_of_the_contract() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/THEMING.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("<!-- tokens -->\n").unwrap();
    let (documented, after) = rest.split_once("<!-- /tokens -->").unwrap();
    let table = table();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let new = format!("{before}<!-- tokens -->\n{table}<!-- /tokens -->{after}");
        std::fs::write(&path, new).unwrap();
    } else {
        assert_eq!(documented, table, "run this test with UPDATE_DOCS=1");
    }
}

#[test]
fn references_that_would_never_end_are_refused() {
    let doubling = (0..12).map(|at| format!(r#""a{at}":{{"$value":["{{p.a{0}}}","{{p.a{0}}}"]}}"#, at + 1));
    let chain = (0..40).map(|at| format!(r#""a{at}":{{"$value":"{{p.a{}}}"}}"#, at + 1));
    for (tokens, named) in [(doubling.collect::<Vec<_>>(), "made of too much"), (chain.collect(), "references follow")]
    {
        let end = format!(r##""a{}":{{"$value":"#123456","$type":"color"}}"##, tokens.len());
        let theme = format!(
            r#"{{"$extensions":{{"portal":{{"name":"t"}}}},"p":{{"$type":"color",{},{end}}}}}"#,
            tokens.join(",")
        );
        let error = loggia_theme::compile(&theme).unwrap_err().to_string();
        assert!(error.contains(named), "{error}");
    }
}

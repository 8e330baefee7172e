//! One colour makes a theme that can be read, whatever the colour.
#![allow(clippy::unwrap_used, missing_docs)]

use loggia_theme::{
    Brand, Color, Generated, Scheme, ThemeError, built_in, built_in_names, check, compile, contrast_report, generate,
    repair,
};
use loggia_types::session::ThemeVariables;

/// 200 colours from all over sRGB, always the same ones, and after them the 20 hardest: as light as paper, as dark as ink,
/// as bright as a screen can be, and right in between. What makes themes of colours is tested with them.
fn sample_colors() -> Vec<String> {
    // Numerical Recipes' linear congruential generator: its high bits are random enough.
    let mut state = 2_463_534_242_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 8
    };
    let random = (0..200).map(|_| format!("#{:06x}", next()));
    random.chain(HARDEST.iter().map(|color| (*color).to_owned())).collect()
}

const HARDEST: [&str; 20] = [
    "#ffff00", "#fffef0", "#ffffff", "#fefefe", "#000000", "#010101", "#0a0a12", "#39ff14", "#00ff00", "#ccff00",
    "#00ffff", "#ff00ff", "#0000ff", "#ff0000", "#ff6600", "#767676", "#808080", "#bada55", "#ffb3de", "#7fffd4",
];

fn made(accent: &str, below: &[&str]) -> (Generated, ThemeVariables) {
    let accent = Color::parse(accent).unwrap();
    let made = generate(&Brand { name: "made", accent, extends: None }, below).unwrap();
    let layers: Vec<&str> = [made.tokens.as_str()].into_iter().chain(below.iter().copied()).collect();
    let theme = check(&layers).unwrap();
    (made, theme)
}

fn color<'a>(theme: &'a ThemeVariables, path: &str, scheme: Scheme) -> &'a str {
    let name = format!("--portal-{}", path.replace('.', "-"));
    theme.dark.get(&name).filter(|_| scheme == Scheme::Dark).unwrap_or(&theme.light[&name])
}

#[test]
fn every_colour_makes_a_theme_that_reads_well_in_both_schemes() {
    let colors = sample_colors();
    assert_eq!(colors.len(), 220);
    for hex in colors {
        let (made, theme) = made(&hex, &[]);
        let failing: Vec<String> =
            contrast_report(&theme).iter().filter(|pair| !pair.reads_well()).map(ToString::to_string).collect();
        assert!(failing.is_empty(), "{hex}: {failing:?}");
        for moved in made.adjustments.iter().filter(|one| one.token == "color.accent") {
            assert!(!moved.before.reads_well() && moved.after.reads_well(), "{moved}");
            assert_eq!(moved.from, hex);
        }
    }
}

#[test]
fn a_colour_that_suffices_is_used_as_it_is() {
    for (hex, scheme) in [
        ("#0b5c8a", Scheme::Light),
        ("#5b21b6", Scheme::Light),
        ("#000000", Scheme::Light),
        ("#ffffff", Scheme::Dark),
        ("#ffee00", Scheme::Dark),
        ("#39ff14", Scheme::Dark),
    ] {
        let (made, theme) = made(hex, &[]);
        assert_eq!(color(&theme, "color.accent", scheme), hex);
        let moved = made.adjustments.iter().find(|one| one.token == "color.accent" && one.scheme == scheme);
        assert_eq!(moved, None);
    }
}

#[test]
fn a_colour_that_does_not_suffice_moves_as_little_as_it_can() {
    // Yellow on white: darker, of the same hue, and no darker than what the hardest ground asks for.
    let (made, theme) = made("#ffdd00", &[]);
    let moved = made.adjustments.iter().find(|one| one.token == "color.accent").unwrap();
    assert_eq!((moved.scheme, moved.to.as_str()), (Scheme::Light, color(&theme, "color.accent", Scheme::Light)));
    let report = contrast_report(&theme);
    let least = report.iter().filter(|pair| pair.front == "color.accent" && pair.scheme == Scheme::Light);
    let least = least.map(|pair| pair.ratio).fold(21.0, f64::min);
    assert!((4.5..4.7).contains(&least), "{least}");
    assert!(moved.to_string().starts_with("color.accent (light): #ffdd00 -> #"), "{moved}");
}

#[test]
fn the_main_button_keeps_the_brands_colour_where_a_text_reads_on_it() {
    let (made, theme) = made("#ffdd00", &[]);
    for scheme in Scheme::ALL {
        assert_eq!(color(&theme, "button.primary.ground", scheme), "#ffdd00");
    }
    // On white it needs an edge.
    let edge = color(&theme, "button.primary.line", Scheme::Light);
    assert_eq!(edge, color(&theme, "color.accent", Scheme::Light));
    assert!(made.adjustments.iter().all(|one| !one.token.starts_with("button")), "{:?}", made.adjustments);
    // A blue that links can have is the button's, too, without a word more.
    let (made, _) = self::made("#1d4ed8", &["{\"$extensions\":{\"portal\":{\"name\":\"low\"}}}"]);
    assert!(made.adjustments.iter().all(|one| one.scheme == Scheme::Dark), "{:?}", made.adjustments);
}

#[test]
fn a_theme_is_made_over_any_that_can_be_read() {
    for name in built_in_names() {
        let parent = built_in(name).unwrap();
        for accent in ["#ffff00", "#7f7f7f", "#e11d48", "#0000ff", "#fefefe", "#010101"] {
            let (_, theme) = made(accent, &[parent]);
            let below = compile(parent).unwrap();
            assert_eq!(theme.light["--portal-radius-large"], below.light["--portal-radius-large"]);
            if name != "default" && name != "fernhill" {
                assert_eq!(
                    theme.light["--portal-color-text-muted"], below.light["--portal-color-text-muted"],
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn what_is_no_brand_is_refused() {
    let accent = Color::parse("rgb(0 0 0 / 0.5)").unwrap();
    let refused = generate(&Brand { name: "made", accent, extends: None }, &[]).unwrap_err();
    assert_eq!(refused.to_string(), "`accent`: a brand's colour has no transparency: leave the alpha value out");
    let accent = Color::parse("#123456").unwrap();
    let refused = generate(&Brand { name: "Not a name", accent, extends: None }, &[]).unwrap_err();
    assert!(refused.to_string().starts_with("`$extensions.portal.name`: "), "{refused}");
    let refused = generate(&Brand { name: "made", accent, extends: Some("nobody") }, &[]).unwrap_err();
    assert_eq!(refused, ThemeError::UnknownParent("nobody".to_owned()));
}

fn written(tokens: &str) -> String {
    format!(r#"{{"$extensions":{{"portal":{{"name":"own"}}}},{tokens}}}"#)
}

#[test]
fn a_theme_that_cannot_be_read_is_repaired_and_the_rest_of_it_stays() {
    let source = written(
        r##""$description":"Ours.","brand":{"$type":"color","sun":{"$value":"#fde68a"}},
            "color":{"accent":{"$value":"{brand.sun}"},"danger":{"$value":"#ff9999"}},
            "button":{"danger":{"ground":{"$value":"#777777"},"text":{"$value":"#888888"}}},
            "radius":{"$type":"dimension","large":{"$value":"3px"}}"##,
    );
    let refused = check(&[&source]).unwrap_err();
    assert!(matches!(&refused, ThemeError::Contrast(pairs) if pairs.contains("color.accent on color.surface (light)")));
    let repaired = repair(&[&source]).unwrap();
    let theme = check(&[&repaired.tokens]).unwrap();
    assert_eq!(theme.light["--portal-radius-large"], "3px");
    assert!(repaired.tokens.contains("Ours.") && repaired.tokens.contains("#fde68a"), "{}", repaired.tokens);
    let moved: Vec<&str> = repaired.adjustments.iter().map(|one| one.token.as_str()).collect();
    assert!(moved.contains(&"color.accent") && moved.contains(&"button.danger.text"), "{moved:?}");
    assert!(!moved.contains(&"color.surface") && !moved.contains(&"color.text"), "{moved:?}");
    // In the dark the accent could be read as it was.
    assert_eq!(theme.dark.get("--portal-color-accent").unwrap_or(&theme.light["--portal-color-accent"]), "#fde68a");
}

#[test]
fn a_theme_that_can_be_read_is_left_as_it_is() {
    for name in built_in_names() {
        let source = built_in(name).unwrap();
        let repaired = repair(&[source]).unwrap();
        assert_eq!((repaired.tokens.as_str(), repaired.adjustments.len()), (source, 0), "{name}");
    }
}

#[test]
fn a_ground_that_nothing_reads_on_is_moved() {
    let source = written(r##""color":{"accent-soft":{"$value":"#777777"},"surface-hover":{"$value":"#808080"}}"##);
    let repaired = repair(&[&source]).unwrap();
    check(&[&repaired.tokens]).unwrap();
    assert!(repaired.adjustments.iter().any(|one| one.scheme == Scheme::Light), "{:?}", repaired.adjustments);
}

#[test]
fn what_shines_through_is_measured_over_the_widgets_surface() {
    // Over white this would be light enough for dark text; over the dark surface it is as dark as the surface.
    let source = written(r##""color":{"accent-soft":{"$value":"rgb(255 255 255 / 0.05)"}}"##);
    let theme = compile(&source).unwrap();
    let dark = contrast_report(&theme).into_iter().filter(|pair| pair.scheme == Scheme::Dark);
    for pair in dark.filter(|pair| pair.ground == "color.accent-soft") {
        assert!(pair.passes(), "{pair}");
    }
}

//! Writing a compiled theme as a style sheet.

use std::collections::BTreeMap;

use loggia_types::session::ThemeVariables;

/// The theme as CSS: its properties on `selector`, the dark ones where that element has `data-scheme="dark"`.
///
/// Compiled themes travel: what arrives is checked again here, and an entry that could leave its declaration is left out.
/// The selector is the program's own and is written as it is.
pub fn to_css(theme: &ThemeVariables, selector: &str) -> String {
    let mut css = String::new();
    block(&mut css, selector, &theme.light);
    block(&mut css, &format!("{selector}[data-scheme=\"dark\"]"), &theme.dark);
    css
}

fn block(css: &mut String, selector: &str, properties: &BTreeMap<String, String>) {
    let mut empty = true;
    for (name, value) in properties.iter().filter(|(name, value)| is_property(name) && is_harmless(value)) {
        css.push_str(if empty { selector } else { "" });
        css.push_str(if empty { "{" } else { ";" });
        css.push_str(name);
        css.push(':');
        css.push_str(value);
        empty = false;
    }
    if !empty {
        css.push('}');
    }
}

fn is_property(name: &str) -> bool {
    name.strip_prefix("--portal-").is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    })
}

/// What a compiled value can consist of. No `;`, braces, comments, escapes, `<`, `@` or `:`; no function that fetches.
fn is_harmless(value: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '#' | '(' | ')' | ',' | '.' | '%' | '-' | '"' | '_');
    // The slash before an alpha stands alone, so that no comment begins.
    let characters = value.replace(" / ", " ").chars().all(plain);
    let functions = value.split('(').rev().skip(1).all(|before| {
        ["rgb", "oklch"].iter().any(|known| {
            before.strip_suffix(known).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '-'))
        })
    });
    characters
        && functions
        && value.matches('"').count().is_multiple_of(2)
        && value.matches('(').count() == value.matches(')').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(light: &[(&str, &str)], dark: &[(&str, &str)]) -> ThemeVariables {
        let map = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        ThemeVariables { name: "t".to_owned(), light: map(light), dark: map(dark) }
    }

    #[test]
    fn both_schemes_are_written() {
        let theme = theme(
            &[("--portal-color-accent", "#0b5c8a"), ("--portal-radius-small", "4px")],
            &[("--portal-color-accent", "rgb(1 2 3 / 0.5)")],
        );
        assert_eq!(
            to_css(&theme, ".portal"),
            ".portal{--portal-color-accent:#0b5c8a;--portal-radius-small:4px}\
             .portal[data-scheme=\"dark\"]{--portal-color-accent:rgb(1 2 3 / 0.5)}"
        );
    }

    #[test]
    fn what_does_not_come_from_the_compiler_is_left_out() {
        for (name, value) in [
            ("--portal-a", "red;}*{display:none"),
            ("--portal-a", "url(https://x.example/a)"),
            ("--portal-a", "url(x)"),
            ("--portal-a", "image-set(\"x\")"),
            ("--portal-a", "x-rgb(1)"),
            ("--portal-a", "\"open"),
            ("--portal-a", "rgb(1"),
            ("--portal-a", "</style>"),
            ("--portal-a", "1/*"),
            ("color", "red"),
            ("--portal-A{}", "red"),
        ] {
            assert_eq!(to_css(&theme(&[(name, value)], &[]), ".portal"), "", "{name}: {value}");
        }
    }
}

//! Puts the style sheet together, without the widgets that are left out, and without comments and indentation, which
//! every browser would download. Checks the messages, and makes the code of them.

use std::{env, error::Error, fs, path::Path};

use loggia_messages::{ELEMENT, LANGUAGES, PSEUDO, catalogues};

/// In this order: tokens first, and last what wins over all.
const SHEETS: [(&str, Option<&str>); 14] = [
    ("tokens", None),
    ("base", None),
    ("controls", None),
    ("overlays", None),
    ("data", None),
    ("states", None),
    ("status", Some("CARGO_FEATURE_STATUS")),
    ("documents", Some("CARGO_FEATURE_DOCUMENTS")),
    ("requests", Some("CARGO_FEATURE_REQUESTS")),
    ("members", Some("CARGO_FEATURE_MEMBERS")),
    ("member-access", Some("CARGO_FEATURE_MEMBER_ACCESS")),
    ("audit", Some("CARGO_FEATURE_AUDIT_LOG")),
    ("api-keys", Some("CARGO_FEATURE_API_KEYS")),
    ("modes", None),
];

fn main() {
    if let Err(error) = build() {
        // A line for each message that is wrong.
        eprintln!("{error}");
        std::process::exit(1);
    }
}

fn build() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=styles");
    println!("cargo::rerun-if-changed=messages");
    let has = |feature: &str| env::var_os(feature).is_some();
    let folder = env::var("OUT_DIR")?;
    let folder = Path::new(&folder);
    let mut styles = String::new();
    for (name, feature) in SHEETS {
        if feature.is_none_or(has) {
            squeeze(&fs::read_to_string(Path::new("styles").join(name).with_extension("css"))?, &mut styles);
        }
    }
    fs::write(folder.join("styles.css"), styles)?;
    messages(folder, has)
}

/// Writes `messages.rs`, the names of its texts, and a file for each language; `compiled.rs` includes those of the
/// languages that are features.
fn messages(folder: &Path, has: impl Fn(&str) -> bool) -> Result<(), Box<dyn Error>> {
    let chosen = catalogues(|widget| has(&format!("CARGO_FEATURE_{}", widget.replace('-', "_").to_uppercase())));
    // What is left out is checked all the same.
    loggia_messages::read(Path::new("messages"), &[catalogues(|_| true), vec![ELEMENT]].concat())?;
    let messages = loggia_messages::read(Path::new("messages"), &chosen)?;
    fs::write(folder.join("messages.rs"), messages.code())?;
    fs::write(folder.join("keys.txt"), messages.keys())?;
    let mut arms = String::new();
    for code in LANGUAGES.map(|language| language.code).into_iter().chain([PSEUDO]) {
        let file = folder.join(code).with_extension("txt");
        fs::write(&file, messages.file(code).ok_or("a language without messages")?)?;
        if let Some((_, name)) = FEATURES.iter().find(|(language, _)| *language == code)
            && has(&format!("CARGO_FEATURE_{}", name.to_uppercase()))
        {
            arms.push_str(&format!("        Language::{name} => Some(include_str!({file:?})),\n"));
        }
    }
    let compiled = format!(
        "/// The text of a language that is compiled in.\n\
        fn compiled(language: Language) -> Option<&'static str> {{\n    match language {{\n{arms}        \
        #[allow(unreachable_patterns, clippy::match_single_binding)]\n        _ => None,\n    }}\n}}\n"
    );
    Ok(fs::write(folder.join("compiled.rs"), compiled)?)
}

/// Languages, and the features that compile them in.
const FEATURES: [(&str, &str); 6] =
    [("en", "English"), ("de", "German"), ("fr", "French"), ("es", "Spanish"), ("ja", "Japanese"), ("ar", "Arabic")];

/// Appends the rules, a line each as before.
fn squeeze(sheet: &str, styles: &mut String) {
    let mut rest = sheet;
    let mut rules = String::new();
    while let Some((before, after)) = rest.split_once("/*") {
        rules.push_str(before);
        rest = after.split_once("*/").map(|(_, after)| after).unwrap_or_default();
    }
    rules.push_str(rest);
    for line in rules.lines().map(str::trim).filter(|line| !line.is_empty()) {
        styles.push_str(line);
        styles.push('\n');
    }
}

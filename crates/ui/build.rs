//! Puts the style sheet together, without the widgets that are left out, and without comments and indentation, which
//! every browser would download.

use std::{env, error::Error, fs, path::Path};

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

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=styles");
    let mut styles = String::new();
    for (name, feature) in SHEETS {
        if feature.is_none_or(|feature| env::var_os(feature).is_some()) {
            squeeze(&fs::read_to_string(Path::new("styles").join(name).with_extension("css"))?, &mut styles);
        }
    }
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join("styles.css"), styles)?)
}

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

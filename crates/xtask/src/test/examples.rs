//! Whether the documentation has an example for everything that the crates for vendors make public.
//!
//! rustdoc has a lint for that, `missing_doc_code_examples`, and it passes over whatever a `pub use` takes out of a private
//! module: nearly all that these crates have. So rustdoc writes what it documents as JSON, and that is gone through here.
//! That the examples compile, and do what they say, is for `cargo test` to find out, which runs them.

use std::{collections::HashSet, fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::{tools, workspace::Workspace};

/// What vendors build on.
const CRATES: [&str; 3] = ["loggia", "loggia_client", "loggia_ui"];
/// A method of a type in a private module that is made public: if it is not found, rustdoc writes JSON of another form.
const SURELY_PUBLIC: &str = "loggia_client::Client::builder";
/// Stands in for rustdoc where cargo has documentation tested: only then is everything built that the tests have built,
/// with the features that they have. `cargo doc` would build most of it again.
///
/// JSON is not stable yet, and a stable rustdoc writes it with `RUSTC_BOOTSTRAP` only. It is set here and not for cargo,
/// whose build scripts would see it and have half of the dependencies built again.
const RUSTDOC: &str = r#"#!/bin/sh
name= last=
for argument do
    [ "$last" = --crate-name ] && name=$argument
    last=$argument
    shift
    [ "$argument" = --test ] || set -- "$@" "$argument"
done
case " $DOCUMENTED " in *" $name "*) ;; *) exit 0 ;; esac
RUSTC_BOOTSTRAP=1 exec "$REAL_RUSTDOC" "$@" -Zunstable-options --output-format json --out-dir "$DOCUMENTED_TO"
"#;

/// Asks rustdoc what is public, by way of `cargo`, a `cargo test --doc` of the workspace. Returns how much it is.
///
/// # Errors
/// When something has no example: the message names each. And when rustdoc does not say.
pub(super) fn check(workspace: &Workspace, cargo: &mut Command) -> Result<String> {
    let folder = workspace.target_dir.join("documented");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let rustdoc = folder.join("rustdoc");
    fs::write(&rustdoc, RUSTDOC)?;
    fs::set_permissions(&rustdoc, fs::Permissions::from_mode(0o755))?;
    cargo
        .env("REAL_RUSTDOC", std::env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into()))
        .env("RUSTDOC", &rustdoc)
        .env("DOCUMENTED", CRATES.join(" "))
        .env("DOCUMENTED_TO", &folder);
    tools::run(cargo)?;
    let mut items = Vec::new();
    for name in CRATES {
        items.extend(public_items(&folder.join(name).with_extension("json"))?);
    }
    ensure!(items.iter().any(|item| item.name == SURELY_PUBLIC), "rustdoc does not say that {SURELY_PUBLIC} is public");
    let missing: Vec<_> = items.iter().filter(|item| !item.has_example).map(|item| item.place.as_str()).collect();
    if !missing.is_empty() {
        bail!("{} public items have no example in their documentation:\n  {}", missing.len(), missing.join("\n  "));
    }
    Ok(format!("{} public items have an example", items.len()))
}

/// Something that others can use.
#[derive(Debug)]
struct Item {
    /// With the modules around it.
    name: String,
    /// The same, with what it is and where it is written.
    place: String,
    has_example: bool,
}

fn public_items(file: &Path) -> Result<Vec<Item>> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let documented: Value = serde_json::from_str(&text).with_context(|| format!("in {}", file.display()))?;
    let mut found = Found { index: &documented["index"], seen: HashSet::new(), items: Vec::new() };
    found.visit(&documented["root"], "");
    Ok(found.items)
}

struct Found<'a> {
    index: &'a Value,
    seen: HashSet<String>,
    items: Vec<Item>,
}

impl<'a> Found<'a> {
    /// What has this id. Of other crates there is nothing in the index.
    fn at(&self, id: &Value) -> &'a Value {
        let key = id.to_string();
        &self.index[key.trim_matches('"')]
    }

    /// Takes in what has this id, and what is in it.
    fn visit(&mut self, id: &Value, around: &str) {
        let item = self.at(id);
        let Some((kind, inner)) = item["inner"].as_object().and_then(|inner| inner.iter().next()) else { return };
        if item["crate_id"] != 0 {
            return;
        }
        if kind == "use" {
            match inner["is_glob"].as_bool() {
                Some(true) => self.visit_all(&self.at(&inner["id"])["inner"]["module"]["items"], around),
                _ => self.visit(&inner["id"], around),
            }
            return;
        }
        if !self.seen.insert(id.to_string()) {
            return;
        }
        // Methods that a type has itself. Those of a trait are documented there.
        if kind == "impl" {
            if inner["trait"].is_null() {
                self.visit_all(&inner["items"], around);
            }
            return;
        }
        // `default` is what is public with what it is in, such as a trait's method.
        if item["visibility"] != "public" && item["visibility"] != "default" {
            return;
        }
        let own = item["name"].as_str().unwrap_or_default();
        let name = if around.is_empty() { own.to_owned() } else { format!("{around}::{own}") };
        let (file, line) = (item["span"]["filename"].as_str().unwrap_or_default(), &item["span"]["begin"][0]);
        self.items.push(Item {
            place: format!("{} {name} ({file}:{line})", kind.replace('_', " ")),
            has_example: has_example(item["docs"].as_str().unwrap_or_default()),
            name: name.clone(),
        });
        match kind.as_str() {
            "module" | "trait" => self.visit_all(&inner["items"], &name),
            "struct" | "enum" | "union" => self.visit_all(&inner["impls"], &name),
            _ => {}
        }
    }

    fn visit_all(&mut self, ids: &Value, around: &str) {
        for id in ids.as_array().into_iter().flatten() {
            self.visit(id, around);
        }
    }
}

/// Whether a part of the text is Rust that is compiled.
fn has_example(docs: &str) -> bool {
    // Every second fence ends what the one before began.
    let mut fences = docs.lines().filter_map(|line| line.trim_start().strip_prefix("```")).step_by(2);
    fences.any(|about| {
        let mut words = about.trim_start_matches('`').split([',', ' ']).filter(|word| !word.is_empty());
        words.all(|word| {
            ["rust", "no_run", "should_panic", "compile_fail"].contains(&word) || word.starts_with("edition")
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn an_example_is_what_is_compiled() {
        assert!(has_example("Text.\n\n```\nlet a = 1;\n```"));
        assert!(has_example("```text\n[rust]\n```\n\n```rust,no_run\nlet a = 1;\n```"));
        for none in ["", "`code`", "```text\nabc\n```", "```ignore\nlet a = 1;\n```", "```sh\nls\n```\nmore"] {
            assert!(!has_example(none), "{none}");
        }
    }

    #[test]
    fn what_is_public_is_found_wherever_it_is_written() {
        let item = |name: &str, visibility: Value, docs: &str, inner: Value| {
            json!({
                "crate_id": 0, "name": name, "visibility": visibility, "docs": docs, "inner": inner,
                "span": { "filename": "src/a.rs", "begin": [7, 1], "end": [8, 1] },
            })
        };
        let example = "```\nlet a = 1;\n```";
        let documented = json!({ "root": 0, "index": {
            "0": item("loggia", json!("public"), example, json!({ "module": { "items": [1, 2, 9] } })),
            "1": item("a", json!("crate"), "", json!({ "module": { "items": [3] } })),
            // `pub use a::Client`, and twice: it is listed once.
            "2": item("Client", json!("public"), "", json!({ "use": { "id": 3 } })),
            "3": item("Client", json!("public"), example, json!({ "struct": { "impls": [4, 5] } })),
            "4": item("", json!("default"), "", json!({ "impl": { "trait": null, "items": [6, 7] } })),
            "5": item("", json!("default"), "", json!({ "impl": { "trait": { "path": "Clone" }, "items": [8] } })),
            "6": item("new", json!("public"), "No example.", json!({ "function": {} })),
            "7": item("inner", json!("crate"), "", json!({ "function": {} })),
            "8": item("clone", json!("default"), "", json!({ "function": {} })),
            // `pub use b::*`
            "9": item("b", json!("public"), "", json!({ "use": { "id": 10, "is_glob": true } })),
            "10": item("b", json!("crate"), "", json!({ "module": { "items": [11] } })),
            "11": item("LIMIT", json!("public"), "", json!({ "constant": {} })),
        } });
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("loggia.json");
        fs::write(&file, documented.to_string()).unwrap();
        let items = public_items(&file).unwrap();
        let found: Vec<_> = items.iter().map(|item| (item.name.as_str(), item.has_example)).collect();
        let wanted =
            [("loggia", true), ("loggia::Client", true), ("loggia::Client::new", false), ("loggia::LIMIT", false)];
        assert_eq!(found, wanted);
        assert_eq!(items[2].place, "function loggia::Client::new (src/a.rs:7)");
    }
}

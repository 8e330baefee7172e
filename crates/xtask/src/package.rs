//! The npm package: what bundlers and frameworks import, and files for pages without a bundler.
//!
//! `crates/elements/js/scripts/package.js` makes it from the bundle, the table of the elements (`src/contract.ts`) and the
//! table of design tokens, which this hands over.
//!
//! ```text
//! package/dist/                  ES modules and types
//! package/cdn/                   the same for browsers, each file under a name with its content's hash
//! package/sri.json               what the files in cdn/ hash to
//! package/custom-elements.json   the custom elements manifest
//! ```

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use loggia_theme::contract::TOKENS;
use serde_json::json;

use crate::{bundle, pack, tools, workspace::Workspace};

/// Builds the package where it is stale, and returns its folder: ready for `npm publish`.
///
/// # Errors
/// When the bundle does not build, or Node.js is missing or fails.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let dist = bundle::build(workspace)?.dir;
    let js = bundle::js_dir(workspace);
    let tokens = workspace.target_dir.join("bundle/tokens.json");
    let described: Vec<_> = TOKENS
        .iter()
        .map(|token| json!({ "path": token.path, "type": token.kind.name(), "purpose": token.purpose }))
        .collect();
    fs::write(&tokens, serde_json::to_vec_pretty(&described)?)?;
    let folder = js.join("package");
    let inputs = ["src", "scripts", "types", "package.json"].map(|name| js.join(name));
    let mut files = vec![dist.as_path(), tokens.as_path()];
    files.extend(inputs.iter().map(PathBuf::as_path));
    let digest = bundle::digest_of(&files)?;
    if !bundle::is_fresh(&folder, &digest) {
        pack::install_npm(&js)?;
        bundle::refill(&folder, &digest, || {
            tools::run(Command::new("node").current_dir(&js).arg("scripts/package.js").args([&folder, &tokens]))
        })?;
        println!("package: {}", folder.display());
    }
    Ok(folder)
}

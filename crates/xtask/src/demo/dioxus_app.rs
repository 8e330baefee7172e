//! The Dioxus example as files to serve: what `dx build` would make, without `dx`.

use std::{fs, path::PathBuf};

use anyhow::Result;

use crate::{bundle, pack, toolchain, workspace::Workspace};

/// Builds the example and returns the folder to serve. The widgets were built before: their npm packages are there.
pub(super) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let module = toolchain::ensure_wasm(workspace)?.compile(workspace, "dioxus-app", "dioxus-app.wasm")?;
    let pages = workspace.root.join("examples/dioxus-app/web");
    let folder = workspace.target_dir.join("dioxus-app");
    let digest = bundle::digest_of(&[&module, &pages])?;
    if !bundle::is_fresh(&folder, &digest) {
        println!("packing the Dioxus example");
        bundle::refill(&folder, &digest, || {
            pack::bind(&module, &folder, "app", true)?;
            let packed = folder.join("app_bg.wasm");
            pack::optimize(&bundle::js_dir(workspace), &packed, &packed)?;
            fs::write(&packed, pack::anonymous(&fs::read(&packed)?)?)?;
            for entry in fs::read_dir(&pages)? {
                let entry = entry?;
                fs::copy(entry.path(), folder.join(entry.file_name()))?;
            }
            pack::precompress(&folder)
        })?;
    }
    Ok(folder)
}

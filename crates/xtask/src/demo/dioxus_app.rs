//! The Dioxus example as files to serve: what `dx build` would make, without `dx`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{bundle, pack, toolchain, tools, workspace::Workspace};

/// Builds the example and returns the folder to serve.
pub(super) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let toolchain = toolchain::ensure_wasm(workspace)?;
    tools::run(toolchain.build(workspace).args(["-p", "dioxus-app", "--profile", "browser"]))?;
    let module = toolchain.target_dir(workspace).join(toolchain::TARGET).join("browser/dioxus-app.wasm");
    let folder = workspace.target_dir.join("dioxus-app");
    if is_newer(&folder.join("app_bg.wasm"), &module) {
        return Ok(folder);
    }
    println!("packing the Dioxus example");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    pack::bind(&module, &folder, "app", true)?;
    let packed = folder.join("app_bg.wasm");
    pack::optimize(&bundle::js_dir(workspace), &packed, &packed)?;
    fs::write(&packed, pack::anonymous(&fs::read(&packed)?)?)?;
    let sources = workspace.root.join("examples/dioxus-app/web");
    for entry in fs::read_dir(&sources).with_context(|| format!("reading {}", sources.display()))? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    pack::precompress(&folder)?;
    Ok(folder)
}

fn is_newer(product: &Path, source: &Path) -> bool {
    let modified = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    matches!((modified(product), modified(source)), (Some(product), Some(source)) if product >= source)
}

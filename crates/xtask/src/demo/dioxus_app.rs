//! The Dioxus example as files to serve: what `dx build` would make, without `dx`.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use crate::{toolchain, tools, workspace::Workspace};

/// Builds the example and returns the folder to serve.
pub(super) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let toolchain = toolchain::ensure_wasm(workspace)?;
    tools::run(toolchain.build(workspace).args(["-p", "dioxus-app", "--profile", "browser"]))?;
    let module = toolchain.target_dir(workspace).join(toolchain::TARGET).join("browser/dioxus-app.wasm");
    let folder = workspace.target_dir.join("dioxus-app");
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(&module)
        .web(true)?
        .out_name("app")
        .typescript(false)
        .generate(&folder)
        .context("wasm-bindgen")?;
    let sources = workspace.root.join("examples/dioxus-app/web");
    for entry in fs::read_dir(&sources).with_context(|| format!("reading {}", sources.display()))? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(folder)
}

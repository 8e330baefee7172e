//! Builds what browsers download: the widgets' wasm module, its glue and the shim, hashed and precompressed.
//!
//! cargo (profile `browser`) -> wasm-bindgen (as a library, so that its version follows `Cargo.lock`) -> `wasm-opt -Oz`
//! -> strip -> esbuild for the JavaScript -> gzip and brotli beside every file.
//!
//! ```text
//! dist/portal.js                 the shim: what a page imports
//! dist/portal-<hash>.js          the glue, imported when the first widget is connected
//! dist/portal-<hash>_bg.wasm     all widgets
//! dist/portal.d.ts               types of the shim
//! ```

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use sha2::{Digest as _, Sha256};

use crate::pack;
use crate::toolchain::{self, TARGET, WasmToolchain};
use crate::workspace::Workspace;

/// Where a finished bundle lies.
#[derive(Debug, Clone)]
pub(crate) struct BundleOutput {
    /// Holds `portal.js` and what it loads; every file has a `.gz` and a `.br` beside it.
    pub(crate) dir: PathBuf,
    /// The module before stripping, same code: what [`crate::size`] reads names from.
    pub(crate) named_wasm: PathBuf,
    /// Whether anything was built (`false`: it was fresh already).
    pub(crate) built: bool,
}

impl BundleOutput {
    /// The one file of the bundle whose name ends like this.
    pub(crate) fn file(&self, starts: &str, ends: &str) -> Result<PathBuf> {
        fs::read_dir(&self.dir)?
            .flatten()
            .map(|entry| entry.path())
            .find(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                name.starts_with(starts) && name.ends_with(ends)
            })
            .with_context(|| format!("no {starts}*{ends} in {}", self.dir.display()))
    }
}

/// Where the shim's sources and its npm package lie.
pub(crate) fn js_dir(workspace: &Workspace) -> PathBuf {
    workspace.root.join("crates/elements/js")
}

/// Builds the bundle of all widgets where it is stale.
///
/// cargo itself says whether the Rust side is stale; the rest is compared by a digest of all inputs.
///
/// # Errors
/// When a tool is missing or fails; the message names it.
pub(crate) fn build(workspace: &Workspace) -> Result<BundleOutput> {
    let toolchain = toolchain::ensure_wasm(workspace)?;
    let wasm = compile(workspace, &toolchain, "loggia-elements", "loggia_elements")?;
    let js = js_dir(workspace);
    let work = workspace.target_dir.join("bundle");
    let output = BundleOutput { dir: js.join("dist"), named_wasm: work.join("named.wasm"), built: true };
    let stamp = work.join("stamp");
    let inputs = vec![wasm.clone(), js.join("package-lock.json"), js.join("tsconfig.json")];
    let digest = digest_of(inputs, &[&js.join("src")])?;
    if fs::read_to_string(&stamp).is_ok_and(|last| last == digest) && is_whole(&output) {
        return Ok(BundleOutput { built: false, ..output });
    }

    let started = Instant::now();
    pack::install_npm(&js)?;
    let bound = work.join("bound");
    pack::bind(&wasm, &bound, "portal", false)?;
    let lean = bound.join("lean.wasm");
    fs::write(&lean, pack::without_backtraces(&fs::read(bound.join("portal_bg.wasm"))?)?)?;
    pack::optimize(&js, &lean, &output.named_wasm)?;
    let module = pack::anonymous(&fs::read(&output.named_wasm)?)?;
    write_dist(&js, &bound.join("portal.js"), &module, &output.dir)?;
    fs::write(&stamp, digest)?;
    println!("bundle: {} ({:.0} s)", output.dir.display(), started.elapsed().as_secs_f32());
    Ok(output)
}

/// Compiles a package for browsers. cargo says itself what is stale.
fn compile(workspace: &Workspace, toolchain: &WasmToolchain, package: &str, file: &str) -> Result<PathBuf> {
    let status = toolchain.build(workspace).args(["-p", package, "--profile", "browser"]).status()?;
    if !status.success() {
        bail!("building {package} for {TARGET} failed ({status})");
    }
    Ok(toolchain.target_dir(workspace).join(TARGET).join("browser").join(file).with_extension("wasm"))
}

fn empty(dir: &Path) -> Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    fs::create_dir_all(dir)?;
    Ok(())
}

/// Whether the files of the last build are still there.
fn is_whole(output: &BundleOutput) -> bool {
    output.named_wasm.exists()
        && [("portal.js", ".br"), ("portal-", ".js.br"), ("portal-", "_bg.wasm.br")]
            .iter()
            .all(|(starts, ends)| output.file(starts, ends).is_ok())
}

/// One digest of all these files, and of those in these folders.
fn digest_of(mut files: Vec<PathBuf>, folders: &[&Path]) -> Result<String> {
    for folder in folders {
        let listed = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
        files.extend(listed.flatten().map(|entry| entry.path()).filter(|path| path.is_file()));
    }
    files.sort();
    let mut hasher = Sha256::new();
    // The steps are an input too.
    hasher.update(include_bytes!("bundle.rs"));
    hasher.update(include_bytes!("pack.rs"));
    for path in files {
        let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        hasher.update(path.to_string_lossy().as_bytes());
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    Ok(hex(&hasher.finalize()))
}

fn write_dist(js: &Path, glue: &Path, module: &[u8], dir: &Path) -> Result<()> {
    empty(dir)?;

    let glue_file = dir.join("glue.js");
    pack::esbuild(js, glue, &glue_file, &[])?;
    let mut hasher = Sha256::new();
    hasher.update(fs::read(&glue_file)?);
    hasher.update(module);
    let hash: String = hex(&hasher.finalize()).chars().take(10).collect();
    fs::rename(&glue_file, dir.join(format!("portal-{hash}.js")))?;
    fs::write(dir.join(format!("portal-{hash}_bg.wasm")), module)?;

    pack::esbuild(
        js,
        &js.join("src/portal.ts"),
        &dir.join("portal.js"),
        &[format!("--define:MODULE_NAME=\"portal-{hash}\"")],
    )?;
    let status = pack::npm_tool(js, "tsc").args(["--project", "tsconfig.json"]).status()?;
    if !status.success() {
        bail!("the shim's types do not check ({status})");
    }
    pack::precompress(dir)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

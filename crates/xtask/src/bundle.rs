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
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use sha2::{Digest as _, Sha256};

use crate::toolchain::{self, TARGET};
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
    let status = toolchain.build(workspace).args(["-p", "loggia-elements", "--profile", "browser"]).status()?;
    if !status.success() {
        bail!("building loggia-elements for {TARGET} failed ({status})");
    }
    let wasm = toolchain.target_dir(workspace).join(TARGET).join("browser/loggia_elements.wasm");

    let js = js_dir(workspace);
    let work = workspace.target_dir.join("bundle");
    let output = BundleOutput { dir: js.join("dist"), named_wasm: work.join("named.wasm"), built: true };
    let stamp = work.join("stamp");
    let digest = digest_of_inputs(&wasm, &js)?;
    if fs::read_to_string(&stamp).is_ok_and(|last| last == digest) && is_whole(&output) {
        return Ok(BundleOutput { built: false, ..output });
    }

    let started = Instant::now();
    install_npm(&js)?;
    fs::create_dir_all(&work)?;
    let glue = bind(&wasm, &work)?;
    optimize(&js, &work.join("bound/portal_bg.wasm"), &output.named_wasm)?;
    let module = without_custom_sections(&fs::read(&output.named_wasm)?)?;
    write_dist(&js, &glue, &module, &output)?;
    fs::write(&stamp, digest)?;
    println!("bundle: {} ({:.0} s)", output.dir.display(), started.elapsed().as_secs_f32());
    Ok(output)
}

/// Whether the files of the last build are still there.
fn is_whole(output: &BundleOutput) -> bool {
    output.named_wasm.exists()
        && [("portal.js", ".br"), ("portal-", ".js.br"), ("portal-", "_bg.wasm.br")]
            .iter()
            .all(|(starts, ends)| output.file(starts, ends).is_ok())
}

fn digest_of_inputs(wasm: &Path, js: &Path) -> Result<String> {
    let mut inputs = vec![wasm.to_owned(), js.join("package-lock.json"), js.join("tsconfig.json")];
    let mut sources: Vec<_> = fs::read_dir(js.join("src"))?.flatten().map(|entry| entry.path()).collect();
    sources.sort();
    inputs.append(&mut sources);
    let mut hasher = Sha256::new();
    // The steps in this file are an input too.
    hasher.update(include_bytes!("bundle.rs"));
    for path in inputs {
        let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        hasher.update(path.to_string_lossy().as_bytes());
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    Ok(hex(&hasher.finalize()))
}

/// Runs `npm ci` where `node_modules` is missing or older than the lock file.
///
/// # Errors
/// When npm is missing or fails.
pub(crate) fn install_npm(dir: &Path) -> Result<()> {
    let marker = dir.join("node_modules/.package-lock.json");
    let modified = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    if modified(&marker).is_some_and(|at| modified(&dir.join("package-lock.json")).is_some_and(|lock| at >= lock)) {
        return Ok(());
    }
    println!("npm ci in {}", dir.display());
    let status = Command::new("npm")
        .current_dir(dir)
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .status()
        .context("`npm` is not on PATH: install Node.js 20 or later")?;
    if !status.success() {
        bail!("`npm ci` failed in {} ({status})", dir.display());
    }
    // npm keeps the marker's old time where nothing changed.
    fs::File::options().append(true).open(&marker)?.set_modified(std::time::SystemTime::now())?;
    Ok(())
}

fn npm_tool(js: &Path, name: &str) -> Command {
    let mut command = Command::new(js.join("node_modules/.bin").join(name));
    command.current_dir(js);
    command
}

/// Makes the glue and returns its path. Names stay in: the size table reads them.
fn bind(wasm: &Path, work: &Path) -> Result<PathBuf> {
    let out = work.join("bound");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .out_name("portal")
        .typescript(false)
        .omit_default_module_path(true)
        .remove_producers_section(true)
        .generate(&out)
        .context("wasm-bindgen")?;
    Ok(out.join("portal.js"))
}

fn optimize(js: &Path, from: &Path, to: &Path) -> Result<()> {
    let status = npm_tool(js, "wasm-opt").args(["-Oz", "--debuginfo", "-o"]).args([to, from]).status()?;
    if !status.success() {
        bail!("wasm-opt failed ({status})");
    }
    Ok(())
}

/// Drops every custom section (names, producers, target features): nothing at run time reads them.
fn without_custom_sections(module: &[u8]) -> Result<Vec<u8>> {
    let mut stripped = module.get(..8).context("not a wasm module")?.to_vec();
    for section in crate::wasm::sections(module)? {
        if section.id != crate::wasm::CUSTOM {
            stripped.extend_from_slice(section.whole);
        }
    }
    Ok(stripped)
}

fn write_dist(js: &Path, glue: &Path, module: &[u8], output: &BundleOutput) -> Result<()> {
    if output.dir.exists() {
        fs::remove_dir_all(&output.dir)?;
    }
    fs::create_dir_all(&output.dir)?;

    let glue_file = output.dir.join("glue.js");
    esbuild(js, glue, &glue_file, &[])?;
    let mut hasher = Sha256::new();
    hasher.update(fs::read(&glue_file)?);
    hasher.update(module);
    let hash: String = hex(&hasher.finalize()).chars().take(10).collect();
    fs::rename(&glue_file, output.dir.join(format!("portal-{hash}.js")))?;
    fs::write(output.dir.join(format!("portal-{hash}_bg.wasm")), module)?;

    esbuild(
        js,
        &js.join("src/portal.ts"),
        &output.dir.join("portal.js"),
        &[format!("--define:MODULE_NAME=\"portal-{hash}\"")],
    )?;
    let status = npm_tool(js, "tsc").args(["--project", "tsconfig.json"]).status()?;
    if !status.success() {
        bail!("the shim's types do not check ({status})");
    }
    precompress(&output.dir)
}

fn esbuild(js: &Path, from: &Path, to: &Path, more: &[String]) -> Result<()> {
    let mut command = npm_tool(js, "esbuild");
    command.arg(from).args([
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022",
        "--log-level=warning",
        "--charset=utf8",
    ]);
    command.arg(format!("--outfile={}", to.display())).args(more);
    let status = command.status()?;
    if !status.success() {
        bail!("esbuild failed on {} ({status})", from.display());
    }
    Ok(())
}

/// Writes `.gz` and `.br` beside every file, so that a server need not compress at each request.
fn precompress(dir: &Path) -> Result<()> {
    let files: Vec<_> = fs::read_dir(dir)?.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    for path in files {
        let bytes = fs::read(&path)?;
        let beside = |ending: &str| {
            let mut name = path.clone().into_os_string();
            name.push(ending);
            PathBuf::from(name)
        };
        fs::write(beside(".gz"), gzip(&bytes)?)?;
        fs::write(beside(".br"), brotli_11(&bytes)?)?;
    }
    Ok(())
}

/// gzip at its highest level.
pub(crate) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// brotli at its highest level.
pub(crate) fn brotli_11(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    brotli::CompressorWriter::new(&mut compressed, 64 * 1024, 11, 24).write_all(bytes)?;
    Ok(compressed)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

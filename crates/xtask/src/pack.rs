//! The steps from a compiled wasm module to files that a browser downloads.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{order, packages, tools, wasm};

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
    ensure_node()?;
    println!("npm ci in {}", dir.display());
    let mut npm = Command::new("npm");
    tools::run(npm.current_dir(dir).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    // npm keeps the marker's old time where nothing changed.
    fs::File::options().append(true).open(&marker)?.set_modified(std::time::SystemTime::now())?;
    Ok(())
}

/// Node.js with npm, 20 or later: found, or installed now.
///
/// # Errors
/// When there is none and it cannot be installed, or it is older.
pub(crate) fn ensure_node() -> Result<()> {
    const OLDEST: u32 = 20;
    if tools::find("node").is_none() || tools::find("npm").is_none() {
        packages::NODE.install().context("Node.js 20 or later is needed, with npm")?;
    }
    let version = tools::output(Command::new("node").arg("--version"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST) {
        bail!("Node.js {OLDEST} or later is needed, and `node` is {}: https://nodejs.org", version.trim());
    }
    Ok(())
}

/// A program from the npm packages in `js/node_modules`.
pub(crate) fn npm_tool(js: &Path, name: &str) -> Command {
    let mut command = Command::new(js.join("node_modules/.bin").join(name));
    command.current_dir(js);
    command
}

/// Makes the JavaScript glue: `<name>.js` and `<name>_bg.wasm` in `out`. Names stay in: the size table reads them.
///
/// `fetches_itself` is whether the glue finds the module beside itself; otherwise it is told where to fetch it from.
///
/// # Errors
/// When the module was built for another version of wasm-bindgen, or cannot be read.
pub(crate) fn bind(wasm: &Path, out: &Path, name: &str, fetches_itself: bool) -> Result<()> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .out_name(name)
        .typescript(false)
        .demangle(false)
        .omit_default_module_path(!fetches_itself)
        .remove_producers_section(true)
        .generate(out)
        .context("wasm-bindgen")
}

const OPTIMIZE: [&str; 5] = ["-Oz", "-ocimfs=22", "--skip-pass=local-cse", "--skip-pass=memory-packing", "--debuginfo"];

/// `wasm-opt -Oz`, names kept.
///
/// What is downloaded is compressed, and what repeats compresses well: a function of one caller stays a function unless
/// it is small, like functions stand together, what is computed twice is not kept for the second time, and zeros in
/// memory stay where they are.
///
/// # Errors
/// When wasm-opt fails.
pub(crate) fn optimize(js: &Path, from: &Path, to: &Path) -> Result<()> {
    tools::run(npm_tool(js, "wasm-opt").args(OPTIMIZE).arg("-o").args([to, from]))?;
    // wasm-opt sorts by name: for a moment, each begins with the function's place.
    let module = fs::read(to)?;
    let functions = wasm::functions(&module)?;
    let places = order::places(&functions.iter().map(|(_, body)| *body).collect::<Vec<_>>());
    let numbered = functions.iter().zip(places).map(|((name, _), place)| format!("{place:08} {name}"));
    fs::write(to, wasm::renamed(&module, numbered)?)?;
    tools::run(npm_tool(js, "wasm-opt").args(["--reorder-functions-by-name", "--debuginfo", "-o"]).args([to, to]))?;
    let module = fs::read(to)?;
    let functions = wasm::functions(&module)?;
    let names = functions.iter().map(|(name, _)| name.split_once(' ').map_or("", |(_, name)| name));
    Ok(fs::write(to, wasm::renamed(&module, names)?)?)
}

/// The module as it is published: without names, and without our own name in its strings.
///
/// Custom sections (names, producers, target features) go: nothing at run time reads them. Of the strings, those of
/// panics and of Dioxus's component names would say which software this is; white label means that it does not show.
///
/// # Errors
/// When the bytes are not a wasm module.
pub(crate) fn anonymous(module: &[u8]) -> Result<Vec<u8>> {
    let sections = wasm::sections(module)?.into_iter();
    Ok(wasm::module_of(sections.filter(|(id, _)| *id != wasm::CUSTOM).map(|(id, content)| {
        if id == wasm::DATA { (id, replace(content, b"loggia", b"portal").into()) } else { (id, content.into()) }
    })))
}

/// Replaces a word by one of the same length, so that everything stays where it is.
fn replace<const N: usize>(bytes: &[u8], word: &[u8; N], by: &[u8; N]) -> Vec<u8> {
    let mut replaced = bytes.to_vec();
    let mut at = 0;
    while let Some(found) = replaced.get(at..).and_then(|rest| rest.windows(N).position(|window| window == word)) {
        at += found;
        if let Some(place) = replaced.get_mut(at..at + N) {
            place.copy_from_slice(by);
        }
    }
    replaced
}

/// Bundles and minifies a module and what it imports.
///
/// # Errors
/// When esbuild fails.
pub(crate) fn esbuild(js: &Path, from: &Path, to: &Path, more: &[String]) -> Result<()> {
    let mut command = npm_tool(js, "esbuild");
    command.arg(from).args([
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022",
        "--log-level=warning",
        "--charset=utf8",
    ]);
    tools::run(command.arg(format!("--outfile={}", to.display())).args(more))
}

/// Writes `.gz` and `.br` beside every file, so that a server need not compress at each request.
///
/// # Errors
/// When a file cannot be read or written.
pub(crate) fn precompress(dir: &Path) -> Result<()> {
    let files: Vec<_> = fs::read_dir(dir)?.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    for path in files {
        let bytes = fs::read(&path)?;
        fs::write(beside(&path, ".gz"), gzip(&bytes)?)?;
        fs::write(beside(&path, ".br"), brotli_11(&bytes)?)?;
    }
    Ok(())
}

/// The path with more at its end.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// gzip at its highest level.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// brotli at its highest level.
fn brotli_11(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    brotli::CompressorWriter::new(&mut compressed, 64 * 1024, 11, 24).write_all(bytes)?;
    Ok(compressed)
}

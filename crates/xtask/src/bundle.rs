//! Builds what browsers download: the widgets' wasm module, its glue and the shim, hashed and precompressed.
//!
//! cargo (profile `browser`) -> wasm-bindgen (as a library, so that its version follows `Cargo.lock`) -> `wasm-opt -Oz`
//! -> strip -> esbuild for the JavaScript -> gzip and brotli beside every file.
//!
//! ```text
//! dist/portal.js                 the shim: what a page imports
//! dist/elements.js               the same, where the page says which tags there are
//! dist/autoloader.js             fetches elements.js when a tag first occurs
//! dist/portal-<hash>.js          the glue, imported when the first widget is connected
//! dist/portal-<hash>_bg.wasm     the widgets, as far as it takes to show them
//! dist/portal-<hash>_later.wasm  what they need besides once somebody does something with them
//! dist/portal-<hash>.<lang>.txt  their texts in each language, of which a page fetches one
//! dist/portal-<hash>.messages.js what a page fetches that has words of its own
//! dist/*.d.ts                    types
//! ```

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256, Sha384};

use crate::{pack, shorten, split, toolchain, tools, uncalled, wasm, workspace::Workspace};

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
        let found = self.files(starts, ends)?.into_iter().next();
        found.with_context(|| format!("no {starts}*{ends} in {}", self.dir.display()))
    }

    /// Every file of the bundle whose name begins and ends like this.
    pub(crate) fn files(&self, starts: &str, ends: &str) -> Result<Vec<PathBuf>> {
        let named = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(starts) && name.ends_with(ends)
        };
        Ok(fs::read_dir(&self.dir)?.flatten().map(|entry| entry.path()).filter(named).collect())
    }
}

/// Where the shim's sources and its npm package lie.
pub(crate) fn js_dir(workspace: &Workspace) -> PathBuf {
    workspace.root.join("crates/elements/js")
}

/// Every widget: the features of `loggia-elements`, and the tags without what all begin with.
pub(crate) const WIDGETS: [&str; 6] = ["status", "documents", "requests", "members", "audit-log", "api-keys"];

/// Builds the bundle of all widgets where it is stale.
///
/// cargo itself says whether the Rust side is stale; the rest is compared by a digest of all inputs.
///
/// # Errors
/// When a tool is missing or fails; the message names it.
pub(crate) fn build(workspace: &Workspace) -> Result<BundleOutput> {
    build_in(workspace, &WIDGETS, &js_dir(workspace).join("dist"), "")
}

/// Builds a bundle of these widgets only, in a folder of its own, where it is stale.
///
/// # Errors
/// When a tool is missing or fails; the message names it.
pub(crate) fn build_only(workspace: &Workspace, widgets: &[&str]) -> Result<BundleOutput> {
    let chosen: Vec<&str> = WIDGETS.into_iter().filter(|widget| widgets.contains(widget)).collect();
    let name = format!("only-{}", chosen.join("-"));
    build_in(workspace, &chosen, &workspace.target_dir.join("bundle").join(&name), &format!("{name}-"))
}

/// Builds the bundle of these widgets in `dir`; what it is made from has names that begin with `prefix`.
fn build_in(workspace: &Workspace, widgets: &[&str], dir: &Path, prefix: &str) -> Result<BundleOutput> {
    let work = workspace.target_dir.join("bundle");
    let _lock = lock(&work)?;
    // Members with all that it can do.
    let more: &[&str] = if widgets.contains(&"members") { &["member-access"] } else { &[] };
    let features = format!("--features={}", [widgets, more].concat().join(","));
    let arguments: &[&str] = if widgets == WIDGETS { &[] } else { &["--no-default-features", &features] };
    let toolchain = toolchain::ensure_wasm(workspace)?;
    let wasm = toolchain.compile_with(workspace, "loggia-elements", "loggia_elements.wasm", arguments)?;
    let js = js_dir(workspace);
    let named_wasm = work.join(format!("{prefix}named.wasm"));
    let texts = Texts::read(workspace, &[widgets, more].concat())?;
    let made = work.join(format!("{prefix}texts"));
    fs::write(&made, &texts.all)?;
    let digest = digest_of(&[&wasm, &made, &js.join("package-lock.json"), &js.join("tsconfig.json"), &js.join("src")])?;
    if named_wasm.exists() && is_fresh(dir, &digest) {
        return Ok(BundleOutput { dir: dir.to_owned(), named_wasm, built: false });
    }

    let started = Instant::now();
    pack::install_npm(&js)?;
    let bound = work.join(format!("{prefix}bound"));
    let modules = finish(&js, &wasm, &bound, &named_wasm)?;
    refill(dir, &digest, || write_dist(&js, &bound.join("portal.js"), &modules, widgets, &texts, dir))?;
    println!("bundle: {} ({:.0} s)", dir.display(), started.elapsed().as_secs_f32());
    Ok(BundleOutput { dir: dir.to_owned(), named_wasm, built: true })
}

/// What is published of a module.
struct Modules {
    /// What shows widgets.
    first: Vec<u8>,
    /// What they need once somebody asks for more.
    later: Vec<u8>,
}

/// Where the second module is, with its names, beside the first one.
pub(crate) fn later_of(named_wasm: &Path) -> PathBuf {
    named_wasm.with_extension("later.wasm")
}

/// From what the compiler wrote to what is published: the glue is `portal.js` in `bound`.
fn finish(js: &Path, wasm: &Path, bound: &Path, named_wasm: &Path) -> Result<Modules> {
    pack::bind(wasm, bound, "portal", false)?;
    let (lean, glue) = (bound.join("lean.wasm"), bound.join("portal.js"));
    let module = fs::read(bound.join("portal_bg.wasm"))?;
    let linked_names: Vec<String> = wasm::functions(&module)?.into_iter().map(|(name, _)| name).collect();
    let names = linked_names.iter().map(|name| rustc_demangle::demangle(name).to_string());
    let module = shorten::type_ids(&uncalled::without(&wasm::renamed(&module, names)?)?)?;
    let plan = split::plan(&fs::read(wasm)?, &module, &linked_names)?;
    let both = split::split(&module, &plan)?;

    let named_later = later_of(named_wasm);
    fs::write(&lean, both.second)?;
    pack::optimize(js, &lean, &named_later)?;
    let later = fs::read(&named_later)?;
    fs::write(&lean, split::with_needed_exports(&both.first, &later)?)?;
    pack::optimize(js, &lean, named_wasm)?;
    let (module, short) = shorten::names(&fs::read(named_wasm)?, &fs::read_to_string(&glue)?)?;
    fs::write(&glue, short)?;
    fs::write(named_wasm, module)?;
    Ok(Modules { first: pack::anonymous(&fs::read(named_wasm)?)?, later: pack::anonymous(&later)? })
}

/// Two tasks at once would write the same files: the second waits. The lock ends with the file.
fn lock(work: &Path) -> Result<fs::File> {
    fs::create_dir_all(work)?;
    let lock = fs::File::create(work.join("lock"))?;
    if lock.try_lock().is_err() {
        println!("waiting for another task that builds the widgets");
        lock.lock()?;
    }
    Ok(lock)
}

/// In a folder that was filled to its end: a digest of what it was made from.
const STAMP: &str = ".stamp";

/// Whether the folder was made from what this is the digest of.
pub(crate) fn is_fresh(folder: &Path, digest: &str) -> bool {
    fs::read_to_string(folder.join(STAMP)).is_ok_and(|last| last == digest)
}

/// Empties the folder, fills it anew and stamps it.
pub(crate) fn refill(folder: &Path, digest: &str, fill: impl FnOnce() -> Result<()>) -> Result<()> {
    let stamp = folder.join(STAMP);
    // The stamp first: cut off from here on, the folder is no longer fresh.
    if stamp.exists() {
        fs::remove_file(&stamp)?;
    }
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    fill()?;
    Ok(fs::write(stamp, digest)?)
}

/// One digest of these files, of the files in these folders, and of the steps that are taken with them.
pub(crate) fn digest_of(inputs: &[&Path]) -> Result<String> {
    let mut files = Vec::new();
    for input in inputs {
        if input.is_dir() {
            files.extend(fs::read_dir(input)?.flatten().map(|entry| entry.path()).filter(|path| path.is_file()));
        } else {
            files.push(input.to_path_buf());
        }
    }
    files.sort();
    let mut hasher = Sha256::new();
    hasher.update(include_bytes!("bundle.rs"));
    hasher.update(include_bytes!("order.rs"));
    hasher.update(include_bytes!("pack.rs"));
    hasher.update(include_bytes!("shorten.rs"));
    hasher.update(include_bytes!("split/layout.rs"));
    hasher.update(include_bytes!("split/linked.rs"));
    hasher.update(include_bytes!("split/mod.rs"));
    hasher.update(include_bytes!("split/plan.rs"));
    hasher.update(include_bytes!("uncalled.rs"));
    hasher.update(include_bytes!("wasm.rs"));
    for path in files {
        let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        hasher.update(path.to_string_lossy().as_bytes());
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    Ok(hex(&hasher.finalize()))
}

fn write_dist(js: &Path, glue: &Path, modules: &Modules, widgets: &[&str], texts: &Texts, dir: &Path) -> Result<()> {
    let glue_file = dir.join("glue.js");
    let integrity = |module| format!("\"sha384-{}\"", BASE64_STANDARD.encode(Sha384::digest(module)));
    let more = [
        format!("--alias:module-glue={}", glue.display()),
        format!("--define:MODULE_INTEGRITY={}", integrity(&modules.first)),
        format!("--define:LATER_INTEGRITY={}", integrity(&modules.later)),
    ];
    pack::esbuild(js, &js.join("src/inside.ts"), &glue_file, &more)?;
    let own_words = dir.join("messages.js");
    let keys = format!("--define:KEYS={}", serde_json::to_string(&texts.keys)?);
    pack::esbuild(js, &js.join("src/overrides.ts"), &own_words, &[keys])?;
    let mut hasher = Sha256::new();
    hasher.update(fs::read(&glue_file)?);
    hasher.update(fs::read(&own_words)?);
    hasher.update(&modules.first);
    hasher.update(&modules.later);
    hasher.update(&texts.all);
    let hash: String = hex(&hasher.finalize()).chars().take(10).collect();
    fs::rename(&glue_file, dir.join(format!("portal-{hash}.js")))?;
    fs::write(dir.join(format!("portal-{hash}_bg.wasm")), &modules.first)?;
    fs::write(dir.join(format!("portal-{hash}_later.wasm")), &modules.later)?;
    for (language, text) in &texts.files {
        fs::write(dir.join(format!("portal-{hash}.{language}.txt")), text)?;
    }

    fs::rename(own_words, dir.join(format!("portal-{hash}.messages.js")))?;

    let styles = dir.join("frame.css");
    pack::esbuild(js, &js.join("src/frame.css"), &styles, &[])?;
    let frame = serde_json::to_string(fs::read_to_string(&styles)?.trim_end())?;
    fs::remove_file(styles)?;
    let addresses = dir.join("texts.js");
    fs::write(&addresses, texts.addresses(&hash))?;
    let more = [
        format!("--define:MODULE_NAME=\"portal-{hash}\""),
        format!("--define:FRAME_STYLES={frame}"),
        format!("--define:WIDGETS=\"{}\"", widgets.join(" ")),
        format!("--alias:module-texts={}", addresses.display()),
        format!("--define:WORDS={}", serde_json::to_string(&texts.words())?),
    ];
    let apart = [more.as_slice(), &["--external:./elements.js".to_owned()]].concat();
    for (name, more) in [("portal", more.as_slice()), ("elements", more.as_slice()), ("autoloader", apart.as_slice())] {
        pack::esbuild(js, &js.join(format!("src/{name}.ts")), &dir.join(format!("{name}.js")), more)?;
    }
    fs::remove_file(addresses)?;
    tools::run(pack::npm_tool(js, "tsc").args(["--project", "tsconfig.json", "--outDir"]).arg(dir))?;
    pack::precompress(dir)
}

/// The texts of a bundle's widgets.
struct Texts {
    /// Language, and a line for each text.
    files: Vec<(&'static str, String)>,
    /// All of them.
    all: String,
    /// The names of the lines.
    keys: String,
    /// How many of the lines, the last ones, are what an element says before its widget is there.
    of_element: usize,
}

impl Texts {
    fn read(workspace: &Workspace, features: &[&str]) -> Result<Self> {
        let folder = workspace.root.join("crates/ui/messages");
        let chosen = loggia_messages::catalogues(|widget| features.contains(&widget));
        let of_element = loggia_messages::read(&folder, &[loggia_messages::ELEMENT])?.keys().lines().count();
        let messages = loggia_messages::read(&folder, &[chosen, vec![loggia_messages::ELEMENT]].concat())?;
        // The longer tag first: it is a kind of the shorter one.
        let codes =
            [loggia_messages::PSEUDO].into_iter().chain(loggia_messages::LANGUAGES.map(|language| language.code));
        let files: Vec<_> = codes.filter_map(|code| Some((code, messages.file(code)?))).collect();
        let all = files.iter().map(|(_, text)| text.as_str()).collect();
        Ok(Self { files, all, keys: messages.keys(), of_element })
    }

    /// A script that says where each of them is.
    fn addresses(&self, hash: &str) -> String {
        let line = |(language, _): &(&str, String)| {
            format!("  \"{language}\": new URL(\"./portal-{hash}.{language}.txt\", import.meta.url),\n")
        };
        format!("export const texts = {{\n{}}};\n", self.files.iter().map(line).collect::<String>())
    }

    /// What an element says as long as no language is there: the first of its lines, in English.
    fn words(&self) -> Vec<&str> {
        const NEEDED: usize = 5;
        let text = self.files.iter().find(|(code, _)| *code == loggia_messages::SOURCE).map(|(_, text)| text.as_str());
        let lines: Vec<_> = text.unwrap_or_default().lines().collect();
        lines.into_iter().rev().take(self.of_element).rev().take(NEEDED).collect()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_folder_is_fresh_once_it_was_filled_to_its_end_from_the_same_inputs() {
        let folder = tempfile::tempdir().unwrap();
        let (source, product) = (folder.path().join("source"), folder.path().join("product"));
        fs::write(&source, "first").unwrap();
        let first = digest_of(&[&source]).unwrap();
        assert!(!is_fresh(&product, &first));
        refill(&product, &first, || Ok(fs::write(product.join("made"), "first")?)).unwrap();
        assert!(is_fresh(&product, &first));

        fs::write(&source, "second").unwrap();
        let second = digest_of(&[&source]).unwrap();
        assert!(!is_fresh(&product, &second));
        refill(&product, &second, || anyhow::bail!("cut off")).unwrap_err();
        assert!(!is_fresh(&product, &first) && !is_fresh(&product, &second));
        assert!(!product.join("made").exists());
    }
}

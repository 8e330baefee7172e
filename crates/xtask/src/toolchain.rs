//! Finds, or makes, a Rust toolchain that can build for browsers.
//!
//! What customers download is worth a standard library of our own making: built from source, for size, and with panics
//! that trap at once instead of composing a message nobody reads. That takes a tenth off the bundle.
//!
//! Four ways, tried in this order; the first that works wins and is printed:
//! 1. the toolchain on `PATH` has the library's source (`rust-src`), or
//! 2. `rustup component add` fetches it: the library is built from it;
//! 3. the distribution's own compiler, or its packages for the one on `PATH`, build it: the way of a machine whose rustup
//!    cannot reach its server. Needs root, once;
//! 4. the `wasm32-unknown-unknown` target as it is shipped, installed already or by `rustup target add`: works, larger.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{
    packages::{Packages, RUST_FOR_BROWSERS},
    workspace::Workspace,
};

/// The target that browsers run.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// With a standard library of our own making: a panic traps at once, and nothing is kept to describe it.
const FOR_SIZE: [&str; 4] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"];

/// How to call a cargo that builds for [`TARGET`].
#[derive(Debug, Clone)]
pub(crate) struct WasmToolchain {
    /// One line for people: which of the ways was taken.
    pub(crate) way: String,
    cargo: OsString,
    builds_std: bool,
    env: Vec<(&'static str, OsString)>,
    /// Below the workspace's target directory; a second compiler beside the first would otherwise rebuild everything
    /// at each change between the two.
    target_subdir: Option<&'static str>,
}

impl WasmToolchain {
    /// The directory cargo writes to when called through [`WasmToolchain::build`].
    fn target_dir(&self, workspace: &Workspace) -> PathBuf {
        match self.target_subdir {
            Some(sub) => workspace.target_dir.join(sub),
            None => workspace.target_dir.clone(),
        }
    }

    /// Compiles a package for browsers where cargo finds it stale. Returns where its module lies, which is named `file`.
    ///
    /// # Errors
    /// When it does not build.
    pub(crate) fn compile(&self, workspace: &Workspace, package: &str, file: &str) -> Result<PathBuf> {
        self.compile_with(workspace, package, file, &[])
    }

    /// As [`compile`](Self::compile), with more arguments for cargo, such as which features.
    ///
    /// # Errors
    /// When it does not build.
    pub(crate) fn compile_with(
        &self,
        workspace: &Workspace,
        package: &str,
        file: &str,
        more: &[&str],
    ) -> Result<PathBuf> {
        crate::tools::run(self.build(workspace).args(["-p", package, "--profile", "browser"]).args(more))
            .with_context(|| format!("building {package} for {TARGET}"))?;
        Ok(self.target_dir(workspace).join(TARGET).join("browser").join(file))
    }

    /// `cargo build --target wasm32-unknown-unknown`, in the workspace, ready for more arguments.
    fn build(&self, workspace: &Workspace) -> Command {
        let mut command = Command::new(&self.cargo);
        command
            .current_dir(&workspace.root)
            .arg("build")
            .args(["--target", TARGET, "--target-dir"])
            .arg(self.target_dir(workspace));
        let mut flags = rustflags(workspace);
        if self.builds_std {
            command.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
            // `-Z` flags on a stable compiler: what Debian itself does to build Firefox.
            command.env("RUSTC_BOOTSTRAP", "1");
            flags.extend(FOR_SIZE.map(str::to_owned));
        }
        // This variable goes before every other way to set flags, and would silently replace those of a configuration.
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        if self.target_subdir.is_some() {
            // rustup sets it for `cargo xtask`; Debian's compiler has nothing to do with it.
            command.env_remove("RUSTUP_TOOLCHAIN");
        }
        command.envs(self.env.iter().map(|(name, value)| (*name, value)));
        command
    }
}

/// Flags for what browsers download.
fn rustflags(workspace: &Workspace) -> Vec<String> {
    // The newer names carry the crate of each generic function's arguments: the size table needs that.
    let mut flags = vec!["-Csymbol-mangling-version=v0".to_owned(), "-Clink-arg=--emit-relocs".to_owned()];
    // Panic messages name source files: where this machine keeps them is nobody's business, and costs bytes.
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let registries = cargo_home.and_then(|home| std::fs::read_dir(home.join("registry/src")).ok());
    let mut folders: Vec<_> = registries.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    folders.sort();
    folders.push(workspace.root.clone());
    flags.extend(folders.iter().map(|folder| format!("--remap-path-prefix={}=", folder.display())));
    flags
}

/// Finds a toolchain for [`TARGET`], installing what can be installed, and prints which way was taken.
///
/// # Errors
/// When no way works: the message is the command to run.
pub(crate) fn ensure_wasm(workspace: &Workspace) -> Result<WasmToolchain> {
    let toolchain = find(workspace)?;
    println!("wasm toolchain: {}", toolchain.way);
    Ok(toolchain)
}

fn find(workspace: &Workspace) -> Result<WasmToolchain> {
    if builds_std(workspace) {
        return own(workspace, true, "the installed toolchain, building the standard library");
    }
    let mut tried = Vec::new();
    match rustup(workspace, &["component", "add", "rust-src"]) {
        Ok(()) if builds_std(workspace) => {
            return own(workspace, true, "`rustup component add rust-src`, building the standard library");
        }
        Ok(()) => tried.push("rustup added rust-src, and the `rustc` on PATH does not build it".to_owned()),
        Err(error) => tried.push(format!("rustup: {error:#}")),
    }
    match distribution(workspace) {
        Ok(toolchain) => return Ok(toolchain),
        Err(error) => tried.push(format!("the distribution's packages: {error:#}")),
    }
    if ensure_target(workspace) {
        return own(workspace, false, "the standard library as shipped: the bundle is larger than it could be");
    }
    bail!(
        "no Rust toolchain here can build for browsers. Run `rustup component add rust-src`, or `rustup target add \
         {TARGET}`; without rustup, {}.\nWhat was tried:\n  {}",
        RUST_FOR_BROWSERS.by_hand(),
        tried.join("\n  "),
    )
}

/// The toolchain on `PATH`.
fn own(workspace: &Workspace, builds_std: bool, way: &str) -> Result<WasmToolchain> {
    Ok(WasmToolchain {
        way: way.to_owned(),
        cargo: std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        builds_std,
        env: linker(workspace, "rustc")?.into_iter().map(|path| (LINKER, path.into())).collect(),
        target_subdir: None,
    })
}

/// Whether the `rustc` on `PATH` has the standard library's source beside it, and knows the flags it is built with:
/// they are unstable, and a later compiler may call them something else.
fn builds_std(workspace: &Workspace) -> bool {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(&workspace.root).env("RUSTC_BOOTSTRAP", "1").args(FOR_SIZE).args(["--print", "sysroot"]);
    output(&mut rustc).is_ok_and(|sysroot| source_in(&sysroot))
}

fn source_in(sysroot: &str) -> bool {
    Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std/Cargo.toml").exists()
}

/// Whether the toolchain on `PATH` can check code for the target, after installing what that takes where rustup can.
pub(crate) fn ensure_target(workspace: &Workspace) -> bool {
    has_target(workspace) || (rustup(workspace, &["target", "add", TARGET]).is_ok() && has_target(workspace))
}

/// Whether the sysroot of the `rustc` on `PATH` holds a standard library for the target.
fn has_target(workspace: &Workspace) -> bool {
    let Ok(libdir) = output(Command::new("rustc").current_dir(&workspace.root).args([
        "--print",
        "target-libdir",
        "--target",
        TARGET,
    ])) else {
        return false;
    };
    std::fs::read_dir(libdir.trim())
        .map(|entries| entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
        .unwrap_or(false)
}

fn rustup(workspace: &Workspace, args: &[&str]) -> Result<()> {
    let status = Command::new("rustup").current_dir(&workspace.root).args(args).status().context("not on PATH")?;
    if !status.success() {
        bail!("`rustup {}` failed ({status})", args.join(" "));
    }
    Ok(())
}

/// The distribution's packages: what `rustc` on `PATH` lacks, or a compiler of its own (Debian), which is called by full
/// path so that a rustup toolchain keeps its place on `PATH`.
fn distribution(workspace: &Workspace) -> Result<WasmToolchain> {
    if !debian_installed() {
        RUST_FOR_BROWSERS.install()?;
        if builds_std(workspace) {
            return own(workspace, true, "the distribution's library source, building the standard library");
        }
    }
    if !debian_installed() {
        bail!("installed, but /usr/bin/rustc has no library source beside it");
    }
    // rustup's linker serves any compiler.
    let linker = match shipped_linker(workspace, "rustc") {
        Some(linker) => Some(linker),
        None => linker(workspace, "/usr/bin/rustc")?,
    };
    let linker = linker.map(|path| (LINKER, path.into()));
    Ok(WasmToolchain {
        way: "Debian's rustc-web, building the standard library".to_owned(),
        cargo: "/usr/bin/cargo".into(),
        builds_std: true,
        env: [("RUSTC", "/usr/bin/rustc".into())].into_iter().chain(linker).collect(),
        target_subdir: Some("debian-rust"),
    })
}

fn debian_installed() -> bool {
    let sysroot = output(Command::new("/usr/bin/rustc").args(["--print", "sysroot"])).unwrap_or_default();
    Path::new("/usr/bin/cargo").exists() && source_in(&sysroot)
}

const LINKER: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER";

/// The linker that a compiler has to be told of: none where it finds its own, as rustup's and Fedora's do. Debian packs
/// LLVM's separately, and it has to be of the compiler's version.
fn linker(workspace: &Workspace, rustc: &str) -> Result<Option<PathBuf>> {
    if shipped_linker(workspace, rustc).is_some() || crate::tools::find("apt-get").is_none() {
        return Ok(None);
    }
    let about = output(Command::new(rustc).current_dir(&workspace.root).arg("-vV"))?;
    let version = about.lines().find_map(|line| line.strip_prefix("LLVM version: ")).unwrap_or_default();
    let version = version.split('.').next().unwrap_or_default();
    let linker = PathBuf::from(format!("/usr/lib/llvm-{version}/bin/wasm-ld"));
    if !linker.exists() {
        let package = format!("lld-{version}");
        let packages = Packages { apt: &[&package], dnf: &["lld"], brew: &["lld"] };
        packages.install().with_context(|| format!("{rustc} has no linker for {TARGET}"))?;
    }
    Ok(Some(linker))
}

/// `rust-lld` beside a compiler: in every toolchain of rustup's.
fn shipped_linker(workspace: &Workspace, rustc: &str) -> Option<PathBuf> {
    let mut command = Command::new(rustc);
    let libdir = output(command.current_dir(&workspace.root).args(["--print", "target-libdir"])).ok()?;
    Some(Path::new(libdir.trim()).parent()?.join("bin/rust-lld")).filter(|path| path.exists())
}

/// Standard output of a command that must succeed.
fn output(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::null()).output()?;
    if !output.status.success() {
        bail!("{command:?} failed ({})", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

//! Finds, or makes, a Rust toolchain that can build for browsers.
//!
//! What customers download is worth a standard library of our own making: built from source, for size, and with panics
//! that trap at once instead of composing a message nobody reads. That takes a tenth off the bundle.
//!
//! Four ways, tried in this order; the first that works wins and is printed:
//! 1. the toolchain on `PATH` has the library's source (`rust-src`), or
//! 2. `rustup component add` fetches it: the library is built from it;
//! 3. Debian's `rustc-web`, `cargo-web` and `rust-web-src` build it: the way of a machine whose rustup cannot reach its
//!    server. Needs root, once;
//! 4. the `wasm32-unknown-unknown` target as it is shipped, installed already or by `rustup target add`: works, larger.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// The target that browsers run.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// With a standard library of our own making: a panic traps at once, and nothing is kept to describe it.
const FOR_SIZE: [&str; 4] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"];

const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

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
    pub(crate) fn target_dir(&self, workspace: &Workspace) -> PathBuf {
        match self.target_subdir {
            Some(sub) => workspace.target_dir.join(sub),
            None => workspace.target_dir.clone(),
        }
    }

    /// `cargo build --target wasm32-unknown-unknown`, in the workspace, ready for more arguments.
    pub(crate) fn build(&self, workspace: &Workspace) -> Command {
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
        command.arg("--config").arg(format!("target.{TARGET}.rustflags = {flags:?}"));
        // `cargo xtask` sets these for its own build; inherited, they would pin the wrong compiler.
        for inherited in ["RUSTC", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTUP_TOOLCHAIN"] {
            if self.target_subdir.is_some() {
                command.env_remove(inherited);
            }
        }
        command.envs(self.env.iter().map(|(name, value)| (*name, value)));
        command
    }
}

/// Flags for what browsers download.
fn rustflags(workspace: &Workspace) -> Vec<String> {
    // The newer names carry the crate of each generic function's arguments: the size table needs that.
    let mut flags = vec!["-Csymbol-mangling-version=v0".to_owned()];
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
    let mut tried = Vec::new();

    if has_source(workspace) {
        return Ok(own(true, "the installed toolchain, building the standard library"));
    }
    match rustup(workspace, &["component", "add", "rust-src"]) {
        Ok(()) if has_source(workspace) => {
            return Ok(own(true, "`rustup component add rust-src`, building the standard library"));
        }
        Ok(()) => tried.push("rustup added rust-src, but not to the `rustc` on PATH".to_owned()),
        Err(error) => tried.push(format!("rustup: {error}")),
    }

    match debian(workspace) {
        Ok(toolchain) => return Ok(toolchain),
        Err(error) => tried.push(format!("Debian's packages: {error}")),
    }

    if ensure_target(workspace) {
        return Ok(own(false, "the standard library as shipped: the bundle is larger than it could be"));
    }

    bail!(
        "no Rust toolchain here can build for browsers. Run one of these, then try again:\n  \
         rustup component add rust-src\n  \
         rustup target add {TARGET}\n  \
         sudo apt-get install -y --no-install-recommends {packages}   (Debian 12)\n\
         What was tried:\n  {tried}",
        packages = DEBIAN_PACKAGES.join(" "),
        tried = tried.join("\n  "),
    )
}

/// The toolchain on `PATH`.
fn own(builds_std: bool, way: &str) -> WasmToolchain {
    WasmToolchain {
        way: way.to_owned(),
        cargo: std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        builds_std,
        env: Vec::new(),
        target_subdir: None,
    }
}

/// Whether the `rustc` on `PATH` has the standard library's source beside it.
fn has_source(workspace: &Workspace) -> bool {
    output(Command::new("rustc").current_dir(&workspace.root).args(["--print", "sysroot"]))
        .is_ok_and(|sysroot| source_in(&sysroot))
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

/// Debian's own compiler, called by full path so that a rustup toolchain keeps its place on `PATH`.
fn debian(workspace: &Workspace) -> Result<WasmToolchain> {
    if !debian_installed() {
        crate::tools::apt_install(&DEBIAN_PACKAGES)?;
    }
    if !debian_installed() {
        bail!("installed, but /usr/bin/rustc has no library source beside it");
    }
    Ok(WasmToolchain {
        way: "Debian's rustc-web, building the standard library".to_owned(),
        cargo: "/usr/bin/cargo".into(),
        builds_std: true,
        env: vec![
            ("RUSTC", "/usr/bin/rustc".into()),
            ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker(workspace)?.into()),
        ],
        target_subdir: Some("debian-rust"),
    })
}

fn debian_installed() -> bool {
    let sysroot = output(Command::new("/usr/bin/rustc").args(["--print", "sysroot"])).unwrap_or_default();
    Path::new("/usr/bin/cargo").exists() && source_in(&sysroot)
}

/// `rust-lld`: Debian ships it in `rust-web-llvm`, rustup in every toolchain.
fn linker(workspace: &Workspace) -> Result<PathBuf> {
    let mut candidates = Vec::new();
    for rustc in ["rustc", "/usr/bin/rustc"] {
        let mut command = Command::new(rustc);
        if let Ok(libdir) = output(command.current_dir(&workspace.root).args(["--print", "target-libdir"]))
            && let Some(host) = Path::new(libdir.trim()).parent()
        {
            candidates.push(host.join("bin/rust-lld"));
        }
    }
    candidates.extend(["/usr/bin/rust-lld", "/usr/bin/wasm-ld"].map(PathBuf::from));
    candidates.into_iter().find(|path| path.exists()).context("no rust-lld: install the package rust-web-llvm")
}

/// Standard output of a command that must succeed.
fn output(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::null()).output()?;
    if !output.status.success() {
        bail!("{command:?} failed ({})", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

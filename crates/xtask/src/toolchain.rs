//! Finds, or makes, a Rust toolchain that can build for browsers.
//!
//! Three ways, tried in this order; the first that works wins and is printed:
//! 1. the toolchain on `PATH` already has the `wasm32-unknown-unknown` target;
//! 2. `rustup target add` fetches it;
//! 3. Debian's `rustc-web`, `cargo-web` and `rust-web-src` build the standard library from source: the way of a machine
//!    whose rustup cannot reach its server. Needs root, once.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// The target that browsers run.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// How to call a cargo that builds for [`TARGET`].
#[derive(Debug, Clone)]
pub(crate) struct WasmToolchain {
    /// One line for people: which of the ways was taken.
    pub(crate) way: String,
    cargo: OsString,
    args: Vec<&'static str>,
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
            .args(&self.args)
            .args(["--target", TARGET, "--target-dir"])
            .arg(self.target_dir(workspace));
        command.arg("--config").arg(format!("target.{TARGET}.rustflags = {:?}", rustflags(workspace)));
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
    if has_target(workspace) {
        return Ok(plain(format!("the installed {TARGET} target")));
    }
    let mut tried = Vec::new();

    match rustup_add(workspace) {
        Ok(()) if has_target(workspace) => return Ok(plain(format!("`rustup target add {TARGET}`"))),
        Ok(()) => tried.push("rustup added the target, but not to the `rustc` on PATH".to_owned()),
        Err(error) => tried.push(format!("rustup: {error}")),
    }

    match debian(workspace) {
        Ok(toolchain) => return Ok(toolchain),
        Err(error) => tried.push(format!("Debian's packages: {error}")),
    }

    bail!(
        "no Rust toolchain here can build for browsers. Run one of these, then try again:\n  \
         rustup target add {TARGET}\n  \
         sudo apt-get install -y --no-install-recommends {packages}   (Debian 12)\n\
         What was tried:\n  {tried}",
        packages = DEBIAN_PACKAGES.join(" "),
        tried = tried.join("\n  "),
    )
}

fn plain(way: String) -> WasmToolchain {
    WasmToolchain {
        way,
        cargo: std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        args: Vec::new(),
        env: Vec::new(),
        target_subdir: None,
    }
}

/// Whether the sysroot of the `rustc` on `PATH` holds a standard library for the target.
pub(crate) fn has_target(workspace: &Workspace) -> bool {
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

fn rustup_add(workspace: &Workspace) -> Result<()> {
    let status = Command::new("rustup")
        .current_dir(&workspace.root)
        .args(["target", "add", TARGET])
        .status()
        .context("not on PATH")?;
    if !status.success() {
        bail!("`rustup target add {TARGET}` failed ({status})");
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
        args: vec!["-Zbuild-std=std,panic_abort"],
        env: vec![
            ("RUSTC", "/usr/bin/rustc".into()),
            // `-Z` flags on a stable compiler: what Debian itself does to build Firefox.
            ("RUSTC_BOOTSTRAP", "1".into()),
            ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker(workspace)?.into()),
        ],
        target_subdir: Some("debian-rust"),
    })
}

fn debian_installed() -> bool {
    let sysroot = output(Command::new("/usr/bin/rustc").args(["--print", "sysroot"])).unwrap_or_default();
    Path::new("/usr/bin/cargo").exists()
        && Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std/Cargo.toml").exists()
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

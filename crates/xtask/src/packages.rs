//! What tasks need from the system beside Rust: what package managers call it, and the command that installs it.

use std::process::Command;

use anyhow::{Result, bail};

use crate::tools;

/// Something to be installed, by each package manager's names.
pub(crate) struct Packages<'a> {
    pub(crate) apt: &'a [&'a str],
    pub(crate) dnf: &'a [&'a str],
    pub(crate) brew: &'a [&'a str],
}

/// Node.js and npm.
pub(crate) const NODE: Packages<'_> = Packages { apt: &["nodejs", "npm"], dnf: &["nodejs", "npm"], brew: &["node"] };
/// A browser for the tests.
pub(crate) const CHROMIUM: Packages<'_> =
    Packages { apt: &["chromium"], dnf: &["chromium"], brew: &["--cask", "google-chrome"] };
/// PostgreSQL's programs and libpq.
pub(crate) const POSTGRES: Packages<'_> = Packages {
    apt: &["postgresql", "libpq-dev"],
    dnf: &["postgresql-server", "libpq-devel"],
    brew: &["postgresql@17", "libpq"],
};
/// A compiler that builds the standard library for browsers: Debian's, and the parts of Fedora's.
pub(crate) const RUST_FOR_BROWSERS: Packages<'_> = Packages {
    apt: &["rustc-web", "cargo-web", "rust-web-src"],
    dnf: &["rust-src", "rust-std-static-wasm32-unknown-unknown"],
    brew: &["rustup"],
};

impl<'a> Packages<'a> {
    /// Installs them, where this process may.
    ///
    /// # Errors
    /// When it may not, or that fails: the message is the command to run.
    pub(crate) fn install(&self) -> Result<()> {
        let is_root = || tools::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
        let Some((program @ ("apt-get" | "dnf"), arguments)) = self.command(is_on_path).filter(|_| is_root()) else {
            bail!("{}", self.by_hand());
        };
        let run = |arguments: &[&str]| {
            tools::run(Command::new(program).env("DEBIAN_FRONTEND", "noninteractive").args(arguments))
        };
        run(&arguments).or_else(|error| {
            if program != "apt-get" {
                return Err(error);
            }
            // A fresh machine has no package lists yet.
            run(&["update"])?;
            run(&arguments)
        })
    }

    /// What somebody does who may.
    pub(crate) fn by_hand(&self) -> String {
        match self.command(is_on_path) {
            Some((program, arguments)) => {
                let sudo = if program == "brew" { "" } else { "sudo " };
                format!("run `{sudo}{program} {}`", arguments.join(" "))
            }
            None => format!("install {} with this system's package manager", self.apt.join(", ")),
        }
    }

    /// The package manager that is there, and what to tell it.
    fn command(&self, is_there: impl Fn(&str) -> bool) -> Option<(&'static str, Vec<&'a str>)> {
        let managers = [
            ("apt-get", &["install", "-y", "--no-install-recommends"] as &[_], self.apt),
            ("dnf", &["install", "-y"], self.dnf),
            ("brew", &["install"], self.brew),
        ];
        let (program, install, names) = managers.into_iter().find(|(program, ..)| is_there(program))?;
        Some((program, [install, names].concat()))
    }
}

fn is_on_path(program: &str) -> bool {
    tools::find(program).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_that_of_the_package_manager_that_is_there() {
        let command = |there: &'static str| CHROMIUM.command(move |name| name == there);
        assert_eq!(command("dnf"), Some(("dnf", vec!["install", "-y", "chromium"])));
        assert_eq!(command("brew"), Some(("brew", vec!["install", "--cask", "google-chrome"])));
        assert_eq!(command("pacman"), None);
    }
}

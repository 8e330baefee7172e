//! `cargo xtask demo`: the whole product on this machine, with example data.

mod dioxus_app;
mod provision;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;
use clap::Args;

use crate::{
    bundle,
    process::{self, Running, Stop},
    tools,
    workspace::Workspace,
};
pub(crate) use provision::{Demo, provision};

/// The port of the server where nothing else is asked for. The vendor's page is on the next one.
const DEFAULT_PORT: u16 = 4400;

/// Where the demo runs and what it shows.
#[derive(Args, Clone)]
pub(crate) struct Options {
    /// The server's port; the vendor's page takes the next one. Default: the one the data was made for, else 4400.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..65535))]
    port: Option<u16>,
    /// Where everything is kept. Data that is there already is used again. Default: `demo-data` in the checkout.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Add an organization with more than a thousand documents and three hundred members.
    #[arg(long)]
    large: bool,
    /// Another origin whose pages may show the widgets, such as `http://localhost:5173`; may be repeated. Counts when the
    /// data is made.
    #[arg(long, value_name = "ORIGIN")]
    origin: Vec<String>,
    /// Build the Dioxus example, too.
    #[arg(long)]
    dioxus: bool,
    /// Run the programs in this folder, with the widgets as they are, instead of building.
    #[arg(long, value_name = "DIR", conflicts_with = "dioxus")]
    programs: Option<PathBuf>,
}

/// The programs that the demo runs, ready to be started.
pub(crate) struct Programs {
    server: PathBuf,
    vendor: PathBuf,
    widgets: PathBuf,
    dioxus: Option<PathBuf>,
}

/// Builds, provisions, runs, and stops with Ctrl-C.
///
/// # Errors
/// When a port is taken, something does not build, or a program ends by itself.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let place = options.place(workspace)?;
    let programs = options.programs(workspace, Profile::Release)?;
    let demo = provision(workspace, &programs, place)?;
    runtime.block_on(async {
        let mut running = start(workspace, &programs, &demo).await?;
        demo.announce();
        let mut stop = Stop::listen()?;
        let end = tokio::select! {
            // Ctrl-C reaches the programs, too: that they end then is no news.
            biased;
            () = stop.asked() => Ok(()),
            error = running.ended() => Err(error),
        };
        println!("stopping");
        running.stop().await;
        end
    })
}

/// Where a demo runs, and what it is filled with.
pub(crate) struct Place {
    port: u16,
    data: PathBuf,
    large: bool,
    origins: Vec<String>,
}

impl Options {
    /// The programs to run: built where they are stale, unless they are given.
    pub(crate) fn programs(&self, workspace: &Workspace, profile: Profile) -> Result<Programs> {
        match &self.programs {
            Some(folder) => {
                Ok(Programs::in_folder(&std::path::absolute(folder)?, bundle::js_dir(workspace).join("dist")))
            }
            None => build(workspace, profile, self.dioxus),
        }
    }

    /// The port and the folder, checked before anything is built: a build takes minutes.
    pub(crate) fn place(&self, workspace: &Workspace) -> Result<Place> {
        let data = match &self.data {
            Some(data) => std::path::absolute(data)?,
            None => workspace.root.join("demo-data"),
        };
        let port = provision::port_for(&data, self.port, DEFAULT_PORT)?;
        process::ensure_free(port)?;
        process::ensure_free(port + 1)?;
        Ok(Place { port, data, large: self.large, origins: self.origin.clone() })
    }
}

/// How the server and the vendor's backend are built.
#[derive(Clone, Copy)]
pub(crate) enum Profile {
    /// As it is shipped: 2 minutes more the first time, and the demo shows the speed that the product has.
    Release,
    /// Quickly, for somebody who changes it.
    Dev,
}

/// Builds what is stale.
fn build(workspace: &Workspace, profile: Profile, dioxus: bool) -> Result<Programs> {
    let bundle = bundle::build(workspace)?;
    if !bundle.built {
        println!("the widgets are up to date");
    }
    let dioxus = dioxus.then(|| dioxus_app::build(workspace)).transpose()?;
    println!("building the server and the vendor's backend");
    let (flag, folder) = match profile {
        Profile::Release => ("--release", "release"),
        Profile::Dev => ("--quiet", "debug"),
    };
    tools::run(tools::cargo(workspace).args(["build", flag, "-p", "loggia-server", "-p", "vendor-backend"]))?;
    Ok(Programs { dioxus, ..Programs::in_folder(&workspace.target_dir.join(folder), bundle.dir) })
}

impl Programs {
    /// Programs that are built already.
    fn in_folder(folder: &Path, widgets: PathBuf) -> Self {
        Self { server: folder.join("loggia-server"), vendor: folder.join("vendor-backend"), widgets, dioxus: None }
    }
}

/// The server and the vendor's backend.
pub(crate) struct Both {
    server: Running,
    vendor: Running,
}

impl Both {
    /// Waits until one of them ends, which neither should.
    pub(crate) async fn ended(&mut self) -> anyhow::Error {
        tokio::select! {
            error = self.server.ended() => error,
            error = self.vendor.ended() => error,
        }
    }

    /// Ends both.
    pub(crate) async fn stop(&mut self) {
        self.vendor.stop().await;
        self.server.stop().await;
    }
}

/// Starts both programs and waits until they answer.
pub(crate) async fn start(workspace: &Workspace, programs: &Programs, demo: &Demo) -> Result<Both> {
    let mut server = Running::start("the server", &demo.server(programs))?;
    process::wait_until_ready(&mut server, demo.port, "/readyz").await?;

    let mut vendor = Command::new(&programs.vendor);
    vendor.arg("--demo").arg(demo.file());
    vendor.arg("--pages").arg(workspace.root.join("examples/plain-html"));
    vendor.arg("--widgets").arg(&programs.widgets);
    if let Some(folder) = &programs.dioxus {
        vendor.arg("--dioxus").arg(folder);
    }
    let mut vendor = Running::start("the vendor's backend", &vendor)?;
    process::wait_until_ready(&mut vendor, demo.port + 1, "/assets/fernhill/icon.svg").await?;
    Ok(Both { server, vendor })
}

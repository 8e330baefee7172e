//! Filling a fresh data folder: example data, API keys, and `demo.json`, which says what there is.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde_json::Value;

use super::{Place, Programs};
use crate::{seed, tools, workspace::Workspace};

/// A provisioned demo.
pub(crate) struct Demo {
    /// The server's port.
    pub(crate) port: u16,
    data: PathBuf,
    described: Value,
    /// Held as long as the demo runs.
    _lock: fs::File,
}

/// `demo.json`: what another program needs to use the demo.
#[derive(Serialize)]
struct Description<'a> {
    base_url: String,
    vendor_url: String,
    /// The key of the first brand; `brands` has one for each.
    api_key: &'a str,
    brands: Vec<BrandDescription<'a>>,
    organizations: Vec<OrganizationDescription<'a>>,
    /// How to sign in to the hosted portal.
    sign_in: SignInDescription<'a>,
    /// Who uses the console, and where; the password is everybody's.
    operators: Vec<OperatorDescription<'a>>,
    /// Whether the large organization is among them.
    large: bool,
}

#[derive(Serialize)]
struct SignInDescription<'a> {
    url: String,
    email: &'a str,
    password: &'static str,
    /// The id of the command-line tool that people can let in.
    client_id: &'static str,
}

#[derive(Serialize)]
struct OperatorDescription<'a> {
    #[serde(flatten)]
    operator: &'a seed::Operator,
    /// Where their brand's console is.
    url: String,
}

#[derive(Serialize)]
struct OrganizationDescription<'a> {
    #[serde(flatten)]
    organization: &'a seed::Organization,
    /// The key of its brand.
    api_key: &'a str,
}

#[derive(Serialize)]
struct BrandDescription<'a> {
    #[serde(flatten)]
    brand: &'a seed::Brand,
    api_key: &'a str,
}

/// The port to use: a folder keeps the one it was made for, since the brands' allowed origins name it.
pub(crate) fn port_for(data: &Path, asked: Option<u16>, default: u16) -> Result<u16> {
    let known = read(data)?.map(|described| port_of(&described)).transpose()?;
    match (known, asked) {
        (Some(known), Some(asked)) if known != asked => {
            bail!("{} was made for port {known}: leave out --port, or name another --data", data.display())
        }
        (Some(known), _) => Ok(known),
        (None, asked) => Ok(asked.unwrap_or(default)),
    }
}

/// Fills the folder where that has not been done, and reads what is there.
///
/// # Errors
/// When the folder holds something else, or the server's programs fail.
pub(crate) fn provision(workspace: &Workspace, programs: &Programs, place: Place) -> Result<Demo> {
    let Place { port, data, large, origins } = place;
    fs::create_dir_all(&data).with_context(|| format!("cannot make {}", data.display()))?;
    let lock = fs::File::create(data.join(".lock"))?;
    if lock.try_lock().is_err() {
        bail!("another demo works on {}: stop it, or name another --data", data.display());
    }
    if let Some(described) = read(&data)? {
        if large && described.get("large") != Some(&Value::Bool(true)) {
            bail!("{} was made without --large: name another --data", data.display());
        }
        println!("using the data in {}", data.display());
        return Ok(Demo { port, data, described, _lock: lock });
    }
    let server = data.join("server");
    if server.exists() {
        bail!("{} is there without a demo.json: remove it, or name another --data", server.display());
    }
    println!("filling {}", data.display());
    // Under another name until it is whole: what a run left that was cut off belongs to other ports and lost keys.
    let draft = data.join("server.new");
    if draft.exists() {
        fs::remove_dir_all(&draft)?;
    }
    fs::create_dir_all(&draft)?;
    let description = fill(workspace, programs, port, (&data, &draft), origins, large)?;
    let demo = Demo { port, data, described: description, _lock: lock };
    let described = demo.data.join("demo.json.new");
    write_private(&described, &serde_json::to_vec_pretty(&demo.described)?)?;
    fs::rename(&draft, &server)?;
    fs::rename(&described, demo.file())?;
    Ok(demo)
}

/// Fills the server's folder, with the seed's files beside it. Returns what goes into `demo.json`.
fn fill(
    workspace: &Workspace,
    programs: &Programs,
    port: u16,
    (data, server): (&Path, &Path),
    mut origins: Vec<String>,
    large: bool,
) -> Result<Value> {
    let run = |arguments: &[&OsStr]| tools::output(server_program(programs, server, port).args(arguments));
    // Browsers tell `localhost` and `127.0.0.1` apart.
    origins.extend(["127.0.0.1", "localhost"].map(|host| format!("http://{host}:{}", port + 1)));
    let folder = data.join("seed");
    let seed = seed::write(&folder, &workspace.root.join("themes"), &origins, large)?;
    print!("{}", run(&["import".as_ref(), folder.join("import.json").as_ref()])?);
    let create_api_key = |brand: &seed::Brand| {
        let arguments = ["api-key", "create", "--brand", &brand.key, "--name", "Demo"].map(OsStr::new);
        Ok(run(&arguments)?.trim().to_owned())
    };
    let keys = seed.brands.iter().map(create_api_key).collect::<Result<Vec<_>>>()?;
    let key_of = |brand: &str| {
        let at = seed.brands.iter().position(|known| known.key == brand);
        at.and_then(|at| keys.get(at)).map(String::as_str).unwrap_or_default()
    };
    let described = |organization| OrganizationDescription { organization, api_key: key_of(&organization.brand) };
    Ok(serde_json::to_value(Description {
        base_url: format!("http://127.0.0.1:{port}"),
        vendor_url: format!("http://127.0.0.1:{}", port + 1),
        api_key: keys.first().context("the seed has no brand")?,
        brands: seed.brands.iter().zip(&keys).map(|(brand, api_key)| BrandDescription { brand, api_key }).collect(),
        sign_in: SignInDescription {
            url: format!("http://localhost:{port}/"),
            email: seed.organizations.first().and_then(seed::Organization::first_email).unwrap_or_default(),
            password: seed::PASSWORD,
            client_id: seed::CLI.1,
        },
        operators: seed
            .operators
            .iter()
            .map(|operator| OperatorDescription { operator, url: console(operator, port) })
            .collect(),
        organizations: seed.organizations.iter().map(described).collect(),
        large,
    })?)
}

/// Where an operator's console is.
fn console(operator: &seed::Operator, port: u16) -> String {
    format!("http://{}:{port}/console", seed::host(&operator.brand))
}

/// The settings that a demo's server takes from its environment: those that a test is about.
const KEPT: [&str; 4] =
    ["PORTAL_LOG", "PORTAL_STEP_UP_MINUTES", "PORTAL_DNS_SERVER", "PORTAL_OUTGOING_ALLOWED_NETWORKS"];

/// The server's program, which keeps its data in this folder.
fn server_program(programs: &Programs, folder: &Path, port: u16) -> Command {
    let mut command = Command::new(&programs.server);
    // Whoever works on a real portal has its settings in the environment: the demo's data does not belong there.
    for (name, _) in std::env::vars_os() {
        // But for what is said about how the demo itself runs.
        let is_kept = KEPT.iter().any(|kept| name == *kept);
        if name.to_string_lossy().starts_with("PORTAL_") && !is_kept {
            command.env_remove(name);
        }
    }
    // The demo has no telephone with an app for codes.
    command.env("PORTAL_OPERATORS_NEED_SECOND_FACTOR", "false");
    command.env("PORTAL_DATA_DIR", folder).env("PORTAL_LISTEN", format!("127.0.0.1:{port}"));
    // Links in mails lead to where people sign in.
    command.env("PORTAL_PUBLIC_URL", format!("http://localhost:{port}"));
    if std::env::var_os("PORTAL_LOG").is_none() {
        // What goes wrong, among the demo's own lines.
        command.env("PORTAL_LOG", "warn");
    }
    command
}

impl Demo {
    /// `demo.json`.
    pub(crate) fn file(&self) -> PathBuf {
        self.data.join("demo.json")
    }

    /// The server, on the demo's data.
    pub(super) fn server(&self, programs: &Programs) -> Command {
        let mut command = server_program(programs, &self.data.join("server"), self.port);
        command.env("PORTAL_WIDGETS_DIR", &programs.widgets).arg("serve");
        command
    }

    /// Says where to look and as whom.
    pub(crate) fn announce(&self) {
        let text = |value: &Value, field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let list = |value: &Value, field: &str| value.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
        let vendor = text(&self.described, "vendor_url");
        println!("\nThe portal runs.\n");
        for brand in list(&self.described, "brands") {
            println!("  {:<16} {vendor}/{}/", text(&brand, "name"), text(&brand, "key"));
            for organization in list(&self.described, "organizations") {
                if text(&organization, "brand") != text(&brand, "key") {
                    continue;
                }
                let mut members = list(&organization, "members");
                members.dedup_by_key(|member| text(member, "role"));
                members.truncate(4);
                let people: Vec<String> = members
                    .iter()
                    .map(|member| format!("{} ({})", text(member, "name"), text(member, "role")))
                    .collect();
                println!("    {}: {}", text(&organization, "name"), people.join(", "));
            }
        }
        println!("\n  server           {}", text(&self.described, "base_url"));
        println!("  API keys, ids    {}", self.file().display());
        let sign_in = self.described.get("sign_in").cloned().unwrap_or_default();
        println!("\n  hosted portal    {}", text(&sign_in, "url"));
        println!("    sign in as {} with the password: {}", text(&sign_in, "email"), text(&sign_in, "password"));
        for operator in list(&self.described, "operators") {
            let of = |field: &str| text(&operator, field);
            println!("  console          {}", of("url"));
            println!("    sign in as {} ({}) with the same password", of("email"), of("role"));
        }
        println!("\nOn the vendor's page, sign in by choosing a name. Stop with Ctrl-C.");
    }
}

fn read(data: &Path) -> Result<Option<Value>> {
    let path = data.join("demo.json");
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).with_context(|| {
            format!("{} is damaged: remove {}, or name another --data", path.display(), data.display())
        })?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

fn port_of(described: &Value) -> Result<u16> {
    let address = described.get("base_url").and_then(Value::as_str).unwrap_or_default();
    let port = address.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
    port.context("demo.json names no address: remove the folder to start anew")
}

/// Writes a file that only its owner may read: it holds API keys.
fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    std::io::Write::write_all(&mut options.open(path)?, bytes)?;
    Ok(())
}

//! Filling a fresh data folder: example data, API keys, and `demo.json`, which says what there is.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde_json::Value;

use super::Programs;
use crate::{seed, tools, workspace::Workspace};

/// A provisioned demo.
pub(crate) struct Demo {
    /// The server's port.
    pub(crate) port: u16,
    data: PathBuf,
    described: Value,
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
        (None, Some(u16::MAX)) => bail!("port {} leaves none for the vendor's page", u16::MAX),
        (None, asked) => Ok(asked.unwrap_or(default)),
    }
}

/// Fills the folder where that has not been done, and reads what is there.
pub(crate) fn provision(
    workspace: &Workspace,
    programs: &Programs,
    port: u16,
    data: &Path,
    large: bool,
) -> Result<Demo> {
    if let Some(described) = read(data)? {
        println!("using the data in {}", data.display());
        return Ok(Demo { port, data: data.to_owned(), described });
    }
    println!("filling {}", data.display());
    // Browsers tell `localhost` and `127.0.0.1` apart.
    let origins = ["127.0.0.1", "localhost"].map(|host| format!("http://{host}:{}", port + 1));
    let folder = data.join("seed");
    let seed = seed::write(&folder, &workspace.root.join("themes"), &origins, large)?;
    let mut demo = Demo { port, data: data.to_owned(), described: Value::Null };
    fs::create_dir_all(data.join("server"))?;
    tools::run(demo.server(programs, "import").arg(folder.join("import.json")))?;
    let keys = seed.brands.iter().map(|brand| demo.create_api_key(programs, &brand.key)).collect::<Result<Vec<_>>>()?;
    let key_of = |brand: &str| {
        let at = seed.brands.iter().position(|known| known.key == brand);
        at.and_then(|at| keys.get(at)).map(String::as_str).unwrap_or_default()
    };
    let described = |organization| OrganizationDescription { organization, api_key: key_of(&organization.brand) };
    let description = Description {
        base_url: format!("http://127.0.0.1:{port}"),
        vendor_url: format!("http://127.0.0.1:{}", port + 1),
        api_key: keys.first().context("the seed has no brand")?,
        brands: seed.brands.iter().zip(&keys).map(|(brand, api_key)| BrandDescription { brand, api_key }).collect(),
        organizations: seed.organizations.iter().map(described).collect(),
    };
    demo.described = serde_json::to_value(&description)?;
    write_private(&demo.file(), &serde_json::to_vec_pretty(&description)?)?;
    Ok(demo)
}

impl Demo {
    /// `demo.json`.
    pub(crate) fn file(&self) -> PathBuf {
        self.data.join("demo.json")
    }

    /// What every subcommand of the server is told, through its environment: where its data is, where it listens.
    pub(crate) fn server_environment(&self) -> Vec<(&'static str, OsString)> {
        vec![
            ("PORTAL_DATA_DIR", self.data.join("server").into()),
            ("PORTAL_LISTEN", format!("127.0.0.1:{}", self.port).into()),
            // What goes wrong, among the demo's own lines.
            ("PORTAL_LOG", std::env::var_os("PORTAL_LOG").unwrap_or_else(|| "warn".into())),
        ]
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
        println!("\nSign in by choosing a name on the page. Stop with Ctrl-C.");
    }

    fn server(&self, programs: &Programs, subcommand: &str) -> Command {
        let mut command = Command::new(&programs.server);
        command.arg(subcommand).envs(self.server_environment());
        command
    }

    fn create_api_key(&self, programs: &Programs, brand: &str) -> Result<String> {
        let mut command = self.server(programs, "api-key");
        let printed = tools::output(command.args(["create", "--brand", brand, "--name", "Demo"]))?;
        let secret = printed.split_whitespace().find(|word| word.starts_with("sk_"));
        Ok(secret.context("the server printed no API key")?.to_owned())
    }
}

fn read(data: &Path) -> Result<Option<Value>> {
    let path = data.join("demo.json");
    match fs::read(&path) {
        Ok(bytes) => {
            Ok(Some(serde_json::from_slice(&bytes).with_context(|| format!("{} is damaged", path.display()))?))
        }
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
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // Under another name first: a folder with `demo.json` counts as filled.
    let draft = path.with_extension("json.new");
    std::io::Write::write_all(&mut options.open(&draft)?, bytes)?;
    fs::rename(&draft, path)?;
    Ok(())
}

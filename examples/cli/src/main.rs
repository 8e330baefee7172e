//! Lists the cases of whoever signs in: a native program without a backend and without a secret.
//!
//! The browser does the signing in; this program never sees a password. The tokens are in memory and given back at the end,
//! so it asks the person each time.
//!
//! ```console
//! $ loggia-server oauth-client create --brand fernhill --name "Case list" --redirect-uri http://127.0.0.1/callback \
//!     --scope cases:read
//! client_01k...
//! $ portal-cli --portal http://127.0.0.1:4400 --client client_01k...
//! ```

use std::process::{Command, Stdio};

use clap::Parser;
use loggia_client::{
    Client,
    oauth::OAuth,
    types::{Permission, cases::CaseQuery},
};

/// Sign in by browser and list cases
#[derive(Parser)]
#[command(name = "portal-cli", version)]
struct Cli {
    /// Where the portal is
    #[arg(long, env = "PORTAL_URL", value_name = "URL")]
    portal: String,
    /// The client's id, which `oauth-client create` printed
    #[arg(long, env = "PORTAL_CLIENT_ID", value_name = "ID")]
    client: String,
    /// Finished cases, too
    #[arg(long)]
    all: bool,
    /// At most so many
    #[arg(long, default_value_t = 25, value_parser = clap::value_parser!(u32).range(1..=100))]
    limit: u32,
    /// Do not open a browser, only print the address to open
    #[arg(long)]
    no_browser: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let oauth = OAuth::new(&cli.portal, &cli.client, &[Permission::CasesRead])?;
    let session = oauth
        .sign_in(|url| {
            eprintln!("Sign in here:\n{url}");
            if !cli.no_browser {
                open(url);
            }
        })
        .await?;
    let listed = list(&session.connect()?, &cli).await;
    // Whatever came of it: what is not needed any more is given back.
    session.sign_out().await?;
    listed
}

async fn list(client: &Client, cli: &Cli) -> anyhow::Result<()> {
    let me = client.session().get().await?;
    eprintln!("{} at {}", me.user.name, me.organization.name);
    let open = (!cli.all).then_some(true);
    let query = CaseQuery { open, limit: Some(cli.limit), ..CaseQuery::default() };
    for case in client.cases().list(&query).await?.items {
        println!("{}\t{}\t{}", case.reference, case.status, case.title);
    }
    Ok(())
}

/// Opens an address in the person's browser, as far as the system knows how.
fn open(url: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(target_os = "windows") {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let opened = Command::new(program).args(before).arg(url).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if opened.is_err() {
        eprintln!("Open the address in a browser by hand.");
    }
}

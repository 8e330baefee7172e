//! Themes by command: check, make from a colour, set.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail, ensure};
use clap::{Args, Subcommand};
use loggia_server::{
    App,
    domain::themes::{self, Owner},
};
use loggia_theme::{
    Adjustment, Brand, Color, Generated, compile_layers, contrast_report, differences, generate, repair,
};
use loggia_types::OrganizationId;
use serde_json::json;

#[derive(Subcommand)]
pub(crate) enum Theme {
    /// Say whether a theme can be read: compile a token file and measure every pair of colours that meet
    Check {
        /// The file with design tokens
        file: PathBuf,
        #[command(flatten)]
        owner: Whose,
    },
    /// Make a theme from a brand's colour, for light and dark, and print it; what had to be moved is said on the standard error
    Generate {
        /// The brand's colour, as `#0b5c8a`, `rgb(…)` or `oklch(…)`; may be repeated with --json
        #[arg(long, value_name = "COLOUR", required = true)]
        accent: Vec<String>,
        /// What the theme is called
        #[arg(long, default_value = "brand")]
        name: String,
        /// The built-in theme it starts from, where that is not simply what is below it
        #[arg(long, value_name = "NAME")]
        extends: Option<String>,
        /// Print a list with, for each colour, its tokens, its custom properties and what had to be moved
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        owner: Whose,
    },
    /// Give a brand or an organization a theme. One that cannot be read is refused
    Set {
        /// The file with design tokens
        file: PathBuf,
        #[command(flatten)]
        owner: Whose,
        /// Move the colours of a theme that cannot be read, as little as possible, and say which
        #[arg(long)]
        repair: bool,
    },
    /// Take a brand's or an organization's theme away: it looks like what is below
    Remove {
        #[command(flatten)]
        owner: Whose,
    },
}

#[derive(Args)]
#[group(multiple = false)]
pub(crate) struct Whose {
    /// The brand's key: its theme lies over that of the brand above it
    #[arg(long, value_name = "KEY")]
    brand: Option<String>,
    /// The organization, like org_01h455vb4pex5vsknk084sn02q: its theme lies over its brand's
    #[arg(long, value_name = "ID")]
    organization: Option<OrganizationId>,
}

impl Whose {
    fn owner(&self) -> Option<Owner> {
        match (&self.brand, &self.organization) {
            (Some(brand), _) => Some(Owner::Brand(brand.clone())),
            (None, Some(id)) => Some(Owner::Organization(id.clone())),
            (None, None) => None,
        }
    }
}

/// Runs a command. `app` is asked for only where the store is.
pub(crate) async fn run(command: Theme, app: impl FnOnce() -> anyhow::Result<App>) -> anyhow::Result<()> {
    match command {
        Theme::Check { file, owner } => {
            let below = below(app, owner.owner()).await?;
            check(&file, &below)
        }
        Theme::Generate { accent, name, extends, json, owner } => {
            let below = below(app, owner.owner()).await?;
            make(&accent, (&name, extends.as_deref()), json, &below)
        }
        Theme::Set { file, owner, repair: wanted } => {
            let owner = owner.owner().context("whose theme? name --brand or --organization")?;
            let app = app()?;
            let mut tokens = read(&file)?;
            if wanted {
                let below = themes::below(&app, owner.clone()).await.with_context(|| unknown(&owner))?;
                let repaired = repair(&over(&tokens, &below)).with_context(|| file.display().to_string())?;
                print_moved(&repaired.adjustments);
                tokens = repaired.tokens;
            }
            save(&app, owner, Some(tokens)).await
        }
        Theme::Remove { owner } => {
            let owner = owner.owner().context("whose theme? name --brand or --organization")?;
            save(&app()?, owner, None).await
        }
    }
}

async fn below(app: impl FnOnce() -> anyhow::Result<App>, owner: Option<Owner>) -> anyhow::Result<Vec<String>> {
    let Some(owner) = owner else { return Ok(Vec::new()) };
    themes::below(&app()?, owner.clone()).await.with_context(|| unknown(&owner))
}

fn unknown(owner: &Owner) -> String {
    match owner {
        Owner::Brand(key) => format!("the brand {key:?}"),
        Owner::Organization(id) => format!("the organization {id}"),
    }
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

fn over<'a>(tokens: &'a str, below: &'a [String]) -> Vec<&'a str> {
    [tokens].into_iter().chain(below.iter().map(String::as_str)).collect()
}

async fn save(app: &App, owner: Owner, tokens: Option<String>) -> anyhow::Result<()> {
    let saved = themes::set(app, owner.clone(), tokens).await;
    saved.map_err(|error| anyhow!("{}: {}", unknown(&owner), themes::reason(&error)))?;
    println!("{} has it from now on", unknown(&owner));
    Ok(())
}

fn check(file: &Path, below: &[String]) -> anyhow::Result<()> {
    let theme = compile_layers(&over(&read(file)?, below)).with_context(|| file.display().to_string())?;
    let report = contrast_report(&theme);
    let mut failing = 0;
    for pair in report.iter().filter(|pair| !pair.reads_well()) {
        let verdict = if pair.passes() { "could be better" } else { "cannot be read" };
        failing += usize::from(!pair.passes());
        println!("{verdict}\t{pair}");
    }
    println!("{} pairs, {failing} that cannot be read", report.len());
    ensure!(failing == 0, "{} cannot be read: set it with --repair, or choose other colours", file.display());
    Ok(())
}

fn make(accents: &[String], (name, extends): (&str, Option<&str>), json: bool, below: &[String]) -> anyhow::Result<()> {
    let layers: Vec<&str> = below.iter().map(String::as_str).collect();
    let mut list = Vec::new();
    for accent in accents {
        let color = Color::parse(accent).map_err(|message| anyhow!("--accent {accent}: {message}"))?;
        let made = generate(&Brand { name, accent: color, extends }, &layers)?;
        if json {
            list.push(described(accent, &made, below)?);
        } else if accents.len() > 1 {
            bail!("several colours make a list: add --json");
        } else {
            print_moved(&made.adjustments);
            print!("{}", made.tokens);
        }
    }
    if json {
        println!("{}", serde_json::Value::from(list));
    }
    Ok(())
}

fn described(accent: &str, made: &Generated, below: &[String]) -> anyhow::Result<serde_json::Value> {
    let travels = differences(&compile_layers(&over(&made.tokens, below))?);
    let adjustments: Vec<_> = made.adjustments.iter().map(adjustment).collect();
    let tokens: serde_json::Value = serde_json::from_str(&made.tokens)?;
    Ok(json!({
        "accent": accent, "tokens": tokens, "light": travels.light, "dark": travels.dark, "adjustments": adjustments,
    }))
}

fn adjustment(moved: &Adjustment) -> serde_json::Value {
    let Adjustment { token, scheme, from, to, before, after } = moved;
    json!({
        "token": token, "scheme": scheme.name(), "from": from, "to": to,
        "front": before.front, "ground": before.ground, "required": before.required, "recommended": before.recommended,
        "ratio": [before.ratio, after.ratio], "lightness": [before.lightness, after.lightness],
    })
}

fn print_moved(adjustments: &[Adjustment]) {
    for moved in adjustments {
        eprintln!("{moved}");
    }
}

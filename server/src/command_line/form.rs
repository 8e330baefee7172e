//! Forms by command: publish a new version.

use std::path::PathBuf;

use anyhow::{Context, anyhow};
use clap::Subcommand;
use loggia_server::{App, domain::forms};

#[derive(Subcommand)]
pub(crate) enum Form {
    /// Ask what this definition says from now on. Drafts are carried over, what was sent in stays as it was
    Publish {
        /// The file with the definition, as JSON: what `GET /v1/forms/{form_id}` calls `definition`
        file: PathBuf,
        /// The brand's key
        #[arg(long, value_name = "KEY")]
        brand: String,
        /// The form's key
        #[arg(long, value_name = "KEY")]
        form: String,
    },
}

pub(crate) async fn run(app: &App, command: Form) -> anyhow::Result<()> {
    let Form::Publish { file, brand, form } = command;
    let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let definition = serde_json::from_str(&text).with_context(|| format!("{} is no definition", file.display()))?;
    let number = forms::publish(app.store(), brand.clone(), form.clone(), definition).await.map_err(|error| {
        let problem = error.into_problem();
        let wrong: Vec<String> =
            problem.errors.iter().map(|error| format!("{}: {}", error.pointer, error.detail)).collect();
        let why = if wrong.is_empty() { problem.code.to_string() } else { wrong.join("; ") };
        anyhow!("cannot publish the form {form:?} of the brand {brand:?}: {why}")
    })?;
    println!("version {number} of the form {form:?} is asked from now on");
    Ok(())
}

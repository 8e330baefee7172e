//! Who carries mails: an SMTP server, or, where none is set, a folder.

use std::{
    fs,
    io::Write,
    net::Ipv4Addr,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    transport::smtp::{
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};
use loggia_types::MailId;
use reqwest::Url;

use crate::Config;

/// How long one conversation with the mail server may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Answers that are about us, and not about the mail: who we are, whether we may, whether the line is good (RFC 4954).
const ABOUT_US: [&str; 6] = ["454", "530", "534", "535", "538", "421"];

/// Why a mail did not go out.
#[derive(Debug)]
pub(super) struct NotCarried {
    /// Whether it is of no use to try again.
    pub(super) is_final: bool,
    /// The reason, for the operator.
    pub(super) why: String,
}

/// Who carries mails.
pub(super) enum Postman {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder(PathBuf),
}

/// Checks the address of a mail server: `smtps://user:password@host`, `smtp://user:password@host?tls=required`
/// (STARTTLS), or without encryption to this machine itself.
///
/// # Errors
/// What is expected instead, without the address.
pub fn check_url(url: &str) -> Result<(), &'static str> {
    parse_url(url).map(drop)
}

fn parse_url(url: &str) -> Result<Url, &'static str> {
    let url = Url::parse(url).map_err(|_| "expected smtps://user:password@host or smtp://...?tls=required")?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or("expected a host")?;
    let is_here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let query: Vec<_> = url.query_pairs().collect();
    let is_starttls = match query.as_slice() {
        [] => false,
        [(name, value)] if name == "tls" && value == "required" => true,
        _ => return Err("expected no parameter but tls=required"),
    };
    match url.scheme() {
        "smtps" => Ok(url),
        "smtp" if is_starttls || is_here => Ok(url),
        // Mails carry links that open accounts.
        "smtp" => {
            Err("expected smtps://..., or smtp://...?tls=required: mails are not sent unencrypted to other machines")
        }
        _ => Err("expected smtps://... or smtp://...?tls=required"),
    }
}

impl Postman {
    pub(super) fn new(config: &Config) -> anyhow::Result<Self> {
        let text = config.smtp_url.reveal();
        if text.is_empty() {
            return Ok(Self::Folder(config.data_dir.join("mail")));
        }
        let told = |why: &dyn std::fmt::Display| anyhow::anyhow!("smtp_url: {why}");
        let url = parse_url(text).map_err(|why| told(&why))?;
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(text).map_err(|error| told(&error))?.timeout(Some(PATIENCE));
        if !config.smtp_ca_file.as_os_str().is_empty() {
            let path = &config.smtp_ca_file;
            let pem = fs::read(path).with_context(|| format!("smtp_ca_file: cannot read {}", path.display()))?;
            let authority = Certificate::from_pem(&pem).map_err(|error| anyhow::anyhow!("smtp_ca_file: {error}"))?;
            let host = url.host_str().unwrap_or_default().to_owned();
            let parameters = TlsParameters::builder(host)
                .add_root_certificate(authority)
                .build_rustls()
                .map_err(|error| anyhow::anyhow!("smtp_ca_file: {error}"))?;
            builder = match (url.scheme(), url.query()) {
                ("smtps", _) => builder.tls(Tls::Wrapper(parameters)),
                (_, Some(_)) => builder.tls(Tls::Required(parameters)),
                (_, None) => builder,
            };
        }
        if url.path().len() <= 1 {
            // The mail server writes it into each mail, whichever brand's that is: so it says nothing.
            builder = builder.hello_name(ClientId::Ipv4(Ipv4Addr::LOCALHOST));
        }
        Ok(Self::Smtp(Box::new(builder.build())))
    }

    pub(super) fn folder(&self) -> Option<&PathBuf> {
        match self {
            Self::Smtp(_) => None,
            Self::Folder(folder) => Some(folder),
        }
    }

    /// Hands a mail over. When it comes back without an error, somebody else answers for it.
    pub(super) async fn carry(&self, id: &MailId, message: Message) -> Result<(), NotCarried> {
        match self {
            Self::Smtp(transport) => match transport.send(message).await {
                Ok(_) => Ok(()),
                Err(error) => {
                    let about_us = error.status().is_some_and(|code| ABOUT_US.contains(&code.to_string().as_str()));
                    let is_final = error.is_permanent() && !about_us;
                    Err(NotCarried { is_final, why: reasons(&error) })
                }
            },
            Self::Folder(folder) => {
                let (folder, name) = (folder.clone(), format!("{id}.eml"));
                let written = tokio::task::spawn_blocking(move || write(&folder, &name, &message.formatted())).await;
                let failed = match written {
                    Ok(Ok(())) => return Ok(()),
                    Ok(Err(error)) => error.to_string(),
                    Err(error) => error.to_string(),
                };
                Err(NotCarried { is_final: false, why: failed })
            }
        }
    }
}

/// An error with what caused it, on one line.
fn reasons(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(reason) = cause {
        let reason_text = reason.to_string();
        if !text.contains(&reason_text) {
            text = format!("{text}: {reason_text}");
        }
        cause = reason.source();
    }
    text.replace(['\r', '\n'], " ").chars().take(500).collect()
}

/// Writes a file that its owner alone can read, under another name first: who reads the folder sees whole mails.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let made = folder.join(format!(".{name}"));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&made)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(made, folder.join(name))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn passwords_and_links_go_over_encrypted_lines_only() {
        for good in [
            "smtps://user:password@mail.example",
            "smtp://user:password@mail.example:587?tls=required",
            "smtp://localhost:2525",
            "smtp://[::1]:25",
        ] {
            assert_eq!(check_url(good), Ok(()), "{good}");
        }
        for bad in [
            "mail.example",
            "smtp://mail.example",
            "smtp://user:password@mail.example?tls=opportunistic",
            "smtp://mail.example?tls=required&x=1",
            "https://mail.example",
            "smtp:///path",
        ] {
            let why = check_url(bad).unwrap_err();
            assert!(!why.contains(bad), "{bad}: {why}");
        }
    }
}

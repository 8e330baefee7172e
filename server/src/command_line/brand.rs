//! `brand`: what a brand shows of itself, at which hosts, and in which words its mails speak.

use std::{io::Read, path::PathBuf};

use anyhow::Context;
use clap::Subcommand;
use loggia_server::{
    App,
    domain::brands::{self, ImageKind, LARGEST, Property, hosts, mail_templates},
    mail::{self, CustomWords},
    store::rows::BrandHostRow,
};

/// Brands as customers see them
#[derive(Subcommand)]
pub(crate) enum Brand {
    /// List the brands: key, name, the key of the brand above
    List,
    /// Show what a brand shows of itself: property, value, whether it is its own or the brand's above
    Show {
        /// The brand's key
        key: String,
    },
    /// Set a property: name, legal_name, support_email, support_url, imprint_url, privacy_url, terms_url, locales, default_locale, sender_name, sender_address, reply_to, mail_footer
    Set {
        /// The brand's key
        key: String,
        /// The property
        property: Property,
        /// Its value
        value: String,
    },
    /// Take a property away: a partner's brand has the vendor's languages then, and nothing else of the vendor's
    Unset {
        /// The brand's key
        key: String,
        /// The property
        property: Property,
    },
    /// Set the logo or favicon: an SVG in which nothing runs or is loaded, or a PNG, of at most 64 kB; a favicon may be an ICO
    Image {
        /// The brand's key
        key: String,
        /// `logo` or `favicon`
        kind: ImageKind,
        /// The file; absent: the brand has none any more
        file: Option<PathBuf>,
    },
    /// The host names that show its portal
    #[command(subcommand)]
    Host(Host),
    /// Its own words for mails
    #[command(subcommand)]
    Mail(MailTemplate),
}

/// The host names of a brand
#[derive(Subcommand)]
pub(crate) enum Host {
    /// List them: those that are verified, of the others the name and text of the TXT record that is looked for
    List {
        /// The brand's key
        key: String,
    },
    /// Add one, which shows nothing until it is verified, and print the TXT record that verifies it
    Add {
        /// The brand's key
        key: String,
        /// The host name, without a port
        host: String,
        /// Vouch for it: it is the brand's, without a TXT record
        #[arg(long)]
        vouch: bool,
    },
    /// Look for its TXT record now
    Check {
        /// The brand's key
        key: String,
        /// The host name
        host: String,
    },
    /// Take one away: it shows nothing any more
    Remove {
        /// The brand's key
        key: String,
        /// The host name
        host: String,
    },
}

/// A brand's own words for mails
#[derive(Subcommand)]
pub(crate) enum MailTemplate {
    /// List the kinds of mails and what each knows
    Kinds,
    /// List those of a brand: kind, language, subject
    List {
        /// The brand's key
        key: String,
    },
    /// Set subject and text of a kind in a language; the text comes from the standard input, paragraphs with empty lines between
    Set {
        /// The brand's key
        key: String,
        /// The kind
        kind: String,
        /// The language, like `en`
        language: String,
        /// The subject, a template
        #[arg(long)]
        subject: String,
    },
    /// Go back to the server's words
    Unset {
        /// The brand's key
        key: String,
        /// The kind
        kind: String,
        /// The language
        language: String,
    },
}

/// Does it.
///
/// # Errors
/// What is wrong with what was asked for, by name, and when the store fails.
pub(crate) async fn run(app: &App, command: Brand) -> anyhow::Result<()> {
    let of = |key: &str| format!("brand {key:?}");
    match command {
        Brand::List => {
            let all = brands::list(app.store()).await?;
            for brand in &all {
                let above = all.iter().find(|above| brand.parent_id.as_ref() == Some(&above.id));
                println!("{}\t{}\t{}", brand.key, brand.name, above.map_or("-", |above| &above.key));
            }
        }
        Brand::Show { key } => {
            let (properties, identity) = brands::show(app, &key).await.with_context(|| of(&key))?;
            for shown in properties {
                let (value, origin) = match (shown.value, shown.is_own) {
                    (Some(value), true) => (value.replace('\n', "\\n"), "own"),
                    (Some(value), false) => (value, "inherited"),
                    (None, _) => ("-".to_owned(), "-"),
                };
                println!("{}\t{value}\t{origin}", shown.property);
            }
            for (kind, digest) in [(ImageKind::Logo, &identity.logo), (ImageKind::Favicon, &identity.favicon)] {
                println!("{kind}\t{}\t{}", digest.as_deref().unwrap_or("-"), digest.as_ref().map_or("-", |_| "own"));
            }
            println!("hosts\t{}\t-", identity.hosts.join(" "));
            let from = identity.sender(&app.config().mail_from).unwrap_or_else(|| "-".to_owned());
            println!("mails are from\t{from}\t-");
        }
        Brand::Set { key, property, value } => {
            brands::set(app, &key, property, Some(&value)).await.with_context(|| of(&key))?;
            println!("{key}: {property} is set");
        }
        Brand::Unset { key, property } => {
            brands::set(app, &key, property, None).await.with_context(|| of(&key))?;
            println!("{key}: {property} is not set");
        }
        Brand::Image { key, kind, file } => {
            let bytes = file.map(|file| {
                let size = std::fs::metadata(&file).with_context(|| format!("cannot read {}", file.display()))?.len();
                anyhow::ensure!(size <= LARGEST as u64, "{kind}: it has more than {} kB", LARGEST / 1024);
                std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))
            });
            brands::set_image(app, &key, kind, bytes.transpose()?).await.with_context(|| of(&key))?;
            println!("{key}: {kind} is changed");
        }
        Brand::Host(command) => work_on_hosts(app, command).await?,
        Brand::Mail(command) => work_on_mails(app, command).await?,
    }
    Ok(())
}

async fn work_on_hosts(app: &App, command: Host) -> anyhow::Result<()> {
    match command {
        Host::List { key } => {
            let all = hosts::list(app.store(), &key).await.with_context(|| format!("brand {key:?}"))?;
            all.iter().for_each(print_host);
        }
        Host::Add { key, host, vouch } => {
            let added = hosts::add(app, &key, &host, vouch).await;
            print_host(&added.with_context(|| format!("cannot add {host:?} to the brand {key:?}"))?);
        }
        Host::Check { key, host } => {
            let checked = hosts::check(app, &key, &host).await;
            print_host(&checked.with_context(|| format!("cannot verify {host:?} of the brand {key:?}"))?);
        }
        Host::Remove { key, host } => {
            let removed = hosts::remove(app, &key, &host).await;
            removed.with_context(|| format!("cannot remove {host:?} from the brand {key:?}"))?;
            println!("{host} is removed");
        }
    }
    Ok(())
}

fn print_host(row: &BrandHostRow) {
    match row.verified_at {
        Some(_) => println!("{}\tverified", row.host),
        None => println!("{}\tTXT {}", hosts::record_name(&row.host), hosts::record(row)),
    }
}

async fn work_on_mails(app: &App, command: MailTemplate) -> anyhow::Result<()> {
    match command {
        MailTemplate::Kinds => {
            for kind in mail::kinds() {
                println!("{kind}\t{}", mail::variables(kind).unwrap_or_default().join(" "));
            }
        }
        MailTemplate::List { key } => {
            let all = mail_templates::list(app.store(), &key).await.with_context(|| format!("brand {key:?}"))?;
            for one in all {
                println!("{}\t{}\t{}", one.kind, one.language, one.subject);
            }
        }
        MailTemplate::Set { key, kind, language, subject } => {
            let mut body = String::new();
            std::io::stdin().read_to_string(&mut body).context("cannot read the text")?;
            let words = CustomWords { subject, body };
            let set = mail_templates::set(app, &key, &kind, &language, Some(words)).await;
            set.with_context(|| format!("cannot set the words of {kind:?} for the brand {key:?}"))?;
            println!("{key}: {kind} speaks its own words in {language}");
        }
        MailTemplate::Unset { key, kind, language } => {
            let unset = mail_templates::set(app, &key, &kind, &language, None).await;
            unset.with_context(|| format!("cannot take the words of {kind:?} from the brand {key:?}"))?;
            println!("{key}: {kind} speaks the server's words in {language}");
        }
    }
    Ok(())
}

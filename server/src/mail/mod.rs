//! E-mail: a queue in the database, and a job that sends what is in it.
//!
//! A change and the mail about it are one transaction (`tx.queue_mail`), so neither is without the other. The job
//! ([`delivery`]) takes what is due, renders it in the recipient's language under the brand's name and colours, and gives
//! it to the mail server ([`postman`]), or writes it into a folder where none is set. It tries again for about a day, and
//! gives up where everybody can see it: in the log, in the brand's audit log, in `loggia-server mail list`.
//!
//! - What a mail says, links included, lies encrypted in the queue (`auth::SealingKeys`) and is deleted as soon as it is sent or
//!   given up.
//! - After a crash a mail may go out twice, with the same `Message-ID`; it is never lost.
//! - Nothing that somebody typed gets into a header unencoded, becomes markup or turns into a link (see [`safe`]).
//! - Of each kind, a mailbox gets so many an hour of a brand. Whoever asks for another person's sign-in links all day
//!   uses up that kind only: notices about changes still arrive, and so do links that are asked for in a browser which
//!   the account knows.
//! - Whether there is an account is found out here, when a link's mail is taken, and not when it is asked for.

mod custom;
mod delivery;
mod letterhead;
mod message;
mod postman;
mod render;
mod safe;
mod text;

#[cfg(test)]
mod tests;

use std::{path::PathBuf, sync::Arc};

use loggia_types::{BrandId, MailId, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

pub(crate) use self::text::moment;
pub use self::{
    custom::{CustomWords, kinds, variables},
    delivery::{deliver_due, start},
    postman::check_url,
};
use self::{postman::Postman, safe::mailbox_key};
use crate::{
    Config,
    auth::SealingKeys,
    error::{Error, Result},
    store::{mail_queue::WAITING, micros, rows::MailRow},
};

/// A mail to queue.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The address, which [`is_email`](crate::domain::is_email) has accepted.
    pub to: String,
    /// The recipient's language, as BCP 47 has it: `de-AT`. One that there are no texts for is English.
    pub locale: String,
    /// What it says.
    pub content: Content,
    /// After this it is of no use to the recipient, and is not sent.
    pub expires_at: Option<Timestamp>,
}

/// What a mail says. Links are paths of the portal, which the job completes with the brand's address.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// Somebody is invited to an organization.
    Invitation {
        /// The organization's name.
        organization: String,
        /// Who invites, when it is a person.
        inviter: Option<String>,
        /// The path where it can be accepted, with its secret.
        path: String,
        /// How many days the link is good.
        days: i64,
    },
    /// Somebody wants to sign in by a link.
    SignInLink {
        /// The secret of the link.
        secret: String,
        /// How many minutes it is good.
        minutes: i64,
        /// From where it was asked for.
        place: Place,
    },
    /// Somebody wants to set a password.
    PasswordLink {
        /// The secret of the link.
        secret: String,
        /// How many minutes it is good.
        minutes: i64,
        /// From where it was asked for.
        place: Place,
    },
    /// A password was set or changed.
    PasswordChanged {
        /// When.
        at: Timestamp,
        /// From where.
        place: Place,
    },
    /// Somebody has to show that this address is theirs.
    EmailLink {
        /// The secret of the link.
        secret: String,
        /// How many hours it is good.
        hours: i64,
        /// Whether it would be another address than the account's.
        is_new: bool,
        /// Whose account it is about, by its name.
        name: String,
    },
    /// To the account's address: it is to become another one.
    EmailChangeAsked {
        /// The other one.
        email: String,
        /// From where it was asked for.
        place: Place,
    },
    /// To the address that was the account's: now it is another one.
    EmailChanged {
        /// The other one.
        email: String,
        /// When.
        at: Timestamp,
    },
    /// An owner got in without the single sign-on that is required.
    BreakGlass {
        /// The organization's name.
        organization: String,
        /// Who it was.
        person: String,
        /// From which address.
        address: Option<String>,
        /// When.
        at: String,
        /// The path of the page where that is set up.
        path: String,
    },
    /// The audit log is not sent any more to where it was.
    AuditStreamDisabled {
        /// The organization's name.
        organization: String,
        /// The receiver's scheme and host.
        host: String,
        /// The path where it can be enabled again.
        path: String,
    },
    /// An account has a second factor more.
    FactorAdded {
        /// What the passkey is called, if it is one; else it is an app with codes.
        passkey: Option<String>,
    },
    /// An account has a second factor less.
    FactorRemoved {
        /// What the passkey was called, if it was one; else it was an app with codes.
        passkey: Option<String>,
    },
    /// An account has other recovery codes.
    RecoveryCodesMade {},
    /// Somebody signed in with a recovery code.
    RecoveryCodeUsed {
        /// How many are left.
        left: usize,
    },
    /// Somebody who got past the first factor shows wrong codes.
    WrongCodes {},
    /// An operator took away every second factor.
    FactorsReset {},
}

/// Where something was asked for, as far as its recipient would recognize it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Browser and system.
    pub device: Option<String>,
    /// The network address.
    pub address: Option<String>,
    /// Whether the account knows the browser. What others ask for has a quota of its own, and so cannot use up this one.
    pub is_known: bool,
}

impl Content {
    /// The kind's name in the queue.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::SignInLink { place: Place { is_known: true, .. }, .. } => "sign_in_link.known",
            Self::SignInLink { .. } => "sign_in_link",
            Self::PasswordLink { place: Place { is_known: true, .. }, .. } => "password_link.known",
            Self::PasswordLink { .. } => "password_link",
            Self::PasswordChanged { .. } => "password_changed",
            Self::EmailLink { .. } => "email_link",
            Self::EmailChangeAsked { .. } => "email_change_asked",
            Self::EmailChanged { .. } => "email_changed",
            Self::BreakGlass { .. } => "break_glass",
            Self::AuditStreamDisabled { .. } => "audit_stream_disabled",
            Self::FactorAdded { .. } => "factor_added",
            Self::FactorRemoved { .. } => "factor_removed",
            Self::RecoveryCodesMade {} => "recovery_codes_made",
            Self::RecoveryCodeUsed { .. } => "recovery_code_used",
            Self::WrongCodes {} => "wrong_codes",
            Self::FactorsReset {} => "factors_reset",
        }
    }

    /// Where its link leads, in the portal.
    fn path(&self) -> Option<String> {
        match self {
            Self::Invitation { path, .. } | Self::BreakGlass { path, .. } | Self::AuditStreamDisabled { path, .. } => {
                Some(path.clone())
            }
            Self::SignInLink { secret, .. } => Some(format!("/sign-in/link?token={secret}")),
            Self::PasswordLink { secret, .. } => Some(format!("/password?token={secret}")),
            Self::EmailLink { secret, .. } => Some(format!("/account/email?token={secret}")),
            // Whoever it was not needs another password.
            Self::PasswordChanged { .. } | Self::EmailChangeAsked { .. } => Some("/password/forgotten".to_owned()),
            Self::EmailChanged { .. } => None,
            // What happened to an account is looked after there.
            Self::FactorAdded { .. }
            | Self::FactorRemoved { .. }
            | Self::RecoveryCodesMade {}
            | Self::RecoveryCodeUsed { .. }
            | Self::WrongCodes {}
            | Self::FactorsReset {} => Some("/account".to_owned()),
        }
    }

    /// The secret of a link that is good no longer than the mail is of use.
    fn secret(&self) -> Option<&str> {
        match self {
            Self::SignInLink { secret, .. } | Self::PasswordLink { secret, .. } | Self::EmailLink { secret, .. } => {
                Some(secret)
            }
            _ => None,
        }
    }
}

/// Without what leads anywhere.
impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Content").field("kind", &self.kind()).finish_non_exhaustive()
    }
}

/// Queues mails. Cheap to clone.
#[derive(Clone)]
pub struct Mailer(Arc<Inner>);

struct Inner {
    keys: SealingKeys,
    postman: Postman,
    woken: Notify,
}

impl Mailer {
    /// A mailer for these settings.
    ///
    /// # Errors
    /// When the mail server's settings cannot be used.
    pub fn new(config: &Config, keys: SealingKeys) -> anyhow::Result<Self> {
        let postman = Postman::new(config)?;
        Ok(Self(Arc::new(Inner { keys, postman, woken: Notify::new() })))
    }

    /// Says that a mail is committed: the job looks at once.
    pub fn wake(&self) {
        self.0.woken.notify_one();
    }

    /// Where mails are written to when no mail server is set.
    pub fn folder(&self) -> Option<&PathBuf> {
        self.0.postman.folder()
    }

    /// The row of a mail, for the store.
    pub(crate) fn row(&self, brand: &BrandId, mail: &Mail, now: Timestamp) -> Result<MailRow> {
        let id = MailId::generate();
        let content = serde_json::to_vec(&mail.content)
            .map_err(|error| Error::Internal(format!("a mail cannot be written as JSON: {error}")))?;
        let recipient = mail.to.trim().to_ascii_lowercase();
        Ok(MailRow {
            sealed: Some(self.0.keys.seal(&place(&id), &content)?),
            id,
            brand_id: brand.clone(),
            kind: mail.content.kind().to_owned(),
            recipient_key: mailbox_key(&recipient),
            recipient,
            locale: mail.locale.clone(),
            state: WAITING.to_owned(),
            attempts: 0,
            due_at: micros(now),
            taken_at: None,
            expires_at: mail.expires_at.map(micros),
            finished_at: None,
            failure: None,
            created_at: micros(now),
        })
    }

    /// What a queued mail says.
    fn content(&self, row: &MailRow) -> Result<Content> {
        let sealed = row.sealed.as_deref().ok_or_else(|| Error::Internal("a waiting mail says nothing".to_owned()))?;
        let content = self.0.keys.open_sealed(&place(&row.id), sealed)?;
        serde_json::from_slice(&content).map_err(|error| Error::Internal(format!("a queued mail is not JSON: {error}")))
    }
}

/// What the content of a mail is sealed for.
fn place(id: &MailId) -> String {
    format!("mail:{id}")
}

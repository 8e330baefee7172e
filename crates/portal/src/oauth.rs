//! The pages about programs that people let act for them.

use loggia_types::Permission;
use serde::Serialize;

use crate::{Moment, words::Locale};

/// The page on which a person lets a program in, or does not.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Consent {
    /// What it is about.
    pub heading: String,
    /// What the program wants, and as whom.
    pub lead: String,
    /// What it will be able to do.
    pub scopes: Vec<&'static str>,
    /// What it asked, as it came.
    pub request: String,
    /// Where it can be let in.
    pub organizations: Vec<OrganizationChoice>,
    /// Where the answer goes.
    pub place: String,
    /// How long it may, and that it can be taken back.
    pub until: String,
}

/// An organization that a program can be let into.
#[derive(Clone, Debug, Serialize)]
pub struct OrganizationChoice {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is the one that was chosen before.
    pub chosen: bool,
}

/// The page that leads back to a program. A redirect would not do: browsers hold those that follow the form of another page
/// to that page's policy.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Leaving {
    /// Where to.
    pub heading: String,
    /// What to do if nothing happens.
    pub lead: String,
    /// Where it goes.
    pub url: String,
}

/// The page with the programs that a person has let in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Applications {
    /// The programs.
    pub applications: Vec<Application>,
    /// What was done before.
    pub done: Option<String>,
}

/// A program that a person has let in.
#[derive(Clone, Debug, Serialize)]
pub struct Application {
    /// Its name.
    pub name: String,
    /// Where.
    pub organization: String,
    /// What it can do.
    pub scopes: Vec<&'static str>,
    /// Since when.
    pub since: Moment,
    /// When it was last there.
    pub used_at: Option<Moment>,
    /// Where it is ended.
    pub revoke_url: String,
}

/// What a permission lets somebody do, in words.
pub fn scope_words(locale: Locale, permission: Permission) -> &'static str {
    let (en, de) = match permission {
        Permission::CasesRead => ("See cases and their history", "Vorgänge und ihren Verlauf sehen"),
        Permission::CasesReply => ("Reply on cases", "Auf Vorgänge antworten"),
        Permission::CasesManage => ("Change the status of cases", "Den Stand von Vorgängen ändern"),
        Permission::DocumentsRead => ("See and download documents", "Dokumente sehen und herunterladen"),
        Permission::DocumentsUpload => {
            ("Upload, rename and move documents", "Dokumente hochladen, umbenennen und verschieben")
        }
        Permission::DocumentsDelete => ("Delete documents", "Dokumente löschen"),
        Permission::FormsRead => ("See request forms", "Anfrageformulare sehen"),
        Permission::SubmissionsCreate => ("Send requests", "Anfragen absenden"),
        Permission::SubmissionsRead => ("See requests that were sent", "Abgesendete Anfragen sehen"),
        Permission::MembersRead => ("See who belongs to the organization", "Sehen, wer zur Organisation gehört"),
        Permission::MembersInvite => ("Invite people", "Personen einladen"),
        Permission::MembersManage => ("Change roles and remove people", "Rollen ändern und Personen entfernen"),
        Permission::AuditRead => ("See the audit log", "Das Audit-Protokoll sehen"),
        Permission::AuditManage => (
            "Decide how long the audit log is kept and where it is sent",
            "Bestimmen, wie lange das Audit-Protokoll aufbewahrt und wohin es gesendet wird",
        ),
        Permission::ApiKeysRead => ("See which API keys there are", "Sehen, welche API-Schlüssel es gibt"),
        Permission::ApiKeysManage => ("Make and delete API keys", "API-Schlüssel anlegen und löschen"),
        Permission::SsoManage => ("Set up single sign-on and domains", "Single Sign-on und Domains einrichten"),
        Permission::OrganizationsRead => ("List organizations", "Organisationen auflisten"),
        Permission::EmbedSessionsCreate => ("Let people into the portal", "Personen in das Portal lassen"),
    };
    match locale {
        Locale::En => en,
        Locale::De => de,
    }
}

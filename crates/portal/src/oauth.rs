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
    let words = locale.words();
    match permission {
        Permission::CasesRead => words.scope_cases_read,
        Permission::CasesReply => words.scope_cases_reply,
        Permission::CasesManage => words.scope_cases_manage,
        Permission::DocumentsRead => words.scope_documents_read,
        Permission::DocumentsUpload => words.scope_documents_upload,
        Permission::DocumentsDelete => words.scope_documents_delete,
        Permission::FormsRead => words.scope_forms_read,
        Permission::SubmissionsCreate => words.scope_submissions_create,
        Permission::SubmissionsRead => words.scope_submissions_read,
        Permission::MembersRead => words.scope_members_read,
        Permission::MembersInvite => words.scope_members_invite,
        Permission::MembersManage => words.scope_members_manage,
        Permission::AuditRead => words.scope_audit_read,
        Permission::AuditManage => words.scope_audit_manage,
        Permission::ApiKeysRead => words.scope_api_keys_read,
        Permission::ApiKeysManage => words.scope_api_keys_manage,
        Permission::SsoManage => words.scope_sso_manage,
        Permission::OrganizationsRead => words.scope_organizations_read,
        Permission::EmbedSessionsCreate => words.scope_embed_sessions_create,
    }
}

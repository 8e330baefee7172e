//! The table of routes: what each asks of its caller, and what kind of thing it is about.

use loggia_client::types::Permission as P;

use super::model::Target;

/// The methods an OpenAPI path item can have.
pub(crate) const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What a route asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Nothing.
    Public,
    /// A token in the address.
    Token,
    /// What OAuth clients send: no credential of the API counts, and without a form it is refused.
    OAuthForm,
    /// A person's session.
    Session,
    /// A permission, in an organization.
    Permission(P),
    /// The same, and a person: an API key cannot do it.
    Person(P),
    /// The same, but anybody may do it to themselves: the thing is looked up first, so who lacks the permission
    /// still learns that another organization's is none.
    OrOneself(P),
    /// A scope of an API key, for its brand.
    Brand(P),
    /// Any good credential, an API key's that acts for nobody included.
    Credential,
}

/// The kind of thing a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thing {
    /// Nothing in particular: lists and the like.
    None,
    /// Something named in the path that belongs to one organization.
    Owned,
    /// A form, which all organizations of a brand share.
    Form,
    /// Something named in the path that is one person's alone: of each organization, its owner's.
    Personal,
    /// Something named in the query or the body.
    Named,
    /// Something that a list is narrowed to: another organization's narrows it to nothing.
    Filter,
    /// A place in a list, or a filter of the log: whatever it names, the answer is the caller's organization's.
    Place,
    /// A form version that is named in the body.
    NamedForm,
    /// An organization that is named in the body.
    Organization,
    /// Whose flags are evaluated: an organization or a member, named in the body.
    Target,
}

/// A route, or one of the ways in which its query or body can name a thing. The path's `{...}` are filled with the thing's
/// ids, its `{own ...}` with those of the caller's own.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) access: Access,
    pub(crate) thing: Thing,
    /// Which thing its body names, where there is a choice.
    pub(crate) names: &'static str,
    /// Whether the answer has no end.
    pub(crate) endless: bool,
    /// Whether a program that acts for a person is refused: it is about what they alone see.
    pub(crate) alone: bool,
}

/// Lists in which every organization has something that carries its marker.
pub(crate) const MARKED: &[&str] = &["/v1/cases", "/v1/documents"];

impl Route {
    const fn new(method: &'static str, path: &'static str, access: Access, thing: Thing) -> Self {
        Self { method, path, access, thing, names: "", endless: false, alone: false }
    }

    /// The same, whose body names this.
    const fn naming(mut self, names: &'static str) -> Self {
        self.names = names;
        self
    }

    /// The same, for people alone.
    const fn alone(mut self) -> Self {
        self.alone = true;
        self
    }

    /// Whether it is about cases, documents or submissions that are there, so that conditions can hide them.
    pub(crate) fn is_about_things(&self) -> bool {
        let (Access::Permission(permission) | Access::Person(permission)) = self.access else { return false };
        matches!(
            permission,
            P::CasesRead
                | P::CasesReply
                | P::DocumentsRead
                | P::DocumentsUpload
                | P::DocumentsDelete
                | P::SubmissionsRead
        )
    }

    /// Whether the thing that it is about is gone once it was answered.
    pub(crate) fn uses_up(&self) -> bool {
        self.method == "DELETE" || self.path.ends_with("/hand-over") || self.names == "a draft"
    }

    /// The route that is served.
    pub(crate) fn served(&self) -> String {
        served(self.method, self.path)
    }

    /// How a fault names it.
    pub(crate) fn name(&self) -> String {
        let naming = if self.names.is_empty() { String::new() } else { format!(" naming {}", self.names) };
        format!("{} {}{naming}", self.method, self.path)
    }

    /// The targets that make a difference.
    pub(crate) fn targets(&self) -> Vec<Target> {
        match self.thing {
            Thing::None => vec![Target::Own],
            _ => Target::ALL.to_vec(),
        }
    }
}

/// A served route as it can be compared: parameters without their names, and without a query.
pub(crate) fn served(method: &str, path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<_> = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect();
    format!("{method} {}", parts.join("/"))
}

use Access::{Brand, Credential, OAuthForm, OrOneself, Permission, Person, Public, Session, Token};

/// Every route, and every way in which one can name a thing. One more server route, one more line here.
pub(crate) const ROUTES: &[Route] = &[
    Route::new("GET", "/healthz", Public, Thing::None),
    Route::new("GET", "/readyz", Public, Thing::None),
    Route::new("GET", "/openapi.json", Public, Thing::None),
    Route::new("GET", "/.well-known/oauth-authorization-server", Public, Thing::None),
    Route::new("POST", "/oauth/token", OAuthForm, Thing::None),
    Route::new("POST", "/oauth/revoke", OAuthForm, Thing::None),
    Route::new("POST", "/v1/embed-sessions", Brand(P::EmbedSessionsCreate), Thing::Organization),
    Route::new("POST", "/v1/embed-sessions", Brand(P::EmbedSessionsCreate), Thing::Named).naming("a user"),
    Route::new("GET", "/v1/organizations", Brand(P::OrganizationsRead), Thing::None),
    Route::new("POST", "/ofrep/v1/evaluate/flags", Credential, Thing::Target),
    Route::new("POST", "/ofrep/v1/evaluate/flags", Credential, Thing::Target).naming("a member"),
    Route::new("POST", "/ofrep/v1/evaluate/flags/{flag}", Credential, Thing::Target),
    Route::new("POST", "/ofrep/v1/evaluate/flags/{flag}", Credential, Thing::Target).naming("a member"),
    Route::new("GET", "/v1/session", Session, Thing::None),
    Route::new("DELETE", "/v1/session", Session, Thing::None),
    Route::new("GET", "/v1/cases", Permission(P::CasesRead), Thing::None),
    Route::new("GET", "/v1/cases?limit=2&cursor={cursor}", Permission(P::CasesRead), Thing::Place),
    Route::new("GET", "/v1/cases/{case}", Permission(P::CasesRead), Thing::Owned),
    Route::new("PATCH", "/v1/cases/{case}", Permission(P::CasesManage), Thing::Owned),
    Route::new("GET", "/v1/cases/{case}/timeline", Permission(P::CasesRead), Thing::Owned),
    Route::new("POST", "/v1/cases/{case}/replies", Permission(P::CasesReply), Thing::Owned),
    Route::new("PUT", "/v1/cases/{case}/read", Person(P::CasesRead), Thing::Owned),
    Route::new("GET", "/v1/forms", Permission(P::FormsRead), Thing::None),
    Route::new("GET", "/v1/forms/{form}", Permission(P::FormsRead), Thing::Form),
    Route::new("POST", "/v1/submissions", Person(P::SubmissionsCreate), Thing::NamedForm),
    Route::new("POST", "/v1/submissions", Person(P::SubmissionsCreate), Thing::Named).naming("files"),
    Route::new("GET", "/v1/submissions/{submission}", Permission(P::SubmissionsRead), Thing::Owned),
    Route::new("POST", "/v1/submissions", Person(P::SubmissionsCreate), Thing::Named).naming("a draft"),
    Route::new("GET", "/v1/drafts", Person(P::SubmissionsCreate), Thing::None).alone(),
    Route::new("POST", "/v1/drafts", Person(P::SubmissionsCreate), Thing::NamedForm).alone(),
    Route::new("GET", "/v1/drafts/{draft}", Person(P::SubmissionsCreate), Thing::Personal).alone(),
    Route::new("PUT", "/v1/drafts/{draft}", Person(P::SubmissionsCreate), Thing::Personal).alone(),
    Route::new("PUT", "/v1/drafts/{own draft}", Person(P::SubmissionsCreate), Thing::NamedForm)
        .naming("a form")
        .alone(),
    Route::new("DELETE", "/v1/drafts/{draft}", Person(P::SubmissionsCreate), Thing::Personal).alone(),
    Route::new("POST", "/v1/drafts/{draft}/hand-over", Person(P::SubmissionsCreate), Thing::Personal).alone(),
    Route::new("POST", "/v1/drafts/{own draft}/hand-over", Person(P::SubmissionsCreate), Thing::Named)
        .naming("a colleague")
        .alone(),
    Route::new("GET", "/v1/documents", Permission(P::DocumentsRead), Thing::None),
    Route::new("GET", "/v1/document-folders", Permission(P::DocumentsRead), Thing::None),
    Route::new("POST", "/v1/documents?name=matrix.txt&case_id={case}", Permission(P::DocumentsUpload), Thing::Named),
    Route::new("GET", "/v1/documents/{document}", Permission(P::DocumentsRead), Thing::Owned),
    Route::new("PATCH", "/v1/documents/{document}", Permission(P::DocumentsUpload), Thing::Owned),
    Route::new("DELETE", "/v1/documents/{document}", Permission(P::DocumentsDelete), Thing::Owned),
    Route::new("GET", "/v1/documents/{document}/versions", Permission(P::DocumentsRead), Thing::Owned),
    Route::new("GET", "/v1/documents/{document}/content", Permission(P::DocumentsRead), Thing::Owned),
    Route::new(
        "GET",
        "/v1/documents/{document}/versions/{version}/content",
        Permission(P::DocumentsRead),
        Thing::Owned,
    ),
    Route::new(
        "GET",
        "/v1/documents/{own document}/versions/{version}/content",
        Permission(P::DocumentsRead),
        Thing::Owned,
    ),
    Route::new("POST", "/v1/documents/{document}/download-links", Permission(P::DocumentsRead), Thing::Owned),
    Route::new(
        "POST",
        "/v1/documents/{document}/download-links?version_id={version}",
        Permission(P::DocumentsRead),
        Thing::Owned,
    ),
    Route::new(
        "POST",
        "/v1/documents/{own document}/download-links?version_id={version}",
        Permission(P::DocumentsRead),
        Thing::Owned,
    ),
    Route::new("GET", "/v1/documents?case_id={case}", Permission(P::DocumentsRead), Thing::Filter),
    Route::new("GET", "/v1/downloads/{token}", Token, Thing::Owned),
    Route::new("GET", "/v1/members", Permission(P::MembersRead), Thing::None),
    Route::new("PATCH", "/v1/members/{member}", Permission(P::MembersManage), Thing::Owned),
    Route::new("PATCH", "/v1/members/{own member}", Permission(P::MembersManage), Thing::Named).naming("a role"),
    Route::new("DELETE", "/v1/members/{member}", OrOneself(P::MembersManage), Thing::Owned),
    Route::new("GET", "/v1/invitations", Permission(P::MembersRead), Thing::None),
    Route::new("POST", "/v1/invitations", Permission(P::MembersInvite), Thing::None),
    Route::new("POST", "/v1/invitations", Permission(P::MembersInvite), Thing::Named).naming("a role"),
    Route::new("DELETE", "/v1/invitations/{invitation}", Permission(P::MembersInvite), Thing::Owned),
    Route::new("GET", "/v1/members/{member}/access", Permission(P::MembersManage), Thing::Owned),
    Route::new("GET", "/v1/members/{member}/access?resource_id={case}", Permission(P::MembersManage), Thing::Owned),
    Route::new("GET", "/v1/roles", Permission(P::MembersRead), Thing::None),
    Route::new("POST", "/v1/roles", Permission(P::MembersManage), Thing::None),
    Route::new("POST", "/v1/roles", Permission(P::MembersManage), Thing::Named).naming("a role"),
    Route::new("PATCH", "/v1/roles/{own role}", Permission(P::MembersManage), Thing::Named).naming("a role"),
    Route::new("GET", "/v1/roles/{role}", Permission(P::MembersManage), Thing::Owned),
    Route::new("PATCH", "/v1/roles/{role}", Permission(P::MembersManage), Thing::Owned),
    Route::new("DELETE", "/v1/roles/{role}", Permission(P::MembersManage), Thing::Owned),
    Route::new("GET", "/v1/cases/{case}/attributes", Permission(P::CasesManage), Thing::Owned),
    Route::new("PUT", "/v1/cases/{case}/attributes", Permission(P::CasesManage), Thing::Owned),
    Route::new("GET", "/v1/documents/{document}/attributes", Permission(P::CasesManage), Thing::Owned),
    Route::new("PUT", "/v1/documents/{document}/attributes", Permission(P::CasesManage), Thing::Owned),
    Route {
        method: "GET",
        path: "/v1/events",
        access: Session,
        thing: Thing::None,
        names: "",
        endless: true,
        alone: false,
    },
    Route::new("GET", "/v1/api-keys", Permission(P::ApiKeysRead), Thing::None),
    Route::new("POST", "/v1/api-keys", Permission(P::ApiKeysManage), Thing::None),
    Route::new("GET", "/v1/api-keys/{api_key}", Permission(P::ApiKeysRead), Thing::Owned),
    Route::new("GET", "/v1/api-keys/{api_key}/usage", Permission(P::ApiKeysRead), Thing::Owned),
    Route::new("PATCH", "/v1/api-keys/{api_key}", Permission(P::ApiKeysManage), Thing::Owned),
    Route::new("POST", "/v1/api-keys/{api_key}/rotate", Permission(P::ApiKeysManage), Thing::Owned),
    Route::new("DELETE", "/v1/api-keys/{api_key}", Permission(P::ApiKeysManage), Thing::Owned),
    Route::new("GET", "/v1/sso-connections", Permission(P::SsoManage), Thing::None),
    Route::new("POST", "/v1/sso-connections", Permission(P::SsoManage), Thing::None),
    Route::new("POST", "/v1/sso-connections", Permission(P::SsoManage), Thing::Named).naming("a role"),
    Route::new("GET", "/v1/sso-connections/{sso_connection}", Permission(P::SsoManage), Thing::Owned),
    Route::new("PATCH", "/v1/sso-connections/{sso_connection}", Permission(P::SsoManage), Thing::Owned),
    Route::new("PATCH", "/v1/sso-connections/{own sso_connection}", Permission(P::SsoManage), Thing::Named)
        .naming("a role"),
    Route::new("DELETE", "/v1/sso-connections/{sso_connection}", Permission(P::SsoManage), Thing::Owned),
    Route::new("POST", "/v1/sso-connections/{sso_connection}/test", Permission(P::SsoManage), Thing::Owned),
    Route::new("GET", "/v1/domains", Permission(P::SsoManage), Thing::None),
    Route::new("POST", "/v1/domains", Permission(P::SsoManage), Thing::None),
    Route::new("POST", "/v1/domains/{domain}/check", Permission(P::SsoManage), Thing::Owned),
    Route::new("DELETE", "/v1/domains/{domain}", Permission(P::SsoManage), Thing::Owned),
    Route::new("GET", "/v1/sso-policy", Permission(P::SsoManage), Thing::None),
    Route::new("PUT", "/v1/sso-policy", Permission(P::SsoManage), Thing::None),
    Route::new("PUT", "/v1/sso-policy", Permission(P::SsoManage), Thing::Named).naming("an owner"),
    Route::new("GET", "/v1/audit-retention", Permission(P::AuditRead), Thing::None),
    Route::new("PUT", "/v1/audit-retention", Permission(P::AuditManage), Thing::None),
    Route::new("GET", "/v1/audit-streams", Permission(P::AuditManage), Thing::None),
    Route::new("POST", "/v1/audit-streams", Permission(P::AuditManage), Thing::None),
    Route::new("GET", "/v1/audit-streams/{audit_stream}", Permission(P::AuditManage), Thing::Owned),
    Route::new("PATCH", "/v1/audit-streams/{audit_stream}", Permission(P::AuditManage), Thing::Owned),
    Route::new("POST", "/v1/audit-streams/{audit_stream}/rotate", Permission(P::AuditManage), Thing::Owned),
    Route::new("POST", "/v1/audit-streams/{audit_stream}/test", Permission(P::AuditManage), Thing::Owned),
    Route::new("DELETE", "/v1/audit-streams/{audit_stream}", Permission(P::AuditManage), Thing::Owned),
    Route::new("GET", "/v1/audit-events", Permission(P::AuditRead), Thing::None),
    Route::new("GET", "/v1/audit-events/export", Permission(P::AuditRead), Thing::None),
    Route::new("GET", "/v1/audit-events?resource_id={case}", Permission(P::AuditRead), Thing::Place),
    Route::new("GET", "/v1/audit-events?actor_id={user}", Permission(P::AuditRead), Thing::Place),
];

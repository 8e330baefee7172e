//! People of Northwind in roles of its own.

use loggia_client::types::{
    Permission, Role,
    embed::{CreateEmbedSession, EmbedUser},
    members::CreateInvitation,
    roles::{CreateRole, Effect, Grant},
};
use loggia_tests::{Portal, fixture};
use serde_json::{Value, json};

use super::routes::Route;

/// The address of who has some permissions by a role of its own.
pub(crate) const CUSTOM: &str = "custom@northwind.example";
/// The address of who sees no case and no document.
pub(crate) const HIDDEN: &str = "hidden@northwind.example";

/// What the role of the first permits.
pub(crate) const PERMISSIONS: &[Permission] =
    &[Permission::CasesRead, Permission::MembersRead, Permission::AuditRead, Permission::ApiKeysRead];

/// One secret of each.
pub(crate) struct Secrets {
    custom: String,
    hidden: String,
}

impl Secrets {
    pub(crate) async fn make(portal: &Portal) -> Self {
        let here = || Some(json!({ "network": ["127.0.0.0/8", "::1/128"] }));
        let elsewhere = || Some(json!({ "network": ["192.0.2.0/24"] }));
        let grants = vec![
            grant(Effect::Allow, Permission::AuditRead, None),
            grant(Effect::Deny, Permission::DocumentsRead, None),
            grant(Effect::Allow, Permission::ApiKeysRead, here()),
            grant(Effect::Allow, Permission::MembersManage, elsewhere()),
        ];
        admit(portal, CUSTOM, role("Some", Role::Viewer, grants)).await;
        let unmarked = || Some(json!({ "not": { "has": "resource.open_to_all" } }));
        let reading = [Permission::CasesRead, Permission::DocumentsRead, Permission::SubmissionsRead];
        let grants = reading.into_iter().map(|read| grant(Effect::Deny, read, unmarked())).collect();
        admit(portal, HIDDEN, role("Hidden", Role::Member, grants)).await;
        Self { custom: sign_in(portal, CUSTOM).await, hidden: sign_in(portal, HIDDEN).await }
    }

    /// A secret for a request. One that ends the session gets one of its own.
    pub(crate) async fn of(&self, portal: &Portal, email: &str, route: &Route) -> String {
        match email {
            _ if route.method == "DELETE" && route.path == "/v1/session" => sign_in(portal, email).await,
            CUSTOM => self.custom.clone(),
            _ => self.hidden.clone(),
        }
    }
}

fn grant(effect: Effect, permission: Permission, when: Option<Value>) -> Grant {
    Grant { permission, effect, when: when.map(|wire| serde_json::from_value(wire).unwrap()) }
}

fn role(name: &str, parent: Role, grants: Vec<Grant>) -> CreateRole {
    CreateRole { name: name.to_owned(), description: None, inherits: vec![parent.into()], grants }
}

/// Makes the role, and somebody who has it.
async fn admit(portal: &Portal, email: &str, role: CreateRole) {
    let owner = portal.sign_in("olga").await.unwrap().client;
    let role = owner.roles().create(&role).await.unwrap().id;
    let invitation = CreateInvitation { email: email.to_owned(), role: (&role).into(), ends_at: None };
    owner.invitations().create(&invitation).await.unwrap();
}

async fn sign_in(portal: &Portal, email: &str) -> String {
    let wanted = CreateEmbedSession {
        organization_id: fixture::northwind(),
        user: EmbedUser::Email { email: email.to_owned(), name: Some("Role NWQXMARK".to_owned()) },
        features: None,
        locale: None,
        expires_in: Some(3600),
    };
    portal.acme.embed_sessions().create(&wanted).await.unwrap().client_secret
}

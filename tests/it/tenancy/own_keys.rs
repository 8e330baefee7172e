//! API keys that Northwind makes for itself.

use loggia_client::types::{Permission, api_keys::CreateApiKey};
use loggia_tests::Portal;

/// One secret of each kind.
pub(crate) struct Secrets {
    /// Of a key with every scope that such a key can have.
    pub(crate) all: String,
    /// Of a key with one scope, which only people can use.
    pub(crate) harmless: String,
    /// Of a key for a network from which no test comes.
    pub(crate) elsewhere: String,
    /// Of a key that was deleted.
    pub(crate) deleted: String,
}

/// Whether an organization's own key can have this scope: it is not the vendor's and gives nobody else access.
pub(crate) fn may_have(permission: Permission) -> bool {
    use Permission as P;
    ![
        P::CasesManage,
        P::OrganizationsRead,
        P::EmbedSessionsCreate,
        P::MembersInvite,
        P::MembersManage,
        P::AuditManage,
        P::ApiKeysManage,
        P::SsoManage,
    ]
    .contains(&permission)
}

impl Secrets {
    pub(crate) async fn make(portal: &Portal) -> Self {
        let owner = portal.sign_in("olga").await.unwrap().client;
        let all: Vec<Permission> = Permission::ALL.iter().copied().filter(|scope| may_have(*scope)).collect();
        let make = async |scopes: &[Permission], networks: Option<Vec<String>>| {
            let wanted = CreateApiKey { name: "Own".to_owned(), scopes: scopes.to_vec(), networks, expires_at: None };
            owner.api_keys().create(&wanted).await.unwrap()
        };
        let deleted = make(&all, None).await;
        owner.api_keys().delete(&deleted.api_key.id, false).await.unwrap();
        Self {
            all: make(&all, None).await.secret,
            // Sending in a form is for people.
            harmless: make(&[Permission::SubmissionsCreate], None).await.secret,
            elsewhere: make(&all, Some(vec!["192.0.2.0/24".to_owned()])).await.secret,
            deleted: deleted.secret,
        }
    }
}

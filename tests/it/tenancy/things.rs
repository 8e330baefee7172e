//! What requests are about: one thing of each kind per organization, and ids that name nothing.

use loggia_client::{
    Client, PageQuery,
    types::{
        ApiKeyId, AuditStreamId, CaseId, DocumentId, DocumentVersionId, DomainId, DraftId, FormId, FormVersionId,
        InvitationId, MembershipId, OrganizationId, Permission, Role, RoleId, SsoConnectionId, SubmissionId, UserId,
        api_keys::CreateApiKey,
        audit_streams::CreateAuditStream,
        cases::CaseQuery,
        documents::{DocumentQuery, UploadQuery},
        drafts::CreateDraft,
        embed::{CreateEmbedSession, EmbedUser},
        forms::CreateSubmission,
        members::{CreateInvitation, MemberQuery},
        roles::CreateRole,
        sso::{CreateDomain, CreateSsoConnection},
    },
};
use loggia_tests::{Person, Portal, fixture};
use serde_json::{Value, json};

use super::routes::Route;

/// One thing of each kind, all of one organization.
#[derive(Clone)]
pub(crate) struct Set {
    organization: OrganizationId,
    case: CaseId,
    document: DocumentId,
    version: DocumentVersionId,
    form: FormId,
    form_version: FormVersionId,
    submission: SubmissionId,
    /// The owner's.
    draft: DraftId,
    /// Somebody who may send in forms.
    colleague: MembershipId,
    member: MembershipId,
    invitation: InvitationId,
    api_key: ApiKeyId,
    audit_stream: AuditStreamId,
    role: RoleId,
    /// A role that may inherit from the other one.
    heir: RoleId,
    sso_connection: SsoConnectionId,
    /// Another one, for what a body names.
    own_sso_connection: SsoConnectionId,
    domain: DomainId,
    token: String,
    member_email: String,
    user: UserId,
    cursor: String,
}

impl Set {
    /// A path with its parameters filled in, those of the caller's own things from `own`.
    pub(crate) fn fill(&self, path: &str, own: &Self) -> String {
        path.replace("{own document}", own.document.as_str())
            .replace("{own draft}", own.draft.as_str())
            .replace("{draft}", self.draft.as_str())
            .replace("{own member}", own.member.as_str())
            .replace("{own role}", own.heir.as_str())
            .replace("{own sso_connection}", own.own_sso_connection.as_str())
            .replace("{sso_connection}", self.sso_connection.as_str())
            .replace("{domain}", self.domain.as_str())
            .replace("{user}", self.user.as_str())
            .replace("{cursor}", &self.cursor)
            .replace("{case}", self.case.as_str())
            .replace("{document}", self.document.as_str())
            .replace("{version}", self.version.as_str())
            .replace("{form}", self.form.as_str())
            .replace("{submission}", self.submission.as_str())
            .replace("{member}", self.member.as_str())
            .replace("{invitation}", self.invitation.as_str())
            .replace("{api_key}", self.api_key.as_str())
            .replace("{audit_stream}", self.audit_stream.as_str())
            .replace("{role}", self.role.as_str())
            .replace("{token}", &self.token)
            .replace("{flag}", "documents.upload")
    }

    /// The body a route takes. What it does not name on purpose is the caller's own.
    pub(crate) fn body(&self, route: &Route, own: &Self) -> Option<Value> {
        Some(match (route.method, route.path) {
            ("POST", "/v1/embed-sessions") if route.names == "a user" => {
                json!({ "organization_id": own.organization, "user": { "id": self.user } })
            }
            ("POST", path) if path.starts_with("/ofrep/") => {
                let key = if route.names == "a member" { self.member.as_str() } else { self.organization.as_str() };
                json!({ "context": { "targetingKey": key } })
            }
            ("POST", "/v1/submissions") if route.names == "files" => {
                let answers = json!({ "what": "Matrix", "insured": "no", "photos": [self.document] });
                json!({ "form_version_id": own.form_version, "answers": answers })
            }
            ("POST", "/v1/submissions") if route.names == "a draft" => {
                let answers = json!({ "what": "Matrix", "insured": "no" });
                json!({ "form_version_id": own.form_version, "answers": answers, "draft_id": self.draft })
            }
            ("POST", "/v1/drafts") => json!({ "form_version_id": self.form_version, "answers": { "what": "Matrix" } }),
            ("PUT", path) if path.starts_with("/v1/drafts/") => {
                let version = if route.names == "a form" { &self.form_version } else { &own.form_version };
                json!({ "form_version_id": version, "answers": { "what": "Matrix" } })
            }
            ("POST", "/v1/drafts/{draft}/hand-over") => json!({ "member_id": own.colleague }),
            ("POST", "/v1/drafts/{own draft}/hand-over") => json!({ "member_id": self.colleague }),
            ("POST", "/v1/roles") if route.names == "a role" => {
                json!({ "name": fresh_name(), "inherits": [self.role], "grants": [] })
            }
            ("PATCH", "/v1/roles/{own role}") => json!({ "inherits": [self.role] }),
            ("PATCH", "/v1/members/{own member}") => json!({ "role": self.role }),
            ("POST", "/v1/invitations") if route.names == "a role" => {
                json!({ "email": fresh_email(), "role": self.role })
            }
            ("POST", "/v1/sso-connections") => {
                let mut wanted = json!(connection());
                if route.names == "a role" {
                    wanted["default_role"] = json!(self.role);
                }
                wanted
            }
            ("PATCH", "/v1/sso-connections/{own sso_connection}") => json!({ "default_role": self.role }),
            ("PATCH", "/v1/sso-connections/{sso_connection}") => json!({ "name": "Matrix" }),
            ("POST", "/v1/domains") => json!(domain()),
            ("PUT", "/v1/sso-policy") if route.names == "an owner" => {
                json!({ "required": false, "break_glass": [self.user] })
            }
            ("PUT", "/v1/sso-policy") => json!({ "required": false }),
            ("POST", "/v1/embed-sessions") => {
                json!({ "organization_id": self.organization, "user": { "email": self.member_email } })
            }
            ("PATCH", "/v1/cases/{case}") => json!({ "message": "From the matrix." }),
            ("POST", "/v1/cases/{case}/replies") => json!({ "body": "From the matrix." }),
            ("POST", "/v1/submissions") => {
                json!({ "form_version_id": self.form_version, "answers": { "what": "Matrix", "insured": "no" } })
            }
            ("PATCH", "/v1/documents/{document}") => json!({ "folder": "Matrix" }),
            ("PATCH", "/v1/members/{member}") => json!({ "role": "member" }),
            ("POST", "/v1/api-keys") => json!({ "name": "Matrix", "scopes": ["cases:read"] }),
            ("PATCH", "/v1/api-keys/{api_key}") => json!({ "name": "Matrix" }),
            ("PUT", "/v1/audit-retention") => json!({ "days": 400 }),
            ("POST", "/v1/audit-streams") => json!({ "url": "https://siem.invalid/matrix" }),
            ("PATCH", "/v1/audit-streams/{audit_stream}") => json!({ "enabled": false }),
            ("POST", "/v1/audit-streams/{audit_stream}/rotate") => json!({ "overlap_seconds": 60 }),
            ("POST", "/v1/api-keys/{api_key}/rotate") => json!({ "overlap_seconds": 60 }),
            ("POST", "/v1/roles") => json!({ "name": fresh_name(), "inherits": ["viewer"], "grants": [] }),
            ("PATCH", "/v1/roles/{role}") => json!({ "description": "From the matrix." }),
            ("PUT", "/v1/cases/{case}/attributes" | "/v1/documents/{document}/attributes") => {
                json!({ "attributes": { "region": "EU" } })
            }
            ("POST", "/v1/invitations") => json!({ "email": fresh_email(), "role": "viewer" }),
            _ => return None,
        })
    }

    /// The member.
    pub(crate) fn member_id(&self) -> &MembershipId {
        &self.member
    }

    fn ids(&self) -> Vec<String> {
        vec![
            self.case.to_string(),
            self.document.to_string(),
            self.version.to_string(),
            self.form.to_string(),
            self.form_version.to_string(),
            self.submission.to_string(),
            self.draft.to_string(),
            self.colleague.to_string(),
            self.member.to_string(),
            self.invitation.to_string(),
            self.api_key.to_string(),
            self.audit_stream.to_string(),
            self.role.to_string(),
            self.heir.to_string(),
            self.sso_connection.to_string(),
            self.own_sso_connection.to_string(),
            self.domain.to_string(),
            self.organization.to_string(),
            self.user.to_string(),
            self.cursor.clone(),
            self.token.clone(),
        ]
    }
}

fn thing_key() -> CreateApiKey {
    let scopes = vec![Permission::CasesRead];
    CreateApiKey { name: "Thing".to_owned(), scopes, networks: None, expires_at: None }
}

fn fresh_email() -> String {
    format!("{}@matrix.example", InvitationId::generate())
}

fn fresh_name() -> String {
    format!("Matrix {}", RoleId::generate())
}

/// A connection to a provider that the server may not call.
pub(crate) fn connection() -> CreateSsoConnection {
    let issuer = "https://127.0.0.1:1".to_owned();
    let (name, client_id) = ("Matrix".to_owned(), "matrix".to_owned());
    CreateSsoConnection { name, issuer, client_id, ..CreateSsoConnection::default() }
}

pub(crate) fn domain() -> CreateDomain {
    CreateDomain { domain: format!("{}.matrix.example", DomainId::generate()).replace('_', "-") }
}

/// The things of all organizations.
pub(crate) struct Things {
    sets: Vec<(Set, Person)>,
    missing: Set,
}

impl Things {
    pub(crate) async fn collect(portal: &Portal) -> Self {
        let mut sets = Vec::new();
        for (organization, owner, case, document) in [
            (fixture::northwind(), "olga", fixture::CASE_PROGRESS, fixture::DOCUMENT_CONTRACT),
            (fixture::harbor(), "henry", fixture::CASE_HARBOR, fixture::DOCUMENT_HARBOR),
            (fixture::lumen(), "lena", fixture::CASE_LUMEN, fixture::DOCUMENT_LUMEN),
            (fixture::summit(), "paula", fixture::CASE_SUMMIT, fixture::DOCUMENT_SUMMIT),
        ] {
            let (owner_email, user) = (fixture::email(owner), fixture::user(owner));
            let owner = portal.sign_in(owner).await.unwrap();
            let client = &owner.client;
            let document = DocumentId::from_u128(document);
            let form = client.forms().list().await.unwrap().items.remove(0);
            let what = format!("Thing {}", fixture::marker(&organization));
            let answers = [("what".to_owned(), json!(what)), ("insured".to_owned(), json!("no"))].into();
            let sent = CreateSubmission {
                form_version_id: form.version_id.clone(),
                answers,
                draft_id: None,
                draft_version: None,
            };
            let submission = client.submissions().create(&sent).await.unwrap().id;
            let first = CaseQuery { limit: Some(1), ..CaseQuery::default() };
            let set = Set {
                case: CaseId::from_u128(case),
                version: client.documents().get(&document).await.unwrap().current.id,
                document,
                draft: new_draft(client, &form.version_id).await,
                colleague: new_member(portal, &organization, client, Role::Member).await,
                form: form.id,
                form_version: form.version_id,
                submission,
                cursor: client.cases().list(&first).await.unwrap().next_cursor.unwrap(),
                user,
                member: client.members().list(&MemberQuery::default()).await.unwrap().items.remove(0).id,
                invitation: client.invitations().list().await.unwrap().items.remove(0).id,
                api_key: client.api_keys().create(&thing_key()).await.unwrap().api_key.id,
                audit_stream: make_stream(client).await,
                role: client.roles().create(&new_role()).await.unwrap().id,
                heir: client.roles().create(&new_role()).await.unwrap().id,
                sso_connection: client.sso().create_connection(&connection()).await.unwrap().id,
                own_sso_connection: client.sso().create_connection(&connection()).await.unwrap().id,
                domain: client.sso().create_domain(&domain()).await.unwrap().id,
                token: String::new(),
                member_email: owner_email,
                organization,
            };
            sets.push((set, owner));
        }
        let mut things = Self { sets, missing: missing() };
        for organization in fixture::organizations() {
            things.renew_token(&organization).await;
        }
        things
    }

    /// An organization's things.
    pub(crate) fn of(&self, organization: &OrganizationId) -> &Set {
        self.sets.iter().map(|(set, _)| set).find(|set| set.organization == *organization).unwrap()
    }

    /// Ids that name nothing.
    pub(crate) fn missing(&self) -> &Set {
        &self.missing
    }

    fn entry(&mut self, organization: &OrganizationId) -> (&mut Set, Client) {
        let (set, person) = self.sets.iter_mut().find(|(set, _)| set.organization == *organization).unwrap();
        (set, person.client.clone())
    }

    /// Goes back to an organization's things as they were.
    pub(crate) fn restore(&mut self, kept: Set) {
        if let Some((set, _)) = self.sets.iter_mut().find(|(set, _)| set.organization == kept.organization) {
            *set = kept;
        }
    }

    async fn renew_token(&mut self, organization: &OrganizationId) {
        let (set, client) = self.entry(organization);
        let link = client.documents().download_link(&set.document, None).await.unwrap();
        set.token = link.rsplit('/').next().unwrap_or_default().to_owned();
    }

    /// Makes a new thing where the route would use the old one up.
    pub(crate) async fn renew(&mut self, portal: &Portal, organization: &OrganizationId, route: &Route) {
        match (route.method, route.path) {
            ("GET", "/v1/downloads/{token}") => self.renew_token(organization).await,
            ("DELETE" | "PATCH", "/v1/documents/{document}") => {
                let (set, client) = self.entry(organization);
                let name = format!("{} {}", DocumentId::generate(), fixture::marker(organization));
                let place = UploadQuery { name, ..UploadQuery::default() };
                let document = client.documents().upload(place, b"matrix".to_vec()).await.unwrap();
                (set.document, set.version) = (document.id, document.current.id);
            }
            ("DELETE", "/v1/drafts/{draft}")
            | ("POST", "/v1/drafts/{draft}/hand-over" | "/v1/drafts/{own draft}/hand-over") => {
                let (set, client) = self.entry(organization);
                set.draft = new_draft(&client, &set.form_version).await;
            }
            ("POST", "/v1/submissions") if route.names == "a draft" => {
                let (set, client) = self.entry(organization);
                set.draft = new_draft(&client, &set.form_version).await;
            }
            ("DELETE" | "PATCH", "/v1/api-keys/{api_key}") | ("POST", "/v1/api-keys/{api_key}/rotate") => {
                let (set, client) = self.entry(organization);
                set.api_key = client.api_keys().create(&thing_key()).await.unwrap().api_key.id;
            }
            ("POST", "/v1/audit-streams") => {
                let (_, client) = self.entry(organization);
                make_room_for_stream(&client).await;
            }
            ("DELETE" | "PATCH", "/v1/audit-streams/{audit_stream}")
            | ("POST", "/v1/audit-streams/{audit_stream}/rotate" | "/v1/audit-streams/{audit_stream}/test") => {
                let (set, client) = self.entry(organization);
                set.audit_stream = make_stream(&client).await;
            }
            ("PATCH", "/v1/roles/{own role}") => {
                let (set, client) = self.entry(organization);
                set.heir = client.roles().create(&new_role()).await.unwrap().id;
            }
            ("DELETE" | "PATCH", "/v1/sso-connections/{sso_connection}") => {
                let (set, client) = self.entry(organization);
                set.sso_connection = client.sso().create_connection(&connection()).await.unwrap().id;
            }
            ("DELETE", "/v1/domains/{domain}") => {
                let (set, client) = self.entry(organization);
                set.domain = client.sso().create_domain(&domain()).await.unwrap().id;
            }
            ("DELETE" | "PATCH", "/v1/roles/{role}") => {
                let (set, client) = self.entry(organization);
                set.role = client.roles().create(&new_role()).await.unwrap().id;
            }
            ("DELETE", "/v1/invitations/{invitation}") => {
                let (set, client) = self.entry(organization);
                let invitation = CreateInvitation { email: fresh_email(), role: Role::Viewer.into(), ends_at: None };
                set.invitation = client.invitations().create(&invitation).await.unwrap().id;
            }
            ("DELETE" | "PATCH", "/v1/members/{member}") | ("PATCH", "/v1/members/{own member}") => {
                let (set, client) = self.entry(organization);
                set.member = new_member(portal, organization, &client, Role::Viewer).await;
            }
            _ => {}
        }
    }

    /// The version that an update of the route's thing has to name.
    pub(crate) async fn version(&self, organization: &OrganizationId, route: &Route) -> i64 {
        let (set, person) = self.sets.iter().find(|(set, _)| set.organization == *organization).unwrap();
        match (route.method, route.path) {
            ("PATCH", "/v1/cases/{case}") => person.client.cases().get(&set.case).await.unwrap().version,
            ("PATCH", "/v1/documents/{document}") => {
                person.client.documents().get(&set.document).await.map_or(1, |document| document.version)
            }
            ("PUT", "/v1/drafts/{draft}" | "/v1/drafts/{own draft}") => {
                person.client.drafts().get(&set.draft).await.unwrap().summary.version
            }
            ("PATCH", "/v1/sso-connections/{own sso_connection}") => {
                person.client.sso().connection(&set.own_sso_connection).await.unwrap().version
            }
            ("PATCH", "/v1/roles/{own role}") => person.client.roles().get(&set.heir).await.unwrap().version,
            _ => 1,
        }
    }

    /// Everything an organization's owner sees of what others must not change.
    pub(crate) async fn snapshot(&self, organization: &OrganizationId) -> Value {
        let (_, person) = self.sets.iter().find(|(set, _)| set.organization == *organization).unwrap();
        let (client, many) = (&person.client, Some(100));
        let cases = CaseQuery { limit: many, ..CaseQuery::default() };
        let documents = DocumentQuery { limit: many, ..DocumentQuery::default() };
        let members = MemberQuery { limit: many, ..MemberQuery::default() };
        let mut members = client.members().list(&members).await.unwrap();
        // Looking is not changing.
        members.items.iter_mut().for_each(|member| member.last_active_at = None);
        let keys = client.api_keys().list(&PageQuery { limit: many, cursor: None }).await.unwrap().items;
        let keys: Vec<_> = keys.into_iter().map(|key| json!([key.id, key.name, key.version])).collect();
        let streams = client.audit_streams().list().await.unwrap().items;
        let streams: Vec<_> =
            streams.into_iter().map(|one| json!([one.id, one.version, one.secret_created_at])).collect();
        json!({
            "api_keys": keys,
            "sso_connections": client.sso().connections().await.unwrap(),
            "domains": client.sso().domains().await.unwrap(),
            "sso_policy": client.sso().policy().await.unwrap(),
            "audit_streams": streams,
            "audit_retention": client.audit_streams().retention().await.unwrap(),
            "cases": client.cases().list(&cases).await.unwrap(),
            "documents": client.documents().list(&documents).await.unwrap(),
            "members": members,
            "drafts": client.drafts().list().await.unwrap(),
            "invitations": client.invitations().list().await.unwrap(),
        })
    }

    /// A text without the ids of any thing, so that texts about different things can be compared.
    pub(crate) fn without_ids(&self, text: &str) -> String {
        let sets = self.sets.iter().map(|(set, _)| set).chain([&self.missing]);
        sets.flat_map(Set::ids).filter(|id| !id.is_empty()).fold(text.to_owned(), |text, id| text.replace(&id, "ID"))
    }
}

/// Deletes streams, so that there is room for two more.
async fn make_room_for_stream(client: &Client) {
    for stream in client.audit_streams().list().await.unwrap().items.into_iter().rev().skip(2) {
        client.audit_streams().delete(&stream.id).await.unwrap();
    }
}

async fn make_stream(client: &Client) -> AuditStreamId {
    make_room_for_stream(client).await;
    // Nobody is at this address: the name leads nowhere.
    let wanted = CreateAuditStream { url: "https://siem.invalid/things".to_owned(), ..CreateAuditStream::default() };
    client.audit_streams().create(&wanted).await.unwrap().stream.id
}

async fn new_draft(client: &Client, form_version: &FormVersionId) -> DraftId {
    let answers = [("what".to_owned(), json!("Thing"))].into();
    let draft = CreateDraft { form_version_id: form_version.clone(), answers };
    client.drafts().create(&draft).await.unwrap().summary.id
}

/// Somebody who is invited, and joins.
async fn new_member(portal: &Portal, organization: &OrganizationId, owner: &Client, role: Role) -> MembershipId {
    let email = fresh_email();
    let invitation = CreateInvitation { email: email.clone(), role: role.into(), ends_at: None };
    owner.invitations().create(&invitation).await.unwrap();
    let vendor = if *organization == fixture::lumen() { &portal.bright } else { &portal.acme };
    let user = EmbedUser::Email { email, name: Some("Matrix".to_owned()) };
    let organization_id = organization.clone();
    let wanted = CreateEmbedSession { organization_id, user, features: None, locale: None, expires_in: None };
    let secret = vendor.embed_sessions().create(&wanted).await.unwrap().client_secret;
    portal.client(&secret).session().get().await.unwrap().membership_id
}

fn new_role() -> CreateRole {
    CreateRole { name: fresh_name(), inherits: vec![Role::Viewer.into()], ..CreateRole::default() }
}

fn missing() -> Set {
    let nothing = 0xdead_beef;
    Set {
        organization: OrganizationId::from_u128(nothing),
        case: CaseId::from_u128(nothing),
        document: DocumentId::from_u128(nothing),
        version: DocumentVersionId::from_u128(nothing),
        form: FormId::from_u128(nothing),
        form_version: FormVersionId::from_u128(nothing),
        submission: SubmissionId::from_u128(nothing),
        draft: DraftId::from_u128(nothing),
        colleague: MembershipId::from_u128(nothing),
        member: MembershipId::from_u128(nothing),
        invitation: InvitationId::from_u128(nothing),
        api_key: ApiKeyId::from_u128(nothing),
        audit_stream: AuditStreamId::from_u128(nothing),
        role: RoleId::from_u128(nothing),
        heir: RoleId::from_u128(nothing),
        sso_connection: SsoConnectionId::from_u128(nothing),
        own_sso_connection: SsoConnectionId::from_u128(nothing),
        domain: DomainId::from_u128(nothing),
        token: "A".repeat(43),
        member_email: "nobody@nowhere.example".to_owned(),
        user: UserId::from_u128(nothing),
        cursor: loggia_server::http::encode_cursor(&(1_i64 << 50, CaseId::from_u128(nothing))).unwrap(),
    }
}

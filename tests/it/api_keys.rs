//! API keys that an organization makes for its own programs: what they may do, and how they change and end.

use bytes::Bytes;
use chrono::{TimeDelta, Utc};
use futures_util::{StreamExt, TryStreamExt};
use loggia_client::{
    Client, EventStream, IdempotencyKey, PageQuery, UploadBody,
    types::{
        CaseId, Feature, Permission as P, ProblemCode,
        api_keys::{ApiKey, ApiKeyWithSecret, CreateApiKey, RotateApiKey, UpdateApiKey},
        audit::{ActorKind, AuditQuery, Outcome},
        cases::{CaseQuery, CreateReply, Party},
        documents::{DocumentQuery, UploadQuery},
        embed::{CreateEmbedSession, EmbedUser},
        events::EventType,
        members::MemberQuery,
    },
};
use loggia_server::{auth::hash, domain::api_keys};
use loggia_tests::{Portal, fixture, is_postgres};

use crate::events::connected;

fn wanted(scopes: &[P]) -> CreateApiKey {
    CreateApiKey { name: "Nightly export".to_owned(), scopes: scopes.to_vec(), networks: None, expires_at: None }
}

async fn make(owner: &Client, scopes: &[P]) -> ApiKeyWithSecret {
    owner.api_keys().create(&wanted(scopes)).await.unwrap()
}

fn program(portal: &Portal, secret: &str) -> Client {
    Client::builder(portal.base_url.as_str()).api_key(secret).build().unwrap()
}

async fn cases(client: &Client) -> Result<usize, Option<ProblemCode>> {
    client.cases().list(&CaseQuery::default()).await.map(|page| page.items.len()).map_err(|error| error.code())
}

async fn audited(owner: &Client, action: &str) -> Vec<loggia_client::types::audit::AuditEvent> {
    let query = AuditQuery { action: Some(action.to_owned()), ..AuditQuery::default() };
    owner.audit_events().list(&query).await.unwrap().items
}

#[tokio::test]
async fn a_key_acts_in_its_organization_alone_and_as_the_customer() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let scopes = [P::CasesRead, P::CasesReply, P::DocumentsRead, P::DocumentsUpload, P::MembersRead];
    let made = make(&olga, &scopes).await;
    assert_eq!(made.api_key.scopes, scopes);
    let creator = made.api_key.created_by.clone().unwrap();
    assert!(creator.is_member && creator.user.id == fixture::user("olga"));
    assert!(made.secret.ends_with(&made.api_key.secrets[0].hint) && made.api_key.secrets[0].hint.len() == 4);

    let key = program(&portal, &made.secret);
    assert_eq!(cases(&key).await, Ok(4));
    assert_eq!(cases(&key.with_organization(fixture::northwind())).await, Ok(4));
    for elsewhere in [fixture::harbor(), fixture::lumen(), fixture::summit()] {
        assert_eq!(cases(&key.with_organization(elsewhere)).await, Err(Some(ProblemCode::NotFound)));
    }
    assert_eq!(key.members().list(&MemberQuery::default()).await.unwrap().items.len(), 4);
    for refused in [
        key.audit_events().list(&AuditQuery::default()).await.err(),
        key.organizations().list(&PageQuery::default()).await.err(),
        key.session().get().await.err(),
        key.api_keys().list(&PageQuery::default()).await.err(),
    ] {
        assert_eq!(refused.unwrap().code(), Some(ProblemCode::PermissionDenied));
    }
    let case = CaseId::from_u128(fixture::CASE_REPLY);
    let reply = key.cases().reply(&case, &CreateReply { body: "Twelve.".into() }).await.unwrap();
    assert_eq!((reply.actor.party, reply.actor.name.as_str()), (Party::Customer, "Nightly export"));
    let place = UploadQuery { name: "export.csv".into(), ..UploadQuery::default() };
    key.documents().upload(place, b"a,b".to_vec()).await.unwrap();
    let noted = audited(&olga, "document.uploaded").await.remove(0).actor;
    assert_eq!((noted.kind, noted.id.as_str()), (ActorKind::ApiKey, made.api_key.id.as_str()));
    assert_eq!(noted.name, "Nightly export");
}

#[tokio::test]
async fn nobody_gives_a_program_what_they_may_not_do() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    for never in [
        P::CasesManage,
        P::OrganizationsRead,
        P::EmbedSessionsCreate,
        P::MembersManage,
        P::AuditManage,
        P::ApiKeysManage,
    ] {
        let refused = olga.api_keys().create(&wanted(&[P::CasesRead, never])).await.unwrap_err();
        assert_eq!(refused.field_errors()[0].pointer, "/scopes/1", "{never}: {refused:?}");
    }
    for (wrong, pointer) in [
        (CreateApiKey { name: " ".into(), ..wanted(&[P::CasesRead]) }, "/name"),
        (wanted(&[]), "/scopes"),
        (CreateApiKey { networks: Some(vec!["here".into()]), ..wanted(&[P::CasesRead]) }, "/networks/0"),
        (CreateApiKey { expires_at: Some(Utc::now() - TimeDelta::hours(1)), ..wanted(&[P::CasesRead]) }, "/expires_at"),
    ] {
        let refused = olga.api_keys().create(&wrong).await.unwrap_err();
        assert_eq!(refused.field_errors()[0].pointer, pointer, "{refused:?}");
    }
    // A session that was minted for less than its person's role.
    let features = Some(vec![Feature::ApiKeys, Feature::Status]);
    let narrow = portal.sign_in_with("olga", |wanted| wanted.features = features).await.unwrap().client;
    let refused = narrow.api_keys().create(&wanted(&[P::DocumentsRead])).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::FeatureDisabled));
    let broad = make(&olga, &[P::DocumentsRead]).await.api_key;
    let refused = narrow.api_keys().rotate(&broad.id, &RotateApiKey::default()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::FeatureDisabled), "who rotates gets what the key may do");
    // A vendor's key with that one scope.
    let vendor = portal.api_key("acme", &[P::ApiKeysManage]).await.unwrap();
    let vendor = program(&portal, &vendor).with_organization(fixture::northwind());
    let refused = vendor.api_keys().create(&wanted(&[P::CasesRead])).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::PermissionDenied));
    let refused = vendor.api_keys().rotate(&broad.id, &RotateApiKey::default()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::PermissionDenied));
    for who in ["mia", "vic"] {
        let member = portal.sign_in(who).await.unwrap().client;
        let refused = member.api_keys().create(&wanted(&[P::CasesRead])).await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::PermissionDenied));
        assert!(member.api_keys().list(&PageQuery::default()).await.is_err());
    }
    let denied = audited(&olga, "api_key.created").await;
    assert_eq!(denied.iter().filter(|entry| entry.outcome == Outcome::Denied).count(), 2, "{denied:?}");
    // With every scope, the vendor makes one for its customer.
    let made = make(&portal.acme.with_organization(fixture::northwind()), &[P::CasesRead]).await;
    assert_eq!((made.api_key.created_by, cases(&program(&portal, &made.secret)).await), (None, Ok(4)));
}

#[tokio::test]
async fn a_rotated_key_has_two_secrets_for_a_while() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let first = make(&olga, &[P::CasesRead]).await;
    let id = &first.api_key.id;
    let hour = RotateApiKey { overlap_seconds: 3600 };
    let second = olga.api_keys().rotate(id, &hour).await.unwrap();
    assert_ne!(first.secret, second.secret);
    assert_eq!(cases(&program(&portal, &first.secret)).await, Ok(4));
    assert_eq!(cases(&program(&portal, &second.secret)).await, Ok(4));
    let listed = olga.api_keys().get(id).await.unwrap();
    let [newest, before] = &listed.secrets[..] else { panic!("{listed:?}") };
    assert!(second.secret.ends_with(&newest.hint) && first.secret.ends_with(&before.hint));
    assert_eq!((newest.ends_at, before.ends_at), (None, Some(newest.created_at + TimeDelta::hours(1))));
    assert!(newest.last_used_at.is_some() && before.last_used_at.is_some());

    let third = olga.api_keys().rotate(id, &hour).await.unwrap_err();
    assert_eq!(third.code(), Some(ProblemCode::Conflict), "two secrets at the most");
    let long = olga.api_keys().rotate(id, &RotateApiKey { overlap_seconds: 604_801 }).await.unwrap_err();
    assert_eq!(long.field_errors()[0].pointer, "/overlap_seconds");
    let third = olga.api_keys().rotate(id, &RotateApiKey { overlap_seconds: 0 }).await.unwrap();
    assert_eq!(third.api_key.secrets.len(), 1);
    for ended in [&first.secret, &second.secret] {
        assert_eq!(cases(&program(&portal, ended)).await, Err(Some(ProblemCode::Unauthenticated)));
    }
    assert_eq!(cases(&program(&portal, &third.secret)).await, Ok(4));
    assert_eq!(audited(&olga, "api_key.rotated").await.len(), 2);
}

#[tokio::test]
async fn a_repeated_request_gets_the_same_secret_and_it_is_not_stored() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let once = IdempotencyKey::new("once").unwrap();
    let repeated = olga.with_idempotency_key(&once);
    let (first, second) = (make(&repeated, &[P::CasesRead]).await, make(&repeated, &[P::CasesRead]).await);
    assert_eq!((&first.api_key.id, &first.secret), (&second.api_key.id, &second.secret));
    assert_eq!(cases(&program(&portal, &first.secret)).await, Ok(4));
    let rotate = async |client: &Client| client.api_keys().rotate(&first.api_key.id, &RotateApiKey::default()).await;
    let (once, again) = (rotate(&repeated).await.unwrap(), rotate(&repeated).await.unwrap());
    assert_eq!(once.secret, again.secret);
    assert_eq!(cases(&program(&portal, &once.secret)).await, Ok(4));
    // The same person with another credential: what cannot be shown again is not shown wrongly.
    let later =
        portal.sign_in("olga").await.unwrap().client.with_idempotency_key(&IdempotencyKey::new("once").unwrap());
    let refused = later.api_keys().create(&wanted(&[P::CasesRead])).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::Conflict));
    assert_eq!(olga.api_keys().list(&PageQuery::default()).await.unwrap().items.len(), 1);
    if !is_postgres() {
        let files = portal.files().unwrap();
        let holds = |text: &str| {
            files.iter().any(|(_, bytes)| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
        };
        assert!(holds(&hash(&once.secret)), "what is stored is found");
        assert!(!holds(&first.secret) && !holds(&once.secret));
    }
}

#[tokio::test]
async fn a_key_in_use_is_deleted_only_on_purpose() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let idle = make(&olga, &[P::CasesRead]).await.api_key;
    assert_eq!((idle.last_used_at, &idle.last_used_ip), (None, &None));
    let made = make(&olga, &[P::CasesRead]).await;
    let (id, key) = (&made.api_key.id, program(&portal, &made.secret));
    for _ in 0..3 {
        cases(&key).await.unwrap();
    }
    assert!(key.documents().list(&DocumentQuery::default()).await.is_err());
    let used = olga.api_keys().get(id).await.unwrap();
    assert_eq!(used.last_used_ip.as_deref(), Some("127.0.0.1"));
    assert!(used.last_used_at >= Some(used.created_at));
    let usage = olga.api_keys().usage(id).await.unwrap().days;
    assert_eq!((usage.len(), usage.iter().map(|day| day.requests).sum::<u64>()), (30, 4), "refused ones are requests");
    assert!(usage[28].requests + usage[29].requests == 4 && usage[29].date == usage[28].date + TimeDelta::days(1));

    olga.api_keys().delete(&idle.id, false).await.unwrap();
    let refused = olga.api_keys().delete(id, false).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::ApiKeyInUse));
    let detail = refused.problem().unwrap().detail.clone().unwrap();
    assert!(detail.contains("127.0.0.1") && detail.contains('Z'), "{detail}");
    assert_eq!(cases(&key).await, Ok(4));
    olga.api_keys().delete(id, true).await.unwrap();
    assert_eq!(cases(&key).await, Err(Some(ProblemCode::Unauthenticated)));
    assert_eq!(olga.api_keys().get(id).await.unwrap_err().code(), Some(ProblemCode::NotFound));
    assert_eq!(olga.api_keys().list(&PageQuery::default()).await.unwrap().items, []);
    assert_eq!(audited(&olga, "api_key.revoked").await.len(), 2);
}

#[tokio::test]
async fn an_upload_that_is_running_ends_with_the_key() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let made = make(&olga, &[P::DocumentsUpload]).await;
    let (owner, id) = (olga.clone(), made.api_key.id);
    let head = futures_util::stream::iter([Ok(Bytes::from_static(b"the first half"))]);
    let rest = futures_util::stream::once(async move {
        owner.api_keys().delete(&id, true).await.unwrap();
        Ok(Bytes::from_static(b"the other half"))
    });
    let place = UploadQuery { name: "half.txt".into(), ..UploadQuery::default() };
    let body = UploadBody::stream(head.chain(rest), None);
    let refused = program(&portal, &made.secret).documents().upload(place, body).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::Unauthenticated));
    let documents = olga.documents().list(&DocumentQuery::default()).await.unwrap().items;
    assert!(documents.iter().all(|document| document.name != "half.txt"));
}

#[tokio::test]
async fn a_key_is_used_from_its_networks_only() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let networks = Some(vec!["192.0.2.0/24".to_owned(), "2001:db8::1".to_owned()]);
    let made = olga.api_keys().create(&CreateApiKey { networks, ..wanted(&[P::CasesRead]) }).await.unwrap();
    assert_eq!(made.api_key.networks, ["192.0.2.0/24", "2001:db8::1/128"]);
    let key = program(&portal, &made.secret);
    assert_eq!(cases(&key).await, Err(Some(ProblemCode::AddressNotAllowed)));
    let denied = audited(&olga, "cases.read").await;
    assert_eq!((denied.len(), denied[0].outcome), (1, Outcome::Denied), "a key in a wrong place is noted");
    let change = |networks: &[&str]| UpdateApiKey {
        networks: Some(networks.iter().map(|network| (*network).to_owned()).collect()),
        ..UpdateApiKey::default()
    };
    let here = olga.api_keys().update(&made.api_key.id, 1, &change(&["127.0.0.0/8"])).await.unwrap();
    assert_eq!(cases(&key).await, Ok(4));
    olga.api_keys().update(&made.api_key.id, here.version, &change(&[])).await.unwrap();
    assert_eq!(cases(&key).await, Ok(4));
    assert_eq!(olga.api_keys().get(&made.api_key.id).await.unwrap().last_used_ip.as_deref(), Some("127.0.0.1"));
}

#[tokio::test]
async fn a_keys_scopes_only_become_fewer() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let made = make(&olga, &[P::CasesRead, P::DocumentsRead]).await;
    let (id, key) = (&made.api_key.id, program(&portal, &made.secret));
    let scopes = |scopes: &[P]| UpdateApiKey { scopes: Some(scopes.to_vec()), ..UpdateApiKey::default() };
    let more = olga.api_keys().update(id, 1, &scopes(&[P::CasesRead, P::AuditRead])).await.unwrap_err();
    assert_eq!(more.field_errors()[0].pointer, "/scopes/1");
    let fewer = olga.api_keys().update(id, 1, &scopes(&[P::DocumentsRead])).await.unwrap();
    assert_eq!((fewer.version, &fewer.scopes[..]), (2, &[P::DocumentsRead][..]));
    assert_eq!(cases(&key).await, Err(Some(ProblemCode::PermissionDenied)));
    let back = olga.api_keys().update(id, 2, &scopes(&[P::CasesRead])).await.unwrap_err();
    assert_eq!(back.field_errors()[0].code, "not_held");
    let named = UpdateApiKey { name: Some("Archive".into()), ..UpdateApiKey::default() };
    let old = olga.api_keys().update(id, 1, &named).await.unwrap_err();
    assert_eq!(old.code(), Some(ProblemCode::VersionMismatch));
    assert_eq!(olga.api_keys().update(id, 2, &named).await.unwrap().name, "Archive");
    let changes = audited(&olga, "api_key.updated").await.pop().unwrap().changes.unwrap();
    assert_eq!(changes["before"]["scopes"].as_array().unwrap().len(), 2, "{changes}");
}

#[tokio::test]
async fn a_key_stays_when_its_maker_leaves_and_is_listed_so() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let adam = portal.sign_in("adam").await.unwrap().client;
    let made = make(&adam, &[P::CasesRead]).await;
    for _ in 0..3 {
        make(&olga, &[P::CasesRead]).await;
    }
    adam.members().remove(&adam.session().get().await.unwrap().membership_id).await.unwrap();
    assert_eq!(cases(&program(&portal, &made.secret)).await, Ok(4));
    let pages = PageQuery { limit: Some(2), cursor: None };
    let listed: Vec<ApiKey> = olga.api_keys().stream(pages).try_collect().await.unwrap();
    let makers: Vec<_> = listed.iter().map(|key| key.created_by.as_ref().unwrap().is_member).collect();
    assert_eq!(makers, [true, true, true, false]);
    let alone = olga.api_keys().get(&made.api_key.id).await.unwrap();
    assert_eq!(
        alone.created_by.map(|creator| (creator.user.id, creator.is_member)),
        Some((fixture::user("adam"), false))
    );
    let harbor = portal.sign_in("henry").await.unwrap().client;
    assert_eq!(harbor.api_keys().list(&PageQuery::default()).await.unwrap().items, []);
    assert_eq!(harbor.api_keys().get(&made.api_key.id).await.unwrap_err().code(), Some(ProblemCode::NotFound));
}

#[tokio::test]
async fn a_key_that_ends_by_itself_says_so_in_time() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let ends = Utc::now() + TimeDelta::days(100);
    let made =
        olga.api_keys().create(&CreateApiKey { expires_at: Some(ends), ..wanted(&[P::CasesRead]) }).await.unwrap();
    let (end, warning) = (made.api_key.expires_at.unwrap(), made.api_key.expiry_warning_at.unwrap());
    assert_eq!((end.timestamp_micros(), end - warning), (ends.timestamp_micros(), TimeDelta::days(14)));
}

#[tokio::test]
async fn those_who_may_see_keys_are_told_of_changes() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    let [adam, mia] = [portal.sign_in("adam").await.unwrap(), portal.sign_in("mia").await.unwrap()];
    let mut streams = [adam.client.events(), mia.client.events()];
    for stream in &mut streams {
        connected(stream, &olga).await;
    }
    let olga = olga.client;
    let made = make(&olga, &[P::CasesRead]).await.api_key;
    olga.api_keys().rotate(&made.id, &RotateApiKey::default()).await.unwrap();
    olga.api_keys().delete(&made.id, false).await.unwrap();
    // A document says that everything before it was told.
    let place = UploadQuery { name: "end.txt".into(), ..UploadQuery::default() };
    olga.documents().upload(place, b"end".to_vec()).await.unwrap();
    let told = async |mut stream: EventStream| {
        let mut seen = Vec::new();
        while let Some(event) = stream.next().await {
            seen.push(event.kind);
            if event.kind == EventType::DocumentCreated {
                break;
            }
        }
        seen
    };
    let [theirs, hers] = streams;
    let of_keys = |seen: Vec<EventType>| {
        seen.into_iter().filter(|kind| kind.permission() == Some(P::ApiKeysRead)).collect::<Vec<_>>()
    };
    let all = [EventType::ApiKeyCreated, EventType::ApiKeyUpdated, EventType::ApiKeyDeleted];
    assert_eq!(of_keys(told(theirs).await), all);
    assert_eq!(of_keys(told(hers).await), []);
}

#[tokio::test]
async fn a_brands_key_is_rotated_and_revoked_by_the_same_rules() {
    let portal = Portal::start().await.unwrap();
    let owner = portal.sign_in("olga").await.unwrap().client;
    let (id, first) = api_keys::create(portal.store(), "acme", "Backend").await.unwrap();
    let lists = async |secret: &str| program(&portal, secret).organizations().list(&PageQuery::default()).await.is_ok();
    let wanted = CreateEmbedSession {
        organization_id: fixture::northwind(),
        user: EmbedUser::Id { id: fixture::user("olga") },
        features: None,
        locale: None,
        expires_in: None,
    };
    let once = IdempotencyKey::new("once").unwrap();
    let mint = async |secret: &str| {
        program(&portal, secret).with_idempotency_key(&once).embed_sessions().create(&wanted).await
    };
    let session = mint(&first).await.unwrap();
    let second = api_keys::renew(portal.store(), id.clone(), TimeDelta::hours(1)).await.unwrap();
    assert!(lists(&first).await && lists(&second).await);
    assert_eq!(mint(&first).await.unwrap().client_secret, session.client_secret);
    // From the new secret the session's cannot be derived again.
    assert_eq!(mint(&second).await.unwrap_err().code(), Some(ProblemCode::Conflict));
    let refused = api_keys::renew(portal.store(), id.clone(), TimeDelta::hours(1)).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::Conflict));
    let third = api_keys::renew(portal.store(), id.clone(), TimeDelta::zero()).await.unwrap();
    assert!(!lists(&first).await && !lists(&second).await && lists(&third).await);

    // Whoever looks at keys sees them as they were used up to now.
    owner.api_keys().list(&PageQuery::default()).await.unwrap();
    let listed = api_keys::list(portal.store(), Some("acme".to_owned())).await.unwrap();
    assert!(listed.iter().any(|key| key.id == id && key.last_used_at.is_some() && key.organization.is_none()));
    let in_use = api_keys::revoke_if_idle(portal.store(), id.clone()).await.unwrap_err();
    assert_eq!(in_use.code(), Some(ProblemCode::ApiKeyInUse));
    api_keys::revoke(portal.store(), id.clone()).await.unwrap();
    assert!(!lists(&third).await);
    assert!(api_keys::renew(portal.store(), id.clone(), TimeDelta::zero()).await.is_err());
    assert_eq!(api_keys::revoke(portal.store(), id).await.unwrap_err().code(), Some(ProblemCode::Conflict));

    // The vendor ends a customer's key, which the customer is told; its secret is none of the vendor's business.
    let theirs = make(&owner, &[P::CasesRead]).await;
    assert!(api_keys::renew(portal.store(), theirs.api_key.id.clone(), TimeDelta::zero()).await.is_err());
    api_keys::revoke(portal.store(), theirs.api_key.id.clone()).await.unwrap();
    assert_eq!(cases(&program(&portal, &theirs.secret)).await, Err(Some(ProblemCode::Unauthenticated)));
    let noted = audited(&owner, "api_key.revoked").await.remove(0);
    assert_eq!((noted.actor.kind, noted.resource_id.as_str()), (ActorKind::System, theirs.api_key.id.as_str()));
}

#[tokio::test]
async fn a_key_is_let_in_from_more_places_only_by_who_may_do_all_that_it_may() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let office = || Some(vec!["192.0.2.0/24".to_owned()]);
    let new = CreateApiKey { networks: office(), ..wanted(&[P::DocumentsRead]) };
    let mut key = olga.api_keys().create(&new).await.unwrap().api_key;
    // A session that was minted for less than its person's role.
    let features = Some(vec![Feature::ApiKeys, Feature::Status]);
    let narrow = portal.sign_in_with("olga", |wanted| wanted.features = features).await.unwrap().client;
    let from = |networks: Vec<&str>| UpdateApiKey {
        networks: Some(networks.into_iter().map(str::to_owned).collect()),
        ..UpdateApiKey::default()
    };
    for wider in [vec![], vec!["192.0.2.0/24", "198.51.100.1"], vec!["192.0.0.0/16"], vec!["2001:db8::/32"]] {
        let refused = narrow.api_keys().update(&key.id, key.version, &from(wider.clone())).await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::FeatureDisabled), "{wider:?}");
    }
    for same_or_fewer in [vec!["192.0.2.0/24"], vec!["192.0.2.0/25", "192.0.2.200"]] {
        key = narrow.api_keys().update(&key.id, key.version, &from(same_or_fewer)).await.unwrap();
    }
    let rename = UpdateApiKey { name: Some("Export".into()), ..UpdateApiKey::default() };
    key = narrow.api_keys().update(&key.id, key.version, &rename).await.unwrap();
    key = olga.api_keys().update(&key.id, key.version, &from(vec![])).await.unwrap();
    assert!(key.networks.is_empty());
}

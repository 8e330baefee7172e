//! Requests that are repeated.

use super::{
    super::{AuditEntry, Idempotency, audit::AuditFilter},
    engines::on_every_engine,
    organization,
};

#[test]
fn a_repeated_request_gets_the_first_answer_and_another_one_with_its_key_is_refused() {
    on_every_engine(async |store| {
        let tenant = organization(&store, 1).await;
        let request = |fingerprint: &str| Idempotency {
            owner: "user_1".to_owned(),
            route: "POST /v1/things".to_owned(),
            key: "abc".to_owned(),
            fingerprint: fingerprint.to_owned(),
        };
        let create = async |fingerprint: &str, answer: i32| {
            store
                .create(&tenant, Some(request(fingerprint)), move |tx| {
                    Ok(tx.audit(AuditEntry::new("thing.created", "thing", ""))?.with(answer))
                })
                .await
        };
        assert_eq!(create("one", 1).await.unwrap(), 1);
        assert_eq!(create("one", 2).await.unwrap(), 1);
        let code = create("other", 3).await.unwrap_err().code();
        assert_eq!(code, Some(loggia_types::ProblemCode::IdempotencyKeyReused));
        let audit = store.read(&tenant, |c| c.audit_page(&AuditFilter::default(), None, 10)).await.unwrap().events;
        assert_eq!(audit.len(), 1);
    });
}

#[test]
fn the_same_request_many_times_at_once_is_done_once() {
    on_every_engine(async |store| {
        let tenant = organization(&store, 1).await;
        let tries: Vec<_> = (0..20)
            .map(|number| {
                let (store, tenant) = (store.clone(), tenant.clone());
                let request = Idempotency {
                    owner: "user_1".to_owned(),
                    route: "POST /v1/things".to_owned(),
                    key: "abc".to_owned(),
                    fingerprint: "one".to_owned(),
                };
                tokio::spawn(async move {
                    store
                        .create(&tenant, Some(request), move |tx| {
                            Ok(tx.audit(AuditEntry::new("thing.created", "thing", ""))?.with(number))
                        })
                        .await
                        .unwrap()
                })
            })
            .collect();
        let mut answers = Vec::new();
        for one in tries {
            answers.push(one.await.unwrap());
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
        let audit = store.read(&tenant, |c| c.audit_page(&AuditFilter::default(), None, 100)).await.unwrap().events;
        assert_eq!(audit.len(), 1);
    });
}

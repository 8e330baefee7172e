//! The fuzzing client: it reads the served description and sends each operation valid, mutated and hostile requests.
//!
//! Whatever comes, an answer has no 5xx status, has a status and a media type that the description names for the
//! operation, and a body of the described shape; a refusal is a problem with a known code. The generator is seeded,
//! so that a failure can be repeated, but for the ids that the server makes: `LOGGIA_TEST_SEED` chooses another start,
//! `LOGGIA_TEST_REQUESTS` how many.

mod check;
mod generate;
mod hostile;
mod random;
mod send;

use std::collections::BTreeMap;

use loggia_tests::Portal;

use self::{
    check::check,
    generate::{Operation, Pool, operations},
    random::Random,
};

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[tokio::test]
async fn whatever_comes_the_answer_is_one_that_is_described() {
    let (seed, total) = (setting("LOGGIA_TEST_SEED", 1), setting("LOGGIA_TEST_REQUESTS", 4000));
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    let mut succeeded: BTreeMap<String, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    let mut sent = 0;
    let mut round = 0;
    // Hostile requests delete and demote, so each round begins with a portal of its own.
    while sent < total {
        round += 1;
        let portal = Portal::start().await.unwrap();
        let document = portal.wire.get("/openapi.json").send().await.unwrap().json();
        let operations = operations(&document);
        assert!(operations.len() >= 30, "the description has only {} operations", operations.len());
        let mut random = Random::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(round));
        let mut sender = send::Sender::new(&portal).await;
        let pool = Pool::collect(&portal).await;
        for turn in 0..500.min(total - sent) {
            // In turn, so that every operation gets its share; the rarest matter as much as the first.
            let operation: &Operation = &operations[(turn as usize) % operations.len()];
            let request = generate::request(&document, operation, &pool, &mut random);
            let answer = match sender.send(&portal, operation, &request).await {
                Ok(answer) => answer,
                Err(error) => {
                    faults.push(format!("{}: no answer: {error:#}\n    {request:?}", operation.name()));
                    continue;
                }
            };
            sent += 1;
            *statuses.entry(answer.status).or_default() += 1;
            if answer.status < 400 {
                *succeeded.entry(operation.name()).or_default() += 1;
            }
            for fault in check(&document, operation, &answer) {
                let text: String = answer.text().chars().take(600).collect();
                faults.push(format!("{}: {fault}\n    {request:?}\n    -> {text}", operation.name()));
            }
        }
    }
    faults.sort();
    faults.dedup_by_key(|fault| fault.lines().next().unwrap_or_default().to_owned());
    println!("contract: {sent} requests, seed {seed}, {round} portals, statuses {statuses:?}");
    println!("contract: {} operations answered some request with success", succeeded.len());
    assert!(faults.is_empty(), "{} kinds of faults:\n{}", faults.len(), faults.join("\n"));
    // A client that never gets anything right tests little.
    assert!(succeeded.len() >= 30, "too few operations ever succeeded: {succeeded:?}");
}

#[tokio::test]
async fn the_description_is_complete() {
    let portal = Portal::start().await.unwrap();
    let document = portal.wire.get("/openapi.json").send().await.unwrap().json();
    let mut names = std::collections::BTreeSet::new();
    for operation in operations(&document) {
        let described = operation.described(&document);
        let id = described["operationId"].as_str().unwrap_or_default();
        assert!(!id.is_empty() && names.insert(id.to_owned()), "{}: operationId {id:?}", operation.name());
        let text = described["summary"].as_str().or(described["description"].as_str()).unwrap_or_default();
        assert!(!text.is_empty(), "{} says nothing about itself", operation.name());
        let responses = described["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{}", operation.name());
        for (status, response) in responses {
            let description = check::resolve(&document, response)["description"].as_str().unwrap_or_default();
            assert!(!description.is_empty(), "{} {status}", operation.name());
        }
        if operation.path.starts_with("/v1/") && operation.path != "/v1/downloads/{token}" {
            assert!(responses.contains_key("401"), "{} can be asked without a credential", operation.name());
        }
    }
}

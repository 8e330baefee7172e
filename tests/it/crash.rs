//! `kill -9`: what was acknowledged is there, whole; what was not is not half there; and the server starts by itself.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use futures_util::StreamExt;
use loggia_client::{
    Client, UploadBody,
    types::{
        DocumentId, SubmissionId,
        cases::CaseQuery,
        documents::{DocumentQuery, UploadQuery},
        forms::CreateSubmission,
    },
};
use loggia_tests::{fixture, process::ServerProcess};
use serde_json::json;
use sha2::{Digest, Sha256};

fn bytes(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..len)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        })
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Everything that the server said it has.
#[derive(Default)]
struct Acknowledged {
    submissions: Mutex<Vec<(SubmissionId, String)>>,
    documents: Mutex<Vec<(DocumentId, String)>>,
    stop: AtomicBool,
}

impl Acknowledged {
    /// How many submissions and documents.
    fn counts(&self) -> (usize, usize) {
        (self.submissions.lock().unwrap().len(), self.documents.lock().unwrap().len())
    }
}

async fn submit(client: Client, worker: usize, done: Arc<Acknowledged>) {
    let Ok(forms) = client.forms().list().await else { return };
    let version = forms.items[0].version_id.clone();
    for number in 0.. {
        if done.stop.load(Ordering::SeqCst) {
            return;
        }
        let what = format!("Thing {worker}-{number}");
        let answers = [("what".to_owned(), json!(what)), ("insured".to_owned(), json!("no"))].into();
        let sent = CreateSubmission { form_version_id: version.clone(), answers, draft_id: None, draft_version: None };
        match client.submissions().create(&sent).await {
            Ok(receipt) => done.submissions.lock().unwrap().push((receipt.id, what)),
            Err(_) => return,
        }
    }
}

async fn upload(client: Client, worker: usize, done: Arc<Acknowledged>) {
    for number in 0.. {
        if done.stop.load(Ordering::SeqCst) {
            return;
        }
        let data = bytes((worker * 1000 + number) as u64, 200_000 + number * 1000);
        let digest = hex(&data);
        let place = UploadQuery { name: format!("file-{worker}-{number}.bin"), ..UploadQuery::default() };
        match client.documents().upload(place, data).await {
            Ok(document) => done.documents.lock().unwrap().push((document.id, digest)),
            Err(_) => return,
        }
    }
}

/// Sends a little of a large file and then nothing more.
fn unfinished(client: &Client) -> loggia_client::Upload {
    let pieces = futures_util::stream::iter((0..40).map(|_| Ok(Bytes::from(bytes(9, 50_000)))));
    let body = UploadBody::stream(pieces.chain(futures_util::stream::pending()), Some(100_000_000));
    client.documents().upload(UploadQuery { name: "unfinished.bin".into(), ..UploadQuery::default() }, body)
}

async fn verify(client: &Client, done: &Acknowledged) {
    let submissions = done.submissions.lock().unwrap().clone();
    for (id, what) in &submissions {
        let kept = client.submissions().get(id).await.unwrap();
        assert_eq!(kept.answers["what"], json!(what));
        let case = client.cases().get(&kept.case_id).await.unwrap();
        assert_eq!(case.submission_id.as_ref(), Some(id));
        assert_eq!(case.title, format!("Damage: {what}"));
    }
    let documents = done.documents.lock().unwrap().clone();
    for (id, digest) in &documents {
        let document = client.documents().get(id).await.unwrap();
        assert_eq!(&document.current.sha256, digest);
        let content = client.documents().content(id).await.unwrap().collect().await.unwrap();
        assert_eq!(&hex(&content), digest, "{}", document.name);
    }
    // What the server lists beyond that was stored before its acknowledgement got out, and is whole, too.
    let mut all = client.documents().stream(DocumentQuery { limit: Some(100), ..DocumentQuery::default() });
    while let Some(document) = all.next().await {
        let document = document.unwrap();
        assert_ne!(document.name, "unfinished.bin");
        let content = client.documents().content(&document.id).await.unwrap().collect().await.unwrap();
        assert_eq!(hex(&content), document.current.sha256, "{}", document.name);
        assert_eq!(content.len() as u64, document.current.size);
    }
    let mut cases = client.cases().stream(CaseQuery { limit: Some(100), ..CaseQuery::default() });
    while let Some(case) = cases.next().await {
        let case = case.unwrap();
        let timeline = client.cases().timeline(&case.id, &Default::default()).await.unwrap();
        if let Some(submission) = &case.submission_id {
            client.submissions().get(submission).await.unwrap();
            assert!(!timeline.items.is_empty(), "{} is half there", case.reference);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_and_nothing_is_half_there() {
    let mut server = ServerProcess::provision().await.unwrap();
    let done = Arc::new(Acknowledged::default());
    for round in 0..3_u64 {
        server.start().await.unwrap();
        let client = server.sign_in("mia").await.unwrap();
        verify(&client, &done).await;
        assert_eq!(client.session().get().await.unwrap().organization.id, fixture::northwind());

        let mut working = tokio::task::JoinSet::new();
        for worker in 0..6 {
            let worker = worker + 10 * round as usize;
            working.spawn(submit(client.clone(), worker, Arc::clone(&done)));
        }
        for worker in 0..2 {
            let worker = worker + 10 * round as usize;
            working.spawn(upload(client.clone(), worker, Arc::clone(&done)));
        }
        let stuck = unfinished(&client);
        working.spawn(async move { drop(stuck.await) });
        tokio::time::sleep(Duration::from_millis(900 + 350 * round)).await;
        for _ in 0..200 {
            let (submissions, documents) = done.counts();
            if submissions as u64 > 4 * round + 3 && documents as u64 > round {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        server.kill().unwrap();
        done.stop.store(true, Ordering::SeqCst);
        working.shutdown().await;
        done.stop.store(false, Ordering::SeqCst);
    }
    server.start().await.unwrap();
    let client = server.sign_in("mia").await.unwrap();
    verify(&client, &done).await;
    let (submissions, documents) = done.counts();
    println!("crash: {submissions} submissions and {documents} documents acknowledged over 3 kills, all there");
    assert!(submissions >= 10 && documents >= 2, "{submissions} submissions, {documents} documents");
    // On PostgreSQL another node may still be writing them: the sweep takes them after a day.
    let left = if server.is_alone() { server.unfinished_files().unwrap() } else { Vec::new() };
    assert!(left.is_empty(), "half-written files are still there after a start: {left:?}");
}

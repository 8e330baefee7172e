//! Sending what was generated, with a credential that is still good.

use std::time::Duration;

use loggia_client::types::Permission;
use loggia_tests::{Portal, fixture, wire::Answer};

use super::generate::{Operation, Request};

pub(crate) struct Sender {
    session: String,
    key: String,
}

impl Sender {
    pub(crate) async fn new(portal: &Portal) -> Self {
        Self {
            session: portal.sign_in("olga").await.unwrap().secret,
            key: portal.api_key("acme", Permission::ALL).await.unwrap(),
        }
    }

    pub(crate) async fn send(
        &mut self,
        portal: &Portal,
        operation: &Operation,
        request: &Request,
    ) -> anyhow::Result<Answer> {
        let mut ask = portal.wire.ask(&operation.method, &request.path).body(request.body.clone());
        for (name, value) in &request.headers {
            ask = ask.raw_header(name, value);
        }
        if request.vendor {
            ask = ask.bearer(&self.key).header("portal-organization", fixture::northwind().as_str());
        } else if !request.anonymous {
            ask = ask.bearer(&self.session);
        }
        let answer = async {
            let response = ask.open().await?;
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let endless = headers.get("content-type").is_some_and(|value| value == "text/event-stream");
            let body = if endless { Vec::new() } else { response.bytes().await?.to_vec() };
            Ok::<_, anyhow::Error>(Answer { status, headers, body })
        };
        let answer = tokio::time::timeout(Duration::from_secs(30), answer).await??;
        // A request may have ended the session, or the membership behind it.
        if answer.status == 401 || (operation.path == "/v1/session" && operation.method == "DELETE") {
            if let Ok(person) = portal.sign_in("olga").await {
                self.session = person.secret;
            } else if let Ok(person) = portal.sign_in("adam").await {
                self.session = person.secret;
            }
        }
        Ok(answer)
    }
}

//! How the `oauth2` crate's requests get to the portal: by this crate's own transport, on every target.

use oauth2::{
    HttpRequest, HttpResponse, RequestTokenError,
    basic::BasicErrorResponse,
    http::{Response, header::CONTENT_TYPE},
};

use super::OAuthError;
use crate::{
    BoxFuture, Error, Result, decode,
    platform::{Shared, within},
    request::Method,
    transport::{Request, Transport},
};

/// How long the portal may take to answer.
const LIMIT: std::time::Duration = std::time::Duration::from_secs(30);

/// The way to the portal. Cheap to clone.
#[derive(Clone)]
pub(super) struct Http(Shared<Transport>);

impl Http {
    pub(super) fn new() -> Result<Self> {
        Ok(Self(Shared::new(Transport::new()?)))
    }

    /// What the `oauth2` crate sends its requests with.
    pub(super) fn sender(&self) -> impl Fn(HttpRequest) -> BoxFuture<'static, Result<HttpResponse>> + 'static {
        let transport = Shared::clone(&self.0);
        move |request| {
            let transport = Shared::clone(&transport);
            Box::pin(async move { send(&transport, request).await })
        }
    }

    /// Sends a form.
    pub(super) async fn post(&self, url: String, body: String) -> Result<u16> {
        let headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
        let request = Request { method: Method::Post, url, headers, body: Some(body) };
        let sent: BoxFuture<'_, Result<_>> = Box::pin(self.0.send(request));
        let response = within(LIMIT, sent).await.map_err(|_| Error::timeout())??;
        Ok(response.status())
    }
}

async fn send(transport: &Transport, request: HttpRequest) -> Result<HttpResponse> {
    let url = request.uri().to_string();
    let body =
        String::from_utf8(request.into_body()).map_err(|_| Error::Config("the request cannot be sent".to_owned()))?;
    let headers = vec![
        ("content-type", "application/x-www-form-urlencoded".to_owned()),
        ("accept", "application/json".to_owned()),
    ];
    let asked = Request { method: Method::Post, url, headers, body: Some(body) };
    let answered: BoxFuture<'_, Result<(u16, String)>> = Box::pin(async {
        let response = transport.send(asked).await?;
        Ok((response.status(), response.text().await?))
    });
    let (status, text) = within(LIMIT, answered).await.map_err(|_| Error::timeout())??;
    // Anything else is no answer of OAuth's: too many requests, a server that is busy, a proxy in between.
    if !matches!(status, 200 | 400 | 401) {
        return Err(decode::refusal(status, &text));
    }
    let response = Response::builder().status(status).header(CONTENT_TYPE, "application/json").body(text.into_bytes());
    response.map_err(|_| Error::Config("the answer cannot be read".to_owned()))
}

/// Why no tokens came.
pub(super) fn refusal(error: RequestTokenError<Error, BasicErrorResponse>) -> OAuthError {
    match error {
        RequestTokenError::ServerResponse(refused) => OAuthError::Refused {
            code: refused.error().as_ref().to_owned(),
            description: refused.error_description().cloned(),
        },
        RequestTokenError::Request(error) => error.into(),
        RequestTokenError::Parse(error, _) => {
            Error::Decode { path: String::new(), source: error.to_string().into() }.into()
        }
        RequestTokenError::Other(text) => OAuthError::Config(text),
    }
}

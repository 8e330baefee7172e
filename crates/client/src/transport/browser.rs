//! The browser's transport: `fetch`, and `XMLHttpRequest` for uploads, which alone tells how much has been sent.

use std::{cell::Cell, rc::Rc};

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Blob, Headers, ProgressEvent, ReadableStreamDefaultReader, RequestCache, RequestCredentials,
    RequestInit, RequestMode, RequestRedirect, XmlHttpRequest,
};

use loggia_types::sign_in::CSRF_BEARER_PREFIX;

use super::Request;
use crate::{BoxFuture, Error, Result, TransportErrorKind};

/// What the browser said went wrong.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Fault(String);

fn fault(kind: TransportErrorKind, value: &JsValue) -> Error {
    let message = value
        .dyn_ref::<js_sys::Error>()
        .map(|error| String::from(error.message()))
        .or_else(|| value.as_string())
        .unwrap_or_else(|| "the browser gives no reason".to_owned());
    Error::transport(kind, Fault(message))
}

pub(crate) struct Transport(());

/// Stops the request when the one who waits for it goes away.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Transport {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self(()))
    }

    pub(crate) async fn send(&self, request: Request) -> Result<Response> {
        let setup = |value: JsValue| fault(TransportErrorKind::Connect, &value);
        let window = web_sys::window().ok_or_else(|| Error::Config("there is no window".to_owned()))?;
        let controller = AbortController::new().map_err(setup)?;
        let headers = Headers::new().map_err(setup)?;
        for (name, value) in &request.headers {
            headers.append(name, value).map_err(setup)?;
        }
        let init = RequestInit::new();
        init.set_method(request.method.as_str());
        init.set_headers(&headers);
        init.set_mode(RequestMode::Cors);
        init.set_credentials(credentials(&request));
        init.set_cache(RequestCache::NoStore);
        init.set_redirect(RequestRedirect::Error);
        init.set_signal(Some(&controller.signal()));
        if let Some(body) = &request.body {
            init.set_body(&JsValue::from_str(body));
        }
        let guard = AbortOnDrop(controller);
        let response = JsFuture::from(window.fetch_with_str_and_init(&request.url, &init)).await.map_err(setup)?;
        let response = response.dyn_into::<web_sys::Response>().map_err(setup)?;
        Ok(Response(Body::Fetch { response, reader: None, _guard: guard }))
    }

    /// Sends a file straight from the browser's hands; its bytes never enter this module's memory.
    pub(crate) async fn upload(
        &self,
        request: Request,
        source: Source,
        progress: impl Fn(u64, Option<u64>) + 'static,
    ) -> Result<Response> {
        let setup = |value: JsValue| fault(TransportErrorKind::Connect, &value);
        let xhr = XmlHttpRequest::new().map_err(setup)?;
        xhr.open_with_async(request.method.as_str(), &request.url, true).map_err(setup)?;
        for (name, value) in &request.headers {
            xhr.set_request_header(name, value).map_err(setup)?;
        }
        progress(0, Some(source.len()));
        let on_progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
            progress(event.loaded() as u64, event.length_computable().then(|| event.total() as u64));
        });
        let upload = xhr.upload().map_err(setup)?;
        upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
        let promise = Promise::new(&mut |resolve: Function, _| xhr.set_onloadend(Some(&resolve)));
        let guard = AbortXhr { xhr: xhr.clone(), done: Rc::new(Cell::new(false)) };
        match &source {
            Source::Blob(blob) => xhr.send_with_opt_blob(Some(blob)),
            Source::Bytes(bytes) => xhr.send_with_opt_u8_array(Some(bytes)),
        }
        .map_err(setup)?;
        let ended = JsFuture::from(promise).await;
        guard.done.set(true);
        upload.set_onprogress(None);
        xhr.set_onloadend(None);
        drop(guard);
        ended.map_err(setup)?;
        match xhr.status() {
            // Every failure below HTTP looks the same from here.
            Ok(0) | Err(_) => Err(Error::Transport { kind: TransportErrorKind::Interrupted, source: None }),
            Ok(status) => Ok(Response(Body::Xhr { xhr, status })),
        }
    }
}

/// The bearer token says who asks; cookies of the page do not belong here. In the hosted portal it only shows that the page
/// asks: who, the cookie of the portal's own origin says.
fn credentials(request: &Request) -> RequestCredentials {
    let shows_page = |(name, value): &(&str, String)| {
        *name == "authorization" && value.strip_prefix("Bearer ").is_some_and(|it| it.starts_with(CSRF_BEARER_PREFIX))
    };
    if request.headers.iter().any(shows_page) { RequestCredentials::SameOrigin } else { RequestCredentials::Omit }
}

/// Stops an upload when the one who waits for it goes away.
struct AbortXhr {
    xhr: XmlHttpRequest,
    done: Rc<Cell<bool>>,
}

impl Drop for AbortXhr {
    fn drop(&mut self) {
        if !self.done.get() {
            // `loadend` stays: it settles the promise, and what waits for one that never settles is never freed.
            if let Ok(upload) = self.xhr.upload() {
                upload.set_onprogress(None);
            }
            let _ = self.xhr.abort();
        }
    }
}

/// An answer whose body is still to come.
pub(crate) struct Response(Body);

enum Body {
    Fetch { response: web_sys::Response, reader: Option<ReadableStreamDefaultReader>, _guard: AbortOnDrop },
    Xhr { xhr: XmlHttpRequest, status: u16 },
}

impl Response {
    pub(crate) fn status(&self) -> u16 {
        match &self.0 {
            Body::Fetch { response, .. } => response.status(),
            Body::Xhr { status, .. } => *status,
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        match &self.0 {
            Body::Fetch { response, .. } => response.headers().get(name).ok()?,
            Body::Xhr { xhr, .. } => xhr.get_response_header(name).ok()?,
        }
    }

    pub(crate) fn text(self) -> BoxFuture<'static, Result<String>> {
        Box::pin(async move {
            let broken = |value: JsValue| fault(TransportErrorKind::Interrupted, &value);
            let text = match &self.0 {
                Body::Fetch { response, .. } => {
                    let promise = response.text().map_err(broken)?;
                    JsFuture::from(promise).await.map_err(broken)?.as_string()
                }
                Body::Xhr { xhr, .. } => xhr.response_text().map_err(broken)?,
            };
            Ok(text.unwrap_or_default())
        })
    }

    /// The whole body, which the browser keeps where it likes: on the disk, when it is large.
    pub(crate) async fn blob(self) -> Result<Blob> {
        let broken = |value: JsValue| fault(TransportErrorKind::Interrupted, &value);
        let Body::Fetch { response, .. } = &self.0 else { return Blob::new().map_err(broken) };
        let promise = response.blob().map_err(broken)?;
        JsFuture::from(promise).await.map_err(broken)?.dyn_into().map_err(broken)
    }

    /// The next piece of the body. `None`: it has ended.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Vec<u8>>> {
        let broken = |value: JsValue| fault(TransportErrorKind::Interrupted, &value);
        let Body::Fetch { response, reader, .. } = &mut self.0 else { return Ok(None) };
        let reader = match reader {
            Some(reader) => reader,
            None => {
                let Some(body) = response.body() else { return Ok(None) };
                let new = body.get_reader().dyn_into::<ReadableStreamDefaultReader>().map_err(|v| broken(v.into()))?;
                reader.insert(new)
            }
        };
        let result = JsFuture::from(reader.read()).await.map_err(broken)?;
        if Reflect::get(&result, &JsValue::from_str("done")).map_err(broken)?.is_truthy() {
            return Ok(None);
        }
        let value = Reflect::get(&result, &JsValue::from_str("value")).map_err(broken)?;
        Ok(Some(Uint8Array::new(&value).to_vec()))
    }
}

/// Where the bytes of an upload come from.
pub(crate) enum Source {
    Blob(Blob),
    Bytes(Vec<u8>),
}

impl Source {
    /// The same source again, for another attempt.
    pub(crate) fn again(&self) -> Option<Self> {
        Some(match self {
            Self::Blob(blob) => Self::Blob(blob.clone()),
            Self::Bytes(bytes) => Self::Bytes(bytes.clone()),
        })
    }

    fn len(&self) -> u64 {
        match self {
            Self::Blob(blob) => blob.size() as u64,
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }
}

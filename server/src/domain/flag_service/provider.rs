//! OpenFeature's provider for a service that speaks the
//! [OpenFeature Remote Evaluation Protocol](https://openfeature.dev/docs/reference/other-technologies/ofrep/).

use std::{
    collections::{BTreeMap, HashMap},
    error::Error as _,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH, RETRY_AFTER, USER_AGENT},
};
use chrono::{DateTime, SecondsFormat};
use open_feature::{
    EvaluationContext, EvaluationContextFieldValue as Field, EvaluationError, EvaluationErrorCode as Code,
    EvaluationResult, StructValue, async_trait,
    provider::{FeatureProvider, ProviderMetadata, ResolutionDetails},
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::outgoing::{Outgoing, OutgoingError};

/// How long answers are good that came with another flag's.
const FRESH: Duration = Duration::from_secs(10);
/// The longest `ETag` that is kept.
const LONGEST_ETAG: usize = 200;
/// For how long a service may ask not to be asked at the most, and for how long if it does not say.
const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);
const USUAL_PAUSE: Duration = Duration::from_secs(60);

/// Asks a service about boolean flags.
///
/// One request evaluates all flags of a context. Each of them is answered once from that: whoever asks for one again has
/// the context evaluated again, which costs the service little, as the request says which answers are known (`ETag`).
/// Several that ask about one context at the same time wait for one request.
pub struct OfrepProvider {
    metadata: ProviderMetadata,
    outgoing: Outgoing,
    url: String,
    headers: HeaderMap,
    keys: Vec<String>,
    /// What was answered last, by targeting key.
    asked: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Asked>>>>,
    quiet_until: Mutex<Option<Instant>>,
}

impl fmt::Debug for OfrepProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values of headers that are sensitive are not shown.
        f.debug_struct("OfrepProvider").field("url", &self.url).field("headers", &self.headers).finish_non_exhaustive()
    }
}

/// A flag: its value, or why it has none.
type Answer = Result<bool, Code>;

/// What was last asked about a targeting key.
#[derive(Default)]
struct Asked {
    /// The request's body.
    body: String,
    at: Option<Instant>,
    /// Why there was no answer.
    failure: Option<Failure>,
    etag: Option<HeaderValue>,
    /// Of each key the last answer, and whether somebody was told since.
    answers: Vec<(Answer, bool)>,
}

/// Why a context was not evaluated.
#[derive(Clone)]
struct Failure {
    code: Code,
    why: String,
}

impl Failure {
    /// It has nothing to do with the context.
    fn general(why: String) -> Self {
        Self { code: Code::General(why.clone()), why }
    }
}

/// What came back.
enum Evaluated {
    Flags(Option<HeaderValue>, Vec<Flag>),
    AsBefore,
}

#[derive(Deserialize)]
struct Flags {
    flags: Vec<Flag>,
}

#[derive(Deserialize)]
struct Flag {
    key: String,
    #[serde(default)]
    value: Option<Value>,
    #[serde(default, rename = "errorCode")]
    error: Option<String>,
}

impl Flag {
    fn answer(self) -> Answer {
        match (self.error.as_deref(), self.value) {
            (Some(error), _) => Err(code(error)),
            (None, Some(Value::Bool(value))) => Ok(value),
            // Whoever asks is to go by a default of their own.
            (None, None | Some(Value::Null)) => Err(Code::FlagNotFound),
            (None, Some(_)) => Err(Code::TypeMismatch),
        }
    }
}

/// The code of an error.
fn code(text: &str) -> Code {
    match text {
        "FLAG_NOT_FOUND" => Code::FlagNotFound,
        "TYPE_MISMATCH" => Code::TypeMismatch,
        "PARSE_ERROR" => Code::ParseError,
        "TARGETING_KEY_MISSING" => Code::TargetingKeyMissing,
        "INVALID_CONTEXT" => Code::InvalidContext,
        other => Code::General(legible_code(other).to_owned()),
    }
}

/// An error's code, where it can be one. What else a service says is not repeated: nobody knows what it says.
fn legible_code(text: &str) -> &str {
    let is_code =
        !text.is_empty() && text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    if is_code { text } else { "GENERAL" }
}

impl OfrepProvider {
    /// Asks the service at `base_url` about the flags with these keys, with a header that says who asks.
    pub fn new(
        outgoing: Outgoing,
        base_url: &str,
        credential: Option<(HeaderName, HeaderValue)>,
        keys: Vec<String>,
    ) -> Self {
        let mut headers = HeaderMap::from_iter(credential.map(|(name, mut value)| {
            value.set_sensitive(true);
            (name, value)
        }));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, HeaderValue::from_static("portal-flags"));
        Self {
            metadata: ProviderMetadata::new("OFREP"),
            outgoing,
            url: format!("{}/ofrep/v1/evaluate/flags", base_url.trim_end_matches('/')),
            headers,
            keys,
            asked: Mutex::default(),
            quiet_until: Mutex::default(),
        }
    }

    async fn answer(&self, key: &str, context: &EvaluationContext) -> EvaluationResult<bool> {
        let target = context.targeting_key.as_ref().ok_or_else(|| error(Code::TargetingKeyMissing, None))?;
        let place = self.keys.iter().position(|one| one == key);
        let place = place.ok_or_else(|| error(Code::FlagNotFound, None))?;
        let body = body(target, context).ok_or_else(|| error(Code::InvalidContext, None))?;
        let asked = {
            let mut all = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(target.clone()).or_default())
        };
        let mut asked = asked.lock().await;
        let is_fresh = asked.body == body && asked.at.is_some_and(|at| at.elapsed() < FRESH);
        if !is_fresh || asked.answers.get(place).is_none_or(|(_, told)| *told) {
            self.ask(&mut asked, body).await;
        }
        let failure = asked.failure.clone();
        let Some((answer, told)) = asked.answers.get_mut(place) else { return Err(error(Code::FlagNotFound, None)) };
        *told = true;
        match failure {
            Some(Failure { code, why }) => Err(error(code, Some(why))),
            None => answer.clone().map_err(|code| error(code, None)),
        }
    }

    /// Has a context evaluated. When that fails, the answers that the service has an `ETag` for are kept: it may refer to them.
    async fn ask(&self, asked: &mut Asked, body: String) {
        if asked.body != body || asked.answers.is_empty() {
            let answers = self.keys.iter().map(|_| (Err(Code::ProviderNotReady), false)).collect();
            *asked = Asked { body, answers, ..Asked::default() };
        }
        let evaluated = self.send(&asked.body, asked.etag.as_ref()).await;
        asked.at = Some(Instant::now());
        asked.failure = None;
        asked.answers.iter_mut().for_each(|(_, told)| *told = false);
        match evaluated {
            Ok(Evaluated::AsBefore) => {}
            Ok(Evaluated::Flags(etag, flags)) => {
                asked.etag = etag;
                let mut found: HashMap<String, Answer> =
                    flags.into_iter().map(|flag| (flag.key.clone(), flag.answer())).collect();
                let answers = self.keys.iter().map(|key| found.remove(key).unwrap_or(Err(Code::FlagNotFound)));
                asked.answers = answers.map(|answer| (answer, false)).collect();
            }
            Err(failure) => asked.failure = Some(failure),
        }
    }

    async fn send(&self, body: &str, etag: Option<&HeaderValue>) -> Result<Evaluated, Failure> {
        let quiet_until = *self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        if quiet_until.is_some_and(|until| Instant::now() < until) {
            return Err(Failure::general("it answered 429".to_owned()));
        }
        let mut headers = self.headers.clone();
        headers.extend(etag.map(|etag| (IF_NONE_MATCH, etag.clone())));
        let answer = self.outgoing.send(Method::POST, &self.url, headers, body.to_owned()).await;
        let answer = answer.map_err(|error| Failure::general(format!("it was not reached: {}", cause(&error))))?;
        match answer.status {
            StatusCode::OK => {
                let flags: Flags = serde_json::from_slice(&answer.body)
                    .map_err(|_| Failure::general("its answer is no evaluation of flags (OFREP)".to_owned()))?;
                let etag = answer.headers.get(ETAG).filter(|etag| etag.len() <= LONGEST_ETAG);
                Ok(Evaluated::Flags(etag.cloned(), flags.flags))
            }
            StatusCode::NOT_MODIFIED if etag.is_some() => Ok(Evaluated::AsBefore),
            status => {
                if status == StatusCode::TOO_MANY_REQUESTS {
                    let until = Instant::now() + pause(answer.headers.get(RETRY_AFTER));
                    *self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(until);
                }
                let why = format!("it answered {}", status.as_u16());
                let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
                Err(match said.get("errorCode").and_then(Value::as_str) {
                    Some(text) => {
                        let why = format!("{why} ({})", legible_code(text));
                        match code(text) {
                            code @ (Code::InvalidContext | Code::TargetingKeyMissing) => Failure { code, why },
                            _ => Failure::general(why),
                        }
                    }
                    None => Failure::general(why),
                })
            }
        }
    }
}

fn error(code: Code, message: Option<String>) -> EvaluationError {
    EvaluationError { code, message }
}

/// What is at the bottom of an error.
fn cause(error: &OutgoingError) -> String {
    let first: Option<&dyn std::error::Error> = error.source();
    let last = std::iter::successors(first, |at| (*at).source()).last();
    last.map_or_else(|| error.to_string(), |last| format!("{error} ({last})"))
}

/// For how long the service wants not to be asked. A date is not read: it is rare, and the usual pause is no harm.
fn pause(retry_after: Option<&HeaderValue>) -> Duration {
    let seconds = retry_after.and_then(|value| value.to_str().ok()?.trim().parse().ok());
    seconds.map_or(USUAL_PAUSE, Duration::from_secs).min(LONGEST_PAUSE)
}

/// A request's body; always the same for the same context. `None`: the context holds what cannot be sent.
fn body(target: &str, context: &EvaluationContext) -> Option<String> {
    let mut fields = BTreeMap::new();
    for (name, field) in &context.custom_fields {
        let value = match field {
            Field::Bool(value) => json!(value),
            Field::Int(value) => json!(value),
            Field::Float(value) => json!(value),
            Field::String(value) => json!(value),
            Field::DateTime(at) => {
                let at = DateTime::from_timestamp(at.unix_timestamp(), at.nanosecond())?;
                json!(at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
            }
            Field::Struct(_) => return None,
        };
        fields.insert(name.as_str(), value);
    }
    fields.insert("targetingKey", json!(target));
    Some(json!({ "context": fields }).to_string())
}

/// Features are booleans.
fn other_kind<T>() -> EvaluationResult<ResolutionDetails<T>> {
    Err(error(Code::TypeMismatch, None))
}

#[async_trait]
impl FeatureProvider for OfrepProvider {
    fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    async fn resolve_bool_value(
        &self,
        key: &str,
        context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<bool>> {
        self.answer(key, context).await.map(ResolutionDetails::new)
    }

    async fn resolve_int_value(&self, _: &str, _: &EvaluationContext) -> EvaluationResult<ResolutionDetails<i64>> {
        other_kind()
    }

    async fn resolve_float_value(&self, _: &str, _: &EvaluationContext) -> EvaluationResult<ResolutionDetails<f64>> {
        other_kind()
    }

    async fn resolve_string_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<String>> {
        other_kind()
    }

    async fn resolve_struct_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<StructValue>> {
        other_kind()
    }
}

#[cfg(test)]
mod tests;

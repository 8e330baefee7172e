//! What a page's form sends.

use axum::{
    extract::{FromRequest, Request},
    http::header,
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use loggia_types::ProblemCode;
use serde::de::DeserializeOwned;

use crate::{
    error::{Error, Result},
    state::App,
};

/// The largest form, in bytes: a password of 256 characters, each of which takes four bytes, percent-encoded, and the rest.
const LARGEST: usize = 16 * 1024;

/// The fields of a form. What is none, or lacks a field: 400.
pub(super) struct Fields<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<App> for Fields<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _app: &App) -> Result<Self> {
        let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = media_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Error::problem(ProblemCode::UnsupportedMediaType, "Send the page's form."));
        }
        let bytes = match Limited::new(request.into_body(), LARGEST).collect().await {
            Ok(collected) => collected.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => {
                return Err(Error::problem(ProblemCode::PayloadTooLarge, "The form is too large."));
            }
            Err(_) => return Err(Error::problem(ProblemCode::MalformedRequest, "The form did not arrive whole.")),
        };
        let fields = form_urlencoded::parse(&bytes);
        // PostgreSQL cannot store it, and nobody can type it.
        if fields.into_iter().any(|(_, value)| value.contains('\0')) {
            return Err(Error::malformed("form", "the character U+0000 is not allowed"));
        }
        let deserializer = serde_urlencoded::Deserializer::new(fields);
        T::deserialize(deserializer).map(Self).map_err(|error| Error::malformed("form", error.to_string()))
    }
}

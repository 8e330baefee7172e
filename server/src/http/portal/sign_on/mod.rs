//! `/o/{organization}/sign-on`: an organization sets up its single sign-on.

mod connection;
mod overview;

use std::collections::BTreeMap;

use loggia_portal::words::Words;
use loggia_types::{OrganizationId, ProblemCode};

use super::super::Route;
use crate::error::Error;

pub(super) fn routes() -> Vec<Route> {
    [overview::routes(), connection::routes()].into_iter().flatten().collect()
}

/// Where it is.
pub(super) fn base(organization: &OrganizationId) -> String {
    format!("/o/{organization}/sign-on")
}

/// What is wrong with what was sent, in the page's language: by field, and altogether.
#[derive(Default)]
struct Wrong {
    errors: BTreeMap<&'static str, String>,
    problem: Option<String>,
}

impl Wrong {
    fn of(error: Error, words: &Words) -> Result<Self, Error> {
        let Some(code) = error.code() else { return Err(error) };
        let mut wrong = Self::default();
        match code {
            ProblemCode::ValidationFailed => {
                for fault in error.into_problem().errors {
                    let field = fault.pointer.split('/').nth(1).unwrap_or_default();
                    let (field, told) = match field {
                        "name" => ("name", words.sso_name_bad),
                        "issuer" => ("issuer", words.sso_issuer_bad),
                        "client_id" => ("client_id", words.sso_client_id_bad),
                        "client_secret" => ("client_secret", words.sso_client_secret_bad),
                        "scopes" => ("scopes", words.sso_scopes_bad),
                        "role_rules" | "default_role" => ("role_rules", words.sso_rules_bad),
                        "domain" => ("domain", words.sso_domain_bad),
                        "break_glass" => ("break_glass", words.sso_break_glass_bad),
                        _ => {
                            wrong.problem = Some(words.sso_nobody.to_owned());
                            continue;
                        }
                    };
                    wrong.errors.insert(field, told.to_owned());
                }
            }
            ProblemCode::VersionMismatch => wrong.problem = Some(words.sso_changed.to_owned()),
            ProblemCode::PermissionDenied => wrong.problem = Some(words.sso_denied.to_owned()),
            _ => return Err(error),
        }
        Ok(wrong)
    }

    /// The state of things does not allow it: this is why.
    fn conflict(error: Error, words: &Words, why: &str) -> Result<Self, Error> {
        if error.code() == Some(ProblemCode::Conflict) {
            return Ok(Self { problem: Some(why.to_owned()), ..Self::default() });
        }
        Self::of(error, words)
    }
}

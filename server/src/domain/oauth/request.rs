//! What clients ask: the parameters of the authorization, token and revocation endpoints.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use loggia_types::{OAuthClientId, Permission};
use sha2::{Digest, Sha256};

use super::refusal::{Code, Refusal};

/// The longest value of a parameter, in bytes.
const LONGEST_VALUE: usize = 4096;

/// The parameters of a request, each of them once ([RFC 6749](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)). One
/// without a value is as if it was not there; those that nobody knows are passed over.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters {
    values: BTreeMap<String, String>,
    repeated: BTreeSet<String>,
}

/// Codes, tokens and verifiers are among the values.
impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Parameters").field(&self.values.keys()).finish()
    }
}

impl Parameters {
    /// Reads `application/x-www-form-urlencoded`: a query or a body.
    pub fn read(text: &[u8]) -> Self {
        let mut parameters = Self::default();
        for (name, value) in form_urlencoded::parse(text) {
            if value.is_empty() {
                continue;
            }
            if parameters.values.insert(name.clone().into_owned(), value.into_owned()).is_some() {
                parameters.repeated.insert(name.into_owned());
            }
        }
        parameters
    }

    /// A parameter's value.
    ///
    /// # Errors
    /// `invalid_request` when it is there more than once, is too long, or is not printable ASCII.
    pub fn optional(&self, name: &str) -> Result<Option<&str>, Refusal> {
        if self.repeated.contains(name) {
            return Err(Refusal::invalid("A parameter is there more than once."));
        }
        let Some(value) = self.values.get(name) else { return Ok(None) };
        if value.len() > LONGEST_VALUE || !value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(Refusal::invalid("A parameter is too long, or has characters other than printable ASCII."));
        }
        Ok(Some(value))
    }

    /// A parameter's value.
    ///
    /// # Errors
    /// As [`optional`](Self::optional), and with `missing` when it is not there.
    pub fn required(&self, name: &str, missing: &'static str) -> Result<&str, Refusal> {
        self.optional(name)?.ok_or(Refusal::invalid(missing))
    }

    /// The client that asks.
    ///
    /// # Errors
    /// `invalid_request` when it is not named, `invalid_client` when there can be none of that name, and when it shows a
    /// secret: clients here have none.
    pub fn client(&self) -> Result<OAuthClientId, Refusal> {
        if self.values.contains_key("client_secret") || self.values.contains_key("client_assertion") {
            return Err(Refusal::new(Code::InvalidClient, "Clients are public here: send client_id and no secret."));
        }
        self.required("client_id", "client_id is missing.")?.parse().map_err(|_| Refusal::client())
    }

    /// Whether a parameter of that name is there at all.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }
}

/// What a client asks a person for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What it wants to do.
    pub scopes: BTreeSet<Permission>,
    /// The challenge of its verifier.
    pub challenge: String,
}

impl Wanted {
    /// What an authorization request asks for, beyond who asks and where the answer goes. `allowed`: the most that the
    /// client may ask for, which is what one gets that names no scopes.
    ///
    /// # Errors
    /// The refusal to send back.
    pub fn read(parameters: &Parameters, allowed: &BTreeSet<Permission>) -> Result<Self, Refusal> {
        if parameters.required("response_type", "response_type is missing.")? != "code" {
            return Err(Refusal::new(Code::UnsupportedResponseType, "The response type is code."));
        }
        if parameters.optional("response_mode")?.is_some_and(|mode| mode != "query") {
            return Err(Refusal::invalid("The response mode is query."));
        }
        let challenge = parameters.required("code_challenge", "code_challenge is missing: PKCE is required.")?;
        // Absent means `plain` (RFC 7636, 4.3), which shows the verifier to whoever sees the request.
        if parameters.optional("code_challenge_method")? != Some("S256") {
            return Err(Refusal::invalid("code_challenge_method has to be S256."));
        }
        if URL_SAFE_NO_PAD.decode(challenge).is_ok_and(|digest| digest.len() == 32) {
            let scopes = scopes(parameters, allowed)?;
            return Ok(Self { scopes, challenge: challenge.to_owned() });
        }
        Err(Refusal::invalid("code_challenge is no SHA-256 in base64url without padding."))
    }
}

/// The scopes that a request names, or else all that are allowed.
///
/// # Errors
/// `invalid_scope`.
pub fn scopes(parameters: &Parameters, allowed: &BTreeSet<Permission>) -> Result<BTreeSet<Permission>, Refusal> {
    let Some(text) = parameters.optional("scope")? else { return Ok(allowed.clone()) };
    let refused = || Refusal::new(Code::InvalidScope, "A scope is unknown, or not this client's to ask for.");
    let named: Option<BTreeSet<Permission>> =
        text.split(' ').filter(|name| !name.is_empty()).map(|name| name.parse().ok()).collect();
    named.filter(|named| !named.is_empty() && named.is_subset(allowed)).ok_or_else(refused)
}

/// Scopes as they are written on the wire.
pub fn scope_text(scopes: &BTreeSet<Permission>) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
}

/// What a client asks the token endpoint for.
#[derive(Clone, PartialEq, Eq)]
pub enum TokenRequest {
    /// The first tokens, for a code.
    Code {
        /// The authorization code.
        code: String,
        /// Where it was sent to.
        redirect_uri: String,
        /// What the challenge was made from.
        verifier: String,
    },
    /// The next tokens, for a refresh token.
    Refresh {
        /// The refresh token.
        token: String,
    },
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Code { .. } => "TokenRequest::Code",
            Self::Refresh { .. } => "TokenRequest::Refresh",
        })
    }
}

impl TokenRequest {
    /// Reads a token request.
    ///
    /// # Errors
    /// `invalid_request`, `unsupported_grant_type`.
    pub fn read(parameters: &Parameters) -> Result<Self, Refusal> {
        match parameters.required("grant_type", "grant_type is missing.")? {
            "authorization_code" => {
                let verifier = parameters.required("code_verifier", "code_verifier is missing: PKCE is required.")?;
                if !is_verifier(verifier) {
                    return Err(Refusal::invalid("code_verifier has 43 to 128 unreserved characters."));
                }
                Ok(Self::Code {
                    code: parameters.required("code", "code is missing.")?.to_owned(),
                    redirect_uri: parameters.required("redirect_uri", "redirect_uri is missing.")?.to_owned(),
                    verifier: verifier.to_owned(),
                })
            }
            "refresh_token" => {
                let token = parameters.required("refresh_token", "refresh_token is missing.")?.to_owned();
                Ok(Self::Refresh { token })
            }
            _ => Err(Refusal::new(
                Code::UnsupportedGrantType,
                "The grant types are authorization_code and refresh_token.",
            )),
        }
    }
}

/// Whether a text can be a verifier ([RFC 7636](https://www.rfc-editor.org/rfc/rfc7636#section-4.1)).
fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

/// The challenge of a verifier: `S256`.
pub fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn allowed() -> BTreeSet<Permission> {
        [Permission::CasesRead, Permission::DocumentsRead].into()
    }

    fn wanted(query: &str) -> Result<Wanted, Refusal> {
        Wanted::read(&Parameters::read(query.as_bytes()), &allowed())
    }

    #[test]
    fn the_challenge_is_the_one_of_the_specification() {
        // RFC 7636, appendix B.
        assert_eq!(challenge_of(VERIFIER), CHALLENGE);
    }

    #[test]
    fn an_authorization_request_needs_a_code_and_a_hashed_challenge() {
        let good = format!("response_type=code&code_challenge={CHALLENGE}&code_challenge_method=S256");
        assert_eq!(wanted(&good).unwrap(), Wanted { scopes: allowed(), challenge: CHALLENGE.to_owned() });
        let narrowed = wanted(&format!("{good}&scope=cases:read&scope=&unknown=1&unknown=2")).unwrap();
        assert_eq!(narrowed.scopes, [Permission::CasesRead].into());
        for (query, code) in [
            (format!("code_challenge={CHALLENGE}&code_challenge_method=S256"), Code::InvalidRequest),
            (good.replace("=code&", "=token&"), Code::UnsupportedResponseType),
            (good.replace("S256", "plain"), Code::InvalidRequest),
            (good.replace("&code_challenge_method=S256", ""), Code::InvalidRequest),
            ("response_type=code".to_owned(), Code::InvalidRequest),
            ("response_type=code&code_challenge=&code_challenge_method=S256".to_owned(), Code::InvalidRequest),
            (good.replace(CHALLENGE, "short"), Code::InvalidRequest),
            (good.replace(CHALLENGE, &format!("{CHALLENGE}=")), Code::InvalidRequest),
            (format!("{good}&code_challenge={CHALLENGE}"), Code::InvalidRequest),
            (format!("{good}&response_mode=fragment"), Code::InvalidRequest),
            (format!("{good}&scope=members:manage"), Code::InvalidScope),
            (format!("{good}&scope=cases:read+everything"), Code::InvalidScope),
            (format!("{good}&scope=+"), Code::InvalidScope),
            (format!("{good}&scope=cases:read%00"), Code::InvalidRequest),
        ] {
            assert_eq!(wanted(&query).unwrap_err().code, code, "{query}");
        }
    }

    #[test]
    fn a_token_request_names_what_it_has() {
        let read = |body: &str| TokenRequest::read(&Parameters::read(body.as_bytes()));
        let good = format!(
            "grant_type=authorization_code&code=c&redirect_uri=https%3A%2F%2Fa.example%2F&code_verifier={VERIFIER}"
        );
        assert!(matches!(read(&good), Ok(TokenRequest::Code { .. })));
        assert!(matches!(read("grant_type=refresh_token&refresh_token=t"), Ok(TokenRequest::Refresh { .. })));
        for body in [good.replace("code=c", "code=SECRET"), "grant_type=refresh_token&refresh_token=SECRET".to_owned()]
        {
            let printed = format!("{:?} {:?}", Parameters::read(body.as_bytes()), read(&body).unwrap());
            assert!(!printed.contains("SECRET") && !printed.contains(VERIFIER), "{printed}");
        }
        for (body, code) in [
            (String::new(), Code::InvalidRequest),
            ("grant_type=password&username=a&password=b".to_owned(), Code::UnsupportedGrantType),
            ("grant_type=client_credentials".to_owned(), Code::UnsupportedGrantType),
            ("grant_type=refresh_token".to_owned(), Code::InvalidRequest),
            ("grant_type=refresh_token&grant_type=refresh_token&refresh_token=t".to_owned(), Code::InvalidRequest),
            (good.replace("code=c&", ""), Code::InvalidRequest),
            (good.replace(VERIFIER, ""), Code::InvalidRequest),
            (good.replace(VERIFIER, "short"), Code::InvalidRequest),
            (good.replace("redirect_uri", "redirect"), Code::InvalidRequest),
        ] {
            assert_eq!(read(&body).unwrap_err().code, code, "{body}");
        }
    }

    #[test]
    fn a_client_is_public() {
        let client = |body: &str| Parameters::read(body.as_bytes()).client().map_err(|refusal| refusal.code);
        let id = OAuthClientId::from_u128(7);
        assert_eq!(client(&format!("client_id={id}")), Ok(id.clone()));
        assert_eq!(client(&format!("client_id={id}&client_secret=s")), Err(Code::InvalidClient));
        assert_eq!(client("client_id=other"), Err(Code::InvalidClient));
        assert_eq!(client(""), Err(Code::InvalidRequest));
        assert_eq!(client(&format!("client_id={id}&client_id={id}")), Err(Code::InvalidRequest));
    }
}

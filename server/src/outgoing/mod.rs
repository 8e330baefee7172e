//! Requests to addresses that somebody wrote down: a customer's webhook, an organization's identity provider, the flag service of
//! the settings.
//!
//! Whoever may name an address could otherwise make the server ask what only the server can reach: itself, its network,
//! a cloud's metadata. [`Outgoing`] is the one kind of client for such requests.
//!
//! - `https` only. An address that the operator allows by its network may be called although it is not public, and over
//!   plain `http`, too.
//! - A name is resolved once for each request; every address it has must be allowed, and the connection goes to one of
//!   them. A name that answers differently the next time (DNS rebinding) is checked the next time: connections are not
//!   kept.
//! - Redirects are not followed, no proxy is taken from the environment, and an address holds no credentials.
//! - Time and the size of the answer are limited.

mod public;

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::http::{HeaderMap, Method, StatusCode};
use bytes::{Bytes, BytesMut};
use reqwest::{
    Client, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect, retry,
};

use self::public::is_public;
use crate::network::Network;

/// What outgoing requests may do.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What may be called although it is not public, and over plain `http`.
    pub allowed: Vec<Network>,
    /// How long a request may take, from the look-up of the name to the answer's last byte.
    pub within: Duration,
    /// The longest body that is read, in bytes.
    pub most_bytes: usize,
}

impl Default for Rules {
    /// Public addresses, ten seconds, 256 KiB.
    fn default() -> Self {
        Self { allowed: Vec::new(), within: Duration::from_secs(10), most_bytes: 256 * 1024 }
    }
}

impl Rules {
    /// Whether an address may be called, as far as that can be told without resolving its name.
    ///
    /// # Errors
    /// [`OutgoingError::Url`] and [`OutgoingError::Refused`].
    pub fn check(&self, address: &str) -> Result<(), OutgoingError> {
        self.read(address).map(|_| ())
    }

    fn read(&self, address: &str) -> Result<(Url, Scheme), OutgoingError> {
        let url = Url::parse(address).map_err(|_| OutgoingError::Url("it is no absolute address"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(OutgoingError::Url("it holds credentials"));
        }
        let scheme = match url.scheme() {
            "https" => Scheme::Https,
            "http" if !self.allowed.is_empty() => Scheme::Http,
            _ => return Err(OutgoingError::Url("it does not begin with https")),
        };
        // A host that is an address is not resolved, so it is checked here; `url` has read each way to write one.
        let host = url.host_str().ok_or(OutgoingError::Url("it names no host"))?;
        if let Ok(literal) = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
            self.permit(literal, scheme).map_err(|Refused| OutgoingError::Refused)?;
        }
        Ok((url, scheme))
    }

    fn permit(&self, address: IpAddr, scheme: Scheme) -> Result<(), Refused> {
        let named = self.allowed.iter().any(|network| network.contains(address));
        if named || (scheme == Scheme::Https && is_public(address)) { Ok(()) } else { Err(Refused) }
    }
}

/// Why there is no answer.
///
/// Which one it was is for the server's log. Whoever wrote the address learns that it could not be reached, and no
/// more: the difference between "refused" and "nobody answers" would tell what is inside.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutgoingError {
    /// The address is not one that may be called, whatever it leads to.
    #[error("the address cannot be used: {0}")]
    Url(&'static str),
    /// It leads to where the server calls nobody.
    #[error("the address leads to a network that is not public")]
    Refused,
    /// It took too long.
    #[error("no whole answer came in time")]
    Timeout,
    /// The answer is too long.
    #[error("the answer has more than {0} bytes")]
    TooLong(usize),
    /// The name does not resolve, nobody answers, the certificate is not good, the connection broke.
    #[error("the request failed")]
    Failed(#[source] reqwest::Error),
}

/// An address that may not be called.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not a public address")]
struct Refused;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
}

/// What was answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status. One that redirects is an answer like any other.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// The client for addresses that somebody else wrote down. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Outgoing {
    rules: Arc<Rules>,
    https: Client,
    http: Client,
}

impl Outgoing {
    /// A client that resolves names as the system does.
    ///
    /// # Errors
    /// When the system has no certificates to trust.
    pub fn new(rules: Rules) -> Result<Self, OutgoingError> {
        Self::with_resolver(rules, Arc::new(SystemResolver))
    }

    /// A client that resolves names in another way.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_resolver(rules: Rules, resolver: Arc<dyn Resolve>) -> Result<Self, OutgoingError> {
        let rules = Arc::new(rules);
        let client = |scheme| {
            let checked = CheckedResolver { resolver: Arc::clone(&resolver), rules: Arc::clone(&rules), scheme };
            Client::builder()
                .dns_resolver(Arc::new(checked))
                .https_only(scheme == Scheme::Https)
                .redirect(redirect::Policy::none())
                .retry(retry::never())
                .referer(false)
                .no_proxy()
                .pool_max_idle_per_host(0)
                .timeout(rules.within)
                .build()
                .map_err(OutgoingError::Failed)
        };
        let (https, http) = (client(Scheme::Https)?, client(Scheme::Http)?);
        Ok(Self { rules, https, http })
    }

    /// Whether there are addresses that may be called over plain `http`.
    pub fn allows_http(&self) -> bool {
        !self.rules.allowed.is_empty()
    }

    /// Sends a request and reads the answer to its end.
    ///
    /// # Errors
    /// Each [`OutgoingError`].
    pub async fn send(
        &self,
        method: Method,
        address: &str,
        headers: HeaderMap,
        body: impl Into<Bytes>,
    ) -> Result<Answer, OutgoingError> {
        let (url, scheme) = self.rules.read(address)?;
        let client = match scheme {
            Scheme::Https => &self.https,
            Scheme::Http => &self.http,
        };
        let request = client.request(method, url).headers(headers).body(body.into());
        let mut response = request.send().await.map_err(failure)?;
        let most = self.rules.most_bytes;
        let announced = response.content_length().unwrap_or_default();
        if announced > u64::try_from(most).unwrap_or(u64::MAX) {
            return Err(OutgoingError::TooLong(most));
        }
        let mut read = BytesMut::new();
        while let Some(piece) = response.chunk().await.map_err(failure)? {
            if read.len() + piece.len() > most {
                return Err(OutgoingError::TooLong(most));
            }
            read.extend_from_slice(&piece);
        }
        Ok(Answer { status: response.status(), headers: std::mem::take(response.headers_mut()), body: read.freeze() })
    }

    /// Whether an address may be called, as far as that can be told without resolving its name.
    ///
    /// # Errors
    /// [`OutgoingError::Url`] and [`OutgoingError::Refused`].
    pub fn check(&self, address: &str) -> Result<(), OutgoingError> {
        self.rules.check(address)
    }
}

fn failure(error: reqwest::Error) -> OutgoingError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(at) = cause {
        if at.is::<Refused>() {
            return OutgoingError::Refused;
        }
        cause = at.source();
    }
    // What the address says is its writer's business, not the log's.
    if error.is_timeout() { OutgoingError::Timeout } else { OutgoingError::Failed(error.without_url()) }
}

/// Resolves names, and refuses those that lead to where the server calls nobody.
struct CheckedResolver {
    resolver: Arc<dyn Resolve>,
    rules: Arc<Rules>,
    scheme: Scheme,
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (resolving, rules, scheme) = (self.resolver.resolve(name), Arc::clone(&self.rules), self.scheme);
        Box::pin(async move {
            let addresses: Vec<SocketAddr> = resolving.await?.collect();
            for address in &addresses {
                rules.permit(address.ip(), scheme)?;
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Resolves names as the system does.
struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let addresses: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if addresses.is_empty() {
                return Err(io::Error::from(io::ErrorKind::NotFound).into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests;

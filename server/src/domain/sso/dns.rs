//! TXT records: by which a domain shows whose it is.

use std::{net::SocketAddr, time::Duration};

use hickory_resolver::{
    ResolveErrorKind, Resolver,
    config::{NameServerConfig, ResolveHosts, ResolverConfig},
    name_server::TokioConnectionProvider,
    proto::xfer::Protocol,
};

/// How long a question may take.
const WITHIN: Duration = Duration::from_secs(5);

/// Why nobody knows what a domain's records are.
#[derive(Debug, thiserror::Error)]
#[error("the domain's records cannot be looked up: {0}")]
pub struct DnsError(String);

/// The TXT records of a domain as they are now: nothing is remembered. `server`: whom to ask; `None`: whom the system asks.
///
/// # Errors
/// When no answer comes. That there is no record is an answer.
pub async fn txt_records(server: Option<SocketAddr>, domain: &str) -> Result<Vec<String>, DnsError> {
    let failed = |error: &dyn std::fmt::Display| DnsError(error.to_string());
    let mut builder = match server {
        Some(address) => {
            let mut config = ResolverConfig::new();
            for protocol in [Protocol::Udp, Protocol::Tcp] {
                config.add_name_server(NameServerConfig::new(address, protocol));
            }
            Resolver::builder_with_config(config, TokioConnectionProvider::default())
        }
        None => Resolver::builder_tokio().map_err(|error| failed(&error))?,
    };
    let options = builder.options_mut();
    (options.cache_size, options.attempts, options.timeout) = (0, 2, Duration::from_secs(2));
    options.use_hosts_file = ResolveHosts::Never;
    let resolver = builder.build();
    // With a dot at the end no search list of the system's is tried.
    let asked = tokio::time::timeout(WITHIN, resolver.txt_lookup(format!("{domain}.")));
    match asked.await {
        Ok(Ok(found)) => Ok(found.iter().map(|record| joined(record.txt_data())).collect()),
        Ok(Err(error)) => match error.kind() {
            ResolveErrorKind::Proto(proto) if proto.is_no_records_found() => Ok(Vec::new()),
            _ => Err(failed(&error)),
        },
        Err(_) => Err(DnsError("no answer came in time".to_owned())),
    }
}

/// A record's text: its pieces are one (RFC 7208, 3.3).
fn joined(pieces: &[Box<[u8]>]) -> String {
    String::from_utf8_lossy(&pieces.concat()).into_owned()
}

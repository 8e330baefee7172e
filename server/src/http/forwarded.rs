//! Whose request it is when proxies are in between.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName};

use crate::network::Network;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address that a request comes from: the nearest one that is not a trusted proxy's.
///
/// Each proxy adds to the end of `X-Forwarded-For` whom it was asked by. So the header is read from its end, as long as
/// who wrote the entry is trusted; what stands before that, in lines of its own included, is what the caller sent. An
/// entry of a trusted proxy that is no address ends the way, too: nearer than the proxy nothing is known. When everybody
/// is trusted, the request comes from the first of them.
pub fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    // A listener for both kinds of addresses sees those of IPv4 as `::ffff:192.0.2.7`.
    let mut nearest = peer.to_canonical();
    let lines: Vec<_> = headers.get_all(FORWARDED_FOR).iter().collect();
    let mut entries = lines.iter().rev().flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    while is_trusted(nearest) {
        let Some(entry) = entries.next() else { break };
        let Some(address) = std::str::from_utf8(entry).ok().and_then(|text| parse_address(text.trim())) else { break };
        nearest = address;
    }
    nearest
}

/// An address as proxies write it: alone, with a port, IPv6 in brackets or without.
pub(crate) fn parse_address(text: &str) -> Option<IpAddr> {
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<std::net::Ipv6Addr>().ok().map(IpAddr::V6);
    let address = text.parse::<IpAddr>().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    address.or_else(bracketed).or_else(with_port).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn from(peer: &str, lines: &[&[u8]], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, axum::http::HeaderValue::from_bytes(line).unwrap());
        }
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().unwrap()).collect();
        client_address(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn who_is_not_trusted_is_not_believed() {
        assert_eq!(from("192.0.2.7", &[b"198.51.100.1"], &[]), "192.0.2.7");
        assert_eq!(from("192.0.2.7", &[b"198.51.100.1"], &["10.0.0.0/8"]), "192.0.2.7");
        assert_eq!(from("::ffff:192.0.2.7", &[], &[]), "192.0.2.7");
    }

    #[test]
    fn the_nearest_that_is_not_trusted_is_the_caller() {
        let proxies = ["10.0.0.0/8", "2001:db8::/32"];
        assert_eq!(from("10.0.0.1", &[b"198.51.100.1"], &proxies), "198.51.100.1");
        assert_eq!(from("::ffff:10.0.0.1", &[b"198.51.100.1"], &proxies), "198.51.100.1");
        assert_eq!(from("10.0.0.1", &[b"203.0.113.9, 198.51.100.1, 10.0.0.2"], &proxies), "198.51.100.1");
        assert_eq!(
            from("10.0.0.1", &[b"203.0.113.9", b"198.51.100.1", b"2001:db8::7,10.9.9.9"], &proxies),
            "198.51.100.1"
        );
        // What the caller made up stands before what the proxy saw.
        assert_eq!(from("10.0.0.1", &[b"10.0.0.5, 127.0.0.1, 198.51.100.1"], &proxies), "198.51.100.1");
        assert_eq!(from("10.0.0.1", &[], &proxies), "10.0.0.1");
        assert_eq!(from("10.0.0.1", &[b"10.0.0.3, 10.0.0.2"], &proxies), "10.0.0.3");
    }

    #[test]
    fn entries_have_ports_and_brackets_or_are_no_addresses() {
        let proxies = ["10.0.0.0/8"];
        for (entry, address) in [
            ("198.51.100.1:4711", "198.51.100.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("::ffff:198.51.100.1", "198.51.100.1"),
            ("  198.51.100.1\t", "198.51.100.1"),
        ] {
            assert_eq!(from("10.0.0.1", &[entry.as_bytes()], &proxies), address, "{entry}");
        }
        for entry in
            ["", "unknown", "_hidden", "198.51.100", "198.51.100.1:", "fe80::1%eth0", "1.2.3.4.5", "\"1.2.3.4\""]
        {
            assert_eq!(from("10.0.0.1", &[entry.as_bytes()], &proxies), "10.0.0.1", "{entry}");
            // What stands before it is not looked at.
            let list = format!("203.0.113.9, {entry}, 10.0.0.2");
            assert_eq!(from("10.0.0.1", &[list.as_bytes()], &proxies), "10.0.0.2", "{entry}");
        }
        assert_eq!(from("10.0.0.1", &[b"\xff\xfe"], &proxies), "10.0.0.1");
    }
}

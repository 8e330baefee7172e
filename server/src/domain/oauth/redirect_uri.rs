//! Redirect URIs: which may be registered, and which of them a request names.
//!
//! They are compared as texts and never taken apart and put together again
//! ([RFC 9700](https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3)): what is sent back to is what was registered, byte by
//! byte. The one exception is the port of a loopback address, which a program on the person's machine learns only when it
//! listens ([RFC 8252](https://www.rfc-editor.org/rfc/rfc8252#section-7.3)).

use form_urlencoded::Serializer;

/// The longest that may be registered or asked for, in bytes.
pub const LONGEST: usize = 1024;

const LOOPBACKS: [&str; 2] = ["http://127.0.0.1", "http://[::1]"];

/// What kind of place a redirect URI leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page that only its owner can serve: `https`.
    Web,
    /// A program on the person's own machine, any of which can listen there.
    Loopback,
    /// A program that has claimed a scheme, as any other can.
    PrivateScheme,
}

/// What kind of redirect URI this is. `None`: none that may be registered.
///
/// `https://` with a host, without user information; `http://127.0.0.1` or `http://[::1]` with any port or none, and a path
/// (not `localhost`, which may be another machine, RFC 8252 section 8.3); or a private-use scheme, which has a dot as in
/// `com.example.app:/signed-in` (section 7.1). Never a fragment.
pub fn kind(uri: &str) -> Option<Kind> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"#\\\"<>^`{|}".contains(&byte);
    if uri.len() > LONGEST || !uri.bytes().all(is_plain) {
        return None;
    }
    if let Some(rest) = uri.strip_prefix("https://") {
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        return is_authority(authority).then_some(Kind::Web);
    }
    if loopback(uri).is_some() {
        return Some(Kind::Loopback);
    }
    let (scheme, rest) = uri.split_once(':')?;
    let mut characters = scheme.bytes();
    let is_scheme = characters.next().is_some_and(|first| first.is_ascii_lowercase())
        && characters.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte))
        && scheme.split('.').count() > 1
        && scheme.split('.').all(|part| !part.is_empty());
    (is_scheme && !rest.is_empty()).then_some(Kind::PrivateScheme)
}

/// A host, and a port or none.
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    host.split('.').all(is_label) && port.is_none_or(is_port)
}

fn is_port(text: &str) -> bool {
    !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

/// The two parts of a loopback redirect URI that are compared: its beginning, and what follows the port.
fn loopback(uri: &str) -> Option<(&'static str, &str)> {
    let (beginning, rest) = LOOPBACKS.into_iter().find_map(|text| Some((text, uri.strip_prefix(text)?)))?;
    let path = match rest.strip_prefix(':') {
        Some(rest) => {
            let (port, _) = rest.split_once('/')?;
            if !is_port(port) {
                return None;
            }
            rest.get(port.len()..)?
        }
        None => rest,
    };
    path.starts_with('/').then_some((beginning, path))
}

/// Whether a request that names `asked` means the registered redirect URI.
pub fn matches(registered: &str, asked: &str) -> bool {
    if registered == asked {
        return kind(asked).is_some();
    }
    kind(asked) == Some(Kind::Loopback)
        && loopback(registered).is_some_and(|registered| loopback(asked) == Some(registered))
}

/// The redirect URI with parameters added to its query.
pub fn with_parameters<'a>(uri: &str, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(parameters);
    let joint = match uri.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{uri}{joint}{}", query.finish())
}

/// The place as a content security policy names it. (It has no words for an IPv6 address.)
pub fn policy_source(uri: &str) -> String {
    match kind(uri) {
        Some(Kind::Loopback) if uri.starts_with("http://[") => "http:".to_owned(),
        Some(Kind::Loopback | Kind::Web) => {
            let authority = uri.find("://").map_or(0, |at| at + 3);
            let end =
                uri.get(authority..).and_then(|rest| rest.find(['/', '?'])).map_or(uri.len(), |at| authority + at);
            uri.get(..end).unwrap_or_default().to_owned()
        }
        Some(Kind::PrivateScheme) => uri.split(':').next().map(|scheme| format!("{scheme}:")).unwrap_or_default(),
        None => "'none'".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_registered() {
        for (uri, expected) in [
            ("https://app.example/signed-in", Kind::Web),
            ("https://app.example:8443/a?b=c", Kind::Web),
            ("https://app.example", Kind::Web),
            ("http://127.0.0.1/callback", Kind::Loopback),
            ("http://127.0.0.1:8123/callback?x=1", Kind::Loopback),
            ("http://[::1]/callback", Kind::Loopback),
            ("http://[::1]:1/callback", Kind::Loopback),
            ("com.example.app:/signed-in", Kind::PrivateScheme),
            ("com.example.app://x", Kind::PrivateScheme),
        ] {
            assert_eq!(kind(uri), Some(expected), "{uri}");
        }
        for uri in [
            "",
            "https://",
            "https:///path",
            "https://user@app.example/",
            "https://app.example@evil.example/",
            "https://app.example\\@evil.example/",
            "https://app..example/",
            "https://app.example:0/",
            "https://app.example:x/",
            "https://app.example/#fragment",
            "https://app.example/ space",
            "http://app.example/",
            "http://localhost/callback",
            "http://127.0.0.1",
            "http://127.0.0.1.evil.example/callback",
            "http://127.0.0.1:80@evil.example/callback",
            "http://127.0.0.1:99999/callback",
            "http://127.0.0.1:080/callback",
            "http://127.0.0.1:/callback",
            "http://127.0.0.2/callback",
            "HTTP://127.0.0.1/callback",
            "javascript:alert(1)",
            "data:text/html,x",
            "myapp:/signed-in",
            ".app:/x",
            "a..b:/x",
            "com.example.app:",
        ] {
            assert_eq!(kind(uri), None, "{uri}");
        }
    }

    #[test]
    fn only_the_port_of_a_loopback_address_may_differ() {
        let loopback = "http://127.0.0.1/callback";
        for asked in [loopback, "http://127.0.0.1:1/callback", "http://127.0.0.1:65535/callback"] {
            assert!(matches(loopback, asked), "{asked}");
            assert!(matches("http://127.0.0.1:8123/callback", asked), "{asked}");
        }
        assert!(matches("http://[::1]/callback", "http://[::1]:5000/callback"));
        for asked in [
            "http://127.0.0.1:1/callback/",
            "http://127.0.0.1:1/Callback",
            "http://127.0.0.1:1/callback?x",
            "http://127.0.0.1:1/callback/../other",
            "http://[::1]:1/callback",
            "http://127.0.0.1:1@evil.example/callback",
            "https://127.0.0.1:1/callback",
        ] {
            assert!(!matches(loopback, asked), "{asked}");
        }
        let web = "https://app.example/signed-in";
        assert!(matches(web, web));
        for asked in [
            "https://app.example/signed-in/",
            "https://app.example/signed-in?x=1",
            "https://app.example:443/signed-in",
            "https://APP.example/signed-in",
            "https://app.example/%73igned-in",
            "https://app.example.evil.example/signed-in",
            "http://app.example/signed-in",
        ] {
            assert!(!matches(web, asked), "{asked}");
        }
        assert!(!matches("javascript:alert(1)", "javascript:alert(1)"), "not even if it got into the database");
    }

    #[test]
    fn parameters_are_added_to_what_is_there() {
        assert_eq!(with_parameters("https://a.example/b", [("code", "x y")]), "https://a.example/b?code=x+y");
        assert_eq!(with_parameters("https://a.example/b?c=d", [("e", "f&g")]), "https://a.example/b?c=d&e=f%26g");
        assert_eq!(with_parameters("com.example.app:/x?", [("e", "f")]), "com.example.app:/x?e=f");
    }

    #[test]
    fn a_policy_names_the_place_without_its_path() {
        assert_eq!(policy_source("https://a.example:8443/b?c"), "https://a.example:8443");
        assert_eq!(policy_source("https://a.example"), "https://a.example");
        assert_eq!(policy_source("http://127.0.0.1:81/b"), "http://127.0.0.1:81");
        assert_eq!(policy_source("http://[::1]:81/b"), "http:");
        assert_eq!(policy_source("com.example.app:/b"), "com.example.app:");
    }
}

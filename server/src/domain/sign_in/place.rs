//! From where something is asked for, as its person would recognize it.

use crate::{auth::RequestInfo, mail::Place};

/// From where a request came, as its person would recognize it.
pub fn place(request: &RequestInfo, is_known: bool) -> Place {
    let device = request.user_agent.as_deref().and_then(named);
    Place { device, address: request.ip.map(|address| address.to_string()), is_known }
}

/// Browser and system by a `User-Agent`, as far as people would name them.
pub fn named(user_agent: &str) -> Option<String> {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    // Most say that they are others, too: the more particular ones stand first.
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => Some(format!("{browser}, {system}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_as_people_would() {
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";
        for (user_agent, name) in [
            (format!("{mac} Version/17.4 Safari/605.1.15"), Some("Safari, macOS")),
            (format!("{mac} Chrome/131.0.0.0 Safari/537.36 Edg/131.0"), Some("Edge, macOS")),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0".to_owned(),
                Some("Firefox, Linux"),
            ),
            ("Mozilla/5.0 (Linux; Android 14) Chrome/131 Mobile Safari/537.36".to_owned(), Some("Chrome, Android")),
            ("curl/8.9".to_owned(), None),
        ] {
            assert_eq!(named(&user_agent).as_deref(), name, "{user_agent}");
        }
    }
}

//! Looks for what one brand's customers must not read: any other brand's name, key, id, hosts and addresses, and the product's.

use std::collections::{BTreeMap, BTreeSet};

use loggia_server::domain::brands::{self, hosts};
use loggia_tests::{Portal, smtp, wire::Answer};

/// The product's own name.
const PRODUCT: &str = "loggia";
/// Names of this machine, which are no brand's.
const NOBODYS: [&str; 2] = ["127.0.0.1", "localhost"];
/// A shorter word may be a part of a longer one, or of an id.
const SHORT: usize = 6;

/// The words, what was looked at, and what was found.
pub(crate) struct Search {
    words: BTreeSet<String>,
    looked_at: BTreeMap<&'static str, usize>,
    found: BTreeSet<String>,
}

impl Search {
    /// For these words and the product's name.
    pub(crate) fn new(words: impl IntoIterator<Item = String>) -> Self {
        let words = words.into_iter().map(|word| word.to_lowercase()).filter(|word| !NOBODYS.contains(&word.as_str()));
        let words = words.chain([PRODUCT.to_owned()]).filter(|word| word.len() > 2).collect();
        Self { words, looked_at: BTreeMap::new(), found: BTreeSet::new() }
    }

    /// For everything that brands other than the one with this key are known by. Without a key: for all brands.
    pub(crate) async fn of_others(portal: &Portal, key: Option<&str>) -> Self {
        let mut words = Vec::new();
        for brand in brands::list(portal.store()).await.unwrap() {
            if Some(brand.key.as_str()) == key {
                continue;
            }
            let (shown, identity) = brands::show(portal.app(), &brand.key).await.unwrap();
            words.extend([brand.id.to_string(), brand.key.clone()]);
            words.extend([identity.logo, identity.favicon].into_iter().flatten());
            for host in hosts::list(portal.store(), &brand.key).await.unwrap() {
                words.push(host.host);
            }
            for value in shown.into_iter().filter(|shown| shown.is_own).filter_map(|shown| shown.value) {
                // Of an address its domain, too.
                words.extend(value.rsplit_once('@').map(|(_, domain)| domain.to_owned()));
                words.extend(value.strip_prefix("https://").and_then(|rest| rest.split('/').next()).map(str::to_owned));
                words.extend(value.lines().map(str::to_owned));
            }
        }
        Self::new(words)
    }

    /// A text that somebody receives. `kind`: of which kind it is, `place`: what it is.
    pub(crate) fn text(&mut self, kind: &'static str, place: &str, text: &str) {
        *self.looked_at.entry(kind).or_default() += 1;
        for read in readings(text) {
            for word in self.words.iter().filter(|word| is_in(word, &read)) {
                let at = read.find(word.as_str()).unwrap_or_default();
                let from = read.floor_char_boundary(at.saturating_sub(60));
                let to = read.ceil_char_boundary((at + word.len() + 60).min(read.len()));
                self.found.insert(format!("{kind}: {place}: {word:?} in {:?}", &read[from..to]));
            }
        }
    }

    /// An answer: its headers with the names of cookies and files, and its body.
    pub(crate) fn answer(&mut self, kind: &'static str, place: &str, answer: &Answer) {
        for (name, value) in &answer.headers {
            self.text(
                "header",
                &format!("{place}: {name}"),
                &format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())),
            );
        }
        self.text(kind, place, &answer.text());
    }

    /// A mail: as it was sent, and decoded.
    pub(crate) fn mail(&mut self, place: &str, mail: &smtp::Received) {
        self.text("mail", place, &format!("{} {}", mail.from, mail.data));
        for part in ["text/plain", "text/html"] {
            self.text("mail", place, &mail.part(part));
        }
    }

    /// How many of each kind were looked at, and what was found.
    pub(crate) fn verdict(self, brand: &str) -> Result<(), String> {
        println!("looked through what {brand} shows for {} words: {:?}", self.words.len(), self.looked_at);
        if self.found.is_empty() {
            return Ok(());
        }
        let all: Vec<String> = self.found.into_iter().collect();
        println!("{}", all.join("\n"));
        Err(format!("{} leaks of what {brand} shows:\n{}", all.len(), all.join("\n")))
    }
}

/// A text in small letters as it is, as a browser reads it, as an address, and as JSON.
fn readings(text: &str) -> BTreeSet<String> {
    let plain = text.to_lowercase();
    let mut html = plain.clone();
    for (escaped, letter) in
        [("&#x2f;", "/"), ("&#x27;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
    {
        html = html.replace(escaped, letter);
    }
    // Of a form's encoding, letters are what matters here.
    let decoded: String = form_urlencoded::parse(html.as_bytes())
        .map(|(key, value)| format!("{key}={value}&"))
        .collect::<String>()
        .to_lowercase();
    let json = plain.replace("\\/", "/").replace("\\\"", "\"");
    [plain, html, decoded, json].into()
}

/// Whether a text has the word: a short one by itself, a longer one anywhere.
fn is_in(word: &str, text: &str) -> bool {
    let is_short = word.len() < SHORT && word.chars().all(char::is_alphanumeric);
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !is_short || ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

#[test]
fn what_is_planted_is_found_however_it_is_written_and_nothing_else() {
    let search = |kind: &'static str, text: &str| {
        let words = ["Acme", "Juniper Pay", "portal.acme.example", "brand_01h455vb4pex5vsknk084sn02q"];
        let mut search = Search::new(words.map(str::to_owned));
        search.text(kind, "planted", text);
        search.verdict("a test")
    };
    for planted in [
        "<title>Sign in · Acme</title>",
        "<meta name=\"generator\" content=\"LOGGIA 1.0\">",
        "X-Powered-By: loggia-server",
        "From: \"Acme\" <no-reply@mail.example>",
        "{\"vendor_name\":\"ACME\"}",
        "https:&#x2f;&#x2f;portal.acme.example&#x2f;sign-in",
        "return_to=https%3A%2F%2Fportal.acme.example%2F",
        "otpauth://totp/Juniper%20Pay:a@b.example",
        "subject=Juniper+Pay",
        "filename=\"acme_audit-log.csv\"",
        "brand_01H455VB4PEX5VSKNK084SN02Q",
    ] {
        assert!(search("page", planted).is_err(), "{planted}");
    }
    for innocent in
        ["", "Crest", "placement", "key_01h455acme5vsknk084sn02q", "a login of ours", "portal.crest.example"]
    {
        search("page", innocent).unwrap_or_else(|why| panic!("{innocent}: {why}"));
    }
}

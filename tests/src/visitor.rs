//! Somebody with a browser, as far as the hosted portal's pages are concerned: cookies are kept, forms are sent with what is
//! hidden in them.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::{
    Browser, Portal,
    wire::{Answer, Asking},
};

/// A visitor of the hosted portal.
pub struct Visitor<'p> {
    portal: &'p Portal,
    host: &'static str,
    /// The cookies by their names.
    pub cookies: BTreeMap<String, String>,
    /// What the forms of the page that was seen last send along.
    pub csrf: String,
}

impl<'p> Visitor<'p> {
    /// Somebody who comes to Acme's portal for the first time.
    pub fn new(portal: &'p Portal) -> Self {
        Self::at(portal, "portal.acme.example")
    }

    /// The same, at this host.
    pub fn at(portal: &'p Portal, host: &'static str) -> Self {
        Self { portal, host, cookies: BTreeMap::new(), csrf: String::new() }
    }

    /// Somebody who is signed in already, at the host of this brand.
    pub fn signed_in(portal: &'p Portal, brand: &str, browser: &Browser) -> Self {
        let host = match brand {
            "bright" => "portal.bright.example",
            "crest" => "portal.crest.example",
            _ => "portal.acme.example",
        };
        let cookies = browser.cookie.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self { portal, host, cookies: cookies.into_iter().collect(), csrf: browser.csrf.clone() }
    }

    /// A request with this browser's cookies.
    pub fn ask(&self, method: &str, path: &str) -> Asking<'p> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let asking = self.portal.wire.ask(method, path).header("host", self.host).header("accept", "text/html");
        asking.header("cookie", &cookies.join("; ")).header("user-agent", "Firefox/130.0 (Linux)")
    }

    /// Goes to a page.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn get(&mut self, path: &str) -> Result<Answer> {
        let answer = self.ask("GET", path).header("sec-fetch-site", "none").send().await?;
        Ok(self.seen(answer))
    }

    /// Sends a form of the page that was seen last.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        let csrf = self.csrf.clone();
        let all = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied());
        let asking = self.ask("POST", path).header("sec-fetch-site", "same-origin");
        let answer = asking.form(all).send().await?;
        Ok(self.seen(answer))
    }

    /// Signs in with address and password.
    ///
    /// # Errors
    /// When no answer comes.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Result<Answer> {
        self.get("/sign-in").await?;
        self.post("/sign-in", &[("email", email)]).await?;
        self.post("/sign-in/password", &[("email", email), ("password", password)]).await
    }

    /// Takes over what an answer sets, and the token of its forms.
    fn seen(&mut self, answer: Answer) -> Answer {
        for set in answer.headers.get_all("set-cookie") {
            let text = set.to_str().unwrap_or_default();
            let (name, rest) = text.split_once('=').unwrap_or_default();
            let value = rest.split(';').next().unwrap_or_default();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let page = answer.text();
        if let Some(csrf) = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()) {
            self.csrf = csrf.to_owned();
        }
        answer
    }
}

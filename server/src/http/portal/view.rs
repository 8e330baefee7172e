//! What a page is made of: whose portal it is, in which language, for whom.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use loggia_portal::{Brand, Fill, Frame, Link, Locale, Moment, OrganizationLink, Page, Person, words::Words};
use loggia_types::{OrganizationId, Timestamp};

use crate::{
    auth::{
        RequestInfo, SignedIn,
        cookies::{FORM_COOKIE, ORGANIZATION_COOKIE, cookie, csrf_holds, csrf_token, set_cookie},
        random_secret,
    },
    domain::brands::{Identity, Property},
    error::{Error, Result},
    mail,
    state::App,
    store::{rows::BrandRow, user_sessions::JoinedOrganization},
};

/// How long a form can be sent that was shown to somebody who is not signed in, in seconds.
const FORM_LIFE: i64 = 24 * 60 * 60;

/// Whose portal is shown, in which language, to which browser.
#[derive(Clone)]
pub(super) struct View {
    pub(super) app: App,
    pub(super) brand: Arc<BrandRow>,
    pub(super) locale: Locale,
    pub(super) request: RequestInfo,
    /// The organizations of whoever is signed in.
    pub(super) organizations: Vec<JoinedOrganization>,
    /// The one where they were last, in this browser.
    pub(super) last: Option<OrganizationId>,
    /// The secret that ties forms to the browser, and whether it has it already.
    form: (String, bool),
    /// The brand's token files, each over the next.
    pub(super) theme: Vec<String>,
    identity: Arc<Identity>,
}

impl FromRequestParts<App> for View {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        Self::of(parts, app).await
    }
}

impl View {
    pub(super) async fn of(parts: &Parts, app: &App) -> Result<Self> {
        let brand = app.hosts().brand(parts).await?.ok_or_else(Error::not_found)?;
        let form = match cookie(&parts.headers, FORM_COOKIE) {
            Some(secret) => (secret.to_owned(), true),
            None => (random_secret("")?, false),
        };
        let identity = app.hosts().identity(&brand.id).await?;
        let theme = app.hosts().theme_layers(&brand.id).await?;
        let signed_in = parts.extensions.get::<SignedIn>();
        let organizations = match signed_in {
            Some(signed_in) => {
                let (brand, user) = (signed_in.brand.id.clone(), signed_in.user.id.clone());
                app.store().system_read(move |c| c.organizations_of_user(&brand, &user)).await?
            }
            None => Vec::new(),
        };
        let last = cookie(&parts.headers, ORGANIZATION_COOKIE).and_then(|id| id.parse().ok());
        // What a person has chosen counts before what their browser says.
        let chosen = signed_in.and_then(|signed_in| signed_in.locale.as_deref());
        let locale = Locale::accepted(&identity.accept_language(chosen.unwrap_or_else(|| accept_language(parts))));
        let (app, request) = (app.clone(), RequestInfo::of(parts));
        Ok(Self { app, locale, request, brand, organizations, last, form, theme, identity })
    }

    /// What ties forms to the browser, if it had it before this request.
    pub(super) fn browser(&self) -> Option<&str> {
        self.form.1.then_some(self.form.0.as_str())
    }

    /// The page's language, as a tag.
    pub(super) fn tag(&self) -> &'static str {
        self.locale.tag()
    }

    pub(super) fn words(&self) -> &'static Words {
        self.locale.words()
    }

    /// Refuses a form that was not shown to this browser.
    pub(super) fn holds(&self, token: &str) -> bool {
        self.form.1 && csrf_holds(&self.form.0, token)
    }

    /// What a form of a page shows to somebody who is not signed in.
    pub(super) fn form_token(&self) -> Result<String> {
        csrf_token(&self.form.0)
    }

    /// A page for somebody who is not signed in.
    pub(super) fn show(&self, status: StatusCode, page: Page) -> Result<Response> {
        let mut response = self.render(status, page, None, self.form_token()?)?;
        if !self.form.1 {
            response.headers_mut().append(header::SET_COOKIE, set_cookie(FORM_COOKIE, &self.form.0, FORM_LIFE)?);
        }
        Ok(response)
    }

    /// A page for somebody who is signed in.
    pub(super) fn show_to(&self, signed_in: &SignedIn, status: StatusCode, page: Page) -> Result<Response> {
        self.render(status, page, Some(signed_in), signed_in.csrf_token()?)
    }

    fn render(&self, status: StatusCode, page: Page, to: Option<&SignedIn>, csrf: String) -> Result<Response> {
        let assets = self.app.portal();
        let look = self.app.themes().compiled(self.theme.clone());
        let (here, links): (_, &[Link]) = match &page {
            Page::Widget(page) => (Some(&page.organization), &page.widgets),
            Page::Audit(page) => (page.organization.as_ref(), &page.widgets),
            Page::SignOn(page) => (Some(&page.organization), &page.widgets),
            Page::SsoConnection(page) => (Some(&page.organization), &page.widgets),
            _ => (None, &[]),
        };
        let here = here.map_or_else(|| self.last.clone(), |here| here.id.parse().ok());
        let part = links.iter().find(|link| link.current);
        let part = part.and_then(|part| part.url.rsplit('/').next());
        let organizations = self.organizations.iter().filter(|_| to.is_some()).map(|organization| OrganizationLink {
            id: organization.id.to_string(),
            name: organization.name.clone(),
            url: match part {
                Some(part) => format!("/o/{}?page={part}", organization.id),
                None => format!("/o/{}", organization.id),
            },
            current: here.as_ref() == Some(&organization.id),
        });
        let frame = Frame {
            locale: self.locale,
            brand: self.shown_brand(),
            person: to.map(|to| Person { name: to.user.name.clone(), email: to.user.email.clone() }),
            organizations: organizations.collect(),
            csrf,
            theme_url: format!("/portal/theme.css?v={}", assets.theme_version(&look.whole)),
            style_url: assets.style_url().to_owned(),
            script_url: assets.script_url().to_owned(),
            passkey_script_url: assets.passkey_script_url().to_owned(),
        };
        html(status, assets.pages().render(&page, &frame))
    }

    fn shown_brand(&self) -> Brand {
        use Property as P;
        let (identity, words) = (&self.identity, self.words());
        let text = |property| identity.get(property).map(str::to_owned);
        let picture = |digest: Option<&String>| digest.map(|digest| format!("/portal/images/{digest}"));
        let links = [
            (words.support_pages, P::SupportUrl),
            (words.imprint, P::ImprintUrl),
            (words.privacy, P::PrivacyUrl),
            (words.terms, P::TermsUrl),
        ];
        let links = links.into_iter().filter_map(|(title, property)| {
            Some(Link { title: title.to_owned(), url: text(property)?, current: false })
        });
        let first = identity.name().chars().next();
        Brand {
            name: identity.name().to_owned(),
            initial: first.map(|first| first.to_uppercase().to_string()).unwrap_or_default(),
            logo_url: picture(identity.logo.as_ref()),
            icon_url: picture(identity.favicon.as_ref().or(identity.logo.as_ref())),
            support_email: text(P::SupportEmail),
            legal_name: text(P::LegalName),
            links: links.collect(),
        }
    }

    /// A moment in the page's language.
    pub(super) fn moment(&self, at: Timestamp) -> Moment {
        let text = mail::moment(self.locale, at);
        Moment { text, machine: at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true) }
    }

    /// So many seconds in words.
    pub(super) fn wait(&self, seconds: u64) -> String {
        wait(self.words(), seconds)
    }

    /// The languages that the brand offers.
    pub(super) fn languages(&self) -> impl Iterator<Item = Locale> {
        self.identity.languages()
    }
}

/// So many seconds in words. At least two, so that no language needs a word for one.
pub(super) fn wait(words: &Words, seconds: u64) -> String {
    if seconds <= 90 {
        words.seconds.fill("n", &seconds.max(2).to_string())
    } else {
        words.minutes.fill("n", &seconds.div_ceil(60).to_string())
    }
}

/// The languages that a browser asks for.
pub(super) fn accept_language(parts: &Parts) -> &str {
    parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

pub(super) fn html(
    status: StatusCode,
    rendered: std::result::Result<String, loggia_portal::RenderError>,
) -> Result<Response> {
    let body = rendered.map_err(|error| Error::Internal(error.to_string()))?;
    let mut response = (status, body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Ok(response)
}

/// Sends a browser to another page, after a form was taken.
pub(super) fn go_to(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// A path of this portal that somebody asked to come back to; anything else is the portal's first page.
pub(crate) fn own_path(text: &str) -> &str {
    let plain = |character: char| character.is_ascii_graphic() && character != '\\';
    let rest = text.strip_prefix('/');
    let own = rest.is_some_and(|rest| !rest.starts_with('/')) && text.len() <= 4000 && text.chars().all(plain);
    if own { text } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for own in ["/", "/account", "/o/org_1/status?view=case_1"] {
            assert_eq!(own_path(own), own);
        }
        for other in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "evil",
            "/a\r\nb",
            "/\t/evil.example",
            " /",
        ] {
            assert_eq!(own_path(other), "/", "{other}");
        }
    }
}

//! Sessions of the hosted portal, good ones and others.

use chrono::{TimeDelta, Utc};
use loggia_client::types::{OrganizationId, UserSessionId, embed::ORGANIZATION_HEADER, sign_in::CSRF_HEADER};
use loggia_server::{
    auth::{self, cookies},
    store::{micros, rows::UserSessionRow},
};
use loggia_tests::{Browser, Portal, fixture};

use super::{callers::Caller, operators};

/// The sessions that matrix callers come with.
pub(crate) struct Browsers {
    owner: Browser,
    viewer: Browser,
    stranger: Browser,
    signed_out: Browser,
    over: Browser,
    idle: Browser,
    operators: Vec<(Caller, Browser)>,
}

impl Browsers {
    pub(crate) async fn sign_in(portal: &Portal) -> Self {
        let signed_out = portal.browser("olga").await.unwrap();
        let ended = portal.wire.ask("DELETE", "/v1/session").header("cookie", &signed_out.cookie);
        let ended = ended.header(CSRF_HEADER, &signed_out.csrf);
        let ended = ended.header(ORGANIZATION_HEADER, fixture::northwind().as_str()).send().await.unwrap();
        assert_eq!(ended.status, 204);
        operators::end_some(portal).await;
        let mut operators = Vec::new();
        for caller in Caller::ALL {
            if let Some(browser) = operators::sign_in(portal, *caller).await {
                operators.push((*caller, browser));
            }
        }
        Self {
            operators,
            owner: portal.browser("olga").await.unwrap(),
            viewer: portal.browser("vic").await.unwrap(),
            stranger: portal.browser("lena").await.unwrap(),
            signed_out,
            over: after(portal, -1, -1).await,
            idle: after(portal, 1, -1).await,
        }
    }

    /// What a caller sends along to a page, and the token that it puts into its forms.
    pub(crate) async fn page_headers(&self, portal: &Portal, caller: Caller) -> (Vec<(&'static str, String)>, String) {
        if let Some(browser) = operators::sign_in(portal, caller).await {
            return operators::page_headers(caller, &browser);
        }
        let kept = match caller {
            Caller::BrowserViewer => &self.viewer,
            Caller::BrowserOfStranger => &self.stranger,
            Caller::BrowserSignedOut => &self.signed_out,
            Caller::BrowserExpired => &self.over,
            Caller::BrowserIdle => &self.idle,
            Caller::TokenWithoutBrowser => return (Vec::new(), self.owner.csrf.clone()),
            _ => &self.owner,
        };
        let is_good = !matches!(caller, Caller::BrowserSignedOut | Caller::BrowserExpired | Caller::BrowserIdle);
        // A form may end sessions: a good one is new each time.
        let browser = match caller {
            _ if !is_good => kept.clone(),
            Caller::BrowserViewer => portal.browser("vic").await.unwrap(),
            Caller::BrowserOfStranger => portal.browser("lena").await.unwrap(),
            _ => portal.browser("olga").await.unwrap(),
        };
        let csrf = match caller {
            Caller::BrowserWithoutToken => String::new(),
            Caller::BrowserWithOthersToken => self.viewer.csrf.clone(),
            _ => browser.csrf.clone(),
        };
        let mut headers = vec![("cookie", browser.cookie.clone())];
        if caller == Caller::BrowserOfStranger {
            headers.push(("host", "portal.bright.example".to_owned()));
        }
        if caller == Caller::BrowserFromElsewhere {
            headers.push(("origin", "https://evil.example".to_owned()));
        }
        (headers, csrf)
    }

    /// What a caller sends along. `last`: whether the request ends the session, and so gets one of its own.
    pub(crate) async fn headers(&self, portal: &Portal, caller: Caller, last: bool) -> Vec<(&'static str, String)> {
        let of = |browser: &Browser| vec![("cookie", browser.cookie.clone()), (CSRF_HEADER, browser.csrf.clone())];
        let within = |browser: &Browser, organization: OrganizationId| {
            [of(browser), vec![(ORGANIZATION_HEADER, organization.to_string())]].concat()
        };
        let fresh = async |key: &str, kept: &Browser| {
            if last { portal.browser(key).await.unwrap() } else { kept.clone() }
        };
        let northwind = fixture::northwind();
        if let Some((_, browser)) = self.operators.iter().find(|(of, _)| *of == caller) {
            let headers = within(browser, caller.home());
            return match caller {
                Caller::OperatorWithoutToken => headers.into_iter().filter(|(name, _)| *name != CSRF_HEADER).collect(),
                Caller::OperatorFromElsewhere => {
                    [headers, vec![("origin", "https://evil.example".to_owned())]].concat()
                }
                _ => headers,
            };
        }
        match caller {
            Caller::BrowserOwner => within(&fresh("olga", &self.owner).await, northwind),
            Caller::BrowserViewer => within(&fresh("vic", &self.viewer).await, northwind),
            // As the page's script hands it to the widgets.
            Caller::BrowserOfStranger => {
                let browser = fresh("lena", &self.stranger).await;
                let bearer = format!("Bearer csrf_{}.{}", browser.csrf, fixture::lumen());
                vec![("cookie", browser.cookie), ("authorization", bearer)]
            }
            Caller::BrowserForNeighbour => within(&self.owner, fixture::harbor()),
            Caller::BrowserForStranger => within(&self.owner, fixture::lumen()),
            Caller::BrowserForMissing => within(&self.owner, OrganizationId::from_u128(0xdead)),
            Caller::BrowserForNobody => of(&self.owner),
            Caller::BrowserSignedOut => within(&self.signed_out, northwind),
            Caller::BrowserExpired => within(&self.over, northwind),
            Caller::BrowserIdle => within(&self.idle, northwind),
            Caller::BrowserWithoutToken => {
                vec![("cookie", self.owner.cookie.clone()), (ORGANIZATION_HEADER, northwind.to_string())]
            }
            Caller::BrowserWithOthersToken => vec![
                ("cookie", self.owner.cookie.clone()),
                (CSRF_HEADER, self.viewer.csrf.clone()),
                (ORGANIZATION_HEADER, northwind.to_string()),
            ],
            Caller::TokenWithoutBrowser => {
                vec![("authorization", format!("Bearer csrf_{}.{northwind}", self.owner.csrf))]
            }
            Caller::BrowserFromElsewhere => {
                [within(&self.owner, northwind), vec![("origin", "https://evil.example".to_owned())]].concat()
            }
            _ => Vec::new(),
        }
    }
}

/// A session of Northwind's owner that ends, and that was idle for too long, so many hours from now.
async fn after(portal: &Portal, ends: i64, idle_ends: i64) -> Browser {
    let secret = auth::random_secret(cookies::USER_SESSION_PREFIX).unwrap();
    let session = UserSessionId::generate();
    let from_now = |hours| micros(Utc::now() + TimeDelta::hours(hours));
    let row = UserSessionRow {
        id: session.clone(),
        brand_id: portal.store().system_read(|c| c.brand_by_key("acme")).await.unwrap().unwrap().id,
        user_id: fixture::user("olga"),
        secret_hash: auth::hash(&secret),
        methods: "[\"pwd\"]".to_owned(),
        authenticated_at: from_now(-2),
        sso_connection_id: None,
        address: None,
        user_agent: None,
        created_at: from_now(-2),
        last_seen_at: from_now(-2),
        idle_expires_at: from_now(idle_ends),
        expires_at: from_now(ends),
        revoked_at: None,
    };
    portal.store().system_write(move |c| c.insert_user_session(&row)).await.unwrap();
    let csrf = cookies::csrf_token(&secret).unwrap();
    Browser { session, cookie: format!("{}={secret}", cookies::SESSION_COOKIE), csrf }
}

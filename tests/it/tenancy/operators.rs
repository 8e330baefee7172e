//! Operators of every kind, and what the console has to answer them. Written from the product's rules, not from the
//! server's code.

use loggia_client::types::{OperatorPermission as P, OperatorRole, OrganizationId, sign_in::AuthenticationMethod};
use loggia_server::domain::operators::{self, NewOperator};
use loggia_tests::{Browser, Portal, fixture};

use super::callers::Caller;

/// Suspends and removes those who are to be.
pub(crate) async fn end_some(portal: &Portal) {
    let all = operators::list(portal.store(), None).await.unwrap();
    for operator in all {
        match operator.user.email.as_str() {
            "sura@acme.example" => {
                let suspended = portal.store().system_write(move |c| {
                    let mut row = c.operator_of_user(&operator.user.id)?.unwrap();
                    row.suspended_at = Some(1);
                    c.update_operator(&row)
                });
                suspended.await.unwrap();
            }
            "rita@acme.example" => operators::remove_by_command(portal.store(), operator.id).await.unwrap(),
            _ => {}
        }
    }
}

/// A session of the caller's own, if it is or was an operator.
pub(crate) async fn sign_in(portal: &Portal, caller: Caller) -> Option<Browser> {
    let key = caller.operator()?;
    let browser = match caller {
        Caller::OperatorOneFactor => {
            // Although cells give her passkeys.
            let browser = portal.browser(key).await.unwrap();
            let (id, now) = (browser.session.clone(), chrono::Utc::now());
            let one = [AuthenticationMethod::Password];
            let weaker = portal.store().system_write(move |c| c.set_authenticated(&id, &one, now));
            weaker.await.unwrap();
            Ok(browser)
        }
        Caller::OperatorLongAgo => portal.operator_since(key, 13).await,
        _ => portal.browser(key).await,
    };
    Some(browser.unwrap())
}

/// What it sends along to a page, and the token that it puts into its forms.
pub(crate) fn page_headers(caller: Caller, browser: &Browser) -> (Vec<(&'static str, String)>, String) {
    let mut headers = vec![("cookie", browser.cookie.clone())];
    match caller {
        Caller::OperatorOfStranger => headers.push(("host", "portal.bright.example".to_owned())),
        Caller::OperatorOfPartner => headers.push(("host", "portal.crest.example".to_owned())),
        Caller::OperatorFromElsewhere => headers.push(("origin", "https://evil.example".to_owned())),
        _ => {}
    }
    let csrf = if caller == Caller::OperatorWithoutToken { String::new() } else { browser.csrf.clone() };
    (headers, csrf)
}

/// Makes an operator of the caller's brand, or of another, for a cell to name.
pub(crate) async fn another(portal: &Portal, brand: &str, number: usize) -> loggia_client::types::OperatorId {
    let new = NewOperator {
        email: format!("matrix{number}@operators.example"),
        name: Some("Matrix".to_owned()),
        role: OperatorRole::Support,
        ends_at: None,
    };
    operators::add_by_command(portal.store(), brand, new).await.unwrap().0
}

/// The caller's brand.
pub(crate) fn brand(caller: Caller) -> &'static str {
    match caller {
        Caller::OperatorOfStranger | Caller::BrowserOfStranger => "bright",
        Caller::OperatorOfPartner | Caller::OperatorAtVendor => "crest",
        _ => "acme",
    }
}

/// The organizations that it reaches: its brand's, and those of partners' brands below.
pub(crate) fn reaches(caller: Caller, organization: &OrganizationId) -> bool {
    match brand(caller) {
        "bright" => *organization == fixture::lumen(),
        "crest" => *organization == fixture::summit(),
        _ => *organization != fixture::lumen(),
    }
}

/// What becomes of a request for a page of the console before it is looked at what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// It goes on.
    Open,
    /// It is refused: an operator's role does not permit it.
    Denied,
    /// There is nothing here.
    Nothing,
    /// It is sent to sign in.
    SignIn,
    /// It is sent to prove again who it is.
    Confirm,
    /// It is sent where a second factor is set up.
    SecondFactor,
}

/// `has_session`: whether its cookie is a good session's, of the brand whose host it asks.
pub(crate) fn gate(caller: Caller, permission: P, has_session: bool) -> Gate {
    match caller {
        _ if !has_session => Gate::SignIn,
        Caller::OperatorOneFactor => Gate::SecondFactor,
        Caller::OperatorLongAgo => Gate::Confirm,
        Caller::Operator
        | Caller::OperatorWithoutToken
        | Caller::OperatorFromElsewhere
        | Caller::OperatorOfStranger
        | Caller::OperatorOfPartner => Gate::Open,
        Caller::OperatorSupport => {
            let may = [P::OrganizationsRead, P::MembersRead, P::AccessExplain];
            if may.contains(&permission) { Gate::Open } else { Gate::Denied }
        }
        Caller::OperatorAuditor => {
            let may = [P::OrganizationsRead, P::MembersRead, P::AuditRead, P::BrandAuditRead];
            if may.contains(&permission) { Gate::Open } else { Gate::Denied }
        }
        // Customers, and those who are operators no more.
        _ => Gate::Nothing,
    }
}

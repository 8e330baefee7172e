//! What a view shows when it has nothing to show: loading, empty, failed, denied, stale.

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{Permission, Role};

use super::{
    button::{Button, Variant},
    icon::{Glyph, Icon},
};
use crate::{failure::Failure, provider::use_portal};

/// Rows in the shape of what is loading. Read out as "Loading".
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::Skeleton;
///
/// # #[component]
/// # fn Example() -> Element {
/// rsx! { Skeleton { rows: 6 } }
/// # }
/// ```
#[part]
pub fn Skeleton(#[props(default = 4)] rows: u8, #[props(default)] tall: bool) -> Element {
    let text = &use_portal().messages().common;
    rsx! {
        div { class: "portal-skeleton", "data-tall": tall.then_some("true"), role: "status", "aria-busy": "true",
            span { class: "portal-hidden", "{text.loading()}" }
            for row in 0..rows {
                div { key: "{row}", class: "portal-skeleton-row", "aria-hidden": "true",
                    span { class: "portal-skeleton-tile" }
                    span { class: "portal-skeleton-lines",
                        span {}
                        span {}
                    }
                }
            }
        }
    }
}

#[part]
fn State(kind: &'static str, icon: Icon, title: String, children: Element) -> Element {
    rsx! {
        div { class: "portal-state", "part": "state", "data-state": kind, role: if kind == "error" { "alert" },
            span { class: "portal-state-icon", Glyph { icon } }
            p { class: "portal-state-title", "{title}" }
            {children}
        }
    }
}

/// Nothing there yet: what this is for, and the one thing to do. `children`: the button. Part: `state`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Button, EmptyState};
///
/// # #[component]
/// # fn Example() -> Element {
/// rsx! {
///     EmptyState { title: "No invoices yet", message: "The first one comes with your first order.",
///         Button { "Order something" }
///     }
/// }
/// # }
/// ```
#[part]
pub fn EmptyState(
    title: String,
    #[props(default)] message: Option<String>,
    #[props(default = Icon::Inbox)] icon: Icon,
    #[props(default = VNode::empty())] children: Element,
) -> Element {
    rsx! {
        State { kind: "empty", icon, title,
            if let Some(message) = message {
                p { class: "portal-secondary", "{message}" }
            }
            div { class: "portal-state-actions", {children} }
        }
    }
}

/// Nothing fits the search or the filters.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::NoResults;
///
/// # #[component]
/// # fn Example() -> Element {
/// # let mut wanted = use_signal(String::new);
/// rsx! {
///     NoResults { on_clear: move |()| wanted.set(String::new()) }
/// }
/// # }
/// ```
#[part(later_view)]
pub fn NoResults(#[props(default)] on_clear: Option<Handler<()>>) -> Element {
    let text = &use_portal().messages().common;
    rsx! {
        EmptyState { title: text.no_results(), message: text.no_results_hint(), icon: Icon::Search,
            if let Some(on_clear) = on_clear {
                Button { onclick: move |_| on_clear.call(()), "{text.show_all()}" }
            }
        }
    }
}

/// Something could not be loaded: what happened, a way to try again, and the reference to tell support.
///
/// A refusal is shown as what it is: nobody is asked to try that again.
///
/// ```
/// # use dioxus::prelude::*;
/// # use loggia_types::session::Session;
/// use loggia_ui::{primitives::ErrorState, query::Query};
///
/// fn failed(query: Query<Session>) -> Element {
///     let Some(failure) = query.failure().cloned() else { return rsx! {} };
///     rsx! {
///         ErrorState { failure, on_retry: move |()| query.reload() }
///     }
/// }
/// ```
#[part]
pub fn ErrorState(failure: Failure, on_retry: Handler<()>) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.common;
    if failure.is_denied() {
        return rsx! {
            DeniedState { permission: None }
        };
    }
    let message = failure.message(messages);
    let reference = failure.reference().map(|id| text.reference(id));
    rsx! {
        State { kind: "error", icon: Icon::Alert, title: text.failed_title(),
            p { class: "portal-secondary", "{message}" }
            div { class: "portal-state-actions",
                Button { icon: Icon::Refresh, onclick: move |_| on_retry.call(()), "{text.retry()}" }
            }
            if let Some(reference) = reference {
                p { class: "portal-meta", "{text.reference_copy()}" }
                p { class: "portal-meta portal-reference", "{reference}" }
            }
        }
    }
}

/// The person may not see this: which role may, whom to ask, and where to write.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_types::Permission;
/// use loggia_ui::{primitives::DeniedState, use_portal};
///
/// #[component]
/// fn Invoices() -> Element {
///     let permission = Permission::DocumentsRead;
///     if !use_portal().permits(permission) { return rsx! { DeniedState { permission } } }
///     rsx! { p { "Your invoices" } }
/// }
/// ```
#[part(later_view)]
pub fn DeniedState(
    /// What is missing. `None`: the portal does not offer it.
    permission: Option<Permission>,
) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.common;
    let session = portal.session();
    // A feature that is off is nobody's to grant inside the organization: only the role is worth asking for.
    let by_role = permission.filter(|permission| {
        // What a role of the organization's own permits, the session says.
        session.as_ref().is_some_and(|session| match session.role.built_in() {
            Some(role) => !role.permits(*permission),
            None => !session.permits(*permission),
        })
    });
    let role = by_role.and_then(|permission| {
        [Role::Viewer, Role::Member, Role::Admin, Role::Owner].into_iter().find(|role| role.permits(permission))
    });
    let organization = session.as_ref().map(|session| session.organization.name.clone()).unwrap_or_default();
    let support = session.as_ref().and_then(|session| session.brand.support_email.clone());
    let explained = match role {
        Some(role) => {
            let own = session.as_ref().map(|session| messages.role_label(session.role, session.role_name.as_deref()));
            text.denied_role(&own.unwrap_or_default(), messages.role(role))
        }
        None => text.denied_feature().to_owned(),
    };
    let ask = text.denied_ask(&organization);
    rsx! {
        State { kind: "denied", icon: Icon::Lock, title: text.denied_title(),
            p { class: "portal-secondary", "{explained}" }
            if role.is_some() && !organization.is_empty() {
                p { class: "portal-secondary", "{ask}" }
            }
            if let Some(email) = support {
                SupportLink { email }
            }
        }
    }
}

/// Where a person finds a person.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::SupportLink;
///
/// # #[component]
/// # fn Example() -> Element {
/// rsx! {
///     SupportLink { email: "help@fernhill.example", about: "FH-1042" }
/// }
/// # }
/// ```
#[part]
pub fn SupportLink(
    email: String,
    /// What it is about, such as a case's number: the subject of the message.
    #[props(default)]
    about: Option<String>,
) -> Element {
    let text = &use_portal().messages().common;
    let label = text.contact(&email);
    let mut address = ["mailto:", &email].concat();
    if let Some(about) = about {
        // A number that people quote. Anything that could end the address early is left out.
        address.push_str("?subject=");
        address.extend(about.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-'));
    }
    rsx! {
        a { class: "portal-link", "part": "support", href: address, "{label}" }
    }
}

/// What is shown is old, because the last attempt to load it failed.
///
/// ```
/// # use dioxus::prelude::*;
/// # use loggia_types::session::Session;
/// use loggia_ui::{primitives::StaleNotice, query::Query};
///
/// fn notice(query: Query<Session>) -> Element {
///     rsx! {
///         if query.is_stale() { StaleNotice { on_retry: move |()| query.reload() } }
///     }
/// }
/// ```
#[part]
pub fn StaleNotice(on_retry: Handler<()>) -> Element {
    let text = &use_portal().messages().common;
    rsx! {
        div { class: "portal-stale", role: "status",
            Glyph { icon: Icon::Alert }
            span { "{text.stale()}" }
            Button { variant: Variant::Ghost, onclick: move |_| on_retry.call(()), "{text.retry()}" }
        }
    }
}

/// The button below a list that has more. Shows why the last attempt failed.
///
/// ```
/// # use dioxus::prelude::*;
/// # use loggia_types::cases::Case;
/// use loggia_ui::{primitives::LoadMore, query::ListQuery};
///
/// fn more(list: ListQuery<Case>) -> Element {
///     let (busy, failure) = (list.is_loading_more(), list.more_failure());
///     rsx! {
///         if list.has_more() { LoadMore { busy, failure, onclick: move |()| list.load_more() } }
///     }
/// }
/// ```
#[part]
pub fn LoadMore(busy: bool, #[props(default)] failure: Option<Failure>, onclick: Handler<()>) -> Element {
    let messages = use_portal().messages();
    let message = failure.map(|failure| failure.message(messages));
    rsx! {
        div { class: "portal-more",
            if let Some(message) = message {
                super::dialog::InlineError { message }
            }
            Button { busy, onclick: move |_| onclick.call(()), "{messages.common.load_more()}" }
        }
    }
}

//! One key: what it may do, from where, until when, and how much it is used.

use std::rc::Rc;

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::api_keys::{ApiKey, ApiKeyUsage};

use super::TOPICS;
use crate::{
    i18n::DateStyle,
    primitives::{Dialog, ErrorState, Pill, Skeleton},
    provider::use_portal,
    query::{QueryState, use_query},
};

/// Height of the busiest day's bar, and width of a day, in the drawing's own units.
const HEIGHT: u64 = 40;
const DAY: usize = 10;

#[part(later)]
pub(super) fn DetailsDialog(api_key: Rc<ApiKey>, on_close: Handler<()>) -> Element {
    let locale = use_portal().locale();
    let text = &locale.messages().api_keys;
    let id = api_key.id.clone();
    let usage = use_query(["api-key-usage/", id.as_str()].concat(), TOPICS, move |client| {
        let id = id.clone();
        Box::pin(async move { client.api_keys().usage(&id).await })
    });
    let exact = |at| locale.date(at, DateStyle::Exact);
    let created = match &api_key.created_by {
        Some(by) => text.created_by(&exact(api_key.created_at), &by.user.name),
        None => exact(api_key.created_at),
    };
    let used = match (api_key.last_used_at, &api_key.last_used_ip) {
        (Some(at), Some(address)) => text.used_from(address, &exact(at)),
        (Some(at), None) => exact(at),
        (None, _) => text.never_used().to_owned(),
    };
    let ends = api_key.expires_at.map_or_else(|| text.no_end().to_owned(), exact);
    let scopes: Vec<&str> = api_key.scopes.iter().map(|scope| text.permission(*scope)).collect();
    let networks = if api_key.networks.is_empty() { text.anywhere().to_owned() } else { api_key.networks.join("\n") };
    let secrets: Vec<String> = api_key
        .secrets
        .iter()
        .map(|secret| match secret.ends_at {
            Some(at) => text.secret_ends(&exact(at), &secret.hint),
            None => text.secret_since(&exact(secret.created_at), &secret.hint),
        })
        .collect();
    let facts = [
        (text.permissions(), scopes.join("\n")),
        (text.networks(), networks),
        (text.column_ends(), ends),
        (text.column_used(), used),
        (text.created(), created),
        (text.secrets(), secrets.join("\n")),
    ];
    let state = super::rows::state(&api_key, text);
    rsx! {
        Dialog { title: &*api_key.name, on_close,
            div { class: "portal-facts", "part": "key",
                if let Some((label, tone)) = state {
                    Pill { label, tone }
                }
                dl {
                    for (name , words) in facts {
                        div { key: "{name}",
                            dt { "{name}" }
                            dd { "{words}" }
                        }
                    }
                }
                h3 { "{text.usage()}" }
                match usage.state() {
                    QueryState::Loading => rsx! {
                        Skeleton { rows: 1 }
                    },
                    QueryState::Failed(failure) => rsx! {
                        ErrorState { failure, on_retry: move |()| usage.reload() }
                    },
                    QueryState::Ready(usage) => rsx! {
                        Usage { usage: ApiKeyUsage::clone(&usage) }
                    },
                }
            }
        }
    }
}

/// A bar for each day, and in words what they add up to.
#[part]
fn Usage(usage: ApiKeyUsage) -> Element {
    let locale = use_portal().locale();
    let text = &locale.messages().api_keys;
    let total: u64 = usage.days.iter().map(|day| day.requests).sum();
    let most = usage.days.iter().map(|day| day.requests).max().unwrap_or_default();
    if total == 0 {
        return rsx! {
            p { class: "portal-secondary", "{text.usage_none()}" }
        };
    }
    let words = text.usage_total(&locale.number(most), &locale.count(total));
    rsx! {
        p { class: "portal-secondary", "{words}" }
        svg { class: "portal-usage", "viewBox": "0 0 {usage.days.len() * DAY} {HEIGHT}", "preserveAspectRatio": "none", "aria-hidden": "true",
            for (index , day) in usage.days.iter().enumerate() {
                rect {
                    key: "{index}",
                    x: (index * DAY + 1).to_string(),
                    y: (HEIGHT - height(day.requests, most)).to_string(),
                    width: (DAY - 2).to_string(),
                    height: height(day.requests, most).to_string(),
                }
            }
        }
    }
}

/// How high a day's bar is: a day with a request is seen.
fn height(requests: u64, most: u64) -> u64 {
    if requests == 0 { 1 } else { ((requests as f64 / most as f64 * HEIGHT as f64) as u64).clamp(3, HEIGHT) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_busiest_day_fills_the_drawing_and_a_single_request_is_seen() {
        assert_eq!((height(0, 0), height(0, 9), height(1, u64::MAX), height(9, 9)), (1, 1, 3, HEIGHT));
        assert_eq!(height(u64::MAX, u64::MAX), HEIGHT);
    }
}

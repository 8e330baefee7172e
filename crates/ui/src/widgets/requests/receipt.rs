//! What the sender takes away: it arrived, under which number, and what happens next.

use crate::part::{Handler, part};
use dioxus::prelude::*;

use super::Sent;
use crate::{
    dom,
    i18n::DateStyle,
    primitives::{Button, Glyph, Icon, Variant},
    provider::use_portal,
    widgets::WidgetFrame,
};

/// The receipt of a request.
#[part(later_view)]
pub(crate) fn Receipt(sent: Sent, on_case: Handler<String>, on_another: Handler<()>) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let text = &locale.messages().requests;
    let submission = sent.submission;
    let date = locale.date(submission.created_at, DateStyle::Exact);
    let by = text.sent_by(&date, &submission.submitted_by.name);
    let next = sent.confirmation.unwrap_or_else(|| text.next_default().to_owned());
    rsx! {
        WidgetFrame { name: "requests", title: submission.form_title.clone(),
            div { class: "portal-receipt", "part": "receipt",
                span { class: "portal-receipt-mark", "aria-hidden": "true",
                    Glyph { icon: Icon::Check }
                }
                h3 { tabindex: "-1", onmounted: move |event| dom::focus(&event.data()), "{text.sent()}" }
                p { class: "portal-receipt-reference",
                    span { class: "portal-meta", "{text.reference()}" }
                    strong { "{submission.case_reference}" }
                }
                p { class: "portal-meta", "{by}" }
                div { class: "portal-receipt-next",
                    h4 { "{text.next()}" }
                    p { class: "portal-secondary", "{next}" }
                }
                div { class: "portal-receipt-actions",
                    Button {
                        variant: Variant::Primary,
                        onclick: move |_| on_case.call(submission.case_id.to_string()),
                        "{text.see_case()}"
                    }
                    Button { onclick: move |_| on_another.call(()), "{text.another()}" }
                }
            }
        }
    }
}

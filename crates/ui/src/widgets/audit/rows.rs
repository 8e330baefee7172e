//! The log's entries, as rows of a table.

use std::rc::Rc;

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{
    Page,
    audit::{ActorKind, AuditActor, AuditEvent, Outcome, changes::subject},
};

use crate::{
    extensions::{Item, use_extensions},
    i18n::{AuditLogMessages, Locale},
    primitives::{Avatar, Cell, ColumnKind, Icon, Pill, RelativeTime, Row, RowTitle, Table, Tone},
    provider::use_portal,
};

#[part]
pub(super) fn Entries(page: Rc<Page<AuditEvent>>, pending: bool, on_open: Handler<usize>) -> Element {
    let text = &use_portal().messages().audit_log;
    let mut columns = vec![
        (ColumnKind::Main, text.column_what().to_owned()),
        (ColumnKind::Extra, text.column_address().to_owned()),
        (ColumnKind::Detail, text.column_when().to_owned()),
    ];
    use_extensions().add_columns(&mut columns);
    rsx! {
        Table { label: text.table(), columns, pending,
            for (at , entry) in page.items.iter().enumerate() {
                EntryRow { key: "{entry.id}", page: page.clone(), at, on_open }
            }
        }
    }
}

#[part]
fn EntryRow(page: Rc<Page<AuditEvent>>, at: usize, on_open: Handler<usize>) -> Element {
    let locale = use_portal().locale();
    let text = &locale.messages().audit_log;
    let Some(entry) = page.items.get(at) else { return VNode::empty() };
    let action = text.name_of(&entry.action);
    let icon = match entry.actor.kind {
        ActorKind::User | ActorKind::Operator => None,
        ActorKind::ApiKey => Some(Icon::Lock),
        ActorKind::System => Some(Icon::Refresh),
    };
    let (extensions, item) = (use_extensions(), Item::new("audit_event", entry.id.as_str(), action));
    let address = entry.ip.as_deref().unwrap_or("–");
    let meta = meta(entry, &locale);
    rsx! {
        Row {
            Cell { kind: ColumnKind::Main,
                RowTitle {
                    picture: rsx! {
                        Avatar { name: entry.actor.name.clone(), icon }
                    },
                    title: rsx! {
                        button {
                            r#type: "button",
                            class: "portal-row-button",
                            "aria-haspopup": "dialog",
                            onclick: move |_| on_open.call(at),
                            "{action}"
                        }
                        if entry.outcome == Outcome::Denied {
                            Pill { label: text.denied(), tone: Tone::Danger, icon: Icon::CloseCircle }
                        }
                    },
                    meta: rsx! {
                        span { title: "{meta}", "{meta}" }
                    },
                }
            }
            Cell { kind: ColumnKind::Extra, "{address}" }
            Cell { RelativeTime { at: entry.created_at } }
            {extensions.cells(Some(&item))}
        }
    }
}

/// "Dana Okafor · contract.pdf": who, and to what, or why not.
fn meta(entry: &AuditEvent, locale: &Locale) -> String {
    let who = actor_name(&entry.actor, &locale.messages().audit_log);
    let about = entry.changes.as_ref().and_then(subject).or(entry.reason.as_deref());
    match about {
        Some(about) => locale.line(&[who, about]),
        None => who.to_owned(),
    }
}

/// The name of who did it. The server itself has none.
pub(super) fn actor_name<'a>(actor: &'a AuditActor, text: &AuditLogMessages) -> &'a str {
    match actor.name.as_str() {
        "" if actor.kind == ActorKind::System => text.system(),
        "" => &actor.id,
        name => name,
    }
}

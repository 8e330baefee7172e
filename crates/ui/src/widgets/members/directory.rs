//! The list of members and open invitations, and what can be done with them.

use std::{cell::RefCell, rc::Rc};

use crate::part::{Handler, part, use_element, use_signal};
use dioxus::prelude::*;
use loggia_types::{
    Page, Permission, Role, RoleKey,
    members::{Invitation, Member, MemberQuery},
};

use super::{
    INVITATION_TOPICS, MEMBER_TOPICS,
    actions::{Act, ActionDialog},
    invite::InviteDialog,
    people::People,
};
use crate::{
    dom,
    extensions::use_extensions,
    kept::{keep, kept},
    primitives::{
        Button, Choice, EmptyState, ErrorState, Icon, LoadMore, NoResults, SearchField, Select, Skeleton, StaleNotice,
        Variant,
    },
    provider::use_portal,
    query::{use_list, use_query},
    widgets::WidgetFrame,
};

/// Under which name the filter is remembered.
const ROLE: &str = "members-role";
/// The view that opens the invitation dialog.
const INVITE: &str = "invite";

#[part]
pub(super) fn Directory(view: Option<String>, on_navigate: Option<Handler<String>>) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let messages = locale.messages();
    let text = &messages.members;
    let mut search = use_signal(String::new);
    let mut role = use_signal(|| kept(&portal, ROLE).and_then(|role| role.parse::<RoleKey>().ok()));
    let mut inviting = use_signal(|| false);
    let mut acting = use_signal(|| None::<Act>);
    let list_element = use_element();
    let last_view = use_hook(|| Rc::new(RefCell::new(None::<String>)));

    let session = portal.session();
    let may = |permission| session.as_ref().is_some_and(|session| session.permits(permission));
    let may_invite = may(Permission::MembersInvite);

    if *last_view.borrow() != view {
        inviting.set(may_invite && view.as_deref() == Some(INVITE));
        last_view.borrow_mut().clone_from(&view);
    }
    let mut navigate = move |open: bool| {
        inviting.set(open);
        if let Some(on_navigate) = on_navigate {
            on_navigate.call(if open { INVITE.to_owned() } else { String::new() });
        }
    };

    let query =
        MemberQuery { q: Some(search()).filter(|text| !text.is_empty()), role: role(), ..MemberQuery::default() };
    let key = ["members/", role().as_ref().map_or("", RoleKey::as_str), "/", &search()].concat();
    let list = use_list(key, MEMBER_TOPICS, move |client, cursor| {
        let query = MemberQuery { cursor, ..query.clone() };
        Box::pin(async move { client.members().list(&query).await })
    });
    let invitations = use_query("invitations".to_owned(), INVITATION_TOPICS, |client| {
        Box::pin(async move { client.invitations().list().await })
    });

    let page = list.page();
    let open = invitations.data().map(|open| matching(&open, &search(), role())).unwrap_or_default();
    let filtered = !search.read().is_empty() || role().is_some();
    let empty = page.as_ref().is_some_and(|page| page.items.is_empty()) && open.is_empty();
    let count = page.as_ref().and_then(|page| page.total).map(|total| locale.number(total));
    let announced = page.as_ref().filter(|_| filtered && !list.is_pending()).map(|page| {
        let found = page.total.unwrap_or(page.items.len() as u64).saturating_add(open.len() as u64);
        messages.common.results(&locale.count(found))
    });
    let roles: Vec<Choice> = std::iter::once(Choice::new("", text.all_roles()))
        .chain(Role::ALL.iter().map(|role| Choice::new(role.as_str(), messages.role(*role))))
        .chain(page.iter().flat_map(|page| own_roles(&page.items)))
        .collect();
    let reload = {
        let (list, invitations) = (list.clone(), invitations.clone());
        move |()| {
            list.reload();
            invitations.reload();
        }
    };

    let mut filter = {
        let portal = portal.clone();
        move |wanted: Option<RoleKey>| {
            keep(&portal, ROLE, wanted.as_ref().map_or("", RoleKey::as_str));
            role.set(wanted);
        }
    };
    let mut clear = filter.clone();
    let mounted = list_element.clone();

    let extensions = use_extensions();
    rsx! {
        WidgetFrame { name: "members", title: text.title(), count, start: true,
            actions: may_invite.then(|| rsx! {
                Button { variant: Variant::Primary, icon: Icon::UserPlus, onclick: move |_| navigate(true), "{text.invite()}" }
            }),
            div { class: "portal-bar",
                SearchField { label: text.search(), value: search(), onsearch: move |wanted| search.set(wanted) }
                Select {
                    label: text.role_filter(),
                    hide_label: true,
                    value: role().map(|role| role.to_string()).unwrap_or_default(),
                    choices: roles,
                    onchange: move |chosen: String| filter(chosen.parse().ok()),
                }
            }
            span { class: "portal-hidden", role: "status", {announced} }
            if list.is_stale() || invitations.failure().is_some() {
                StaleNotice { on_retry: reload.clone() }
            }
            div {
                class: "portal-focus-target",
                role: "group",
                tabindex: "-1",
                "aria-label": text.table(),
                onmounted: move |event| *mounted.borrow_mut() = Some(event.data()),
                match page {
                    None => match list.failure() {
                        Some(failure) => rsx! {
                            ErrorState { failure, on_retry: reload }
                        },
                        None => rsx! {
                            Skeleton {}
                        },
                    },
                    Some(_) if empty && filtered => rsx! {
                        NoResults {
                            on_clear: move |()| {
                                clear(None);
                                search.set(String::new());
                            },
                        }
                    },
                    Some(_) if empty => rsx! {
                        {extensions.instead(rsx! { EmptyState { title: text.empty(), message: text.empty_hint(), icon: Icon::Users } })}
                    },
                    Some(page) => rsx! {
                        People {
                            page,
                            invitations: open,
                            pending: list.is_pending(),
                            on_act: move |act| acting.set(Some(act)),
                        }
                        if list.has_more() {
                            LoadMore {
                                busy: list.is_loading_more(),
                                failure: list.more_failure(),
                                onclick: { let list = list.clone(); move |()| list.load_more() },
                            }
                        }
                    },
                }
            }
            if inviting() {
                InviteDialog { on_close: move |()| navigate(false) }
            }
            if let Some(act) = acting() {
                ActionDialog {
                    act,
                    list,
                    invitations,
                    on_close: move |()| acting.set(None),
                    on_gone: move |()| {
                        acting.set(None);
                        dom::focus_after_dialog(&list_element);
                    },
                }
            }
        }
    }
}

/// The invitations that fit the search and the filter. There are few: they come in one page.
fn matching(open: &Page<Invitation>, search: &str, role: Option<RoleKey>) -> Vec<Invitation> {
    let search = crate::case::lower(search);
    open.items
        .iter()
        .filter(|invitation| role.is_none_or(|role| invitation.role == role))
        .filter(|invitation| crate::case::lower(&invitation.email).contains(&search))
        .cloned()
        .collect()
}

/// The organization's own roles that people in the list have.
fn own_roles(members: &[Member]) -> Vec<Choice> {
    let mut own: Vec<Choice> = Vec::new();
    for member in members {
        if let Some(name) = &member.role_name
            && own.iter().all(|choice| choice.value != member.role.as_str())
        {
            own.push(Choice::new(member.role.as_str(), name.as_str()));
        }
    }
    own
}

/// The list that dialogs change before the server has answered.
pub(super) type MemberList = crate::query::ListQuery<Member>;
/// As [`MemberList`], of invitations.
pub(super) type InvitationList = crate::query::Query<Page<Invitation>>;

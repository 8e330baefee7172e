//! Members and open invitations, as rows of one table.

use std::rc::Rc;

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{
    MembershipId, Page, Permission, Role, Timestamp,
    members::{Invitation, Member},
    session::Session,
};

use super::actions::Act;
#[cfg(feature = "member-access")]
use super::standing::Standing;
use crate::{
    clock,
    extensions::{Item, use_extensions},
    i18n::{DateStyle, Locale},
    primitives::{Avatar, Cell, ColumnKind, Icon, Menu, MenuItem, Pill, RelativeTime, Row, RowTitle, Table, Tone},
    provider::use_portal,
};

#[part]
pub(super) fn People(
    page: Rc<Page<Member>>,
    invitations: Vec<Invitation>,
    pending: bool,
    on_act: Handler<Act>,
) -> Element {
    let portal = use_portal();
    let text = &portal.messages().members;
    let session = portal.session();
    // Somebody who can do nothing here has no column for it either: everybody may leave, but viewers see no buttons.
    let acts = session.as_ref().is_some_and(|session| {
        session.permits(Permission::MembersManage) || session.permits(Permission::MembersInvite) || may_leave(session)
    });
    let mut columns = vec![
        (ColumnKind::Main, text.column_name().to_owned()),
        (ColumnKind::Detail, text.column_role().to_owned()),
        (ColumnKind::Extra, text.column_active().to_owned()),
    ];
    let extensions = use_extensions();
    let acts = acts || extensions.acts_on_items();
    extensions.add_columns(&mut columns);
    if acts {
        columns.push((ColumnKind::Actions, text.column_actions().to_owned()));
    }
    rsx! {
        Table { label: text.table(), columns, pending,
            for invitation in invitations {
                InvitationRow { key: "{invitation.id}", invitation, acts, on_act }
            }
            for member in page.items.iter() {
                MemberRow { key: "{member.id}", member: member.clone(), acts, on_act }
            }
        }
    }
}

/// Who may leave by a button. A viewer only looks: leaving is asked for.
fn may_leave(session: &Session) -> bool {
    session.role != Role::Viewer
}

/// What the person may do with a member.
fn member_actions(member: &Member, session: &Session, locale: &Locale) -> Vec<MenuItem> {
    let text = &locale.messages().members;
    let me = is_me(&member.id, session);
    let manages = session.permits(Permission::MembersManage) && session.role.may_grant(member.role);
    let mut items = Vec::new();
    if manages {
        items.push(MenuItem::new("role", text.change_role(), Icon::Edit));
    }
    #[cfg(feature = "member-access")]
    {
        let text = &locale.messages().member_access;
        if session.permits(Permission::MembersManage) {
            items.push(MenuItem::new("access", text.access(), Icon::Info));
        }
        // The server refuses these to oneself.
        if manages && !me {
            items.push(MenuItem::new("end", text.set_end(), Icon::Calendar));
            items.push(match member.suspended_at {
                None => MenuItem::new("suspend", text.suspend(), Icon::Lock),
                Some(_) => MenuItem::new("reinstate", text.reinstate(), Icon::Refresh),
            });
        }
    }
    if me && may_leave(session) {
        let leave = text.leave(&session.organization.name);
        items.push(MenuItem::new("leave", leave, Icon::Leave).danger());
    } else if manages && !me {
        items.push(MenuItem::new("remove", text.remove(), Icon::Trash).danger());
    }
    items
}

fn is_me(member: &MembershipId, session: &Session) -> bool {
    session.membership_id == *member
}

#[part(memo)]
fn MemberRow(member: Member, acts: bool, on_act: Handler<Act>) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let messages = locale.messages();
    let text = &messages.members;
    let session = portal.session();
    let me = session.as_ref().is_some_and(|session| is_me(&member.id, session));
    let mut items = session.as_ref().map(|session| member_actions(&member, session, &locale)).unwrap_or_default();
    let ends = member.ends_at.map(|at| {
        let date = locale.date(at, DateStyle::Short);
        if at < clock::now() { text.ended(&date) } else { text.ends(&date) }
    });
    let label = messages.common.more_actions(&member.user.name);
    let item = Item::new("member", member.id.as_str(), &member.user.name);
    let extensions = use_extensions();
    extensions.add_actions(&mut items, &item);
    let acted = member.clone();
    rsx! {
        Row {
            Cell { kind: ColumnKind::Main,
                RowTitle {
                    picture: rsx! {
                        Avatar { name: member.user.name.clone(), tone: if me { Tone::Accent } else { Tone::Neutral } }
                    },
                    title: rsx! {
                        span { title: "{member.user.name}", "{member.user.name}" }
                        if me {
                            Pill { label: text.you(), tone: Tone::Accent }
                        }
                        if member.suspended_at.is_some() {
                            Pill { label: text.suspended() }
                        }
                    },
                    meta: rsx! {
                        span { title: "{member.user.email}", "{member.user.email}" }
                        if let Some(ends) = ends {
                            span { class: "portal-member-end", "{ends}" }
                        }
                    },
                }
            }
            Cell { {messages.role_label(member.role, member.role_name.as_deref())} }
            Cell { kind: ColumnKind::Extra,
                LastActive { at: member.last_active_at }
            }
            {extensions.cells(Some(&item))}
            if acts {
                Cell { kind: ColumnKind::Actions,
                    if !items.is_empty() {
                        Menu {
                            label,
                            items,
                            on_select: move |key| {
                                let member = acted.clone();
                                let act = match key {
                                    "role" => Act::ChangeRole(member),
                                    #[cfg(feature = "member-access")]
                                    "access" => Act::Explain(member),
                                    #[cfg(feature = "member-access")]
                                    "end" => Act::Change(Standing::End, member),
                                    #[cfg(feature = "member-access")]
                                    "suspend" => Act::Change(Standing::Suspend, member),
                                    #[cfg(feature = "member-access")]
                                    "reinstate" => Act::Change(Standing::Reinstate, member),
                                    "leave" => Act::Leave(member),
                                    _ => Act::Remove(member),
                                };
                                on_act.call(act);
                            },
                        }
                    }
                }
            }
        }
    }
}

#[part]
fn LastActive(at: Option<Timestamp>) -> Element {
    let text = &use_portal().messages().members;
    match at {
        Some(at) => rsx! {
            RelativeTime { at }
        },
        None => rsx! {
            "{text.never_active()}"
        },
    }
}

#[part(memo)]
fn InvitationRow(invitation: Invitation, acts: bool, on_act: Handler<Act>) -> Element {
    let portal = use_portal();
    let locale = portal.locale();
    let messages = locale.messages();
    let text = &messages.members;
    let session = portal.session();
    let may_withdraw = session
        .as_ref()
        .is_some_and(|session| session.permits(Permission::MembersInvite) && session.role.may_grant(invitation.role));
    let expiry = expiry(invitation.expires_at, &locale);
    let meta = match &invitation.invited_by {
        Some(user) => text.invited_by(&expiry, &user.name),
        None => text.invited(&expiry),
    };
    let label = messages.common.more_actions(&invitation.email);
    let item = Item::new("invitation", invitation.id.as_str(), &invitation.email);
    let mut items = Vec::new();
    if may_withdraw {
        items.push(MenuItem::new("withdraw", text.withdraw(), Icon::Close).danger());
    }
    let extensions = use_extensions();
    extensions.add_actions(&mut items, &item);
    let acted = invitation.clone();
    rsx! {
        Row {
            Cell { kind: ColumnKind::Main,
                RowTitle {
                    picture: rsx! {
                        Avatar { name: invitation.email.clone(), icon: Icon::Mail }
                    },
                    title: rsx! {
                        span { title: "{invitation.email}", "{invitation.email}" }
                        Pill { label: text.pending() }
                    },
                    meta: rsx! {
                        span { "{meta}" }
                    },
                }
            }
            Cell { {messages.role_label(invitation.role, invitation.role_name.as_deref())} }
            Cell { kind: ColumnKind::Extra, "–" }
            {extensions.cells(Some(&item))}
            if acts {
                Cell { kind: ColumnKind::Actions,
                    if !items.is_empty() {
                        Menu {
                            label,
                            items,
                            on_select: move |_| on_act.call(Act::Withdraw(acted.clone())),
                        }
                    }
                }
            }
        }
    }
}

/// "expires in 5 days".
fn expiry(at: Timestamp, locale: &Locale) -> String {
    let text = &locale.messages().members;
    match locale.days_until(at) {
        _ if at < clock::now() => text.expired().to_owned(),
        0 => text.expires_today().to_owned(),
        1 => text.expires_tomorrow().to_owned(),
        days => text.expires_days(&locale.count(days.unsigned_abs())),
    }
}

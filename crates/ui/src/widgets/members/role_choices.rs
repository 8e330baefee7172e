//! Roles, explained.

use loggia_types::{Role, RoleKey, members::RoleInfo};

use crate::{i18n::Messages, primitives::Choice};

/// The roles the person may give, the least powerful first, each with what it allows; then the organization's own.
pub(super) fn grantable(mine: RoleKey, roles: Option<&[RoleInfo]>, messages: &'static Messages) -> Vec<Choice> {
    let built_in = [Role::Viewer, Role::Member, Role::Admin, Role::Owner]
        .into_iter()
        .filter(|role| match roles {
            Some(roles) => roles.iter().any(|info| info.role == *role && info.grantable),
            None => mine.may_grant((*role).into()),
        })
        .map(|role| Choice::new(role.as_str(), messages.role(role)).with_hint(explained(role, messages)));
    let own = roles.unwrap_or_default().iter().filter(|info| info.grantable && info.role.built_in().is_none());
    let own = own.map(|info| Choice::new(info.role.as_str(), messages.role_label(info.role, info.name.as_deref())));
    built_in.chain(own).collect()
}

/// What a role allows, in a sentence.
fn explained(role: Role, messages: &'static Messages) -> &'static str {
    let text = &messages.members;
    match role {
        Role::Owner => text.role_owner_hint(),
        Role::Admin => text.role_admin_hint(),
        Role::Member => text.role_member_hint(),
        Role::Viewer => text.role_viewer_hint(),
    }
}

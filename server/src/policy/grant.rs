//! Nobody grants what they do not hold.

use loggia_types::{Permission, Role, conditions::Condition, roles::Effect};

use super::Policy;

impl Policy {
    /// Whether somebody with this role may give `other` to somebody, change somebody who has it, or change the role.
    /// Only an owner makes owners.
    pub fn may_grant(&self, other: &Self) -> bool {
        let owner = |policy: &Self| policy.role() == Role::Owner;
        self.grants_at_all() && (!owner(other) || owner(self)) && self.covers(other)
    }

    /// Whether a permission is held whatever it is used for, from wherever and whenever.
    pub fn holds_unconditionally(&self, permission: Permission) -> bool {
        self.grants(permission, Effect::Allow).any(|held| held.grant.when.is_none())
            && self.grants(permission, Effect::Deny).next().is_none()
    }

    /// Whether the role lets somebody give roles at all, if only under conditions: the route asks for the rest.
    fn grants_at_all(&self) -> bool {
        let held = self.permissions();
        held.contains(&Permission::MembersInvite) || held.contains(&Permission::MembersManage)
    }

    /// Whether this holds whatever the other could ever hold, whoever has it, wherever and whenever.
    ///
    /// Conservative: two conditions are the same only when they are written alike, and one that looks at the member's
    /// attributes is not even the same as itself, because it means another thing for another member.
    pub fn covers(&self, other: &Self) -> bool {
        other.permissions().into_iter().all(|permission| {
            let mine: Vec<_> = self.grants(permission, Effect::Allow).map(|held| held.grant.when.as_ref()).collect();
            let denied = self.grants(permission, Effect::Deny).all(|deny| {
                let deny = deny.grant.when.as_ref();
                let mut theirs = other.grants(permission, Effect::Deny);
                deny.is_some() && theirs.any(|held| is_same(held.grant.when.as_ref(), deny))
            });
            let allowed = other.grants(permission, Effect::Allow).all(|allow| {
                let allow = allow.grant.when.as_ref();
                mine.iter().any(|mine| mine.is_none() || is_same(*mine, allow))
            });
            denied && allowed
        })
    }
}

fn is_same(one: Option<&Condition>, other: Option<&Condition>) -> bool {
    one == other && !one.is_some_and(Condition::names_member)
}

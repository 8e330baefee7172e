//! A member as decisions see them.

use std::{collections::BTreeSet, net::IpAddr};

use loggia_types::{Permission, Timestamp, conditions::Attributes, roles::Effect};

use super::{Environment, Facts, Filter, Policy, holds};

/// What a member is and may do, and where the request came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// What the member's role grants.
    pub policy: Policy,
    /// The member's attributes.
    pub attributes: Attributes,
    /// The address the request came from.
    pub address: Option<IpAddr>,
    /// To what a program that acts for the member is narrowed. `None`: not at all.
    pub scopes: Option<BTreeSet<Permission>>,
}

impl Standing {
    /// The things for which a permission is held at a moment.
    pub fn filter(&self, permission: Permission, now: Timestamp) -> Filter {
        if !self.is_in_scope(permission) {
            return Filter::Never;
        }
        let environment = Environment { address: self.address, now };
        let of = |effect| {
            Filter::any(self.policy.grants(permission, effect).map(|held| match &held.grant.when {
                None => Filter::Always,
                Some(condition) => Filter::of(condition, &self.attributes, &environment),
            }))
        };
        Filter::all([of(Effect::Allow), of(Effect::Deny).negated()])
    }

    /// Whether a permission is held for a thing at a moment: the decision that [`filter`](Self::filter) agrees with.
    pub fn decide(&self, permission: Permission, resource: &Attributes, now: Timestamp) -> bool {
        let environment = Environment { address: self.address, now };
        let facts = Facts { member: &self.attributes, resource, environment };
        let applies = |effect| {
            let mut grants = self.policy.grants(permission, effect);
            grants.any(|held| held.grant.when.as_ref().is_none_or(|condition| holds(condition, &facts)))
        };
        self.is_in_scope(permission) && applies(Effect::Allow) && !applies(Effect::Deny)
    }

    /// Whether somebody with this standing may give a role to somebody, or change somebody who has it. A program makes
    /// nobody who may do what it may not.
    pub fn may_grant(&self, theirs: &Policy) -> bool {
        self.policy.may_grant(theirs) && theirs.permissions().into_iter().all(|permission| self.is_in_scope(permission))
    }

    fn is_in_scope(&self, permission: Permission) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&permission))
    }

    /// Whether a permission is held for anything at a moment. One that is about nothing in particular (members, the
    /// audit log) is decided as if for a thing without attributes.
    pub fn may(&self, permission: Permission, now: Timestamp) -> bool {
        let filter = self.filter(permission, now);
        if is_about_things(permission) { filter != Filter::Never } else { filter.means(&Attributes::new()) }
    }

    /// What may be done at a moment, in the order of definition.
    pub fn permissions(&self, now: Timestamp) -> Vec<Permission> {
        Permission::ALL.iter().copied().filter(|permission| self.may(*permission, now)).collect()
    }
}

/// Whether a permission is about things that can have attributes, and that are there before it is used.
pub fn is_about_things(permission: Permission) -> bool {
    use Permission as P;
    matches!(
        permission,
        P::CasesRead
            | P::CasesReply
            | P::CasesManage
            | P::DocumentsRead
            | P::DocumentsUpload
            | P::DocumentsDelete
            | P::SubmissionsRead
    )
}

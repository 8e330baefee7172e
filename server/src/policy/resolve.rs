//! A role with everything it inherits.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use loggia_types::{
    Permission, Role, RoleId, RoleKey,
    conditions::{Condition, In, MOST_TEXTS, Term},
    roles::{Effect, Grant},
};

/// A custom role, as far as a decision needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// What people call it.
    pub name: String,
    /// The roles whose grants it has, too.
    pub inherits: Vec<RoleKey>,
    /// Its own grants.
    pub grants: Vec<Grant>,
}

/// The custom roles of an organization.
pub type Definitions = BTreeMap<RoleId, Definition>;

/// A grant, and how a role comes to it.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldGrant {
    /// The grant.
    pub grant: Grant,
    /// From the role itself to the one that has the grant.
    pub path: Vec<RoleKey>,
}

/// All that a role grants and denies.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    role: RoleKey,
    grants: Vec<HeldGrant>,
}

impl Policy {
    /// A role with everything it inherits, each role once, by the shortest way. A role that is not defined has nothing;
    /// a cycle, which is never stored, ends where it began.
    pub fn of(role: RoleKey, custom: &Definitions) -> Self {
        let mut grants = Vec::new();
        let mut seen = BTreeSet::from([role]);
        let mut next = VecDeque::from([vec![role]]);
        while let Some(path) = next.pop_front() {
            let Some(at) = path.last().copied() else { continue };
            let held = |grant: Grant| HeldGrant { grant, path: path.clone() };
            if let Some(built_in) = at.built_in() {
                // Whoever inherited `owner`, which no stored role does, would not be one.
                let built_in = if path.len() > 1 && built_in == Role::Owner { Role::Viewer } else { built_in };
                let allow =
                    |permission: &Permission| Grant { permission: *permission, effect: Effect::Allow, when: None };
                grants.extend(built_in.permissions().iter().map(allow).map(held));
            } else if let Some(definition) = at.custom().and_then(|id| custom.get(&id)) {
                grants.extend(definition.grants.iter().cloned().map(held));
                for parent in definition.inherits.iter().filter(|parent| seen.insert(**parent)) {
                    next.push_back(path.iter().copied().chain([*parent]).collect());
                }
            }
        }
        Self { role, grants }
    }

    /// A built-in role.
    pub fn built_in(role: Role) -> Self {
        Self::of(role.into(), &Definitions::new())
    }

    /// The role.
    pub fn role(&self) -> RoleKey {
        self.role
    }

    /// The grants of a permission with this effect, the nearest first. Of what only API keys hold: none.
    pub fn grants(&self, permission: Permission, effect: Effect) -> impl Iterator<Item = &HeldGrant> {
        let for_members = permission.feature().is_some();
        self.grants
            .iter()
            .filter(move |held| for_members && held.grant.permission == permission && held.grant.effect == effect)
    }

    /// How much a decision or a filter has to look at: the parts of all conditions, and the texts in them.
    pub fn weight(&self) -> usize {
        let conditions = self.grants.iter().filter_map(|held| held.grant.when.as_ref());
        conditions.flat_map(Condition::nodes).map(|(_, node)| 1 + texts_of(node)).sum()
    }

    /// What the role permits, if only under conditions.
    pub fn permissions(&self) -> Vec<Permission> {
        let possible = |permission: &Permission| {
            self.grants(*permission, Effect::Allow).next().is_some()
                && self.grants(*permission, Effect::Deny).all(|held| held.grant.when.is_some())
        };
        Permission::ALL.iter().copied().filter(possible).collect()
    }
}

/// How many texts a part of a condition looks for at the most.
fn texts_of(node: &Condition) -> usize {
    match node {
        Condition::In(In { of: Term::Value(value), .. }) => value.texts().len(),
        Condition::In(In { of: Term::Member { .. }, .. }) => MOST_TEXTS,
        Condition::Network(networks) => networks.len(),
        _ => 0,
    }
}

/// Whether inheriting `inherits` would make the role inherit from itself.
pub fn closes_a_cycle(id: &RoleId, inherits: &[RoleKey], custom: &Definitions) -> bool {
    let mut seen = BTreeSet::new();
    let mut next: Vec<RoleId> = inherits.iter().filter_map(|key| key.custom()).collect();
    while let Some(at) = next.pop() {
        if at == *id {
            return true;
        }
        if seen.insert(at.clone())
            && let Some(definition) = custom.get(&at)
        {
            next.extend(definition.inherits.iter().filter_map(|key| key.custom()));
        }
    }
    false
}

/// The custom roles that inherit from this one, however far, itself included.
pub fn dependents(id: &RoleId, custom: &Definitions) -> BTreeSet<RoleId> {
    let mut found = BTreeSet::from([id.clone()]);
    loop {
        let inherits = |definition: &Definition| {
            definition.inherits.iter().filter_map(|key| key.custom()).any(|parent| found.contains(&parent))
        };
        let more: Vec<RoleId> = custom
            .iter()
            .filter(|(id, definition)| !found.contains(*id) && inherits(definition))
            .map(|(id, _)| id.clone())
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

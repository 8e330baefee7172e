//! Operators: the vendor's or a partner's own staff, and what they may do in the console.
//!
//! Kept apart from what customers may do: an [`OperatorPermission`] is no [`Permission`](crate::Permission), and no text is
//! both. So no role of a customer's, no API key, no session of the embedded portal and no OAuth token can hold one:
//!
//! ```compile_fail
//! use loggia_types::{OperatorPermission, Role};
//! Role::Owner.permits(OperatorPermission::AuditRead);
//! ```
//!
//! ```compile_fail
//! use loggia_types::{OperatorPermission, roles::{Effect, Grant}};
//! let grant = Grant { permission: OperatorPermission::AuditRead, effect: Effect::Allow, when: None };
//! ```
//!
//! and no operator holds what customers do:
//!
//! ```compile_fail
//! use loggia_types::{OperatorRole, Permission};
//! OperatorRole::Administrator.permits(Permission::CasesRead);
//! ```

use crate::macros::string_enum;

string_enum! {
    /// What an operator may do, in the console and nowhere else.
    pub enum OperatorPermission {
        /// Find organizations, and see what they are and which features they have.
        OrganizationsRead => "console.organizations:read",
        /// See who belongs to an organization.
        MembersRead => "console.members:read",
        /// Ask why a member may do something, or not, and get the rule that decided.
        AccessExplain => "console.access:explain",
        /// See and export an organization's audit log.
        AuditRead => "console.audit:read",
        /// See and export the brand's own audit log.
        BrandAuditRead => "console.brand_audit:read",
        /// Say who the brand's operators are.
        OperatorsManage => "console.operators:manage",
    }
}

string_enum! {
    /// What an operator is: a named set of permissions.
    pub enum OperatorRole {
        /// Everything, and saying who the operators are.
        Administrator => "administrator",
        /// Helps customers: sees organizations and members, and why somebody may do something.
        Support => "support",
        /// Looks into audit logs, the brand's own included.
        Auditor => "auditor",
    }
}

impl OperatorRole {
    /// What the role permits.
    pub const fn permissions(self) -> &'static [OperatorPermission] {
        use OperatorPermission as P;
        match self {
            Self::Administrator => OperatorPermission::ALL,
            Self::Support => &[P::OrganizationsRead, P::MembersRead, P::AccessExplain],
            Self::Auditor => &[P::OrganizationsRead, P::MembersRead, P::AuditRead, P::BrandAuditRead],
        }
    }

    /// Whether the role permits `permission`.
    pub fn permits(self, permission: OperatorPermission) -> bool {
        self.permissions().contains(&permission)
    }

    /// Whether somebody in this role may make somebody an operator in `other`: nobody gives what they do not hold.
    pub fn may_grant(self, other: Self) -> bool {
        self.permits(OperatorPermission::OperatorsManage)
            && other.permissions().iter().all(|permission| self.permits(*permission))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Permission;

    #[test]
    fn no_text_is_both_an_operators_permission_and_a_customers() {
        for permission in OperatorPermission::ALL {
            assert!(permission.as_str().parse::<Permission>().is_err(), "{permission}");
        }
        for permission in Permission::ALL {
            assert!(permission.as_str().parse::<OperatorPermission>().is_err(), "{permission}");
        }
    }

    #[test]
    fn every_role_finds_organizations_and_one_makes_operators() {
        for role in OperatorRole::ALL {
            assert!(role.permits(OperatorPermission::OrganizationsRead), "{role}");
            assert!(OperatorRole::Administrator.may_grant(*role), "{role}");
            assert_eq!(role.permits(OperatorPermission::OperatorsManage), *role == OperatorRole::Administrator);
        }
        assert!(!OperatorRole::Auditor.may_grant(OperatorRole::Auditor));
    }
}

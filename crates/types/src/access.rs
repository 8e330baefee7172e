//! Who may do what: permissions, the built-in roles, and features.

use crate::macros::string_enum;

string_enum! {
    /// What a member or an API key may do, as `resource:action`. A route asks for one at the most; what a request names
    /// besides (the case of an upload, the files of a submission) may need another.
    pub enum Permission {
        /// See cases, their milestones and their timelines.
        CasesRead => "cases:read",
        /// Reply on a case.
        CasesReply => "cases:reply",
        /// Change the status, next step and milestones of cases. Held by API keys, never by a customer's role.
        CasesManage => "cases:manage",
        /// See and download documents.
        DocumentsRead => "documents:read",
        /// Upload documents and new versions, rename and move them.
        DocumentsUpload => "documents:upload",
        /// Delete documents.
        DocumentsDelete => "documents:delete",
        /// See the request catalogue and its forms.
        FormsRead => "forms:read",
        /// Send in a form.
        SubmissionsCreate => "submissions:create",
        /// See what was sent in.
        SubmissionsRead => "submissions:read",
        /// See who belongs to the organization, and who is invited.
        MembersRead => "members:read",
        /// Invite people and withdraw invitations.
        MembersInvite => "members:invite",
        /// Change roles and remove members.
        MembersManage => "members:manage",
        /// See the audit log.
        AuditRead => "audit:read",
        /// Decide how long the audit log is kept, and where it is sent to.
        AuditManage => "audit:manage",
        /// See the organization's API keys, and how they are used.
        ApiKeysRead => "api_keys:read",
        /// Make, change, rotate and delete the organization's API keys.
        ApiKeysManage => "api_keys:manage",
        /// Set up the organization's single sign-on and its domains.
        SsoManage => "sso:manage",
        /// List a brand's organizations. Held by API keys only.
        OrganizationsRead => "organizations:read",
        /// Mint embed sessions. Held by API keys only.
        EmbedSessionsCreate => "embed_sessions:create",
    }
}

string_enum! {
    /// A built-in role: a named set of permissions.
    pub enum Role {
        /// Everything; an organization always keeps one.
        Owner => "owner",
        /// Everything but making or changing owners, and what becomes of the audit log.
        Admin => "admin",
        /// Daily work: cases, documents, requests.
        Member => "member",
        /// Looks, and changes nothing.
        Viewer => "viewer",
    } else Viewer
}

impl Role {
    /// What the role permits.
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Self::Owner => &[
                P::CasesRead,
                P::CasesReply,
                P::DocumentsRead,
                P::DocumentsUpload,
                P::DocumentsDelete,
                P::FormsRead,
                P::SubmissionsCreate,
                P::SubmissionsRead,
                P::MembersRead,
                P::MembersInvite,
                P::MembersManage,
                P::AuditRead,
                P::AuditManage,
                P::ApiKeysRead,
                P::ApiKeysManage,
                P::SsoManage,
            ],
            Self::Admin => &[
                P::CasesRead,
                P::CasesReply,
                P::DocumentsRead,
                P::DocumentsUpload,
                P::DocumentsDelete,
                P::FormsRead,
                P::SubmissionsCreate,
                P::SubmissionsRead,
                P::MembersRead,
                P::MembersInvite,
                P::MembersManage,
                P::AuditRead,
                P::ApiKeysRead,
                P::ApiKeysManage,
                P::SsoManage,
            ],
            Self::Member => &[
                P::CasesRead,
                P::CasesReply,
                P::DocumentsRead,
                P::DocumentsUpload,
                P::FormsRead,
                P::SubmissionsCreate,
                P::SubmissionsRead,
                P::MembersRead,
            ],
            Self::Viewer => &[P::CasesRead, P::DocumentsRead, P::MembersRead],
        }
    }

    /// Whether the role permits `permission`.
    pub fn permits(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// Whether someone in this role may give `other` to somebody, or change somebody who holds it.
    /// Nobody grants more than they hold.
    pub fn may_grant(self, other: Self) -> bool {
        self.permits(Permission::MembersInvite) && (other != Self::Owner || self == Self::Owner)
    }
}

string_enum! {
    /// A switch with a stable key. What is off is absent from the UI and refused by the server.
    pub enum Feature {
        /// Cases and their status.
        Status => "status",
        /// Replying on a case.
        StatusReply => "status.reply",
        /// Documents.
        Documents => "documents",
        /// Uploading documents.
        DocumentsUpload => "documents.upload",
        /// Deleting documents.
        DocumentsDelete => "documents.delete",
        /// The request catalogue and its forms.
        Requests => "requests",
        /// The list of members.
        Members => "members",
        /// Inviting people.
        MembersInvite => "members.invite",
        /// Changing roles and removing members.
        MembersManage => "members.manage",
        /// The audit log.
        Audit => "audit",
        /// The organization's own API keys: those that manage them, and the keys themselves.
        ApiKeys => "api_keys",
        /// Single sign-on: who sets it up, and signing in by it.
        Sso => "sso",
    }
}

impl Feature {
    /// The feature that has to be on for this one to be on.
    pub const fn parent(self) -> Option<Self> {
        match self {
            Self::StatusReply => Some(Self::Status),
            Self::DocumentsUpload | Self::DocumentsDelete => Some(Self::Documents),
            Self::MembersInvite | Self::MembersManage => Some(Self::Members),
            Self::Status
            | Self::Documents
            | Self::Requests
            | Self::Members
            | Self::Audit
            | Self::ApiKeys
            | Self::Sso => None,
        }
    }
}

impl Permission {
    /// The feature that a use of this permission belongs to: off means refused, whatever the role.
    /// `None`: the permission belongs to the vendor's backend, not to a feature of the portal.
    pub const fn feature(self) -> Option<Feature> {
        match self {
            Self::CasesRead => Some(Feature::Status),
            Self::CasesReply => Some(Feature::StatusReply),
            Self::DocumentsRead => Some(Feature::Documents),
            Self::DocumentsUpload => Some(Feature::DocumentsUpload),
            Self::DocumentsDelete => Some(Feature::DocumentsDelete),
            Self::FormsRead | Self::SubmissionsCreate | Self::SubmissionsRead => Some(Feature::Requests),
            Self::MembersRead => Some(Feature::Members),
            Self::MembersInvite => Some(Feature::MembersInvite),
            Self::MembersManage => Some(Feature::MembersManage),
            Self::AuditRead | Self::AuditManage => Some(Feature::Audit),
            Self::ApiKeysRead | Self::ApiKeysManage => Some(Feature::ApiKeys),
            Self::SsoManage => Some(Feature::Sso),
            Self::CasesManage | Self::OrganizationsRead | Self::EmbedSessionsCreate => None,
        }
    }
}

impl Permission {
    /// Whether an API key that an organization makes for itself may have it as a scope. Never what is the vendor's, and
    /// never what gives others access or sends them the audit log: who has found a key must not be able to stay when it is taken
    /// away.
    pub const fn is_for_organization_keys(self) -> bool {
        match self {
            Self::CasesRead
            | Self::CasesReply
            | Self::DocumentsRead
            | Self::DocumentsUpload
            | Self::DocumentsDelete
            | Self::FormsRead
            | Self::SubmissionsCreate
            | Self::SubmissionsRead
            | Self::MembersRead
            | Self::AuditRead
            | Self::ApiKeysRead => true,
            Self::CasesManage
            | Self::OrganizationsRead
            | Self::EmbedSessionsCreate
            | Self::MembersInvite
            | Self::MembersManage
            | Self::AuditManage
            | Self::ApiKeysManage
            | Self::SsoManage => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_customer_role_holds_a_vendors_permission() {
        for role in Role::ALL {
            for permission in role.permissions() {
                assert!(permission.feature().is_some(), "{role} holds {permission}");
            }
        }
    }

    #[test]
    fn no_key_of_an_organizations_holds_what_is_the_vendors_or_gives_others_access() {
        for permission in Permission::ALL.iter().filter(|permission| permission.is_for_organization_keys()) {
            assert!(Role::Owner.permits(*permission), "{permission}");
        }
        let never = [
            Permission::MembersInvite,
            Permission::MembersManage,
            Permission::AuditManage,
            Permission::ApiKeysManage,
            Permission::SsoManage,
        ];
        for permission in never {
            assert!(!permission.is_for_organization_keys(), "{permission}");
        }
    }

    #[test]
    fn only_an_owner_grants_ownership() {
        assert!(Role::Owner.may_grant(Role::Owner));
        assert!(!Role::Admin.may_grant(Role::Owner));
        assert!(Role::Admin.may_grant(Role::Admin));
        assert!(!Role::Member.may_grant(Role::Viewer));
    }
}

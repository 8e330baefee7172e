//! Texts that are found by what they are about.

#[cfg(feature = "api-keys")]
use loggia_types::Permission;
use loggia_types::{Role, RoleKey};

#[cfg(feature = "api-keys")]
use super::ApiKeysMessages;
#[cfg(feature = "audit-log")]
use super::AuditLogMessages;
use super::Messages;
#[cfg(feature = "audit-log")]
use crate::primitives::Choice;

impl Messages {
    /// A role's name.
    ///
    /// ```
    /// # use loggia_ui::i18n::Locale;
    /// use loggia_types::Role;
    ///
    /// assert_eq!(Locale::new("en").messages().role(Role::Viewer), "Viewer");
    /// ```
    pub fn role(&self, role: Role) -> &'static str {
        match role {
            Role::Owner => self.common.role_owner(),
            Role::Admin => self.common.role_admin(),
            Role::Member => self.common.role_member(),
            Role::Viewer => self.common.role_viewer(),
        }
    }

    /// A role's name: of one of the organization's own, what the server says it is called.
    ///
    /// ```
    /// # use loggia_ui::i18n::Locale;
    /// use loggia_types::{Role, RoleKey};
    ///
    /// let texts = Locale::new("en").messages();
    /// assert_eq!(texts.role_label(Role::Admin.into(), None), "Admin");
    /// let own: RoleKey = "role_01h455vb4pex5vsknk084sn02q".parse().unwrap();
    /// assert_eq!(texts.role_label(own, Some("Archivist")), "Archivist");
    /// ```
    pub fn role_label(&self, role: RoleKey, name: Option<&str>) -> String {
        match (role.built_in(), name) {
            (Some(role), _) => self.role(role).to_owned(),
            (None, name) => name.unwrap_or(role.as_str()).to_owned(),
        }
    }
}

#[cfg(feature = "api-keys")]
impl ApiKeysMessages {
    /// What a permission allows. One that keys cannot have is named as the API does.
    pub(crate) fn permission(&self, permission: Permission) -> &'static str {
        match permission {
            Permission::CasesRead => self.cases_read(),
            Permission::CasesReply => self.cases_reply(),
            Permission::DocumentsRead => self.documents_read(),
            Permission::DocumentsUpload => self.documents_upload(),
            Permission::DocumentsDelete => self.documents_delete(),
            Permission::FormsRead => self.forms_read(),
            Permission::SubmissionsCreate => self.submissions_create(),
            Permission::SubmissionsRead => self.submissions_read(),
            Permission::MembersRead => self.members_read(),
            Permission::AuditRead => self.audit_read(),
            Permission::ApiKeysRead => self.keys_read(),
            other => other.as_str(),
        }
    }
}

/// Refused attempts are of no kind that is offered.
#[cfg(feature = "audit-log")]
const NOT_OFFERED: [&str; 2] = ["audit.read", "audit.manage"];

#[cfg(feature = "audit-log")]
impl AuditLogMessages {
    /// What an action is called. One without a name is shown as it is.
    pub(crate) fn name_of<'a>(&self, action: &'a str) -> &'a str {
        // In a catalogue a name has no points.
        let key = action.replace('.', "-");
        self.action_name_variants().find(|(name, _)| *name == key).map_or(action, |(_, text)| text)
    }

    /// The kinds of actions, and below each its actions, to choose from.
    pub(crate) fn actions(&self) -> Vec<Choice> {
        let mut all = Vec::new();
        for (kind, text) in self.kind_name_variants() {
            let prefix = [kind, "."].concat();
            let actions = self.action_name_variants().map(|(name, text)| (name.replace('-', "."), text));
            let offered: Vec<_> = actions
                .filter(|(name, _)| name.starts_with(&prefix) && !NOT_OFFERED.contains(&name.as_str()))
                // Further in than its kind.
                .map(|(name, text)| Choice::new(name, ["\u{2003}", text].concat()))
                .collect();
            all.push(Choice::new(prefix, text));
            all.extend(offered);
        }
        all
    }
}

#[cfg(all(test, feature = "audit-log"))]
mod tests {
    use crate::i18n::Locale;

    #[test]
    fn an_action_without_a_name_is_shown_as_it_is() {
        assert_eq!(Locale::new("de").messages().audit_log.name_of("member.removed"), "Mitglied entfernt");
        assert_eq!(Locale::new("en").messages().audit_log.name_of("spaceship.launched"), "spaceship.launched");
    }

    #[test]
    fn every_kind_of_action_that_is_offered_has_actions() {
        let texts = &Locale::new("en").messages().audit_log;
        let offered = texts.actions();
        for (kind, _) in texts.kind_name_variants() {
            let prefix = format!("{kind}.");
            assert!(offered.iter().any(|choice| choice.value.starts_with(&prefix) && choice.value != prefix), "{kind}");
        }
        assert_eq!(offered.iter().filter(|choice| choice.value == "audit.read").count(), 0);
        assert_eq!(offered.first().map(|choice| choice.value.as_str()), Some("member."));
    }
}

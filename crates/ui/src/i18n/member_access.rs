//! What the Members widget says about a member's access.

use super::catalogue;

catalogue! {
    /// What the Members widget says about a member's access: suspending it, ending it, explaining it.
    pub struct MemberAccessMessages {
        // Suspending, and the end
        suspend: "Suspend access", "Zugang sperren";
        suspend_title: "Suspend the access of {name}?", "Zugang von {name} sperren?";
        suspend_text: "{name} is signed out at once, on every device. Role and settings stay until you lift the suspension.", "{name} wird sofort auf allen Geräten abgemeldet. Rolle und Einstellungen bleiben, bis Sie die Sperre aufheben.";
        suspend_reason: "Reason", "Grund";
        suspend_reason_hint: "Kept in the audit log, and shown to those who manage members.", "Steht im Audit-Protokoll und ist für alle sichtbar, die Mitglieder verwalten.";
        suspend_reason_required: "Enter a reason", "Geben Sie einen Grund ein";
        suspended_done: "The access of {name} is suspended", "Der Zugang von {name} ist gesperrt";
        reinstate: "Lift suspension", "Sperre aufheben";
        reinstate_title: "Lift the suspension of {name}?", "Sperre von {name} aufheben?";
        reinstate_text: "{name} can sign in again at once, in the same role as before.", "{name} kann sich sofort wieder anmelden, in derselben Rolle wie zuvor.";
        reinstated: "{name} has access again", "{name} hat wieder Zugang";
        set_end: "Set end of access", "Ende des Zugangs festlegen";
        set_end_title: "When does the access of {name} end?", "Wann endet der Zugang von {name}?";
        set_end_day: "Last day of access", "Letzter Tag des Zugangs";
        set_end_hint: "Leave it empty for access without an end.", "Lassen Sie das Feld leer für Zugang ohne Ende.";
        set_end_save: "Save", "Speichern";
        set_end_past: "Choose today or a later day", "Wählen Sie heute oder einen späteren Tag";
        end_set: "Access of {name}: until {date}", "Zugang von {name}: bis {date}";
        end_removed: "The access of {name} no longer ends", "Der Zugang von {name} endet nicht mehr";

        // Why somebody may do something
        access: "Explain access", "Zugriff erklären";
        access_title: "What {name} may do, and why", "Was {name} darf und warum";
        access_allowed: "Allowed", "Erlaubt";
        access_denied: "Not allowed", "Nicht erlaubt";
        access_depends: "Depends", "Bedingt";
        access_by_role: "By the role {role}", "Durch die Rolle {role}";
        access_by_role_condition: "By the role {role}, under a condition", "Durch die Rolle {role}, unter einer Bedingung";
        access_denied_by_role: "Denied by the role {role}", "Durch die Rolle {role} verboten";
        access_denied_by_role_condition: "Denied by the role {role}, under a condition", "Durch die Rolle {role} verboten, unter einer Bedingung";
        access_no_grant: "The role does not include it", "Die Rolle enthält es nicht";
        access_feature: "Not part of what your organization has", "Nicht Teil dessen, was Ihre Organisation hat";
        access_suspended: "The access is suspended", "Der Zugang ist gesperrt";
        access_ended: "The access has ended", "Der Zugang ist abgelaufen";
        may_cases_read: "See cases", "Vorgänge ansehen";
        may_cases_reply: "Reply on cases", "Auf Vorgänge antworten";
        may_documents_read: "See documents", "Dokumente ansehen";
        may_documents_upload: "Upload documents", "Dokumente hochladen";
        may_documents_delete: "Delete documents", "Dokumente löschen";
        may_forms_read: "See request forms", "Formulare ansehen";
        may_submissions_create: "Send requests", "Anfragen senden";
        may_submissions_read: "See sent requests", "Gesendete Anfragen ansehen";
        may_members_read: "See members", "Mitglieder ansehen";
        may_members_invite: "Invite people", "Personen einladen";
        may_members_manage: "Manage members", "Mitglieder verwalten";
        may_audit_read: "See the audit log", "Audit-Protokoll ansehen";
        may_audit_manage: "Keep and send the audit log", "Audit-Protokoll aufbewahren und senden";
        may_api_keys_read: "See API keys", "API-Schlüssel ansehen";
        may_api_keys_manage: "Manage API keys", "API-Schlüssel verwalten";
        may_sso_manage: "Set up single sign-on", "Single Sign-on einrichten";
    }
}

//! What the Members widget says.

use super::catalogue;

catalogue! {
    /// What the Members widget says.
    pub struct MembersMessages {
        title: "Members", "Mitglieder";
        search: "Search by name or e-mail", "Nach Name oder E-Mail suchen";
        role_filter: "Role", "Rolle";
        all_roles: "All roles", "Alle Rollen";
        table: "Members and open invitations", "Mitglieder und offene Einladungen";
        column_name: "Name", "Name";
        column_role: "Role", "Rolle";
        column_active: "Last active", "Zuletzt aktiv";
        column_actions: "Actions", "Aktionen";
        never_active: "Not yet", "Noch nie";
        you: "You", "Sie";
        ends: "Access until {date}", "Zugang bis {date}";
        ended: "Access ended on {date}", "Zugang endete am {date}";

        // Invitations
        pending: "Pending", "Ausstehend";
        suspended: "Suspended", "Gesperrt";
        invited_by: "Invited by {name}, {expiry}", "Eingeladen von {name}, {expiry}";
        invited: "Invited, {expiry}", "Eingeladen, {expiry}";
        expires_days: "expires in {n} days", "läuft in {n} Tagen ab";
        expires_tomorrow: "expires tomorrow", "läuft morgen ab";
        expires_today: "expires today", "läuft heute ab";
        expired: "expired", "abgelaufen";
        withdraw: "Withdraw invitation", "Einladung zurückziehen";
        withdraw_title: "Withdraw the invitation to {email}?", "Einladung an {email} zurückziehen?";
        withdraw_text: "The invitation can no longer be accepted. You can invite this person again at any time.", "Die Einladung kann nicht mehr angenommen werden. Sie können die Person jederzeit erneut einladen.";
        withdraw_keep: "Keep invitation", "Einladung behalten";
        withdrawn: "The invitation to {email} was withdrawn", "Die Einladung an {email} wurde zurückgezogen";

        // Inviting
        invite: "Invite member", "Mitglied einladen";
        invite_title: "Invite someone to {organization}", "Jemanden zu {organization} einladen";
        invite_email: "E-mail address", "E-Mail-Adresse";
        invite_email_hint: "They join with this address.", "Mit dieser Adresse tritt die Person bei.";
        invite_role: "Role", "Rolle";
        invite_send: "Send invitation", "Einladung senden";
        invite_sent: "{email} was invited", "{email} wurde eingeladen";
        email_required: "Enter an e-mail address", "Geben Sie eine E-Mail-Adresse ein";
        email_invalid: "Enter a complete e-mail address, like name@company.example", "Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel name@firma.example";
        role_required: "Choose a role", "Wählen Sie eine Rolle";

        // Roles
        role_owner_hint: "Can do everything, and decides who else is an owner.", "Darf alles und bestimmt, wer sonst Inhaber ist.";
        role_admin_hint: "Can do everything, invite people and change roles, except owners.", "Darf alles, lädt Personen ein und ändert Rollen, außer bei Inhabern.";
        role_member_hint: "Can send requests, reply and upload documents.", "Kann Anfragen senden, antworten und Dokumente hochladen.";
        role_viewer_hint: "Can look at cases, documents and members, and change nothing.", "Kann Vorgänge, Dokumente und Mitglieder ansehen und nichts ändern.";
        change_role: "Change role", "Rolle ändern";
        change_role_title: "Change the role of {name}", "Rolle von {name} ändern";
        change_role_save: "Change role", "Rolle ändern";
        own_role_warning: "This is your own role. Only somebody else can give the old one back to you.", "Das ist Ihre eigene Rolle. Die bisherige kann Ihnen nur jemand anderes zurückgeben.";
        role_changed: "{name} is now {role}", "{name} ist jetzt {role}";

        // Removing
        remove: "Remove member", "Mitglied entfernen";
        remove_title: "Remove {name}?", "{name} entfernen?";
        remove_text: "{name} loses access to {organization} at once, on every device. Files and requests stay. You can invite this person again at any time.", "{name} verliert sofort auf allen Geräten den Zugang zu {organization}. Dateien und Anfragen bleiben. Sie können die Person jederzeit erneut einladen.";
        remove_keep: "Keep member", "Mitglied behalten";
        removed: "{name} was removed", "{name} wurde entfernt";
        leave: "Leave {organization}", "{organization} verlassen";
        leave_title: "Leave {organization}?", "{organization} verlassen?";
        leave_text: "You lose access to {organization} at once, on every device. Somebody else has to invite you to come back.", "Sie verlieren sofort auf allen Geräten den Zugang zu {organization}. Um zurückzukehren, muss Sie jemand erneut einladen.";
        leave_confirm: "Leave", "Verlassen";
        leave_keep: "Stay", "Bleiben";
        left: "You left {organization}", "Sie haben {organization} verlassen";

        // Refusals
        error_last_owner: "Every organization needs an owner. Make somebody else an owner first, then try again.", "Jede Organisation braucht einen Inhaber. Machen Sie zuerst jemand anderen zum Inhaber und versuchen Sie es dann erneut.";
        error_already_member: "This person is a member already, or has an open invitation.", "Diese Person ist bereits Mitglied oder hat eine offene Einladung.";

        // Empty
        empty: "Nobody is here yet", "Noch ist niemand hier";
        empty_hint: "Invite the people who should follow cases, send requests or see documents.", "Laden Sie die Personen ein, die Vorgänge verfolgen, Anfragen senden oder Dokumente sehen sollen.";
    }
}

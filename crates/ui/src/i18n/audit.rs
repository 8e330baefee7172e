//! What the AuditLog widget says, and what the log's actions are called.

use super::{Language, Locale, catalogue};
use crate::primitives::Choice;

catalogue! {
    /// What the AuditLog widget says.
    pub struct AuditMessages {
        title: "Audit log", "Audit-Protokoll";
        search: "Search names, ids, addresses", "Namen, IDs, Adressen suchen";
        filters: "Filters", "Filter";
        filters_set: "Filters ({n})", "Filter ({n})";
        person: "Person", "Person";
        everybody: "Everybody", "Alle Personen";
        action: "Action", "Aktion";
        all_actions: "All actions", "Alle Aktionen";
        outcome: "Outcome", "Ergebnis";
        any_outcome: "Done and denied", "Erfolgt und verweigert";
        done: "Done", "Erfolgt";
        denied: "Denied", "Verweigert";
        since: "From", "Von";
        until: "To", "Bis";
        only_about: "Only about {id}", "Nur zu {id}";
        clear: "Clear filters", "Filter aufheben";
        table: "Entries of the audit log", "Einträge des Audit-Protokolls";
        column_what: "What happened", "Was geschah";
        column_address: "Address", "Adresse";
        column_when: "When", "Wann";
        system: "System", "System";
        empty: "Nothing has happened yet", "Es ist noch nichts geschehen";
        empty_hint: "Every change in {organization} is listed here: who, what, when and from where.", "Hier steht jede Änderung in {organization}: wer, was, wann und von wo.";
        newer: "Newer", "Neuere";
        older: "Older", "Ältere";
        range: "Entries {from} to {to}", "Einträge {from} bis {to}";
        none_so_far: "Nothing found among the newest entries", "In den neuesten Einträgen nichts gefunden";
        search_older: "Search older entries", "Ältere Einträge durchsuchen";
        refresh: "Refresh", "Aktualisieren";

        // The export
        export: "Export", "Exportieren";
        export_csv: "CSV, for spreadsheets", "CSV, für Tabellenprogramme";
        export_jsonl: "JSON Lines, every detail", "JSON Lines, jedes Detail";
        export_ocsf: "OCSF, for security tools", "OCSF, für Sicherheitssysteme";
        export_begins: "The export is being prepared.", "Der Export wird vorbereitet.";
        exported: "{file} was downloaded.", "{file} wurde heruntergeladen.";

        // One entry
        who: "Who", "Wer";
        kind_user: "person", "Person";
        kind_key: "API key", "API-Schlüssel";
        kind_system: "automatic", "automatisch";
        kind_operator: "support staff", "Support";
        thing: "About", "Betrifft";
        reason: "Reason", "Grund";
        program: "Program", "Programm";
        request: "Request", "Anfrage";
        position: "Number", "Nummer";
        hash: "Fingerprint", "Fingerabdruck";
        changes: "What changed", "Was sich änderte";
        added: "Added", "Hinzugefügt";
        removed: "Removed", "Entfernt";
        changed: "Changed", "Geändert";
        before: "Before:", "Vorher:";
        after: "After:", "Nachher:";
        only_person: "Everything by {name}", "Alles von {name}";
        only_thing: "Everything about this", "Alles hierzu";
    }
}

/// A name in English and German.
type Words = [&'static str; 2];

/// Kinds of actions, and what they are called. In this order they are offered.
const GROUPS: &[(&str, Words)] = &[
    ("member.", ["Members", "Mitglieder"]),
    ("invitation.", ["Invitations", "Einladungen"]),
    ("role.", ["Roles", "Rollen"]),
    ("embed_session.", ["Portal visits", "Portalbesuche"]),
    ("session.", ["Sessions", "Sitzungen"]),
    ("factor.", ["Two-step verification", "Zweistufige Anmeldung"]),
    ("document.", ["Documents", "Dokumente"]),
    ("case.", ["Cases", "Vorgänge"]),
    ("submission.", ["Requests", "Anfragen"]),
    ("api_key.", ["API keys", "API-Schlüssel"]),
    ("oauth_grant.", ["Connected apps", "Verbundene Apps"]),
    ("sso.", ["Single sign-on", "Single Sign-on"]),
    ("sso_connection.", ["Identity providers", "Identitätsanbieter"]),
    ("domain.", ["Domains", "Domains"]),
    ("audit.", ["Audit log", "Audit-Protokoll"]),
    ("console.", ["Looks by support staff", "Einsicht durch den Support"]),
    ("audit_stream.", ["Audit streams", "Audit-Streams"]),
    ("organization.", ["Organization", "Organisation"]),
];

/// What actions are called. Those that belong to no group are attempts that were refused: the permission they needed.
const ACTIONS: &[(&str, Words)] = &[
    ("member.added", ["Member added", "Mitglied hinzugefügt"]),
    ("member.role_changed", ["Role changed", "Rolle geändert"]),
    ("member.updated", ["Member changed", "Mitglied geändert"]),
    ("member.suspended", ["Member suspended", "Mitglied gesperrt"]),
    ("member.reinstated", ["Member reinstated", "Mitglied entsperrt"]),
    ("member.removed", ["Member removed", "Mitglied entfernt"]),
    ("member.left", ["Member left", "Mitglied ausgetreten"]),
    ("invitation.created", ["Invitation sent", "Einladung gesendet"]),
    ("invitation.accepted", ["Invitation accepted", "Einladung angenommen"]),
    ("invitation.withdrawn", ["Invitation withdrawn", "Einladung zurückgezogen"]),
    ("role.created", ["Role created", "Rolle angelegt"]),
    ("role.updated", ["Role edited", "Rolle bearbeitet"]),
    ("role.deleted", ["Role deleted", "Rolle gelöscht"]),
    ("embed_session.created", ["Portal opened", "Portal geöffnet"]),
    ("session.began", ["Session started", "Sitzung begonnen"]),
    ("session.ended", ["Signed out", "Abgemeldet"]),
    ("session.all_ended", ["Signed out everywhere", "Überall abgemeldet"]),
    ("session.confirmed", ["Identity confirmed", "Identität bestätigt"]),
    ("factor.added", ["Second factor added", "Zweiter Faktor hinzugefügt"]),
    ("factor.removed", ["Second factor removed", "Zweiter Faktor entfernt"]),
    ("factor.reset", ["Second factors reset", "Zweite Faktoren zurückgesetzt"]),
    ("factor.required", ["Requirement changed", "Vorgabe geändert"]),
    ("factor.recovery_code_used", ["Recovery code used", "Wiederherstellungscode verwendet"]),
    ("factor.recovery_codes_made", ["Recovery codes made", "Wiederherstellungscodes erstellt"]),
    ("document.uploaded", ["Document uploaded", "Dokument hochgeladen"]),
    ("document.version_uploaded", ["New version uploaded", "Neue Version hochgeladen"]),
    ("document.downloaded", ["Document downloaded", "Dokument heruntergeladen"]),
    ("document.updated", ["Document renamed or moved", "Dokument umbenannt oder verschoben"]),
    ("document.deleted", ["Document deleted", "Dokument gelöscht"]),
    ("document.discarded", ["Draft file discarded", "Entwurfsdatei verworfen"]),
    ("document.imported", ["Document imported", "Dokument importiert"]),
    ("case.updated", ["Case updated", "Vorgang geändert"]),
    ("case.replied", ["Reply sent", "Antwort gesendet"]),
    ("case.imported", ["Case imported", "Vorgang importiert"]),
    ("submission.created", ["Request sent", "Anfrage gesendet"]),
    ("api_key.created", ["API key created", "API-Schlüssel erstellt"]),
    ("api_key.updated", ["API key changed", "API-Schlüssel geändert"]),
    ("api_key.rotated", ["API key rotated", "API-Schlüssel erneuert"]),
    ("api_key.revoked", ["API key deleted", "API-Schlüssel gelöscht"]),
    ("oauth_grant.created", ["App connected", "App verbunden"]),
    ("oauth_grant.revoked", ["App disconnected", "App getrennt"]),
    ("console.organization_viewed", ["Support looked at the organization", "Support hat die Organisation angesehen"]),
    ("console.members_viewed", ["Support looked at the members", "Support hat die Mitglieder angesehen"]),
    (
        "console.access_explained",
        ["Support looked at a member's access", "Support hat den Zugriff eines Mitglieds angesehen"],
    ),
    ("console.audit_viewed", ["Support looked at the audit log", "Support hat das Audit-Protokoll angesehen"]),
    ("console.audit_entry_viewed", ["Support looked at an entry", "Support hat einen Eintrag angesehen"]),
    ("sso.signed_in", ["Signed in by single sign-on", "Per Single Sign-on angemeldet"]),
    ("sso.break_glass_used", ["Signed in as an exception", "Als Ausnahme angemeldet"]),
    ("sso.manage", ["Change of single sign-on", "Änderung am Single Sign-on"]),
    ("sso_connection.created", ["Identity provider added", "Identitätsanbieter angelegt"]),
    ("sso_connection.updated", ["Identity provider changed", "Identitätsanbieter geändert"]),
    ("sso_connection.deleted", ["Identity provider deleted", "Identitätsanbieter gelöscht"]),
    ("sso_policy.updated", ["Requirement of single sign-on changed", "Pflicht zum Single Sign-on geändert"]),
    ("sso_identity.created", ["Account linked at first sign-in", "Konto bei erster Anmeldung verknüpft"]),
    ("sso_identity.linked", ["Account linked", "Konto verknüpft"]),
    ("sso_identity.unlinked", ["Account unlinked", "Konto getrennt"]),
    ("member.joined", ["Member joined by single sign-on", "Mitglied per Single Sign-on beigetreten"]),
    ("domain.created", ["Domain added", "Domain hinzugefügt"]),
    ("domain.checked", ["Domain checked", "Domain geprüft"]),
    ("domain.vouched", ["Domain confirmed by the operator", "Domain vom Betreiber bestätigt"]),
    ("domain.deleted", ["Domain removed", "Domain entfernt"]),
    ("oauth_grant.token_revoked", ["App gave a token back", "App gab ein Token zurück"]),
    ("audit.exported", ["Audit log exported", "Audit-Protokoll exportiert"]),
    ("audit.retention_changed", ["Retention changed", "Aufbewahrung geändert"]),
    ("audit.entries_deleted", ["Old entries deleted", "Alte Einträge gelöscht"]),
    ("audit.held", ["Legal hold set", "Rechtliche Sperre gesetzt"]),
    ("audit.released", ["Legal hold lifted", "Rechtliche Sperre aufgehoben"]),
    ("audit_stream.created", ["Stream added", "Stream hinzugefügt"]),
    ("audit_stream.updated", ["Stream changed", "Stream geändert"]),
    ("audit_stream.rotated", ["Stream secret renewed", "Geheimnis des Streams erneuert"]),
    ("audit_stream.tested", ["Stream tested", "Stream getestet"]),
    ("audit_stream.enabled", ["Stream switched on", "Stream eingeschaltet"]),
    ("audit_stream.disabled", ["Stream switched off", "Stream ausgeschaltet"]),
    ("audit_stream.deleted", ["Stream deleted", "Stream gelöscht"]),
    ("organization.imported", ["Organization imported", "Organisation importiert"]),
    ("mail.failed", ["Mail not delivered", "E-Mail nicht zugestellt"]),
    ("cases.reply", ["Reply to a case", "Antwort zu einem Vorgang"]),
    ("cases.manage", ["Change of a case", "Änderung eines Vorgangs"]),
    ("documents.upload", ["Upload of a document", "Hochladen eines Dokuments"]),
    ("documents.delete", ["Deletion of a document", "Löschen eines Dokuments"]),
    ("submissions.create", ["Sending of a request", "Senden einer Anfrage"]),
    ("members.invite", ["Invitation of a member", "Einladen eines Mitglieds"]),
    ("members.manage", ["Change of a member", "Änderung eines Mitglieds"]),
    ("api_keys.manage", ["Change of an API key", "Änderung eines API-Schlüssels"]),
    ("audit.read", ["Reading of the audit log", "Lesen des Audit-Protokolls"]),
    ("audit.manage", ["Change of what becomes of the audit log", "Änderung am Umgang mit dem Audit-Protokoll"]),
];

impl Locale {
    /// What an action is called. One without a name is shown as it is.
    pub(crate) fn action<'a>(&self, action: &'a str) -> &'a str {
        ACTIONS.iter().find(|(key, _)| *key == action).map_or(action, |(_, words)| self.one_of(*words))
    }

    /// The kinds of actions, and below each its actions, to choose from.
    pub(crate) fn actions(&self) -> Vec<Choice> {
        let mut all = Vec::new();
        for (group, words) in GROUPS {
            all.push(Choice::new(*group, self.one_of(*words)));
            for (key, words) in ACTIONS {
                if key.starts_with(group) && !["audit.read", "audit.manage"].contains(key) {
                    // Further in than its kind.
                    all.push(Choice::new(*key, ["\u{2003}", self.one_of(*words)].concat()));
                }
            }
        }
        all
    }

    fn one_of(&self, [english, german]: Words) -> &'static str {
        match self.language() {
            Language::English => english,
            Language::German => german,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_without_a_name_is_shown_as_it_is() {
        assert_eq!(Locale::new("de").action("member.removed"), "Mitglied entfernt");
        assert_eq!(Locale::new("en").action("spaceship.launched"), "spaceship.launched");
    }

    #[test]
    fn every_kind_of_action_that_is_offered_has_actions() {
        let offered = Locale::new("en").actions();
        for (group, _) in GROUPS {
            assert!(offered.iter().any(|choice| choice.value.starts_with(group) && choice.value != *group), "{group}");
        }
        assert_eq!(offered.iter().filter(|choice| choice.value == "audit.read").count(), 0);
    }

    #[test]
    fn no_name_of_an_action_shouts_or_is_empty() {
        for (key, words) in ACTIONS.iter().chain(GROUPS) {
            for text in words {
                assert!(!text.trim().is_empty() && !text.contains('!') && !text.contains(key), "{key}");
            }
        }
    }
}

### What the AuditLog widget says.

title = Audit-Protokoll
search = Namen, IDs, Adressen suchen
filters = Filter
filters_set = Filter ({ $n })
person = Person
everybody = Alle Personen
action = Aktion
all_actions = Alle Aktionen
outcome = Ergebnis
any_outcome = Erfolgt und verweigert
done = Erfolgt
denied = Verweigert
since = Von
until = Bis
only_about = Nur zu { $id }
clear = Filter aufheben
table = Einträge des Audit-Protokolls
column_what = Was geschah
column_address = Adresse
column_when = Wann
system = System
empty = Es ist noch nichts geschehen
empty_hint = Hier steht jede Änderung in { $organization }: wer, was, wann und von wo.
newer = Neuere
older = Ältere
range = Einträge { $from } bis { $to }
none_so_far = In den neuesten Einträgen nichts gefunden
search_older = Ältere Einträge durchsuchen
refresh = Aktualisieren

## The export

export = Exportieren
export_csv = CSV, für Tabellenprogramme
export_jsonl = JSON Lines, jedes Detail
export_ocsf = OCSF, für Sicherheitssysteme
export_begins = Der Export wird vorbereitet.
exported = { $file } wurde heruntergeladen.

## One entry

who = Wer
kind_user = Person
kind_key = API-Schlüssel
kind_system = automatisch
kind_operator = Support
thing = Betrifft
reason = Grund
program = Programm
request = Anfrage
position = Nummer
hash = Fingerabdruck
changes = Was sich änderte
added = Hinzugefügt
removed = Entfernt
changed = Geändert
before = Vorher:
after = Nachher:
only_person = Alles von { $name }
only_thing = Alles hierzu

## Kinds of actions, in the order in which they are offered

kind_name = { $kind ->
    [member] Mitglieder
    [invitation] Einladungen
    [role] Rollen
    [embed_session] Portalbesuche
    [session] Sitzungen
    [factor] Zweistufige Anmeldung
    [document] Dokumente
    [case] Vorgänge
    [submission] Anfragen
    [api_key] API-Schlüssel
    [oauth_grant] Verbundene Apps
    [sso] Single Sign-on
    [sso_connection] Identitätsanbieter
    [domain] Domains
    [audit] Audit-Protokoll
    [console] Einsicht durch den Support
    [audit_stream] Audit-Streams
    [organization] Organisation
   *[other] { $kind }
}

## Actions. A point in an action's name is a hyphen here. The last ones are attempts that were refused: the permission they needed

action_name = { $action ->
    [member-added] Mitglied hinzugefügt
    [member-role_changed] Rolle geändert
    [member-updated] Mitglied geändert
    [member-suspended] Mitglied gesperrt
    [member-reinstated] Mitglied entsperrt
    [member-removed] Mitglied entfernt
    [member-left] Mitglied ausgetreten
    [invitation-created] Einladung gesendet
    [invitation-accepted] Einladung angenommen
    [invitation-withdrawn] Einladung zurückgezogen
    [role-created] Rolle angelegt
    [role-updated] Rolle bearbeitet
    [role-deleted] Rolle gelöscht
    [embed_session-created] Portal geöffnet
    [session-began] Sitzung begonnen
    [session-ended] Abgemeldet
    [session-all_ended] Überall abgemeldet
    [session-confirmed] Identität bestätigt
    [factor-added] Zweiter Faktor hinzugefügt
    [factor-removed] Zweiter Faktor entfernt
    [factor-reset] Zweite Faktoren zurückgesetzt
    [factor-required] Vorgabe geändert
    [factor-recovery_code_used] Wiederherstellungscode verwendet
    [factor-recovery_codes_made] Wiederherstellungscodes erstellt
    [document-uploaded] Dokument hochgeladen
    [document-version_uploaded] Neue Version hochgeladen
    [document-downloaded] Dokument heruntergeladen
    [document-updated] Dokument umbenannt oder verschoben
    [document-deleted] Dokument gelöscht
    [document-discarded] Entwurfsdatei verworfen
    [document-imported] Dokument importiert
    [case-updated] Vorgang geändert
    [case-replied] Antwort gesendet
    [case-imported] Vorgang importiert
    [submission-created] Anfrage gesendet
    [api_key-created] API-Schlüssel erstellt
    [api_key-updated] API-Schlüssel geändert
    [api_key-rotated] API-Schlüssel erneuert
    [api_key-revoked] API-Schlüssel gelöscht
    [oauth_grant-created] App verbunden
    [oauth_grant-revoked] App getrennt
    [console-organization_viewed] Support hat die Organisation angesehen
    [console-members_viewed] Support hat die Mitglieder angesehen
    [console-access_explained] Support hat den Zugriff eines Mitglieds angesehen
    [console-audit_viewed] Support hat das Audit-Protokoll angesehen
    [console-audit_entry_viewed] Support hat einen Eintrag angesehen
    [sso-signed_in] Per Single Sign-on angemeldet
    [sso-break_glass_used] Als Ausnahme angemeldet
    [sso-manage] Änderung am Single Sign-on
    [sso_connection-created] Identitätsanbieter angelegt
    [sso_connection-updated] Identitätsanbieter geändert
    [sso_connection-deleted] Identitätsanbieter gelöscht
    [sso_policy-updated] Pflicht zum Single Sign-on geändert
    [sso_identity-created] Konto bei erster Anmeldung verknüpft
    [sso_identity-linked] Konto verknüpft
    [sso_identity-unlinked] Konto getrennt
    [member-joined] Mitglied per Single Sign-on beigetreten
    [domain-created] Domain hinzugefügt
    [domain-checked] Domain geprüft
    [domain-vouched] Domain vom Betreiber bestätigt
    [domain-deleted] Domain entfernt
    [oauth_grant-token_revoked] App gab ein Token zurück
    [audit-exported] Audit-Protokoll exportiert
    [audit-retention_changed] Aufbewahrung geändert
    [audit-entries_deleted] Alte Einträge gelöscht
    [audit-held] Rechtliche Sperre gesetzt
    [audit-released] Rechtliche Sperre aufgehoben
    [audit_stream-created] Stream hinzugefügt
    [audit_stream-updated] Stream geändert
    [audit_stream-rotated] Geheimnis des Streams erneuert
    [audit_stream-tested] Stream getestet
    [audit_stream-enabled] Stream eingeschaltet
    [audit_stream-disabled] Stream ausgeschaltet
    [audit_stream-deleted] Stream gelöscht
    [organization-theme_changed] Gestaltung geändert
    [feature-switched] Funktion umgeschaltet
    [plan-assigned] Tarif geändert
    [organization-imported] Organisation importiert
    [mail-failed] E-Mail nicht zugestellt
    [password-changed] Passwort geändert
    [password-reset] Passwort zurückgesetzt
    [password-set] Passwort festgelegt
    [password-link_requested] Link für ein neues Passwort angefordert
    [session-link_requested] Anmeldelink angefordert
    [user-updated] Profil geändert
    [user-email_change_requested] Änderung der E-Mail-Adresse angefordert
    [user-email_link_requested] Bestätigung der E-Mail-Adresse angefordert
    [user-email_change_canceled] Änderung der E-Mail-Adresse abgebrochen
    [user-email_changed] E-Mail-Adresse geändert
    [user-email_verified] E-Mail-Adresse bestätigt
    [oauth_grant-code_misused] Anmeldecode einer App missbraucht
    [oauth_grant-token_reused] Token einer App zweimal benutzt
    [audit-minimum_changed] Mindestaufbewahrung geändert
    [cases-reply] Antwort zu einem Vorgang
    [cases-manage] Änderung eines Vorgangs
    [documents-upload] Hochladen eines Dokuments
    [documents-delete] Löschen eines Dokuments
    [submissions-create] Senden einer Anfrage
    [members-invite] Einladen eines Mitglieds
    [members-manage] Änderung eines Mitglieds
    [api_keys-manage] Änderung eines API-Schlüssels
    [audit-read] Lesen des Audit-Protokolls
    [audit-manage] Änderung am Umgang mit dem Audit-Protokoll
   *[other] { $action }
}

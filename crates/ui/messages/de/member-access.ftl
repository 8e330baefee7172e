### What the Members widget says about a member's access: suspending it, ending it, explaining it.

## Suspending, and the end

suspend = Zugang sperren
suspend_title = Zugang von { $name } sperren?
suspend_text = { $name } wird sofort auf allen Geräten abgemeldet. Rolle und Einstellungen bleiben, bis Sie die Sperre aufheben.
suspend_reason = Grund
suspend_reason_hint = Steht im Audit-Protokoll und ist für alle sichtbar, die Mitglieder verwalten.
suspend_reason_required = Geben Sie einen Grund ein
suspended_done = Der Zugang von { $name } ist gesperrt
reinstate = Sperre aufheben
reinstate_title = Sperre von { $name } aufheben?
reinstate_text = { $name } kann sich sofort wieder anmelden, in derselben Rolle wie zuvor.
reinstated = { $name } hat wieder Zugang
set_end = Ende des Zugangs festlegen
set_end_title = Wann endet der Zugang von { $name }?
set_end_day = Letzter Tag des Zugangs
set_end_hint = Lassen Sie das Feld leer für Zugang ohne Ende.
set_end_save = Speichern
set_end_past = Wählen Sie heute oder einen späteren Tag
end_set = Zugang von { $name }: bis { $date }
end_removed = Der Zugang von { $name } endet nicht mehr

## Why somebody may do something

access = Zugriff erklären
access_title = Was { $name } darf und warum
access_allowed = Erlaubt
access_denied = Nicht erlaubt
access_depends = Bedingt
access_by_role = Durch die Rolle { $role }
access_by_role_condition = Durch die Rolle { $role }, unter einer Bedingung
access_denied_by_role = Durch die Rolle { $role } verboten
access_denied_by_role_condition = Durch die Rolle { $role } verboten, unter einer Bedingung
access_no_grant = Die Rolle enthält es nicht
access_feature = Nicht Teil dessen, was Ihre Organisation hat
access_suspended = Der Zugang ist gesperrt
access_ended = Der Zugang ist abgelaufen
may_cases_read = Vorgänge ansehen
may_cases_reply = Auf Vorgänge antworten
may_documents_read = Dokumente ansehen
may_documents_upload = Dokumente hochladen
may_documents_delete = Dokumente löschen
may_forms_read = Formulare ansehen
may_submissions_create = Anfragen senden
may_submissions_read = Gesendete Anfragen ansehen
may_members_read = Mitglieder ansehen
may_members_invite = Personen einladen
may_members_manage = Mitglieder verwalten
may_audit_read = Audit-Protokoll ansehen
may_audit_manage = Audit-Protokoll aufbewahren und senden
may_api_keys_read = API-Schlüssel ansehen
may_api_keys_manage = API-Schlüssel verwalten
may_sso_manage = Single Sign-on einrichten

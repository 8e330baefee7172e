### What the Status widget says.

title = Status
open = Offen
closed = Beendet
filter = Welche Vorgänge angezeigt werden
open_count = { $n ->
    [one] { $n } offen
   *[other] { $n } offen
}
closed_count = { $n ->
    [one] { $n } beendet
   *[other] { $n } beendet
}
search = Nach Titel oder Nummer suchen
list = Vorgänge
unread = Neue Aktivität

## The list's short line

due = fällig { $date }
overdue = überfällig
expected = bis { $date }

## Who must act

you_need_by = Bitte { $step }, spätestens bis { $date }
you_need = Bitte { $step }
you_needed = Bitte { $step }. Fällig war dies am { $date }
we_are_by = In Arbeit: { $step }, üblicherweise fertig bis { $date }
we_are = In Arbeit: { $step }
we_were = In Arbeit: { $step }. Dies dauert länger als erwartet
third_party_by = { $step }, erwartet bis { $date }
third_party = { $step }
lead_submitted = Wir haben dies erhalten und sehen es uns als Nächstes an
lead_action = Hier ist eine Aktion von Ihnen nötig. Lesen Sie die neueste Nachricht unten
lead_in_progress = Wir arbeiten daran
lead_completed = Dies ist erledigt. Sie müssen nichts weiter tun
lead_declined = Dies konnten wir nicht genehmigen. Die Begründung steht in der neuesten Nachricht unten
lead_cancelled = Dies wurde abgebrochen. Es geschieht nichts weiter

## Actions

upload = Dokument hochladen
reply = Antworten
ask = Frage stellen
reply_label = Ihre Antwort
reply_placeholder = Antwort schreiben
reply_send = Antwort senden
reply_sent = Ihre Antwort wurde gesendet
reply_empty = Schreiben Sie etwas, bevor Sie senden.

## The detail

milestones = Fortschritt
milestone_done = erledigt
milestone_current = aktuell
milestone_upcoming = bevorstehend
step_of = Schritt { $n } von { $total }
timeline = Verlauf
timeline_empty = Noch ist nichts geschehen
documents = Dokumente
download = { $name } herunterladen
document_gone = Ein Dokument, das nicht verfügbar ist
status_changed = Status geändert: { $status }
opened_by = Eröffnet von { $name }
opened = Eröffnet
source = Aus { $name }, { $age }
source_failing = Aus { $name }, { $age }. Derzeit nicht erreichbar
help = Stimmt hier etwas nicht?
not_found = Diesen Vorgang gibt es nicht, oder Sie haben keinen Zugriff darauf.
back = Alle Vorgänge

## Empty

empty_open = Nichts ist offen
empty_open_hint = Wenn Sie etwas anfragen oder wir etwas von Ihnen brauchen, steht es hier – mit dem nächsten Schritt.
empty_closed = Noch ist nichts beendet
empty_closed_hint = Abgeschlossene, abgelehnte und abgebrochene Vorgänge bleiben hier, damit Sie nachsehen können.

## States, where a case type has no words of its own

state_submitted = Eingereicht
state_action_needed = Aktion nötig
state_in_progress = In Bearbeitung
state_completed = Abgeschlossen
state_declined = Abgelehnt
state_cancelled = Abgebrochen

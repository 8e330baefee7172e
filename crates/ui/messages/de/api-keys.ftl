### What the ApiKeys widget says.

title = API-Schlüssel
create = API-Schlüssel erstellen
table = API-Schlüssel
column_name = Schlüssel
column_used = Zuletzt benutzt
column_ends = Endet
column_actions = Aktionen
never_used = Nie
no_end = Mit dem Löschen
scopes = { $n ->
    [one] 1 Berechtigung
   *[other] { $n } Berechtigungen
}
made_by = { $scopes } · von { $name }
expired = Abgelaufen
ends_soon = Endet bald
two_secrets = Zwei Geheimnisse
orphaned = Inhaber ausgetreten
empty = Noch keine API-Schlüssel
empty_hint = Mit einem API-Schlüssel arbeitet ein eigenes Programm mit den Daten von { $organization }: Es liest Vorgänge oder lädt Dokumente hoch.

## Creating

name = Name
name_hint = Was ihn benutzt, etwa „Lagersystem“.
name_required = Geben Sie dem Schlüssel einen Namen.
permissions = Berechtigungen
permissions_hint = So wenige, wie das Programm braucht. Später kommen keine hinzu.
permissions_required = Wählen Sie mindestens eine.
ends = Endet
days = { $n ->
    [one] Nach { $n } Tag
   *[other] Nach { $n } Tagen
}
year = Nach einem Jahr
never = Wenn er gelöscht wird
networks = Netze
networks_hint = Eine Adresse oder ein Netz je Zeile, etwa 203.0.113.0/24. Bleibt es leer, gilt er von überall.
networks_invalid = Eine der Zeilen ist keine Adresse und kein Netz.
too_many = Mehr Schlüssel sind nicht möglich. Löschen Sie einen, der nicht mehr gebraucht wird.

## The secret

secret_title = Geheimnis von { $name } kopieren
secret = Geheimnis
secret_once = Es wird nur dieses eine Mal angezeigt. Bewahren Sie es dort auf, wo Ihre Programme Geheimnisse haben.
copy = Kopieren
copied = Das Geheimnis wurde kopiert.
copy_failed = Der Browser erlaubt das Kopieren nicht. Markieren und kopieren Sie das Geheimnis selbst.
not_copied = Das Geheimnis wurde nicht kopiert und wird nicht wieder angezeigt. Schließen Sie noch einmal, um ohne es fortzufahren.
done = Fertig

## One key

details = Details
usage = Anfragen in den letzten 30 Tagen
usage_total = { $n ->
    [one] { $n } Anfrage, { $most } am stärksten Tag
   *[other] { $n } Anfragen, { $most } am stärksten Tag
}
usage_none = Keine
created = Erstellt
created_by = { $date } von { $name }
used_from = { $when } von { $address }
anywhere = Überall
secrets = Geheimnisse
secret_since = …{ $hint }, seit { $date }
secret_ends = …{ $hint }, bis { $date }

## Rotating

rotate = Geheimnis erneuern
rotate_title = Geheimnis von { $name } erneuern
rotate_text = Sie erhalten ein anderes Geheimnis. Setzen Sie es in Ihr Programm ein, solange das jetzige noch gilt.
rotate_again = Derzeit gelten zwei Geheimnisse. Ein weiteres beendet beide sofort.
overlap = Das jetzige Geheimnis endet
overlap_now = Jetzt
overlap_now_hint = Wenn andere es gesehen haben. Programme, die es benutzen, funktionieren nicht mehr.
overlap_hour = In einer Stunde
overlap_day = In 24 Stunden
overlap_week = In 7 Tagen

## Deleting

delete = Löschen
delete_title = API-Schlüssel { $name } löschen?
delete_text = Was ihn benutzt, funktioniert sofort nicht mehr. Das lässt sich nicht rückgängig machen.
in_use = Er wurde in den letzten 7 Tagen benutzt: Etwas braucht ihn noch.
delete_anyway = Trotzdem löschen
keep = API-Schlüssel behalten
deleted = { $name } wurde gelöscht.

## Permissions

cases_read = Vorgänge lesen
cases_reply = Auf Vorgänge antworten
documents_read = Dokumente lesen und herunterladen
documents_upload = Dokumente hochladen, umbenennen, verschieben
documents_delete = Dokumente löschen
forms_read = Anfrageformulare lesen
submissions_create = Anfragen senden
submissions_read = Anfragen lesen
members_read = Mitglieder lesen
audit_read = Audit-Protokoll lesen
keys_read = API-Schlüssel lesen

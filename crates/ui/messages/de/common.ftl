### What several widgets say.

## Buttons

retry = Erneut versuchen
close = Schließen
cancel = Abbrechen
back = Zurück
save = Speichern
undo = Rückgängig
clear_search = Suche leeren
show_all = Alles anzeigen
load_more = Mehr laden
loading = Wird geladen
more_actions = Weitere Aktionen für { $name }
dismiss = Ausblenden
optional = optional
you = Sie
contact = { $email } kontaktieren
results = { $n ->
    [one] 1 Treffer
   *[other] { $n } Treffer
}

## States

failed_title = Das konnte nicht geladen werden
reference = Referenz { $id }
reference_copy = Nennen Sie dem Support diese Referenz, falls es erneut auftritt.
stale = Dies ist eventuell nicht aktuell. Die letzte Aktualisierung ist fehlgeschlagen.
denied_title = Sie haben hierauf keinen Zugriff
denied_role = Ihre Rolle ist { $own }. Nötig ist mindestens die Rolle { $role }.
denied_ask = Bitten Sie Inhaber oder Administratoren von { $organization }, Ihre Rolle zu ändern.
denied_feature = Dies gehört derzeit nicht zu Ihrem Portal.
no_results = Nichts gefunden
no_results_hint = Versuchen Sie andere Wörter oder lassen Sie alles anzeigen.

## Errors

error_timeout = Der Server hat zu lange gebraucht. Versuchen Sie es gleich noch einmal.
error_unreadable = Die Datei konnte nicht gelesen werden. Wählen Sie sie erneut aus.
error_offline = Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.
error_signed_out = Ihre Sitzung ist beendet. Laden Sie die Seite neu, um sich wieder anzumelden.
error_cancelled = Abgebrochen.
error_denied = Ihre Rolle erlaubt dies nicht. Wenden Sie sich an Inhaber oder Administratoren Ihrer Organisation.
error_confirm = Dafür müssen Sie bestätigen, dass Sie es sind. Bestätigen Sie es und versuchen Sie es erneut.
error_second_factor = Ihre Organisation verlangt die zweistufige Anmeldung. Richten Sie sie in Ihrem Konto ein.
confirm_identity = Bestätigen, dass Sie es sind
error_unavailable_here = Dies ist hier nicht verfügbar.
error_gone = Dies existiert nicht mehr, oder Sie haben keinen Zugriff mehr.
error_changed = Dies wurde inzwischen geändert. Prüfen Sie den aktuellen Stand und versuchen Sie es erneut.
error_conflict = Dies ist gerade nicht möglich, weil sich etwas geändert hat. Prüfen Sie den aktuellen Stand und versuchen Sie es erneut.
error_too_large = Die Datei ist zu groß.
error_media_type = Diese Art von Datei wird nicht angenommen.
error_damaged = Die Datei ist nicht vollständig angekommen. Versuchen Sie es erneut.
error_invalid = Einige Angaben müssen geprüft werden.
error_too_many = Zu viele Versuche. Warten Sie kurz und versuchen Sie es erneut.
error_busy = Der Server ist ausgelastet. Versuchen Sie es gleich noch einmal.
error_unexpected = Bei uns ist etwas schiefgelaufen. Versuchen Sie es erneut.

## Times

just_now = gerade eben
minutes_ago = { $n ->
    [one] vor { $n } Min.
   *[other] vor { $n } Min.
}
hours_ago = { $n ->
    [one] vor { $n } Std.
   *[other] vor { $n } Std.
}
yesterday = gestern
today = heute
tomorrow = morgen
days_ago = { $n ->
    [one] vor { $n } Tag
   *[other] vor { $n } Tagen
}
minutes_old = { $n ->
    [one] 1 Minute alt
   *[other] { $n } Minuten alt
}
hours_old = { $n ->
    [one] 1 Stunde alt
   *[other] { $n } Stunden alt
}
days_old = { $n ->
    [one] 1 Tag alt
   *[other] { $n } Tage alt
}
up_to_date = aktuell

## Roles

role_owner = Inhaber
role_admin = Administrator
role_member = Mitglied
role_viewer = Betrachter

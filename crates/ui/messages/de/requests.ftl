### What the Requests widget says.

title = Anfragen
lead = Was können wir für Sie tun?
search = Anfragen durchsuchen
minutes = { $n ->
    [one] etwa { $n } Min.
   *[other] etwa { $n } Min.
}
started = Begonnen
all = Alle Anfragen

## States

empty_title = Derzeit gibt es keine Anfragen
empty_text = Sobald { $brand } Anfragen anbietet, finden Sie sie hier.
gone_title = Diese Anfrage wird nicht mehr angeboten

## Steps

step = Schritt { $n } von { $total }
forward = Weiter
characters_left = { $n ->
    [one] Noch 1 Zeichen
   *[other] Noch { $n } Zeichen
}
characters_over = { $n ->
    [one] 1 Zeichen zu viel
   *[other] { $n } Zeichen zu viel
}
choose_up_to = { $n ->
    [one] Wählen Sie bis zu { $n }
   *[other] Wählen Sie bis zu { $n }
}
appeared = { $n ->
    [one] Eine weitere Frage darunter
   *[other] { $n } weitere Fragen darunter
}
went = { $n ->
    [one] Eine Frage entfällt
   *[other] { $n } Fragen entfallen
}

## Errors

errors = { $n ->
    [one] Eine Antwort braucht Ihre Aufmerksamkeit
   *[other] { $n } Antworten brauchen Ihre Aufmerksamkeit
}
fill_in = Füllen Sie „{ $label }“ aus
enter_number = Geben Sie bei „{ $label }“ eine Zahl ein
enter_whole = Geben Sie bei „{ $label }“ eine ganze Zahl ein
enter_at_least = Geben Sie bei „{ $label }“ { $value } oder mehr ein
enter_at_most = Geben Sie bei „{ $label }“ { $value } oder weniger ein
enter_date = Geben Sie bei „{ $label }“ ein Datum ein
enter_from = Geben Sie bei „{ $label }“ den { $value } oder einen späteren Tag ein
enter_until = Geben Sie bei „{ $label }“ den { $value } oder einen früheren Tag ein
choose_one = Wählen Sie bei „{ $label }“ eine Möglichkeit
choose_some = Wählen Sie bei „{ $label }“ mindestens eine Möglichkeit
choose_fewer = Behalten Sie bei „{ $label }“ höchstens { $value }
add_file = Fügen Sie bei „{ $label }“ eine Datei hinzu
upload_again = Laden Sie die Dateien bei „{ $label }“ erneut hoch
shorten = Kürzen Sie „{ $label }“ auf { $value } Zeichen
wrong_format = Geben Sie „{ $label }“ im gewünschten Format ein
uploads_running = Warten Sie, bis die Dateien bei „{ $label }“ hochgeladen sind
uploads_failed = Laden Sie die fehlgeschlagene Datei bei „{ $label }“ erneut hoch oder entfernen Sie sie
not_sent = Ihre Anfrage wurde nicht gesendet
answers_kept = Ihre Antworten sind noch da.

## Files

add_files = Dateien hinzufügen
drop_files = oder hier ablegen
files_limit = { $n ->
    [one] Eine Datei, bis zu { $size }
   *[other] Bis zu { $n } Dateien, je { $size }
}
images = Bilder
files_of = Dateien bei „{ $label }“
no_upload = Ihre Rolle erlaubt keine Uploads. Wenden Sie sich an Inhaber oder Administratoren Ihrer Organisation.

## Last page

review = Prüfen Sie Ihre Antworten
review_text = Das erhalten wir von Ihnen.
change = Ändern
change_section = { $title } ändern
not_answered = Nicht beantwortet
send = Anfrage senden
sending = Wird gesendet

## Saving

saves = Wird laufend gespeichert
saving = Wird gespeichert
saved = Gespeichert
save_failed = Nicht gespeichert
save_waiting = Keine Verbindung. Wir speichern, sobald es wieder eine gibt.
conflict_title = Sie haben diese Anfrage auf einem anderen Gerät geändert
conflict_text = Die Antworten dort sind andere als hier. Wählen Sie, welche bleiben.
take_theirs = Antworten von dort nehmen
keep_mine = Antworten von hier behalten
lost_title = Dieser Entwurf gehört Ihnen nicht mehr
lost_text = Er wurde anderswo gesendet, übergeben oder verworfen. Sehen Sie im Status nach, bevor Sie ihn noch einmal senden.
as_new = Als neuen Entwurf behalten
leave_it = Nicht weiter bearbeiten
changes_title = Das Formular hat sich geändert, seit Sie gespeichert haben
changes_added = Neue Fragen: { $questions }.
changes_removed = Nicht mehr gefragt: { $questions }.
changes_again = Bitte noch einmal beantworten: { $questions }.
understood = Verstanden

## Drafts

drafts_title = Weitermachen, wo Sie aufgehört haben
saved_at = Gespeichert { $time }
handed_over_by = Von { $name }
discard = { $title } verwerfen
discard_title = „{ $title }“ verwerfen?
discard_text = Antworten und Dateien werden gelöscht. Niemand kann sie zurückholen.
discard_now = Verwerfen
discarded = Entwurf verworfen

## Handing over

hand_over = Übergeben
hand_over_title = „{ $title }“ übergeben
hand_over_text = Die andere Person macht damit weiter, mit allen Dateien. Sie sehen den Entwurf dann nicht mehr.
colleague = Kollegin oder Kollege
find_colleague = Person suchen
no_colleague = Niemand gefunden, der diese Anfrage senden könnte.
cannot_take_it = Diese Person kann sie nicht übernehmen: Ihre Rolle erlaubt keine Anfragen, oder sie hat zu viele Entwürfe.
handed_over = An { $name } übergeben

## Sending without a connection

offline_title = Sie sind offline
offline_text = Wir senden Ihre Anfrage, sobald Sie wieder online sind. Lassen Sie diese Seite bis dahin geöffnet.
stop_sending = Noch nicht senden

## Receipt

sent = Wir haben Ihre Anfrage erhalten
reference = Ihre Referenz
next = So geht es weiter
next_default = Wir sehen sie uns an und antworten hier. Jeden Schritt finden Sie im Status.
sent_by = Gesendet von { $name }, { $date }
see_case = Status ansehen
another = Neue Anfrage

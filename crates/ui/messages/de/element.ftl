### What an element says before its widget is there.

loading = Wird geladen
title = Dieser Teil der Seite konnte nicht geladen werden
signed_out = Sie sind abgemeldet
again = Erneut versuchen
later = Versuchen Sie es gleich noch einmal. Bleibt es so, sagen Sie den Betreibern dieser Seite Bescheid.
configuration = Er ist nicht vollständig eingerichtet. Bitte sagen Sie den Betreibern dieser Seite Bescheid.
credential = Ihre Anmeldung konnte nicht bestätigt werden. Melden Sie sich neu an und versuchen Sie es noch einmal.
network = Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.
session = Ihre Sitzung ist beendet. Laden Sie die Seite neu, um sich wieder anzumelden.
signed_out_advice = Laden Sie die Seite neu, um sich wieder anzumelden.

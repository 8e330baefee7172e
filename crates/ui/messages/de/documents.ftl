### What the Documents widget says.

title = Dokumente
search = Dokumente durchsuchen
searching_in = { $found } in allen Ordnern
sort = Sortieren nach
sort_newest = Neueste zuerst
sort_name = Name
all = Alle Dokumente
path = Ordner
table = Dokumente und Ordner
column_name = Name
column_version = Version
column_updated = Geändert
column_actions = Aktionen
items = { $n ->
    [one] 1 Dokument
   *[other] { $n } Dokumente
}
version = Version { $n }

## States

empty_title = Noch keine Dokumente
empty_text = Verträge, Berichte und alles, was Sie mit { $brand } austauschen, liegt hier, in jeder Version.
empty_viewer = Sobald jemand ein Dokument teilt, finden Sie es hier.
empty_folder = Dieser Ordner ist leer

## Upload

upload = Hochladen
upload_files = Dokumente hochladen
choose_files = wählen Sie Dateien aus
drop_or = Dateien hier ablegen, oder
drop_limit = Bis zu { $size } je Datei. Derselbe Name ergibt eine neue Version.
drop_now = Zum Hochladen ablegen
drop_into = Zum Hochladen nach { $folder } ablegen
uploads = Uploads
waiting = Wartet
uploading = Wird hochgeladen, { $sent } von { $total }
finishing = Empfang wird geprüft
left = noch { $time }
seconds = { $n }{ "\u00A0" }Sek.
minutes = { $n }{ "\u00A0" }Min.
progress_of = Fortschritt von { $name }
cancel_upload = Upload von { $name } abbrechen
retry_upload = { $name } erneut hochladen
dismiss_upload = { $name } aus dieser Liste entfernen
uploaded = Hochgeladen
uploaded_version = Als Version { $n } hochgeladen
announce_started = { $name } wird hochgeladen
announce_started_many = { $n ->
    [one] { $n } Datei wird hochgeladen
   *[other] { $n } Dateien werden hochgeladen
}
announce_done = { $name } hochgeladen
announce_version = { $name } ist hochgeladen und liegt jetzt in Version { $n } vor
announce_failed = { $name } wurde nicht hochgeladen. { $reason }
announce_cancelled = Upload von { $name } abgebrochen
too_large = Größer als { $size }. Verkleinern oder teilen Sie die Datei.
too_empty = Diese Datei ist leer. Wählen Sie eine andere.
bad_name = Dieser Name ist nicht möglich. Benennen Sie die Datei mit höchstens 200 Zeichen um.
wrong_kind = Diese Art von Datei wird hier nicht angenommen. Möglich: { $kinds }.
too_many = { $n ->
    [one] Hier passt höchstens { $n } Datei. Entfernen Sie sie zuerst.
   *[other] Hier passen höchstens { $n } Dateien. Entfernen Sie zuerst eine.
}

## Row actions

download = Herunterladen
download_file = { $name } herunterladen
announce_download = { $name } wird heruntergeladen
versions = Versionsverlauf
rename = Umbenennen oder verschieben
delete = Löschen

## Versions

versions_of = Versionen von { $name }
current = Aktuell
download_version = Version { $n } herunterladen
fingerprint = SHA-256 { $value }

## Rename

rename_title = { $name } umbenennen oder verschieben
name = Name
folder = Ordner
folder_hint = Ordner in Ordnern schreibt man wie Verträge/2026. Leer lassen für die oberste Ebene.
name_missing = Geben Sie einen Namen ein
name_wrong = Verwenden Sie höchstens 200 Zeichen und kein /
folder_wrong = Verwenden Sie höchstens 500 Zeichen und keine leeren Ordnernamen
renamed = { $name } gespeichert

## Delete

delete_title = { $name } löschen?
delete_text = Das Dokument verschwindet mit allen Versionen für alle bei { $organization }. Das lässt sich nicht rückgängig machen.
keep = Dokument behalten
delete_now = Dokument löschen
deleted = { $name } gelöscht

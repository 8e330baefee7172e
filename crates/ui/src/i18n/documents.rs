//! What the Documents widget says.

use super::catalogue;

catalogue! {
    /// What the Documents widget says.
    pub struct DocumentsMessages {
        title: "Documents", "Dokumente";
        search: "Search documents", "Dokumente durchsuchen";
        searching_in: "{found} in all folders", "{found} in allen Ordnern";
        sort: "Sort by", "Sortieren nach";
        sort_newest: "Newest first", "Neueste zuerst";
        sort_name: "Name", "Name";
        all: "All documents", "Alle Dokumente";
        path: "Folder", "Ordner";
        table: "Documents and folders", "Dokumente und Ordner";
        column_name: "Name", "Name";
        column_version: "Version", "Version";
        column_updated: "Updated", "Geändert";
        column_actions: "Actions", "Aktionen";
        one_item: "1 document", "1 Dokument";
        items: "{n} documents", "{n} Dokumente";
        version: "Version {n}", "Version {n}";

        // States
        empty_title: "No documents yet", "Noch keine Dokumente";
        empty_text: "Contracts, reports and whatever else you share with {brand} are kept here, every version of them.", "Verträge, Berichte und alles, was Sie mit {brand} austauschen, liegt hier, in jeder Version.";
        empty_viewer: "As soon as somebody shares a document, you will find it here.", "Sobald jemand ein Dokument teilt, finden Sie es hier.";
        empty_folder: "This folder is empty", "Dieser Ordner ist leer";

        // Upload
        upload: "Upload", "Hochladen";
        upload_files: "Upload documents", "Dokumente hochladen";
        choose_files: "choose files", "wählen Sie Dateien aus";
        drop_or: "Drop files here, or", "Dateien hier ablegen, oder";
        drop_limit: "Up to {size} each. The same name adds a new version.", "Bis zu {size} je Datei. Derselbe Name ergibt eine neue Version.";
        drop_now: "Drop to upload", "Zum Hochladen ablegen";
        drop_into: "Drop to upload to {folder}", "Zum Hochladen nach {folder} ablegen";
        uploads: "Uploads", "Uploads";
        waiting: "Waiting", "Wartet";
        uploading: "Uploading, {sent} of {total}", "Wird hochgeladen, {sent} von {total}";
        finishing: "Checking what arrived", "Empfang wird geprüft";
        left: "{time} left", "noch {time}";
        seconds: "{n}\u{a0}s", "{n}\u{a0}Sek.";
        minutes: "{n}\u{a0}min", "{n}\u{a0}Min.";
        progress_of: "Progress of {name}", "Fortschritt von {name}";
        cancel_upload: "Cancel upload of {name}", "Upload von {name} abbrechen";
        retry_upload: "Try to upload {name} again", "{name} erneut hochladen";
        dismiss_upload: "Remove {name} from this list", "{name} aus dieser Liste entfernen";
        uploaded: "Uploaded", "Hochgeladen";
        uploaded_version: "Uploaded as version {n}", "Als Version {n} hochgeladen";
        announce_started: "Uploading {name}", "{name} wird hochgeladen";
        announce_started_many: "Uploading {n} files", "{n} Dateien werden hochgeladen";
        announce_done: "{name} uploaded", "{name} hochgeladen";
        announce_version: "{name} is uploaded and now at version {n}", "{name} ist hochgeladen und liegt jetzt in Version {n} vor";
        announce_failed: "{name} was not uploaded. {reason}", "{name} wurde nicht hochgeladen. {reason}";
        announce_cancelled: "Upload of {name} cancelled", "Upload von {name} abgebrochen";
        too_large: "Larger than {size}. Reduce it, or split it into parts.", "Größer als {size}. Verkleinern oder teilen Sie die Datei.";
        too_empty: "This file is empty. Choose another one.", "Diese Datei ist leer. Wählen Sie eine andere.";
        bad_name: "This name cannot be used. Rename the file to at most 200 characters.", "Dieser Name ist nicht möglich. Benennen Sie die Datei mit höchstens 200 Zeichen um.";
        wrong_kind: "This kind of file is not taken here. Use {kinds}.", "Diese Art von Datei wird hier nicht angenommen. Möglich: {kinds}.";
        one_fits: "Only one file fits here. Remove it first.", "Hier passt nur eine Datei. Entfernen Sie sie zuerst.";
        too_many: "At most {n} files fit here. Remove one first.", "Hier passen höchstens {n} Dateien. Entfernen Sie zuerst eine.";

        // Row actions
        download: "Download", "Herunterladen";
        download_file: "Download {name}", "{name} herunterladen";
        announce_download: "Downloading {name}", "{name} wird heruntergeladen";
        versions: "Version history", "Versionsverlauf";
        rename: "Rename or move", "Umbenennen oder verschieben";
        delete: "Delete", "Löschen";

        // Versions
        versions_of: "Versions of {name}", "Versionen von {name}";
        current: "Current", "Aktuell";
        download_version: "Download version {n}", "Version {n} herunterladen";
        fingerprint: "SHA-256 {value}", "SHA-256 {value}";

        // Rename
        rename_title: "Rename or move {name}", "{name} umbenennen oder verschieben";
        name: "Name", "Name";
        folder: "Folder", "Ordner";
        folder_hint: "Folders in folders are written like Contracts/2026. Leave it empty for the top.", "Ordner in Ordnern schreibt man wie Verträge/2026. Leer lassen für die oberste Ebene.";
        name_missing: "Enter a name", "Geben Sie einen Namen ein";
        name_wrong: "Use at most 200 characters and no /", "Verwenden Sie höchstens 200 Zeichen und kein /";
        folder_wrong: "Use at most 500 characters and no empty folder names", "Verwenden Sie höchstens 500 Zeichen und keine leeren Ordnernamen";
        renamed: "{name} saved", "{name} gespeichert";

        // Delete
        delete_title: "Delete {name}?", "{name} löschen?";
        delete_text: "It disappears for everybody in {organization}, with all its versions. This cannot be undone.", "Das Dokument verschwindet mit allen Versionen für alle bei {organization}. Das lässt sich nicht rückgängig machen.";
        keep: "Keep document", "Dokument behalten";
        delete_now: "Delete document", "Dokument löschen";
        deleted: "{name} deleted", "{name} gelöscht";
    }
}

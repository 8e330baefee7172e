//! What the ApiKeys widget says.

use loggia_types::Permission;

use super::catalogue;

catalogue! {
    /// What the ApiKeys widget says.
    pub struct ApiKeysMessages {
        title: "API keys", "API-Schlüssel";
        create: "Create API key", "API-Schlüssel erstellen";
        table: "API keys", "API-Schlüssel";
        column_name: "Key", "Schlüssel";
        column_used: "Last used", "Zuletzt benutzt";
        column_ends: "Ends", "Endet";
        column_actions: "Actions", "Aktionen";
        never_used: "Never", "Nie";
        no_end: "When deleted", "Mit dem Löschen";
        one_scope: "1 permission", "1 Berechtigung";
        scopes: "{n} permissions", "{n} Berechtigungen";
        made_by: "{scopes} · by {name}", "{scopes} · von {name}";
        expired: "Expired", "Abgelaufen";
        ends_soon: "Ends soon", "Endet bald";
        two_secrets: "Two secrets", "Zwei Geheimnisse";
        orphaned: "Owner left", "Inhaber ausgetreten";
        empty: "No API keys yet", "Noch keine API-Schlüssel";
        empty_hint: "With an API key, a program of yours works with the data of {organization}: it reads cases, or uploads documents.", "Mit einem API-Schlüssel arbeitet ein eigenes Programm mit den Daten von {organization}: Es liest Vorgänge oder lädt Dokumente hoch.";

        // Creating
        name: "Name", "Name";
        name_hint: "What uses it, such as “Warehouse system”.", "Was ihn benutzt, etwa „Lagersystem“.";
        name_required: "Give the key a name.", "Geben Sie dem Schlüssel einen Namen.";
        permissions: "Permissions", "Berechtigungen";
        permissions_hint: "As few as the program needs. More cannot be added later.", "So wenige, wie das Programm braucht. Später kommen keine hinzu.";
        permissions_required: "Choose at least one.", "Wählen Sie mindestens eine.";
        ends: "Ends", "Endet";
        days: "After {n} days", "Nach {n} Tagen";
        year: "After a year", "Nach einem Jahr";
        never: "When it is deleted", "Wenn er gelöscht wird";
        networks: "Networks", "Netze";
        networks_hint: "One address or network in a line, such as 203.0.113.0/24. Left empty, it may be used from anywhere.", "Eine Adresse oder ein Netz je Zeile, etwa 203.0.113.0/24. Bleibt es leer, gilt er von überall.";
        networks_invalid: "One of the lines is no address or network.", "Eine der Zeilen ist keine Adresse und kein Netz.";

        too_many: "There are as many keys as there can be. Delete one that is not needed any more.", "Mehr Schlüssel sind nicht möglich. Löschen Sie einen, der nicht mehr gebraucht wird.";

        // The secret
        secret_title: "Copy the secret of {name}", "Geheimnis von {name} kopieren";
        secret: "Secret", "Geheimnis";
        secret_once: "It is shown this once. Keep it where your programs keep their secrets.", "Es wird nur dieses eine Mal angezeigt. Bewahren Sie es dort auf, wo Ihre Programme Geheimnisse haben.";
        copy: "Copy", "Kopieren";
        copied: "The secret was copied.", "Das Geheimnis wurde kopiert.";
        copy_failed: "The browser does not allow copying. Select the secret and copy it yourself.", "Der Browser erlaubt das Kopieren nicht. Markieren und kopieren Sie das Geheimnis selbst.";
        not_copied: "The secret was not copied, and it is not shown again. Close once more to go on without it.", "Das Geheimnis wurde nicht kopiert und wird nicht wieder angezeigt. Schließen Sie noch einmal, um ohne es fortzufahren.";
        done: "Done", "Fertig";

        // One key
        details: "Details", "Details";
        usage: "Requests in the last 30 days", "Anfragen in den letzten 30 Tagen";
        usage_total: "{n} requests, {most} on the busiest day", "{n} Anfragen, {most} am stärksten Tag";
        usage_none: "None", "Keine";
        created: "Created", "Erstellt";
        created_by: "{date} by {name}", "{date} von {name}";
        used_from: "{when} from {address}", "{when} von {address}";
        anywhere: "Anywhere", "Überall";
        secrets: "Secrets", "Geheimnisse";
        secret_since: "…{hint}, since {date}", "…{hint}, seit {date}";
        secret_ends: "…{hint}, until {date}", "…{hint}, bis {date}";

        // Rotating
        rotate: "Rotate secret", "Geheimnis erneuern";
        rotate_title: "Rotate the secret of {name}", "Geheimnis von {name} erneuern";
        rotate_text: "You get another secret. Put it into your program while the present one is still good.", "Sie erhalten ein anderes Geheimnis. Setzen Sie es in Ihr Programm ein, solange das jetzige noch gilt.";
        rotate_again: "Two secrets are good at the moment. Another one ends both at once.", "Derzeit gelten zwei Geheimnisse. Ein weiteres beendet beide sofort.";
        overlap: "The present secret ends", "Das jetzige Geheimnis endet";
        overlap_now: "Now", "Jetzt";
        overlap_now_hint: "For a secret that others have seen. Programs that use it stop working.", "Wenn andere es gesehen haben. Programme, die es benutzen, funktionieren nicht mehr.";
        overlap_hour: "In an hour", "In einer Stunde";
        overlap_day: "In 24 hours", "In 24 Stunden";
        overlap_week: "In 7 days", "In 7 Tagen";

        // Deleting
        delete: "Delete", "Löschen";
        delete_title: "Delete the API key {name}?", "API-Schlüssel {name} löschen?";
        delete_text: "What uses it stops working at once. This cannot be undone.", "Was ihn benutzt, funktioniert sofort nicht mehr. Das lässt sich nicht rückgängig machen.";
        in_use: "It was used in the last 7 days, so something still needs it.", "Er wurde in den letzten 7 Tagen benutzt: Etwas braucht ihn noch.";
        delete_anyway: "Delete all the same", "Trotzdem löschen";
        keep: "Keep API key", "API-Schlüssel behalten";
        deleted: "{name} was deleted.", "{name} wurde gelöscht.";

        // Permissions
        cases_read: "Read cases", "Vorgänge lesen";
        cases_reply: "Reply on cases", "Auf Vorgänge antworten";
        documents_read: "Read and download documents", "Dokumente lesen und herunterladen";
        documents_upload: "Upload, rename and move documents", "Dokumente hochladen, umbenennen, verschieben";
        documents_delete: "Delete documents", "Dokumente löschen";
        forms_read: "Read request forms", "Anfrageformulare lesen";
        submissions_create: "Send requests", "Anfragen senden";
        submissions_read: "Read requests", "Anfragen lesen";
        members_read: "Read members", "Mitglieder lesen";
        audit_read: "Read the audit log", "Audit-Protokoll lesen";
        keys_read: "Read API keys", "API-Schlüssel lesen";
    }
}

impl ApiKeysMessages {
    /// What a permission allows. One that keys cannot have is named as the API does.
    pub(crate) fn permission(&self, permission: Permission) -> &'static str {
        match permission {
            Permission::CasesRead => self.cases_read,
            Permission::CasesReply => self.cases_reply,
            Permission::DocumentsRead => self.documents_read,
            Permission::DocumentsUpload => self.documents_upload,
            Permission::DocumentsDelete => self.documents_delete,
            Permission::FormsRead => self.forms_read,
            Permission::SubmissionsCreate => self.submissions_create,
            Permission::SubmissionsRead => self.submissions_read,
            Permission::MembersRead => self.members_read,
            Permission::AuditRead => self.audit_read,
            Permission::ApiKeysRead => self.keys_read,
            other => other.as_str(),
        }
    }
}

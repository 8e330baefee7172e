//! What the Status widget says.

use super::catalogue;

catalogue! {
    /// What the Status widget says.
    pub struct StatusMessages {
        title: "Status", "Status";
        open: "Open", "Offen";
        closed: "Closed", "Beendet";
        filter: "Which cases to show", "Welche Vorgänge angezeigt werden";
        open_count: "{n} open", "{n} offen";
        closed_count: "{n} closed", "{n} beendet";
        search: "Search by title or number", "Nach Titel oder Nummer suchen";
        list: "Cases", "Vorgänge";
        unread: "New activity", "Neue Aktivität";

        // The list's short line
        due: "due {date}", "fällig {date}";
        overdue: "overdue", "überfällig";
        expected: "by {date}", "bis {date}";

        // Who must act
        you_need_by: "You need to {step} by {date}", "Bitte {step}, spätestens bis {date}";
        you_need: "You need to {step}", "Bitte {step}";
        you_needed: "You need to {step}. It was due on {date}", "Bitte {step}. Fällig war dies am {date}";
        we_are_by: "We are {step}, usually done by {date}", "In Arbeit: {step}, üblicherweise fertig bis {date}";
        we_are: "We are {step}", "In Arbeit: {step}";
        we_were: "We are {step}. This takes longer than we expected", "In Arbeit: {step}. Dies dauert länger als erwartet";
        third_party_by: "{step}, expected by {date}", "{step}, erwartet bis {date}";
        third_party: "{step}", "{step}";
        lead_submitted: "We have received this and will look at it next", "Wir haben dies erhalten und sehen es uns als Nächstes an";
        lead_action: "You need to act on this. Read the latest message below", "Hier ist eine Aktion von Ihnen nötig. Lesen Sie die neueste Nachricht unten";
        lead_in_progress: "We are working on this", "Wir arbeiten daran";
        lead_completed: "This is done. You do not need to do anything", "Dies ist erledigt. Sie müssen nichts weiter tun";
        lead_declined: "We could not approve this. The reason is in the latest message below", "Dies konnten wir nicht genehmigen. Die Begründung steht in der neuesten Nachricht unten";
        lead_cancelled: "This was cancelled. Nothing more will happen", "Dies wurde abgebrochen. Es geschieht nichts weiter";

        // Actions
        upload: "Upload document", "Dokument hochladen";
        reply: "Reply", "Antworten";
        ask: "Ask a question", "Frage stellen";
        reply_label: "Your reply", "Ihre Antwort";
        reply_placeholder: "Write a reply", "Antwort schreiben";
        reply_send: "Send reply", "Antwort senden";
        reply_sent: "Your reply was sent", "Ihre Antwort wurde gesendet";
        reply_empty: "Write something before you send it.", "Schreiben Sie etwas, bevor Sie senden.";

        // The detail
        milestones: "Progress", "Fortschritt";
        milestone_done: "done", "erledigt";
        milestone_current: "current", "aktuell";
        milestone_upcoming: "upcoming", "bevorstehend";
        step_of: "Step {n} of {total}", "Schritt {n} von {total}";
        timeline: "Activity", "Verlauf";
        timeline_empty: "Nothing has happened yet", "Noch ist nichts geschehen";
        documents: "Documents", "Dokumente";
        download: "Download {name}", "{name} herunterladen";
        document_gone: "A document that is not available", "Ein Dokument, das nicht verfügbar ist";
        status_changed: "Status changed to {status}", "Status geändert: {status}";
        opened_by: "Opened by {name}", "Eröffnet von {name}";
        opened: "Opened", "Eröffnet";
        source: "From {name}, {age}", "Aus {name}, {age}";
        source_failing: "From {name}, {age}. It cannot be reached at the moment", "Aus {name}, {age}. Derzeit nicht erreichbar";
        help: "Something not right here?", "Stimmt hier etwas nicht?";
        not_found: "This case does not exist, or you do not have access to it.", "Diesen Vorgang gibt es nicht, oder Sie haben keinen Zugriff darauf.";
        back: "All cases", "Alle Vorgänge";

        // Empty
        empty_open: "Nothing is open", "Nichts ist offen";
        empty_open_hint: "When you ask for something or we need something from you, it is here with who has to act next.", "Wenn Sie etwas anfragen oder wir etwas von Ihnen brauchen, steht es hier – mit dem nächsten Schritt.";
        empty_closed: "Nothing is closed yet", "Noch ist nichts beendet";
        empty_closed_hint: "Cases that are completed, declined or cancelled stay here, so that you can look things up.", "Abgeschlossene, abgelehnte und abgebrochene Vorgänge bleiben hier, damit Sie nachsehen können.";

        // States, where a case type has no words of its own
        state_submitted: "Submitted", "Eingereicht";
        state_action_needed: "Action needed", "Aktion nötig";
        state_in_progress: "In progress", "In Bearbeitung";
        state_completed: "Completed", "Abgeschlossen";
        state_declined: "Declined", "Abgelehnt";
        state_cancelled: "Cancelled", "Abgebrochen";
    }
}

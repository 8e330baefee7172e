### What the Members widget says.

title = Mitglieder
search = Nach Name oder E-Mail suchen
role_filter = Rolle
all_roles = Alle Rollen
table = Mitglieder und offene Einladungen
column_name = Name
column_role = Rolle
column_active = Zuletzt aktiv
column_actions = Aktionen
never_active = Noch nie
you = Sie
ends = Zugang bis { $date }
ended = Zugang endete am { $date }

## Invitations

pending = Ausstehend
suspended = Gesperrt
invited_by = Eingeladen von { $name }, { $expiry }
invited = Eingeladen, { $expiry }
expires_days = { $n ->
    [one] läuft in { $n } Tag ab
   *[other] läuft in { $n } Tagen ab
}
expires_tomorrow = läuft morgen ab
expires_today = läuft heute ab
expired = abgelaufen
withdraw = Einladung zurückziehen
withdraw_title = Einladung an { $email } zurückziehen?
withdraw_text = Die Einladung kann nicht mehr angenommen werden. Sie können die Person jederzeit erneut einladen.
withdraw_keep = Einladung behalten
withdrawn = Die Einladung an { $email } wurde zurückgezogen

## Inviting

invite = Mitglied einladen
invite_title = Jemanden zu { $organization } einladen
invite_email = E-Mail-Adresse
invite_email_hint = Mit dieser Adresse tritt die Person bei.
invite_role = Rolle
invite_send = Einladung senden
invite_sent = { $email } wurde eingeladen
email_required = Geben Sie eine E-Mail-Adresse ein
email_invalid = Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel name@firma.example
role_required = Wählen Sie eine Rolle

## Roles

role_owner_hint = Darf alles und bestimmt, wer sonst Inhaber ist.
role_admin_hint = Darf alles, lädt Personen ein und ändert Rollen, außer bei Inhabern.
role_member_hint = Kann Anfragen senden, antworten und Dokumente hochladen.
role_viewer_hint = Kann Vorgänge, Dokumente und Mitglieder ansehen und nichts ändern.
change_role = Rolle ändern
change_role_title = Rolle von { $name } ändern
change_role_save = Rolle ändern
own_role_warning = Das ist Ihre eigene Rolle. Die bisherige kann Ihnen nur jemand anderes zurückgeben.
role_changed = { $name } ist jetzt { $role }

## Removing

remove = Mitglied entfernen
remove_title = { $name } entfernen?
remove_text = { $name } verliert sofort auf allen Geräten den Zugang zu { $organization }. Dateien und Anfragen bleiben. Sie können die Person jederzeit erneut einladen.
remove_keep = Mitglied behalten
removed = { $name } wurde entfernt
leave = { $organization } verlassen
leave_title = { $organization } verlassen?
leave_text = Sie verlieren sofort auf allen Geräten den Zugang zu { $organization }. Um zurückzukehren, muss Sie jemand erneut einladen.
leave_confirm = Verlassen
leave_keep = Bleiben
left = Sie haben { $organization } verlassen

## Refusals

error_last_owner = Jede Organisation braucht einen Inhaber. Machen Sie zuerst jemand anderen zum Inhaber und versuchen Sie es dann erneut.
error_already_member = Diese Person ist bereits Mitglied oder hat eine offene Einladung.

## Empty

empty = Noch ist niemand hier
empty_hint = Laden Sie die Personen ein, die Vorgänge verfolgen, Anfragen senden oder Dokumente sehen sollen.

### What the Status widget says.

title = Suivi
open = En cours
closed = Terminés
filter = Dossiers à afficher
open_count = { $n ->
    [one] { $n } en cours
   *[other] { $n } en cours
}
closed_count = { $n ->
    [one] { $n } terminé
   *[other] { $n } terminés
}
search = Rechercher par titre ou numéro
list = Dossiers
unread = Nouvelle activité

## The list's short line

due = échéance : { $date }
overdue = en retard
expected = prévu : { $date }

## Who must act

you_need_by = À faire : { $step }. Échéance : { $date }
you_need = À faire : { $step }
you_needed = À faire : { $step }. L’échéance était : { $date }
we_are_by = En cours chez nous : { $step }. Fin prévue : { $date }
we_are = En cours chez nous : { $step }
we_were = En cours chez nous : { $step }. Cela prend plus de temps que prévu
third_party_by = { $step }. Prévu : { $date }
third_party = { $step }
lead_submitted = Nous avons bien reçu ce dossier et allons l’examiner
lead_action = Une action de votre part est nécessaire. Lisez le dernier message ci-dessous
lead_in_progress = Nous y travaillons
lead_completed = C’est terminé. Vous n’avez rien à faire
lead_declined = Nous n’avons pas pu donner notre accord. Le motif figure dans le dernier message ci-dessous
lead_cancelled = Ce dossier a été annulé. Il n’y aura pas de suite

## Actions

upload = Envoyer un document
reply = Répondre
ask = Poser une question
reply_label = Votre réponse
reply_placeholder = Écrivez une réponse
reply_send = Envoyer la réponse
reply_sent = Votre réponse a été envoyée
reply_empty = Écrivez un message avant de l’envoyer.

## The detail

milestones = Avancement
milestone_done = terminé
milestone_current = en cours
milestone_upcoming = à venir
step_of = Étape { $n } sur { $total }
timeline = Activité
timeline_empty = Il ne s’est encore rien passé
documents = Documents
download = Télécharger { $name }
document_gone = Un document qui n’est pas disponible
status_changed = Nouvel état : { $status }
opened_by = Ouvert par { $name }
opened = Ouvert
source = Source : { $name }, { $age }
source_failing = Source : { $name }, { $age }. Injoignable pour le moment
help = Quelque chose ne va pas ?
not_found = Ce dossier n’existe pas, ou vous n’y avez pas accès.
back = Tous les dossiers

## Empty

empty_open = Aucun dossier en cours
empty_open_hint = Vos demandes, et ce dont nous avons besoin de votre part, apparaissent ici avec la prochaine action à mener.
empty_closed = Aucun dossier terminé
empty_closed_hint = Les dossiers achevés, refusés ou annulés restent ici pour que vous puissiez les consulter.

## States, where a case type has no words of its own

state_submitted = Envoyé
state_action_needed = Action requise
state_in_progress = En cours
state_completed = Terminé
state_declined = Refusé
state_cancelled = Annulé

### What the Requests widget says.

title = Demandes
lead = Que pouvons-nous faire pour vous ?
search = Rechercher une demande
minutes = { $n ->
    [one] environ { $n } min
   *[other] environ { $n } min
}
started = Commencée
all = Toutes les demandes

## States

empty_title = Aucune demande disponible pour le moment
empty_text = Les demandes proposées par { $brand } apparaîtront ici.
gone_title = Cette demande n’est plus proposée

## Steps

step = Étape { $n } sur { $total }
forward = Continuer
characters_left = { $n ->
    [one] { $n } caractère restant
   *[other] { $n } caractères restants
}
characters_over = { $n ->
    [one] { $n } caractère en trop
   *[other] { $n } caractères en trop
}
choose_up_to = { $n ->
    [one] Choisissez { $n } réponse au plus
   *[other] Choisissez { $n } réponses au plus
}
appeared = { $n ->
    [one] Une question de plus ci-dessous
   *[other] { $n } questions de plus ci-dessous
}
went = { $n ->
    [one] Une question n’est plus nécessaire
   *[other] { $n } questions ne sont plus nécessaires
}

## Errors

errors = { $n ->
    [one] Une réponse est à vérifier
   *[other] { $n } réponses sont à vérifier
}
fill_in = Remplissez « { $label } »
enter_number = Saisissez un nombre pour « { $label } »
enter_whole = Saisissez un nombre entier pour « { $label } »
enter_at_least = Saisissez { $value } ou plus pour « { $label } »
enter_at_most = Saisissez { $value } ou moins pour « { $label } »
enter_date = Saisissez une date pour « { $label } »
enter_from = Saisissez le { $value } ou un jour ultérieur pour « { $label } »
enter_until = Saisissez le { $value } ou un jour antérieur pour « { $label } »
choose_one = Choisissez une option pour « { $label } »
choose_some = Choisissez au moins une option pour « { $label } »
choose_fewer = Gardez { $value } au plus pour « { $label } »
add_file = Ajoutez un fichier pour « { $label } »
upload_again = Envoyez à nouveau les fichiers pour « { $label } »
shorten = Raccourcissez « { $label } » : { $value } caractères au plus
wrong_format = Saisissez « { $label } » au format demandé
uploads_running = Attendez la fin de l’envoi des fichiers pour « { $label } »
uploads_failed = Renvoyez le fichier en échec pour « { $label } », ou retirez-le
not_sent = Votre demande n’a pas été envoyée
answers_kept = Vos réponses sont toujours là.

## Files

add_files = Ajouter des fichiers
drop_files = ou déposez-les ici
files_limit = { $n ->
    [one] Un fichier, { $size } au plus
   *[other] { $n } fichiers au plus, { $size } chacun
}
images = Images
files_of = Fichiers pour « { $label } »
no_upload = Votre rôle ne permet pas d’envoyer des fichiers. Adressez-vous à un propriétaire ou à un administrateur de votre organisation.

## Last page

review = Vérifiez vos réponses
review_text = Voici ce que nous recevrons.
change = Modifier
change_section = Modifier { $title }
not_answered = Sans réponse
send = Envoyer la demande
sending = Envoi en cours

## Saving

saves = Enregistré au fur et à mesure
saving = Enregistrement
saved = Enregistré
save_failed = Non enregistré
save_waiting = Pas de connexion. Nous enregistrerons dès qu’elle sera rétablie.
conflict_title = Vous avez modifié cette demande sur un autre appareil
conflict_text = Les réponses là-bas sont différentes de celles d’ici. Choisissez lesquelles garder.
take_theirs = Prendre les réponses de là-bas
keep_mine = Garder les réponses d’ici
lost_title = Ce brouillon n’est plus à vous
lost_text = Il a été envoyé, transmis ou abandonné ailleurs. Consultez le suivi avant de l’envoyer à nouveau.
as_new = Garder comme nouveau brouillon
leave_it = Ne pas continuer
changes_title = Le formulaire a changé depuis votre enregistrement
changes_added = Nouvelles questions : { $questions }.
changes_removed = Plus demandé : { $questions }.
changes_again = Veuillez répondre à nouveau : { $questions }.
understood = Compris

## Drafts

drafts_title = Reprendre où vous en étiez
saved_at = Enregistré { $time }
handed_over_by = De { $name }
discard = Abandonner { $title }
discard_title = Abandonner « { $title } » ?
discard_text = Ses réponses et ses fichiers seront supprimés. Personne ne pourra les récupérer.
discard_now = Abandonner
discarded = Brouillon abandonné

## Handing over

hand_over = Transmettre
hand_over_title = Transmettre « { $title } »
hand_over_text = La personne choisie continue, fichiers compris. Vous ne le verrez plus.
colleague = Collègue
find_colleague = Chercher un collègue
no_colleague = Personne trouvé qui puisse envoyer cette demande.
cannot_take_it = Cette personne ne peut pas la reprendre : son rôle ne permet pas les demandes, ou elle a trop de brouillons.
handed_over = Transmis à { $name }

## Sending without a connection

offline_title = Vous êtes hors ligne
offline_text = Nous enverrons votre demande dès que vous serez de nouveau en ligne. Gardez cette page ouverte jusque-là.
stop_sending = Ne pas encore envoyer

## Receipt

sent = Nous avons bien reçu votre demande
reference = Votre référence
next = La suite
next_default = Nous l’examinons et vous répondons ici. Chaque étape figure dans le suivi.
sent_by = Envoyée par { $name }, { $date }
see_case = Voir le suivi
another = Nouvelle demande

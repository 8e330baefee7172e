### What several widgets say.

## Buttons

retry = Réessayer
close = Fermer
cancel = Annuler
back = Retour
save = Enregistrer
undo = Annuler l’action
clear_search = Effacer la recherche
show_all = Tout afficher
load_more = Afficher plus
loading = Chargement
more_actions = Autres actions pour { $name }
dismiss = Masquer
optional = facultatif
you = Vous
contact = Contacter { $email }
results = { $n ->
    [one] { $n } résultat
   *[other] { $n } résultats
}

## States

failed_title = Ce contenu n’a pas pu être chargé
reference = Référence { $id }
reference_copy = Communiquez cette référence au support si le problème se reproduit.
stale = Ces informations ne sont peut-être plus à jour. La dernière actualisation a échoué.
denied_title = Vous n’avez pas accès à ce contenu
denied_role = Votre rôle est { $own }. Il faut au moins le rôle { $role }.
denied_ask = Demandez à un propriétaire ou à un administrateur de { $organization } de modifier votre rôle.
denied_feature = Cette fonction ne fait pas partie de votre portail pour le moment.
no_results = Aucun résultat
no_results_hint = Essayez d’autres mots ou affichez tout.

## Errors

error_timeout = Le serveur a mis trop de temps à répondre. Réessayez dans un instant.
error_unreadable = Le fichier n’a pas pu être lu. Choisissez-le à nouveau.
error_offline = Le serveur est injoignable. Vérifiez votre connexion et réessayez.
error_signed_out = Votre session est terminée. Rechargez la page pour vous reconnecter.
error_cancelled = Annulé.
error_denied = Votre rôle ne le permet pas. Adressez-vous à un propriétaire ou à un administrateur de votre organisation.
error_confirm = Vous devez d’abord confirmer votre identité. Confirmez-la, puis réessayez.
error_second_factor = Votre organisation exige la validation en deux étapes. Configurez-la dans votre compte.
confirm_identity = Confirmer votre identité
error_unavailable_here = Cette fonction n’est pas disponible ici.
error_gone = Cet élément n’existe plus, ou vous n’y avez plus accès.
error_changed = Cet élément a été modifié entre-temps. Consultez l’état actuel et réessayez.
error_conflict = C’est impossible pour le moment, car quelque chose a changé. Consultez l’état actuel et réessayez.
error_too_large = Le fichier est trop volumineux.
error_media_type = Ce type de fichier n’est pas accepté.
error_damaged = Le fichier n’est pas arrivé complet. Réessayez.
error_invalid = Certains champs sont à vérifier.
error_too_many = Trop de tentatives. Patientez un instant et réessayez.
error_busy = Le serveur est occupé. Réessayez dans un instant.
error_unexpected = Un problème est survenu de notre côté. Réessayez.

## Times

just_now = à l’instant
minutes_ago = { $n ->
    [one] il y a { $n } min
   *[other] il y a { $n } min
}
hours_ago = { $n ->
    [one] il y a { $n } h
   *[other] il y a { $n } h
}
yesterday = hier
today = aujourd’hui
tomorrow = demain
days_ago = { $n ->
    [one] il y a { $n } jour
   *[other] il y a { $n } jours
}
minutes_old = { $n ->
    [one] il y a { $n } minute
   *[other] il y a { $n } minutes
}
hours_old = { $n ->
    [one] il y a { $n } heure
   *[other] il y a { $n } heures
}
days_old = { $n ->
    [one] il y a { $n } jour
   *[other] il y a { $n } jours
}
up_to_date = à jour

## Roles

role_owner = Propriétaire
role_admin = Administrateur
role_member = Membre
role_viewer = Lecteur

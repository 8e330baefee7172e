### What the Documents widget says.

title = Documents
search = Rechercher des documents
searching_in = { $found } dans tous les dossiers
sort = Trier par
sort_newest = Plus récents d’abord
sort_name = Nom
all = Tous les documents
path = Dossier
table = Documents et dossiers
column_name = Nom
column_version = Version
column_updated = Modifié
column_actions = Actions
items = { $n ->
    [one] { $n } document
   *[other] { $n } documents
}
version = Version { $n }

## States

empty_title = Aucun document pour l’instant
empty_text = Contrats, rapports et tout ce que vous échangez avec { $brand } sont conservés ici, dans toutes leurs versions.
empty_viewer = Dès que quelqu’un partagera un document, vous le trouverez ici.
empty_folder = Ce dossier est vide

## Upload

upload = Envoyer
upload_files = Envoyer des documents
choose_files = choisissez des fichiers
drop_or = Déposez des fichiers ici ou
drop_limit = Jusqu’à { $size } chacun. Un nom identique ajoute une nouvelle version.
drop_now = Déposez pour envoyer
drop_into = Déposez pour envoyer dans { $folder }
uploads = Envois
waiting = En attente
uploading = Envoi en cours, { $sent } sur { $total }
finishing = Vérification de la réception
left = encore { $time }
seconds = { $n } s
minutes = { $n } min
progress_of = Progression de { $name }
cancel_upload = Annuler l’envoi de { $name }
retry_upload = Renvoyer { $name }
dismiss_upload = Retirer { $name } de cette liste
uploaded = Envoyé
uploaded_version = Envoyé en tant que version { $n }
announce_started = Envoi de { $name }
announce_started_many = { $n ->
    [one] Envoi de { $n } fichier
   *[other] Envoi de { $n } fichiers
}
announce_done = { $name } a été envoyé
announce_version = { $name } a été envoyé et en est à la version { $n }
announce_failed = { $name } n’a pas été envoyé. { $reason }
announce_cancelled = Envoi de { $name } annulé
too_large = Plus de { $size }. Réduisez le fichier ou divisez-le.
too_empty = Ce fichier est vide. Choisissez-en un autre.
bad_name = Ce nom est impossible. Renommez le fichier avec 200 caractères au plus.
wrong_kind = Ce type de fichier n’est pas accepté ici. Types acceptés : { $kinds }.
too_many = { $n ->
    [one] Un seul fichier est possible ici. Retirez-le d’abord.
   *[other] { $n } fichiers au plus sont possibles ici. Retirez-en un d’abord.
}

## Row actions

download = Télécharger
download_file = Télécharger { $name }
announce_download = Téléchargement de { $name }
versions = Historique des versions
rename = Renommer ou déplacer
delete = Supprimer

## Versions

versions_of = Versions de { $name }
current = Actuelle
download_version = Télécharger la version { $n }
fingerprint = SHA-256 { $value }

## Rename

rename_title = Renommer ou déplacer { $name }
name = Nom
folder = Dossier
folder_hint = Les sous-dossiers s’écrivent ainsi : Contrats/2026. Laissez vide pour le niveau supérieur.
name_missing = Saisissez un nom
name_wrong = Utilisez 200 caractères au plus, sans /
folder_wrong = Utilisez 500 caractères au plus, sans nom de dossier vide
renamed = { $name } a été enregistré

## Delete

delete_title = Supprimer { $name } ?
delete_text = Le document disparaît avec toutes ses versions pour tous les membres de { $organization }. Cette action est définitive.
keep = Conserver le document
delete_now = Supprimer le document
deleted = { $name } a été supprimé

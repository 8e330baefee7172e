### What the ApiKeys widget says.

title = Clés d’API
create = Créer une clé d’API
table = Clés d’API
column_name = Clé
column_used = Dernière utilisation
column_ends = Fin
column_actions = Actions
never_used = Jamais
no_end = À sa suppression
scopes = { $n ->
    [one] { $n } autorisation
   *[other] { $n } autorisations
}
made_by = { $scopes } · par { $name }
expired = Expirée
ends_soon = Expire bientôt
two_secrets = Deux secrets
orphaned = Propriétaire parti
empty = Aucune clé d’API pour l’instant
empty_hint = Avec une clé d’API, l’un de vos programmes travaille avec les données de { $organization } : il lit des dossiers ou envoie des documents.

## Creating

name = Nom
name_hint = Ce qui l’utilise, par exemple « Système d’entrepôt ».
name_required = Donnez un nom à la clé.
permissions = Autorisations
permissions_hint = Le moins possible pour ce programme. Il sera impossible d’en ajouter plus tard.
permissions_required = Choisissez-en au moins une.
ends = Fin
days = { $n ->
    [one] Après { $n } jour
   *[other] Après { $n } jours
}
year = Après un an
never = Quand elle sera supprimée
networks = Réseaux
networks_hint = Une adresse ou un réseau par ligne, par exemple 203.0.113.0/24. Si le champ est vide, la clé peut être utilisée de partout.
networks_invalid = L’une des lignes n’est ni une adresse ni un réseau.
too_many = Le nombre maximal de clés est atteint. Supprimez-en une dont vous n’avez plus besoin.

## The secret

secret_title = Copier le secret de { $name }
secret = Secret
secret_once = Il n’est affiché que cette fois. Conservez-le là où vos programmes gardent leurs secrets.
copy = Copier
copied = Le secret a été copié.
copy_failed = Le navigateur ne permet pas la copie. Sélectionnez le secret et copiez-le vous-même.
not_copied = Le secret n’a pas été copié et ne sera plus affiché. Fermez encore une fois pour continuer sans lui.
done = Terminé

## One key

details = Détails
usage = Requêtes des 30 derniers jours
usage_total = { $n ->
    [one] { $n } requête, { $most } le jour le plus chargé
   *[other] { $n } requêtes, { $most } le jour le plus chargé
}
usage_none = Aucune
created = Création
created_by = { $date } par { $name }
used_from = { $when } depuis { $address }
anywhere = Partout
secrets = Secrets
secret_since = …{ $hint }, depuis le { $date }
secret_ends = …{ $hint }, jusqu’au { $date }

## Rotating

rotate = Renouveler le secret
rotate_title = Renouveler le secret de { $name }
rotate_text = Vous recevez un autre secret. Mettez-le dans votre programme tant que le secret actuel est encore valable.
rotate_again = Deux secrets sont valables en ce moment. Un nouveau met fin aux deux immédiatement.
overlap = Le secret actuel prend fin
overlap_now = Maintenant
overlap_now_hint = Pour un secret que d’autres ont vu. Les programmes qui l’utilisent cessent de fonctionner.
overlap_hour = Dans une heure
overlap_day = Dans 24 heures
overlap_week = Dans 7 jours

## Deleting

delete = Supprimer
delete_title = Supprimer la clé d’API { $name } ?
delete_text = Ce qui l’utilise cesse immédiatement de fonctionner. Cette action est définitive.
in_use = Elle a été utilisée au cours des 7 derniers jours : quelque chose en a encore besoin.
delete_anyway = Supprimer quand même
keep = Conserver la clé d’API
deleted = { $name } a été supprimée.

## Permissions

cases_read = Lire les dossiers
cases_reply = Répondre dans les dossiers
documents_read = Lire et télécharger les documents
documents_upload = Envoyer, renommer et déplacer des documents
documents_delete = Supprimer des documents
forms_read = Lire les formulaires de demande
submissions_create = Envoyer des demandes
submissions_read = Lire les demandes
members_read = Lire les membres
audit_read = Lire le journal d’audit
keys_read = Lire les clés d’API

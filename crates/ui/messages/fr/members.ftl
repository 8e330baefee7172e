### What the Members widget says.

title = Membres
search = Rechercher par nom ou e-mail
role_filter = Rôle
all_roles = Tous les rôles
table = Membres et invitations en attente
column_name = Nom
column_role = Rôle
column_active = Dernière activité
column_actions = Actions
never_active = Pas encore
you = Vous
ends = Accès jusqu’au { $date }
ended = Accès terminé le { $date }

## Invitations

pending = En attente
suspended = Suspendu
invited_by = Invitation de { $name }, { $expiry }
invited = Invitation envoyée, { $expiry }
expires_days = { $n ->
    [one] expire dans { $n } jour
   *[other] expire dans { $n } jours
}
expires_tomorrow = expire demain
expires_today = expire aujourd’hui
expired = expirée
withdraw = Retirer l’invitation
withdraw_title = Retirer l’invitation envoyée à { $email } ?
withdraw_text = L’invitation ne pourra plus être acceptée. Vous pourrez réinviter cette personne à tout moment.
withdraw_keep = Conserver l’invitation
withdrawn = L’invitation envoyée à { $email } a été retirée

## Inviting

invite = Inviter un membre
invite_title = Inviter une personne dans { $organization }
invite_email = Adresse e-mail
invite_email_hint = C’est avec cette adresse que la personne rejoindra l’organisation.
invite_role = Rôle
invite_send = Envoyer l’invitation
invite_sent = { $email } a reçu une invitation
email_required = Saisissez une adresse e-mail
email_invalid = Saisissez une adresse e-mail complète, par exemple nom@entreprise.example
role_required = Choisissez un rôle

## Roles

role_owner_hint = Peut tout faire et décide qui d’autre est propriétaire.
role_admin_hint = Peut tout faire, inviter des personnes et modifier les rôles, sauf ceux des propriétaires.
role_member_hint = Peut envoyer des demandes, répondre et envoyer des documents.
role_viewer_hint = Peut consulter les dossiers, les documents et les membres, sans rien modifier.
change_role = Modifier le rôle
change_role_title = Modifier le rôle de { $name }
change_role_save = Modifier le rôle
own_role_warning = Il s’agit de votre propre rôle. Seule une autre personne pourra vous rendre l’ancien.
role_changed = { $name } a maintenant le rôle { $role }

## Removing

remove = Retirer le membre
remove_title = Retirer { $name } ?
remove_text = { $name } perd immédiatement l’accès à { $organization }, sur tous ses appareils. Les fichiers et les demandes restent. Vous pourrez réinviter cette personne à tout moment.
remove_keep = Conserver le membre
removed = { $name } ne fait plus partie des membres
leave = Quitter { $organization }
leave_title = Quitter { $organization } ?
leave_text = Vous perdez immédiatement l’accès à { $organization }, sur tous vos appareils. Pour revenir, vous devrez recevoir une nouvelle invitation.
leave_confirm = Quitter
leave_keep = Rester
left = Vous avez quitté { $organization }

## Refusals

error_last_owner = Toute organisation a besoin d’un propriétaire. Désignez d’abord un autre propriétaire, puis réessayez.
error_already_member = Cette personne est déjà membre ou a une invitation en attente.

## Empty

empty = Personne ici pour l’instant
empty_hint = Invitez les personnes qui doivent suivre des dossiers, envoyer des demandes ou voir des documents.

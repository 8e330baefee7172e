### What the AuditLog widget says.

title = Journal d’audit
search = Rechercher des noms, identifiants, adresses
filters = Filtres
filters_set = Filtres ({ $n })
person = Personne
everybody = Tout le monde
action = Action
all_actions = Toutes les actions
outcome = Résultat
any_outcome = Effectuées et refusées
done = Effectuée
denied = Refusée
since = Du
until = Au
only_about = Uniquement à propos de { $id }
clear = Effacer les filtres
table = Entrées du journal d’audit
column_what = Événement
column_address = Adresse
column_when = Date
system = Système
empty = Il ne s’est encore rien passé
empty_hint = Chaque modification dans { $organization } figure ici : qui, quoi, quand et d’où.
newer = Plus récentes
older = Plus anciennes
range = Entrées { $from } à { $to }
none_so_far = Aucun résultat parmi les entrées les plus récentes
search_older = Rechercher dans les entrées plus anciennes
refresh = Actualiser

## The export

export = Exporter
export_csv = CSV, pour les tableurs
export_jsonl = JSON Lines, tous les détails
export_ocsf = OCSF, pour les outils de sécurité
export_begins = L’export est en préparation.
exported = { $file } a été téléchargé.

## One entry

who = Qui
kind_user = personne
kind_key = clé d’API
kind_system = automatique
kind_operator = équipe de support
thing = Objet
reason = Motif
program = Programme
request = Requête
position = Numéro
hash = Empreinte
changes = Ce qui a changé
added = Ajouté
removed = Retiré
changed = Modifié
before = Avant :
after = Après :
only_person = Tout ce qu’a fait { $name }
only_thing = Tout à ce sujet

## Kinds of actions, in the order in which they are offered

kind_name = { $kind ->
    [member] Membres
    [invitation] Invitations
    [role] Rôles
    [embed_session] Visites du portail
    [session] Sessions
    [factor] Validation en deux étapes
    [document] Documents
    [case] Dossiers
    [submission] Demandes
    [api_key] Clés d’API
    [oauth_grant] Applications connectées
    [sso] Authentification unique
    [sso_connection] Fournisseurs d’identité
    [domain] Domaines
    [audit] Journal d’audit
    [console] Consultations par le support
    [audit_stream] Flux d’audit
    [organization] Organisation
   *[other] { $kind }
}

## Actions. A point in an action's name is a hyphen here. The last ones are attempts that were refused: the permission they needed

action_name = { $action ->
    [member-added] Membre ajouté
    [member-role_changed] Rôle modifié
    [member-updated] Membre modifié
    [member-suspended] Membre suspendu
    [member-reinstated] Suspension du membre levée
    [member-removed] Membre retiré
    [member-left] Membre parti
    [invitation-created] Invitation envoyée
    [invitation-accepted] Invitation acceptée
    [invitation-withdrawn] Invitation retirée
    [role-created] Rôle créé
    [role-updated] Rôle modifié
    [role-deleted] Rôle supprimé
    [embed_session-created] Portail ouvert
    [session-began] Session commencée
    [session-ended] Déconnexion
    [session-all_ended] Déconnexion de tous les appareils
    [session-confirmed] Identité confirmée
    [factor-added] Second facteur ajouté
    [factor-removed] Second facteur retiré
    [factor-reset] Seconds facteurs réinitialisés
    [factor-required] Exigence modifiée
    [factor-recovery_code_used] Code de secours utilisé
    [factor-recovery_codes_made] Codes de secours créés
    [document-uploaded] Document envoyé
    [document-version_uploaded] Nouvelle version envoyée
    [document-downloaded] Document téléchargé
    [document-updated] Document renommé ou déplacé
    [document-deleted] Document supprimé
    [document-discarded] Fichier de brouillon abandonné
    [document-imported] Document importé
    [case-updated] Dossier mis à jour
    [case-replied] Réponse envoyée
    [case-imported] Dossier importé
    [submission-created] Demande envoyée
    [api_key-created] Clé d’API créée
    [api_key-updated] Clé d’API modifiée
    [api_key-rotated] Secret de la clé d’API renouvelé
    [api_key-revoked] Clé d’API supprimée
    [oauth_grant-created] Application connectée
    [oauth_grant-revoked] Application déconnectée
    [console-organization_viewed] Organisation consultée par le support
    [console-members_viewed] Membres consultés par le support
    [console-access_explained] Accès d’un membre consulté par le support
    [console-audit_viewed] Journal d’audit consulté par le support
    [console-audit_entry_viewed] Entrée consultée par le support
    [sso-signed_in] Connexion par authentification unique
    [sso-break_glass_used] Connexion par exception
    [sso-manage] Modification de l’authentification unique
    [sso_connection-created] Fournisseur d’identité ajouté
    [sso_connection-updated] Fournisseur d’identité modifié
    [sso_connection-deleted] Fournisseur d’identité supprimé
    [sso_policy-updated] Obligation d’authentification unique modifiée
    [sso_identity-created] Compte associé à la première connexion
    [sso_identity-linked] Compte associé
    [sso_identity-unlinked] Compte dissocié
    [member-joined] Membre arrivé par authentification unique
    [domain-created] Domaine ajouté
    [domain-checked] Domaine vérifié
    [domain-vouched] Domaine confirmé par l’exploitant
    [domain-deleted] Domaine retiré
    [oauth_grant-token_revoked] Jeton rendu par une application
    [audit-exported] Journal d’audit exporté
    [audit-retention_changed] Durée de conservation modifiée
    [audit-entries_deleted] Anciennes entrées supprimées
    [audit-held] Conservation légale activée
    [audit-released] Conservation légale levée
    [audit_stream-created] Flux ajouté
    [audit_stream-updated] Flux modifié
    [audit_stream-rotated] Secret du flux renouvelé
    [audit_stream-tested] Flux testé
    [audit_stream-enabled] Flux activé
    [audit_stream-disabled] Flux désactivé
    [audit_stream-deleted] Flux supprimé
    [organization-theme_changed] Thème modifié
    [feature-switched] Fonctionnalité activée ou désactivée
    [plan-assigned] Formule modifiée
    [organization-imported] Organisation importée
    [mail-failed] E-mail non distribué
    [password-changed] Mot de passe modifié
    [password-reset] Mot de passe réinitialisé
    [password-set] Mot de passe défini
    [password-link_requested] Lien de nouveau mot de passe demandé
    [session-link_requested] Lien de connexion demandé
    [user-updated] Profil modifié
    [user-email_change_requested] Changement d’adresse e-mail demandé
    [user-email_link_requested] Vérification de l’adresse e-mail demandée
    [user-email_change_canceled] Changement d’adresse e-mail annulé
    [user-email_changed] Adresse e-mail modifiée
    [user-email_verified] Adresse e-mail vérifiée
    [oauth_grant-code_misused] Code de connexion d’une application détourné
    [oauth_grant-token_reused] Jeton d’une application réutilisé
    [audit-minimum_changed] Conservation minimale modifiée
    [cases-reply] Réponse dans un dossier
    [cases-manage] Modification d’un dossier
    [documents-upload] Envoi d’un document
    [documents-delete] Suppression d’un document
    [submissions-create] Envoi d’une demande
    [members-invite] Invitation d’un membre
    [members-manage] Modification d’un membre
    [api_keys-manage] Modification d’une clé d’API
    [audit-read] Lecture du journal d’audit
    [audit-manage] Modification de la conservation du journal d’audit
   *[other] { $action }
}

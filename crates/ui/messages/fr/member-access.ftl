### What the Members widget says about a member's access: suspending it, ending it, explaining it.

## Suspending, and the end

suspend = Suspendre l’accès
suspend_title = Suspendre l’accès de { $name } ?
suspend_text = { $name } est immédiatement déconnecté, sur tous ses appareils. Le rôle et les réglages sont conservés jusqu’à la levée de la suspension.
suspend_reason = Motif
suspend_reason_hint = Conservé dans le journal d’audit et visible par les personnes qui gèrent les membres.
suspend_reason_required = Saisissez un motif
suspended_done = L’accès de { $name } est suspendu
reinstate = Lever la suspension
reinstate_title = Lever la suspension de { $name } ?
reinstate_text = { $name } pourra se reconnecter immédiatement, avec le même rôle qu’auparavant.
reinstated = { $name } a de nouveau accès
set_end = Fixer la fin de l’accès
set_end_title = Quand l’accès de { $name } prend-il fin ?
set_end_day = Dernier jour d’accès
set_end_hint = Laissez vide pour un accès sans date de fin.
set_end_save = Enregistrer
set_end_past = Choisissez aujourd’hui ou un jour ultérieur
end_set = Accès de { $name } : jusqu’au { $date }
end_removed = L’accès de { $name } n’a plus de date de fin

## Why somebody may do something

access = Expliquer l’accès
access_title = Ce que { $name } peut faire, et pourquoi
access_allowed = Autorisé
access_denied = Non autorisé
access_depends = Selon le cas
access_by_role = Par le rôle { $role }
access_by_role_condition = Par le rôle { $role }, sous condition
access_denied_by_role = Interdit par le rôle { $role }
access_denied_by_role_condition = Interdit par le rôle { $role }, sous condition
access_no_grant = Le rôle ne le comprend pas
access_feature = Ne fait pas partie de ce dont dispose votre organisation
access_suspended = L’accès est suspendu
access_ended = L’accès a pris fin
may_cases_read = Voir les dossiers
may_cases_reply = Répondre dans les dossiers
may_documents_read = Voir les documents
may_documents_upload = Envoyer des documents
may_documents_delete = Supprimer des documents
may_forms_read = Voir les formulaires de demande
may_submissions_create = Envoyer des demandes
may_submissions_read = Voir les demandes envoyées
may_members_read = Voir les membres
may_members_invite = Inviter des personnes
may_members_manage = Gérer les membres
may_audit_read = Voir le journal d’audit
may_audit_manage = Conserver et transmettre le journal d’audit
may_api_keys_read = Voir les clés d’API
may_api_keys_manage = Gérer les clés d’API
may_sso_manage = Configurer l’authentification unique

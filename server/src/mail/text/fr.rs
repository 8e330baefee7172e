//! French.

use super::{Content, Frame, Words};

pub(super) const FRAME: Frame = Frame {
    button_does_not_work: "Si le bouton ne fonctionne pas, ouvrez cette adresse dans votre navigateur :",
    support: "Des questions ? Écrivez à {{ support }}.",
    automatic: "Ce message a été envoyé automatiquement par {{ brand }}.",
};

pub(super) fn words(content: &Content) -> Words {
    match content {
        Content::Invitation { .. } => Words {
            subject: "{% if inviter %}{{ inviter }} vous invite dans {{ organization }}{% else %}Votre invitation dans {{ organization }}{% endif %}",
            heading: "Vous êtes invité dans {{ organization }}",
            paragraphs: &[
                "{% if inviter %}{{ inviter }} vous invite à travailler avec {{ organization }} dans le portail {{ brand }}.{% else %}Vous êtes invité à travailler avec {{ organization }} dans le portail {{ brand }}.{% endif %}",
            ],
            button: Some("Accepter l’invitation"),
            notes: &[
                "Le lien est valable {{ days }} jours et ne peut servir qu’une fois.",
                "Si vous n’attendiez pas cette invitation, vous pouvez l’ignorer : il ne se passe rien tant que vous ne l’acceptez pas.",
            ],
        },
        Content::SignInLink { .. } => Words {
            subject: "Connexion à {{ brand }}",
            heading: "Connexion à {{ brand }}",
            paragraphs: &[
                "Quelqu’un, probablement vous, a demandé un lien de connexion{% if place %}, depuis {{ place }}{% endif %}.",
            ],
            button: Some("Se connecter"),
            notes: &[
                "Le lien est valable {{ minutes }} minutes et ne peut servir qu’une fois. Ouvrez-le dans le navigateur où vous l’avez demandé.",
                "Si vous ne l’avez pas demandé, vous pouvez l’ignorer. Ne le transmettez à personne : quiconque l’ouvre est connecté à votre place.",
            ],
        },
        Content::PasswordLink { .. } => Words {
            subject: "Définir un nouveau mot de passe pour {{ brand }}",
            heading: "Définir un nouveau mot de passe",
            paragraphs: &[
                "Quelqu’un, probablement vous, a demandé à définir un nouveau mot de passe pour votre compte{% if place %}, depuis {{ place }}{% endif %}.",
            ],
            button: Some("Définir un nouveau mot de passe"),
            notes: &[
                "Le lien est valable {{ minutes }} minutes et ne peut servir qu’une fois. Vous serez alors déconnecté partout.",
                "Si vous ne l’avez pas demandé, vous pouvez l’ignorer : votre mot de passe reste le même. Ne transmettez ce lien à personne.",
            ],
        },
        Content::PasswordChanged { .. } => Words {
            subject: "Votre mot de passe pour {{ brand }} a été modifié",
            heading: "Votre mot de passe a été modifié",
            paragraphs: &[
                "Le mot de passe de votre compte a été modifié le {{ at }}{% if place %}, depuis {{ place }}{% endif %}.",
                "Si c’était vous, vous n’avez rien à faire. Sinon, définissez immédiatement un nouveau mot de passe.",
            ],
            button: Some("Définir un nouveau mot de passe"),
            notes: &[],
        },
        Content::EmailLink { .. } => Words {
            subject: "Confirmez votre adresse e-mail pour {{ brand }}",
            heading: "Confirmez votre adresse e-mail",
            paragraphs: &[
                "{% if is_new %}{{ name }} souhaite utiliser cette adresse pour un compte chez {{ brand }}.{% else %}Cette adresse est celle du compte de {{ name }} chez {{ brand }}.{% endif %} Ouvrez le lien et connectez-vous à ce compte pour la confirmer.",
            ],
            button: Some("Confirmer l’adresse"),
            notes: &[
                "Le lien est valable {{ hours }} heures et ne peut servir qu’une fois.",
                "Si ce compte n’est pas le vôtre, vous pouvez ignorer ce message : rien ne change.",
            ],
        },
        Content::EmailChangeAsked { .. } => Words {
            subject: "Votre adresse e-mail pour {{ brand }} va changer",
            heading: "Votre adresse e-mail va changer",
            paragraphs: &[
                "Quelqu’un, probablement vous, a demandé à utiliser {{ email }} pour votre compte à la place de cette adresse{% if place %}, depuis {{ place }}{% endif %}.",
                "Elle changera dès que la nouvelle adresse aura été confirmée. Si c’était vous, vous n’avez rien à faire ici.",
                "Sinon, quelqu’un d’autre a accès à votre compte. Définissez immédiatement un nouveau mot de passe : cela annule aussi ce changement.",
            ],
            button: Some("Définir un nouveau mot de passe"),
            notes: &[],
        },
        Content::EmailChanged { .. } => Words {
            subject: "Votre adresse e-mail pour {{ brand }} a été modifiée",
            heading: "Votre adresse e-mail a été modifiée",
            paragraphs: &[
                "Le {{ at }}, l’adresse de votre compte est devenue {{ email }}. L’adresse à laquelle vous recevez ce message ne mène plus au compte.",
                "Si ce n’était pas vous, {% if support %}écrivez immédiatement à {{ support }}.{% else %}prévenez immédiatement {{ brand }}.{% endif %}",
            ],
            button: None,
            notes: &[],
        },
        Content::BreakGlass { .. } => Words {
            subject: "{{ person }} s’est connecté à {{ organization }} sans authentification unique",
            heading: "Connexion sans authentification unique",
            paragraphs: &[
                "{{ organization }} exige l’authentification unique. {{ person }}, propriétaire désigné comme exception, s’est connecté autrement à {{ at }}{% if address %}, depuis l’adresse {{ address }}{% endif %}.",
                "Si vous n’en connaissez pas la raison, demandez à {{ person }} et consultez le journal d’audit.",
            ],
            button: Some("Ouvrir les paramètres"),
            notes: &["Vous recevez ce message parce que vous êtes propriétaire de {{ organization }}."],
        },
        Content::AuditStreamDisabled { .. } => Words {
            subject: "Le journal d’audit de {{ organization }} n’est plus transmis",
            heading: "Le journal d’audit n’est plus transmis",
            paragraphs: &[
                "Le journal d’audit de {{ organization }} était transmis à {{ host }}. Il n’y est plus accepté depuis plusieurs jours, et l’envoi a donc été arrêté. Aucune entrée n’est perdue : une fois réactivé, il reprendra là où il s’était arrêté.",
            ],
            button: Some("Voir les détails"),
            notes: &["Vous recevez ce message parce que vous êtes propriétaire de {{ organization }}."],
        },
        Content::FactorAdded { .. } => Words {
            subject: "Validation en deux étapes : {% if passkey %}une clé d’accès a été ajoutée{% else %}une application a été ajoutée{% endif %}",
            heading: "Votre compte a un second facteur de plus",
            paragraphs: &[
                "{% if passkey %}La clé d’accès « {{ passkey }} » a été ajoutée à votre compte dans le portail {{ brand }}. Elle permet désormais de vous connecter.{% else %}Une application a été configurée pour votre compte dans le portail {{ brand }}. Son code vous sera désormais demandé à chaque connexion.{% endif %}",
            ],
            button: Some("Accéder à votre compte"),
            notes: &[NOT_YOU],
        },
        Content::FactorRemoved { .. } => Words {
            subject: "Validation en deux étapes : {% if passkey %}une clé d’accès a été retirée{% else %}l’application a été retirée{% endif %}",
            heading: "Votre compte a un second facteur de moins",
            paragraphs: &[
                "{% if passkey %}La clé d’accès « {{ passkey }} » a été retirée de votre compte dans le portail {{ brand }}.{% else %}L’application qui affiche les codes a été retirée de votre compte dans le portail {{ brand }}.{% endif %} Vous avez été déconnecté partout ailleurs.",
            ],
            button: Some("Accéder à votre compte"),
            notes: &[NOT_YOU],
        },
        Content::RecoveryCodesMade {} => Words {
            subject: "Vous avez de nouveaux codes de secours",
            heading: "Vous avez de nouveaux codes de secours",
            paragraphs: &[
                "De nouveaux codes de secours ont été créés pour votre compte dans le portail {{ brand }}. Les anciens ne sont plus valables.",
            ],
            button: Some("Accéder à votre compte"),
            notes: &[NOT_YOU],
        },
        Content::RecoveryCodeUsed { .. } => Words {
            subject: "Un code de secours a été utilisé",
            heading: "Un code de secours a été utilisé",
            paragraphs: &[
                "Quelqu’un a prouvé son identité avec l’un de vos codes de secours dans le portail {{ brand }}.",
                "{% if left == 0 %}Il n’en reste aucun. Créez-en de nouveaux dans votre compte.{% elif left == 1 %}Il en reste un. Créez-en de nouveaux dans votre compte.{% else %}Il en reste {{ left }}.{% endif %}",
            ],
            button: Some("Accéder à votre compte"),
            notes: &[NOT_YOU],
        },
        Content::WrongCodes {} => Words {
            subject: "Codes erronés pour votre compte",
            heading: "Quelqu’un saisit des codes erronés pour votre compte",
            paragraphs: &[
                "Quelqu’un qui a passé la première étape de connexion à votre compte dans le portail {{ brand }} a saisi plusieurs fois un code erroné.",
                "Si ce n’était pas vous, cette personne connaît peut-être votre mot de passe : changez-le.",
            ],
            button: Some("Accéder à votre compte"),
            notes: &[],
        },
        Content::FactorsReset {} => Words {
            subject: "La validation en deux étapes a été réinitialisée",
            heading: "La validation en deux étapes a été réinitialisée",
            paragraphs: &[
                "Tous les seconds facteurs de votre compte dans le portail {{ brand }} ont été retirés par ses exploitants, et vous avez été déconnecté partout. Connectez-vous et configurez ce que vous souhaitez utiliser désormais.",
            ],
            button: Some("Accéder à votre compte"),
            notes: &["Si vous ne l’avez pas demandé, prévenez immédiatement le support."],
        },
    }
}

/// What to do about a change that somebody else made.
const NOT_YOU: &str = "Si ce n’était pas vous : changez votre mot de passe, mettez fin aux sessions que vous ne connaissez pas et prévenez le support.";

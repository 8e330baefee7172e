//! Spanish.

use super::{Content, Frame, Words};

pub(super) const FRAME: Frame = Frame {
    button_does_not_work: "Si el botón no funciona, abra esta dirección en su navegador:",
    support: "¿Preguntas? Escriba a {{ support }}.",
    automatic: "{{ brand }} ha enviado este mensaje automáticamente.",
};

pub(super) fn words(content: &Content) -> Words {
    match content {
        Content::Invitation { .. } => Words {
            subject: "{% if inviter %}{{ inviter }} le invita a {{ organization }}{% else %}Su invitación a {{ organization }}{% endif %}",
            heading: "Tiene una invitación a {{ organization }}",
            paragraphs: &[
                "{% if inviter %}{{ inviter }} le invita a trabajar con {{ organization }} en el portal de {{ brand }}.{% else %}Se le invita a trabajar con {{ organization }} en el portal de {{ brand }}.{% endif %}",
            ],
            button: Some("Aceptar la invitación"),
            notes: &[
                "El enlace es válido durante {{ days }} días y solo se puede usar una vez.",
                "Si no esperaba esta invitación, puede ignorarla: no ocurre nada mientras no la acepte.",
            ],
        },
        Content::SignInLink { .. } => Words {
            subject: "Iniciar sesión en {{ brand }}",
            heading: "Iniciar sesión en {{ brand }}",
            paragraphs: &[
                "Alguien, probablemente usted, ha pedido un enlace para iniciar sesión{% if place %}, desde {{ place }}{% endif %}.",
            ],
            button: Some("Iniciar sesión"),
            notes: &[
                "El enlace es válido durante {{ minutes }} minutos y solo se puede usar una vez. Ábralo en el navegador en el que lo pidió.",
                "Si no lo ha pedido usted, puede ignorarlo. No se lo dé a nadie: quien lo abra entrará en su cuenta.",
            ],
        },
        Content::PasswordLink { .. } => Words {
            subject: "Establecer una contraseña nueva para {{ brand }}",
            heading: "Establecer una contraseña nueva",
            paragraphs: &[
                "Alguien, probablemente usted, ha pedido establecer una contraseña nueva para su cuenta{% if place %}, desde {{ place }}{% endif %}.",
            ],
            button: Some("Establecer una contraseña nueva"),
            notes: &[
                "El enlace es válido durante {{ minutes }} minutos y solo se puede usar una vez. Al usarlo se cierran todas sus sesiones.",
                "Si no lo ha pedido usted, puede ignorarlo: su contraseña no cambia. No dé el enlace a nadie.",
            ],
        },
        Content::PasswordChanged { .. } => Words {
            subject: "Su contraseña de {{ brand }} ha cambiado",
            heading: "Su contraseña ha cambiado",
            paragraphs: &[
                "La contraseña de su cuenta se cambió el {{ at }}{% if place %}, desde {{ place }}{% endif %}.",
                "Si ha sido usted, no tiene que hacer nada. Si no, establezca de inmediato una contraseña nueva.",
            ],
            button: Some("Establecer una contraseña nueva"),
            notes: &[],
        },
        Content::EmailLink { .. } => Words {
            subject: "Confirme su dirección de correo para {{ brand }}",
            heading: "Confirme su dirección de correo",
            paragraphs: &[
                "{% if is_new %}{{ name }} quiere usar esta dirección para una cuenta en {{ brand }}.{% else %}Esta es la dirección de la cuenta de {{ name }} en {{ brand }}.{% endif %} Abra el enlace e inicie sesión en esa cuenta para confirmarla.",
            ],
            button: Some("Confirmar la dirección"),
            notes: &[
                "El enlace es válido durante {{ hours }} horas y solo se puede usar una vez.",
                "Si esta cuenta no es suya, puede ignorar este mensaje: no cambia nada.",
            ],
        },
        Content::EmailChangeAsked { .. } => Words {
            subject: "Su dirección de correo para {{ brand }} va a cambiar",
            heading: "Su dirección de correo va a cambiar",
            paragraphs: &[
                "Alguien, probablemente usted, ha pedido usar {{ email }} para su cuenta en lugar de esta dirección{% if place %}, desde {{ place }}{% endif %}.",
                "Cambiará en cuanto se confirme la dirección nueva. Si ha sido usted, no tiene que hacer nada aquí.",
                "Si no, otra persona ha entrado en su cuenta. Establezca de inmediato una contraseña nueva: eso también anula el cambio.",
            ],
            button: Some("Establecer una contraseña nueva"),
            notes: &[],
        },
        Content::EmailChanged { .. } => Words {
            subject: "Su dirección de correo para {{ brand }} ha cambiado",
            heading: "Su dirección de correo ha cambiado",
            paragraphs: &[
                "El {{ at }}, la dirección de su cuenta pasó a ser {{ email }}. Esta dirección ya no lleva a la cuenta.",
                "Si no ha sido usted, {% if support %}escriba de inmediato a {{ support }}.{% else %}avise de inmediato a {{ brand }}.{% endif %}",
            ],
            button: None,
            notes: &[],
        },
        Content::BreakGlass { .. } => Words {
            subject: "{{ person }} ha entrado en {{ organization }} sin inicio de sesión único",
            heading: "Inicio de sesión sin inicio de sesión único",
            paragraphs: &[
                "{{ organization }} exige el inicio de sesión único. {{ person }}, propietario designado como excepción, ha entrado de otra manera a las {{ at }}{% if address %}, desde la dirección {{ address }}{% endif %}.",
                "Si no sabe por qué, pregunte a {{ person }} y consulte el registro de auditoría.",
            ],
            button: Some("Abrir los ajustes"),
            notes: &["Recibe este mensaje porque es propietario de {{ organization }}."],
        },
        Content::AuditStreamDisabled { .. } => Words {
            subject: "El registro de auditoría de {{ organization }} ya no se envía",
            heading: "El registro de auditoría ya no se envía",
            paragraphs: &[
                "El registro de auditoría de {{ organization }} se enviaba a {{ host }}. Allí no se acepta desde hace días, por lo que el envío se ha detenido. No se pierde ninguna entrada: cuando lo vuelva a activar, continuará donde se quedó.",
            ],
            button: Some("Ver los detalles"),
            notes: &["Recibe este mensaje porque es propietario de {{ organization }}."],
        },
        Content::FactorAdded { .. } => Words {
            subject: "Verificación en dos pasos: {% if passkey %}se ha añadido una llave de acceso{% else %}se ha añadido una aplicación{% endif %}",
            heading: "Su cuenta tiene otro segundo factor",
            paragraphs: &[
                "{% if passkey %}La llave de acceso «{{ passkey }}» se ha añadido a su cuenta en el portal de {{ brand }}. A partir de ahora sirve para iniciar sesión.{% else %}Se ha configurado una aplicación para su cuenta en el portal de {{ brand }}. A partir de ahora se le pedirá su código al iniciar sesión.{% endif %}",
            ],
            button: Some("Ir a su cuenta"),
            notes: &[NOT_YOU],
        },
        Content::FactorRemoved { .. } => Words {
            subject: "Verificación en dos pasos: {% if passkey %}se ha quitado una llave de acceso{% else %}se ha quitado la aplicación{% endif %}",
            heading: "Su cuenta tiene un segundo factor menos",
            paragraphs: &[
                "{% if passkey %}La llave de acceso «{{ passkey }}» se ha quitado de su cuenta en el portal de {{ brand }}.{% else %}La aplicación que muestra los códigos se ha quitado de su cuenta en el portal de {{ brand }}.{% endif %} Se han cerrado todas sus demás sesiones.",
            ],
            button: Some("Ir a su cuenta"),
            notes: &[NOT_YOU],
        },
        Content::RecoveryCodesMade {} => Words {
            subject: "Tiene códigos de recuperación nuevos",
            heading: "Tiene códigos de recuperación nuevos",
            paragraphs: &[
                "Se han creado códigos de recuperación nuevos para su cuenta en el portal de {{ brand }}. Los anteriores ya no sirven.",
            ],
            button: Some("Ir a su cuenta"),
            notes: &[NOT_YOU],
        },
        Content::RecoveryCodeUsed { .. } => Words {
            subject: "Se ha usado un código de recuperación",
            heading: "Se ha usado un código de recuperación",
            paragraphs: &[
                "Alguien ha demostrado su identidad con uno de sus códigos de recuperación en el portal de {{ brand }}.",
                "{% if left == 0 %}No queda ninguno. Cree otros en su cuenta.{% elif left == 1 %}Queda uno. Cree otros en su cuenta.{% else %}Quedan {{ left }}.{% endif %}",
            ],
            button: Some("Ir a su cuenta"),
            notes: &[NOT_YOU],
        },
        Content::WrongCodes {} => Words {
            subject: "Códigos incorrectos para su cuenta",
            heading: "Alguien introduce códigos incorrectos para su cuenta",
            paragraphs: &[
                "Alguien que superó el primer paso del inicio de sesión en su cuenta del portal de {{ brand }} introdujo varias veces un código incorrecto.",
                "Si no ha sido usted, es posible que conozca su contraseña: cámbiela.",
            ],
            button: Some("Ir a su cuenta"),
            notes: &[],
        },
        Content::FactorsReset {} => Words {
            subject: "Se ha restablecido la verificación en dos pasos",
            heading: "Se ha restablecido la verificación en dos pasos",
            paragraphs: &[
                "Quienes gestionan el portal de {{ brand }} han quitado todos los segundos factores de su cuenta y se han cerrado todas sus sesiones. Inicie sesión y configure lo que quiera usar a partir de ahora.",
            ],
            button: Some("Ir a su cuenta"),
            notes: &["Si no lo ha pedido usted, avise de inmediato al equipo de soporte."],
        },
    }
}

/// What to do about a change that somebody else made.
const NOT_YOU: &str =
    "Si no ha sido usted: cambie su contraseña, cierre las sesiones que no reconozca y avise al equipo de soporte.";

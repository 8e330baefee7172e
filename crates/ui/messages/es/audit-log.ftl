### What the AuditLog widget says.

title = Registro de auditoría
search = Buscar nombres, identificadores, direcciones
filters = Filtros
filters_set = Filtros ({ $n })
person = Persona
everybody = Todas las personas
action = Acción
all_actions = Todas las acciones
outcome = Resultado
any_outcome = Realizadas y denegadas
done = Realizada
denied = Denegada
since = Desde
until = Hasta
only_about = Solo sobre { $id }
clear = Quitar filtros
table = Entradas del registro de auditoría
column_what = Qué ocurrió
column_address = Dirección
column_when = Cuándo
system = Sistema
empty = Todavía no ha ocurrido nada
empty_hint = Aquí figura cada cambio en { $organization }: quién, qué, cuándo y desde dónde.
newer = Más recientes
older = Más antiguas
range = Entradas { $from } a { $to }
none_so_far = Sin resultados entre las entradas más recientes
search_older = Buscar en entradas más antiguas
refresh = Actualizar

## The export

export = Exportar
export_csv = CSV, para hojas de cálculo
export_jsonl = JSON Lines, con todos los detalles
export_ocsf = OCSF, para herramientas de seguridad
export_begins = Se está preparando la exportación.
exported = Se ha descargado { $file }.

## One entry

who = Quién
kind_user = persona
kind_key = clave de API
kind_system = automático
kind_operator = equipo de soporte
thing = Sobre
reason = Motivo
program = Programa
request = Petición
position = Número
hash = Huella
changes = Qué cambió
added = Añadido
removed = Quitado
changed = Cambiado
before = Antes:
after = Después:
only_person = Todo lo de { $name }
only_thing = Todo sobre esto

## Kinds of actions, in the order in which they are offered

kind_name = { $kind ->
    [member] Miembros
    [invitation] Invitaciones
    [role] Roles
    [embed_session] Visitas al portal
    [session] Sesiones
    [factor] Verificación en dos pasos
    [document] Documentos
    [case] Expedientes
    [submission] Solicitudes
    [api_key] Claves de API
    [oauth_grant] Aplicaciones conectadas
    [sso] Inicio de sesión único
    [sso_connection] Proveedores de identidad
    [domain] Dominios
    [audit] Registro de auditoría
    [console] Consultas del equipo de soporte
    [audit_stream] Flujos de auditoría
    [organization] Organización
   *[other] { $kind }
}

## Actions. A point in an action's name is a hyphen here. The last ones are attempts that were refused: the permission they needed

action_name = { $action ->
    [member-added] Miembro añadido
    [member-role_changed] Rol cambiado
    [member-updated] Miembro modificado
    [member-suspended] Miembro suspendido
    [member-reinstated] Suspensión del miembro levantada
    [member-removed] Miembro quitado
    [member-left] Miembro que salió
    [invitation-created] Invitación enviada
    [invitation-accepted] Invitación aceptada
    [invitation-withdrawn] Invitación retirada
    [role-created] Rol creado
    [role-updated] Rol modificado
    [role-deleted] Rol eliminado
    [embed_session-created] Portal abierto
    [session-began] Sesión iniciada
    [session-ended] Sesión cerrada
    [session-all_ended] Sesión cerrada en todos los dispositivos
    [session-confirmed] Identidad confirmada
    [factor-added] Segundo factor añadido
    [factor-removed] Segundo factor quitado
    [factor-reset] Segundos factores restablecidos
    [factor-required] Requisito cambiado
    [factor-recovery_code_used] Código de recuperación usado
    [factor-recovery_codes_made] Códigos de recuperación creados
    [document-uploaded] Documento subido
    [document-version_uploaded] Versión nueva subida
    [document-downloaded] Documento descargado
    [document-updated] Documento renombrado o movido
    [document-deleted] Documento eliminado
    [document-discarded] Archivo de borrador descartado
    [document-imported] Documento importado
    [case-updated] Expediente actualizado
    [case-replied] Respuesta enviada
    [case-imported] Expediente importado
    [submission-created] Solicitud enviada
    [api_key-created] Clave de API creada
    [api_key-updated] Clave de API modificada
    [api_key-rotated] Secreto de la clave de API renovado
    [api_key-revoked] Clave de API eliminada
    [oauth_grant-created] Aplicación conectada
    [oauth_grant-revoked] Aplicación desconectada
    [console-organization_viewed] El equipo de soporte consultó la organización
    [console-members_viewed] El equipo de soporte consultó los miembros
    [console-access_explained] El equipo de soporte consultó el acceso de un miembro
    [console-audit_viewed] El equipo de soporte consultó el registro de auditoría
    [console-audit_entry_viewed] El equipo de soporte consultó una entrada
    [sso-signed_in] Inicio de sesión único
    [sso-break_glass_used] Inicio de sesión por excepción
    [sso-manage] Cambio del inicio de sesión único
    [sso_connection-created] Proveedor de identidad añadido
    [sso_connection-updated] Proveedor de identidad modificado
    [sso_connection-deleted] Proveedor de identidad eliminado
    [sso_policy-updated] Obligación del inicio de sesión único cambiada
    [sso_identity-created] Cuenta vinculada en el primer inicio de sesión
    [sso_identity-linked] Cuenta vinculada
    [sso_identity-unlinked] Cuenta desvinculada
    [member-joined] Miembro incorporado por inicio de sesión único
    [domain-created] Dominio añadido
    [domain-checked] Dominio comprobado
    [domain-vouched] Dominio confirmado por el operador
    [domain-deleted] Dominio quitado
    [oauth_grant-token_revoked] Una aplicación devolvió un token
    [audit-exported] Registro de auditoría exportado
    [audit-retention_changed] Plazo de conservación cambiado
    [audit-entries_deleted] Entradas antiguas eliminadas
    [audit-held] Retención legal activada
    [audit-released] Retención legal levantada
    [audit_stream-created] Flujo añadido
    [audit_stream-updated] Flujo modificado
    [audit_stream-rotated] Secreto del flujo renovado
    [audit_stream-tested] Flujo probado
    [audit_stream-enabled] Flujo activado
    [audit_stream-disabled] Flujo desactivado
    [audit_stream-deleted] Flujo eliminado
    [organization-theme_changed] Tema cambiado
    [feature-switched] Función activada o desactivada
    [plan-assigned] Plan cambiado
    [organization-imported] Organización importada
    [mail-failed] Correo no entregado
    [password-changed] Contraseña cambiada
    [password-reset] Contraseña restablecida
    [password-set] Contraseña establecida
    [password-link_requested] Enlace para una contraseña nueva solicitado
    [session-link_requested] Enlace de inicio de sesión solicitado
    [user-updated] Perfil cambiado
    [user-email_change_requested] Cambio de correo electrónico solicitado
    [user-email_link_requested] Verificación de correo electrónico solicitada
    [user-email_change_canceled] Cambio de correo electrónico cancelado
    [user-email_changed] Correo electrónico cambiado
    [user-email_verified] Correo electrónico verificado
    [oauth_grant-code_misused] Uso indebido del código de una aplicación
    [oauth_grant-token_reused] Token de una aplicación reutilizado
    [audit-minimum_changed] Conservación mínima cambiada
    [cases-reply] Respuesta en un expediente
    [cases-manage] Cambio de un expediente
    [documents-upload] Subida de un documento
    [documents-delete] Eliminación de un documento
    [submissions-create] Envío de una solicitud
    [members-invite] Invitación de un miembro
    [members-manage] Cambio de un miembro
    [api_keys-manage] Cambio de una clave de API
    [audit-read] Lectura del registro de auditoría
    [audit-manage] Cambio en el tratamiento del registro de auditoría
   *[other] { $action }
}

### What the Members widget says.

title = Miembros
search = Buscar por nombre o correo
role_filter = Rol
all_roles = Todos los roles
table = Miembros e invitaciones pendientes
column_name = Nombre
column_role = Rol
column_active = Última actividad
column_actions = Acciones
never_active = Todavía no
you = Usted
ends = Acceso hasta el { $date }
ended = El acceso terminó el { $date }

## Invitations

pending = Pendiente
suspended = Suspendido
invited_by = Invitación de { $name }, { $expiry }
invited = Invitación enviada, { $expiry }
expires_days = { $n ->
    [one] caduca en { $n } día
   *[other] caduca en { $n } días
}
expires_tomorrow = caduca mañana
expires_today = caduca hoy
expired = caducada
withdraw = Retirar invitación
withdraw_title = ¿Retirar la invitación a { $email }?
withdraw_text = La invitación ya no se podrá aceptar. Puede volver a invitar a esta persona en cualquier momento.
withdraw_keep = Conservar invitación
withdrawn = La invitación a { $email } se ha retirado

## Inviting

invite = Invitar a un miembro
invite_title = Invitar a alguien a { $organization }
invite_email = Dirección de correo
invite_email_hint = La persona entra con esta dirección.
invite_role = Rol
invite_send = Enviar invitación
invite_sent = Se ha invitado a { $email }
email_required = Introduzca una dirección de correo
email_invalid = Introduzca una dirección de correo completa, por ejemplo nombre@empresa.example
role_required = Elija un rol

## Roles

role_owner_hint = Puede hacerlo todo y decide quién más es propietario.
role_admin_hint = Puede hacerlo todo, invitar a personas y cambiar roles, salvo los de los propietarios.
role_member_hint = Puede enviar solicitudes, responder y subir documentos.
role_viewer_hint = Puede consultar expedientes, documentos y miembros, sin cambiar nada.
change_role = Cambiar rol
change_role_title = Cambiar el rol de { $name }
change_role_save = Cambiar rol
own_role_warning = Este es su propio rol. Solo otra persona podrá devolverle el anterior.
role_changed = { $name } tiene ahora el rol { $role }

## Removing

remove = Quitar miembro
remove_title = ¿Quitar a { $name }?
remove_text = { $name } pierde de inmediato el acceso a { $organization } en todos sus dispositivos. Los archivos y las solicitudes permanecen. Puede volver a invitar a esta persona en cualquier momento.
remove_keep = Conservar miembro
removed = { $name } ya no es miembro
leave = Salir de { $organization }
leave_title = ¿Salir de { $organization }?
leave_text = Perderá de inmediato el acceso a { $organization } en todos sus dispositivos. Para volver, otra persona tendrá que invitarle.
leave_confirm = Salir
leave_keep = Quedarse
left = Ha salido de { $organization }

## Refusals

error_last_owner = Toda organización necesita un propietario. Nombre primero a otro propietario y vuelva a intentarlo.
error_already_member = Esta persona ya es miembro o tiene una invitación pendiente.

## Empty

empty = Todavía no hay nadie
empty_hint = Invite a las personas que deban seguir expedientes, enviar solicitudes o ver documentos.

### What several widgets say.

## Buttons

retry = Volver a intentarlo
close = Cerrar
cancel = Cancelar
back = Volver
save = Guardar
undo = Deshacer
clear_search = Borrar la búsqueda
show_all = Mostrar todo
load_more = Cargar más
loading = Cargando
more_actions = Más acciones para { $name }
dismiss = Ocultar
optional = opcional
you = Usted
contact = Contactar con { $email }
results = { $n ->
    [one] { $n } resultado
   *[other] { $n } resultados
}

## States

failed_title = No se ha podido cargar
reference = Referencia { $id }
reference_copy = Indique esta referencia al equipo de soporte si el problema se repite.
stale = Es posible que esta información no esté al día. La última actualización ha fallado.
denied_title = No tiene acceso a este contenido
denied_role = Su rol es { $own }. Se necesita como mínimo el rol { $role }.
denied_ask = Pida a un propietario o administrador de { $organization } que cambie su rol.
denied_feature = Esta función no forma parte de su portal por el momento.
no_results = Sin resultados
no_results_hint = Pruebe con otras palabras o muestre todo.

## Errors

error_timeout = El servidor ha tardado demasiado en responder. Vuelva a intentarlo dentro de un momento.
error_unreadable = No se ha podido leer el archivo. Elíjalo de nuevo.
error_offline = No se puede conectar con el servidor. Compruebe su conexión y vuelva a intentarlo.
error_signed_out = Su sesión ha terminado. Recargue la página para volver a iniciar sesión.
error_cancelled = Cancelado.
error_denied = Su rol no lo permite. Diríjase a un propietario o administrador de su organización.
error_confirm = Para esto debe confirmar su identidad. Confírmela y vuelva a intentarlo.
error_second_factor = Su organización exige la verificación en dos pasos. Configúrela en su cuenta.
confirm_identity = Confirmar su identidad
error_unavailable_here = Esta función no está disponible aquí.
error_gone = Este elemento ya no existe o usted ya no tiene acceso a él.
error_changed = Este elemento ha cambiado entretanto. Consulte el estado actual y vuelva a intentarlo.
error_conflict = Ahora mismo no es posible, porque algo ha cambiado. Consulte el estado actual y vuelva a intentarlo.
error_too_large = El archivo es demasiado grande.
error_media_type = Este tipo de archivo no se acepta.
error_damaged = El archivo no ha llegado completo. Vuelva a intentarlo.
error_invalid = Revise algunos de los datos.
error_too_many = Demasiados intentos. Espere un momento y vuelva a intentarlo.
error_busy = El servidor está ocupado. Vuelva a intentarlo dentro de un momento.
error_unexpected = Se ha producido un problema por nuestra parte. Vuelva a intentarlo.

## Times

just_now = ahora mismo
minutes_ago = { $n ->
    [one] hace { $n } min
   *[other] hace { $n } min
}
hours_ago = { $n ->
    [one] hace { $n } h
   *[other] hace { $n } h
}
yesterday = ayer
today = hoy
tomorrow = mañana
days_ago = { $n ->
    [one] hace { $n } día
   *[other] hace { $n } días
}
minutes_old = { $n ->
    [one] de hace { $n } minuto
   *[other] de hace { $n } minutos
}
hours_old = { $n ->
    [one] de hace { $n } hora
   *[other] de hace { $n } horas
}
days_old = { $n ->
    [one] de hace { $n } día
   *[other] de hace { $n } días
}
up_to_date = al día

## Roles

role_owner = Propietario
role_admin = Administrador
role_member = Miembro
role_viewer = Lector

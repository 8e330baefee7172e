### What the ApiKeys widget says.

title = Claves de API
create = Crear clave de API
table = Claves de API
column_name = Clave
column_used = Último uso
column_ends = Fin
column_actions = Acciones
never_used = Nunca
no_end = Al eliminarla
scopes = { $n ->
    [one] { $n } permiso
   *[other] { $n } permisos
}
made_by = { $scopes } · de { $name }
expired = Caducada
ends_soon = Termina pronto
two_secrets = Dos secretos
orphaned = El propietario se fue
empty = Todavía no hay claves de API
empty_hint = Con una clave de API, un programa suyo trabaja con los datos de { $organization }: lee expedientes o sube documentos.

## Creating

name = Nombre
name_hint = Qué la usa, por ejemplo «Sistema de almacén».
name_required = Ponga un nombre a la clave.
permissions = Permisos
permissions_hint = Los mínimos que el programa necesite. Después no se pueden añadir más.
permissions_required = Elija al menos uno.
ends = Fin
days = { $n ->
    [one] Después de { $n } día
   *[other] Después de { $n } días
}
year = Después de un año
never = Cuando se elimine
networks = Redes
networks_hint = Una dirección o red por línea, por ejemplo 203.0.113.0/24. Si se deja vacío, se puede usar desde cualquier lugar.
networks_invalid = Una de las líneas no es ni una dirección ni una red.
too_many = No puede haber más claves. Elimine una que ya no se necesite.

## The secret

secret_title = Copiar el secreto de { $name }
secret = Secreto
secret_once = Solo se muestra esta vez. Guárdelo donde sus programas guardan sus secretos.
copy = Copiar
copied = El secreto se ha copiado.
copy_failed = El navegador no permite copiar. Seleccione el secreto y cópielo usted.
not_copied = El secreto no se ha copiado y no se volverá a mostrar. Cierre otra vez para continuar sin él.
done = Listo

## One key

details = Detalles
usage = Peticiones de los últimos 30 días
usage_total = { $n ->
    [one] { $n } petición, { $most } el día de más uso
   *[other] { $n } peticiones, { $most } el día de más uso
}
usage_none = Ninguna
created = Creación
created_by = { $date } por { $name }
used_from = { $when } desde { $address }
anywhere = Cualquier lugar
secrets = Secretos
secret_since = …{ $hint }, desde el { $date }
secret_ends = …{ $hint }, hasta el { $date }

## Rotating

rotate = Renovar secreto
rotate_title = Renovar el secreto de { $name }
rotate_text = Recibirá otro secreto. Póngalo en su programa mientras el actual siga siendo válido.
rotate_again = Ahora mismo son válidos dos secretos. Otro más termina los dos de inmediato.
overlap = El secreto actual termina
overlap_now = Ahora
overlap_now_hint = Para un secreto que otros han visto. Los programas que lo usan dejan de funcionar.
overlap_hour = En una hora
overlap_day = En 24 horas
overlap_week = En 7 días

## Deleting

delete = Eliminar
delete_title = ¿Eliminar la clave de API { $name }?
delete_text = Lo que la usa deja de funcionar de inmediato. Esta acción no se puede deshacer.
in_use = Se ha usado en los últimos 7 días, así que algo todavía la necesita.
delete_anyway = Eliminar de todos modos
keep = Conservar clave de API
deleted = { $name } se ha eliminado.

## Permissions

cases_read = Leer expedientes
cases_reply = Responder en expedientes
documents_read = Leer y descargar documentos
documents_upload = Subir, renombrar y mover documentos
documents_delete = Eliminar documentos
forms_read = Leer formularios de solicitud
submissions_create = Enviar solicitudes
submissions_read = Leer solicitudes
members_read = Leer miembros
audit_read = Leer el registro de auditoría
keys_read = Leer claves de API

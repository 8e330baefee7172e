### What the Documents widget says.

title = Documentos
search = Buscar documentos
searching_in = { $found } en todas las carpetas
sort = Ordenar por
sort_newest = Más recientes primero
sort_name = Nombre
all = Todos los documentos
path = Carpeta
table = Documentos y carpetas
column_name = Nombre
column_version = Versión
column_updated = Modificado
column_actions = Acciones
items = { $n ->
    [one] { $n } documento
   *[other] { $n } documentos
}
version = Versión { $n }

## States

empty_title = Todavía no hay documentos
empty_text = Los contratos, los informes y todo lo que comparta con { $brand } se guardan aquí, en todas sus versiones.
empty_viewer = En cuanto alguien comparta un documento, lo encontrará aquí.
empty_folder = Esta carpeta está vacía

## Upload

upload = Subir
upload_files = Subir documentos
choose_files = elija archivos
drop_or = Suelte archivos aquí o
drop_limit = Hasta { $size } cada uno. Con el mismo nombre se añade una versión nueva.
drop_now = Suelte para subir
drop_into = Suelte para subir a { $folder }
uploads = Subidas
waiting = En espera
uploading = Subiendo, { $sent } de { $total }
finishing = Comprobando lo recibido
left = quedan { $time }
seconds = { $n } s
minutes = { $n } min
progress_of = Progreso de { $name }
cancel_upload = Cancelar la subida de { $name }
retry_upload = Volver a subir { $name }
dismiss_upload = Quitar { $name } de esta lista
uploaded = Subido
uploaded_version = Subido como versión { $n }
announce_started = Subiendo { $name }
announce_started_many = { $n ->
    [one] Subiendo { $n } archivo
   *[other] Subiendo { $n } archivos
}
announce_done = { $name } se ha subido
announce_version = { $name } se ha subido y ahora está en la versión { $n }
announce_failed = { $name } no se ha subido. { $reason }
announce_cancelled = Subida de { $name } cancelada
too_large = Ocupa más de { $size }. Reduzca el archivo o divídalo en partes.
too_empty = Este archivo está vacío. Elija otro.
bad_name = Este nombre no se puede usar. Cambie el nombre del archivo a 200 caracteres como máximo.
wrong_kind = Este tipo de archivo no se acepta aquí. Tipos posibles: { $kinds }.
too_many = { $n ->
    [one] Aquí cabe { $n } archivo como máximo. Quítelo primero.
   *[other] Aquí caben { $n } archivos como máximo. Quite uno primero.
}

## Row actions

download = Descargar
download_file = Descargar { $name }
announce_download = Descargando { $name }
versions = Historial de versiones
rename = Cambiar nombre o mover
delete = Eliminar

## Versions

versions_of = Versiones de { $name }
current = Actual
download_version = Descargar la versión { $n }
fingerprint = SHA-256 { $value }

## Rename

rename_title = Cambiar el nombre de { $name } o moverlo
name = Nombre
folder = Carpeta
folder_hint = Las carpetas dentro de otras se escriben así: Contratos/2026. Déjelo vacío para el nivel superior.
name_missing = Escriba un nombre
name_wrong = Use 200 caracteres como máximo y sin /
folder_wrong = Use 500 caracteres como máximo y sin nombres de carpeta vacíos
renamed = { $name } se ha guardado

## Delete

delete_title = ¿Eliminar { $name }?
delete_text = El documento desaparece con todas sus versiones para todas las personas de { $organization }. Esta acción no se puede deshacer.
keep = Conservar documento
delete_now = Eliminar documento
deleted = { $name } se ha eliminado

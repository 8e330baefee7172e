### What the Status widget says.

title = Seguimiento
open = Abiertos
closed = Cerrados
filter = Expedientes que se muestran
open_count = { $n ->
    [one] { $n } abierto
   *[other] { $n } abiertos
}
closed_count = { $n ->
    [one] { $n } cerrado
   *[other] { $n } cerrados
}
search = Buscar por título o número
list = Expedientes
unread = Actividad nueva

## The list's short line

due = plazo: { $date }
overdue = fuera de plazo
expected = previsto: { $date }

## Who must act

you_need_by = Pendiente por su parte: { $step }. Plazo: { $date }
you_need = Pendiente por su parte: { $step }
you_needed = Pendiente por su parte: { $step }. El plazo era: { $date }
we_are_by = En curso por nuestra parte: { $step }. Fin previsto: { $date }
we_are = En curso por nuestra parte: { $step }
we_were = En curso por nuestra parte: { $step }. Está tardando más de lo previsto
third_party_by = { $step }. Previsto: { $date }
third_party = { $step }
lead_submitted = Lo hemos recibido y será lo siguiente que revisemos
lead_action = Se necesita una acción por su parte. Lea el último mensaje más abajo
lead_in_progress = Estamos trabajando en ello
lead_completed = Está terminado. No tiene que hacer nada
lead_declined = No hemos podido aprobarlo. El motivo está en el último mensaje más abajo
lead_cancelled = Se ha cancelado. No habrá más pasos

## Actions

upload = Subir documento
reply = Responder
ask = Hacer una pregunta
reply_label = Su respuesta
reply_placeholder = Escriba una respuesta
reply_send = Enviar respuesta
reply_sent = Su respuesta se ha enviado
reply_empty = Escriba algo antes de enviar.

## The detail

milestones = Progreso
milestone_done = terminado
milestone_current = en curso
milestone_upcoming = pendiente
step_of = Paso { $n } de { $total }
timeline = Actividad
timeline_empty = Todavía no ha ocurrido nada
documents = Documentos
download = Descargar { $name }
document_gone = Un documento que no está disponible
status_changed = Nuevo estado: { $status }
opened_by = Abierto por { $name }
opened = Abierto
source = Fuente: { $name }, { $age }
source_failing = Fuente: { $name }, { $age }. En este momento no responde
help = ¿Hay algo que no está bien?
not_found = Este expediente no existe o usted no tiene acceso a él.
back = Todos los expedientes

## Empty

empty_open = No hay nada abierto
empty_open_hint = Cuando usted solicite algo o nosotros necesitemos algo de usted, aparecerá aquí junto con quién debe dar el siguiente paso.
empty_closed = Todavía no hay nada cerrado
empty_closed_hint = Los expedientes terminados, rechazados o cancelados se quedan aquí para que pueda consultarlos.

## States, where a case type has no words of its own

state_submitted = Enviado
state_action_needed = Acción necesaria
state_in_progress = En curso
state_completed = Terminado
state_declined = Rechazado
state_cancelled = Cancelado

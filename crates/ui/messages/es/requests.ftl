### What the Requests widget says.

title = Solicitudes
lead = ¿Qué podemos hacer por usted?
search = Buscar solicitudes
minutes = { $n ->
    [one] aprox. { $n } min
   *[other] aprox. { $n } min
}
started = Empezada
all = Todas las solicitudes

## States

empty_title = No hay nada que solicitar por el momento
empty_text = Cuando { $brand } ofrezca solicitudes, las encontrará aquí.
gone_title = Esta solicitud ya no se ofrece

## Steps

step = Paso { $n } de { $total }
forward = Continuar
characters_left = { $n ->
    [one] Queda { $n } carácter
   *[other] Quedan { $n } caracteres
}
characters_over = { $n ->
    [one] Sobra { $n } carácter
   *[other] Sobran { $n } caracteres
}
choose_up_to = { $n ->
    [one] Elija { $n } como máximo
   *[other] Elija { $n } como máximo
}
appeared = { $n ->
    [one] Una pregunta más abajo
   *[other] { $n } preguntas más abajo
}
went = { $n ->
    [one] Una pregunta ya no es necesaria
   *[other] { $n } preguntas ya no son necesarias
}

## Errors

errors = { $n ->
    [one] Una respuesta necesita su atención
   *[other] { $n } respuestas necesitan su atención
}
fill_in = Rellene «{ $label }»
enter_number = Introduzca un número en «{ $label }»
enter_whole = Introduzca un número entero en «{ $label }»
enter_at_least = Introduzca { $value } o más en «{ $label }»
enter_at_most = Introduzca { $value } o menos en «{ $label }»
enter_date = Introduzca una fecha en «{ $label }»
enter_from = Introduzca el { $value } o un día posterior en «{ $label }»
enter_until = Introduzca el { $value } o un día anterior en «{ $label }»
choose_one = Elija una opción en «{ $label }»
choose_some = Elija al menos una opción en «{ $label }»
choose_fewer = Deje { $value } como máximo en «{ $label }»
add_file = Añada un archivo en «{ $label }»
upload_again = Vuelva a subir los archivos de «{ $label }»
shorten = Acorte «{ $label }»: { $value } caracteres como máximo
wrong_format = Introduzca «{ $label }» en el formato indicado
uploads_running = Espere a que se suban los archivos de «{ $label }»
uploads_failed = Vuelva a subir el archivo de «{ $label }» que ha fallado, o quítelo
not_sent = Su solicitud no se ha enviado
answers_kept = Sus respuestas siguen aquí.

## Files

add_files = Añadir archivos
drop_files = o suéltelos aquí
files_limit = { $n ->
    [one] Un archivo, de hasta { $size }
   *[other] Hasta { $n } archivos, de { $size } cada uno
}
images = Imágenes
files_of = Archivos de «{ $label }»
no_upload = Su rol no permite subir archivos. Diríjase a un propietario o administrador de su organización.

## Last page

review = Revise sus respuestas
review_text = Esto es lo que recibiremos.
change = Cambiar
change_section = Cambiar { $title }
not_answered = Sin respuesta
send = Enviar solicitud
sending = Enviando

## Saving

saves = Se guarda mientras escribe
saving = Guardando
saved = Guardado
save_failed = No guardado
save_waiting = Sin conexión. Guardaremos en cuanto vuelva.
conflict_title = Ha cambiado esta solicitud en otro dispositivo
conflict_text = Las respuestas de allí son distintas de las de aquí. Elija cuáles conservar.
take_theirs = Tomar las respuestas de allí
keep_mine = Conservar las respuestas de aquí
lost_title = Este borrador ya no es suyo
lost_text = Se envió, se traspasó o se descartó en otro lugar. Mire en Estado antes de enviarlo otra vez.
as_new = Conservar como nuevo borrador
leave_it = No seguir
changes_title = El formulario ha cambiado desde que lo guardó
changes_added = Preguntas nuevas: { $questions }.
changes_removed = Ya no se pregunta: { $questions }.
changes_again = Responda de nuevo: { $questions }.
understood = Entendido

## Drafts

drafts_title = Siga donde lo dejó
saved_at = Guardado { $time }
handed_over_by = De { $name }
discard = Descartar { $title }
discard_title = ¿Descartar «{ $title }»?
discard_text = Se borran sus respuestas y archivos. Nadie puede recuperarlos.
discard_now = Descartar
discarded = Borrador descartado

## Handing over

hand_over = Traspasar
hand_over_title = Traspasar «{ $title }»
hand_over_text = La otra persona sigue con ella, archivos incluidos. Usted ya no la verá.
colleague = Persona
find_colleague = Buscar a una persona
no_colleague = No se encontró a nadie que pueda enviar esta solicitud.
cannot_take_it = Esta persona no puede encargarse: su rol no permite solicitudes o tiene demasiados borradores.
handed_over = Traspasado a { $name }

## Sending without a connection

offline_title = No tiene conexión
offline_text = Enviaremos su solicitud en cuanto vuelva a tener conexión. Mantenga abierta esta página hasta entonces.
stop_sending = No enviar todavía

## Receipt

sent = Hemos recibido su solicitud
reference = Su referencia
next = Los próximos pasos
next_default = La revisamos y le respondemos aquí. Encontrará cada paso en Seguimiento.
sent_by = Enviada por { $name }, { $date }
see_case = Ver su seguimiento
another = Nueva solicitud

### What the Members widget says about a member's access: suspending it, ending it, explaining it.

## Suspending, and the end

suspend = Suspender acceso
suspend_title = ¿Suspender el acceso de { $name }?
suspend_text = La sesión de { $name } se cierra de inmediato en todos sus dispositivos. El rol y los ajustes se conservan hasta que levante la suspensión.
suspend_reason = Motivo
suspend_reason_hint = Queda en el registro de auditoría y lo ven quienes gestionan los miembros.
suspend_reason_required = Escriba un motivo
suspended_done = El acceso de { $name } está suspendido
reinstate = Levantar suspensión
reinstate_title = ¿Levantar la suspensión de { $name }?
reinstate_text = { $name } podrá volver a iniciar sesión de inmediato, con el mismo rol que antes.
reinstated = { $name } vuelve a tener acceso
set_end = Fijar fin del acceso
set_end_title = ¿Cuándo termina el acceso de { $name }?
set_end_day = Último día de acceso
set_end_hint = Déjelo vacío para un acceso sin fecha de fin.
set_end_save = Guardar
set_end_past = Elija hoy o un día posterior
end_set = Acceso de { $name }: hasta el { $date }
end_removed = El acceso de { $name } ya no tiene fecha de fin

## Why somebody may do something

access = Explicar acceso
access_title = Qué puede hacer { $name } y por qué
access_allowed = Permitido
access_denied = No permitido
access_depends = Depende
access_by_role = Por el rol { $role }
access_by_role_condition = Por el rol { $role }, con una condición
access_denied_by_role = Denegado por el rol { $role }
access_denied_by_role_condition = Denegado por el rol { $role }, con una condición
access_no_grant = El rol no lo incluye
access_feature = No forma parte de lo que tiene su organización
access_suspended = El acceso está suspendido
access_ended = El acceso ha terminado
may_cases_read = Ver expedientes
may_cases_reply = Responder en expedientes
may_documents_read = Ver documentos
may_documents_upload = Subir documentos
may_documents_delete = Eliminar documentos
may_forms_read = Ver formularios de solicitud
may_submissions_create = Enviar solicitudes
may_submissions_read = Ver solicitudes enviadas
may_members_read = Ver miembros
may_members_invite = Invitar a personas
may_members_manage = Gestionar miembros
may_audit_read = Ver el registro de auditoría
may_audit_manage = Conservar y enviar el registro de auditoría
may_api_keys_read = Ver claves de API
may_api_keys_manage = Gestionar claves de API
may_sso_manage = Configurar el inicio de sesión único

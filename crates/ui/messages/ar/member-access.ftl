### What the Members widget says about a member's access: suspending it, ending it, explaining it.

## Suspending, and the end

suspend = إيقاف الوصول
suspend_title = إيقاف وصول { $name }؟
suspend_text = يُسجَّل خروج { $name } فورًا من كل الأجهزة. يبقى الدور والإعدادات إلى أن ترفع الإيقاف.
suspend_reason = السبب
suspend_reason_hint = يُحفظ في سجل التدقيق، ويظهر لمن يديرون الأعضاء.
suspend_reason_required = أدخل سببًا
suspended_done = تم إيقاف وصول { $name }
reinstate = رفع الإيقاف
reinstate_title = رفع الإيقاف عن { $name }؟
reinstate_text = يصبح تسجيل الدخول متاحًا فورًا من جديد لـ { $name }، بالدور نفسه كما كان.
reinstated = عاد الوصول متاحًا لـ { $name }
set_end = تحديد نهاية الوصول
set_end_title = متى ينتهي وصول { $name }؟
set_end_day = آخر يوم للوصول
set_end_hint = اتركه فارغًا لوصول بلا نهاية.
set_end_save = حفظ
set_end_past = اختر اليوم أو يومًا لاحقًا
end_set = وصول { $name }: حتى { $date }
end_removed = لم يعد لوصول { $name } نهاية

## Why somebody may do something

access = شرح الوصول
access_title = ما يستطيع { $name } فعله، ولماذا
access_allowed = مسموح
access_denied = غير مسموح
access_depends = حسب الحالة
access_by_role = بموجب دور { $role }
access_by_role_condition = بموجب دور { $role }، بشرط
access_denied_by_role = محظور بموجب دور { $role }
access_denied_by_role_condition = محظور بموجب دور { $role }، بشرط
access_no_grant = الدور لا يتضمنه
access_feature = ليس ضمن ما لدى مؤسستك
access_suspended = الوصول موقوف
access_ended = انتهى الوصول
may_cases_read = الاطلاع على المعاملات
may_cases_reply = الرد على المعاملات
may_documents_read = الاطلاع على المستندات
may_documents_upload = رفع المستندات
may_documents_delete = حذف المستندات
may_forms_read = الاطلاع على نماذج الطلبات
may_submissions_create = إرسال الطلبات
may_submissions_read = الاطلاع على الطلبات المرسلة
may_members_read = الاطلاع على الأعضاء
may_members_invite = دعوة الأشخاص
may_members_manage = إدارة الأعضاء
may_audit_read = الاطلاع على سجل التدقيق
may_audit_manage = حفظ سجل التدقيق وإرساله
may_api_keys_read = الاطلاع على مفاتيح API
may_api_keys_manage = إدارة مفاتيح API
may_sso_manage = إعداد تسجيل الدخول الموحّد

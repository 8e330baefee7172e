### What the Status widget says.

title = المتابعة
open = مفتوحة
closed = مغلقة
filter = المعاملات المعروضة
open_count = { $n ->
    [zero] لا معاملات مفتوحة
    [one] معاملة مفتوحة واحدة
    [two] معاملتان مفتوحتان
    [few] { $n } معاملات مفتوحة
    [many] { $n } معاملة مفتوحة
   *[other] { $n } معاملة مفتوحة
}
closed_count = { $n ->
    [zero] لا معاملات مغلقة
    [one] معاملة مغلقة واحدة
    [two] معاملتان مغلقتان
    [few] { $n } معاملات مغلقة
    [many] { $n } معاملة مغلقة
   *[other] { $n } معاملة مغلقة
}
search = البحث بالعنوان أو الرقم
list = المعاملات
unread = نشاط جديد

## The list's short line

due = الموعد النهائي: { $date }
overdue = متأخرة
expected = المتوقع: { $date }

## Who must act

you_need_by = مطلوب منك: { $step }. الموعد النهائي: { $date }
you_need = مطلوب منك: { $step }
you_needed = مطلوب منك: { $step }. كان الموعد النهائي: { $date }
we_are_by = نعمل على: { $step }. الانتهاء المتوقع: { $date }
we_are = نعمل على: { $step }
we_were = نعمل على: { $step }. يستغرق هذا وقتًا أطول من المتوقع
third_party_by = { $step }. المتوقع: { $date }
third_party = { $step }
lead_submitted = استلمنا هذه المعاملة وسننظر فيها قريبًا
lead_action = يلزم إجراء من جانبك. اقرأ أحدث رسالة أدناه
lead_in_progress = نعمل على هذه المعاملة
lead_completed = اكتملت هذه المعاملة. لا يلزمك فعل أي شيء
lead_declined = تعذّرت الموافقة على هذه المعاملة. السبب في أحدث رسالة أدناه
lead_cancelled = أُلغيت هذه المعاملة. لن يحدث شيء آخر

## Actions

upload = رفع مستند
reply = رد
ask = طرح سؤال
reply_label = ردك
reply_placeholder = اكتب ردًا
reply_send = إرسال الرد
reply_sent = أُرسل ردك
reply_empty = اكتب شيئًا قبل الإرسال.

## The detail

milestones = التقدم
milestone_done = مكتملة
milestone_current = حالية
milestone_upcoming = قادمة
step_of = الخطوة { $n } من { $total }
timeline = النشاط
timeline_empty = لم يحدث شيء بعد
documents = المستندات
download = تنزيل { $name }
document_gone = مستند غير متاح
status_changed = تغيّرت الحالة إلى: { $status }
opened_by = فُتحت بواسطة { $name }
opened = فُتحت
source = المصدر: { $name }، { $age }
source_failing = المصدر: { $name }، { $age }. يتعذّر الوصول إليه حاليًا
help = هل هناك شيء غير صحيح؟
not_found = هذه المعاملة غير موجودة، أو ليس لديك حق الوصول إليها.
back = كل المعاملات

## Empty

empty_open = لا توجد معاملات مفتوحة
empty_open_hint = عندما تطلب شيئًا أو نحتاج إلى شيء منك، يظهر هنا مع من عليه الخطوة التالية.
empty_closed = لا توجد معاملات مغلقة بعد
empty_closed_hint = تبقى هنا المعاملات المكتملة والمرفوضة والملغاة حتى تتمكن من الرجوع إليها.

## States, where a case type has no words of its own

state_submitted = مقدّمة
state_action_needed = يلزم إجراء
state_in_progress = قيد المعالجة
state_completed = مكتملة
state_declined = مرفوضة
state_cancelled = ملغاة

### What several widgets say.

## Buttons

retry = إعادة المحاولة
close = إغلاق
cancel = إلغاء
back = رجوع
save = حفظ
undo = تراجع
clear_search = مسح البحث
show_all = عرض الكل
load_more = تحميل المزيد
loading = جارٍ التحميل
more_actions = إجراءات أخرى لـ { $name }
dismiss = إخفاء
optional = اختياري
you = أنت
contact = التواصل مع { $email }
results = { $n ->
    [zero] لا توجد نتائج
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $n } نتائج
    [many] { $n } نتيجة
   *[other] { $n } نتيجة
}

## States

failed_title = تعذّر التحميل
reference = المرجع { $id }
reference_copy = اذكر هذا المرجع لفريق الدعم إذا تكررت المشكلة.
stale = قد لا تكون هذه المعلومات محدّثة. فشل آخر تحديث.
denied_title = ليس لديك حق الوصول إلى هذا المحتوى
denied_role = دورك هو { $own }. يلزم دور { $role } أو أعلى.
denied_ask = اطلب من أحد المالكين أو المسؤولين في { $organization } تغيير دورك.
denied_feature = هذه الميزة ليست ضمن بوابتك حاليًا.
no_results = لا توجد نتائج
no_results_hint = جرّب كلمات أخرى، أو اعرض الكل.

## Errors

error_timeout = استغرق الخادم وقتًا طويلًا للرد. أعد المحاولة بعد قليل.
error_unreadable = تعذّرت قراءة الملف. اختره من جديد.
error_offline = تعذّر الوصول إلى الخادم. تحقّق من اتصالك وأعد المحاولة.
error_signed_out = انتهت جلستك. أعد تحميل الصفحة لتسجيل الدخول من جديد.
error_cancelled = أُلغيت العملية.
error_denied = دورك لا يسمح بذلك. تواصل مع أحد المالكين أو المسؤولين في مؤسستك.
error_confirm = يتطلب هذا تأكيد هويتك. أكّدها ثم أعد المحاولة.
error_second_factor = تشترط مؤسستك التحقق بخطوتين. فعّله في حسابك.
confirm_identity = تأكيد هويتك
error_unavailable_here = هذا غير متاح هنا.
error_gone = لم يعد هذا العنصر موجودًا، أو لم يعد لديك حق الوصول إليه.
error_changed = تغيّر هذا العنصر في هذه الأثناء. راجع الحالة الراهنة وأعد المحاولة.
error_conflict = هذا غير ممكن حاليًا لأن شيئًا ما تغيّر. راجع الحالة الراهنة وأعد المحاولة.
error_too_large = الملف كبير جدًا.
error_media_type = هذا النوع من الملفات غير مقبول.
error_damaged = لم يصل الملف كاملًا. أعد المحاولة.
error_invalid = بعض البيانات تحتاج إلى مراجعة.
error_too_many = محاولات كثيرة جدًا. انتظر قليلًا ثم أعد المحاولة.
error_busy = الخادم مشغول. أعد المحاولة بعد قليل.
error_unexpected = حدثت مشكلة من جانبنا. أعد المحاولة.

## Times

just_now = الآن
minutes_ago = { $n ->
    [zero] قبل { $n } دقيقة
    [one] قبل دقيقة
    [two] قبل دقيقتين
    [few] قبل { $n } دقائق
    [many] قبل { $n } دقيقة
   *[other] قبل { $n } دقيقة
}
hours_ago = { $n ->
    [zero] قبل { $n } ساعة
    [one] قبل ساعة
    [two] قبل ساعتين
    [few] قبل { $n } ساعات
    [many] قبل { $n } ساعة
   *[other] قبل { $n } ساعة
}
yesterday = أمس
today = اليوم
tomorrow = غدًا
days_ago = { $n ->
    [zero] قبل { $n } يوم
    [one] قبل يوم
    [two] قبل يومين
    [few] قبل { $n } أيام
    [many] قبل { $n } يومًا
   *[other] قبل { $n } يوم
}
minutes_old = { $n ->
    [zero] منذ { $n } دقيقة
    [one] منذ دقيقة
    [two] منذ دقيقتين
    [few] منذ { $n } دقائق
    [many] منذ { $n } دقيقة
   *[other] منذ { $n } دقيقة
}
hours_old = { $n ->
    [zero] منذ { $n } ساعة
    [one] منذ ساعة
    [two] منذ ساعتين
    [few] منذ { $n } ساعات
    [many] منذ { $n } ساعة
   *[other] منذ { $n } ساعة
}
days_old = { $n ->
    [zero] منذ { $n } يوم
    [one] منذ يوم
    [two] منذ يومين
    [few] منذ { $n } أيام
    [many] منذ { $n } يومًا
   *[other] منذ { $n } يوم
}
up_to_date = محدّث

## Roles

role_owner = مالك
role_admin = مسؤول
role_member = عضو
role_viewer = مطّلع

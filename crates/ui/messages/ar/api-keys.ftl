### What the ApiKeys widget says.

title = مفاتيح API
create = إنشاء مفتاح API
table = مفاتيح API
column_name = المفتاح
column_used = آخر استخدام
column_ends = النهاية
column_actions = الإجراءات
never_used = لم يُستخدم
no_end = عند حذفه
scopes = { $n ->
    [zero] بلا صلاحيات
    [one] صلاحية واحدة
    [two] صلاحيتان
    [few] { $n } صلاحيات
    [many] { $n } صلاحية
   *[other] { $n } صلاحية
}
made_by = { $scopes } · أنشأه { $name }
expired = منتهي الصلاحية
ends_soon = ينتهي قريبًا
two_secrets = سرّان
orphaned = غادر مالكه
empty = لا توجد مفاتيح API بعد
empty_hint = بمفتاح API يعمل أحد برامجك على بيانات { $organization }: يقرأ المعاملات أو يرفع المستندات.

## Creating

name = الاسم
name_hint = ما الذي يستخدمه، مثل «نظام المستودع».
name_required = أعطِ المفتاح اسمًا.
permissions = الصلاحيات
permissions_hint = أقل ما يحتاج إليه البرنامج. لا يمكن إضافة المزيد لاحقًا.
permissions_required = اختر صلاحية واحدة على الأقل.
ends = النهاية
days = { $n ->
    [zero] بعد { $n } يوم
    [one] بعد يوم
    [two] بعد يومين
    [few] بعد { $n } أيام
    [many] بعد { $n } يومًا
   *[other] بعد { $n } يوم
}
year = بعد سنة
never = عند حذفه
networks = الشبكات
networks_hint = عنوان أو شبكة في كل سطر، مثل 203.0.113.0/24. إذا تُرك فارغًا، أمكن استخدامه من أي مكان.
networks_invalid = أحد الأسطر ليس عنوانًا ولا شبكة.
too_many = بلغ عدد المفاتيح الحد الأقصى. احذف مفتاحًا لم تعد هناك حاجة إليه.

## The secret

secret_title = نسخ سر { $name }
secret = السر
secret_once = يظهر هذه المرة فقط. احفظه حيث تحفظ برامجك أسرارها.
copy = نسخ
copied = تم نسخ السر.
copy_failed = المتصفح لا يسمح بالنسخ. حدّد السر وانسخه بنفسك.
not_copied = لم يُنسخ السر، ولن يظهر مرة أخرى. أغلق مرة أخرى للمتابعة من دونه.
done = تم

## One key

details = التفاصيل
usage = الطلبات في آخر 30 يومًا
usage_total = { $n ->
    [zero] لا طلبات، { $most } في أكثر الأيام نشاطًا
    [one] طلب واحد، { $most } في أكثر الأيام نشاطًا
    [two] طلبان، { $most } في أكثر الأيام نشاطًا
    [few] { $n } طلبات، { $most } في أكثر الأيام نشاطًا
    [many] { $n } طلبًا، { $most } في أكثر الأيام نشاطًا
   *[other] { $n } طلب، { $most } في أكثر الأيام نشاطًا
}
usage_none = لا طلبات
created = الإنشاء
created_by = { $date }، بواسطة { $name }
used_from = { $when } من { $address }
anywhere = أي مكان
secrets = الأسرار
secret_since = …{ $hint }، منذ { $date }
secret_ends = …{ $hint }، حتى { $date }

## Rotating

rotate = تجديد السر
rotate_title = تجديد سر { $name }
rotate_text = ستحصل على سر آخر. ضعه في برنامجك ما دام السر الحالي صالحًا.
rotate_again = هناك سرّان صالحان حاليًا. إنشاء سر آخر ينهيهما معًا فورًا.
overlap = انتهاء السر الحالي
overlap_now = الآن
overlap_now_hint = لسر اطّلع عليه آخرون. تتوقف البرامج التي تستخدمه عن العمل.
overlap_hour = بعد ساعة
overlap_day = بعد 24 ساعة
overlap_week = بعد 7 أيام

## Deleting

delete = حذف
delete_title = حذف مفتاح API { $name }؟
delete_text = يتوقف كل ما يستخدمه عن العمل فورًا. لا يمكن التراجع عن ذلك.
in_use = استُخدم خلال الأيام السبعة الماضية، فهناك ما يزال يحتاج إليه.
delete_anyway = الحذف على أي حال
keep = إبقاء مفتاح API
deleted = تم حذف { $name }.

## Permissions

cases_read = قراءة المعاملات
cases_reply = الرد على المعاملات
documents_read = قراءة المستندات وتنزيلها
documents_upload = رفع المستندات وإعادة تسميتها ونقلها
documents_delete = حذف المستندات
forms_read = قراءة نماذج الطلبات
submissions_create = إرسال الطلبات
submissions_read = قراءة الطلبات
members_read = قراءة الأعضاء
audit_read = قراءة سجل التدقيق
keys_read = قراءة مفاتيح API

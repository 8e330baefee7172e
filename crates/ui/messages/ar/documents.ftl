### What the Documents widget says.

title = المستندات
search = البحث في المستندات
searching_in = { $found } في كل المجلدات
sort = الترتيب حسب
sort_newest = الأحدث أولًا
sort_name = الاسم
all = كل المستندات
path = المجلد
table = المستندات والمجلدات
column_name = الاسم
column_version = الإصدار
column_updated = آخر تعديل
column_actions = الإجراءات
items = { $n ->
    [zero] لا مستندات
    [one] مستند واحد
    [two] مستندان
    [few] { $n } مستندات
    [many] { $n } مستندًا
   *[other] { $n } مستند
}
version = الإصدار { $n }

## States

empty_title = لا توجد مستندات بعد
empty_text = تُحفظ هنا العقود والتقارير وكل ما تتبادله مع { $brand }، بجميع إصداراته.
empty_viewer = ما إن يشارك أحد مستندًا حتى تجده هنا.
empty_folder = هذا المجلد فارغ

## Upload

upload = رفع
upload_files = رفع مستندات
choose_files = اختر ملفات
drop_or = أفلت الملفات هنا أو
drop_limit = حتى { $size } لكل ملف. الاسم نفسه يضيف إصدارًا جديدًا.
drop_now = أفلت للرفع
drop_into = أفلت للرفع إلى { $folder }
uploads = عمليات الرفع
waiting = في الانتظار
uploading = جارٍ الرفع، { $sent } من { $total }
finishing = جارٍ التحقق مما وصل
left = المتبقي { $time }
seconds = { $n } ث
minutes = { $n } د
progress_of = تقدّم رفع { $name }
cancel_upload = إلغاء رفع { $name }
retry_upload = إعادة رفع { $name }
dismiss_upload = إزالة { $name } من هذه القائمة
uploaded = تم الرفع
uploaded_version = تم الرفع بالإصدار { $n }
announce_started = جارٍ رفع { $name }
announce_started_many = { $n ->
    [zero] جارٍ رفع { $n } ملف
    [one] جارٍ رفع ملف واحد
    [two] جارٍ رفع ملفين
    [few] جارٍ رفع { $n } ملفات
    [many] جارٍ رفع { $n } ملفًا
   *[other] جارٍ رفع { $n } ملف
}
announce_done = تم رفع { $name }
announce_version = تم رفع { $name } وأصبح بالإصدار { $n }
announce_failed = لم يُرفع { $name }. { $reason }
announce_cancelled = أُلغي رفع { $name }
too_large = أكبر من { $size }. صغّر الملف أو قسّمه.
too_empty = هذا الملف فارغ. اختر ملفًا آخر.
bad_name = لا يمكن استخدام هذا الاسم. أعد تسمية الملف بما لا يزيد على 200 حرف.
wrong_kind = هذا النوع من الملفات غير مقبول هنا. الأنواع المقبولة: { $kinds }.
too_many = { $n ->
    [zero] لا يمكن إضافة ملفات هنا. أزل الملفات أولًا.
    [one] يمكن إضافة ملف واحد فقط هنا. أزله أولًا.
    [two] يمكن إضافة ملفين على الأكثر هنا. أزل أحدهما أولًا.
    [few] يمكن إضافة { $n } ملفات على الأكثر هنا. أزل أحدها أولًا.
    [many] يمكن إضافة { $n } ملفًا على الأكثر هنا. أزل أحدها أولًا.
   *[other] يمكن إضافة { $n } ملف على الأكثر هنا. أزل أحدها أولًا.
}

## Row actions

download = تنزيل
download_file = تنزيل { $name }
announce_download = جارٍ تنزيل { $name }
versions = سجل الإصدارات
rename = إعادة التسمية أو النقل
delete = حذف

## Versions

versions_of = إصدارات { $name }
current = الحالي
download_version = تنزيل الإصدار { $n }
fingerprint = SHA-256 { $value }

## Rename

rename_title = إعادة تسمية { $name } أو نقله
name = الاسم
folder = المجلد
folder_hint = تُكتب المجلدات داخل مجلدات هكذا: عقود/2026. اتركه فارغًا للمستوى الأعلى.
name_missing = أدخل اسمًا
name_wrong = استخدم 200 حرف على الأكثر ومن دون /
folder_wrong = استخدم 500 حرف على الأكثر ومن دون أسماء مجلدات فارغة
renamed = تم حفظ { $name }

## Delete

delete_title = حذف { $name }؟
delete_text = يختفي المستند بجميع إصداراته لدى كل من في { $organization }. لا يمكن التراجع عن ذلك.
keep = إبقاء المستند
delete_now = حذف المستند
deleted = تم حذف { $name }

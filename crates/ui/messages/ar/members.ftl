### What the Members widget says.

title = الأعضاء
search = البحث بالاسم أو البريد الإلكتروني
role_filter = الدور
all_roles = كل الأدوار
table = الأعضاء والدعوات المعلّقة
column_name = الاسم
column_role = الدور
column_active = آخر نشاط
column_actions = الإجراءات
never_active = ليس بعد
you = أنت
ends = الوصول حتى { $date }
ended = انتهى الوصول في { $date }

## Invitations

pending = معلّقة
suspended = موقوف
invited_by = دعوة من { $name }، { $expiry }
invited = أُرسلت الدعوة، { $expiry }
expires_days = { $n ->
    [zero] تنتهي صلاحيتها اليوم
    [one] تنتهي صلاحيتها بعد يوم
    [two] تنتهي صلاحيتها بعد يومين
    [few] تنتهي صلاحيتها بعد { $n } أيام
    [many] تنتهي صلاحيتها بعد { $n } يومًا
   *[other] تنتهي صلاحيتها بعد { $n } يوم
}
expires_tomorrow = تنتهي صلاحيتها غدًا
expires_today = تنتهي صلاحيتها اليوم
expired = انتهت صلاحيتها
withdraw = سحب الدعوة
withdraw_title = سحب الدعوة المرسلة إلى { $email }؟
withdraw_text = لن يكون قبول الدعوة ممكنًا بعد ذلك. يمكنك دعوة هذا الشخص من جديد في أي وقت.
withdraw_keep = إبقاء الدعوة
withdrawn = سُحبت الدعوة المرسلة إلى { $email }

## Inviting

invite = دعوة عضو
invite_title = دعوة شخص إلى { $organization }
invite_email = عنوان البريد الإلكتروني
invite_email_hint = سينضم الشخص بهذا العنوان.
invite_role = الدور
invite_send = إرسال الدعوة
invite_sent = أُرسلت دعوة إلى { $email }
email_required = أدخل عنوان بريد إلكتروني
email_invalid = أدخل عنوان بريد إلكتروني كاملًا، مثل name@company.example
role_required = اختر دورًا

## Roles

role_owner_hint = صلاحيات كاملة، مع تحديد من يكون مالكًا أيضًا.
role_admin_hint = صلاحيات كاملة تشمل الدعوة وتغيير الأدوار، باستثناء المالكين.
role_member_hint = إرسال الطلبات والرد ورفع المستندات.
role_viewer_hint = الاطلاع على المعاملات والمستندات والأعضاء من دون تغيير أي شيء.
change_role = تغيير الدور
change_role_title = تغيير دور { $name }
change_role_save = تغيير الدور
own_role_warning = هذا دورك أنت. لا يستطيع إعادة دورك السابق إليك إلا شخص آخر.
role_changed = أصبح دور { $name }: { $role }

## Removing

remove = إزالة العضو
remove_title = إزالة { $name }؟
remove_text = يُلغى فورًا وصول { $name } إلى { $organization } على كل الأجهزة. تبقى الملفات والطلبات. يمكنك دعوة هذا الشخص من جديد في أي وقت.
remove_keep = إبقاء العضو
removed = تمت إزالة { $name }
leave = مغادرة { $organization }
leave_title = مغادرة { $organization }؟
leave_text = ستفقد فورًا الوصول إلى { $organization } على كل أجهزتك. للعودة، يجب أن يدعوك شخص آخر.
leave_confirm = مغادرة
leave_keep = البقاء
left = غادرت { $organization }

## Refusals

error_last_owner = تحتاج كل مؤسسة إلى مالك. عيّن أولًا مالكًا آخر، ثم أعد المحاولة.
error_already_member = هذا الشخص عضو بالفعل، أو لديه دعوة معلّقة.

## Empty

empty = لا أحد هنا بعد
empty_hint = ادعُ من ينبغي أن يتابعوا المعاملات أو يرسلوا الطلبات أو يطّلعوا على المستندات.

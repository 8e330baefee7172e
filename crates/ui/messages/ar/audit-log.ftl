### What the AuditLog widget says.

title = سجل التدقيق
search = البحث في الأسماء والمعرّفات والعناوين
filters = عوامل التصفية
filters_set = عوامل التصفية ({ $n })
person = الشخص
everybody = الجميع
action = الإجراء
all_actions = كل الإجراءات
outcome = النتيجة
any_outcome = المنفّذ والمرفوض
done = منفّذ
denied = مرفوض
since = من
until = إلى
only_about = فقط ما يتعلق بـ { $id }
clear = مسح عوامل التصفية
table = قيود سجل التدقيق
column_what = ما حدث
column_address = العنوان
column_when = الوقت
system = النظام
empty = لم يحدث شيء بعد
empty_hint = يُسجَّل هنا كل تغيير في { $organization }: من، وماذا، ومتى، ومن أين.
newer = الأحدث
older = الأقدم
range = القيود من { $from } إلى { $to }
none_so_far = لا نتائج بين أحدث القيود
search_older = البحث في القيود الأقدم
refresh = تحديث

## The export

export = تصدير
export_csv = CSV، لجداول البيانات
export_jsonl = JSON Lines، بكل التفاصيل
export_ocsf = OCSF، لأدوات الأمان
export_begins = جارٍ تحضير التصدير.
exported = تم تنزيل { $file }.

## One entry

who = من
kind_user = شخص
kind_key = مفتاح API
kind_system = تلقائي
kind_operator = فريق الدعم
thing = بشأن
reason = السبب
program = البرنامج
request = الطلب
position = الرقم
hash = البصمة
changes = ما تغيّر
added = أُضيف
removed = أُزيل
changed = تغيّر
before = قبل:
after = بعد:
only_person = كل ما قام به { $name }
only_thing = كل ما يتعلق بهذا

## Kinds of actions, in the order in which they are offered

kind_name = { $kind ->
    [member] الأعضاء
    [invitation] الدعوات
    [role] الأدوار
    [embed_session] زيارات البوابة
    [session] الجلسات
    [factor] التحقق بخطوتين
    [document] المستندات
    [case] المعاملات
    [submission] الطلبات
    [api_key] مفاتيح API
    [oauth_grant] التطبيقات المرتبطة
    [sso] تسجيل الدخول الموحّد
    [sso_connection] موفّرو الهوية
    [domain] النطاقات
    [audit] سجل التدقيق
    [console] اطلاع فريق الدعم
    [audit_stream] تدفقات التدقيق
    [organization] المؤسسة
   *[other] { $kind }
}

## Actions. A point in an action's name is a hyphen here. The last ones are attempts that were refused: the permission they needed

action_name = { $action ->
    [member-added] إضافة عضو
    [member-role_changed] تغيير دور
    [member-updated] تعديل عضو
    [member-suspended] إيقاف عضو
    [member-reinstated] رفع الإيقاف عن عضو
    [member-removed] إزالة عضو
    [member-left] مغادرة عضو
    [invitation-created] إرسال دعوة
    [invitation-accepted] قبول دعوة
    [invitation-withdrawn] سحب دعوة
    [role-created] إنشاء دور
    [role-updated] تعديل دور
    [role-deleted] حذف دور
    [embed_session-created] فتح البوابة
    [session-began] بدء جلسة
    [session-ended] تسجيل خروج
    [session-all_ended] تسجيل خروج من كل الأجهزة
    [session-confirmed] تأكيد الهوية
    [factor-added] إضافة عامل ثانٍ
    [factor-removed] إزالة عامل ثانٍ
    [factor-reset] إعادة ضبط العوامل الثانية
    [factor-required] تغيير الاشتراط
    [factor-recovery_code_used] استخدام رمز استرداد
    [factor-recovery_codes_made] إنشاء رموز استرداد
    [document-uploaded] رفع مستند
    [document-version_uploaded] رفع إصدار جديد
    [document-downloaded] تنزيل مستند
    [document-updated] إعادة تسمية مستند أو نقله
    [document-deleted] حذف مستند
    [document-discarded] تجاهل ملف مسودة
    [document-imported] استيراد مستند
    [case-updated] تحديث معاملة
    [case-replied] إرسال رد
    [case-imported] استيراد معاملة
    [submission-created] إرسال طلب
    [api_key-created] إنشاء مفتاح API
    [api_key-updated] تعديل مفتاح API
    [api_key-rotated] تجديد مفتاح API
    [api_key-revoked] حذف مفتاح API
    [oauth_grant-created] ربط تطبيق
    [oauth_grant-revoked] فصل تطبيق
    [console-organization_viewed] اطلاع فريق الدعم على المؤسسة
    [console-members_viewed] اطلاع فريق الدعم على الأعضاء
    [console-access_explained] اطلاع فريق الدعم على وصول عضو
    [console-audit_viewed] اطلاع فريق الدعم على سجل التدقيق
    [console-audit_entry_viewed] اطلاع فريق الدعم على قيد
    [sso-signed_in] تسجيل دخول موحّد
    [sso-break_glass_used] تسجيل دخول استثنائي
    [sso-manage] تعديل تسجيل الدخول الموحّد
    [sso_connection-created] إضافة موفّر هوية
    [sso_connection-updated] تعديل موفّر هوية
    [sso_connection-deleted] حذف موفّر هوية
    [sso_policy-updated] تغيير اشتراط تسجيل الدخول الموحّد
    [sso_identity-created] ربط حساب عند أول تسجيل دخول
    [sso_identity-linked] ربط حساب
    [sso_identity-unlinked] فصل حساب
    [member-joined] انضمام عضو بتسجيل الدخول الموحّد
    [domain-created] إضافة نطاق
    [domain-checked] التحقق من نطاق
    [domain-vouched] تأكيد نطاق من المشغّل
    [domain-deleted] إزالة نطاق
    [oauth_grant-token_revoked] إعادة تطبيق لرمز وصول
    [audit-exported] تصدير سجل التدقيق
    [audit-retention_changed] تغيير مدة الحفظ
    [audit-entries_deleted] حذف قيود قديمة
    [audit-held] تفعيل الحجز القانوني
    [audit-released] رفع الحجز القانوني
    [audit_stream-created] إضافة تدفق
    [audit_stream-updated] تعديل تدفق
    [audit_stream-rotated] تجديد سر التدفق
    [audit_stream-tested] اختبار تدفق
    [audit_stream-enabled] تشغيل تدفق
    [audit_stream-disabled] إيقاف تدفق
    [audit_stream-deleted] حذف تدفق
    [organization-theme_changed] تغيير المظهر
    [feature-switched] تبديل ميزة
    [plan-assigned] تغيير الخطة
    [organization-imported] استيراد المؤسسة
    [mail-failed] تعذّر تسليم رسالة بريد
    [password-changed] تغيير كلمة المرور
    [password-reset] إعادة تعيين كلمة المرور
    [password-set] تعيين كلمة المرور
    [password-link_requested] طلب رابط لكلمة مرور جديدة
    [session-link_requested] طلب رابط تسجيل الدخول
    [user-updated] تغيير الملف الشخصي
    [user-email_change_requested] طلب تغيير البريد الإلكتروني
    [user-email_link_requested] طلب التحقق من البريد الإلكتروني
    [user-email_change_canceled] إلغاء تغيير البريد الإلكتروني
    [user-email_changed] تغيير البريد الإلكتروني
    [user-email_verified] التحقق من البريد الإلكتروني
    [oauth_grant-code_misused] إساءة استخدام رمز تطبيق
    [oauth_grant-token_reused] إعادة استخدام رمز وصول لتطبيق
    [audit-minimum_changed] تغيير الحد الأدنى لمدة الاحتفاظ
    [cases-reply] الرد على معاملة
    [cases-manage] تعديل معاملة
    [documents-upload] رفع مستند
    [documents-delete] حذف مستند
    [submissions-create] إرسال طلب
    [members-invite] دعوة عضو
    [members-manage] تعديل عضو
    [api_keys-manage] تعديل مفتاح API
    [audit-read] قراءة سجل التدقيق
    [audit-manage] تغيير طريقة التعامل مع سجل التدقيق
   *[other] { $action }
}

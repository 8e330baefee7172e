### What the Requests widget says.

title = الطلبات
lead = كيف يمكننا مساعدتك؟
search = البحث في الطلبات
minutes = { $n ->
    [zero] أقل من دقيقة
    [one] نحو دقيقة
    [two] نحو دقيقتين
    [few] نحو { $n } دقائق
    [many] نحو { $n } دقيقة
   *[other] نحو { $n } دقيقة
}
started = قيد التعبئة
all = كل الطلبات

## States

empty_title = لا توجد طلبات متاحة حاليًا
empty_text = عندما تتيح { $brand } طلبات، ستجدها هنا.
gone_title = لم يعد هذا الطلب متاحًا

## Steps

step = الخطوة { $n } من { $total }
forward = متابعة
characters_left = { $n ->
    [zero] لم يتبقّ أي حرف
    [one] تبقّى حرف واحد
    [two] تبقّى حرفان
    [few] تبقّى { $n } أحرف
    [many] تبقّى { $n } حرفًا
   *[other] تبقّى { $n } حرف
}
characters_over = { $n ->
    [zero] لا أحرف زائدة
    [one] حرف واحد زائد
    [two] حرفان زائدان
    [few] { $n } أحرف زائدة
    [many] { $n } حرفًا زائدًا
   *[other] { $n } حرف زائد
}
choose_up_to = { $n ->
    [zero] لا تختر شيئًا
    [one] اختر خيارًا واحدًا على الأكثر
    [two] اختر خيارين على الأكثر
    [few] اختر { $n } خيارات على الأكثر
    [many] اختر { $n } خيارًا على الأكثر
   *[other] اختر { $n } خيار على الأكثر
}
appeared = { $n ->
    [zero] لا أسئلة أخرى أدناه
    [one] سؤال آخر أدناه
    [two] سؤالان آخران أدناه
    [few] { $n } أسئلة أخرى أدناه
    [many] { $n } سؤالًا آخر أدناه
   *[other] { $n } سؤال آخر أدناه
}
went = { $n ->
    [zero] لم يتغيّر عدد الأسئلة
    [one] لم يعد سؤال واحد لازمًا
    [two] لم يعد سؤالان لازمين
    [few] لم تعد { $n } أسئلة لازمة
    [many] لم يعد { $n } سؤالًا لازمًا
   *[other] لم يعد { $n } سؤال لازمًا
}

## Errors

errors = { $n ->
    [zero] لا إجابات تحتاج إلى مراجعة
    [one] إجابة واحدة تحتاج إلى مراجعة
    [two] إجابتان تحتاجان إلى مراجعة
    [few] { $n } إجابات تحتاج إلى مراجعة
    [many] { $n } إجابة تحتاج إلى مراجعة
   *[other] { $n } إجابة تحتاج إلى مراجعة
}
fill_in = املأ «{ $label }»
enter_number = أدخل رقمًا في «{ $label }»
enter_whole = أدخل رقمًا صحيحًا في «{ $label }»
enter_at_least = أدخل { $value } أو أكثر في «{ $label }»
enter_at_most = أدخل { $value } أو أقل في «{ $label }»
enter_date = أدخل تاريخًا في «{ $label }»
enter_from = أدخل { $value } أو يومًا بعده في «{ $label }»
enter_until = أدخل { $value } أو يومًا قبله في «{ $label }»
choose_one = اختر خيارًا في «{ $label }»
choose_some = اختر خيارًا واحدًا على الأقل في «{ $label }»
choose_fewer = أبقِ { $value } على الأكثر في «{ $label }»
add_file = أضف ملفًا في «{ $label }»
upload_again = أعد رفع الملفات في «{ $label }»
shorten = اختصر «{ $label }»: الحد الأقصى للأحرف { $value }
wrong_format = أدخل «{ $label }» بالتنسيق المطلوب
uploads_running = انتظر حتى يكتمل رفع الملفات في «{ $label }»
uploads_failed = أعد رفع الملف الذي فشل في «{ $label }»، أو أزله
not_sent = لم يُرسل طلبك
answers_kept = ما زالت إجاباتك هنا.

## Files

add_files = إضافة ملفات
drop_files = أو أفلتها هنا
files_limit = { $n ->
    [zero] من دون ملفات، الحجم حتى { $size }
    [one] ملف واحد، حتى { $size }
    [two] ملفان على الأكثر، حتى { $size } لكل منهما
    [few] { $n } ملفات على الأكثر، حتى { $size } لكل منها
    [many] { $n } ملفًا على الأكثر، حتى { $size } لكل منها
   *[other] { $n } ملف على الأكثر، حتى { $size } لكل منها
}
images = صور
files_of = ملفات «{ $label }»
no_upload = دورك لا يسمح برفع الملفات. تواصل مع أحد المالكين أو المسؤولين في مؤسستك.

## Last page

review = راجع إجاباتك
review_text = هذا ما سنستلمه.
change = تغيير
change_section = تغيير { $title }
not_answered = من دون إجابة
send = إرسال الطلب
sending = جارٍ الإرسال

## Saving

saves = يُحفظ أثناء الكتابة
saving = جارٍ الحفظ
saved = تم الحفظ
save_failed = لم يُحفظ
save_waiting = لا يوجد اتصال. سنحفظ فور عودته.
conflict_title = لقد غيّرت هذا الطلب على جهاز آخر
conflict_text = الإجابات هناك مختلفة عن الإجابات هنا. اختر ما تريد الاحتفاظ به.
take_theirs = استخدام الإجابات من هناك
keep_mine = الاحتفاظ بالإجابات هنا
lost_title = لم تعد هذه المسودة لك
lost_text = أُرسلت أو سُلّمت أو تم تجاهلها في مكان آخر. راجع الحالة قبل إرسالها مرة أخرى.
as_new = الاحتفاظ بها كمسودة جديدة
leave_it = عدم المتابعة
changes_title = تغيّر النموذج منذ أن حفظته
changes_added = أسئلة جديدة: { $questions }.
changes_removed = لم يعد مطلوبًا: { $questions }.
changes_again = يرجى الإجابة مرة أخرى: { $questions }.
understood = مفهوم

## Drafts

drafts_title = تابع من حيث توقفت
saved_at = حُفظ { $time }
handed_over_by = من { $name }
discard = تجاهل { $title }
discard_title = هل تريد تجاهل «{ $title }»؟
discard_text = ستُحذف الإجابات والملفات، ولا يمكن لأحد استعادتها.
discard_now = تجاهل
discarded = تم تجاهل المسودة

## Handing over

hand_over = تسليم
hand_over_title = تسليم «{ $title }»
hand_over_text = يتابع زميلك العمل عليه مع الملفات. ولن تراه بعد ذلك.
colleague = الزميل
find_colleague = البحث عن زميل
no_colleague = لم نجد أحدًا يمكنه إرسال هذا الطلب.
cannot_take_it = لا يمكن لهذا الزميل استلامه: دوره لا يسمح بالطلبات أو لديه مسودات كثيرة.
handed_over = سُلّم إلى { $name }

## Sending without a connection

offline_title = أنت غير متصل
offline_text = سنرسل طلبك فور عودة اتصالك. أبقِ هذه الصفحة مفتوحة حتى ذلك الحين.
stop_sending = لا ترسل بعد

## Receipt

sent = استلمنا طلبك
reference = رقمك المرجعي
next = الخطوات التالية
next_default = سننظر فيه ونرد عليك هنا. تجد كل خطوة في المتابعة.
sent_by = أرسله { $name }، { $date }
see_case = عرض حالته
another = طلب جديد

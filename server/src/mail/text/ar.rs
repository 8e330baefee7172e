//! Arabic.

use super::{Content, Frame, Words};

pub(super) const FRAME: Frame = Frame {
    button_does_not_work: "إذا لم يعمل الزر، فافتح هذا العنوان في متصفحك:",
    support: "هل لديك أسئلة؟ اكتب إلى {{ support }}.",
    automatic: "أُرسلت هذه الرسالة تلقائيًا من {{ brand }}.",
};

pub(super) fn words(content: &Content) -> Words {
    match content {
        Content::Invitation { .. } => Words {
            subject: "{% if inviter %}دعوة من {{ inviter }} إلى {{ organization }}{% else %}دعوتك إلى {{ organization }}{% endif %}",
            heading: "لديك دعوة إلى {{ organization }}",
            paragraphs: &[
                "{% if inviter %}تلقيت دعوة من {{ inviter }} للعمل مع {{ organization }} في بوابة {{ brand }}.{% else %}تلقيت دعوة للعمل مع {{ organization }} في بوابة {{ brand }}.{% endif %}",
            ],
            button: Some("قبول الدعوة"),
            notes: &[
                "مدة صلاحية الرابط بالأيام: {{ days }}، ويمكن استخدامه مرة واحدة.",
                "إذا لم تكن تتوقع هذه الدعوة، فيمكنك تجاهلها: لن يحدث شيء ما لم تقبلها.",
            ],
        },
        Content::SignInLink { .. } => Words {
            subject: "تسجيل الدخول إلى {{ brand }}",
            heading: "تسجيل الدخول إلى {{ brand }}",
            paragraphs: &[
                "طُلب رابط لتسجيل الدخول إلى حسابك، وغالبًا أنت من طلبه{% if place %}، من {{ place }}{% endif %}.",
            ],
            button: Some("تسجيل الدخول"),
            notes: &[
                "مدة صلاحية الرابط بالدقائق: {{ minutes }}، ويمكن استخدامه مرة واحدة. افتحه في المتصفح الذي طلبته فيه.",
                "إذا لم تطلبه، فيمكنك تجاهله. لا تعطه لأحد: من يفتحه يسجّل الدخول باسمك.",
            ],
        },
        Content::PasswordLink { .. } => Words {
            subject: "تعيين كلمة مرور جديدة لـ {{ brand }}",
            heading: "تعيين كلمة مرور جديدة",
            paragraphs: &[
                "طُلب تعيين كلمة مرور جديدة لحسابك، وغالبًا أنت من طلب ذلك{% if place %}، من {{ place }}{% endif %}.",
            ],
            button: Some("تعيين كلمة مرور جديدة"),
            notes: &[
                "مدة صلاحية الرابط بالدقائق: {{ minutes }}، ويمكن استخدامه مرة واحدة. سيُسجَّل خروجك حينها من كل مكان.",
                "إذا لم تطلب ذلك، فيمكنك تجاهل الرسالة: تبقى كلمة مرورك كما هي. لا تعطِ الرابط لأحد.",
            ],
        },
        Content::PasswordChanged { .. } => Words {
            subject: "تغيّرت كلمة مرورك في {{ brand }}",
            heading: "تغيّرت كلمة مرورك",
            paragraphs: &[
                "تغيّرت كلمة مرور حسابك في {{ at }}{% if place %}، من {{ place }}{% endif %}.",
                "إذا كنت أنت من غيّرها، فلا يلزمك فعل شيء. وإلا فعيّن فورًا كلمة مرور جديدة.",
            ],
            button: Some("تعيين كلمة مرور جديدة"),
            notes: &[],
        },
        Content::EmailLink { .. } => Words {
            subject: "أكّد عنوان بريدك الإلكتروني لـ {{ brand }}",
            heading: "أكّد عنوان بريدك الإلكتروني",
            paragraphs: &[
                "{% if is_new %}طلب {{ name }} استخدام هذا العنوان لحساب لدى {{ brand }}.{% else %}هذا عنوان حساب {{ name }} لدى {{ brand }}.{% endif %} لتأكيده، افتح الرابط وسجّل الدخول إلى ذلك الحساب.",
            ],
            button: Some("تأكيد العنوان"),
            notes: &[
                "مدة صلاحية الرابط بالساعات: {{ hours }}، ويمكن استخدامه مرة واحدة.",
                "إذا لم يكن هذا حسابك، فيمكنك تجاهل هذه الرسالة: لن يتغيّر شيء.",
            ],
        },
        Content::EmailChangeAsked { .. } => Words {
            subject: "عنوان بريدك الإلكتروني في {{ brand }} على وشك أن يتغيّر",
            heading: "عنوان بريدك الإلكتروني على وشك أن يتغيّر",
            paragraphs: &[
                "طُلب استخدام {{ email }} لحسابك بدلًا من هذا العنوان، وغالبًا أنت من طلب ذلك{% if place %}، من {{ place }}{% endif %}.",
                "سيتغيّر حالما يُؤكَّد العنوان الجديد. إذا كنت أنت من طلبه، فلا يلزمك فعل شيء هنا.",
                "وإلا فهناك من دخل إلى حسابك. عيّن فورًا كلمة مرور جديدة: فهذا يلغي التغيير أيضًا.",
            ],
            button: Some("تعيين كلمة مرور جديدة"),
            notes: &[],
        },
        Content::EmailChanged { .. } => Words {
            subject: "تغيّر عنوان بريدك الإلكتروني في {{ brand }}",
            heading: "تغيّر عنوان بريدك الإلكتروني",
            paragraphs: &[
                "في {{ at }} أصبح عنوان حسابك {{ email }}. لم يعد هذا العنوان يؤدي إلى الحساب.",
                "إذا لم تكن أنت من غيّره، {% if support %}فاكتب فورًا إلى {{ support }}.{% else %}فأبلغ {{ brand }} فورًا.{% endif %}",
            ],
            button: None,
            notes: &[],
        },
        Content::BreakGlass { .. } => Words {
            subject: "دخول {{ person }} إلى {{ organization }} من دون تسجيل الدخول الموحّد",
            heading: "دخول من دون تسجيل الدخول الموحّد",
            paragraphs: &[
                "تشترط {{ organization }} تسجيل الدخول الموحّد. دخل {{ person }}، وهو مالك معيّن بوصفه استثناءً، بطريقة أخرى في {{ at }}{% if address %}، من العنوان {{ address }}{% endif %}.",
                "إذا لم تكن تعرف السبب، فاسأل {{ person }} وراجع سجل التدقيق.",
            ],
            button: Some("فتح الإعدادات"),
            notes: &["تصلك هذه الرسالة لأنك مالك في {{ organization }}."],
        },
        Content::AuditStreamDisabled { .. } => Words {
            subject: "توقّف إرسال سجل التدقيق الخاص بـ {{ organization }}",
            heading: "توقّف إرسال سجل التدقيق",
            paragraphs: &[
                "كان سجل التدقيق الخاص بـ {{ organization }} يُرسل إلى {{ host }}. لم يعد يُقبل هناك منذ أيام، فتوقّف الإرسال. لم يُفقد أي قيد: عند تشغيله من جديد يُستأنف من حيث توقّف.",
            ],
            button: Some("عرض التفاصيل"),
            notes: &["تصلك هذه الرسالة لأنك مالك في {{ organization }}."],
        },
        Content::FactorAdded { .. } => Words {
            subject: "التحقق بخطوتين: {% if passkey %}أُضيف مفتاح مرور{% else %}أُضيف تطبيق{% endif %}",
            heading: "أُضيف عامل ثانٍ إلى حسابك",
            paragraphs: &[
                "{% if passkey %}أُضيف مفتاح المرور «{{ passkey }}» إلى حسابك في بوابة {{ brand }}. يمكن تسجيل دخولك به من الآن فصاعدًا.{% else %}أُعدّ تطبيق لحسابك في بوابة {{ brand }}. سيُطلب رمزه عند تسجيل دخولك من الآن فصاعدًا.{% endif %}",
            ],
            button: Some("الانتقال إلى حسابك"),
            notes: &[NOT_YOU],
        },
        Content::FactorRemoved { .. } => Words {
            subject: "التحقق بخطوتين: {% if passkey %}أُزيل مفتاح مرور{% else %}أُزيل التطبيق{% endif %}",
            heading: "أُزيل عامل ثانٍ من حسابك",
            paragraphs: &[
                "{% if passkey %}أُزيل مفتاح المرور «{{ passkey }}» من حسابك في بوابة {{ brand }}.{% else %}أُزيل التطبيق الذي يعرض الرموز من حسابك في بوابة {{ brand }}.{% endif %} سُجّل خروجك من كل مكان آخر.",
            ],
            button: Some("الانتقال إلى حسابك"),
            notes: &[NOT_YOU],
        },
        Content::RecoveryCodesMade {} => Words {
            subject: "لديك رموز استرداد جديدة",
            heading: "لديك رموز استرداد جديدة",
            paragraphs: &["أُنشئت رموز استرداد جديدة لحسابك في بوابة {{ brand }}. لم تعد الرموز القديمة صالحة."],
            button: Some("الانتقال إلى حسابك"),
            notes: &[NOT_YOU],
        },
        Content::RecoveryCodeUsed { .. } => Words {
            subject: "استُخدم رمز استرداد",
            heading: "استُخدم رمز استرداد",
            paragraphs: &[
                "أُثبتت الهوية بأحد رموز الاسترداد الخاصة بك في بوابة {{ brand }}.",
                "{% if left == 0 %}لم يتبقَّ منها شيء. أنشئ رموزًا جديدة في حسابك.{% elif left == 1 %}تبقّى رمز واحد. أنشئ رموزًا جديدة في حسابك.{% else %}عدد الرموز المتبقية: {{ left }}.{% endif %}",
            ],
            button: Some("الانتقال إلى حسابك"),
            notes: &[NOT_YOU],
        },
        Content::WrongCodes {} => Words {
            subject: "رموز خاطئة لحسابك",
            heading: "هناك من يُدخل رموزًا خاطئة لحسابك",
            paragraphs: &[
                "تجاوز شخص الخطوة الأولى لتسجيل الدخول إلى حسابك في بوابة {{ brand }}، ثم أدخل رمزًا خاطئًا عدة مرات.",
                "إذا لم تكن أنت، فقد يعرف كلمة مرورك: غيّرها.",
            ],
            button: Some("الانتقال إلى حسابك"),
            notes: &[],
        },
        Content::FactorsReset {} => Words {
            subject: "أُعيد ضبط التحقق بخطوتين",
            heading: "أُعيد ضبط التحقق بخطوتين",
            paragraphs: &[
                "أزال القائمون على بوابة {{ brand }} كل العوامل الثانية من حسابك، وسُجّل خروجك من كل مكان. سجّل الدخول وأعدّ ما تريد استخدامه من الآن فصاعدًا.",
            ],
            button: Some("الانتقال إلى حسابك"),
            notes: &["إذا لم تطلب ذلك، فأبلغ فريق الدعم فورًا."],
        },
    }
}

/// What to do about a change that somebody else made.
const NOT_YOU: &str = "إذا لم تكن أنت من فعل ذلك: غيّر كلمة مرورك، وأنهِ الجلسات التي لا تعرفها، وأبلغ فريق الدعم.";

//! Japanese.

use super::{Content, Frame, Words};

pub(super) const FRAME: Frame = Frame {
    button_does_not_work: "ボタンが機能しない場合は、次のアドレスをブラウザーで開いてください。",
    support: "ご不明な点は {{ support }} までご連絡ください。",
    automatic: "このメッセージは {{ brand }} から自動的に送信されています。",
};

pub(super) fn words(content: &Content) -> Words {
    match content {
        Content::Invitation { .. } => Words {
            subject: "{% if inviter %}{{ inviter }} さんが {{ organization }} に招待しています{% else %}{{ organization }} への招待{% endif %}",
            heading: "{{ organization }} に招待されています",
            paragraphs: &[
                "{% if inviter %}{{ inviter }} さんが、{{ brand }} ポータルの {{ organization }} への参加を招待しています。{% else %}{{ brand }} ポータルの {{ organization }} への参加に招待されています。{% endif %}",
            ],
            button: Some("招待を承諾"),
            notes: &[
                "リンクの有効期間は {{ days }} 日で、1 回だけ使用できます。",
                "この招待に心当たりがない場合は、無視してください。承諾しない限り、何も起こりません。",
            ],
        },
        Content::SignInLink { .. } => Words {
            subject: "{{ brand }} へのサインイン",
            heading: "{{ brand }} へのサインイン",
            paragraphs: &["{% if place %}{{ place }} から、{% endif %}サインイン用のリンクが要求されました。"],
            button: Some("サインイン"),
            notes: &[
                "リンクの有効期間は {{ minutes }} 分で、1 回だけ使用できます。要求したブラウザーで開いてください。",
                "心当たりがない場合は、無視してください。リンクをほかの人に渡さないでください。開いた人があなたとしてサインインできます。",
            ],
        },
        Content::PasswordLink { .. } => Words {
            subject: "{{ brand }} の新しいパスワードの設定",
            heading: "新しいパスワードの設定",
            paragraphs: &[
                "{% if place %}{{ place }} から、{% endif %}アカウントの新しいパスワードの設定が要求されました。",
            ],
            button: Some("新しいパスワードを設定"),
            notes: &[
                "リンクの有効期間は {{ minutes }} 分で、1 回だけ使用できます。設定すると、すべての場所でサインアウトされます。",
                "心当たりがない場合は、無視してください。パスワードは変わりません。リンクをほかの人に渡さないでください。",
            ],
        },
        Content::PasswordChanged { .. } => Words {
            subject: "{{ brand }} のパスワードが変更されました",
            heading: "パスワードが変更されました",
            paragraphs: &[
                "{{ at }} に{% if place %}、{{ place }} から{% endif %}アカウントのパスワードが変更されました。",
                "ご自身による変更であれば、対応は必要ありません。心当たりがない場合は、すぐに新しいパスワードを設定してください。",
            ],
            button: Some("新しいパスワードを設定"),
            notes: &[],
        },
        Content::EmailLink { .. } => Words {
            subject: "{{ brand }} のメールアドレスの確認",
            heading: "メールアドレスの確認",
            paragraphs: &[
                "{% if is_new %}{{ name }} さんが、このアドレスを {{ brand }} のアカウントに使用しようとしています。{% else %}このアドレスは、{{ brand }} の {{ name }} さんのアカウントのものです。{% endif %}確認するには、リンクを開いて、そのアカウントにサインインしてください。",
            ],
            button: Some("アドレスを確認"),
            notes: &[
                "リンクの有効期間は {{ hours }} 時間で、1 回だけ使用できます。",
                "ご自身のアカウントでない場合は、このメッセージを無視してください。何も変わりません。",
            ],
        },
        Content::EmailChangeAsked { .. } => Words {
            subject: "{{ brand }} のメールアドレスの変更が要求されました",
            heading: "メールアドレスの変更が要求されました",
            paragraphs: &[
                "{% if place %}{{ place }} から、{% endif %}このアドレスの代わりに {{ email }} をアカウントに使用することが要求されました。",
                "新しいアドレスが確認されると変更されます。ご自身による要求であれば、ここでの対応は必要ありません。",
                "心当たりがない場合は、ほかの人がアカウントに入っています。すぐに新しいパスワードを設定してください。この変更も取り消されます。",
            ],
            button: Some("新しいパスワードを設定"),
            notes: &[],
        },
        Content::EmailChanged { .. } => Words {
            subject: "{{ brand }} のメールアドレスが変更されました",
            heading: "メールアドレスが変更されました",
            paragraphs: &[
                "{{ at }} に、アカウントのアドレスが {{ email }} に変更されました。このアドレスはアカウントで使用されなくなりました。",
                "心当たりがない場合は、{% if support %}すぐに {{ support }} までご連絡ください。{% else %}すぐに {{ brand }} にご連絡ください。{% endif %}",
            ],
            button: None,
            notes: &[],
        },
        Content::BreakGlass { .. } => Words {
            subject: "{{ person }} さんがシングルサインオンを使わずに {{ organization }} にサインインしました",
            heading: "シングルサインオンを使わないサインイン",
            paragraphs: &[
                "{{ organization }} ではシングルサインオンが必須です。例外に指定されたオーナーの {{ person }} さんが、{{ at }} に{% if address %}アドレス {{ address }} から{% endif %}別の方法でサインインしました。",
                "理由が分からない場合は、{{ person }} さんに確認し、監査ログをご覧ください。",
            ],
            button: Some("設定を開く"),
            notes: &["このメッセージは、{{ organization }} のオーナーに送信しています。"],
        },
        Content::AuditStreamDisabled { .. } => Words {
            subject: "{{ organization }} の監査ログの送信が停止しました",
            heading: "監査ログの送信が停止しました",
            paragraphs: &[
                "{{ organization }} の監査ログは {{ host }} に送信されていました。数日間受け付けられなかったため、送信を停止しました。失われた記録はありません。もう一度有効にすると、続きから再開します。",
            ],
            button: Some("詳細を見る"),
            notes: &["このメッセージは、{{ organization }} のオーナーに送信しています。"],
        },
        Content::FactorAdded { .. } => Words {
            subject: "2段階認証：{% if passkey %}パスキーが追加されました{% else %}アプリが追加されました{% endif %}",
            heading: "アカウントに第2要素が追加されました",
            paragraphs: &[
                "{% if passkey %}{{ brand }} ポータルのアカウントに、パスキー「{{ passkey }}」が追加されました。今後、サインインに使用できます。{% else %}{{ brand }} ポータルのアカウントに、アプリが設定されました。今後、サインイン時にそのコードが必要になります。{% endif %}",
            ],
            button: Some("アカウントを開く"),
            notes: &[NOT_YOU],
        },
        Content::FactorRemoved { .. } => Words {
            subject: "2段階認証：{% if passkey %}パスキーが削除されました{% else %}アプリが削除されました{% endif %}",
            heading: "アカウントから第2要素が削除されました",
            paragraphs: &[
                "{% if passkey %}{{ brand }} ポータルのアカウントから、パスキー「{{ passkey }}」が削除されました。{% else %}{{ brand }} ポータルのアカウントから、コードを表示するアプリが削除されました。{% endif %}ほかのすべての場所でサインアウトされました。",
            ],
            button: Some("アカウントを開く"),
            notes: &[NOT_YOU],
        },
        Content::RecoveryCodesMade {} => Words {
            subject: "新しいリカバリーコードが作成されました",
            heading: "新しいリカバリーコードが作成されました",
            paragraphs: &[
                "{{ brand }} ポータルのアカウントに、新しいリカバリーコードが作成されました。以前のコードは使用できなくなりました。",
            ],
            button: Some("アカウントを開く"),
            notes: &[NOT_YOU],
        },
        Content::RecoveryCodeUsed { .. } => Words {
            subject: "リカバリーコードが使用されました",
            heading: "リカバリーコードが使用されました",
            paragraphs: &[
                "{{ brand }} ポータルで、リカバリーコードを使って本人確認が行われました。",
                "{% if left == 0 %}残りはありません。アカウントで新しいコードを作成してください。{% elif left == 1 %}残りは 1 件です。アカウントで新しいコードを作成してください。{% else %}残りは {{ left }} 件です。{% endif %}",
            ],
            button: Some("アカウントを開く"),
            notes: &[NOT_YOU],
        },
        Content::WrongCodes {} => Words {
            subject: "アカウントに誤ったコードが入力されました",
            heading: "アカウントに誤ったコードが入力されています",
            paragraphs: &[
                "{{ brand }} ポータルのアカウントで、サインインの最初の段階を通過した人が、誤ったコードを何度か入力しました。",
                "心当たりがない場合は、パスワードを知られている可能性があります。変更してください。",
            ],
            button: Some("アカウントを開く"),
            notes: &[],
        },
        Content::FactorsReset {} => Words {
            subject: "2段階認証がリセットされました",
            heading: "2段階認証がリセットされました",
            paragraphs: &[
                "{{ brand }} ポータルの運営者により、アカウントの第2要素がすべて削除され、すべての場所でサインアウトされました。サインインして、今後使用するものを設定してください。",
            ],
            button: Some("アカウントを開く"),
            notes: &["ご自身で依頼していない場合は、すぐにサポートにご連絡ください。"],
        },
    }
}

/// What to do about a change that somebody else made.
const NOT_YOU: &str =
    "心当たりがない場合は、パスワードを変更し、見覚えのないセッションを終了して、サポートにご連絡ください。";

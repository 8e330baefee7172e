### What the AuditLog widget says.

title = 監査ログ
search = 名前、ID、アドレスを検索
filters = フィルター
filters_set = フィルター（{ $n }）
person = 人
everybody = 全員
action = 操作
all_actions = すべての操作
outcome = 結果
any_outcome = 実行と拒否
done = 実行
denied = 拒否
since = 開始日
until = 終了日
only_about = { $id } に関するもののみ
clear = フィルターを解除
table = 監査ログの記録
column_what = 内容
column_address = アドレス
column_when = 日時
system = システム
empty = まだ何も起きていません
empty_hint = { $organization } での変更は、誰が、何を、いつ、どこからしたかがすべてここに記録されます。
newer = 新しい記録
older = 古い記録
range = { $from }～{ $to } 件目
none_so_far = 新しい記録の中には見つかりませんでした
search_older = 古い記録を検索
refresh = 更新

## The export

export = エクスポート
export_csv = CSV（表計算用）
export_jsonl = JSON Lines（すべての詳細）
export_ocsf = OCSF（セキュリティツール用）
export_begins = エクスポートを準備しています。
exported = { $file } をダウンロードしました。

## One entry

who = 実行者
kind_user = 人
kind_key = API キー
kind_system = 自動
kind_operator = サポート担当
thing = 対象
reason = 理由
program = プログラム
request = リクエスト
position = 番号
hash = フィンガープリント
changes = 変更内容
added = 追加
removed = 削除
changed = 変更
before = 変更前：
after = 変更後：
only_person = { $name } による記録すべて
only_thing = この対象の記録すべて

## Kinds of actions, in the order in which they are offered

kind_name = { $kind ->
    [member] メンバー
    [invitation] 招待
    [role] ロール
    [embed_session] ポータルの利用
    [session] セッション
    [factor] 2段階認証
    [document] 文書
    [case] 案件
    [submission] 申請
    [api_key] API キー
    [oauth_grant] 連携アプリ
    [sso] シングルサインオン
    [sso_connection] ID プロバイダー
    [domain] ドメイン
    [audit] 監査ログ
    [console] サポート担当による閲覧
    [audit_stream] 監査ストリーム
    [organization] 組織
   *[other] { $kind }
}

## Actions. A point in an action's name is a hyphen here. The last ones are attempts that were refused: the permission they needed

action_name = { $action ->
    [member-added] メンバーの追加
    [member-role_changed] ロールの変更
    [member-updated] メンバーの変更
    [member-suspended] メンバーの停止
    [member-reinstated] メンバーの停止解除
    [member-removed] メンバーの削除
    [member-left] メンバーの退出
    [invitation-created] 招待の送信
    [invitation-accepted] 招待の承諾
    [invitation-withdrawn] 招待の取り消し
    [role-created] ロールの作成
    [role-updated] ロールの編集
    [role-deleted] ロールの削除
    [embed_session-created] ポータルの表示
    [session-began] セッションの開始
    [session-ended] サインアウト
    [session-all_ended] すべての端末からのサインアウト
    [session-confirmed] 本人確認
    [factor-added] 第2要素の追加
    [factor-removed] 第2要素の削除
    [factor-reset] 第2要素のリセット
    [factor-required] 必須設定の変更
    [factor-recovery_code_used] リカバリーコードの使用
    [factor-recovery_codes_made] リカバリーコードの作成
    [document-uploaded] 文書のアップロード
    [document-version_uploaded] 新しいバージョンのアップロード
    [document-downloaded] 文書のダウンロード
    [document-updated] 文書の名前の変更または移動
    [document-deleted] 文書の削除
    [document-discarded] 下書きファイルの破棄
    [document-imported] 文書のインポート
    [case-updated] 案件の更新
    [case-replied] 返信の送信
    [case-imported] 案件のインポート
    [submission-created] 申請の送信
    [api_key-created] API キーの作成
    [api_key-updated] API キーの変更
    [api_key-rotated] API キーの更新
    [api_key-revoked] API キーの削除
    [oauth_grant-created] アプリの連携
    [oauth_grant-revoked] アプリの連携解除
    [console-organization_viewed] サポート担当が組織を閲覧
    [console-members_viewed] サポート担当がメンバーを閲覧
    [console-access_explained] サポート担当がメンバーのアクセスを閲覧
    [console-audit_viewed] サポート担当が監査ログを閲覧
    [console-audit_entry_viewed] サポート担当が記録を閲覧
    [sso-signed_in] シングルサインオンによるサインイン
    [sso-break_glass_used] 例外としてのサインイン
    [sso-manage] シングルサインオンの変更
    [sso_connection-created] ID プロバイダーの追加
    [sso_connection-updated] ID プロバイダーの変更
    [sso_connection-deleted] ID プロバイダーの削除
    [sso_policy-updated] シングルサインオン必須設定の変更
    [sso_identity-created] 初回サインインでのアカウントのリンク
    [sso_identity-linked] アカウントのリンク
    [sso_identity-unlinked] アカウントのリンク解除
    [member-joined] シングルサインオンによるメンバーの参加
    [domain-created] ドメインの追加
    [domain-checked] ドメインの確認
    [domain-vouched] 運営者によるドメインの承認
    [domain-deleted] ドメインの削除
    [oauth_grant-token_revoked] アプリによるトークンの返却
    [audit-exported] 監査ログのエクスポート
    [audit-retention_changed] 保存期間の変更
    [audit-entries_deleted] 古い記録の削除
    [audit-held] 訴訟ホールドの設定
    [audit-released] 訴訟ホールドの解除
    [audit_stream-created] ストリームの追加
    [audit_stream-updated] ストリームの変更
    [audit_stream-rotated] ストリームのシークレットの更新
    [audit_stream-tested] ストリームのテスト
    [audit_stream-enabled] ストリームの有効化
    [audit_stream-disabled] ストリームの無効化
    [audit_stream-deleted] ストリームの削除
    [organization-theme_changed] テーマの変更
    [feature-switched] 機能の切り替え
    [plan-assigned] プランの変更
    [organization-imported] 組織のインポート
    [mail-failed] メールの配信失敗
    [password-changed] パスワードの変更
    [password-reset] パスワードの再設定
    [password-set] パスワードの設定
    [password-link_requested] パスワード再設定リンクの請求
    [session-link_requested] サインインリンクの請求
    [user-updated] プロフィールの変更
    [user-email_change_requested] メールアドレス変更の請求
    [user-email_link_requested] メールアドレス確認の請求
    [user-email_change_canceled] メールアドレス変更の取り消し
    [user-email_changed] メールアドレスの変更
    [user-email_verified] メールアドレスの確認
    [oauth_grant-code_misused] アプリの認可コードの不正使用
    [oauth_grant-token_reused] アプリのトークンの再使用
    [audit-minimum_changed] 最短保持期間の変更
    [cases-reply] 案件への返信
    [cases-manage] 案件の変更
    [documents-upload] 文書のアップロード
    [documents-delete] 文書の削除
    [submissions-create] 申請の送信
    [members-invite] メンバーの招待
    [members-manage] メンバーの変更
    [api_keys-manage] API キーの変更
    [audit-read] 監査ログの閲覧
    [audit-manage] 監査ログの取り扱いの変更
   *[other] { $action }
}

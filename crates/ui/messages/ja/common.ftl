### What several widgets say.

## Buttons

retry = 再試行
close = 閉じる
cancel = キャンセル
back = 戻る
save = 保存
undo = 元に戻す
clear_search = 検索をクリア
show_all = すべて表示
load_more = さらに読み込む
loading = 読み込んでいます
more_actions = { $name } のその他の操作
dismiss = 非表示
optional = 任意
you = あなた
contact = { $email } に連絡
results = { $n } 件

## States

failed_title = 読み込めませんでした
reference = 参照番号 { $id }
reference_copy = 繰り返し発生する場合は、この参照番号をサポートにお伝えください。
stale = 最新の内容ではない可能性があります。前回の更新に失敗しました。
denied_title = この内容へのアクセス権がありません
denied_role = あなたのロールは「{ $own }」です。「{ $role }」以上のロールが必要です。
denied_ask = ロールの変更は、{ $organization } のオーナーまたは管理者に依頼してください。
denied_feature = この機能は現在ご利用のポータルに含まれていません。
no_results = 見つかりませんでした
no_results_hint = 別の言葉で検索するか、すべて表示してください。

## Errors

error_timeout = サーバーの応答に時間がかかりすぎました。しばらくしてから、もう一度お試しください。
error_unreadable = ファイルを読み取れませんでした。もう一度選択してください。
error_offline = サーバーに接続できません。接続を確認して、もう一度お試しください。
error_signed_out = セッションが終了しました。ページを再読み込みして、もう一度サインインしてください。
error_cancelled = キャンセルしました。
error_denied = あなたのロールでは許可されていません。組織のオーナーまたは管理者にお問い合わせください。
error_confirm = 本人確認が必要です。確認してから、もう一度お試しください。
error_second_factor = 組織では2段階認証が必要です。アカウントで設定してください。
confirm_identity = 本人確認を行う
error_unavailable_here = ここではご利用いただけません。
error_gone = すでに存在しないか、アクセス権がなくなりました。
error_changed = その間に変更されました。現在の状態を確認して、もう一度お試しください。
error_conflict = 変更があったため、現在は実行できません。現在の状態を確認して、もう一度お試しください。
error_too_large = ファイルが大きすぎます。
error_media_type = この種類のファイルは受け付けていません。
error_damaged = ファイルが完全に届きませんでした。もう一度お試しください。
error_invalid = 確認が必要な項目があります。
error_too_many = 試行回数が多すぎます。しばらく待ってから、もう一度お試しください。
error_busy = サーバーが混み合っています。しばらくしてから、もう一度お試しください。
error_unexpected = こちら側で問題が発生しました。もう一度お試しください。

## Times

just_now = たった今
minutes_ago = { $n } 分前
hours_ago = { $n } 時間前
yesterday = 昨日
today = 今日
tomorrow = 明日
days_ago = { $n } 日前
minutes_old = { $n } 分前の情報
hours_old = { $n } 時間前の情報
days_old = { $n } 日前の情報
up_to_date = 最新

## Roles

role_owner = オーナー
role_admin = 管理者
role_member = メンバー
role_viewer = 閲覧者

### What an element says before its widget is there.

loading = 読み込んでいます
title = ページのこの部分を読み込めませんでした
signed_out = サインアウトしました
again = 再試行
later = しばらくしてから、もう一度お試しください。改善しない場合は、このサイトの運営者にお知らせください。
configuration = 設定が完了していません。このサイトの運営者にお知らせください。
credential = サインインを確認できませんでした。もう一度サインインしてから、お試しください。
network = 接続を確認して、もう一度お試しください。
session = セッションが終了しました。ページを再読み込みして、もう一度サインインしてください。
signed_out_advice = もう一度サインインするには、ページを再読み込みしてください。

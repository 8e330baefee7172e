//! Mails: a change queues one, a real mail server gets it, and nothing of it stays readable.

use chrono::Utc;
use loggia_client::types::{BrandId, Role, members::CreateInvitation};
use loggia_server::{
    Settings,
    limits::Clock,
    store::{
        mail_queue::{FAILED, SENT, WAITING, WITHHELD},
        rows::MailRow,
    },
};
use loggia_tests::{Portal, smtp::MailServer, unlimited};
use tempfile::TempDir;

const ALL: [&str; 4] = [WAITING, SENT, FAILED, WITHHELD];

struct Post {
    server: MailServer,
    folder: TempDir,
}

impl Post {
    async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        Self { server: MailServer::start(&folder.path().join("ca.pem")).await.unwrap(), folder }
    }

    fn settings(&self) -> Settings {
        Settings {
            smtp_url: Some(self.server.url().into()),
            smtp_ca_file: Some(self.folder.path().join("ca.pem")),
            mail_from: Some("portal@mail.acme.example".to_owned()),
            public_url: Some("https://portal.acme.example".to_owned()),
            ..unlimited()
        }
    }

    async fn portal(&self) -> Portal {
        Portal::start_with(self.settings(), &Clock::passing()).await.unwrap()
    }
}

async fn invite(portal: &Portal, email: &str) {
    let olga = portal.sign_in("olga").await.unwrap().client;
    olga.invitations()
        .create(&CreateInvitation { email: email.to_owned(), role: Role::Member.into(), ends_at: None })
        .await
        .unwrap();
}

async fn mails(portal: &Portal) -> Vec<MailRow> {
    portal.store().system_read(|c| c.mails(&ALL, 100)).await.unwrap()
}

/// Waits until every mail is in one of these states, and has been tried.
async fn settled(portal: &Portal, states: &[&str]) -> Vec<MailRow> {
    for _ in 0..800 {
        let rows = mails(portal).await;
        let done =
            |row: &MailRow| states.contains(&row.state.as_str()) && (row.state != WAITING || row.failure.is_some());
        if !rows.is_empty() && rows.iter().all(done) {
            return rows;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{:#?}", mails(portal).await);
}

async fn try_again(portal: &Portal) {
    portal.store().system_write(|c| c.retry_mails(Utc::now())).await.unwrap();
    portal.app().mailer().wake();
}

async fn failures_in_audit(portal: &Portal) -> i64 {
    let brand = portal.store().system_read(|c| Ok(c.brand_by_key("acme")?.unwrap().id)).await.unwrap();
    let position = |brand: BrandId| async move {
        portal.store().system_read(move |c| Ok(c.brand_audit_end(&brand)?.position)).await.unwrap()
    };
    position(brand).await
}

#[tokio::test]
async fn an_invitation_arrives_under_the_brands_name_over_an_encrypted_line() {
    let post = Post::start().await;
    let portal = post.portal().await;
    invite(&portal, "Ina.New@northwind.example").await;
    let mail = post.server.wait_for(1).await.unwrap().remove(0);
    assert!(mail.encrypted && mail.signed_in);
    assert_eq!(
        (mail.from.as_str(), mail.to.as_slice()),
        ("portal@mail.acme.example", &["ina.new@northwind.example".to_owned()][..])
    );
    assert_eq!(mail.header("From").unwrap(), "\"Acme\" <portal@mail.acme.example>".replace('"', ""));
    assert_eq!(mail.header("To").unwrap(), "ina.new@northwind.example");
    assert_eq!(mail.header("Reply-To").unwrap(), "help@acme.example");
    assert_eq!(mail.header("Subject").unwrap(), "Olga NWQXMARK Owner invites you to Northwind NWQXMARK Traders");
    assert_eq!(mail.header("Auto-Submitted").unwrap(), "auto-generated");
    let link = mail.link("https://portal.acme.example/invitation?token=inv_secret_").unwrap();
    let html = mail.part("text/html");
    assert!(html.contains("Accept the invitation") && html.contains(link.rsplit('=').next().unwrap()), "{html}");
    for text in [html, mail.data.clone(), post.server.lines().join("\n")] {
        assert!(!text.to_lowercase().contains("loggia"), "{text}");
    }
    assert_eq!(settled(&portal, &[SENT]).await.len(), 1);
}

#[tokio::test]
async fn what_a_mail_says_is_never_readable_on_the_disk_and_gone_after_it() {
    let post = Post::start().await;
    let portal = post.portal().await;
    post.server.answer_next(&["451 4.3.0 later"]);
    invite(&portal, "ina.new@northwind.example").await;
    let waiting = settled(&portal, &[WAITING]).await.remove(0);
    assert!(waiting.failure.unwrap().contains("later") && post.server.received().is_empty());
    let sealed = waiting.sealed.unwrap();
    try_again(&portal).await;
    let mail = post.server.wait_for(1).await.unwrap().remove(0);
    let token = mail.link("https://").unwrap().rsplit('=').next().unwrap().to_owned();
    let sent = settled(&portal, &[SENT]).await.remove(0);
    assert_eq!((sent.sealed, sent.attempts, sent.failure), (None, 2, None));
    assert!(!sealed.contains(&token));
    let files = portal.files().unwrap();
    assert!(files.iter().any(|(path, _)| path.ends_with("data/encryption.keys")));
    for (path, bytes) in files {
        let found = bytes.windows(token.len()).any(|window| window == token.as_bytes());
        assert!(!found, "the secret of the link is in {}", path.display());
    }
}

#[tokio::test]
async fn a_mailbox_gets_so_many_of_one_kind_however_it_is_written() {
    let post = Post::start().await;
    let portal =
        Portal::start_with(Settings { mail_quota: Some(2), ..post.settings() }, &Clock::passing()).await.unwrap();
    for label in ["", "+1", "+2", "+3"] {
        invite(&portal, &format!("victim{label}@northwind.example")).await;
    }
    invite(&portal, "another@northwind.example").await;
    let rows = settled(&portal, &[SENT, WITHHELD]).await;
    let of = |state: &str| rows.iter().filter(|row| row.state == state).count();
    assert_eq!((of(SENT), of(WITHHELD), post.server.received().len()), (3, 2, 3));
    assert!(rows.iter().all(|row| row.sealed.is_none()));
}

#[tokio::test]
async fn a_refused_mail_is_given_up_where_everybody_sees_it_and_a_wrong_password_is_not_the_mails_fault() {
    let post = Post::start().await;
    let portal = post.portal().await;
    let before = failures_in_audit(&portal).await;
    post.server.answer_next(&["550 5.1.1 no such mailbox"]);
    invite(&portal, "nobody@northwind.example").await;
    let failed = settled(&portal, &[FAILED]).await.remove(0);
    assert!(failed.failure.unwrap().contains("no such mailbox") && failed.sealed.is_none());
    assert_eq!(failures_in_audit(&portal).await, before + 1);

    let wrong = Settings { smtp_url: Some(post.server.url_with_password("wrong").into()), ..post.settings() };
    let portal = Portal::start_with(wrong, &Clock::passing()).await.unwrap();
    invite(&portal, "ina.new@northwind.example").await;
    let waiting = settled(&portal, &[WAITING]).await.remove(0);
    assert!(waiting.sealed.is_some());
    assert!(!waiting.failure.unwrap().contains("wrong@"));
}

#[tokio::test]
async fn a_line_that_goes_dead_loses_nothing_and_an_unknown_certificate_gets_nothing() {
    let post = Post::start().await;
    let portal = post.portal().await;
    post.server.answer_next(&[""]);
    invite(&portal, "ina.new@northwind.example").await;
    settled(&portal, &[WAITING]).await;
    try_again(&portal).await;
    let mail = post.server.wait_for(1).await.unwrap().remove(0);
    let sent = settled(&portal, &[SENT]).await.remove(0);
    assert_eq!(mail.header("Message-ID").unwrap(), format!("<{}@mail.acme.example>", sent.id));

    let signed_in = || post.server.lines().iter().filter(|line| line.starts_with("AUTH")).count();
    let before = signed_in();
    let distrusting = Settings { smtp_ca_file: None, ..post.settings() };
    let portal = Portal::start_with(distrusting, &Clock::passing()).await.unwrap();
    invite(&portal, "ina.new@northwind.example").await;
    settled(&portal, &[WAITING]).await;
    assert_eq!(post.server.received().len(), 1);
    assert_eq!(signed_in(), before);
}

#[tokio::test]
async fn a_change_that_is_refused_sends_no_mail_and_without_a_mail_server_mails_are_files() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let again =
        CreateInvitation { email: "ina@northwind.example".to_owned(), role: Role::Member.into(), ends_at: None };
    assert!(olga.invitations().create(&again).await.is_err());
    assert!(mails(&portal).await.is_empty());

    invite(&portal, "ina.new@northwind.example").await;
    let sent = settled(&portal, &[SENT]).await.remove(0);
    let folder = portal.app().mailer().folder().unwrap().clone();
    let path = folder.join(format!("{}.eml", sent.id));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("To: ina.new@northwind.example") && text.contains("Acme"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

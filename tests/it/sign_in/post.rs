//! Mails as their recipients read them, from the folder where they lie without a mail server.

use loggia_server::store::mail_queue::WAITING;
use loggia_tests::{Portal, smtp::Received};

/// The mails that have gone out to an address, the earliest first, when nothing waits any more.
pub(crate) async fn mails(portal: &Portal, to: &str) -> Vec<Received> {
    settle(portal).await;
    let Some(folder) = portal.app().mailer().folder().filter(|folder| folder.exists()) else { return Vec::new() };
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
    paths.sort();
    let read = |path| {
        let data = std::fs::read_to_string(path).unwrap();
        Received { from: String::new(), to: Vec::new(), data, encrypted: false, signed_in: false }
    };
    paths.into_iter().map(read).filter(|mail| mail.header("To").as_deref() == Some(to)).collect()
}

/// Waits until nothing is in the queue.
pub(crate) async fn settle(portal: &Portal) {
    for _ in 0..1600 {
        if portal.store().system_read(|c| c.mails(&[WAITING], 1)).await.unwrap().is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("mails wait");
}

/// The subjects of the mails to an address.
pub(crate) async fn subjects(portal: &Portal, to: &str) -> Vec<String> {
    mails(portal, to).await.iter().map(|mail| mail.header("Subject").unwrap_or_default()).collect()
}

/// The path of the last link to an address that leads to a page.
pub(crate) async fn last_link(portal: &Portal, to: &str, page: &str) -> String {
    let start = format!("http://127.0.0.1:4400{page}?token=");
    let found = mails(portal, to).await.iter().rev().find_map(|mail| mail.link(&start));
    found.unwrap_or_else(|| panic!("{to} got no {start}")).trim_start_matches("http://127.0.0.1:4400").to_owned()
}

/// The token of a link.
pub(crate) fn token(link: &str) -> &str {
    link.rsplit("token=").next().unwrap_or_default()
}

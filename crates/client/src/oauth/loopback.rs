//! A native program's way back from the browser: it listens on the machine itself
//! ([RFC 8252](https://www.rfc-editor.org/rfc/rfc8252#section-7.3)).

use std::time::Duration;

use futures_util::{StreamExt, stream::FuturesUnordered};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

use super::{OAuth, OAuthError, OAuthSession, Pending};

/// How long a person may take at the portal.
const PATIENCE: Duration = Duration::from_secs(10 * 60);
/// How long one connection may take to say what it wants.
const LONGEST_REQUEST: Duration = Duration::from_secs(10);
/// How many connections are listened to at the same time.
const MOST_AT_ONCE: usize = 64;
/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;

/// A port of this machine that a browser is sent back to.
///
/// ```no_run
/// # use loggia_client::oauth::{Loopback, OAuth, OAuthError};
/// # async fn example(oauth: OAuth) -> Result<(), OAuthError> {
/// let loopback = Loopback::listen("/callback").await?;
/// let sign_in = oauth.begin(loopback.redirect_uri())?;
/// println!("Open {}", sign_in.url);
/// let came_back_to = loopback.wait(&sign_in.pending).await?;
/// let session = oauth.complete(sign_in.pending, &came_back_to).await?;
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Loopback {
    listener: TcpListener,
    redirect_uri: String,
    path: String,
}

impl Loopback {
    /// Listens at any free port of 127.0.0.1. `path` is that of the registered redirect URI, such as `/callback`.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), loggia_client::oauth::OAuthError> {
    /// use loggia_client::oauth::Loopback;
    ///
    /// let loopback = Loopback::listen("/callback").await?;
    /// assert!(loopback.redirect_uri().ends_with("/callback"));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// When no port is to be had.
    pub async fn listen(path: &str) -> Result<Self, OAuthError> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, redirect_uri: format!("http://127.0.0.1:{port}{path}"), path: path.to_owned() })
    }

    /// Where the browser is to come back to.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), loggia_client::oauth::OAuthError> {
    /// # use loggia_client::oauth::Loopback;
    /// let loopback = Loopback::listen("/callback").await?;
    /// assert!(loopback.redirect_uri().starts_with("http://127.0.0.1:"));
    /// # Ok(()) }
    /// ```
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// Waits for the browser, tells the person in it that they can go on, and answers with the whole address that it came
    /// back to. Anything else that asks here gets nothing, and what does not belong to `pending` neither: any page that is
    /// open in a browser can ask here, and must not end what a person is at.
    ///
    /// ```no_run
    /// # use loggia_client::oauth::{Loopback, OAuth, OAuthError};
    /// # async fn example(oauth: OAuth) -> Result<(), OAuthError> {
    /// let loopback = Loopback::listen("/callback").await?;
    /// let sign_in = oauth.begin(loopback.redirect_uri())?;
    /// println!("Open {}", sign_in.url);
    /// let came_back_to = loopback.wait(&sign_in.pending).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// When nobody comes within ten minutes.
    pub async fn wait(self, pending: &Pending) -> Result<String, OAuthError> {
        let waited = timeout(PATIENCE, async {
            // Browsers open connections ahead that say nothing: each has its own time, and others are not kept waiting.
            let mut answering = FuturesUnordered::new();
            loop {
                tokio::select! {
                    accepted = self.listener.accept(), if answering.len() < MOST_AT_ONCE => {
                        let (stream, _) = accepted?;
                        answering.push(timeout(LONGEST_REQUEST, self.answer(stream, pending)));
                    }
                    Some(answered) = answering.next() => {
                        if let Ok(Ok(Some(came_back_to))) = answered {
                            return Ok(came_back_to);
                        }
                    }
                }
            }
        });
        waited.await.unwrap_or_else(|_| Err(OAuthError::Listen(std::io::ErrorKind::TimedOut.into())))
    }

    /// The address that a connection came back to, if it is what is waited for.
    async fn answer(&self, mut stream: TcpStream, pending: &Pending) -> std::io::Result<Option<String>> {
        let mut head = Vec::new();
        let mut piece = [0; 2048];
        while !head.windows(4).any(|end| end == b"\r\n\r\n") && head.len() < LONGEST_HEAD {
            match stream.read(&mut piece).await? {
                0 => return Ok(None),
                read => head.extend_from_slice(piece.get(..read).unwrap_or_default()),
            }
        }
        let line = String::from_utf8_lossy(head.split(|byte| *byte == b'\r').next().unwrap_or_default()).into_owned();
        let target = line.strip_prefix("GET ").and_then(|rest| rest.split(' ').next());
        let query = target.and_then(|target| target.strip_prefix(self.path.as_str()));
        let came_back_to = query
            .filter(|query| query.starts_with('?'))
            .map(|query| format!("{}{query}", self.redirect_uri))
            .filter(|came_back_to| pending.is_asked_for(came_back_to));
        let (status, text) = match &came_back_to {
            Some(_) => ("200 OK", "You can close this page and go on in the program.\n"),
            None => ("404 Not Found", "There is nothing here.\n"),
        };
        let answer = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\nReferrer-Policy: no-referrer\r\n\
             Connection: close\r\n\r\n{text}",
            text.len()
        );
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        Ok(came_back_to)
    }
}

impl OAuth {
    /// Signs a person in on this machine: listens for the browser, has `open` open the portal in it, and waits until the
    /// person comes back. The client needs the redirect URI `http://127.0.0.1/callback`.
    ///
    /// ```no_run
    /// # use loggia_client::oauth::{OAuth, OAuthError};
    /// # async fn example(oauth: OAuth) -> Result<(), OAuthError> {
    /// let session = oauth.sign_in(|url| println!("Open {url}")).await?;
    /// let client = session.connect()?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`begin`](Self::begin), [`Loopback::wait`] and [`complete`](Self::complete).
    pub async fn sign_in(&self, open: impl FnOnce(&str)) -> Result<OAuthSession, OAuthError> {
        let loopback = Loopback::listen("/callback").await?;
        let sign_in = self.begin(loopback.redirect_uri())?;
        open(&sign_in.url);
        let came_back_to = loopback.wait(&sign_in.pending).await?;
        self.complete(sign_in.pending, &came_back_to).await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    async fn ask(uri: &str) -> String {
        let address = uri.strip_prefix("http://").unwrap();
        let (authority, path) = address.split_once('/').unwrap();
        let mut stream = TcpStream::connect(authority).await.unwrap();
        stream.write_all(format!("GET /{path} HTTP/1.1\r\nHost: {authority}\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn only_the_way_back_is_answered() {
        let loopback = Loopback::listen("/callback").await.unwrap();
        let uri = loopback.redirect_uri().to_owned();
        let oauth = OAuth::new("https://portal.example", "client_1", &[]).unwrap();
        let pending = oauth.begin(uri.as_str()).unwrap().pending;
        let state = pending.state().to_owned();
        let waiting = tokio::spawn(async move { loopback.wait(&pending).await });
        // As many as there are places, less one: they say nothing, and keep nobody waiting.
        let authority = uri.strip_prefix("http://").unwrap().split('/').next().unwrap().to_owned();
        let mut silent = Vec::new();
        for _ in 1..MOST_AT_ONCE {
            silent.push(TcpStream::connect(&authority).await.unwrap());
        }
        for other in ["favicon.ico", "callback", "callbacks?code=1", "callback?code=c", "callback?code=c&state=other"] {
            let answer = ask(&uri.replace("callback", other)).await;
            assert!(answer.starts_with("HTTP/1.1 404"), "{other}: {answer}");
        }
        let answer = ask(&format!("{uri}?code=c&state={state}")).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("frame-ancestors 'none'"), "{answer}");
        assert_eq!(waiting.await.unwrap().unwrap(), format!("{uri}?code=c&state={state}"));
    }
}

//! A receiver of webhooks, or whoever else is asked over HTTP, for tests: it keeps what it was sent and answers as it is told.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

/// A request that came.
#[derive(Clone, Debug)]
pub struct Received {
    /// The path.
    pub path: String,
    /// The headers, their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

impl Received {
    /// A header's value; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The bytes of each signature.
    ///
    /// # Errors
    /// When one is not written as one.
    pub fn signatures(&self) -> Result<Vec<Vec<u8>>> {
        let decode = |text: &str| Ok(STANDARD.decode(text.strip_prefix("v1,").context("a version")?)?);
        self.header("webhook-signature").split(' ').map(decode).collect()
    }

    /// The key of a secret.
    ///
    /// # Errors
    /// When it is not written as one.
    pub fn key(secret: &str) -> Result<Vec<u8>> {
        Ok(STANDARD.decode(secret.strip_prefix("whsec_").context("a prefix")?)?)
    }
}

/// What is answered.
#[derive(Clone)]
struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

/// A server on a port of its own.
#[derive(Clone)]
pub struct Receiver {
    /// Where it is.
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
    answer: Arc<Mutex<Answer>>,
    news: Arc<Notify>,
}

impl Receiver {
    /// Starts one that takes everything.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let receiver = Self {
            url: format!("http://{}/collect", listener.local_addr()?),
            received: Arc::default(),
            answer: Arc::new(Mutex::new(Answer { status: 204, headers: Vec::new(), body: String::new() })),
            news: Arc::default(),
        };
        let mine = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mine = mine.clone();
                tokio::spawn(async move { mine.take(stream).await });
            }
        });
        Ok(receiver)
    }

    /// Answers with this status from now on; 0: not at all.
    pub fn answer(&self, status: u16) {
        self.reply(status, &[], "");
    }

    /// Answers with this from now on.
    pub fn reply(&self, status: u16, headers: &[(&'static str, &str)], body: &str) {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        *self.answer.lock().expect("a lock") = Answer { status, headers, body: body.to_owned() };
    }

    /// What came so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("a lock").clone()
    }

    /// What came, as soon as it `suffices`.
    ///
    /// # Errors
    /// When it does not within 40 seconds.
    pub async fn wait(&self, suffices: impl Fn(&[Received]) -> bool) -> Result<Vec<Received>> {
        for _ in 0..400 {
            let received = self.received();
            if suffices(&received) {
                return Ok(received);
            }
            let _more = tokio::time::timeout(Duration::from_millis(100), self.news.notified()).await;
        }
        bail!("it did not come: {:?}", self.received())
    }

    async fn take(&self, stream: TcpStream) -> Result<()> {
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).await?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            headers.insert(name.to_ascii_lowercase(), value.to_owned());
        }
        let length = headers.get("content-length").context("a length")?.parse()?;
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        let Answer { status, headers: told, body: answer } = self.answer.lock().expect("a lock").clone();
        self.received.lock().expect("a lock").push(Received { path, headers, body: String::from_utf8(body)? });
        self.news.notify_one();
        if status == 0 {
            // The other side has to lose its patience.
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        let told: String = told.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = answer.len();
        let head = format!("HTTP/1.1 {status} Told\r\n{told}content-length: {length}\r\nconnection: close\r\n\r\n");
        stream.write_all((head + &answer).as_bytes()).await?;
        Ok(())
    }
}

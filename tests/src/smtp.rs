//! A mail server for tests: real TCP, STARTTLS with a certificate of its own, sign-in, and answers as a test wants them.

use std::{
    collections::VecDeque,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::STANDARD};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

/// Who may send.
pub const USER: &str = "portal";
/// And by which password.
pub const PASSWORD: &str = "relay password";

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Received {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// The message as it came, dots unstuffed.
    pub data: String,
    /// Whether it came over an encrypted line.
    pub encrypted: bool,
    /// Whether who sent it had signed in.
    pub signed_in: bool,
}

impl Received {
    /// The headers, unfolded, as they are written.
    pub fn headers(&self) -> Vec<String> {
        let head = self.data.split("\r\n\r\n").next().unwrap_or_default();
        head.replace("\r\n ", " ").replace("\r\n\t", " ").split("\r\n").map(str::to_owned).collect()
    }

    /// The header with this name.
    pub fn header(&self, name: &str) -> Option<String> {
        let name = format!("{}: ", name.to_ascii_lowercase());
        self.headers()
            .iter()
            .find(|line| line.to_ascii_lowercase().starts_with(&name))
            .map(|line| line[name.len()..].to_owned())
    }

    /// The part of this media type, decoded.
    pub fn part(&self, media_type: &str) -> String {
        let start = format!("Content-Type: {media_type}");
        // Two hyphens alone begin a signature.
        let boundary =
            self.data.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let between = format!("\r\n--{boundary}");
        let mut parts = self.data.split(&between);
        let part = parts.find(|part| part.trim_start().starts_with(&start)).unwrap_or_default();
        let (head, body) = part.split_once("\r\n\r\n").unwrap_or_default();
        if head.contains("Content-Transfer-Encoding: base64") {
            let bytes = STANDARD.decode(body.replace(['\r', '\n'], "")).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        } else if head.contains("Content-Transfer-Encoding: quoted-printable") {
            from_quoted_printable(body)
        } else {
            body.to_owned()
        }
    }

    /// The first link of the text part that begins with this.
    pub fn link(&self, start: &str) -> Option<String> {
        let text = self.part("text/plain");
        let at = text.find(start)?;
        text[at..].split_whitespace().next().map(str::to_owned)
    }
}

fn from_quoted_printable(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), joined.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if *first == b'=' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[derive(Default)]
struct State {
    received: Vec<Received>,
    answers: VecDeque<String>,
    lines: Vec<String>,
}

/// The mail server. It ends when it is dropped.
pub struct MailServer {
    port: u16,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl MailServer {
    /// Starts one, and writes the certificate that it shows into this file.
    ///
    /// # Errors
    /// When it cannot listen.
    pub async fn start(certificate: &Path) -> Result<Self> {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()])?;
        std::fs::write(certificate, cert.pem())?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
        let provider = Arc::new(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, state) = (acceptor.clone(), Arc::clone(&shared));
                tokio::spawn(async move { serve(stream, acceptor, &state).await });
            }
        });
        Ok(Self { port, state, task })
    }

    /// Its address, with STARTTLS and sign-in.
    pub fn url(&self) -> String {
        format!("smtp://{USER}:{}@localhost:{}?tls=required", PASSWORD.replace(' ', "%20"), self.port)
    }

    /// Its address with another password.
    pub fn url_with_password(&self, password: &str) -> String {
        format!("smtp://{USER}:{password}@localhost:{}?tls=required", self.port)
    }

    /// The next mails are answered like this instead of being taken: `451 later`. An empty answer hangs up.
    pub fn answer_next(&self, answers: &[&str]) {
        self.locked(|state| state.answers.extend(answers.iter().map(|&answer| answer.to_owned())));
    }

    /// What was taken so far.
    pub fn received(&self) -> Vec<Received> {
        self.locked(|state| state.received.clone())
    }

    /// Every command that came, for what must not be in one.
    pub fn lines(&self) -> Vec<String> {
        self.locked(|state| state.lines.clone())
    }

    /// Waits until so many were taken, and answers them.
    ///
    /// # Errors
    /// When they do not come within forty seconds.
    pub async fn wait_for(&self, count: usize) -> Result<Vec<Received>> {
        for _ in 0..800 {
            let received = self.received();
            if received.len() >= count {
                return Ok(received);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("{} of {count} mails came", self.received().len())
    }

    fn locked<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn serve(stream: TcpStream, acceptor: TlsAcceptor, state: &Mutex<State>) -> Result<()> {
    let mut plain = BufReader::new(stream);
    plain.write_all(b"220 localhost ESMTP\r\n").await?;
    if talk(&mut plain, false, state).await? {
        let mut encrypted = BufReader::new(acceptor.accept(plain.into_inner()).await?);
        talk(&mut encrypted, true, state).await?;
    }
    Ok(())
}

/// One conversation. Answers whether the other side wants to begin anew on an encrypted line.
async fn talk<S>(stream: &mut BufReader<S>, encrypted: bool, state: &Mutex<State>) -> Result<bool>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let with = |work: &dyn Fn(&mut State)| work(&mut state.lock().unwrap_or_else(PoisonError::into_inner));
    let (mut signed_in, mut from, mut to) = (false, String::new(), Vec::new());
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(false);
        }
        let line = line.trim_end().to_owned();
        with(&|state| state.lines.push(line.clone()));
        let upper = line.to_ascii_uppercase();
        let answer = if upper.starts_with("EHLO") {
            let more = if encrypted { "250 AUTH PLAIN" } else { "250 STARTTLS" };
            format!("250-localhost\r\n250-8BITMIME\r\n{more}")
        } else if upper == "STARTTLS" && !encrypted {
            stream.write_all(b"220 go ahead\r\n").await?;
            return Ok(true);
        } else if let Some(given) = line.strip_prefix("AUTH PLAIN ") {
            signed_in = STANDARD.decode(given)? == format!("\0{USER}\0{PASSWORD}").into_bytes();
            if signed_in { "235 welcome".to_owned() } else { "535 5.7.8 wrong".to_owned() }
        } else if upper.starts_with("MAIL FROM:") {
            (from, to) = (address(&line), Vec::new());
            "250 ok".to_owned()
        } else if upper.starts_with("RCPT TO:") {
            to.push(address(&line));
            "250 ok".to_owned()
        } else if upper == "DATA" {
            stream.write_all(b"354 go ahead\r\n").await?;
            let data = message(stream).await?;
            let mut locked = state.lock().unwrap_or_else(PoisonError::into_inner);
            match locked.answers.pop_front() {
                Some(answer) if answer.is_empty() => return Ok(false),
                Some(answer) => answer,
                None => {
                    locked.received.push(Received { from: from.clone(), to: to.clone(), data, encrypted, signed_in });
                    "250 taken".to_owned()
                }
            }
        } else if upper == "QUIT" {
            stream.write_all(b"221 bye\r\n").await?;
            return Ok(false);
        } else {
            "250 ok".to_owned()
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

async fn message<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<S>) -> Result<String> {
    let mut data = String::new();
    loop {
        let mut line = String::new();
        anyhow::ensure!(stream.read_line(&mut line).await.context("DATA")? > 0, "the line went dead");
        if line == ".\r\n" {
            return Ok(data);
        }
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

fn address(line: &str) -> String {
    line.split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or_else(String::new, |(address, _)| address.to_owned())
}

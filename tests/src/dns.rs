//! A DNS server for tests: TXT records, over UDP.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Result;
use tokio::{net::UdpSocket, task::JoinHandle};

/// A DNS server. It ends when it is dropped.
pub struct Dns {
    /// Where it is asked.
    pub address: SocketAddr,
    records: Arc<Mutex<BTreeMap<String, Vec<String>>>>,
    task: JoinHandle<()>,
}

impl Drop for Dns {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Dns {
    /// Starts a server that knows no name.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn start() -> Result<Self> {
        let socket = UdpSocket::bind("127.0.0.1:0").await?;
        let address = socket.local_addr()?;
        let records: Arc<Mutex<BTreeMap<String, Vec<String>>>> = Arc::default();
        let known = Arc::clone(&records);
        let task = tokio::spawn(async move {
            let mut buffer = [0_u8; 1500];
            while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
                let Some(query) = buffer.get(..length) else { continue };
                let answer = answer(query, &known.lock().unwrap_or_else(PoisonError::into_inner));
                if let Some(answer) = answer {
                    let _ = socket.send_to(&answer, from).await;
                }
            }
        });
        Ok(Self { address, records, task })
    }

    /// The TXT records of a name from now on.
    pub fn set(&self, name: &str, texts: &[&str]) {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        self.records.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), texts);
    }
}

/// The answer to a question about one name ([RFC 1035, 4](https://www.rfc-editor.org/rfc/rfc1035#section-4)).
fn answer(query: &[u8], known: &BTreeMap<String, Vec<String>>) -> Option<Vec<u8>> {
    let mut at = 12;
    let mut labels = Vec::new();
    loop {
        let length = usize::from(*query.get(at)?);
        at += 1;
        if length == 0 {
            break;
        }
        labels.push(String::from_utf8_lossy(query.get(at..at + length)?).to_ascii_lowercase());
        at += length;
    }
    let question = query.get(12..at + 4)?;
    let is_txt = query.get(at..at + 2)? == [0, 16];
    let found = known.get(&labels.join("."));
    let texts: &[String] = found.filter(|_| is_txt).map(Vec::as_slice).unwrap_or_default();
    // An answer, recursion available; what nobody has is no name.
    let code = if found.is_some() { 0x80 } else { 0x83 };
    let mut answer = query.get(..2)?.to_vec();
    answer.extend([0x81, code, 0, 1, 0, u8::try_from(texts.len()).ok()?, 0, 0, 0, 0]);
    answer.extend(question);
    for text in texts {
        let pieces: Vec<&[u8]> = text.as_bytes().chunks(40).collect();
        let length: usize = pieces.iter().map(|piece| piece.len() + 1).sum();
        answer.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60]);
        answer.extend(u16::try_from(length).ok()?.to_be_bytes());
        for piece in pieces {
            answer.push(u8::try_from(piece.len()).ok()?);
            answer.extend(piece);
        }
    }
    Some(answer)
}

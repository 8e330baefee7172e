//! Secrets that the server has to read again: an identity provider's client secret, the seed of one-time codes. They are
//! stored encrypted; a copy of the database alone opens none of them.
//!
//! XChaCha20-Poly1305 ([RFC 8439](https://www.rfc-editor.org/rfc/rfc8439), with the 192-bit nonces of
//! draft-irtf-cfrg-xchacha, which may be random). What a secret is for is authenticated with it: one that is copied into
//! another row or column does not open. Stored as `v1.<key>.<nonce and ciphertext>`, base64url; the key is named by the
//! first 64 bits of its SHA-256, so that keys can follow one another.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{Aead, Payload},
};
use sha2::{Digest, Sha256};

use super::hex;
use crate::error::{Error, Result};

/// What the file of keys is called in the data folder.
pub const KEY_FILE: &str = "encryption.keys";

const VERSION: &str = "v1";
const NONCE_BYTES: usize = 24;

/// The keys that secrets are encrypted with. Cheap to clone.
#[derive(Clone)]
pub struct SealingKeys(Arc<Vec<Key>>);

struct Key {
    name: String,
    cipher: XChaCha20Poly1305,
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealingKeysError {
    /// The file cannot be read or made.
    #[error("the file of encryption keys {path}: {why}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        why: io::Error,
    },
    /// A line of it is no key.
    #[error("the file of encryption keys {0}: expected lines of 32 bytes each, in base64")]
    Format(PathBuf),
}

impl SealingKeys {
    /// Reads the keys: a line each, 32 bytes in base64. The first one encrypts, all of them decrypt. Without a file that
    /// was chosen it is [`KEY_FILE`] in the data folder, made at the first start and readable by its owner only.
    ///
    /// # Errors
    /// When the file cannot be read or made, or holds something else. A file that was chosen has to be there: each of
    /// several servers would make one of its own.
    pub fn open(chosen: Option<&Path>, data_dir: &Path) -> Result<Self, SealingKeysError> {
        let path = chosen.map_or_else(|| data_dir.join(KEY_FILE), Path::to_owned);
        let failed = |why| SealingKeysError::File { path: path.clone(), why };
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && chosen.is_none() => {
                make(&path).and_then(|()| fs::read_to_string(&path)).map_err(failed)?
            }
            other => other.map_err(failed)?,
        };
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let keys: Option<Vec<Key>> = lines.map(key).collect();
        match keys {
            Some(keys) if !keys.is_empty() => Ok(Self(Arc::new(keys))),
            _ => Err(SealingKeysError::Format(path)),
        }
    }

    /// Encrypts a secret. `purpose` says which one it is, and has to be said again to decrypt it: the column and the row.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn seal(&self, purpose: &str, secret: &[u8]) -> Result<String> {
        let key = self.0.first().ok_or_else(|| Error::Internal("there is no encryption key".to_owned()))?;
        let mut nonce = [0_u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|error| Error::Internal(format!("no randomness: {error}")))?;
        let payload = Payload { msg: secret, aad: purpose.as_bytes() };
        let ciphertext = key
            .cipher
            .encrypt(&nonce.into(), payload)
            .map_err(|_| Error::Internal("a secret cannot be encrypted".to_owned()))?;
        let sealed = [nonce.as_slice(), &ciphertext].concat();
        Ok(format!("{VERSION}.{}.{}", key.name, URL_SAFE_NO_PAD.encode(sealed)))
    }

    /// Decrypts a secret.
    ///
    /// # Errors
    /// When its key is not there, or it was changed, or it is another purpose's.
    pub fn open_sealed(&self, purpose: &str, sealed: &str) -> Result<Vec<u8>> {
        let fault = |why: &str| Error::Internal(format!("a secret cannot be decrypted: {why}"));
        let mut parts = sealed.split('.');
        let (Some(VERSION), Some(name), Some(text), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(fault("it is not written as one"));
        };
        let key = self.0.iter().find(|key| key.name == name);
        let key = key.ok_or_else(|| fault(&format!("the file of encryption keys lacks the key {name}")))?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| fault("it is not written as one"))?;
        let (nonce, ciphertext) =
            bytes.split_first_chunk::<NONCE_BYTES>().ok_or_else(|| fault("it is not written as one"))?;
        let payload = Payload { msg: ciphertext, aad: purpose.as_bytes() };
        key.cipher.decrypt(&(*nonce).into(), payload).map_err(|_| fault("it was changed, or is another's"))
    }

    /// Whether a secret was encrypted with the key that encrypts now: the others want to be encrypted again.
    pub fn is_current(&self, sealed: &str) -> bool {
        self.0.first().is_some_and(|key| sealed.split('.').nth(1) == Some(key.name.as_str()))
    }
}

impl std::fmt::Debug for SealingKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|key| &key.name)).finish()
    }
}

fn key(line: &str) -> Option<Key> {
    let bytes: [u8; 32] = STANDARD.decode(line).ok()?.try_into().ok()?;
    let digest = Sha256::digest(bytes);
    let name = hex(digest.get(..8)?);
    Some(Key { name, cipher: XChaCha20Poly1305::new(&bytes.into()) })
}

/// Makes a file with one new key. It appears whole: another process that starts at this moment reads it, or the other's.
fn make(path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    let draft = folder.join(format!(".{KEY_FILE}.{}", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    writeln!(file, "{}", STANDARD.encode(bytes))?;
    file.sync_all()?;
    let placed = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match placed {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_secret_opens_for_its_purpose_only() {
        let folder = tempfile::tempdir().unwrap();
        let keys = SealingKeys::open(None, folder.path()).unwrap();
        let sealed = keys.seal("sso_connections/1/client_secret", b"hush").unwrap();
        assert!(!sealed.contains("hush"));
        assert_ne!(sealed, keys.seal("sso_connections/1/client_secret", b"hush").unwrap());
        assert_eq!(keys.open_sealed("sso_connections/1/client_secret", &sealed).unwrap(), b"hush");
        assert!(keys.open_sealed("sso_connections/2/client_secret", &sealed).is_err());
        let (rest, last) = sealed.split_at(sealed.len() - 2);
        for bad in [&format!("{rest}{}", if last == "AA" { "BB" } else { "AA" }), rest, "", "v1", "v1..", "v2.a.b"] {
            assert!(keys.open_sealed("sso_connections/1/client_secret", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_keys_are_made_once_for_their_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let sealed = SealingKeys::open(None, folder.path()).unwrap().seal("p", b"s").unwrap();
        assert_eq!(SealingKeys::open(None, folder.path()).unwrap().open_sealed("p", &sealed).unwrap(), b"s");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join(KEY_FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn keys_follow_one_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let (old, new) = (STANDARD.encode([1; 32]), STANDARD.encode([2; 32]));
        fs::write(&path, &old).unwrap();
        let before = SealingKeys::open(Some(&path), folder.path()).unwrap();
        let sealed = before.seal("p", b"s").unwrap();
        fs::write(&path, format!("{new}\n{old}\n")).unwrap();
        let after = SealingKeys::open(Some(&path), folder.path()).unwrap();
        assert_eq!(after.open_sealed("p", &sealed).unwrap(), b"s");
        assert!(!after.is_current(&sealed) && after.is_current(&after.seal("p", b"s").unwrap()));
        let error = before.open_sealed("p", &after.seal("p", b"s").unwrap()).unwrap_err();
        assert!(error.to_string().contains("lacks the key"), "{error}");
        assert!(!format!("{after:?}").contains(&new));
    }

    #[test]
    fn a_file_of_something_else_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        assert!(SealingKeys::open(Some(&path), folder.path()).is_err(), "it was chosen and is not there");
        for text in ["", "abc", &STANDARD.encode([1; 31])] {
            fs::write(&path, text).unwrap();
            let error = SealingKeys::open(Some(&path), folder.path()).unwrap_err();
            assert!(matches!(error, SealingKeysError::Format(_)), "{error}");
        }
    }
}

//! Names for requests that create something, by which a server recognizes a repetition.

use std::fmt;

use crate::{Error, Result, platform::random};

/// What an `Idempotency-Key` header says: the server does what was asked once for each key, and answers a repetition
/// with the first answer. Keys are kept for a day.
///
/// Every creating call makes one for its own attempts. Make one yourself where *you* may send the same again, because
/// the answer was lost or the program was started anew: see [`Client::with_idempotency_key`](crate::Client::with_idempotency_key).
///
/// ```no_run
/// # async fn example(client: loggia_client::Client, invitation: loggia_client::types::members::CreateInvitation, job: &str)
/// # -> Result<(), loggia_client::Error> {
/// use loggia_client::IdempotencyKey;
///
/// // However often the job runs, one mail is sent.
/// let client = client.with_idempotency_key(&IdempotencyKey::new(job)?);
/// client.invitations().create(&invitation).await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A new key, from 128 random bits. `None`: this machine has no randomness to give.
    ///
    /// ```
    /// use loggia_client::IdempotencyKey;
    ///
    /// let key = IdempotencyKey::random().expect("randomness");
    /// assert_eq!(key.as_str().len(), 32);
    /// assert_ne!(Some(key), IdempotencyKey::random());
    /// ```
    pub fn random() -> Option<Self> {
        random::<16>().map(|bytes| Self(hex(&bytes)))
    }

    /// A key of your own, such as the id of the job that sends the request.
    ///
    /// ```
    /// use loggia_client::IdempotencyKey;
    ///
    /// assert!(IdempotencyKey::new("job-4711").is_ok());
    /// assert!(IdempotencyKey::new("two words").is_err());
    /// ```
    ///
    /// # Errors
    /// [`Error::Config`] if it is not 1 to 255 visible ASCII characters.
    pub fn new(key: impl Into<String>) -> Result<Self> {
        let key = key.into();
        match (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()) {
            true => Ok(Self(key)),
            false => Err(Error::Config("an idempotency key is 1 to 255 visible ASCII characters".to_owned())),
        }
    }

    /// The key as it is sent.
    ///
    /// ```
    /// # use loggia_client::IdempotencyKey;
    /// let key = IdempotencyKey::new("job-4711")?;
    /// assert_eq!(key.as_str(), "job-4711"); // to be kept, for when the program is started anew
    /// # Ok::<(), loggia_client::Error>(())
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' + value - 10 });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_hexadecimal() {
        assert_eq!(hex(&[0, 9, 10, 0xAB, 255]), "00090aabff");
    }

    #[test]
    fn a_key_fits_a_header() {
        assert!(IdempotencyKey::new("job-4711").is_ok());
        for key in ["", "a b", "a\r\nb", "ä", &"x".repeat(256)] {
            assert!(matches!(IdempotencyKey::new(key), Err(Error::Config(_))), "{key}");
        }
    }
}

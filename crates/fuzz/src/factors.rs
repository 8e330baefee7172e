//! What people and their browsers show as a second factor.

use loggia_server::fuzz;

/// What a browser says that an authenticator made or signed. Nobody asked for it, so that it is refused, whatever it is.
pub(crate) fn passkey(data: &[u8]) {
    assert!(fuzz::passkey_is_refused(&String::from_utf8_lossy(data)));
}

pub(crate) fn recovery_code(data: &[u8]) {
    let Some(code) = fuzz::recovery_code(&String::from_utf8_lossy(data)) else { return };
    assert!(code.len() == 24 && code.bytes().all(|byte| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte)));
    assert_eq!(fuzz::recovery_code(&code.to_uppercase()).as_ref(), Some(&code));
}

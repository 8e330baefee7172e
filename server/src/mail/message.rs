//! A rendered mail as a message ([RFC 5322](https://www.rfc-editor.org/rfc/rfc5322)), text and HTML side by side.
//!
//! Every header is a typed one of `lettre`'s, which encodes what is not plain ASCII; before that, line breaks and
//! characters that nobody sees are taken out.

use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use loggia_portal::Locale;
use loggia_types::MailId;

use super::{letterhead::Letterhead, render::Rendered, safe};
use crate::error::{Error, Result};

/// The message. Its id has the sender's domain; answers go to whom the brand has said.
pub(super) fn message(
    id: &MailId,
    from: &str,
    to: &str,
    brand: &Letterhead,
    locale: Locale,
    rendered: Rendered,
) -> Result<Message> {
    let address = |text: &str| {
        text.parse::<Address>().map_err(|error| Error::Internal(format!("an address of a mail is unusable: {error}")))
    };
    let from = address(from)?;
    let id = format!("<{id}@{}>", from.domain());
    let mut builder = Message::builder()
        .from(Mailbox::new(Some(safe::header(&brand.sender)), from))
        .to(Mailbox::new(None, address(to)?))
        .subject(safe::header(&rendered.subject))
        .message_id(Some(id))
        .date_now()
        // RFC 3834: no holiday notes, please.
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Content-Language"), locale.tag().to_owned()));
    if let Some(Ok(reply_to)) = brand.reply_to.as_deref().map(address) {
        builder = builder.reply_to(Mailbox::new(None, reply_to));
    }
    builder
        .multipart(MultiPart::alternative_plain_html(rendered.text, rendered.html))
        .map_err(|error| Error::Internal(format!("a mail cannot be put together: {error}")))
}

//! What is under way ends when the right to it does: the next bytes of an upload are refused, and an event stream tells
//! nothing more.

use std::time::Duration;

use loggia_client::{
    Client,
    types::{
        Permission as P, Role,
        documents::{DocumentQuery, UploadQuery},
        embed::{CreateEmbedSession, EmbedUser},
        members::{CreateInvitation, Member, MemberQuery, UpdateMember},
        roles::UpdateRole,
    },
};
use loggia_tests::{Portal, fixture};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};

use super::{allow, new_role};

/// How long anything may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(40);

/// How somebody loses the right to upload and to be told.
#[derive(Clone, Copy, Debug)]
enum Loss {
    Suspended,
    Downgraded,
    Removed,
    RoleShrinks,
    MembershipEnds,
}

/// An upload of which everything but its end was sent.
struct Upload(TcpStream);

impl Upload {
    /// Begins one, and comes back when the server has let it in and waits for its bytes.
    async fn begin(portal: &Portal, secret: &str) -> Self {
        let address = portal.base_url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST /v1/documents?name=slow.txt HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {secret}\r\n\
             Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut upload = Self(stream);
        assert!(upload.answer().await.starts_with("HTTP/1.1 100 "));
        upload.send().await;
        upload
    }

    /// Sends some bytes. Who does not listen any more does not matter.
    async fn send(&mut self) {
        let _ = self.0.write_all(b"5\r\nbytes\r\n").await;
        let _ = self.0.flush().await;
    }

    async fn answer(&mut self) -> String {
        let mut buffer = vec![0; 4096];
        let count = timeout(PATIENCE, self.0.read(&mut buffer)).await.expect("an answer").unwrap();
        String::from_utf8_lossy(&buffer[..count]).into_owned()
    }

    /// The answer, while bytes go on being sent.
    async fn answer_meanwhile(&mut self) -> String {
        let mut buffer = vec![0; 4096];
        let (mut reading, mut writing) = self.0.split();
        let sending = async {
            loop {
                let _ = writing.write_all(b"5\r\nbytes\r\n").await;
                sleep(Duration::from_millis(100)).await;
            }
        };
        let count = tokio::select! {
            count = timeout(PATIENCE, reading.read(&mut buffer)) => count.expect("an answer").unwrap(),
            () = sending => 0,
        };
        String::from_utf8_lossy(&buffer[..count]).into_owned()
    }
}

/// Somebody new of Northwind in a role of its own that may upload, with a session.
async fn newcomer(portal: &Portal, owner: &Client, name: &str) -> (Member, String) {
    let grants = vec![allow(P::DocumentsRead, None), allow(P::DocumentsUpload, None)];
    let role = owner.roles().create(&new_role(name, &[], grants)).await.unwrap();
    let email = format!("{}@northwind.example", name.to_lowercase());
    let invitation = CreateInvitation { email: email.clone(), role: (&role.id).into(), ends_at: None };
    owner.invitations().create(&invitation).await.unwrap();
    let wanted = CreateEmbedSession {
        organization_id: fixture::northwind(),
        user: EmbedUser::Email { email: email.clone(), name: Some(name.to_owned()) },
        features: None,
        locale: None,
        expires_in: None,
    };
    let secret = portal.acme.embed_sessions().create(&wanted).await.unwrap().client_secret;
    let query = MemberQuery { q: Some(email), ..MemberQuery::default() };
    (owner.members().list(&query).await.unwrap().items.remove(0), secret)
}

async fn lose(loss: Loss, owner: &Client, member: &Member) {
    let change = match loss {
        Loss::Removed => return owner.members().remove(&member.id).await.unwrap(),
        Loss::RoleShrinks => {
            let id = member.role.custom().unwrap();
            let less = UpdateRole { grants: Some(vec![allow(P::CasesRead, None)]), ..UpdateRole::default() };
            let role = owner.roles().get(&id).await.unwrap();
            owner.roles().update(&id, role.version, &less).await.unwrap();
            return;
        }
        Loss::Suspended => UpdateMember {
            suspended: Some(true),
            suspended_reason: Some("A test".to_owned()),
            ..UpdateMember::default()
        },
        Loss::Downgraded => UpdateMember::role(Role::Viewer),
        Loss::MembershipEnds => {
            let soon = chrono::Utc::now() + chrono::TimeDelta::milliseconds(4000);
            UpdateMember { ends_at: Some(Some(soon)), ..UpdateMember::default() }
        }
    };
    owner.members().update(&member.id, member.version, &change).await.unwrap();
}

#[tokio::test]
async fn an_upload_and_a_stream_under_way_end_with_the_right_to_them() {
    let portal = Portal::start().await.unwrap();
    let owner = portal.sign_in("olga").await.unwrap().client;
    for (loss, status) in [
        (Loss::Suspended, "401"),
        (Loss::Downgraded, "403"),
        (Loss::Removed, "401"),
        (Loss::RoleShrinks, "403"),
        (Loss::MembershipEnds, "401"),
    ] {
        let (member, secret) = newcomer(&portal, &owner, &format!("{loss:?}")).await;
        let stream = portal.wire.get("/v1/events").bearer(&secret).open().await.unwrap();
        let mut upload = Upload::begin(&portal, &secret).await;
        lose(loss, &owner, &member).await;
        let answer = if matches!(loss, Loss::MembershipEnds) {
            // A date tells nobody that it has come.
            upload.answer_meanwhile().await
        } else {
            // The next bytes are the last: what is asked now and then only would take more of them.
            upload.send().await;
            upload.answer().await
        };
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{loss:?}: {answer}");
        let place = UploadQuery { name: format!("After {loss:?}.txt"), ..UploadQuery::default() };
        let after = owner.documents().upload(place, b"after".to_vec()).await.unwrap();
        let told = timeout(PATIENCE, stream.bytes()).await.expect("the stream ends").unwrap();
        let told = String::from_utf8_lossy(&told);
        assert!(!told.contains(after.id.as_str()), "{loss:?}: {told}");
    }
    let named = DocumentQuery { q: Some("slow".to_owned()), ..DocumentQuery::default() };
    assert_eq!(owner.documents().list(&named).await.unwrap().items, []);
}

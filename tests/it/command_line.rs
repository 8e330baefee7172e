//! The server's commands, as an operator types them.

use loggia_client::{
    Client, PageQuery,
    types::{Permission, api_keys::CreateApiKey},
};
use loggia_tests::{fixture, process::ServerProcess};

/// The last line that a command prints: a secret.
fn last_line(server: &ServerProcess, arguments: &[&str]) -> String {
    server.run(arguments).unwrap().lines().last().unwrap().to_owned()
}

/// What a command that fails says.
fn refused(server: &ServerProcess, arguments: &[&str]) -> String {
    server.run(arguments).unwrap_err().to_string()
}

async fn works(server: &ServerProcess, secret: &str) -> bool {
    let program = Client::builder(server.base_url()).api_key(secret).build().unwrap();
    program.organizations().list(&PageQuery::default()).await.is_ok()
}

/// What `api-key list` prints of the key with this name.
fn listed(server: &ServerProcess, name: &str) -> Vec<String> {
    let all = server.run(&["api-key", "list", "--brand", "acme"]).unwrap();
    let line = all.lines().find(|line| line.split('\t').nth(2) == Some(name)).unwrap();
    line.split('\t').map(str::to_owned).collect()
}

#[test]
fn operators_of_the_console_are_made_changed_listed_and_removed() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(ServerProcess::provision()).unwrap();
    let add = |more: &[&'static str]| [&["operator", "add", "--brand", "acme", "--email"], more].concat();
    for (wrong, why) in [
        (add(&["new@acme.example", "--role", "support"]), "/name"),
        (add(&["nobody", "--name", "N", "--role", "support"]), "/email"),
        (add(&["new@acme.example", "--name", "N", "--role", "owner"]), "--role"),
        (vec!["operator", "add", "--brand", "none", "--email", "n@acme.example", "--role", "support"], "brand"),
        (vec!["operator", "remove", "op_01h455vb4pex5vsknk084sn02q"], "cannot remove"),
    ] {
        assert!(refused(&server, &wrong).contains(why), "{wrong:?}: {}", refused(&server, &wrong));
    }
    let id = last_line(&server, &add(&["New@Acme.example", "--name", "New", "--role", "support", "--days", "7"]));
    let listed = |brand: &str| server.run(&["operator", "list", "--brand", brand]).unwrap();
    let line = |all: &str| all.lines().find(|line| line.starts_with(&id)).unwrap_or_default().to_owned();
    let made = line(&listed("acme"));
    assert!(made.contains("acme\tnew@acme.example\tNew\tsupport\tuntil 20"), "{made}");
    assert_eq!(line(&listed("crest")), "");
    // Saying it again changes it.
    assert_eq!(last_line(&server, &add(&["new@acme.example", "--role", "auditor"])), id);
    assert!(line(&listed("acme")).ends_with("auditor\tgood"), "{}", listed("acme"));
    server.run(&["operator", "remove", &id]).unwrap();
    assert_eq!(line(&listed("acme")), "");
}

#[tokio::test]
async fn an_operator_makes_rotates_and_revokes_api_keys() {
    let mut server = ServerProcess::provision().await.unwrap();
    let with = |more: &[&'static str]| [&["api-key", "create", "--brand", "acme", "--name"], more].concat();
    for (wrong, why) in [
        (with(&["A", "--network", "everywhere"]), "/networks/0"),
        (with(&["A", "--scope", "cases:everything"]), "--scope"),
        (with(&["A", "--expires", "0"]), "--expires"),
    ] {
        assert!(refused(&server, &wrong).contains(why), "{wrong:?}");
    }
    let scopes = ["--scope", "organizations:read", "--scope", "cases:read"];
    let first =
        last_line(&server, &with(&[&["Backend", "--network", "127.0.0.0/8", "--expires", "30"][..], &scopes].concat()));
    let elsewhere = last_line(&server, &with(&["Elsewhere", "--network", "192.0.2.0/24"]));
    let made = listed(&server, "Backend");
    let id = made[0].clone();
    assert!(id.starts_with("key_") && made[3].starts_with("until 20"), "{made:?}");
    assert_eq!(made[4..], ["cases:read organizations:read", "never", "-"], "{made:?}");

    // The second is good, and so is the first for an hour.
    let second = last_line(&server, &["api-key", "rotate", &id, "--overlap", "1"]);
    assert!(
        refused(&server, &["api-key", "rotate", &id, "--overlap", "1"]).contains("good until"),
        "the overlap lasts"
    );
    assert!(refused(&server, &["api-key", "rotate", &id, "--overlap", "169"]).contains("--overlap"), "a week at most");
    server.start().await.unwrap();
    assert!(works(&server, &first).await && works(&server, &second).await);
    assert!(!works(&server, &elsewhere).await, "this is not its network");
    let olga = server.sign_in("olga").await.unwrap();
    let wanted = CreateApiKey {
        name: "Northwind\u{2019}s own".to_owned(),
        scopes: vec![Permission::CasesRead],
        networks: None,
        expires_at: None,
    };
    let own = olga.api_keys().create(&wanted).await.unwrap().api_key;
    // Whoever looks at keys sees them as they were used up to now.
    olga.api_keys().list(&PageQuery::default()).await.unwrap();
    server.kill().unwrap();

    assert!(listed(&server, "Backend")[5].starts_with("20"), "it was used");
    assert_eq!(listed(&server, &wanted.name)[6], fixture::northwind().as_str());
    assert!(refused(&server, &["api-key", "revoke", &id]).contains("--confirm"));
    assert!(
        refused(&server, &["api-key", "rotate", own.id.as_str()]).contains("cannot rotate"),
        "it is the customer's"
    );
    server.run(&["api-key", "revoke", &id, "--confirm"]).unwrap();
    server.run(&["api-key", "revoke", own.id.as_str()]).unwrap();
    for name in ["Backend", wanted.name.as_str()] {
        assert!(listed(&server, name)[3].starts_with("revoked 20"));
    }
    server.start().await.unwrap();
    assert!(!works(&server, &first).await && !works(&server, &second).await);
}

#[tokio::test]
async fn an_operator_takes_factors_away_and_asks_for_them() {
    let server = ServerProcess::provision().await.unwrap();
    let email = fixture::email("olga");
    let with = |command: &'static str, more: &[&str]| {
        let more: Vec<String> = more.iter().map(|text| (*text).to_owned()).collect();
        [vec!["user".to_owned(), command.to_owned(), "--brand".to_owned()], more].concat()
    };
    let run = |arguments: Vec<String>| {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        server.run(&arguments).map_err(|error| error.to_string())
    };
    let reset = run(with("reset-factors", &["acme", "--email", &email])).unwrap();
    assert!(reset.contains(fixture::user("olga").as_str()) && reset.contains("0 factors"), "{reset}");
    let unknown = run(with("reset-factors", &["bright", "--email", &email])).unwrap_err();
    assert!(unknown.contains("cannot reset"), "{unknown}");
    let northwind = fixture::northwind();
    for (more, told) in [(&[][..], "changed"), (&[], "it was so before"), (&["--off"], "changed")] {
        let all = [&["acme", "--organization", northwind.as_str()], more].concat();
        assert!(run(with("require-factors", &all)).unwrap().contains(told), "{all:?}");
    }
    assert!(run(with("require-factors", &["nobody"])).unwrap_err().contains("cannot change"));
}

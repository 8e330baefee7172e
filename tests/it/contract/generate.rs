//! Requests from the description: valid ones, valid ones with something wrong, and hostile ones.

use loggia_client::types::{
    CaseId, DocumentId, OrganizationId, Permission, api_keys::CreateApiKey, documents::DocumentQuery,
    drafts::CreateDraft, forms::CreateSubmission, members::MemberQuery,
};
use loggia_tests::{Portal, fixture};
use serde_json::{Map, Value, json};

use super::{
    check::resolve,
    hostile::{mutate, text},
    random::Random,
};

/// One operation of the description.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) method: String,
    pub(crate) path: String,
}

impl Operation {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub(crate) fn described<'a>(&self, document: &'a Value) -> &'a Value {
        &document["paths"][&self.path][self.method.to_lowercase()]
    }
}

/// Every operation of the description.
pub(crate) fn operations(document: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in item.as_object().into_iter().flat_map(Map::keys) {
            if ["get", "put", "post", "delete", "patch"].contains(&method.as_str()) {
                all.push(Operation { method: method.to_uppercase(), path: path.clone() });
            }
        }
    }
    all
}

/// Ids that name something, by prefix; so that valid requests get past the first check.
pub(crate) struct Pool {
    ids: Vec<String>,
    submissions: Vec<Value>,
    token: String,
}

impl Pool {
    pub(crate) async fn collect(portal: &Portal) -> Self {
        let client = portal.sign_in("olga").await.unwrap().client;
        let mut ids = vec![fixture::northwind().to_string(), OrganizationId::generate().to_string()];
        for case in [fixture::CASE_UPLOAD, fixture::CASE_REPLY, fixture::CASE_PROGRESS, fixture::CASE_COMPLETED] {
            ids.push(CaseId::from_u128(case).to_string());
        }
        for document in client.documents().list(&DocumentQuery::default()).await.unwrap().items {
            ids.extend([document.id.to_string(), document.current.id.to_string()]);
        }
        for member in client.members().list(&MemberQuery::default()).await.unwrap().items {
            ids.extend([member.id.to_string(), member.user.id.to_string()]);
        }
        ids.extend(client.invitations().list().await.unwrap().items.iter().map(|invitation| invitation.id.to_string()));
        let scopes = vec![Permission::CasesRead];
        let key = CreateApiKey { name: "Fuzz".to_owned(), scopes, networks: None, expires_at: None };
        ids.push(client.api_keys().create(&key).await.unwrap().api_key.id.to_string());
        let form = client.forms().list().await.unwrap().items.remove(0);
        ids.extend([form.id.to_string(), form.version_id.to_string()]);
        let answers = [("what".to_owned(), json!("Pump")), ("insured".to_owned(), json!("no"))].into();
        let sent =
            CreateSubmission { form_version_id: form.version_id.clone(), answers, draft_id: None, draft_version: None };
        ids.push(client.submissions().create(&sent).await.unwrap().id.to_string());
        let begun = CreateDraft { form_version_id: form.version_id.clone(), answers: sent.answers.clone() };
        ids.push(client.drafts().create(&begun).await.unwrap().summary.id.to_string());
        let contract = DocumentId::from_u128(fixture::DOCUMENT_CONTRACT);
        let link = client.documents().download_link(&contract, None).await.unwrap();
        Self {
            ids,
            submissions: vec![serde_json::to_value(sent).unwrap()],
            token: link.rsplit('/').next().unwrap().into(),
        }
    }

    fn id(&self, prefix: &str, random: &mut Random) -> String {
        let known: Vec<_> = self.ids.iter().filter(|id| id.starts_with(&format!("{prefix}_"))).collect();
        if known.is_empty() || random.once_in(8) {
            return format!(
                "{prefix}_{}",
                CaseId::from_u128(u128::from(random.next())).as_str().trim_start_matches("case_")
            );
        }
        (*random.pick(&known)).clone()
    }
}

/// A request to send.
#[derive(Clone, Default)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
    /// Whether to come without a credential.
    pub(crate) anonymous: bool,
    /// Whether to come as the vendor's backend.
    pub(crate) vendor: bool,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let who = [(self.anonymous, "anonymous"), (self.vendor, "vendor"), (true, "owner")];
        let who = who.iter().find(|(is, _)| *is).map(|(_, who)| *who).unwrap_or_default();
        write!(f, "{} by {who}", self.path)?;
        for (name, value) in &self.headers {
            write!(f, " [{name}: {}]", String::from_utf8_lossy(value).escape_debug())?;
        }
        let body: String = String::from_utf8_lossy(&self.body).chars().take(300).collect();
        write!(f, " {}", body.escape_debug())
    }
}

pub(crate) fn request(document: &Value, operation: &Operation, pool: &Pool, random: &mut Random) -> Request {
    let described = operation.described(document);
    let hostile = random.below(3);
    let mut request = Request { path: operation.path.clone(), ..Request::default() };
    request.anonymous = random.once_in(40);
    // The vendor's own routes are the vendor's most of the time; the others now and then.
    let vendors = ["/v1/embed-sessions", "/v1/organizations"].contains(&operation.path.as_str())
        || (operation.method == "PATCH" && operation.path.starts_with("/v1/cases"));
    request.vendor = if vendors { !random.once_in(6) } else { random.once_in(6) };
    parameters(document, described, pool, random, hostile, &mut request);
    if !described["requestBody"].is_null() {
        body(document, operation, described, pool, random, hostile, &mut request);
    } else if random.once_in(12) {
        request.headers.push(("content-type", b"application/json".to_vec()));
        request.body = b"{\"un\": \"expected\"}".to_vec();
    }
    headers(operation, random, hostile, &mut request);
    request
}

fn parameters(
    document: &Value,
    described: &Value,
    pool: &Pool,
    random: &mut Random,
    hostile: usize,
    request: &mut Request,
) {
    let mut separator = '?';
    for parameter in described["parameters"].as_array().into_iter().flatten() {
        let parameter = resolve(document, parameter);
        let name = parameter["name"].as_str().unwrap_or_default();
        let wrong = hostile == 2 && random.once_in(2);
        let value =
            if wrong { text(random) } else { plain(&valid(document, &parameter["schema"], pool, random, name, 0)) };
        match parameter["in"].as_str() {
            Some("path") => {
                let value = if name == "token" && !wrong { pool.token.clone() } else { value };
                request.path = request.path.replace(&format!("{{{name}}}"), &encoded(&value));
            }
            Some("query") => {
                let required = parameter["required"].as_bool().unwrap_or(false);
                if (required && !(hostile == 1 && random.once_in(4))) || random.once_in(3) {
                    request.path.push(separator);
                    separator = '&';
                    // Now and then as raw as a URL allows.
                    let value = if wrong && random.once_in(4) { "%ff%fe%00%".to_owned() } else { encoded(&value) };
                    request.path.push_str(&format!("{name}={value}"));
                    if hostile == 2 && random.once_in(10) {
                        request.path.push_str(&format!("&{name}={value}"));
                    }
                }
            }
            _ => {}
        }
    }
    if hostile == 2 && random.once_in(8) {
        request.path.push(separator);
        request.path.push_str("surprise=1&&=&%zz");
    }
}

fn body(
    document: &Value,
    operation: &Operation,
    described: &Value,
    pool: &Pool,
    random: &mut Random,
    hostile: usize,
    request: &mut Request,
) {
    let content = &resolve(document, &described["requestBody"])["content"];
    let Some(schema) = content.get("application/json").map(|media| &media["schema"]) else {
        // The bytes of a file.
        request.body = vec![random.next() as u8; random.below(5000)];
        return;
    };
    let mut value = if operation.path == "/v1/submissions" && !random.once_in(3) {
        random.pick(&pool.submissions).clone()
    } else {
        valid(document, schema, pool, random, "", 0)
    };
    if hostile == 1 {
        mutate(&mut value, random);
    }
    request.body = value.to_string().into_bytes();
    let mut media_type: &[u8] = b"application/json";
    if hostile == 2 {
        match random.below(12) {
            0 => request.body = b"\xff\xfe{\"body\": \"\xc3\x28\"}".to_vec(),
            1 => request.body.truncate(request.body.len() / 2),
            2 => request.body = Vec::new(),
            3 => request.body = [b"[".repeat(100_000), b"]".repeat(100_000)].concat(),
            4 => request.body = b"{\"a\":".repeat(5_000),
            5 => request.body = format!("{{\"body\": \"{}\"}}", "x".repeat(3_000_000)).into_bytes(),
            6 => request.body = b"{\"body\": \"\\u0000\\ud800\", \"body\": 1e999999}".to_vec(),
            7 => request.body = b"\0\0\0\0".to_vec(),
            8 => media_type = b"text/html",
            9 => media_type = b"application/json; charset=latin1; boundary=\"",
            10 => media_type = b"\xff\xff",
            _ => mutate(&mut value, random),
        }
    }
    if !(hostile == 2 && random.once_in(10)) {
        request.headers.push(("content-type", media_type.to_vec()));
    }
}

fn headers(operation: &Operation, random: &mut Random, hostile: usize, request: &mut Request) {
    let vendor = request.vendor;
    let mut header = |name, good: &[&str], random: &mut Random| {
        let value = if hostile == 2 { text(random) } else { (*random.pick(good)).to_owned() };
        request.headers.push((name, value.into_bytes()));
    };
    if operation.method == "PATCH" && !random.once_in(8) {
        header("if-match", &["\"1\"", "\"1\"", "\"2\"", "\"3\"", "*", "W/\"1\"", "\"1\", \"2\""], random);
    }
    if operation.method == "POST" && random.once_in(4) {
        header("idempotency-key", &["a", "b", "c"], random);
    }
    if operation.path.ends_with("/content") || operation.path.contains("/downloads/") {
        if random.once_in(3) {
            header("range", &["bytes=0-9", "bytes=-5", "bytes=999999-", "bytes=5-2", "bytes=0-0,2-3"], random);
        }
        if random.once_in(4) {
            header("if-none-match", &["*", "\"x\"", "W/\"x\""], random);
        }
    }
    if operation.path == "/v1/events" && random.once_in(2) {
        header("last-event-id", &["1", "0", "-1", "x"], random);
    }
    if operation.path == "/v1/documents" && operation.method == "POST" && random.once_in(3) {
        header("content-digest", &["sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:", "md5=:AA==:"], random);
    }
    if vendor && random.once_in(6) {
        header("portal-organization", &["org_0000000000000000000000dead", "case_01h455vb4pex5vsknk084sn02q"], random);
    }
    if random.once_in(20) {
        header("origin", &[loggia_tests::ORIGIN, "https://evil.example"], random);
    }
    if random.once_in(30) {
        header("accept", &["text/html", "*/*", "application/xml;q=0"], random);
    }
    if random.once_in(30) {
        header("accept-encoding", &["br", "gzip", "identity;q=0", "*"], random);
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// A value that fits a schema.
fn valid(document: &Value, schema: &Value, pool: &Pool, random: &mut Random, name: &str, depth: usize) -> Value {
    let schema = resolve(document, schema);
    if depth > 6 {
        return Value::Null;
    }
    if let Some(values) = schema["enum"].as_array() {
        return random.pick(values).clone();
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[choice].as_array() {
            return valid(document, random.pick(choices), pool, random, name, depth + 1);
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let mut all = Map::new();
        for part in parts {
            if let Value::Object(part) = valid(document, part, pool, random, name, depth + 1) {
                all.extend(part);
            }
        }
        return Value::Object(all);
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => random.pick(kinds).as_str().unwrap_or_default().to_owned(),
        kind => kind.as_str().unwrap_or_default().to_owned(),
    };
    match kind.as_str() {
        "object" => object(document, schema, pool, random, depth),
        "array" => {
            let count = random.below(4);
            (0..count).map(|_| valid(document, &schema["items"], pool, random, name, depth + 1)).collect()
        }
        "string" => Value::String(string(schema, pool, random, name)),
        "integer" => {
            let least = schema["minimum"].as_f64().unwrap_or(0.0) as i64;
            json!(least + random.below(if name == "expires_in" { 900 } else { 50 }) as i64)
        }
        "number" => json!(random.below(1000) as f64 / 4.0),
        "boolean" => json!(random.once_in(2)),
        _ => Value::Null,
    }
}

fn object(document: &Value, schema: &Value, pool: &Pool, random: &mut Random, depth: usize) -> Value {
    let required: Vec<_> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut object = Map::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if required.contains(&name.as_str()) || random.once_in(2) {
            object.insert(name.clone(), valid(document, property, pool, random, name, depth + 1));
        }
    }
    Value::Object(object)
}

fn string(schema: &Value, pool: &Pool, random: &mut Random, name: &str) -> String {
    if let Some(prefix) = schema["pattern"].as_str().and_then(|pattern| pattern.strip_prefix('^')?.split_once("_[0-7]"))
    {
        return pool.id(prefix.0, random);
    }
    match (schema["format"].as_str(), name) {
        (Some("date-time"), _) => "2026-11-21T10:00:00Z".to_owned(),
        (Some("date"), _) => "2026-11-21".to_owned(),
        (_, "email") => (*random.pick(&["mia@northwind.example", "ina@northwind.example", "new@x.example"])).to_owned(),
        (_, "milestone") => (*random.pick(&["received", "reviewed", "paid", "other"])).to_owned(),
        (_, "locale") => (*random.pick(&["en", "de", "fr-CA"])).to_owned(),
        (_, "cursor") => text(random),
        _ => (*random.pick(&["a", "Some words", "report.pdf", "Ünïcödé", "q"])).to_owned(),
    }
}

//! API keys.

use loggia_types::{
    ApiKeyId, Permission,
    api_keys::{ApiKey, ApiKeyCreator, ApiKeySecret},
};

use super::{Size, hours_ago, in_days, user};

/// The keys: one in use, one that is being rotated, one that ends soon, one that was never used.
pub(crate) fn keys(size: Size) -> Vec<ApiKey> {
    size.some(4, |number| key(number, size))
}

fn key(number: u128, size: Size) -> ApiKey {
    let secret = |hint: &str, ends| ApiKeySecret {
        hint: hint.into(),
        created_at: hours_ago(900),
        ends_at: ends,
        last_used_at: (number != 4).then(|| hours_ago(2)),
    };
    let name = ["Warehouse sync", "Nightly export", "Customs robot", "Trial"];
    let at = usize::try_from(number - 1).unwrap_or_default() % name.len();
    let mut secrets = vec![secret("k3f9", None)];
    if number == 2 {
        secrets.push(secret("a81c", Some(in_days(1))));
    }
    ApiKey {
        id: ApiKeyId::from_u128(number),
        name: size.text(name.get(at).copied().unwrap_or_default()),
        scopes: vec![Permission::CasesRead, Permission::DocumentsRead],
        networks: if number == 1 { vec!["203.0.113.0/24".into()] } else { Vec::new() },
        created_by: Some(ApiKeyCreator { user: user(1, &size.text("Dana Okafor")), is_member: true }),
        secrets,
        last_used_at: (number != 4).then(|| hours_ago(2)),
        last_used_ip: (number != 4).then(|| "203.0.113.7".into()),
        expires_at: (number == 3).then(|| in_days(6)),
        expiry_warning_at: (number == 3).then(|| hours_ago(1)),
        version: 1,
        created_at: hours_ago(900),
    }
}

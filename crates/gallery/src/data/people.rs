//! Members, invitations, roles.

use loggia_types::{
    InvitationId, MembershipId, Role,
    members::{Invitation, Member, MembershipSource, RoleInfo},
};

use super::{Size, hours_ago, in_days, user};

const NAMES: [(&str, Role); 5] = [
    ("Dana Okafor", Role::Owner),
    ("Mia Brandt", Role::Admin),
    ("Tomás Silva", Role::Member),
    ("Noor Haddad", Role::Viewer),
    ("山田 花子", Role::Member),
];

/// The members; there is always the one who looks.
pub(crate) fn members(size: Size) -> Vec<Member> {
    if size == Size::Empty {
        return vec![member(1, size)];
    }
    size.some(5, |number| member(number, size))
}

fn member(number: u128, size: Size) -> Member {
    let at = usize::try_from(number - 1).unwrap_or_default() % NAMES.len();
    let (name, role) = NAMES.get(at).copied().unwrap_or(("Dana Okafor", Role::Owner));
    let role = if number > 5 && role == Role::Owner { Role::Member } else { role };
    let name = if number > 5 { format!("{name} {number}") } else { size.text(name) };
    Member {
        id: MembershipId::from_u128(number),
        user: user(number, &name),
        role: role.into(),
        role_name: None,
        source: MembershipSource::Invitation,
        ends_at: (number == 3).then(|| in_days(71)),
        suspended_at: (number == 4).then(|| hours_ago(50)),
        suspended_reason: (number == 4).then(|| size.text("On leave")),
        attributes: Default::default(),
        last_active_at: (number != 4).then(|| hours_ago(i64::try_from(number % 90).unwrap_or_default() * 9)),
        version: 1,
        created_at: hours_ago(2000),
    }
}

/// Open invitations.
pub(crate) fn invitations(size: Size) -> Vec<Invitation> {
    if size == Size::Empty {
        return Vec::new();
    }
    vec![Invitation {
        id: InvitationId::from_u128(1),
        email: "ines.roux@larkspur.example".into(),
        role: Role::Viewer.into(),
        role_name: None,
        invited_by: Some(user(1, &size.text("Dana Okafor"))),
        created_at: hours_ago(30),
        expires_at: in_days(5),
        ends_at: None,
    }]
}

/// The roles that can be given.
pub(crate) fn roles() -> Vec<RoleInfo> {
    Role::ALL
        .iter()
        .map(|role| RoleInfo {
            role: (*role).into(),
            name: None,
            permissions: role.permissions().to_vec(),
            grantable: true,
        })
        .collect()
}

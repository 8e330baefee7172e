//! Which of a tenant's things a member's queries find: the conditions of the member's role, as SQL.
//!
//! Every table function of [`TenantConn`](super::TenantConn) ends with [`Reach::visible`], so a query that forgets the
//! conditions cannot be written. Things are found when the permission to read them is held for them; on a route that
//! asks for more of the same kind (`cases:reply`), when both are. What a thing does not show it does not have: who may
//! not see a case does not see its timeline.
//!
//! The SQL is the same for both engines: `EXISTS` of rows of `resource_attributes`, which is never null.

use std::{fmt::Write, sync::Arc};

use chrono::Utc;
use diesel::{
    backend::Backend,
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    query_builder::{AstPass, QueryFragment, QueryId},
    result::QueryResult,
    serialize::ToSql,
    sql_types::{Bool, Double, HasSqlType, Text},
};
use loggia_types::{
    OrganizationId, Permission, UserId,
    conditions::{AttributeValue, Comparison},
};

use crate::{
    auth::{Actor, Credential},
    policy::{Filter, Standing, Test},
};

/// How far a caller's queries reach within the tenant.
#[derive(Clone, Debug)]
pub(super) enum Reach {
    /// To everything: the server itself, and API keys, whose scopes have no conditions.
    Everything,
    /// As far as a member's role.
    Member(Arc<Member>),
    /// To no case, no document and no submission: operators, whose permissions are about other things.
    Nothing,
}

/// Whose queries they are.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// What they may do.
    pub(super) standing: Arc<Standing>,
    /// Whose drafts they see.
    pub(super) user: UserId,
    /// What the route asked for.
    pub(super) asked: Option<Permission>,
}

impl Reach {
    pub(super) fn of(actor: &Actor) -> Self {
        match &actor.credential {
            Credential::ApiKey { .. } => Self::Everything,
            Credential::Member(member) => Self::Member(Arc::new(Member {
                standing: Arc::clone(&member.standing),
                user: member.user.id.clone(),
                asked: actor.asked(),
            })),
        }
    }

    /// The things for which all that is asked is held: reading, and what the route asked for, where it is of the same
    /// kind.
    fn filter(&self, read: Permission) -> Filter {
        let member = match self {
            Self::Everything => return Filter::Always,
            Self::Nothing => return Filter::Never,
            Self::Member(member) => member,
        };
        let now = Utc::now();
        let asked = member.asked.filter(|asked| *asked != read && is_same_kind(*asked, read));
        let both = [Some(read), asked];
        Filter::all(both.into_iter().flatten().map(|permission| member.standing.filter(permission, now)))
    }

    /// Whether reading things of this kind has conditions.
    pub(super) fn is_narrowed(&self, read: Permission) -> bool {
        self.filter(read) != Filter::Always
    }

    /// The rows of a table that are found.
    pub(super) fn visible(&self, table: &'static str, org: &OrganizationId) -> Visible {
        let (filter, of) = match table {
            "cases" => (self.filter(Permission::CasesRead), Of::Case("\"cases\".\"id\"")),
            "timeline_entries" => (self.filter(Permission::CasesRead), Of::Case("\"timeline_entries\".\"case_id\"")),
            "submissions" => (self.filter(Permission::SubmissionsRead), Of::Case("\"submissions\".\"case_id\"")),
            "documents" => (self.filter(Permission::DocumentsRead), Of::Document("documents")),
            "document_versions" => (self.filter(Permission::DocumentsRead), Of::Version),
            "drafts" => (Filter::Always, Of::Person("drafts")),
            _ => (Filter::Always, Of::Case("")),
        };
        let user = match self {
            Self::Member(member) => member.user.to_string(),
            Self::Everything | Self::Nothing => String::new(),
        };
        Visible { filter, of, org: org.to_string(), user }
    }
}

fn is_same_kind(one: Permission, other: Permission) -> bool {
    let kind = |permission: Permission| permission.as_str().split(':').next();
    kind(one) == kind(other)
}

/// Whose attributes are tested: how SQL names the thing.
#[derive(Clone, Copy, Debug)]
enum Of {
    /// A case, by an expression for its id.
    Case(&'static str),
    /// A document, by the name that its table has in the query.
    Document(&'static str),
    /// The document that a version in `document_versions` is of.
    Version,
    /// A person, whose rows of this table are nobody else's.
    Person(&'static str),
}

/// The condition that rows have to meet to be found.
#[derive(Clone, Debug)]
pub(super) struct Visible {
    filter: Filter,
    of: Of,
    org: String,
    user: String,
}

impl Expression for Visible {
    type SqlType = Bool;
}

// It names its columns itself: those of the table whose table function it is made by.
impl<From> AppearsOnTable<From> for Visible {}
impl<From> SelectableExpression<From> for Visible {}

impl<GroupBy> ValidGrouping<GroupBy> for Visible {
    type IsAggregate = is_aggregate::Never;
}

impl QueryId for Visible {
    type QueryId = ();
    // Its SQL depends on its value.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB> QueryFragment<DB> for Visible
where
    DB: Backend + HasSqlType<Text> + HasSqlType<Double> + HasSqlType<Bool>,
    str: ToSql<Text, DB>,
    f64: ToSql<Double, DB>,
    bool: ToSql<Bool, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if let Of::Person(table) = self.of {
            // For whoever is no person there are none.
            out.push_sql(&format!("\"{table}\".\"user_id\" = "));
            return out.push_bind_param::<Text, str>(&self.user);
        }
        if self.filter == Filter::Always {
            out.push_sql("TRUE");
            return Ok(());
        }
        // There are as many texts as conditions.
        out.unsafe_to_cache_prepared();
        match self.of {
            Of::Case(_) => self.push(&self.filter, self.of, &mut out),
            Of::Person(_) => Ok(()),
            Of::Document(_) => self.push_document(self.of, &mut out),
            Of::Version => {
                out.push_sql(
                    "EXISTS (SELECT 1 FROM \"documents\" \"of_version\" WHERE \"of_version\".\"org_id\" = \
                     \"document_versions\".\"org_id\" AND \"of_version\".\"id\" = \
                     \"document_versions\".\"document_id\" AND ",
                );
                self.push_document(Of::Document("of_version"), &mut out)?;
                out.push_sql(")");
                Ok(())
            }
        }
    }
}

impl Visible {
    /// A document that is one's own draft, or meant by the filter.
    fn push_document<'b, DB>(&'b self, of: Of, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Text> + HasSqlType<Double> + HasSqlType<Bool>,
        str: ToSql<Text, DB>,
        f64: ToSql<Double, DB>,
        bool: ToSql<Bool, DB>,
    {
        let Of::Document(table) = of else { return Ok(()) };
        // Nobody else sees a draft, so it is nobody's to give away.
        out.push_sql(&format!("((\"{table}\".\"draft_of\" IS NOT NULL AND \"{table}\".\"draft_of\" = "));
        out.push_bind_param::<Text, str>(&self.user)?;
        out.push_sql(") OR ");
        self.push(&self.filter, of, out)?;
        out.push_sql(")");
        Ok(())
    }

    fn push<'b, DB>(&'b self, filter: &'b Filter, of: Of, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Text> + HasSqlType<Double> + HasSqlType<Bool>,
        str: ToSql<Text, DB>,
        f64: ToSql<Double, DB>,
        bool: ToSql<Bool, DB>,
    {
        match filter {
            Filter::Always => out.push_sql("TRUE"),
            Filter::Never => out.push_sql("FALSE"),
            Filter::All(parts) => return self.push_joined(parts, "AND", of, out),
            Filter::Any(parts) => return self.push_joined(parts, "OR", of, out),
            Filter::Not(part) => {
                out.push_sql("(NOT ");
                self.push(part, of, out)?;
                out.push_sql(")");
            }
            Filter::Attribute(name, test) => {
                out.push_sql("EXISTS (SELECT 1 FROM \"resource_attributes\" \"tested\" WHERE \"tested\".\"org_id\" = ");
                out.push_bind_param::<Text, str>(&self.org)?;
                out.push_sql(" AND \"tested\".\"name\" = ");
                out.push_bind_param::<Text, str>(name)?;
                out.push_sql(" AND \"tested\".\"resource_id\" = ");
                self.push_holder(name, of, out)?;
                push_test(test, out)?;
                out.push_sql(")");
            }
        }
        Ok(())
    }

    fn push_joined<'b, DB>(
        &'b self,
        parts: &'b [Filter],
        by: &str,
        of: Of,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Text> + HasSqlType<Double> + HasSqlType<Bool>,
        str: ToSql<Text, DB>,
        f64: ToSql<Double, DB>,
        bool: ToSql<Bool, DB>,
    {
        // `Filter::all` and `Filter::any` leave no empty list.
        out.push_sql("(");
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                out.push_sql(&format!(" {by} "));
            }
            self.push(part, of, out)?;
        }
        out.push_sql(")");
        Ok(())
    }

    /// Whose attribute of this name counts: a document's own, or its case's.
    fn push_holder<'b, DB>(&'b self, name: &'b str, of: Of, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Text>,
        str: ToSql<Text, DB>,
    {
        match of {
            Of::Case(id) => out.push_sql(id),
            Of::Version => out.push_sql("\"document_versions\".\"document_id\""),
            // Has no attributes, and no filter that asks for any.
            Of::Person(_) => out.push_sql("NULL"),
            Of::Document(table) => {
                out.push_sql(
                    "CASE WHEN EXISTS (SELECT 1 FROM \"resource_attributes\" \"own\" WHERE \"own\".\"org_id\" = ",
                );
                out.push_bind_param::<Text, str>(&self.org)?;
                out.push_sql(" AND \"own\".\"name\" = ");
                out.push_bind_param::<Text, str>(name)?;
                let mut rest = String::new();
                // Writing to a text does not fail.
                let _ = write!(
                    rest,
                    " AND \"own\".\"resource_id\" = \"{table}\".\"id\") THEN \"{table}\".\"id\" ELSE \"{table}\".\"case_id\" END"
                );
                out.push_sql(&rest);
            }
        }
        Ok(())
    }
}

fn push_test<'b, DB>(test: &'b Test, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend + HasSqlType<Text> + HasSqlType<Double> + HasSqlType<Bool>,
    str: ToSql<Text, DB>,
    f64: ToSql<Double, DB>,
    bool: ToSql<Bool, DB>,
{
    match test {
        Test::There => {}
        Test::Is(op, value) => {
            let op = operator(*op);
            match value {
                AttributeValue::Text(text) => {
                    out.push_sql(&format!(" AND \"tested\".\"kind\" = 'text' AND \"tested\".\"text_value\" {op} "));
                    out.push_bind_param::<Text, str>(text)?;
                }
                AttributeValue::Number(number) => {
                    out.push_sql(&format!(" AND \"tested\".\"number_value\" {op} "));
                    out.push_bind_param::<Double, f64>(number)?;
                }
                AttributeValue::Flag(flag) => {
                    out.push_sql(&format!(" AND \"tested\".\"flag_value\" {op} "));
                    out.push_bind_param::<Bool, bool>(flag)?;
                }
                AttributeValue::List(_) => out.push_sql(" AND FALSE"),
            }
        }
        Test::AnyOf(texts) => {
            out.push_sql(" AND \"tested\".\"text_value\" IN (");
            for (index, text) in texts.iter().enumerate() {
                if index > 0 {
                    out.push_sql(", ");
                }
                out.push_bind_param::<Text, str>(text)?;
            }
            out.push_sql(")");
        }
    }
    Ok(())
}

fn operator(op: Comparison) -> &'static str {
    match op {
        Comparison::Eq => "=",
        Comparison::Ne => "<>",
        Comparison::Lt => "<",
        Comparison::Le => "<=",
        Comparison::Gt => ">",
        Comparison::Ge => ">=",
    }
}

//! Entries as lines of comma-separated values (RFC 4180).

use loggia_types::audit::AuditEvent;

/// The names of the columns.
pub(super) const HEADER: &str = "position,id,created_at,actor_kind,actor_id,actor_name,action,resource_type,resource_id,\
                                 outcome,reason,ip,user_agent,request_id,changes,hash\r\n";

/// An entry as a line.
pub(super) fn line(event: &AuditEvent) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = [
        event.position.to_string(),
        event.id.to_string(),
        event.created_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        event.actor.kind.to_string(),
        event.actor.id.clone(),
        event.actor.name.clone(),
        event.action.clone(),
        event.resource_type.clone(),
        event.resource_id.clone(),
        event.outcome.to_string(),
        text(&event.reason),
        text(&event.ip),
        text(&event.user_agent),
        event.request_id.to_string(),
        event.changes.as_ref().map(ToString::to_string).unwrap_or_default(),
        event.hash.clone(),
    ];
    cells.map(|cell| written(&cell)).join(",") + "\r\n"
}

/// A cell as it is written. A spreadsheet takes what begins with one of these characters for a formula, and a formula can
/// send the sheet away: an apostrophe makes it a text (OWASP, "CSV Injection").
fn written(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let cell = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\r', '\n']) || is_formula {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_has_to_be_and_never_a_formula() {
        for (cell, line) in [
            ("", ""),
            ("Ana", "Ana"),
            ("Haddad, \"Ami\"\nra", "\"Haddad, \"\"Ami\"\"\nra\""),
            ("=HYPERLINK(\"//evil\")", "\"'=HYPERLINK(\"\"//evil\"\")\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("a=b", "a=b"),
        ] {
            assert_eq!(written(cell), line);
        }
    }
}

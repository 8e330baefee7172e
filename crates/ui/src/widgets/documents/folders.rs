//! Folders as a person walks through them, from the flat list the server keeps.

use loggia_types::documents::Folder;

/// A folder directly below the one that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subfolder {
    /// Its own name.
    pub(crate) name: String,
    /// Its whole path.
    pub(crate) path: String,
    /// How many documents lie in it and below.
    pub(crate) documents: u64,
}

/// One step of the way from the top to a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Crumb {
    /// The folder's own name.
    pub(crate) name: String,
    /// Its whole path.
    pub(crate) path: String,
}

/// The folders directly below `current`, by name. A folder that holds only other folders counts as well.
pub(crate) fn below(folders: &[Folder], current: &str) -> Vec<Subfolder> {
    let mut found: Vec<(String, Subfolder)> = Vec::new();
    for folder in folders {
        let Some(rest) = relative(&folder.path, current) else { continue };
        let name = rest.split('/').next().unwrap_or(rest);
        let direct = name.len() == rest.len();
        let path = if current.is_empty() { name.to_owned() } else { format!("{current}/{name}") };
        // Each stands at its place in the order of names.
        let order = crate::case::lower(name) + "/" + name;
        let place = match found.binary_search_by(|(known, _)| known.cmp(&order)) {
            Ok(place) => place,
            Err(place) => {
                found.insert(place, (order, Subfolder { name: name.to_owned(), path, documents: 0 }));
                place
            }
        };
        let Some((_, entry)) = found.get_mut(place) else { continue };
        // The server's count includes what lies below; where it does not name the folder itself, its children are added.
        if direct {
            entry.documents = folder.documents.max(entry.documents);
        } else if !folders.iter().any(|other| other.path == entry.path) {
            entry.documents = entry.documents.saturating_add(folder.documents);
        }
    }
    found.into_iter().map(|(_, folder)| folder).collect()
}

/// The way from the top to `path`, the folder itself last. Empty at the top.
pub(crate) fn crumbs(path: &str) -> Vec<Crumb> {
    let mut walked = String::new();
    let mut crumbs = Vec::new();
    for name in path.split('/').filter(|name| !name.is_empty()) {
        if !walked.is_empty() {
            walked.push('/');
        }
        walked.push_str(name);
        crumbs.push(Crumb { name: name.to_owned(), path: walked.clone() });
    }
    crumbs
}

/// What remains of `path` below `current`; nothing if it does not lie there.
fn relative<'a>(path: &'a str, current: &str) -> Option<&'a str> {
    let rest = if current.is_empty() { path } else { path.strip_prefix(current)?.strip_prefix('/')? };
    (!rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders(paths: &[(&str, u64)]) -> Vec<Folder> {
        paths.iter().map(|(path, documents)| Folder { path: (*path).to_owned(), documents: *documents }).collect()
    }

    fn names(found: &[Subfolder]) -> Vec<(&str, &str, u64)> {
        found.iter().map(|f| (f.name.as_str(), f.path.as_str(), f.documents)).collect()
    }

    #[test]
    fn only_the_next_level_is_shown_sorted_without_regard_to_case() {
        let all = folders(&[("reports/2026", 3), ("Contracts", 4), ("reports", 5), ("Contracts/old", 1)]);
        assert_eq!(names(&below(&all, "")), [("Contracts", "Contracts", 4), ("reports", "reports", 5)]);
        assert_eq!(names(&below(&all, "reports")), [("2026", "reports/2026", 3)]);
        assert!(below(&all, "reports/2026").is_empty());
    }

    #[test]
    fn a_folder_of_folders_appears_and_counts_what_lies_below() {
        let all = folders(&[("a/b/c", 2), ("a/d", 1), ("ab", 9)]);
        assert_eq!(names(&below(&all, "")), [("a", "a", 3), ("ab", "ab", 9)]);
        assert_eq!(names(&below(&all, "a")), [("b", "a/b", 2), ("d", "a/d", 1)]);
    }

    #[test]
    fn crumbs_lead_from_the_top() {
        assert!(crumbs("").is_empty());
        let way = crumbs("Contracts/2026");
        let way: Vec<_> = way.iter().map(|c| (c.name.as_str(), c.path.as_str())).collect();
        assert_eq!(way, [("Contracts", "Contracts"), ("2026", "Contracts/2026")]);
    }
}

//! What a file is, as its name tells: the three or four letters on its tile.

/// The family of a file: it decides the tile's colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Pdf,
    Image,
    Sheet,
    Text,
    Archive,
    Other,
}

impl Family {
    /// The value of a folder's `data-family`.
    pub(crate) const FOLDER: &str = "folder";

    /// The value of the tile's `data-family`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Image => "image",
            Self::Sheet => "sheet",
            Self::Text => "text",
            Self::Archive => "archive",
            Self::Other => "other",
        }
    }
}

/// The letters for a tile and the family.
pub(crate) fn file_kind(name: &str) -> (String, Family) {
    let ending = name
        .rsplit_once('.')
        .map(|(stem, ending)| (!stem.is_empty(), ending))
        .filter(|(named, ending)| *named && (1..=4).contains(&ending.len()))
        .map(|(_, ending)| ending)
        .filter(|ending| ending.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let Some(ending) = ending else { return (String::new(), Family::Other) };
    let lower = ending.to_ascii_lowercase();
    let family = match lower.as_str() {
        "pdf" => Family::Pdf,
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "heic" | "svg" | "tif" | "tiff" | "bmp" => Family::Image,
        "csv" | "tsv" | "xls" | "xlsx" | "ods" => Family::Sheet,
        "doc" | "docx" | "odt" | "rtf" | "txt" | "md" => Family::Text,
        "zip" | "7z" | "tar" | "gz" | "tgz" | "rar" => Family::Archive,
        _ => Family::Other,
    };
    (lower.to_ascii_uppercase(), family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_makes_the_tile() {
        for (name, letters, family) in [
            ("Framework agreement.pdf", "PDF", Family::Pdf),
            ("photo.JPEG", "JPEG", Family::Image),
            ("sites.2026.csv", "CSV", Family::Sheet),
            ("README", "", Family::Other),
            (".env", "", Family::Other),
            ("a.longending", "", Family::Other),
            ("a.", "", Family::Other),
            ("a.<b>", "", Family::Other),
        ] {
            assert_eq!(file_kind(name), (letters.to_owned(), family), "{name}");
        }
    }
}

//! Documents, folders, versions.

use loggia_types::{
    CaseId, DocumentId, DocumentVersionId,
    documents::{Document, DocumentVersion, Folder},
};

use super::{Size, hours_ago, user};

const NAMES: [(&str, &str, u64); 6] = [
    ("contract.pdf", "application/pdf", 240_112),
    ("rates-2026.xlsx", "application/vnd.ms-excel", 88_004),
    ("loading-bay.jpg", "image/jpeg", 3_411_908),
    ("temperature-log.csv", "text/csv", 1_204),
    ("handbook.docx", "application/msword", 612_000),
    ("scans.zip", "application/zip", 48_201_733),
];

/// The documents, newest first.
pub(crate) fn documents(size: Size) -> Vec<Document> {
    size.some(6, |number| document(number, size))
}

/// Those of a case.
pub(crate) fn of_a_case(size: Size) -> Vec<Document> {
    documents(if size == Size::Many { Size::Filled } else { size }).into_iter().take(2).collect()
}

/// One of them.
pub(crate) fn document(number: u128, size: Size) -> Document {
    let hours = i64::try_from(number).unwrap_or_default() * 5;
    Document {
        id: DocumentId::from_u128(number),
        name: name(number, size),
        folder: String::new(),
        case_id: (number == 1).then(|| CaseId::from_u128(1)),
        current: version(number, 2, size),
        version: 1,
        created_at: hours_ago(hours + 300),
        updated_at: hours_ago(hours),
    }
}

/// The versions of the first.
pub(crate) fn versions(size: Size) -> Vec<DocumentVersion> {
    (1..=3).rev().map(|number| version(1, number, size)).collect()
}

/// The folders.
pub(crate) fn folders(size: Size) -> Vec<Folder> {
    if size == Size::Empty {
        return Vec::new();
    }
    ["Contracts", "Customs", "Customs/2026"]
        .into_iter()
        .map(|path| Folder { path: size.text(path), documents: 12 })
        .collect()
}

fn version(document: u128, number: u32, size: Size) -> DocumentVersion {
    let (_, media_type, bytes) = kind(document);
    DocumentVersion {
        id: DocumentVersionId::from_u128(document * 100 + u128::from(number)),
        number,
        size: bytes,
        media_type: media_type.into(),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        uploaded_by: Some(user(2, &size.text("Mia Brandt"))),
        created_at: hours_ago(i64::from(number) * 11),
    }
}

fn kind(number: u128) -> (&'static str, &'static str, u64) {
    let at = usize::try_from(number - 1).unwrap_or_default() % NAMES.len();
    NAMES.get(at).copied().unwrap_or(("file", "application/octet-stream", 0))
}

fn name(number: u128, size: Size) -> String {
    let (name, ..) = kind(number);
    match size {
        Size::Many => format!("{number}-{name}"),
        Size::Long => format!("{}.{}", size.text(name), name.rsplit('.').next().unwrap_or_default()),
        _ => name.to_owned(),
    }
}

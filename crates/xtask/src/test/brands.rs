//! Whether what browsers download names the product, or a brand: in file names, code, strings of the module, style sheets,
//! and once more in the compressed files beside them, which may be of another build.

use std::{fs, io::Read, path::Path};

use anyhow::{Context, Result, ensure};

/// The product, and the brands of demo, tests and documents.
const WORDS: [&str; 4] = ["loggia", "fernhill", "juniper", "acme.example"];

/// Searches every file of a bundle's folder, and says how much there was.
///
/// # Errors
/// When a word is in one, there is none, or one cannot be read.
pub(super) fn check(folder: &Path) -> Result<String> {
    let (mut files, mut bytes, mut found) = (0, 0, Vec::new());
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // Types are for developers' editors: the hosted portal does not serve them.
            if name.contains(".d.ts") {
                continue;
            }
            let content = unpacked(&path).with_context(|| format!("reading {}", path.display()))?;
            files += 1;
            bytes += content.len();
            for (place, text) in [("its name", name.as_bytes()), ("it", content.as_slice())] {
                found.extend(words_in(text).map(|(word, around)| format!("{name}: {place} has {word:?}: {around}")));
            }
        }
    }
    ensure!(files > 0, "{}: there is no file", folder.display());
    ensure!(found.is_empty(), "names that no customer may see:\n  {}", found.join("\n  "));
    Ok(format!("{files} files, {} kB unpacked, name nobody", bytes / 1000))
}

/// A file's bytes as a browser gets to see them.
fn unpacked(path: &Path) -> Result<Vec<u8>> {
    let (packed, mut plain) = (fs::read(path)?, Vec::new());
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("br") => brotli::Decompressor::new(packed.as_slice(), 4096).read_to_end(&mut plain)?,
        Some("gz") => flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut plain)?,
        _ => return Ok(packed),
    };
    Ok(plain)
}

/// The words in it, each with what is around it the first time.
fn words_in(bytes: &[u8]) -> impl Iterator<Item = (&'static str, String)> {
    let small = bytes.to_ascii_lowercase();
    WORDS.into_iter().filter_map(move |word| {
        let at = small.windows(word.len()).position(|window| window == word.as_bytes())?;
        let around = small.get(at.saturating_sub(40)..(at + word.len() + 40).min(small.len()))?;
        Some((word, String::from_utf8_lossy(around).into_owned()))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::io::Write;

    use super::*;

    #[test]
    fn a_word_that_is_planted_is_found_in_code_modules_names_and_compressed_files() {
        let packed = |gzip: bool, text: &[u8]| {
            let mut packed = Vec::new();
            if gzip {
                let mut writer = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::fast());
                writer.write_all(text).unwrap();
                writer.finish().unwrap();
            } else {
                let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 5, 22);
                writer.write_all(text).unwrap();
                drop(writer);
            }
            packed
        };
        let planted: [(&str, Vec<u8>); 6] = [
            ("portal-1.js", b"console.error('LOGGIA: no session')".to_vec()),
            ("portal-1_bg.wasm", b"\0asm\x01\0\0\0\xffcrates/loggia-ui/src\xff".to_vec()),
            ("portal.css", b"/* Fernhill Freight */".to_vec()),
            ("loggia.js", b"export {}".to_vec()),
            ("portal.js.br", packed(false, b"powered by Loggia")),
            ("portal.js.gz", packed(true, b"https://app.acme.example")),
        ];
        for (name, content) in planted {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("portal.js"), "export {}").unwrap();
            assert!(check(folder.path()).unwrap().starts_with("1 files"));
            fs::write(folder.path().join(name), content).unwrap();
            let error = check(folder.path()).unwrap_err().to_string();
            assert!(error.contains(name), "{name}: {error}");
        }
        assert!(check(tempfile::tempdir().unwrap().path()).is_err(), "an empty folder proves nothing");
    }
}

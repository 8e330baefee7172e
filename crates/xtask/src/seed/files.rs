//! The files behind the demo's documents, made from `crates/xtask/seed/files.json`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{list, paper};

/// What is in a file.
#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Paper(paper::Paper),
    Sheet { columns: Vec<String>, rows: u32 },
    Picture(Picture),
}

#[derive(Deserialize)]
struct Picture {
    width: u32,
    height: u32,
    red: u8,
    green: u8,
    blue: u8,
}

/// Writes every file that the documents name.
pub(super) fn write_all<'a>(folder: &Path, documents: impl Iterator<Item = &'a Map<String, Value>>) -> Result<()> {
    let contents: BTreeMap<String, Content> = serde_json::from_str(include_str!("../../seed/files.json"))?;
    let mut wanted = BTreeSet::new();
    for document in documents {
        wanted.extend(list(document, "versions").filter_map(|version| version.get("file")?.as_str()));
    }
    for path in wanted {
        let name = path.trim_start_matches("files/");
        let content = contents.get(name).with_context(|| format!("the seed does not say what is in {name}"))?;
        let bytes = match (content, name.rsplit_once('.').map(|(_, ending)| ending)) {
            (Content::Paper(paper), Some("pdf")) => paper.pdf(),
            (Content::Paper(paper), Some("docx")) => paper.docx()?,
            (Content::Sheet { columns, rows }, Some("csv")) => csv(columns, *rows),
            (Content::Picture(picture), Some("png")) => picture.png()?,
            _ => bail!("the seed describes {name} as something that its ending does not name"),
        };
        fs::write(folder.join(path), bytes)?;
    }
    Ok(())
}

/// A table whose first column counts and whose others look like figures.
fn csv(columns: &[String], rows: u32) -> Vec<u8> {
    let mut lines = vec![columns.join(",")];
    for row in 1..=rows {
        let figures = (1..columns.len()).map(|column| {
            let column = u32::try_from(column).unwrap_or(1);
            (row * 7919 / column % 977 + column * 13).to_string()
        });
        lines.push(std::iter::once(format!("{row:03}")).chain(figures).collect::<Vec<_>>().join(","));
    }
    lines.push(String::new());
    lines.join("\r\n").into_bytes()
}

impl Picture {
    /// Stacked boxes against the light, in one colour.
    fn png(&self) -> Result<Vec<u8>> {
        let mut pixels = Vec::with_capacity((self.width * self.height * 3) as usize);
        let (column_width, row_height) = (self.width / 6, self.height / 4);
        for y in 0..self.height {
            for x in 0..self.width {
                let (column, row) = (x / column_width, y / row_height);
                let edge = x % column_width < 4 || y % row_height < 4;
                let grain = (x * 31 + y * 17 + x * y / 64) % 13;
                let light = if edge { 40 } else { 78 + (column * 7 + row * 11) % 22 + grain };
                for part in [self.red, self.green, self.blue] {
                    pixels.push(u8::try_from(u32::from(part) * light / 100).unwrap_or(u8::MAX));
                }
            }
        }
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header()?.write_image_data(&pixels)?;
        Ok(bytes)
    }
}

//! Written documents: PDF and DOCX from a title, a first sentence and topics.

use std::io::{Cursor, Write as _};

use anyhow::Result;
use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, Str};
use serde::Deserialize;
use zip::{ZipWriter, write::SimpleFileOptions};

/// A4 in points.
const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 72.0;
/// What fits into a line of body text, in characters.
const LINE: usize = 84;

/// What every topic is about, in turn.
const SENTENCES: [&str; 12] = [
    "Both sides name one person who decides for them and a second who stands in, and tell each other of a change within two working days.",
    "What is agreed here goes before general terms. Where the two differ in a way that nobody meant, both sides look for the reading that serves the purpose.",
    "Figures are settled monthly. Objections are possible within thirty days; what is not in dispute is paid meanwhile.",
    "Records are kept for the time the law asks for, and are made available within one working day where a claim depends on them.",
    "Changes are made in writing. A change that raises the cost takes effect on the first day of the month after next.",
    "Where something cannot be done in time, the other side hears of it as soon as that is known, with the reason and the new date.",
    "Each side carries its own cost of what is described here, unless the list of prices at the end says otherwise.",
    "Whoever uses somebody else for a task answers for them as for their own staff, and says beforehand who it is.",
    "Times are working days at the place where the work is done; public holidays of that place do not count.",
    "What one side learns of the other in this work stays with it, and is not used for anything else, also after the end.",
    "A fault is told within three days of its discovery, with what is needed to look into it: pictures, papers, names.",
    "Where the two sides cannot agree, they name a third person whom both trust, before either goes to court.",
];

/// A written document.
#[derive(Deserialize)]
pub(super) struct Paper {
    title: String,
    lead: String,
    topics: Vec<String>,
}

/// One line on a page.
struct Line {
    text: String,
    size: f32,
    bold: bool,
    space_before: f32,
}

impl Paper {
    /// The document as a PDF, with as many pages as it takes.
    pub(super) fn pdf(&self) -> Vec<u8> {
        let pages = self.pages();
        let (catalog, tree, regular, bold) = (Ref::new(1), Ref::new(2), Ref::new(3), Ref::new(4));
        let mut pdf = Pdf::new();
        pdf.catalog(catalog).pages(tree);
        let ids: Vec<(Ref, Ref)> =
            (0_i32..).take(pages.len()).map(|at| (Ref::new(5 + 2 * at), Ref::new(6 + 2 * at))).collect();
        pdf.pages(tree).kids(ids.iter().map(|(page, _)| *page)).count(i32::try_from(pages.len()).unwrap_or(0));
        for (font, name) in [(regular, "Helvetica"), (bold, "Helvetica-Bold")] {
            pdf.type1_font(font).base_font(Name(name.as_bytes())).encoding_predefined(Name(b"WinAnsiEncoding"));
        }
        for (number, (lines, (page_id, content_id))) in pages.iter().zip(&ids).enumerate() {
            let mut page = pdf.page(*page_id);
            page.media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1)).parent(tree).contents(*content_id);
            page.resources().fonts().pair(Name(b"R"), regular).pair(Name(b"B"), bold);
            page.finish();
            pdf.stream(*content_id, &draw(lines, &format!("{}, page {} of {}", self.title, number + 1, pages.len())));
        }
        pdf.finish()
    }

    fn pages(&self) -> Vec<Vec<Line>> {
        let mut lines = vec![Line { text: self.title.clone(), size: 22.0, bold: true, space_before: 0.0 }];
        lines.extend(paragraph(&self.lead));
        for (at, topic) in self.topics.iter().enumerate() {
            lines.push(Line { text: format!("{}  {topic}", at + 1), size: 13.0, bold: true, space_before: 20.0 });
            for sentence in self.sentences(at) {
                lines.extend(paragraph(sentence));
            }
        }
        let (mut pages, mut page, mut left) = (Vec::new(), Vec::new(), PAGE.1 - 2.0 * MARGIN);
        for line in lines {
            let height = line.space_before + line.size * 1.4;
            if height > left {
                pages.push(std::mem::take(&mut page));
                left = PAGE.1 - 2.0 * MARGIN;
            }
            left -= height;
            page.push(line);
        }
        pages.push(page);
        pages
    }

    /// Eight sentences per topic, each topic beginning elsewhere.
    fn sentences(&self, topic: usize) -> impl Iterator<Item = &'static str> {
        SENTENCES.into_iter().cycle().skip(topic * 5 + self.title.len()).take(8)
    }

    /// The document as Office Open XML.
    pub(super) fn docx(&self) -> Result<Vec<u8>> {
        let mut body = run(&self.title, 44, true) + &run(&self.lead, 22, false);
        for (at, topic) in self.topics.iter().enumerate() {
            body += &run(&format!("{}  {topic}", at + 1), 26, true);
            for sentence in self.sentences(at) {
                body += &run(sentence, 22, false);
            }
        }
        let document = format!(
            "{XML}<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
        );
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        // Without times: the same content is the same file.
        let options = SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored)
            .last_modified_time(zip::DateTime::default());
        for (name, content) in
            [("[Content_Types].xml", CONTENT_TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", &document)]
        {
            archive.start_file(name, options)?;
            archive.write_all(content.as_bytes())?;
        }
        Ok(archive.finish()?.into_inner())
    }
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

/// A paragraph of a DOCX; `size` in half points.
fn run(text: &str, size: u32, bold: bool) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let weight = if bold { "<w:b/>" } else { "" };
    format!(
        "<w:p><w:r><w:rPr>{weight}<w:sz w:val=\"{size}\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
    )
}

/// Body text, broken into lines.
fn paragraph(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.text.chars().count() + word.chars().count() < LINE => {
                line.text.push(' ');
                line.text.push_str(word);
            }
            _ => {
                let space_before = if lines.is_empty() { 8.0 } else { 0.0 };
                lines.push(Line { text: word.to_owned(), size: 10.5, bold: false, space_before });
            }
        }
    }
    lines
}

fn draw(lines: &[Line], footer: &str) -> Vec<u8> {
    let mut content = Content::new();
    let mut y = PAGE.1 - MARGIN;
    let mut write = |text: &str, size: f32, bold: bool, y: f32| {
        content.begin_text();
        content.set_font(Name(if bold { b"B" } else { b"R" }), size);
        content.next_line(MARGIN, y).show(Str(&windows_1252(text)));
        content.end_text();
    };
    for line in lines {
        y -= line.space_before + line.size * 1.4;
        write(&line.text, line.size, line.bold, y);
    }
    write(footer, 8.0, false, MARGIN / 2.0);
    content.finish().to_vec()
}

/// The encoding of the PDF's fonts.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars()
        .map(|character| match character {
            '€' => 0x80,
            other => u8::try_from(u32::from(other)).unwrap_or(b'?'),
        })
        .collect()
}

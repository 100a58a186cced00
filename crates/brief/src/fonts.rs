//! Which fonts an edition needs. The typesetter's own fonts are enough for
//! English, and nothing else is looked at, so an English PDF is the same on
//! every machine. Korean and Chinese take one more family, the first of a list
//! that the machine has. Nothing here is downloaded.

use std::path::Path;

use fontdb::{Database, FaceInfo, Source, Style};
use typst::{
    foundations::Bytes,
    text::{Font, FontInfo},
};
use typst_kit::fonts::FontStore;
use yalu_trade::Lang;

/// The typesetter's own serif, first in every edition: digits look the same in all of them.
const SERIF: &str = "Libertinus Serif";

/// In the order in which they are taken: serifs first, for they sit best beside the Latin serif.
const KOREAN: &[&str] = &[
    "Noto Serif CJK KR",
    "Noto Serif KR",
    "Source Han Serif K",
    "Source Han Serif KR",
    "NanumMyeongjo",
    "Nanum Myeongjo",
    "AppleMyungjo",
    "Batang",
    "UnBatang",
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Source Han Sans K",
    "Source Han Sans KR",
    "NanumGothic",
    "Nanum Gothic",
    "Apple SD Gothic Neo",
    "Malgun Gothic",
    "UnDotum",
];

const CHINESE: &[&str] = &[
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Songti SC",
    "SimSun",
    "AR PL UMing CN",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
];

/// The machine has no font for a language.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "a PDF in {language} needs a font that this machine has not; install Noto CJK: `fonts-noto-cjk` on Debian and Ubuntu, \
     `google-noto-sans-cjk-fonts` on Fedora, `noto-fonts-cjk` on Arch; on macOS and Windows install Noto Sans CJK. \
     The other formats need no font"
)]
pub struct FontsMissing {
    language: &'static str,
}

/// Does the machine have what an edition needs? Reads the names of its fonts, not the fonts.
pub fn ready(lang: Lang) -> Result<(), FontsMissing> {
    if wanted(lang).is_empty() { Ok(()) } else { look(lang, &installed()).map(|_| ()) }
}

/// The fonts of an edition.
pub(crate) struct Fonts {
    /// The fonts themselves, for the typesetter.
    pub(crate) store: FontStore,
    /// Their families, in the order in which text asks for them.
    pub(crate) families: Vec<String>,
}

/// The fonts of an edition, read.
pub(crate) fn load(lang: Lang) -> Result<Fonts, FontsMissing> {
    if wanted(lang).is_empty() { Ok(own()) } else { with_installed(lang, &installed()) }
}

fn own() -> Fonts {
    let mut store = FontStore::new();
    store.extend(typst_kit::fonts::embedded());
    Fonts { store, families: vec![SERIF.to_owned()] }
}

fn with_installed(lang: Lang, machine: &Database) -> Result<Fonts, FontsMissing> {
    let read: Vec<Font> = look(lang, machine)?.into_iter().filter_map(read).collect();
    let family = read.first().map(|font| font.info().family.clone()).ok_or_else(|| missing(lang))?;
    let mut fonts = own();
    fonts.families.push(family);
    fonts.store.extend(read.into_iter().map(|font| {
        let info: FontInfo = font.info().clone();
        (font, info)
    }));
    Ok(fonts)
}

fn wanted(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::En => &[],
        Lang::Ko => KOREAN,
        Lang::Zh => CHINESE,
    }
}

fn missing(lang: Lang) -> FontsMissing {
    let language = match lang {
        Lang::En => "English",
        Lang::Ko => "Korean",
        Lang::Zh => "Chinese",
    };
    FontsMissing { language }
}

/// The names of all fonts in the system's usual folders.
fn installed() -> Database {
    let mut machine = Database::new();
    machine.load_system_fonts();
    machine
}

/// The regular and the bold face of the first wanted family.
fn look(lang: Lang, machine: &Database) -> Result<Vec<&FaceInfo>, FontsMissing> {
    let faces = wanted(lang).iter().map(|family| upright(family, machine)).find(|faces| !faces.is_empty());
    let faces = faces.ok_or_else(|| missing(lang))?;
    let mut chosen: Vec<&FaceInfo> = [400, 700].into_iter().filter_map(|weight| nearest(&faces, weight)).collect();
    chosen.dedup_by_key(|face| face.id);
    Ok(chosen)
}

fn upright<'a>(family: &str, machine: &'a Database) -> Vec<&'a FaceInfo> {
    let named = |face: &&FaceInfo| face.families.iter().any(|(name, _)| name == family);
    machine.faces().filter(named).filter(|face| face.style == Style::Normal && path(face).is_some()).collect()
}

/// Folders list their files in no order; the path settles what the weight leaves open.
fn nearest<'a>(faces: &[&'a FaceInfo], weight: u16) -> Option<&'a FaceInfo> {
    faces.iter().copied().min_by_key(|face| (face.weight.0.abs_diff(weight), path(face), face.index))
}

fn path(face: &FaceInfo) -> Option<&Path> {
    match &face.source {
        Source::File(path) | Source::SharedFile(path, _) => Some(path),
        Source::Binary(_) => None,
    }
}

fn read(face: &FaceInfo) -> Option<Font> {
    let bytes = std::fs::read(path(face)?).ok()?;
    Font::new(Bytes::new(bytes), face.index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_needs_no_font_of_the_machine() {
        assert_eq!(ready(Lang::En), Ok(()));
        let fonts = load(Lang::En).expect("our own fonts");
        assert_eq!(fonts.families, [SERIF]);
        assert!(fonts.store.book().contains_family("libertinus serif"));
    }

    #[test]
    fn a_machine_without_fonts_is_told_what_to_install() {
        for (lang, language) in [(Lang::Ko, "Korean"), (Lang::Zh, "Chinese")] {
            let refusal = with_installed(lang, &Database::new()).err().expect("no fonts").to_string();
            for word in
                [language, "fonts-noto-cjk", "google-noto-sans-cjk-fonts", "noto-fonts-cjk", "macOS", "other formats"]
            {
                assert!(refusal.contains(word), "{word} is missing from: {refusal}");
            }
        }
    }

    #[test]
    fn an_edition_takes_one_family_of_the_machine() {
        for lang in [Lang::Ko, Lang::Zh] {
            if ready(lang).is_ok() {
                let fonts = load(lang).expect("ready");
                assert_eq!(fonts.families.len(), 2, "{:?}", fonts.families);
            }
        }
    }
}

//! The nomenclature: which codes exist, and short labels of our own for them.
//! It knows chapters and headings; longer codes are known by their heading.

use std::collections::BTreeMap;

use crate::{Code, Commodity, Lang, Wording};

/// A chapter or heading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// Its code: two or four digits.
    pub code: Code,
    /// Its label.
    pub label: Wording,
    /// The last edition that has it, where the present one has not; `reserved` for a chapter that is kept free.
    pub retired: Option<String>,
}

/// In place of the last edition that has it: a chapter that is kept free for later.
const RESERVED: &str = "reserved";

/// The Harmonized System as we know it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Nomenclature {
    headings: BTreeMap<String, Heading>,
}

/// Why a code stands in no nomenclature.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HeadingFault {
    /// A chapter that is kept free.
    #[error("{0} stands in a chapter of the Harmonized System that is reserved: there are no such goods")]
    Reserved(String),
    /// No such chapter.
    #[error("the Harmonized System has no chapter {0}")]
    Chapter(String),
    /// No such heading.
    #[error("the Harmonized System has no heading {0}")]
    Heading(String),
}

impl Nomenclature {
    /// A nomenclature of these headings.
    pub fn new(headings: impl IntoIterator<Item = Heading>) -> Self {
        Self { headings: headings.into_iter().map(|heading| (heading.code.digits().to_owned(), heading)).collect() }
    }

    /// All headings and chapters, by code.
    pub fn headings(&self) -> impl Iterator<Item = &Heading> {
        self.headings.values()
    }

    /// Does the code exist, or the heading that it would stand under?
    pub fn knows(&self, code: &Code) -> Result<(), HeadingFault> {
        let has = |digits: &str| self.headings.contains_key(digits);
        match self.headings.get(code.chapter()) {
            None => return Err(HeadingFault::Chapter(code.chapter().to_owned())),
            Some(chapter) if chapter.retired.as_deref() == Some(RESERVED) => {
                return Err(HeadingFault::Reserved(code.digits().to_owned()));
            }
            Some(_) => {}
        }
        match code.heading() {
            Some(heading) if !has(heading) => Err(HeadingFault::Heading(heading.to_owned())),
            _ => Ok(()),
        }
    }

    /// The label of a code in a language; a longer code is called by its heading.
    /// `None` where there is none in that language.
    pub fn label(&self, code: &Code, lang: Lang) -> Option<&str> {
        let known = self.headings.get(code.digits()).or_else(|| self.headings.get(code.heading()?))?;
        (!known.label.lacks(lang)).then(|| known.label.in_lang(lang))
    }

    /// What to call a commodity in a language: its label, in English if need be, or its code.
    pub fn name(&self, commodity: &Commodity, lang: Lang) -> String {
        let code = commodity.code();
        let label = code.and_then(|code| self.label(code, lang).or_else(|| self.label(code, Lang::En)));
        label.map_or_else(|| commodity.to_string(), str::to_owned)
    }
}

//! The languages a brief can be written in, and words held in several.

use std::{collections::BTreeMap, fmt, str::FromStr};

/// A language of an edition.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
    /// Chinese, in simplified characters.
    Zh,
}

impl Lang {
    /// All of them, English first.
    pub const ALL: [Self; 3] = [Self::En, Self::Ko, Self::Zh];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
            Self::Zh => "zh",
        }
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|lang| lang.code() == text);
        found.ok_or_else(|| format!("`{text}` is not a language of ours: en, ko or zh"))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The same words in one or more languages.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wording(pub BTreeMap<Lang, String>);

impl Wording {
    /// Words that are the same in every language, or exist in English only.
    pub fn en(text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(Lang::En, text.into())]))
    }

    /// The words in a language, or in English where there are none.
    pub fn in_lang(&self, lang: Lang) -> &str {
        self.0.get(&lang).or_else(|| self.0.get(&Lang::En)).map_or("", String::as_str)
    }

    /// Does it lack this language?
    pub fn lacks(&self, lang: Lang) -> bool {
        self.0.get(&lang).is_none_or(|text| text.trim().is_empty())
    }
}

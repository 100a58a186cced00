//! What a measure, a format or a source says of itself. Help, documents and
//! the API are made from cards, so a thing is described once.

use crate::Lang;

/// The card of a thing that a user can name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Card {
    /// The name by which it is called.
    pub id: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What a number of it is called after flow, goods and period, in the order of [`Lang::ALL`];
    /// `{base}`, `{top}` and `{since}` stand for what was asked. Empty where those already say it.
    pub label: [&'static str; 3],
    /// The unit of its answer.
    pub unit: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// Where the formula or the layout comes from.
    pub citation: &'static str,
    /// What must be on file for an answer.
    pub needs: &'static str,
    /// What its reader must mind.
    pub caveats: &'static str,
    /// An example: what follows `yalu table`.
    pub example: &'static str,
}

impl Card {
    /// A card of nothing. Sources, formats and models leave to it what only measures say.
    pub const BARE: Self = Self {
        id: "",
        title: "",
        label: [""; 3],
        unit: "",
        formula: "",
        citation: "",
        needs: "",
        caveats: "",
        example: "",
    };

    /// What a number of it is called, in a language.
    pub fn label_in(&self, lang: Lang) -> &'static str {
        let at = Lang::ALL.iter().position(|known| *known == lang);
        at.map_or("", |at| self.label[at])
    }
}

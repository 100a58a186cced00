//! What a measure, a format or a source says of itself. Help, documents and
//! the API are made from cards, so a thing is described once.

/// The card of a thing that a user can name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Card {
    /// The name by which it is called.
    pub id: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// The unit of its answer.
    pub unit: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// Where the formula or the layout comes from.
    pub citation: &'static str,
}

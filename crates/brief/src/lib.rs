//! Findings to documents. The document model is in [`document`]; each format
//! is one file and one line in [`FORMATS`]; every chart is drawn by [`chart`].
//! A format renders and computes nothing: same brief, same bytes.

mod annotated;
pub mod audit;
#[cfg(test)]
mod audit_sample;
pub mod chart;
pub mod document;
mod expected;
mod fonts;
mod html;
pub mod json;
mod markdown;
mod pdf;
pub mod reconciliation;
#[cfg(test)]
mod sample;
mod sarif;
mod solved;
mod words;
mod xlsx;

pub use annotated::annotated;
pub use audit::Audit;
pub use document::Brief;
pub use expected::{Expectation, Section, expected};
pub use fonts::{FontsMissing, ready as fonts_ready};
pub use reconciliation::Reconciliation;
pub use sarif::sarif;
pub use solved::solved;
pub use words::papers_headings;

use yalu_trade::Card;

/// A format that a brief can be rendered in.
pub trait Format: Sync {
    /// What it is; `id` is the extension of its files.
    fn card(&self) -> &'static Card;
    /// The bytes of the brief in this format.
    fn render(&self, brief: &Brief) -> Result<Vec<u8>, RenderError>;
}

/// Why a brief could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The language needs a font that the machine has not.
    #[error(transparent)]
    Fonts(#[from] FontsMissing),
    /// The typesetter or the workbook writer refused; its own words.
    #[error("the {format} could not be made: {why}")]
    Refused {
        /// Which format.
        format: &'static str,
        /// What the library said.
        why: String,
    },
}

/// Every format, in the order in which they are offered.
pub const FORMATS: &[&dyn Format] = &[&pdf::Pdf, &html::Html, &xlsx::Xlsx, &markdown::Markdown, &json::Json];

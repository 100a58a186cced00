//! stub
pub(crate) struct Pdf;
static CARD: yalu_trade::Card = yalu_trade::Card { id: "pdf", title: "", unit: "", formula: "", citation: "" };
impl crate::Format for Pdf {
    fn card(&self) -> &'static yalu_trade::Card {
        &CARD
    }
    fn render(&self, _: &crate::Brief) -> Result<Vec<u8>, crate::RenderError> {
        Ok(vec![])
    }
}

use yalu_trade::Complaint;
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}
pub(super) fn pdf(_file: &str, _bytes: &[u8], _complaints: &mut Vec<Complaint>) -> Option<String> {
    None
}

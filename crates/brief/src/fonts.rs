//! stub
/// Missing.
#[derive(Debug, thiserror::Error)]
#[error("fonts missing")]
pub struct FontsMissing;
/// Ready.
pub fn ready(_: yalu_trade::Lang) -> Result<(), FontsMissing> {
    Ok(())
}

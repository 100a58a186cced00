//! Statements that a day does not know, told with their place: a year that
//! slipped into the future, a release that is still to come.

use yalu_trade::{AsOf, Complaint, Severity, Statement, Status};

/// What is published of periods that end after the day, or released after it, as warnings; and what was released
/// before a month of its period was over. Statements that no day is given for are let be: their release follows their period.
pub(crate) fn untimely(statements: &[Statement], as_of: AsOf) -> Vec<Complaint> {
    statements.iter().filter(|statement| statement.status == Status::Published).filter_map(|s| one(s, as_of)).collect()
}

/// The same of a desk, of which a later day may well be asked: only what no day makes right.
pub(crate) fn ahead(statements: &[Statement], as_of: AsOf) -> Vec<Complaint> {
    let mut found = untimely(statements, as_of);
    found.retain(|complaint| complaint.code != "later-release");
    found
}

fn one(statement: &Statement, as_of: AsOf) -> Option<Complaint> {
    let (period, released) = (statement.period, statement.vintage.released);
    let tell = |code, message: String, hint: &str| Complaint {
        severity: Severity::Warning,
        code,
        place: statement.place.clone(),
        message,
        hint: hint.to_owned(),
    };
    if !statement.vintage.assumed && released < period.first_month().last_day() {
        let message =
            format!("statement `{}` was released on {released}, before a month of {period} was over", statement.id);
        return Some(tell("early-release", message, "one of the two has another year: correct it"));
    }
    if period.last_day() > as_of.0 {
        let message = format!("the period of statement `{}`, {period}, ends after the as-of day {as_of}", statement.id);
        return Some(tell(
            "future-period",
            message,
            "it is not used; is the year right? else ask with a later --as-of",
        ));
    }
    (!statement.vintage.known_on(as_of)).then(|| {
        let supposed = if statement.vintage.assumed { " (supposed: 45 days after its period)" } else { "" };
        let message = format!(
            "statement `{}` of {period} was released on {released}{supposed}, after the as-of day {as_of}",
            statement.id
        );
        tell("later-release", message, "it is not used; ask with a later --as-of to have it")
    })
}

//! How each office writes a place: the way back from what its reader makes of it.

use super::{china_customs::partners, places};

/// A place, by three letters, as an office writes it: its code there, and its name.
pub fn known_as(office: &str, letters: &str) -> Option<(String, String)> {
    let words = |code: &str, name: &str| (!code.is_empty()).then(|| (code.to_owned(), name.to_owned()));
    let place = places::called(letters)?;
    match office {
        "china-customs" | "china-customs-tables" => {
            let partner = partners().letters(letters)?;
            words(partner.code, partner.names.first().copied().unwrap_or_default())
        }
        "un-comtrade" | "baci" => words(&place.number?.to_string(), place.name),
        "eurostat-comext" => words(place.two_letters, place.name),
        "korea-customs" => words(place.two_letters, place.korean?),
        "us-census" => words(place.schedule_c, &place.name.to_uppercase()),
        "kita" => words(place.korean?, place.korean?),
        _ => None,
    }
}

//! Places as offices name them: by UN Comtrade's numbers, by ISO letters, by the U.S.
//! Census Bureau's codes, by English names. A table of facts; what it does not have is
//! not guessed at.

use std::{collections::HashMap, sync::LazyLock};

/// Where each fact is from stands in the README beside it.
const PLACES: &str = include_str!("../../places/places.csv");

const OWN: &str = include_str!("../../places/own.csv");

const KOREAN: &str = include_str!("../../places/korean.csv");

static IN_KOREAN: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    KOREAN.lines().skip(1).filter_map(|line| line.split_once(',')).map(|(id, name)| (name, id)).collect()
});

static TABLE: LazyLock<Places> = LazyLock::new(|| Places::read(PLACES));

/// The places, by each of their names.
struct Places {
    numbers: HashMap<u16, &'static str>,
    own_numbers: HashMap<&'static str, Vec<u16>>,
    letters: HashMap<&'static str, &'static str>,
    two_letters: HashMap<&'static str, &'static str>,
    schedule_c: HashMap<&'static str, &'static str>,
    names: HashMap<String, &'static str>,
}

impl Places {
    fn read(csv: &'static str) -> Self {
        let mut table = Self {
            numbers: HashMap::new(),
            own_numbers: HashMap::new(),
            letters: HashMap::new(),
            two_letters: HashMap::new(),
            schedule_c: HashMap::new(),
            names: HashMap::new(),
        };
        for line in csv.lines().skip(1) {
            let fields = quoted(line);
            let [id, iso2, numbers, schedule_c, name, also] = fields[..] else { continue };
            table.letters.insert(id, id);
            let own: Vec<u16> = numbers.split(' ').filter_map(|number| number.parse().ok()).collect();
            table.numbers.extend(own.iter().map(|number| (*number, id)));
            if !own.is_empty() {
                table.own_numbers.insert(id, own);
            }
            table.schedule_c.extend(schedule_c.split(' ').filter(|code| !code.is_empty()).map(|code| (code, id)));
            if !iso2.is_empty() {
                table.two_letters.insert(iso2, id);
            }
            let names = std::iter::once(name).chain(also.split('|')).filter(|name| !name.is_empty());
            table.names.extend(names.map(|name| (folded(name), id)));
        }
        table
    }
}

/// The fields of a line of the table; none of them has a quote in it.
fn quoted(line: &str) -> Vec<&str> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let (field, after) = match rest.strip_prefix('"').and_then(|inner| inner.split_once('"')) {
            Some((field, after)) => (field, after.strip_prefix(',')),
            None => rest.split_once(',').map_or((rest, None), |(field, after)| (field, Some(after))),
        };
        fields.push(field);
        match after {
            Some(after) => rest = after,
            None => return fields,
        }
    }
}

/// A name without what spellings differ in: case, dots, commas, doubled spaces.
fn folded(name: &str) -> String {
    let kept: String = name.chars().filter(|c| !matches!(c, '.' | ',' | '\'' | '’')).collect();
    kept.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The place of a number, as UN Comtrade and BACI number them; 0 is the world.
pub(crate) fn numbered(number: u16) -> Option<&'static str> {
    TABLE.numbers.get(&number).copied()
}

/// The number under which a place reports to UN Comtrade, where it is not M49's.
pub(crate) fn own_number(place: &str) -> Option<u16> {
    OWN.lines().skip(1).filter_map(|line| line.split_once(',')).find(|(id, _)| *id == place)?.1.parse().ok()
}

/// Every number that a place has had, M49's first.
pub(crate) fn numbers_of(place: &str) -> Vec<u16> {
    TABLE.own_numbers.get(place).cloned().unwrap_or_default()
}

/// The numbers of all places, in order.
pub(crate) fn numbers() -> Vec<u16> {
    let mut all: Vec<u16> = TABLE.numbers.keys().copied().collect();
    all.sort_unstable();
    all
}

/// The place of two ISO letters.
pub(crate) fn two_letters(iso2: &str) -> Option<&'static str> {
    TABLE.two_letters.get(iso2).copied()
}

/// The place of three ISO letters, or of a group's name.
pub(crate) fn three_letters(iso3: &str) -> Option<&'static str> {
    TABLE.letters.get(iso3).copied()
}

/// The place of a code of the U.S. Census Bureau's Schedule C.
pub(crate) fn schedule_c(code: &str) -> Option<&'static str> {
    TABLE.schedule_c.get(code).copied()
}

/// The place of that Korean name.
pub(crate) fn korean(name: &str) -> Option<&'static str> {
    IN_KOREAN.get(name).copied()
}

/// The place of that English name.
pub(crate) fn named(name: &str) -> Option<&'static str> {
    TABLE.names.get(&folded(name)).copied()
}

/// The place that a cell of a table names: by letters, by number, in English or in Korean.
pub(crate) fn find(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().and_then(numbered);
    }
    three_letters(text).or_else(|| two_letters(text)).or_else(|| named(text)).or_else(|| korean(text))
}

/// A place as offices write it.
#[cfg(any(test, feature = "made"))]
pub(crate) struct Called {
    /// UN Comtrade's number; where it has two, its own.
    pub(crate) number: Option<u16>,
    /// Two ISO letters; empty where it has none.
    pub(crate) two_letters: &'static str,
    /// The code of Schedule C; empty where it has none.
    pub(crate) schedule_c: &'static str,
    /// The English name.
    pub(crate) name: &'static str,
    /// The Korean name.
    pub(crate) korean: Option<&'static str>,
}

/// How a place of three letters is written.
#[cfg(any(test, feature = "made"))]
pub(crate) fn called(letters: &str) -> Option<Called> {
    let fields = PLACES.lines().skip(1).map(quoted).find(|fields| fields.first() == Some(&letters))?;
    let [_, two_letters, numbers, schedule_c, name, _] = fields[..] else { return None };
    Some(Called {
        number: numbers.split(' ').filter_map(|number| number.parse().ok()).max(),
        two_letters,
        schedule_c: schedule_c.split(' ').next().unwrap_or_default(),
        name,
        korean: KOREAN
            .lines()
            .filter_map(|line| line.split_once(','))
            .find(|(id, _)| *id == letters)
            .map(|(_, name)| name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_un_comtrades() {
        for (number, place) in [
            (0, "W00"),
            (156, "CHN"),
            (408, "PRK"),
            (410, "KOR"),
            (842, "USA"),
            (840, "USA"),
            (251, "FRA"),
            (381, "ITA"),
            (699, "IND"),
            (757, "CHE"),
            (579, "NOR"),
            (490, "S19"),
            (899, "_X"),
            (568, "568"),
            (492, "492"),
            (97, "97"),
            (711, "711"),
            (866, "866"),
            (58, "BLX"),
        ] {
            assert_eq!(numbered(number), Some(place), "{number}");
        }
        assert_eq!(numbered(999), None);
    }

    #[test]
    fn letters_codes_and_names_lead_to_the_same_place() {
        for (text, place) in [
            ("PRK", Some("PRK")),
            ("KP", Some("PRK")),
            ("408", Some("PRK")),
            ("Dem. People's Rep. of Korea", Some("PRK")),
            ("DEM PEOPLES REP OF  KOREA", Some("PRK")),
            ("China, peoples' republic of", Some("CHN")),
            ("Bosnia Herzegovina", Some("BIH")),
            ("Other Asia, nes", Some("S19")),
            ("World", Some("W00")),
            ("북한", Some("PRK")),
            // Which of the two is not said.
            ("Korea", None),
            ("", None),
            ("1e2", None),
        ] {
            assert_eq!(find(text), place, "{text}");
        }
        assert_eq!((schedule_c("5790"), schedule_c("5800"), schedule_c("0003")), (Some("PRK"), Some("KOR"), None));
        assert_eq!((two_letters("GR"), two_letters("EL"), two_letters("XK")), (Some("GRC"), None, Some("XKX")));
    }

    #[test]
    fn no_name_means_two_places() {
        let lines: Vec<Vec<&str>> = PLACES.lines().skip(1).map(quoted).collect();
        assert!(lines.iter().all(|line| line.len() == 6));
        let numbers: usize = lines.iter().map(|line| line[2].split(' ').filter(|n| !n.is_empty()).count()).sum();
        let codes: usize = lines.iter().map(|line| line[3].split(' ').filter(|n| !n.is_empty()).count()).sum();
        assert_eq!((numbers, codes), (TABLE.numbers.len(), TABLE.schedule_c.len()));
        assert_eq!(lines.len(), TABLE.letters.len());
        assert_eq!(IN_KOREAN.len(), KOREAN.lines().count() - 1);
        assert!(IN_KOREAN.values().all(|id| three_letters(id).is_some()));
    }
}

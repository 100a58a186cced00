//! What the names at the beginning of rows stand for: the world, an economy, a
//! group of them, a province, a part of one.

use super::{super::china_customs::partners, table::Kind};

/// What a row is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Name {
    pub(super) partner: String,
    pub(super) province: String,
    /// A word of what it is among the rows: a sum of others, or part of another.
    pub(super) status: &'static str,
}

/// The names of a kind of table.
pub(super) struct Names {
    kind: Kind,
    groups: Vec<(&'static str, &'static str)>,
    provinces: Vec<(&'static str, &'static str)>,
}

/// All partners together.
const WORLD: &str = "W00";
/// A group of other rows.
const AGGREGATE: &str = "aggregate";
/// A city or zone in the province above it.
const PART: &str = "part";

impl Names {
    pub(super) fn of(kind: Kind) -> Self {
        let pairs = |text: &'static str| {
            text.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| line.split_once(','))
        };
        let groups =
            pairs(include_str!("groups.csv")).flat_map(|(word, names)| names.split(';').map(move |name| (name, word)));
        let provinces = pairs(include_str!("provinces.csv")).map(|(code, name)| (name, code));
        Self { kind, groups: groups.collect(), provinces: provinces.collect() }
    }

    /// How many provinces there are.
    pub(super) fn provinces(&self) -> usize {
        self.provinces.len()
    }

    /// What a name stands for; in a table by region every other name is part of a province.
    pub(super) fn find(&self, printed: &str) -> Option<Name> {
        let name = printed
            .rsplit_once("of which:")
            .or_else(|| printed.rsplit_once("其中："))
            .map_or(printed, |(_, name)| name);
        let name = name.trim();
        let here = |partner: &str, province: &str, status| {
            Some(Name { partner: partner.into(), province: province.into(), status })
        };
        match self.groups.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, WORLD)) => return here(WORLD, "", ""),
            Some((_, word)) if self.kind == Kind::ByCountry => return here(word, "", AGGREGATE),
            _ => {}
        }
        match self.kind {
            Kind::ByCountry => partners().name(name).and_then(|partner| here(&partner.letters, "", "")),
            Kind::ByRegion => match self.provinces.iter().find(|(known, _)| *known == name) {
                Some((_, code)) => here(WORLD, code, ""),
                None if name.is_empty() || name.chars().count() > 40 => None,
                None => here(WORLD, name, PART),
            },
        }
    }
}

impl Name {
    /// Everything together?
    pub(super) fn is_total(&self) -> bool {
        self.partner == WORLD && self.province.is_empty()
    }

    /// A whole province?
    pub(super) fn is_province(&self) -> bool {
        !self.province.is_empty() && self.status.is_empty()
    }
}

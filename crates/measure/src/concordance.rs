//! The concordance: which codes stand for the same goods over the editions of the
//! Harmonized System. Product groups are the connected components of the two-way
//! correlation; a sum over a group loses nothing and gains nothing when the edition
//! changes, so a code that was split or merged is never news. Weights are not made up.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use yalu_trade::{Code, Correlation, Edition};

/// The correlation tables at hand, as groups.
#[derive(Clone, Debug, Default)]
pub struct Concordance {
    /// The group of each code.
    group_of: HashMap<String, usize>,
    /// The codes of each group.
    groups: Vec<BTreeSet<String>>,
    /// The editions that have a code, and the codes that it has goods in common with.
    kin: BTreeMap<String, Kin>,
}

#[derive(Clone, Debug, Default)]
struct Kin {
    editions: BTreeSet<Edition>,
    codes: BTreeSet<String>,
    classes: BTreeSet<(Edition, String)>,
}

/// Codes that stand for the same goods.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Group {
    /// Codes of six digits, whatever their edition.
    pub codes: BTreeSet<String>,
}

/// A group of one table: the codes of either side that share goods.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Family {
    /// Of the one edition.
    pub from: BTreeSet<String>,
    /// Of the other.
    pub to: BTreeSet<String>,
}

impl Group {
    /// Does a code, or one that it stands under, belong to it?
    pub fn has(&self, code: &Code) -> bool {
        let digits = code.digits();
        let six = digits.get(..SIX).unwrap_or(digits);
        self.codes.iter().any(|member| member == six || member.starts_with(six))
    }
}

impl Family {
    /// How many stand against how many: `1:1`, `1:n`, `n:1`, `n:n`.
    pub fn kind(&self) -> &'static str {
        match (self.from.len() == 1, self.to.len() == 1) {
            (true, true) => "1:1",
            (true, false) => "1:n",
            (false, true) => "n:1",
            (false, false) => "n:n",
        }
    }
}

/// The digits that editions share; what comes after them is a reporter's own.
const SIX: usize = 6;

impl Concordance {
    /// The groups of these tables. Only tables between editions of the Harmonized System make groups; the
    /// others say to which class a code belongs.
    pub fn new(tables: &[Correlation]) -> Self {
        let mut kin: BTreeMap<String, Kin> = BTreeMap::new();
        let mut sets = Sets::default();
        for table in tables {
            for (from, to) in &table.pairs {
                match (table.from.is_hs(), table.to.is_hs()) {
                    (true, true) => {
                        sets.join(from, to);
                        for (one, other, edition) in [(from, to, table.from), (to, from, table.to)] {
                            let known = kin.entry(one.clone()).or_default();
                            known.codes.insert(other.clone());
                            known.editions.insert(edition);
                        }
                    }
                    (true, false) => note(&mut kin, from, table.from, (table.to, to)),
                    (false, true) => note(&mut kin, to, table.to, (table.from, from)),
                    (false, false) => {}
                }
            }
        }
        let (group_of, groups) = sets.closed();
        Self { group_of, groups, kin }
    }

    /// Is there a table at all?
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The goods of a code through every edition at hand. A longer code is taken by its six digits, a shorter one
    /// with all that stands under it; a code that no table has is alone.
    pub fn closure(&self, code: &Code) -> Group {
        let grouped = |six: &str| self.group_of.get(six).and_then(|at| self.groups.get(*at)).cloned();
        self.over(code, |six| grouped(six).unwrap_or_else(|| BTreeSet::from([six.to_owned()])))
    }

    /// The code and those it has goods in common with directly. An item is news only if none of these was traded
    /// before. Closures can be very large (HS 2022 made one heading of all electrical waste); this one is not.
    pub fn relatives(&self, code: &Code) -> Group {
        self.over(code, |six| {
            let mut codes = self.kin.get(six).map(|kin| kin.codes.clone()).unwrap_or_default();
            codes.insert(six.to_owned());
            codes
        })
    }

    fn over(&self, code: &Code, of: impl Fn(&str) -> BTreeSet<String>) -> Group {
        let digits = code.digits();
        if let Some(six) = digits.get(..SIX) {
            return Group { codes: of(six) };
        }
        let under = self.kin.range(digits.to_owned()..).take_while(|(six, _)| six.starts_with(digits));
        let codes: BTreeSet<String> = under.flat_map(|(six, _)| of(six)).collect();
        if codes.is_empty() { Group { codes: BTreeSet::from([digits.to_owned()]) } } else { Group { codes } }
    }

    /// The editions that have a code of six digits.
    pub fn editions(&self, six: &str) -> Vec<Edition> {
        self.kin.get(six).map(|kin| kin.editions.iter().copied().collect()).unwrap_or_default()
    }

    /// The classes of another classification to which a code belongs: several where it is split between them.
    pub fn classes(&self, code: &Code) -> BTreeSet<(Edition, String)> {
        let six = |digits: &str| self.kin.get(digits).map(|kin| kin.classes.clone()).unwrap_or_default();
        code.digits().get(..SIX).map(six).unwrap_or_default()
    }

    /// The sizes of all groups, the largest first.
    pub fn sizes(&self) -> Vec<usize> {
        let mut sizes: Vec<usize> = self.groups.iter().map(BTreeSet::len).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        sizes
    }
}

fn note(kin: &mut BTreeMap<String, Kin>, code: &str, edition: Edition, class: (Edition, &String)) {
    let known = kin.entry(code.to_owned()).or_default();
    known.editions.insert(edition);
    known.classes.insert((class.0, class.1.clone()));
}

/// The product groups of one table, by their first code: every code of either side is in exactly one.
pub fn families(table: &Correlation) -> Vec<Family> {
    let mut sets = Sets::default();
    let side = |mark: char, code: &str| format!("{mark}{code}");
    table.pairs.iter().for_each(|(from, to)| sets.join(&side('<', from), &side('>', to)));
    let mut families: Vec<Family> = Vec::new();
    for group in sets.closed().1 {
        let of = |mark: char| group.iter().filter_map(|code| code.strip_prefix(mark)).map(str::to_owned).collect();
        families.push(Family { from: of('<'), to: of('>') });
    }
    families.sort_by(|a, b| a.from.cmp(&b.from));
    families
}

/// Disjoint sets of names (Tarjan 1975: union by size, path halving).
#[derive(Default)]
struct Sets {
    index: HashMap<String, usize>,
    names: Vec<String>,
    parent: Vec<usize>,
    size: Vec<usize>,
}

impl Sets {
    fn node(&mut self, name: &str) -> usize {
        if let Some(at) = self.index.get(name) {
            return *at;
        }
        let at = self.names.len();
        self.index.insert(name.to_owned(), at);
        self.names.push(name.to_owned());
        self.parent.push(at);
        self.size.push(1);
        at
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, one: &str, other: &str) {
        let (one, other) = (self.node(one), self.node(other));
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            let (small, large) = if self.size[one] < self.size[other] { (one, other) } else { (other, one) };
            self.parent[small] = large;
            self.size[large] += self.size[small];
        }
    }

    /// The set of each name, and the names of each set, in the order of their first names.
    fn closed(mut self) -> (HashMap<String, usize>, Vec<BTreeSet<String>>) {
        let mut by_root: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for at in 0..self.names.len() {
            let root = self.root(at);
            by_root.entry(root).or_default().insert(self.names[at].clone());
        }
        let mut groups: Vec<BTreeSet<String>> = by_root.into_values().collect();
        groups.sort();
        let places = groups.iter().enumerate().flat_map(|(at, group)| group.iter().map(move |name| (name.clone(), at)));
        (places.collect(), groups)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> Code {
        text.parse().expect("a code")
    }

    fn table(from: Edition, to: Edition, pairs: &[(&str, &str)]) -> Correlation {
        Correlation { from, to, pairs: pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect() }
    }

    fn codes(group: &Group) -> Vec<&str> {
        group.codes.iter().map(String::as_str).collect()
    }

    /// A split, a merge, a move, and one that stayed, as in the tables of the United Nations.
    fn concordance() -> Concordance {
        let (old, middle, new) = (Edition::Hs(2012), Edition::Hs(2017), Edition::Hs(2022));
        Concordance::new(&[
            table(
                new,
                middle,
                &[
                    ("010121", "010121"),
                    ("970691", "970600"),
                    ("970690", "970600"),
                    ("381600", "381600"),
                    ("251830", "381600"),
                ],
            ),
            table(
                middle,
                old,
                &[
                    ("010121", "010121"),
                    ("970600", "970600"),
                    ("381600", "381600"),
                    ("251830", "251830"),
                    ("300211", "300210"),
                    ("300219", "300210"),
                ],
            ),
            table(new, Edition::Bec(4), &[("010121", "41"), ("381600", "22"), ("381600", "41")]),
        ])
    }

    #[test]
    fn a_split_or_a_merge_stays_within_its_group() {
        let at = concordance();
        for (asked, group) in [
            ("010121", vec!["010121"]),
            ("97060000", vec!["970600", "970690", "970691"]),
            ("970691", vec!["970600", "970690", "970691"]),
            ("251830", vec!["251830", "381600"]),
            ("300219", vec!["300210", "300211", "300219"]),
            // Through two editions; under a heading; unknown to the tables.
            ("3002", vec!["300210", "300211", "300219"]),
            ("670300", vec!["670300"]),
            ("6703", vec!["6703"]),
        ] {
            assert_eq!(codes(&at.closure(&code(asked))), group, "{asked}");
        }
        assert!(
            at.closure(&code("970691")).has(&code("97060010")) && !at.closure(&code("970691")).has(&code("97050000"))
        );
        assert_eq!(codes(&at.relatives(&code("970691"))), ["970600", "970691"]);
        assert_eq!(at.editions("970691"), [Edition::Hs(2022)]);
    }

    #[test]
    fn classes_are_told_and_tie_no_goods_together() {
        let at = concordance();
        let bec: Vec<String> =
            at.classes(&code("381600")).into_iter().map(|(of, class)| format!("{of} {class}")).collect();
        assert_eq!(bec, ["BEC4 22", "BEC4 41"]);
        assert!(!at.closure(&code("010121")).has(&code("381600")), "one class is not one good");
    }

    #[test]
    fn the_families_of_a_table_say_how_many_stand_against_how_many() {
        let table = table(
            Edition::Hs(2022),
            Edition::Hs(2017),
            &[("a", "a"), ("b1", "b"), ("b2", "b"), ("c", "c1"), ("c", "c2")],
        );
        let kinds: Vec<&str> = families(&table).iter().map(Family::kind).collect();
        assert_eq!(kinds, ["1:1", "n:1", "1:n"]);
    }

    proptest! {
        /// Every code is in exactly one family, and whatever values the codes of one side have, carrying them over by
        /// families keeps their sum.
        #[test]
        fn families_lose_nothing(pairs in proptest::collection::vec((0u8..30, 0u8..30), 1..60)) {
            let pairs: Vec<(String, String)> = pairs.into_iter().map(|(a, b)| (format!("{a:06}"), format!("{b:06}"))).collect();
            let table = Correlation { from: Edition::Hs(2022), to: Edition::Hs(2017), pairs };
            let families = families(&table);
            let side = |pick: fn(&(String, String)) -> &String| table.pairs.iter().map(pick).collect::<BTreeSet<_>>().len();
            prop_assert_eq!(families.iter().map(|f| f.from.len()).sum::<usize>(), side(|p| &p.0));
            prop_assert_eq!(families.iter().map(|f| f.to.len()).sum::<usize>(), side(|p| &p.1));
            let at = Concordance::new(std::slice::from_ref(&table));
            for (from, to) in &table.pairs {
                prop_assert_eq!(at.closure(&code(from)), at.closure(&code(to)));
                prop_assert!(at.relatives(&code(from)).codes.is_subset(&at.closure(&code(from)).codes));
            }
        }
    }
}

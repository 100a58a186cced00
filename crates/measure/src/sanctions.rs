//! Screening: what the rules on file say of goods on a day. A rule covers a code
//! that is its own or stands under it; a code above a rule's is touched in part.
//! Bans and caps add up, the strictest counts; an exemption or a dispute takes
//! goods out of them where it is at least as fine. Pure: it reads no calendar but
//! the rules' own days.

use yalu_trade::{Code, Date, Flow, Sanction, SanctionStatus as Status};

/// What the rules say of goods on a day.
#[derive(Clone, Debug)]
pub struct Screened<'a> {
    /// How they stand.
    pub status: Status,
    /// The rule that says so; `None` where no rule does.
    pub rule: Option<&'a Sanction>,
    /// It holds for a part of the goods asked about: the codes of the rule that lie under them.
    pub part: bool,
    /// What else binds on that day and touches them.
    pub beside: Vec<&'a Sanction>,
    /// What will touch them later.
    pub later: Vec<&'a Sanction>,
    /// What touched them before and was replaced.
    pub before: Vec<&'a Sanction>,
}

/// How a rule meets a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Meeting {
    /// All of the code, by a rule's code of so many digits.
    Whole(usize),
    /// A part of it.
    Part,
}

/// How a rule meets a code; `None` where it does not.
fn meets(rule: &Sanction, asked: &Code) -> Option<Meeting> {
    let above = rule.codes.iter().filter(|code| asked.digits().starts_with(code.digits()));
    let whole = above.map(|code| code.level()).max();
    let under = || rule.codes.iter().any(|code| code.digits().starts_with(asked.digits()));
    match whole {
        Some(level) if !rule.part => Some(Meeting::Whole(level)),
        Some(_) => Some(Meeting::Part),
        None => under().then_some(Meeting::Part),
    }
}

/// Screens goods: codes that are asked about together, or, where there are none, everything.
pub fn screen<'a>(rules: &'a [Sanction], flow: Flow, asked: &[Code], on: Date) -> Screened<'a> {
    let same_way: Vec<&Sanction> = rules.iter().filter(|rule| rule.flow.side() == flow.side()).collect();
    let mut each = asked.iter().map(|code| one(&same_way, code, on));
    let Some(first) = each.next() else { return everything(&same_way, on) };
    each.fold(first, both)
}

/// Everything together: whatever binds touches a part of it.
fn everything<'a>(rules: &[&'a Sanction], on: Date) -> Screened<'a> {
    let touched: Vec<(&Sanction, Meeting)> = rules.iter().map(|rule| (*rule, Meeting::Part)).collect();
    said(&touched, on)
}

fn one<'a>(rules: &[&'a Sanction], code: &Code, on: Date) -> Screened<'a> {
    let touched: Vec<(&Sanction, Meeting)> =
        rules.iter().filter_map(|rule| meets(rule, code).map(|meeting| (*rule, meeting))).collect();
    said(&touched, on)
}

fn said<'a>(touched: &[(&'a Sanction, Meeting)], on: Date) -> Screened<'a> {
    let bind: Vec<(&Sanction, Meeting)> = touched.iter().copied().filter(|(rule, _)| rule.binds(on)).collect();
    let whole = decided(&bind);
    // The part that weighs most stands for the whole only where no rule speaks of the whole.
    let part = || bind.iter().map(|(rule, _)| *rule).max_by_key(|rule| (rule.status, rule.effective, &rule.id));
    let rule = whole.or_else(part);
    let others = |wanted: &dyn Fn(&Sanction) -> bool| touched.iter().map(|(r, _)| *r).filter(|r| wanted(r)).collect();
    Screened {
        status: rule.map_or(Status::Clear, |rule| rule.status),
        rule,
        part: rule.is_some() && whole.is_none(),
        beside: others(&|other| other.binds(on) && rule.is_none_or(|rule| rule.id != other.id)),
        later: others(&|other| on < other.effective),
        before: others(&|other| other.until.is_some_and(|until| until < on)),
    }
}

/// The rule that decides on all of the goods.
fn decided<'a>(bind: &[(&'a Sanction, Meeting)]) -> Option<&'a Sanction> {
    let whole = bind.iter().filter_map(|(rule, meeting)| match meeting {
        Meeting::Whole(level) => Some((*rule, *level)),
        Meeting::Part => None,
    });
    let lifts = |rule: &Sanction| matches!(rule.status, Status::Exempt | Status::Disputed);
    let (lifting, binding): (Vec<_>, Vec<_>) = whole.partition(|(rule, _)| lifts(rule));
    let strictest = binding.into_iter().max_by_key(|(rule, level)| (rule.status, *level, rule.effective, &rule.id));
    let finest = lifting.into_iter().max_by_key(|(rule, level)| (*level, rule.status, rule.effective, &rule.id));
    match (strictest, finest) {
        (Some((_, coarse)), Some((lifted, fine))) if coarse <= fine => Some(lifted),
        (Some((rule, _)), _) | (None, Some((rule, _))) => Some(rule),
        (None, None) => None,
    }
}

/// Two codes asked about together: the stricter stands for both, and for a part of them if they differ.
fn both<'a>(one: Screened<'a>, other: Screened<'a>) -> Screened<'a> {
    let differ = one.status != other.status;
    let (mut strict, mild) = if one.status >= other.status { (one, other) } else { (other, one) };
    strict.part |= mild.part || differ;
    strict.beside.extend(mild.rule);
    strict.beside.extend(mild.beside);
    strict.later.extend(mild.later);
    strict.before.extend(mild.before);
    let rule = strict.rule.map(|rule| &rule.id);
    for list in [&mut strict.beside, &mut strict.later, &mut strict.before] {
        let mut seen: Vec<&String> = rule.into_iter().collect();
        list.retain(|other| {
            !seen.contains(&&other.id) && {
                seen.push(&other.id);
                true
            }
        });
    }
    strict
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use yalu_trade::{Place, Wording};

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn code(text: &str) -> Code {
        text.parse().expect("a code")
    }

    fn rule(id: &str, flow: Flow, codes: &[&str], status: Status, from: &str) -> Sanction {
        Sanction {
            id: id.to_owned(),
            goods: Wording::en(id),
            instrument: "an instrument".to_owned(),
            paragraph: "1".to_owned(),
            flow,
            codes: codes.iter().map(|text| code(text)).collect(),
            assigned: false,
            part: false,
            status,
            by: None,
            adopted: day(from),
            effective: day(from),
            until: None,
            wind_down: None,
            national: Vec::new(),
            quota: None,
            why: String::new(),
            source: String::new(),
            verified: true,
            unseen: None,
            place: Place::default(),
        }
    }

    /// Rules in the manner of those on North Korea.
    fn rules() -> Vec<Sanction> {
        let cap = Sanction {
            until: Some(day("2017-08-04")),
            ..rule("coal-cap", Flow::M, &["2701"], Status::Capped, "2017-01-01")
        };
        let fuel = Sanction { part: true, ..rule("jet-fuel", Flow::X, &["2710"], Status::Prohibited, "2016-03-02") };
        vec![
            cap,
            rule("coal", Flow::M, &["2701", "2702"], Status::Prohibited, "2017-08-05"),
            fuel,
            rule("oil-cap", Flow::X, &["2710"], Status::Capped, "2018-01-01"),
            rule("textiles", Flow::M, &["50", "61", "62"], Status::Prohibited, "2017-09-11"),
            rule("silk", Flow::M, &["5002"], Status::Disputed, "2017-09-11"),
            rule("machines", Flow::X, &["84"], Status::Prohibited, "2017-12-22"),
            rule("planes", Flow::X, &["88"], Status::Prohibited, "2017-12-22"),
            rule("spares", Flow::X, &["8807"], Status::Exempt, "2017-12-22"),
        ]
    }

    #[test]
    fn goods_stand_under_the_rule_that_binds_on_the_day() {
        let rules = rules();
        for (flow, asked, on, status, by, part) in [
            // Before, under a cap, on its last day, under the ban.
            (Flow::M, "2701", "2016-12-31", Status::Clear, "", false),
            (Flow::M, "2701", "2017-08-04", Status::Capped, "coal-cap", false),
            (Flow::M, "270112", "2017-08-05", Status::Prohibited, "coal", false),
            // A parent is touched in part; the other way is another matter.
            (Flow::M, "27", "2017-08-05", Status::Prohibited, "coal", true),
            (Flow::X, "2701", "2017-08-05", Status::Clear, "", false),
            // A child of a banned chapter is banned.
            (Flow::X, "84715030", "2018-01-01", Status::Prohibited, "machines", false),
            // A ban of a part does not outweigh what is said of the whole.
            (Flow::X, "2710", "2017-06-01", Status::Prohibited, "jet-fuel", true),
            (Flow::X, "2710", "2018-06-01", Status::Capped, "oil-cap", false),
            // A dispute or an exemption that is finer takes goods out; one that is not, does not.
            (Flow::M, "5002", "2020-01-01", Status::Disputed, "silk", false),
            (Flow::M, "5003", "2020-01-01", Status::Prohibited, "textiles", false),
            (Flow::M, "50", "2020-01-01", Status::Prohibited, "textiles", false),
            (Flow::X, "880730", "2020-01-01", Status::Exempt, "spares", false),
            (Flow::X, "8802", "2020-01-01", Status::Prohibited, "planes", false),
            (Flow::M, "6704", "2020-01-01", Status::Clear, "", false),
        ] {
            let screened = screen(&rules, flow, &[code(asked)], day(on));
            let found = screened.rule.map_or("", |rule| rule.id.as_str());
            assert_eq!((screened.status, found, screened.part), (status, by, part), "{flow} {asked} on {on}");
        }
    }

    #[test]
    fn what_binds_beside_later_and_before_is_told() {
        let rules = rules();
        let ids = |list: &[&Sanction]| list.iter().map(|rule| rule.id.clone()).collect::<Vec<_>>();
        let oil = screen(&rules, Flow::X, &[code("2710")], day("2018-06-01"));
        assert_eq!(ids(&oil.beside), ["jet-fuel"]);
        let coal = screen(&rules, Flow::M, &[code("2701")], day("2016-01-01"));
        assert_eq!((ids(&coal.later), ids(&coal.before)), (vec!["coal-cap".to_owned(), "coal".to_owned()], vec![]));
        let coal = screen(&rules, Flow::M, &[code("2701")], day("2018-01-01"));
        assert_eq!(ids(&coal.before), ["coal-cap"]);
    }

    #[test]
    fn goods_asked_about_together_stand_as_the_strictest_of_them() {
        let rules = rules();
        let garments = screen(&rules, Flow::M, &[code("61"), code("62")], day("2020-01-01"));
        assert_eq!((garments.status, garments.part, garments.beside.len()), (Status::Prohibited, false, 0));
        let mixed = screen(&rules, Flow::M, &[code("6704"), code("62")], day("2020-01-01"));
        assert_eq!((mixed.status, mixed.part), (Status::Prohibited, true));
        let all = screen(&rules, Flow::M, &[], day("2020-01-01"));
        assert_eq!((all.status, all.part), (Status::Prohibited, true));
    }

    proptest! {
        /// Under a rule for the whole, a child never stands milder than its parent, unless a finer rule lifts it.
        #[test]
        fn a_child_inherits(digits in "(2701|2702|50|61|62|84|88|2710)", tail in "[0-9]{2}", days in 0i64..4000) {
            let rules: Vec<Sanction> = rules().into_iter().filter(|rule| !matches!(rule.status, Status::Exempt | Status::Disputed)).collect();
            let on = day("2014-01-01").saturating_add(jiff_days(days));
            for flow in [Flow::X, Flow::M] {
                let parent = screen(&rules, flow, &[code(&digits)], on);
                let child = screen(&rules, flow, &[code(&format!("{digits}{tail}"))], on);
                prop_assert!(parent.part || child.status >= parent.status, "{digits}{tail}");
            }
        }
    }

    /// So many days, by way of the only type that the vocabulary lends.
    fn jiff_days(days: i64) -> std::time::Duration {
        std::time::Duration::from_secs(days.unsigned_abs() * 86_400)
    }
}

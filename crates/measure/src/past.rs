//! Months and the months before them, where customs do not print every month alone:
//! where January and February are not on file and their sum is, the two are one.

use yalu_trade::Period;

/// The months of a period.
pub(crate) fn months(period: Period) -> Vec<Period> {
    period.months().collect()
}

/// So many months before a period.
pub(crate) fn before(period: Period, count: u32) -> Vec<Period> {
    let first = period.first_month();
    (1..=count as i32).rev().map(|back| first.shift_months(-back)).collect()
}

/// What is to be asked for to know months: each, and January with February.
pub(crate) fn asks(months: &[Period]) -> Vec<Period> {
    let mut all: Vec<Period> = months.iter().flat_map(|month| [Some(*month), winter(*month)]).flatten().collect();
    all.sort();
    all.dedup();
    all
}

/// January and February together, of one of them.
fn winter(month: Period) -> Option<Period> {
    let of_year = month.month_of_year();
    let january = month.shift_months(1 - of_year);
    if of_year <= 2 { Period::span(january, january.shift_months(1)) } else { None }
}

/// Months as they are on file, one by one or January with February, and those that are not.
pub(crate) fn on_file(months: &[Period], known: impl Fn(Period) -> bool) -> (Vec<Period>, Vec<Period>) {
    let (mut there, mut absent) = (Vec::new(), Vec::new());
    for &month in months {
        let both = winter(month).filter(|both| !both.months().all(&known) && known(*both));
        match both {
            Some(both) if there.last() != Some(&both) => there.push(both),
            Some(_) => {}
            None if known(month) => there.push(month),
            None => absent.push(month),
        }
    }
    (there, absent)
}

/// Months in a row as `2021-03..2021-05`, the others apart; of many the first few.
pub(crate) fn told(months: &[Period]) -> String {
    let mut runs: Vec<Period> = Vec::new();
    for &month in months {
        match runs.last_mut() {
            Some(run) if run.last_month().shift_months(1) == month.first_month() => {
                *run = Period::span(*run, month).unwrap_or(*run);
            }
            _ => runs.push(month),
        }
    }
    let some: Vec<String> = runs.iter().take(3).map(ToString::to_string).collect();
    some.join(", ") + if runs.len() > 3 { " and others" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().expect(text)
    }

    #[test]
    fn january_and_february_are_one_where_only_their_sum_is_on_file() {
        let months = before(period("2023-04"), 4);
        let told = |files: &[&str]| {
            let files: Vec<Period> = files.iter().map(|text| period(text)).collect();
            let (there, absent) = on_file(&months, |period| files.contains(&period));
            (there.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "), super::told(&absent))
        };
        assert_eq!(told(&["2022-12", "2023-01..2023-02", "2023-03"]).0, "2022-12 2023-01..2023-02 2023-03");
        assert_eq!(told(&["2022-12", "2023-01", "2023-02", "2023-01..2023-02", "2023-03"]).0.matches(' ').count(), 3);
        assert_eq!(told(&["2022-12", "2023-01"]), ("2022-12 2023-01".to_owned(), "2023-02..2023-03".to_owned()));
    }
}

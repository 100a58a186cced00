//! What an export is about, before its first row is read: which column says
//! what, the currency, the flow, the period. What the file does not say and the
//! user did not either is not guessed at: the file is refused with a hint.

use yalu_trade::{Complaint, Currency, Flow, Period, Place};

use super::{
    layout::{Head, Role, currency, flow, role},
    period::period_in,
    tables::partners,
};
use crate::office::Snapshot;

/// The partner of a file without a column of partners: all of them.
const WORLD: &str = "W00";

/// A value with its quantities; a wide layout has one a period.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Group {
    /// Of which period, where the columns' names say so.
    pub(super) period: Option<Period>,
    pub(super) money: usize,
    pub(super) quantities: [Option<usize>; 2],
}

/// Where to find what in a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Plan {
    pub(super) head: Head,
    pub(super) code: usize,
    pub(super) period: Option<usize>,
    pub(super) partner: Option<usize>,
    pub(super) partner_name: Option<usize>,
    pub(super) mode: Option<usize>,
    pub(super) province: Option<usize>,
    pub(super) flow: Option<usize>,
    pub(super) units: [Option<usize>; 2],
    pub(super) groups: Vec<Group>,
    /// The columns are of periods: an empty field is no trade, not a value kept back.
    pub(super) wide: bool,
    pub(super) currency: Currency,
    /// For rows without a column of it.
    pub(super) whole_period: Option<Period>,
    pub(super) whole_flow: Option<Flow>,
    pub(super) whole_partner: String,
    pub(super) reporter: String,
}

/// A plan with what is worth knowing of it, or why there is none.
pub(super) fn plan(head: Head, file: &Snapshot<'_>) -> Result<(Plan, Vec<Complaint>), Complaint> {
    let refuse = |code, message: String, hint: &str| Complaint::error(code, Place::file(file.name), message, hint);
    let roles: Vec<(Option<Period>, Role)> = head.names.iter().map(|name| role(name)).collect();
    twice(&head, &roles).map_or(Ok(()), |message| Err(refuse("header", message, "keep one of them")))?;
    let at = |wanted: Role| roles.iter().position(|(_, role)| *role == wanted);
    let Some(code) = at(Role::Code) else {
        let message = "no column 商品编码 stands in the header".to_owned();
        return Err(refuse("header", message, "choose 商品编码 among the dimensions of the query"));
    };
    let groups = groups(&roles);
    let currency = one_currency(&head, &roles).map_err(|message| {
        let hint = "the query names the currency in the header: a column 美元 or a column 人民币; export one of them";
        refuse("currency", message, hint)
    })?;
    let wide = groups.iter().any(|group| group.period.is_some());
    let period = at(Role::Period);
    let (whole_flow, mut notes) = one_flow(&head, at(Role::Flow).is_some(), file)?;
    let by_name =
        || period_in(file.name).into_iter().chain(head.titles.iter().find_map(|title| period_in(title))).next();
    let whole_period = if period.is_some() || wide { None } else { file.said.period.or_else(by_name) };
    if period.is_none() && !wide && whole_period.is_none() {
        let message = "neither a column 数据年月 nor the file's name says of which period it is".to_owned();
        return Err(refuse("period", message, "say the period, or put it into the file's name: 2023年1-12月"));
    }
    if period.is_some() && wide {
        let message = "both a column 数据年月 and the names of other columns say the period".to_owned();
        return Err(refuse("period", message, "export one or the other"));
    }
    notes.extend(unread(&head, &roles, file.name));
    let whole_partner = file.said.partner.clone().unwrap_or_else(|| WORLD.to_owned());
    let reporter = file.said.reporter.clone().unwrap_or_else(|| partners().home().to_owned());
    let either = |code: Role, name: Role| at(code).or_else(|| at(name));
    let plan = Plan {
        code,
        period,
        partner: at(Role::Partner),
        partner_name: at(Role::PartnerName),
        mode: either(Role::Mode, Role::ModeName),
        province: either(Role::Province, Role::ProvinceName),
        flow: at(Role::Flow),
        units: [at(Role::Unit(0)), at(Role::Unit(1))],
        groups,
        wide,
        currency,
        whole_period,
        whole_flow,
        whole_partner,
        reporter,
        head,
    };
    Ok((plan, notes))
}

/// Two columns that say the same thing; two currencies are complained of as such.
fn twice(head: &Head, roles: &[(Option<Period>, Role)]) -> Option<String> {
    let known = |role: &Role| !matches!(role, Role::Unknown | Role::Money(_));
    let mut pairs = roles.iter().enumerate();
    pairs.find_map(|(i, column)| {
        let same = roles[..i].iter().position(|earlier| earlier == column && known(&column.1))?;
        Some(format!("the columns `{}` and `{}` say the same", head.names[same], head.names[i]))
    })
}

fn groups(roles: &[(Option<Period>, Role)]) -> Vec<Group> {
    let money = roles.iter().enumerate().filter(|(_, (_, role))| matches!(role, Role::Money(_)));
    money
        .map(|(money, (period, _))| {
            let quantity = |which| roles.iter().position(|column| *column == (*period, Role::Quantity(which)));
            Group { period: *period, money, quantities: [quantity(0), quantity(1)] }
        })
        .collect()
}

/// The currency of all columns of money: of one a period, and of one currency.
fn one_currency(head: &Head, roles: &[(Option<Period>, Role)]) -> Result<Currency, String> {
    let money: Vec<(Option<Period>, Option<Currency>)> = roles
        .iter()
        .filter_map(|(of, role)| if let Role::Money(money) = role { Some((*of, *money)) } else { None })
        .collect();
    if money.is_empty() {
        return Err("no column of money stands in the header: neither 美元 nor 人民币".to_owned());
    }
    let mut named: Vec<Currency> = money.iter().filter_map(|(_, currency)| *currency).collect();
    named.extend(head.titles.iter().filter_map(|title| currency(title)));
    named.sort_unstable();
    named.dedup();
    match named[..] {
        [] => return Err("nothing names the currency: neither 美元 nor 人民币 stands in the header".to_owned()),
        [_] => {}
        _ => return Err("both 美元 and 人民币 are named: the columns are of two currencies".to_owned()),
    }
    let mut periods: Vec<Option<Period>> = money.iter().map(|(period, _)| *period).collect();
    periods.sort_unstable();
    if periods.windows(2).any(|two| two[0] == two[1]) || (periods.len() > 1 && periods[0].is_none()) {
        return Err("two columns of money are of the same period".to_owned());
    }
    Ok(named[0])
}

/// The flow, by what the user said, the titles or the file's name; none is needed where a column says it.
fn one_flow(head: &Head, by_column: bool, file: &Snapshot<'_>) -> Result<(Option<Flow>, Vec<Complaint>), Complaint> {
    let base = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let told: Vec<(&str, Flow)> = head
        .titles
        .iter()
        .filter_map(|title| flow(title).map(|flow| ("its title", flow)))
        .chain(flow(base).map(|flow| ("its name", flow)))
        .chain(file.said.flow.map(|flow| ("what was said of it", flow)))
        .collect();
    let place = || Place::file(file.name);
    if by_column {
        return Ok((None, Vec::new()));
    }
    let Some((_, first)) = told.first() else {
        let message = "nothing says whether these are imports or exports: the query has no column of it";
        let hint =
            "put 进口 or 出口 into the file's name, or say the flow: M for the reporter's imports, X for its exports";
        return Err(Complaint::error("flow", place(), message, hint));
    };
    if let Some((by, other)) = told.iter().find(|(_, flow)| flow != first) {
        let message = format!("{} says {first}, {by} says {other}", told[0].0);
        return Err(Complaint::error("flow", place(), message, "look which it is: M is 进口, X is 出口"));
    }
    Ok((Some(*first), Vec::new()))
}

/// Columns that nobody reads.
fn unread(head: &Head, roles: &[(Option<Period>, Role)], file: &str) -> Vec<Complaint> {
    let line = head.titles.len() + 1;
    let unknown =
        roles.iter().enumerate().filter(|(i, (_, role))| *role == Role::Unknown && !head.names[*i].is_empty());
    let note = |(i, _)| {
        let message = format!("nobody reads a column `{}`", head.names[i]);
        Complaint::note("unknown-column", Place::new(file, line, i + 1), message, "")
    };
    unknown.map(note).collect()
}

//! `reserves.toml`: priors of what carries a deficit, and earlier answers.

use yalu_trade::{
    Complaint, Date, Decimal, Distribution, Floor, Ground, Hindsight, Period, Place, Prior, ReserveFlow, Reserves,
    Stock, Vintage, Wording,
};

use crate::{
    page::Fields,
    scenarios::{month, need_month},
};

pub(crate) fn reserves(fields: &Fields<'_>) -> Option<Reserves> {
    let stock = fields.table("stock");
    if stock.is_none() && !fields.has("stock") {
        fields.complain(
            "stock",
            "missing-key",
            "reserves need a [stock]",
            "say what is held, and at the end of which month",
        );
    }
    let stock = stock.and_then(|table| {
        let held = stock_of(&table);
        table.close();
        held
    });
    let (flows, floors) = (fields.tables("flow", flow), fields.tables("floor", floor));
    let hindsight = fields.tables("hindsight", hindsight);
    Some(Reserves { stock: stock?, flows, floors, hindsight })
}

fn stock_of(fields: &Fields<'_>) -> Option<Stock> {
    let label = fields.need_wording("label");
    let (period, prior, ground) = (need_month(fields, "period"), prior(fields), ground(fields));
    Some(Stock { label: label?, period: period?, prior: prior?, ground: ground? })
}

fn flow(fields: &Fields<'_>) -> Option<ReserveFlow> {
    let (id, label, prior) = (fields.need("id"), fields.need_wording("label"), prior(fields));
    let (from, until) = (month(fields, "from"), month(fields, "until"));
    if from.zip(until).is_some_and(|(from, until)| until.months_from(from) < 0) {
        fields.complain("until", "period", "it ends before it begins", "from and until are its first and last month");
    }
    let (as_of, crude) = (fields.parsed("as_of", "date"), fields.number("crude"));
    let crude_since =
        fields.tables("crude_since", |since| Some((since.parsed("as_of", "date")?, since.need_number("value")?)));
    let ground = ground(fields);
    Some(ReserveFlow { id: id?, label: label?, prior: prior?, from, until, as_of, crude, crude_since, ground: ground? })
}

fn floor(fields: &Fields<'_>) -> Option<Floor> {
    let (id, label, value) = (fields.need("id"), fields.need_wording("label"), fields.need_number("value"));
    let ground = ground(fields);
    Some(Floor { id: id?, label: label?, value: value?, ground: ground? })
}

fn prior(fields: &Fields<'_>) -> Option<Prior> {
    let (low, mode, high) = (fields.need_number("low"), fields.need_number("mode"), fields.need_number("high"));
    let distribution = match fields.text("distribution").as_deref() {
        None | Some("triangular") => Distribution::Triangular,
        Some("lognormal") => Distribution::Lognormal,
        Some(other) => {
            let message = format!("`{other}` is not a distribution here");
            fields.complain("distribution", "distribution", message, "write triangular or lognormal");
            return None;
        }
    };
    let (low, mode, high) = (low?, mode?, high?);
    if !(low <= mode && mode <= high) {
        let message = format!("{low}, {mode}, {high} are not in order");
        fields.complain("low", "bounds", message, "low ≤ mode ≤ high; what takes from reserves is below zero");
        return None;
    }
    let one_sign = low > Decimal::ZERO || high < Decimal::ZERO;
    if distribution == Distribution::Lognormal && !one_sign {
        let hint = "a lognormal has no zero and no change of sign; write triangular";
        fields.complain("distribution", "bounds", format!("{low} to {high} has no logarithm"), hint);
        return None;
    }
    Some(Prior { distribution, low, mode, high })
}

/// Where a number comes from: `status`, `why`, `sources`, `later`.
fn ground(fields: &Fields<'_>) -> Option<Ground> {
    let (status, why) = (fields.need("status"), fields.need("why"));
    let texts = |key| fields.texts(key).into_iter().map(|(text, _)| text).collect::<Vec<_>>();
    let (sources, later) = (texts("sources"), texts("later"));
    let sourced = match status?.as_str() {
        "sourced" => true,
        "analyst" => false,
        other => {
            let hint = "write sourced where figures of the kind were published, analyst where the range is your own";
            fields.complain("status", "status", format!("`{other}` is no status of a prior"), hint);
            return None;
        }
    };
    if sourced && sources.is_empty() && later.is_empty() {
        let hint = "add sources = [\"who, when, where\"], or write status = \"analyst\"";
        fields.complain("status", "missing-key", "what is sourced has `sources`", hint);
    }
    Some(Ground { sourced, why: why?, sources, later, place: fields.place() })
}

fn hindsight(fields: &Fields<'_>) -> Option<Hindsight> {
    let (id, by, label) = (fields.need("id"), fields.need("by"), fields.need_wording("label"));
    let issued = fields.need("issued").and_then(|text| day(fields, &text));
    let predicted: Option<Period> = fields.need_parsed("predicted", "period");
    let (came, source) = (fields.need("came"), fields.need("source"));
    let known = fields.text("known").and_then(|text| day(fields, &text));
    Some(Hindsight {
        id: id?,
        by: by?,
        issued: issued?,
        label: label?,
        predicted: predicted?,
        came: came?,
        known: known.or(predicted.map(Period::last_day))?,
        source: source?,
        place: fields.place(),
    })
}

/// A day, or the last day of a month or a year that stands alone.
fn day(fields: &Fields<'_>, text: &str) -> Option<Date> {
    let whole = || text.parse::<Period>().ok().map(Period::last_day);
    let read = Vintage::read(text).ok().map(|vintage| vintage.released).or_else(whole);
    if read.is_none() {
        let hint = "write 2018-02-21, or 2018-02 or 2018 where no more is known";
        fields.complain("issued", "date", format!("`{text}` is not a date"), hint);
    }
    read
}

/// What is named in the reserves, for the checks of names and words: kind, name, words, place.
pub(crate) fn named(reserves: &Reserves) -> Vec<(&'static str, &str, &Wording, &Place)> {
    let stock = [("stock", "stock", &reserves.stock.label, &reserves.stock.ground.place)];
    let flows = reserves.flows.iter().map(|of| ("reserve flow", of.id.as_str(), &of.label, &of.ground.place));
    let floors = reserves.floors.iter().map(|of| ("floor", of.id.as_str(), &of.label, &of.ground.place));
    let hindsight = reserves.hindsight.iter().map(|of| ("hindsight", of.id.as_str(), &of.label, &of.place));
    stock.into_iter().chain(flows).chain(floors).chain(hindsight).collect()
}

/// Flows of reserves that bear the name of something else that is drawn.
pub(crate) fn loose_ends(reserves: &Reserves) -> Vec<Complaint> {
    let taken = reserves.flows.iter().filter(|flow| ["stock", "trade"].contains(&flow.id.as_str()));
    let tell = |flow: &ReserveFlow| {
        let message = format!("a flow of reserves cannot be called `{}`", flow.id);
        Complaint::error(
            "duplicate-id",
            flow.ground.place.clone(),
            message,
            "the stock and the trade go by these names",
        )
    };
    taken.map(tell).collect()
}

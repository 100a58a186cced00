//! A query export of China's customs, made up.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use yalu_trade::{Flow, Period};

use super::{
    Calibrated, Letters, Made, Named, Story,
    customs_row::{Goods, all_goods, amounts, spread_goods, written},
    mixed,
    named::{Lot, evened, lots, named_goods},
};

/// Trade modes by the office's codes.
const MODES: [(&str, &str); 6] = [
    ("10", "一般贸易"),
    ("14", "来料加工贸易"),
    ("15", "进料加工贸易"),
    ("19", "边境小额贸易"),
    ("33", "保税监管场所进出境货物"),
    ("39", "其他"),
];
/// Provinces by the office's codes.
const PROVINCES: [(&str, &str); 8] = [
    ("11", "北京市"),
    ("21", "辽宁省"),
    ("22", "吉林省"),
    ("31", "上海市"),
    ("33", "浙江省"),
    ("35", "福建省"),
    ("37", "山东省"),
    ("44", "广东省"),
];

/// Writes an export, and returns how many rows it has. The rows of a partner, period and
/// flow add up to what they are calibrated to; memory does not grow with them.
pub fn china_customs(spec: &Made, out: &mut dyn Write) -> io::Result<u64> {
    china_customs_with(spec, &[], out)
}

/// The same, with goods that come to what they are to come to, each.
pub fn china_customs_with(spec: &Made, named: &[Named], out: &mut dyn Write) -> io::Result<u64> {
    let mut letters = Letters::new(spec.coding);
    letters.write(spec.coding.mark(), out)?;
    letters.write(&header(spec), out)?;
    let mut line = String::new();
    let mut rows = 0;
    each(spec, named, &mut |row| {
        line.clear();
        written_out(spec, row, &mut line);
        rows += 1;
        letters.write(&line, out)
    })?;
    Ok(rows)
}

/// A made row: what a partner's trade in a good came to in a period, by a mode, in a province.
pub(super) struct Row<'a> {
    /// By place among the partners.
    pub(super) partner: usize,
    pub(super) period: Period,
    pub(super) flow: Flow,
    pub(super) goods: &'a Goods,
    pub(super) mode: usize,
    pub(super) province: usize,
    pub(super) value: u64,
    pub(super) kilograms: u64,
}

/// What is to be done with each row.
pub(super) type Each<'a> = dyn FnMut(&Row<'_>) -> io::Result<()> + 'a;

/// Gives every row, period by period, flow by flow, partner by partner.
pub(super) fn each(spec: &Made, named: &[Named], take: &mut Each<'_>) -> io::Result<()> {
    let goods = if named.is_empty() { all_goods } else { spread_goods };
    let mut all = goods(spec.seed, spec.commodities);
    all.extend(named_goods(spec.seed, named));
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| all[*a].code.cmp(&all[*b].code));
    for (period, flow) in slices(spec) {
        for (at, partner) in spec.partners.iter().enumerate() {
            let total = total(spec, partner, period, flow);
            let of = |one: &&Named| one.partner == partner.code && one.period == period && one.flow == flow;
            let named: Vec<&Named> = named.iter().filter(of).collect();
            if total > 0 {
                let slice = Slice { spec, all: &all, partner: at, period, flow };
                for lot in lots(&named, total, &all, &order)? {
                    slice.each(&lot, take)?;
                }
            }
        }
    }
    Ok(())
}

fn header(spec: &Made) -> String {
    let mut names = vec!["数据年月", "商品编码", "商品名称", "贸易伙伴编码", "贸易伙伴名称"];
    let mut add = |wanted: bool, more: &[&'static str]| {
        if wanted {
            names.extend(more)
        }
    };
    add(spec.flows.len() > 1, &["进出口"]);
    add(spec.modes > 0, &["贸易方式编码", "贸易方式名称"]);
    add(spec.provinces > 0, &["注册地编码", "注册地名称"]);
    add(true, &["第一数量", "第一计量单位", "第二数量", "第二计量单位", spec.money, "\r\n"]);
    names.join(",")
}

/// Every period with every flow, in order.
pub(super) fn slices(spec: &Made) -> Vec<(Period, Flow)> {
    let totals = spec.partners.iter().flat_map(|partner| &partner.totals);
    let mut slices: Vec<(Period, Flow)> =
        totals.map(|(period, flow, _)| (*period, *flow)).filter(|(_, flow)| spec.flows.contains(flow)).collect();
    slices.sort_unstable();
    slices.dedup();
    slices
}

/// What a partner's rows add up to in this release.
pub(super) fn total(spec: &Made, partner: &Calibrated, period: Period, flow: Flow) -> u64 {
    let first: u64 =
        partner.totals.iter().filter(|(p, f, _)| (*p, *f) == (period, flow)).map(|(.., total)| total).sum();
    let revised = spec.stories.iter().find_map(|story| match story {
        Story::Revised { month, per_mille } if *month == period => {
            Some(u128::from(first) * u128::from(*per_mille) / 1000)
        }
        _ => None,
    });
    revised.map_or(first, |total| u64::try_from(total).unwrap_or(u64::MAX))
}

/// The rows of one partner, period and flow.
struct Slice<'a> {
    spec: &'a Made,
    all: &'a [Goods],
    partner: usize,
    period: Period,
    flow: Flow,
}

impl Slice<'_> {
    /// Each row gets the lot's total times its weight, cut where the running sum of weights says:
    /// what is lost to one row's rounding is the next one's, and the sum is the total.
    fn each(&self, lot: &Lot, take: &mut Each<'_>) -> io::Result<()> {
        let all: u128 = lot.goods.iter().map(|at| self.parts(*at, lot).map(|(.., weight)| weight).sum::<u128>()).sum();
        if all == 0 {
            return Err(io::Error::other("no commodity is traded: stories or too few commodities leave nothing"));
        }
        let cut = |total: u64, from: u128, to: u128| {
            let share = |reached: u128| u128::from(total) * reached / all;
            u64::try_from(share(to) - share(from)).unwrap_or(u64::MAX)
        };
        let mut reached = 0;
        for at in &lot.goods {
            for (mode, province, weight) in self.parts(*at, lot) {
                let value = cut(lot.total, reached, reached + weight);
                let kilograms = lot.kilograms.map(|kilograms| cut(kilograms, reached, reached + weight));
                reached += weight;
                if value > 0 {
                    take(&self.row(*at, (mode, province), value, kilograms))?;
                }
            }
        }
        Ok(())
    }

    /// The rows of a commodity: its mode, province, and weight among all.
    fn parts(&self, at: usize, lot: &Lot) -> impl Iterator<Item = (usize, usize, u128)> {
        let (modes, provinces) = (self.spec.modes.max(1), self.spec.provinces.max(1));
        let weight = match self.weight(at) {
            weight if lot.named => weight.max(1),
            weight if lot.evened => evened(weight),
            weight => weight,
        };
        let own = mixed(&[self.spec.seed, 5, self.partner as u64, self.origin(at) as u64]);
        let rows = (0..modes).flat_map(move |mode| (0..provinces).map(move |province| (mode, province)));
        rows.map(move |(mode, province)| {
            (mode, province, weight * (1 + u128::from(mixed(&[own, mode as u64, province as u64]) % 9)))
        })
    }

    /// A commodity's weight: few are large; one in four is not traded in a month.
    fn weight(&self, at: usize) -> u128 {
        let steady = self.spec.stories.contains(&Story::Steady);
        let share = |at: usize| {
            let own = mixed(&[self.spec.seed, 2, self.partner as u64, u64::from(self.flow == Flow::X), at as u64]);
            let noise = mixed(&[own, self.month()]);
            let active = u128::from(steady || !noise.is_multiple_of(4));
            active * (1 + u128::from(own % 1000)) * (1 << (own >> 32 & 15)) * (75 + u128::from(noise >> 8) % 50)
        };
        let mut weight = share(at);
        for story in &self.spec.stories {
            match *story {
                Story::New { commodity, from } if commodity == at && self.before(from) => weight = 0,
                Story::Gone { commodity, from } if commodity == at && !self.before(from) => weight = 0,
                Story::Split { commodity, from, .. } if commodity == at && !self.before(from) => weight /= 2,
                Story::Split { commodity, into, from } if into == at => {
                    weight = if self.before(from) { 0 } else { share(commodity).div_ceil(2) };
                }
                Story::Rise { commodity, month, times } if commodity == at && month == self.period => {
                    weight = (weight.max(100_000)) * u128::from(times);
                }
                _ => {}
            }
        }
        weight
    }

    /// What a code was split from: the goods are the same, and so are their price and their shares of rows.
    fn origin(&self, at: usize) -> usize {
        let split = |story: &Story| match *story {
            Story::Split { commodity, into, .. } if into == at => Some(commodity),
            _ => None,
        };
        self.spec.stories.iter().find_map(split).unwrap_or(at)
    }

    fn before(&self, from: Period) -> bool {
        self.period.months_from(from) < 0
    }

    fn month(&self) -> u64 {
        self.period.months_from(Period::year(0)).unsigned_abs().into()
    }

    /// A row, with what happens to it.
    fn row(&self, at: usize, (mode, province): (usize, usize), value: u64, kilograms: Option<u64>) -> Row<'_> {
        let goods = &self.all[at];
        let spec = self.spec;
        let origin = self.origin(at);
        let mut price = self.all[origin].price * (90 + mixed(&[spec.seed, 6, origin as u64, self.month()]) % 20) / 100;
        let mut partner = self.partner;
        for story in &spec.stories {
            match *story {
                Story::Price { commodity, from, percent } if commodity == at && !self.before(from) => {
                    price = price * u64::from(percent) / 100;
                }
                Story::Swapped { commodity, month, of, under: other }
                    if commodity == at && month == self.period && of == self.partner && other < spec.partners.len() =>
                {
                    partner = other;
                }
                Story::Exchanged { month, one, other }
                    if month == self.period && one.max(other) < spec.partners.len() =>
                {
                    let place = self.partner;
                    partner = if place == one {
                        other
                    } else if place == other {
                        one
                    } else {
                        partner
                    };
                }
                _ => {}
            }
        }
        let by_price = || u64::try_from(u128::from(value) * 100 / u128::from(price.max(1))).unwrap_or(u64::MAX);
        let kilograms = kilograms.unwrap_or_else(by_price);
        Row { partner, period: self.period, flow: self.flow, goods, mode, province, value, kilograms }
    }
}

/// A row as the office writes it.
fn written_out(spec: &Made, row: &Row<'_>, line: &mut String) {
    let Row { period, flow, goods, mode, province, .. } = *row;
    let partner = &spec.partners[row.partner];
    // Writing to a string cannot fail.
    let _ = write!(line, "{},{},{},{},{},", written(period), goods.code, goods.name, partner.code, partner.name);
    if spec.flows.len() > 1 {
        line.push_str(if flow == Flow::X { "出口," } else { "进口," });
    }
    for (wanted, (code, name)) in
        [(spec.modes, MODES[mode % MODES.len()]), (spec.provinces, PROVINCES[province % PROVINCES.len()])]
    {
        if wanted > 0 {
            let _ = write!(line, "{code},{name},");
        }
    }
    amounts(goods, row.kilograms, row.value, line);
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, io::Cursor};

    use yalu_trade::Kept;

    use super::{
        super::{CODINGS, codes},
        *,
    };
    use crate::office::{Said, Snapshot, office};

    fn period(text: &str) -> Period {
        text.parse().expect("a period")
    }

    fn spec() -> Made {
        let totals = |base: u64| {
            ["2023-01..2023-02", "2023-03", "2023-04", "2023-05"]
                .iter()
                .enumerate()
                .flat_map(|(i, text)| {
                    [Flow::X, Flow::M].map(|flow| (period(text), flow, base + 7_919 * i as u64 * (1 + flow as u64)))
                })
                .collect()
        };
        Made {
            seed: 20,
            coding: Default::default(),
            flows: vec![Flow::X, Flow::M],
            partners: vec![
                Calibrated { code: "109".into(), name: "朝鲜".into(), totals: totals(161_803_398) },
                Calibrated { code: "133".into(), name: "韩国".into(), totals: totals(2_718_281_828) },
            ],
            commodities: 60,
            modes: 2,
            provinces: 3,
            money: "美元",
            stories: Vec::new(),
        }
    }

    fn made(spec: &Made) -> Vec<u8> {
        let mut bytes = Vec::new();
        let rows = china_customs(spec, &mut bytes).expect("memory takes it");
        assert!(rows > 100);
        bytes
    }

    fn kept(bytes: &[u8]) -> Kept {
        let owned = bytes.to_vec();
        let open = move || Ok(Box::new(Cursor::new(owned.clone())) as Box<dyn io::Read + Send>);
        let said = Said::default();
        let head = &bytes[..bytes.len().min(64 << 10)];
        let file = Snapshot { name: "made.csv", head, len: bytes.len() as u64, open: &open, said: &said };
        let mut kept = Kept::default();
        office(&file).expect("an office knows it").read(&file, &mut kept).expect("all is taken");
        kept
    }

    /// Sums by partner, period and flow, in whole money.
    fn sums(kept: &Kept) -> BTreeMap<(String, Period, Flow), u64> {
        let mut sums = BTreeMap::new();
        for row in kept.rows() {
            assert_eq!(row.quarantine, "");
            let value = row.value.expect("a value").unsigned_abs();
            assert_eq!(value % 100, 0);
            *sums.entry((row.partner.to_owned(), row.period, row.flow)).or_default() += value / 100;
        }
        sums
    }

    #[test]
    fn what_is_read_back_adds_up_to_the_totals_in_every_encoding() {
        let spec = spec();
        let totals = |i: usize, letters: &str| {
            spec.partners[i]
                .totals
                .iter()
                .map(|(period, flow, total)| ((letters.to_owned(), *period, *flow), *total))
                .collect::<Vec<_>>()
        };
        let expected: BTreeMap<_, _> = [totals(0, "PRK"), totals(1, "KOR")].concat().into_iter().collect();
        for coding in CODINGS {
            let kept = kept(&made(&Made { coding, ..spec.clone() }));
            assert!(kept.complaints.is_empty(), "{coding:?} {:?}", kept.complaints);
            assert_eq!(sums(&kept), expected, "{coding:?}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        assert_eq!(made(&spec()), made(&spec()));
        assert_ne!(made(&spec()), made(&Made { seed: 21, ..spec() }));
    }

    #[test]
    fn stories_happen_where_they_are_told() {
        let march = period("2023-03");
        let story = |stories: Vec<Story>| kept(&made(&Made { stories, ..spec() }));
        let codes = codes(20, 5);
        let code = |at: usize| codes[at].as_str();
        let months = |kept: &Kept, code: &str| {
            let mut months: Vec<Period> =
                kept.rows().filter(|row| row.commodity == code).map(|row| row.period).collect();
            months.sort_unstable();
            months.dedup();
            months
        };
        let value = |kept: &Kept, code: &str, month: Period| -> i64 {
            kept.rows().filter(|row| row.commodity == code && row.period == month).filter_map(|row| row.value).sum()
        };
        let plain = story(Vec::new());
        let new = story(vec![Story::New { commodity: 3, from: march }]);
        assert!(months(&plain, code(3)).iter().any(|month| *month < march));
        assert!(months(&new, code(3)).iter().all(|month| *month >= march) && !months(&new, code(3)).is_empty());
        let split = story(vec![Story::Split { commodity: 3, into: 4, from: march }]);
        assert!(months(&split, code(4)).iter().all(|month| *month >= march) && !months(&split, code(4)).is_empty());
        let halves = [value(&split, code(3), march), value(&split, code(4), march)].map(|half| half as f64);
        assert!((halves[0] / halves[1] - 1.0).abs() < 0.01, "{halves:?}");
        let rise = story(vec![Story::Rise { commodity: 3, month: march, times: 50 }]);
        assert!(value(&rise, code(3), march) > 5 * value(&plain, code(3), march));
        let revised = story(vec![Story::Revised { month: march, per_mille: 1_050 }]);
        let total = |kept: &Kept| sums(kept)[&("PRK".to_owned(), march, Flow::X)];
        assert_eq!(total(&revised), total(&plain) * 1_050 / 1_000);
        let swapped = story(vec![Story::Swapped { commodity: 3, month: march, of: 1, under: 0 }]);
        let of = |kept: &Kept, letters: &str| {
            kept.rows().filter(|row| row.commodity == code(3) && row.period == march && row.partner == letters).count()
        };
        assert_eq!((of(&swapped, "KOR"), of(&swapped, "PRK")), (0, of(&plain, "PRK") + of(&plain, "KOR")));
        let exchanged = story(vec![Story::Exchanged { month: march, one: 0, other: 1 }]);
        let total = |kept: &Kept, letters: &str| sums(kept)[&(letters.to_owned(), march, Flow::X)];
        assert_eq!(total(&exchanged, "KOR"), total(&plain, "PRK"));
        assert_eq!(total(&exchanged, "PRK"), total(&plain, "KOR"));
        let gone = story(vec![Story::Gone { commodity: 3, from: march }]);
        assert!(months(&gone, code(3)).iter().all(|month| *month < march) && !months(&gone, code(3)).is_empty());
        let steady = story(vec![Story::Steady]);
        assert!(codes.iter().all(|code| months(&steady, code).len() == 4));
        let cheap = story(vec![Story::Price { commodity: 3, from: march, percent: 50 }]);
        let weight = |kept: &Kept| -> i64 {
            kept.rows().filter(|row| row.commodity == code(3) && row.period == march).filter_map(|row| row.weight).sum()
        };
        assert_eq!(value(&cheap, code(3), march), value(&plain, code(3), march));
        assert!(weight(&cheap) * 10 > weight(&plain) * 19, "{} {}", weight(&cheap), weight(&plain));
    }
}

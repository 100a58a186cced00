//! What is made of each office is read back by the office's own reader, and adds up to what
//! was asked for; the same seed gives the same bytes.

use std::{
    collections::BTreeMap,
    io::{self, Cursor, Write},
};

use yalu_trade::{Flow, Kept, Observation, Period, Vintage};

use super::*;
use crate::office::{Said, Snapshot, office};

fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

/// Two economies, so many months or years, both flows; sums that divide by nothing.
fn spec(office: &str, periods: &[&str], flows: &[Flow]) -> Made {
    let partner = |(i, letters): (u64, &str)| {
        let (code, name) = known_as(office, letters).expect("the office knows it");
        let total = |(at, text): (usize, &&str)| {
            let (period, base) = (period(text), 31_415_927 * (1 + 88 * i) + 271_829 * at as u64);
            flows.iter().map(move |flow| (period, *flow, base + 141_421 * (*flow as u64)))
        };
        Calibrated { code, name, totals: periods.iter().enumerate().flat_map(total).collect() }
    };
    Made {
        seed: 5,
        coding: Coding::Utf8,
        flows: flows.to_vec(),
        partners: (0..).zip(["PRK", "KOR"]).map(partner).collect(),
        commodities: 80,
        modes: 0,
        provinces: 0,
        money: "美元",
        stories: Vec::new(),
    }
}

/// Makes a file twice, checks that it is the same, and reads it.
fn read(source: &str, name: &str, make: &dyn Fn(&mut dyn Write) -> io::Result<u64>) -> Kept {
    let made = || {
        let mut bytes = Vec::new();
        make(&mut bytes).expect("memory takes it");
        bytes
    };
    let bytes = made();
    assert_eq!(bytes, made(), "{source}");
    let owned = bytes.clone();
    let open = move || Ok(Box::new(Cursor::new(owned.clone())) as Box<dyn io::Read + Send>);
    let said = Said::default();
    let file =
        Snapshot { name, head: &bytes[..bytes.len().min(64 << 10)], len: bytes.len() as u64, open: &open, said: &said };
    let office = office(&file).expect("an office knows it");
    assert_eq!(office.card().id, source);
    let mut kept = Kept::default();
    office.read(&file, &mut kept).expect("all is taken");
    assert!(kept.complaints.is_empty(), "{source}: {:?}", kept.complaints);
    assert!(kept.rows().all(|row| row.quarantine.is_empty()), "{source}");
    kept
}

type Sums = BTreeMap<(String, Period, Flow), u64>;

/// Sums in whole money of the rows that are of goods, or of the whole.
fn sums(kept: &Kept, of: impl Fn(&Observation<'_>) -> bool) -> Sums {
    let mut sums = Sums::new();
    for row in kept.rows().filter(|row| of(row)) {
        let value = row.value.expect("a value").unsigned_abs();
        assert_eq!(value % 100, 0);
        *sums.entry((row.partner.to_owned(), row.period, row.flow)).or_default() += value / 100;
    }
    sums
}

fn asked(spec: &Made) -> Sums {
    let of = |(letters, partner): (&str, &Calibrated)| {
        let totals = partner.totals.iter().map(|(period, flow, total)| ((letters.to_owned(), *period, *flow), *total));
        totals.collect::<Vec<_>>()
    };
    ["PRK", "KOR"].into_iter().zip(&spec.partners).flat_map(of).collect()
}

fn goods(row: &Observation<'_>) -> bool {
    row.commodity != "TOTAL"
}

fn whole(row: &Observation<'_>) -> bool {
    row.commodity == "TOTAL"
}

const MONTHS: [&str; 3] = ["2023-03", "2023-04", "2023-05"];
const YEARS: [&str; 2] = ["2022", "2023"];

#[test]
fn comtrade_in_each_shape_has_the_total_and_the_goods() {
    for (shape, name) in [
        (Shape::Json, "comtrade.json"),
        (Shape::Csv, "comtrade.csv"),
        (Shape::Bulk, "COMTRADE-FINAL-CM156H6[2024-02-01].txt"),
    ] {
        for periods in [&MONTHS[..], &YEARS] {
            let spec = spec("un-comtrade", periods, &[Flow::X, Flow::M]);
            let kept = read("un-comtrade", name, &|out| comtrade(&spec, &[], "156", shape, out));
            assert_eq!((sums(&kept, goods), sums(&kept, whole)), (asked(&spec), asked(&spec)), "{shape:?}");
            assert!(kept.rows().all(|row| row.reporter == "CHN"));
            let day = (shape == Shape::Bulk).then(|| Vintage::read("2024-02-01").expect("a day"));
            assert!(day.is_none_or(|day| kept.rows().all(|row| row.vintage == day)));
        }
    }
}

#[test]
fn baci_is_of_exports_in_years() {
    let spec = spec("baci", &YEARS, &[Flow::X]);
    let kept = read("baci", "BACI_HS92_Y2023_V202401b.csv", &|out| baci(&spec, &[], "156", out));
    assert_eq!(sums(&kept, goods), asked(&spec));
    assert!(baci(&Made { flows: vec![Flow::M], ..spec.clone() }, &[], "156", &mut Vec::new()).is_err());
}

#[test]
fn comext_adds_up_over_its_procedures() {
    let spec = Made { modes: 2, ..spec("eurostat-comext", &MONTHS, &[Flow::X, Flow::M]) };
    let kept = read("eurostat-comext", "full2023.dat", &|out| comext(&spec, &[], "DE", out));
    assert_eq!(sums(&kept, goods), asked(&spec));
    assert!(["1", "2"].iter().all(|mode| kept.rows().any(|row| row.mode == *mode)));
}

#[test]
fn korea_customs_has_its_own_total_right() {
    let spec = spec("korea-customs", &MONTHS, &[Flow::X, Flow::M]);
    let kept = read("korea-customs", "answer.xml", &|out| korea_customs(&spec, &[], out));
    assert_eq!(sums(&kept, goods), asked(&spec));
}

#[test]
fn kita_adds_up_to_the_total_in_thousands() {
    for periods in [&MONTHS[..], &YEARS] {
        let mut spec = spec("kita", periods, &[Flow::X, Flow::M]);
        spec.partners.truncate(1);
        let kept = read("kita", "K-stat 품목.xlsx", &|out| kita(&spec, &[], out));
        let rounded: Sums = asked(&spec).into_iter().map(|(key, total)| (key, (total + 500) / 1_000 * 1_000)).collect();
        assert_eq!((sums(&kept, goods), sums(&kept, whole)), (rounded.clone(), rounded));
    }
}

#[test]
fn us_census_is_of_one_flow() {
    for flow in [Flow::X, Flow::M] {
        let spec = spec("us-census", &MONTHS, &[flow]);
        let kept = read("us-census", "answer.json", &|out| us_census(&spec, &[], out));
        assert_eq!((sums(&kept, goods), sums(&kept, whole)), (asked(&spec), asked(&spec)));
    }
}

#[test]
fn a_table_by_country_is_rounded_to_ten_thousands() {
    let spec = spec("china-customs-tables", &["2022-03", "2022-04", "2023-03", "2023-04"], &[Flow::X, Flow::M]);
    let april = period("2023-04");
    let kept = read("china-customs-tables", "2023-04.csv", &|out| china_table(&spec, april, out));
    let month = sums(&kept, |row| row.period == april && row.partner != "W00");
    let asked: Sums = asked(&spec).into_iter().filter(|((_, period, _), _)| *period == april).collect();
    let rounded: Sums = asked.into_iter().map(|(key, total)| (key, (total + 5_000) / 10_000 * 10_000)).collect();
    assert_eq!(month, rounded);
    let growth = kept.statements.iter().filter(|one| matches!(one.asserts, yalu_trade::Asserts::Growth { .. })).count();
    assert_eq!(growth, 9);
    let spans = spec_of_spans();
    let table = |out: &mut dyn Write| china_table(&spans, period("2023-01..2023-02"), out);
    assert_eq!(read("china-customs-tables", "2023-02.csv", &table).rows().count(), 6);
}

fn spec_of_spans() -> Made {
    spec("china-customs-tables", &["2023-01..2023-02"], &[Flow::X, Flow::M])
}

#[test]
fn named_goods_come_to_what_they_are_to_come_to() {
    let spec = spec("china-customs", &MONTHS, &[Flow::X, Flow::M]);
    let march = period("2023-03");
    let named = |code: &str, value, kilograms| Named {
        partner: spec.partners[0].code.clone(),
        period: march,
        flow: Flow::X,
        code: code.to_owned(),
        value,
        kilograms,
    };
    let all =
        [named("6703", 12_345_679, None), named("100630", 1_234_567, Some(2_718_281)), named("15071000", 7, Some(1))];
    let kept = read("china-customs", "made.csv", &|out| china_customs_with(&spec, &all, out));
    assert_eq!(sums(&kept, |_| true), asked(&spec));
    let of = |code: &str| {
        let rows = kept.rows().filter(|row| {
            row.commodity.starts_with(code) && (row.partner, row.period, row.flow) == ("PRK", march, Flow::X)
        });
        rows.fold((0, 0), |(value, weight), row| (value + row.value.unwrap_or(0), weight + row.weight.unwrap_or(0)))
    };
    assert_eq!(of("6703").0, 1_234_567_900);
    assert_eq!(of("100630"), (123_456_700, 2_718_281_000));
    assert_eq!(of("15071000"), (700, 1_000));
    for wrong in [
        vec![named("6703", 1, None), named("670300", 1, None)],
        vec![named("6703", u64::MAX / 2, None)],
        vec![named("67", 1, None)],
    ] {
        assert!(china_customs_with(&spec, &wrong, &mut Vec::new()).is_err(), "{wrong:?}");
    }
}

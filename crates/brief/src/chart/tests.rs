//! What a chart may never do: draw a gap as zero, lose a word, or break.

use super::*;
use crate::sample;
use yalu_trade::{Gap, Interval};

fn point(period: Period, value: Option<f64>) -> Point {
    let value = value.and_then(|v| Decimal::try_from(v).ok()).map(|v| v.round_dp(1));
    Point {
        period,
        interval: value.map_or(Interval::unknown(), Interval::exact),
        printed: value.map(|v| v.to_string()).unwrap_or_default(),
        bounded: false,
        contested: false,
        gap: value.is_none().then(|| Gap::not_on_file("nobody <printed> it")),
    }
}

fn series(unit: &str, span: &str, value: impl Fn(usize) -> Option<f64>) -> Series {
    let span: Period = span.parse().expect("a span");
    let points = span.months().enumerate().map(|(i, month)| point(month, value(i))).collect();
    Series { id: "s".to_owned(), label: "Imports & more".to_owned(), unit: unit.to_owned(), points }
}

fn figure(bars: Series, line: Option<Series>) -> Figure {
    let words = |text: &str| text.to_owned();
    Figure {
        id: words("f"),
        title: words("Figure 1. A <title>"),
        bars,
        line,
        fan: None,
        source: words("A & B"),
        notes: vec![],
    }
}

/// Seven years with a border that closes and opens again.
pub(crate) fn closed_border() -> Figure {
    let level = |i: usize| match i {
        37..=43 | 45..=55 => Some(0.4 + (i % 5) as f64),
        44 | 61 | 62 => None,
        _ => Some(180.0 + 60.0 * ((i * 7 % 12) as f64 / 12.0) + (i % 3) as f64 * 14.0),
    };
    let growth = |i: usize| Some((level(i)? / level(i.checked_sub(12)?)? - 1.0) * 100.0);
    let mut figure = figure(series("million USD", "2017..2023", level), Some(series("%", "2017..2023", growth)));
    for (i, point) in figure.bars.points.iter_mut().enumerate() {
        if i % 13 == 5 && i < 80 {
            point.bounded = true;
            point.interval.low = point.interval.best.map(|v| v - Decimal::from(20));
            point.interval.high = point.interval.best.map(|v| v + Decimal::from(20));
        }
        point.contested = i % 17 == 3;
    }
    if let Some(line) = &mut figure.line {
        line.label = "Change on a year earlier".to_owned();
        for point in line.points.iter_mut().filter(|point| point.gap.is_none()) {
            point.printed = format!("+{}%", grouped(&point.printed));
        }
    }
    figure
}

/// A year of bars and one that is expected: most likely 20, within a tenth of it, or up to some value.
fn fan(farthest: i64) -> Figure {
    let band = |high: i64| {
        let mut band = series("USD", "2024", |_| Some(20.0));
        for point in &mut band.points {
            let ends = (Some(Decimal::from(18)), Some(Decimal::from(high)));
            (point.interval.low, point.interval.high, point.bounded) = (ends.0, ends.1, true);
        }
        band
    };
    let mut outer = band(24);
    outer.points[7].interval.high = Some(Decimal::from(farthest));
    let fan = Some(Box::new(crate::document::Fan { eighty: band(22), ninety_five: outer }));
    Figure { fan, ..figure(series("USD", "2023", |_| Some(20.0)), None) }
}

/// One of each kind of trouble.
fn figures() -> Vec<(&'static str, Figure)> {
    let percent = |span, value: fn(usize) -> Option<f64>| Some(series("%", span, value));
    let mut extreme = figure(series("USD", "2023", |_| Some(1.0)), percent("2023", |i| Some(i as f64)));
    let ends = [Decimal::MAX, Decimal::MIN, Decimal::ZERO, Decimal::new(1, 28)];
    for (i, end) in ends.into_iter().enumerate() {
        extreme.bars.points[i].interval = Interval::exact(end);
        extreme.line.as_mut().expect("a line").points[i].interval = Interval::exact(end);
    }
    let mut open = figure(series("USD", "2023", |i| Some(i as f64)), None);
    open.bars.points[1].interval = Interval { low: Some(Decimal::ONE), best: None, high: None };
    open.bars.points[2].interval = Interval::between(Decimal::ONE, Decimal::TEN);
    open.bars.points[3].interval = Interval::unknown();
    vec![
        ("the sample", sample::brief(Lang::En).figures()[0].clone()),
        ("a closed border", closed_border()),
        ("one month", figure(series("USD", "2023-05", |_| Some(3.0)), percent("2023-05", |_| Some(7.0)))),
        ("all gaps", figure(series("USD", "2023", |_| None), percent("2023", |_| None))),
        ("no months", Figure { bars: Series { points: vec![], ..series("USD", "2023", |_| None) }, ..closed_border() }),
        ("all zero", figure(series("USD", "2022..2023", |_| Some(0.0)), None)),
        (
            "below zero",
            figure(series("USD", "2022..2023", |i| Some(-(i as f64))), percent("2023", |i| Some(-(i as f64)))),
        ),
        ("a century", figure(series("USD", "1920..2023", |i| Some(i as f64)), None)),
        ("extremes", extreme),
        ("open bounds", open),
        ("a fan", fan(24)),
        ("a fan beyond its scale", fan(9000)),
    ]
}

/// Every tag is closed where it was opened, every name of a thing is its
/// own, and no character stands where markup would be read.
pub(crate) fn well_formed(text: &str) {
    let mut open = Vec::new();
    for piece in text.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').expect("a tag ends");
        let name = tag.split_whitespace().next().unwrap_or_default();
        match tag.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "in {tag}"),
            None if tag.ends_with('/') || tag.starts_with('!') => {}
            None => open.push(name),
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        for entity in words.split('&').skip(1).chain(tag.split('&').skip(1)) {
            assert!(["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|e| entity.starts_with(e)), "&{entity}");
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    let mut ids: Vec<&str> = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "a name twice: {ids:?}");
}

/// The text of a drawing without its words: attributes only.
fn attributes(drawing: &str) -> String {
    drawing.split('<').filter_map(|piece| piece.split_once('>')).map(|(tag, _)| tag).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_trouble_breaks_the_drawing() {
    for (name, figure) in figures() {
        for lang in Lang::ALL {
            let drawing = svg(&figure, lang, "Libertinus Serif, \"Noto Serif\"");
            well_formed(&drawing);
            assert_eq!(drawing, svg(&figure, lang, "Libertinus Serif, \"Noto Serif\""), "{name}");
            for wrong in ["NaN", "inf", "e+", "e-1", "e-2", "href", "url(", "script"] {
                assert!(!attributes(&drawing).contains(wrong), "{wrong} in {name}");
            }
        }
    }
}

#[test]
fn every_month_says_what_it_is() {
    for (name, figure) in figures() {
        let drawing = svg(&figure, Lang::En, "serif");
        let shown = if figure.bars.points.is_empty() { 0 } else { figure.bars.points.len() };
        let months = |p: &Point| {
            p.interval.best.is_some() && (shown == 0 || figure.bars.points.iter().any(|b| b.period == p.period))
        };
        let line = figure.line.iter().flat_map(known).filter(|point| months(point)).count();
        let expected = figure.fan.as_ref().map_or(0, |fan| fan.eighty.points.len());
        let beyond = usize::from(name == "a fan beyond its scale");
        assert_eq!(drawing.matches("<title>").count(), 1 + shown + line + expected + beyond, "{name}");
        let gaps = figure.bars.points.iter().filter(|point| absent(point)).count();
        let columns = drawing.matches(&format!("height=\"{}\" fill=\"{VEIL}\"", at(PLOT_HEIGHT))).count();
        assert_eq!(columns, gaps, "a column of full height for every gap of {name}");
    }
}

#[test]
fn a_gap_is_not_a_zero() {
    let drawing = svg(&figure(series("USD", "2023-01..2023-02", |i| (i == 0).then_some(0.0)), None), Lang::En, "serif");
    assert!(drawing.contains("<title>Imports &amp; more, 2023-01: 0 USD</title><rect"), "{drawing}");
    assert!(drawing.contains("<title>Imports &amp; more, 2023-02: not on file: nobody &lt;printed&gt; it</title>"));
    assert!(drawing.contains("height=\"1.2\" fill=\"#66aad1\""), "a zero can be seen");
    assert!(drawing.contains("neither printed nor given"), "the key explains the column");
    let known = svg(&figure(series("USD", "2023", |_| Some(0.0)), None), Lang::En, "serif");
    assert!(!known.contains(VEIL) && !known.contains("neither printed"), "and is silent without one");
}

#[test]
fn what_is_off_the_scale_says_so() {
    let drawing = svg(sample::brief(Lang::En).figures()[0], Lang::En, "serif");
    assert!(drawing.contains("2023-02: +780.0% (off the scale)</title><path"), "{drawing}");
    assert!(drawing.contains(">+780.0%</text>") && drawing.contains(">off the scale</text>"));
    assert!(!svg(&figures()[2].1, Lang::En, "serif").contains("off the scale"));
}

#[test]
fn a_band_that_leaves_the_scale_is_cut_at_its_edge_and_its_end_printed() {
    let drawing = svg(&fan(9000), Lang::En, "serif");
    assert!(drawing.contains(">9,000</text>") && drawing.contains(">off the scale</text>"), "{drawing}");
    assert!(drawing.contains(">30</text>") && !drawing.contains(">2,000</text>"), "the bars keep their scale");
    assert!(drawing.contains("viewBox=\"0 0 352.0 "), "half as wide as a page");
    let inside = svg(&fan(24), Lang::En, "serif");
    assert!(!inside.contains("off the scale") && !inside.contains(">9,000<"), "{inside}");
}

#[test]
fn a_copied_chart_has_its_papers() {
    for (lang, source) in
        [(Lang::En, "Source: A &amp; B"), (Lang::Ko, "자료: A &amp; B"), (Lang::Zh, "资料来源：A &amp; B")]
    {
        let drawing = svg(&closed_border(), lang, "serif");
        assert!(drawing.contains(">Figure 1. A &lt;title&gt;</text>") && drawing.contains(source), "{drawing}");
    }
}

#[test]
fn bounds_are_rounded_outward() {
    let month = "2023-05".parse().expect("a month");
    for (printed, low, high, expected) in [
        ("65.0", Some(Decimal::new(46_999, 3)), Some(Decimal::new(83_001, 3)), "46.9–83.1"),
        ("2,003", Some(Decimal::new(1_234_560, 2)), None, "12,345.6–?"),
        ("65.0", Some(Decimal::from(47)), Some(Decimal::from(83)), "47.0–83.0"),
        ("+1.25%", Some(Decimal::new(-1, 3)), Some(Decimal::new(1, 3)), "-0.01–0.01"),
    ] {
        let interval = Interval { low, best: None, high };
        let point = Point { interval, printed: printed.to_owned(), ..point(month, None) };
        assert_eq!(bounds(&point), expected);
    }
}

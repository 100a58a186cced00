//! The one chart of a brief, for every format: bars by month on the left
//! scale, a line of change on the right. A plain SVG 1.1 drawing that browsers
//! and typesetters draw alike; it carries its title and its source inside, so
//! that a chart copied out of a brief still has its papers.
//!
//! It refuses three things. A month without a value is never a bar of no
//! height: it is a hatched column with a cross. A value off the scale is never
//! cut in silence: it is a triangle at the edge, with its print. And nothing is
//! told by hue alone: bars are of middle tone, the line is dark with round
//! markers, bounds are whiskers, a dispute is a diamond.

mod axis;
mod fan;
mod lettering;

use rust_decimal::prelude::ToPrimitive;
use yalu_trade::{Absence, Decimal, Lang, Period, grouped};

use self::{
    axis::Axis,
    lettering::{width, wrap},
};
use crate::{
    document::{Figure, Point, Series},
    words::{Words, gap, words},
};

pub(crate) use self::lettering::escape;

/// The figure as an SVG. `fonts` is the value of its `font-family`.
pub fn svg(figure: &Figure, lang: Lang, fonts: &str) -> String {
    let chart = Chart::of(figure, lang);
    let (key, plot_top) = chart.head();
    let frame = Frame::of(&chart, plot_top);
    let (foot, height) = chart.foot(&frame);
    let parts = [
        chart.opening(height, fonts),
        key,
        chart.gap_columns(&frame),
        chart.left_scale(&frame),
        chart.bars(&frame),
        chart.fan(&frame),
        chart.line(&frame),
        chart.months(&frame),
        foot,
    ];
    format!("{}</svg>\n", parts.concat())
}

/// The bounds of a point as people read them: rounded outward to the digits
/// of its print.
pub(crate) fn bounds(point: &Point) -> String {
    let places =
        point.printed.rsplit_once('.').map_or(0, |(_, part)| part.chars().filter(char::is_ascii_digit).count());
    let places = u32::try_from(places).unwrap_or(0).clamp(1, 6);
    let end = |value: Option<Decimal>, outward| match value {
        Some(value) => grouped(&format!("{:.*}", places as usize, value.round_dp_with_strategy(places, outward))),
        None => "?".to_owned(),
    };
    let low = end(point.interval.low, rust_decimal::RoundingStrategy::ToNegativeInfinity);
    format!("{low}–{}", end(point.interval.high, rust_decimal::RoundingStrategy::ToPositiveInfinity))
}

const WIDTH: f64 = 720.0;
const PLOT_HEIGHT: f64 = 196.0;
/// Fans stand side by side: each is as wide as that leaves room for, and a little lower.
const HALF_WIDTH: f64 = 352.0;
const FAN_HEIGHT: f64 = 100.0;
/// The outer band is drawn this much farther than the inner one and the bars reach, and no farther.
const REACH: f64 = 1.2;
const PAD: f64 = 6.0;

const TITLE: f64 = 15.0;
const LETTERS: f64 = 12.0;
const SMALL: f64 = 11.0;

/// Okabe and Ito's blue for the bars, half-way to white so that the dark line
/// reads on it, also in grey; their vermillion inside the markers.
const BAR: &str = "#66aad1";
const BAR_BOUNDED: &str = "#cfe4f0";
const BLUE: &str = "#0072b2";
const WHISKER: &str = "#003f66";
const LINE: &str = "#1a1a1a";
const MARKER: &str = "#d55e00";
const INK: &str = "#222222";
const QUIET: &str = "#555555";
const GRID: &str = "#d9d9d9";
const HATCH: &str = "#b0b0b0";
const VEIL: &str = "#f3f3f3";

/// A bar wider than this looks like a wall when a series has a month or two.
const WIDEST_BAR: f64 = 36.0;

/// What is drawn, before anything has a place.
struct Chart<'a> {
    figure: &'a Figure,
    lang: Lang,
    words: &'static Words,
    months: Vec<Period>,
    wide: f64,
    left: Axis,
    right: Option<Axis>,
}

/// Where things stand.
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    slot: f64,
}

fn float(value: Option<Decimal>) -> Option<f64> {
    value.and_then(|value| value.to_f64()).filter(|value| value.is_finite())
}

/// Nothing at all is known of it, whether or not somebody said why.
fn absent(point: &Point) -> bool {
    let Point { interval, .. } = point;
    point.gap.is_some() || (interval.low.is_none() && interval.best.is_none() && interval.high.is_none())
}

/// Is its bar drawn with its bounds?
fn bounded(point: &Point) -> bool {
    !absent(point) && (point.bounded || point.interval.best.is_none())
}

fn known(series: &Series) -> impl Iterator<Item = &Point> {
    series.points.iter().filter(|point| !absent(point))
}

/// A coordinate: one decimal is a tenth of a pixel, and never an exponent.
fn at(value: f64) -> String {
    format!("{value:.1}")
}

fn text(x: f64, y: f64, size: f64, anchor: &str, ink: &str, words: &str) -> String {
    let place = format!("x=\"{}\" y=\"{}\" font-size=\"{size}\"", at(x), at(y));
    format!("<text {place} text-anchor=\"{anchor}\" fill=\"{ink}\">{}</text>\n", escape(words))
}

fn path(d: &str, ink: &str, wide: f64) -> String {
    format!("<path d=\"{d}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{wide}\"/>\n")
}

fn rect(x: f64, y: f64, wide: f64, high: f64, paint: &str) -> String {
    format!("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {paint}/>", at(x), at(y), at(wide), at(high))
}

fn named(title: &str, shape: &str) -> String {
    format!("<g><title>{}</title>{}</g>\n", escape(title), shape.trim_end())
}

fn diamond(x: f64, y: f64) -> String {
    let d = format!("M{} {}l3.4 3.4l-3.4 3.4l-3.4 -3.4z", at(x), at(y - 3.4));
    format!("<path d=\"{d}\" fill=\"#ffffff\" stroke=\"{LINE}\" stroke-width=\"1.2\"/>")
}

fn cross(x: f64, y: f64) -> String {
    let d = format!("M{} {}l5 5m0 -5l-5 5", at(x - 2.5), at(y - 2.5));
    path(&d, QUIET, 1.1)
}

/// A triangle that points off the scale; `up` is −1 at the top edge, 1 at the bottom.
fn triangle(x: f64, edge: f64, up: f64) -> String {
    let d = format!("M{} {}l4 {}l-8 0z", at(x), at(edge + up), at(-7.0 * up));
    format!("<path d=\"{d}\" fill=\"{MARKER}\" stroke=\"{LINE}\" stroke-width=\"0.9\"/>")
}

fn marker(x: f64, y: f64, radius: f64) -> String {
    let place = format!("cx=\"{}\" cy=\"{}\" r=\"{}\"", at(x), at(y), at(radius));
    format!("<circle {place} fill=\"{MARKER}\" stroke=\"{LINE}\" stroke-width=\"0.8\"/>")
}

/// A light column hatched by hand: patterns need names, and two charts on a
/// page would share them.
fn hatched(x: f64, top: f64, wide: f64, high: f64) -> String {
    let bottom = top + high;
    let stroke = |i: usize| {
        let y = top + 6.0 * (i + 1) as f64;
        let (from, to) = ((y - bottom).max(0.0), (y - top).min(wide));
        format!("M{} {}l{} {}", at(x + from), at(y - from), at(to - from), at(from - to))
    };
    let strokes: String = (0..((high + wide) / 6.0) as usize).map(stroke).collect();
    rect(x, top, wide, high, &format!("fill=\"{VEIL}\"")) + path(&strokes, HATCH, 0.6).trim_end()
}

impl<'a> Chart<'a> {
    fn of(figure: &'a Figure, lang: Lang) -> Self {
        let months = |series: &Series| series.points.iter().map(|point| point.period).collect::<Vec<_>>();
        let line = figure.line.as_ref();
        let mut shown = months(&figure.bars);
        if shown.is_empty() {
            shown = line.map(months).unwrap_or_default();
        }
        let fan = figure.fan.as_ref();
        shown.extend(fan.iter().flat_map(|fan| months(&fan.eighty)));
        let reach = |p: &Point| [p.interval.low, p.interval.best, p.interval.high].into_iter().filter_map(float);
        let expected = fan.iter().flat_map(|fan| known(&fan.eighty));
        let mut ends: Vec<f64> = known(&figure.bars).chain(expected).flat_map(reach).collect();
        // What is all but certain may reach far beyond what is likely.
        let (low, high) = ends.iter().fold((0.0, 0.0), |(low, high), v| (v.min(low), v.max(high)));
        let rare = fan.iter().flat_map(|fan| known(&fan.ninety_five)).flat_map(reach);
        ends.extend(rare.map(|v| v.clamp(REACH * low, REACH * high)).collect::<Vec<f64>>());
        Self {
            figure,
            lang,
            words: words(lang),
            months: shown,
            wide: if figure.is_half() { HALF_WIDTH } else { WIDTH },
            left: Axis::of(&ends),
            right: line.map(right_axis),
        }
    }

    fn opening(&self, height: f64, fonts: &str) -> String {
        let (wide, high, fonts) = (at(self.wide), at(height), escape(fonts));
        let title = escape(&self.figure.title);
        let size = format!("width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\"");
        let opening = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size} role=\"img\" font-family=\"{fonts}\">");
        let said = format!("<title>{title}</title>\n<desc>{}</desc>", escape(&self.description()));
        format!("{opening}\n{said}\n{}\n", rect(0.0, 0.0, self.wide, height, "fill=\"#ffffff\""))
    }

    /// What the drawing holds, for who cannot see it.
    fn description(&self) -> String {
        let span = self.months.first().zip(self.months.last()).and_then(|(from, to)| Period::span(*from, *to));
        let span = span.map(|span| format!("{span}. ")).unwrap_or_default();
        let missing: Vec<String> =
            self.figure.bars.points.iter().filter(|p| absent(p)).map(|p| p.period.to_string()).collect();
        let missing = if missing.is_empty() {
            String::new()
        } else {
            format!(" {}{}{}.", self.gap_key(), self.words.colon, missing.join(", "))
        };
        format!("{span}{}.{missing}", self.scales().join("; "))
    }

    /// Each series with its scale and unit.
    fn scales(&self) -> Vec<String> {
        let said = |series: &Series, scale: &str| format!("{} ({scale}, {})", series.label, series.unit);
        let line = self.figure.line.as_ref().map(|line| said(line, self.words.right_scale));
        std::iter::once(said(&self.figure.bars, self.words.left_scale)).chain(line).collect()
    }

    fn gap_key(&self) -> &'static str {
        let unprinted = |p: &Point| p.gap.as_ref().is_none_or(|gap| gap.absence == Absence::NotOnFile);
        let all_unprinted = self.figure.bars.points.iter().filter(|p| absent(p)).all(unprinted);
        if all_unprinted { self.words.not_printed } else { self.words.absent }
    }

    /// A point in words: series, month, print, bounds, dispute, or why it is absent.
    fn said(&self, series: &Series, point: &Point) -> String {
        let (head, colon) = (format!("{}, {}", series.label, point.period), self.words.colon);
        if absent(point) {
            let why = point.gap.as_ref().map_or(self.words.not_printed.to_owned(), |why| gap(why, self.lang));
            return format!("{head}{colon}{why}");
        }
        let unit = if point.printed.ends_with(&series.unit) { "" } else { series.unit.as_str() };
        let bounds = if bounded(point) { format!(" [{}]", bounds(point)) } else { String::new() };
        let contested = if point.contested { format!("; {}", self.words.contested) } else { String::new() };
        format!("{head}{colon}{}{bounds} {unit}", point.printed).trim_end().to_owned() + &contested
    }

    /// Is the point beyond its axis? −1 above, 1 below, as the eye goes.
    fn off_scale(&self, point: &Point) -> Option<f64> {
        let (axis, value) = (self.right?, float(point.interval.best)?);
        let slack = (axis.high - axis.low) * 1e-9;
        (value > axis.high + slack).then_some(-1.0).or((value < axis.low - slack).then_some(1.0))
    }

    fn off_scale_points(&self) -> impl Iterator<Item = &Point> {
        self.figure.line.iter().flat_map(known).filter(|point| self.off_scale(point).is_some())
    }

    /// Whether something lies beyond what is drawn.
    fn has_off_scale(&self) -> bool {
        self.off_scale_points().next().is_some() || self.farthest().is_some()
    }

    /// Title and key; and where the plot may begin.
    fn head(&self) -> (String, f64) {
        let lines = wrap(&self.figure.title, TITLE, self.wide - 2.0 * PAD);
        let line = |(i, line): (usize, &String)| {
            text(PAD, 20.0 + 19.0 * i as f64, TITLE, "start", INK, line).replacen(
                "<text ",
                "<text font-weight=\"bold\" ",
                1,
            )
        };
        let title: String = lines.iter().enumerate().map(line).collect();
        let (key, below) = flow(&self.key(), self.wide, 11.0 + 19.0 * lines.len() as f64);
        // Prints of points off the scale stand in two rows above the plot.
        let prints = if self.has_off_scale() { 28.0 } else { 11.0 };
        (title + &key, below + 18.0 + prints)
    }

    /// The entries of the key: a swatch 22 wide around (11, −4), and its words.
    fn key(&self) -> Vec<(String, String)> {
        let Words { bounds, contested, off_scale, .. } = self.words;
        let any = |is: fn(&Point) -> bool| self.figure.bars.points.iter().any(is);
        let scales = self.scales();
        let line = path("M0 -4h22", LINE, 1.6) + &marker(11.0, -4.0, 2.6);
        let whisker = rect(5.0, -6.0, 12.0, 8.0, &bounded_paint()) + &whisker(11.0, Some(-10.0), Some(0.0), 3.0);
        let gap = hatched(5.0, -11.0, 12.0, 13.0) + &cross(11.0, -1.5);
        let entry = |wanted: bool, swatch: String, words: &str| wanted.then(|| (swatch, words.to_owned()));
        [
            entry(true, rect(5.0, -10.0, 12.0, 12.0, &format!("fill=\"{BAR}\"")), &scales[0]),
            entry(scales.len() > 1, line, scales.get(1).map_or("", String::as_str)),
            entry(any(bounded), whisker, bounds),
            entry(any(|p| p.contested && !absent(p)), diamond(11.0, -4.0), contested),
            entry(any(absent), gap, self.gap_key()),
            entry(
                self.figure.fan.is_some(),
                fan::swatch(),
                self.figure.fan.as_ref().map_or("", |fan| &fan.eighty.label),
            ),
            entry(
                self.figure.fan.is_some(),
                fan::wide_swatch(),
                self.figure.fan.as_ref().map_or("", |fan| &fan.ninety_five.label),
            ),
            entry(self.has_off_scale(), triangle(11.0, -8.0, -1.0), off_scale),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The source line, and the height of the whole.
    fn foot(&self, frame: &Frame) -> (String, f64) {
        let source = format!("{}{}{}", self.words.source, self.words.colon, self.figure.source);
        let lines = wrap(&source, SMALL, self.wide - 2.0 * PAD);
        let top = frame.bottom + if frame.letters_months() { 52.0 } else { 38.0 };
        let line = |(i, line): (usize, &String)| text(PAD, top + 14.0 * i as f64, SMALL, "start", QUIET, line);
        (lines.iter().enumerate().map(line).collect(), top + 14.0 * lines.len() as f64 - 5.0)
    }

    fn left_scale(&self, frame: &Frame) -> String {
        let tick = |(value, letters): (f64, String)| {
            let y = frame.y(&self.left, value);
            let rule = path(&format!("M{} {}H{}", at(frame.left), at(y), at(frame.right)), GRID, 0.7);
            rule + &text(frame.left - 6.0, y + 4.0, LETTERS, "end", INK, &letters)
        };
        let unit = text(PAD, frame.unit_line(self), LETTERS, "start", QUIET, &self.figure.bars.unit);
        // Where nothing is known there is no scale to read.
        let ticks = if known(&self.figure.bars).next().is_some() { self.left.ticks() } else { vec![] };
        unit + &ticks.into_iter().map(tick).collect::<String>()
    }

    fn gap_columns(&self, frame: &Frame) -> String {
        let column = |(i, point): (usize, &Point)| {
            let (x, wide) = (frame.x(i), frame.slot.min(WIDEST_BAR + 4.0));
            let column = hatched(x - wide / 2.0, frame.top, wide, frame.bottom - frame.top);
            named(&self.said(&self.figure.bars, point), &(column + &cross(x, frame.bottom - 6.0)))
        };
        self.figure.bars.points.iter().enumerate().filter(|(_, point)| absent(point)).map(column).collect()
    }

    fn bars(&self, frame: &Frame) -> String {
        let bars = self.figure.bars.points.iter().enumerate().filter(|(_, point)| !absent(point));
        let bars: String = bars.map(|(i, point)| self.bar(frame, i, point)).collect();
        let zero = frame.y(&self.left, 0.0);
        bars + &path(&format!("M{} {}H{}", at(frame.left), at(zero), at(frame.right)), INK, 1.0)
    }

    fn bar(&self, frame: &Frame, i: usize, point: &Point) -> String {
        let (x, wide) = (frame.x(i), (frame.slot * 0.74).min(WIDEST_BAR));
        let y = |value: Option<Decimal>| float(value).map(|value| frame.y(&self.left, value));
        let (low, best, high) = (y(point.interval.low), y(point.interval.best), y(point.interval.high));
        // Without a value to print before others, the bar floats from bound to bound.
        let (from, to) = best.map_or((low, high), |best| (Some(frame.y(&self.left, 0.0)), Some(best)));
        let (from, to) = (from.or(to).unwrap_or(frame.bottom), to.or(from).unwrap_or(frame.bottom));
        let bounded = bounded(point);
        let paint = if bounded { bounded_paint() } else { format!("fill=\"{BAR}\"") };
        // A known zero is a line that can be seen and pointed at.
        let mut shape = rect(x - wide / 2.0, from.min(to), wide, (from - to).abs().max(1.2), &paint);
        if bounded {
            shape += &whisker(x, high, low, (wide / 2.0).min(4.0));
        }
        if point.contested {
            let above = from.min(to).min(high.unwrap_or(to)) - 6.0;
            shape += &diamond(x, self.clear_of_line(frame, i, above));
        }
        named(&self.said(&self.figure.bars, point), &shape)
    }

    /// A little higher, where the line's marker would cover it.
    fn clear_of_line(&self, frame: &Frame, month: usize, y: f64) -> f64 {
        let line = self.figure.line.as_ref().zip(self.right).zip(self.months.get(month));
        let marker = line.and_then(|((line, axis), period)| place(line, (month, period), &axis, frame));
        marker.filter(|(_, marker)| (marker - y).abs() < 13.0).map_or(y, |(_, marker)| marker - 9.0)
    }

    fn line(&self, frame: &Frame) -> String {
        let (Some(line), Some(axis)) = (&self.figure.line, self.right) else { return String::new() };
        let places: Vec<Option<(f64, f64)>> =
            self.months.iter().enumerate().map(|month| place(line, month, &axis, frame)).collect();
        let strokes: String = places
            .iter()
            .zip(places.iter().skip(1))
            .filter_map(|(from, to)| frame.clipped((*from)?, (*to)?))
            .map(|[from, to]| format!("M{} {}L{} {}", at(from.0), at(from.1), at(to.0), at(to.1)))
            .collect();
        let casing = if strokes.is_empty() {
            String::new()
        } else {
            path(&strokes, "#ffffff", 3.4) + &path(&strokes, LINE, 1.5)
        };
        self.right_scale(line, &axis, frame)
            + &casing
            + &self.markers(line, &places, frame)
            + &self.prints(line, &places, frame)
    }

    fn right_scale(&self, line: &Series, axis: &Axis, frame: &Frame) -> String {
        let tick = |(value, letters): (f64, String)| {
            let y = frame.y(axis, value);
            let rule = path(&format!("M{} {}h4", at(frame.right), at(y)), INK, 0.8);
            rule + &text(frame.right + 7.0, y + 4.0, LETTERS, "start", INK, &letters)
        };
        let zero = at(frame.y(axis, 0.0));
        let zero = format!(
            "<path d=\"M{} {zero}H{}\" fill=\"none\" stroke=\"{QUIET}\" stroke-width=\"0.8\" stroke-dasharray=\"2 3\"/>\n",
            at(frame.left),
            at(frame.right)
        );
        let unit = text(self.wide - PAD, frame.unit_line(self), LETTERS, "end", QUIET, &line.unit);
        let ticks = if known(line).next().is_some() { axis.ticks() } else { vec![] };
        if ticks.is_empty() { unit } else { unit + &zero + &ticks.into_iter().map(tick).collect::<String>() }
    }

    fn markers(&self, line: &Series, places: &[Option<(f64, f64)>], frame: &Frame) -> String {
        let radius = (frame.slot * 0.26).clamp(1.6, 3.4);
        let mark = |(month, place): (&Period, &Option<(f64, f64)>)| {
            let (x, y) = (*place)?;
            let point = line.points.iter().find(|point| point.period == *month)?;
            let shape = match self.off_scale(point) {
                Some(up) => triangle(x, if up < 0.0 { frame.top } else { frame.bottom }, up),
                None => marker(x, y, radius),
            };
            let off =
                if self.off_scale(point).is_some() { format!(" ({})", self.words.off_scale) } else { String::new() };
            Some(named(&(self.said(line, point) + &off), &shape))
        };
        self.months.iter().zip(places).filter_map(mark).collect()
    }

    /// The prints of points off the top of the scale: each above its triangle,
    /// or a row higher on a leader, or left to the table where there is no room.
    fn prints(&self, line: &Series, places: &[Option<(f64, f64)>], frame: &Frame) -> String {
        let mut taken = [f64::MIN; 2];
        let mut out = String::new();
        for (month, place) in self.months.iter().zip(places) {
            let point = line.points.iter().find(|point| point.period == *month);
            let (Some((x, _)), Some(point)) = (place, point.filter(|p| self.off_scale(p) == Some(-1.0))) else {
                continue;
            };
            let half = width(&point.printed, SMALL) / 2.0;
            let middle = x.clamp(half.min(self.wide / 2.0), (self.wide - half).max(self.wide / 2.0));
            // In the upper row its leader must pass the lower one.
            let free = [taken[0] + 4.0 < middle - half, taken[1] + 4.0 < middle - half && taken[0] + 2.0 < *x];
            let Some(row) = free.iter().position(|free| *free) else { continue };
            let y = frame.top - 5.0 - 12.0 * row as f64;
            if row == 1 {
                out += &path(&format!("M{} {}V{}", at(*x), at(frame.top - 1.0), at(y + 2.0)), QUIET, 0.7);
                taken[0] = x + 1.0;
            }
            taken[row] = middle + half;
            out += &text(middle, y, SMALL, "middle", INK, &point.printed);
        }
        out
    }

    /// The months under the plot where they have room, the years under them, and a rule between years.
    fn months(&self, frame: &Frame) -> String {
        let month = |(i, month): (usize, &Period)| {
            text(frame.x(i), frame.bottom + 15.0, SMALL, "middle", QUIET, &month.month_of_year().to_string())
        };
        let months: String =
            if frame.letters_months() { self.months.iter().enumerate().map(month).collect() } else { String::new() };
        months + &self.years(frame)
    }

    fn years(&self, frame: &Frame) -> String {
        let y = frame.bottom + if frame.letters_months() { 31.0 } else { 17.0 };
        let mut out = String::new();
        let mut free = f64::MIN;
        let mut first = 0;
        for run in self.months.chunk_by(|a, b| a.first_year() == b.first_year()) {
            let (from, to) = (frame.edge(first), frame.edge(first + run.len()));
            if first > 0 && frame.slot * 12.0 > 14.0 {
                out += &path(&format!("M{} {}V{}", at(from), at(frame.top), at(y + 2.0)), HATCH, 0.8);
            }
            let year = run.first().map(|month| month.first_year().to_string()).unwrap_or_default();
            let (middle, half) = ((from + to) / 2.0, width(&year, LETTERS) / 2.0);
            // A month or two at an end must not take the room of the year beside it.
            let worth = run.len() > 6 || to - from > 2.0 * half;
            if worth && free + 4.0 < middle - half {
                out += &text(middle, y, LETTERS, "middle", INK, &year);
                free = middle + half;
            }
            first += run.len();
        }
        out
    }
}

fn right_axis(line: &Series) -> Axis {
    let values: Vec<f64> = known(line).filter_map(|point| float(point.interval.best)).collect();
    if line.unit.contains('%') { Axis::of_growth(&values) } else { Axis::of(&values) }
}

/// Where the line stands in the month, however far off the plot that is.
fn place(line: &Series, (i, month): (usize, &Period), axis: &Axis, frame: &Frame) -> Option<(f64, f64)> {
    let point = line.points.iter().find(|point| point.period == *month)?;
    let value = float(point.interval.best).filter(|_| !absent(point))?;
    Some((frame.x(i), frame.y(axis, value)))
}

fn bounded_paint() -> String {
    format!("fill=\"{BAR_BOUNDED}\" stroke=\"{BLUE}\" stroke-width=\"0.8\"")
}

/// From bound to bound; an end without a cap is open.
fn whisker(x: f64, high: Option<f64>, low: Option<f64>, half: f64) -> String {
    let (Some(any), cap) = (high.or(low), |y: f64| format!("M{} {}h{}", at(x - half), at(y), at(2.0 * half))) else {
        return String::new();
    };
    let (top, bottom) = (high.unwrap_or(any - 10.0), low.unwrap_or(any + 10.0));
    let caps: String = high.into_iter().chain(low).map(cap).collect();
    path(&format!("M{} {}V{}{caps}", at(x), at(top), at(bottom)), WHISKER, 1.2)
}

/// The entries of a key in rows as wide as the drawing that begin under `top`; and where the next row would end.
fn flow(entries: &[(String, String)], room: f64, top: f64) -> (String, f64) {
    let (mut x, mut y, mut out) = (PAD, top + 12.0, String::new());
    for (swatch, words) in entries {
        let lines = wrap(words, LETTERS, room - 2.0 * PAD - 28.0);
        let wide = 28.0 + lines.iter().map(|line| width(line, LETTERS)).fold(0.0, f64::max);
        if x > PAD && x + wide > room - PAD {
            (x, y) = (PAD, y + 17.0);
        }
        out += &format!("<g transform=\"translate({} {})\">{}</g>\n", at(x), at(y), swatch.trim_end());
        for (i, line) in lines.iter().enumerate() {
            out += &text(x + 28.0, y + 15.0 * i as f64, LETTERS, "start", INK, line);
        }
        y += 15.0 * (lines.len() - 1) as f64;
        x += wide + 12.0;
    }
    (out, y + 4.0)
}

impl Frame {
    fn of(chart: &Chart, top: f64) -> Self {
        let room = |axis: &Axis| axis.ticks().iter().map(|(_, letters)| width(letters, LETTERS)).fold(0.0, f64::max);
        let left = PAD + (room(&chart.left) + 8.0).max(30.0);
        let right = chart.wide - PAD - chart.right.as_ref().map_or(0.0, |axis| (room(axis) + 9.0).max(30.0));
        let slot = (right - left) / chart.months.len().max(1) as f64;
        let height = if chart.figure.is_half() { FAN_HEIGHT } else { PLOT_HEIGHT };
        Self { left, right, top, bottom: top + height, slot }
    }

    /// The left edge of a month.
    fn edge(&self, month: usize) -> f64 {
        self.left + self.slot * month as f64
    }

    /// The middle of a month.
    fn x(&self, month: usize) -> f64 {
        self.edge(month) + self.slot / 2.0
    }

    fn y(&self, axis: &Axis, value: f64) -> f64 {
        self.bottom - axis.share(value) * (self.bottom - self.top)
    }

    fn letters_months(&self) -> bool {
        self.slot >= 15.0
    }

    /// The units stand above the plot, and above the prints of points off the scale.
    fn unit_line(&self, chart: &Chart) -> f64 {
        self.top - if chart.has_off_scale() { 33.0 } else { 13.0 }
    }

    /// The part of a stroke that lies in the plot.
    fn clipped(&self, from: (f64, f64), to: (f64, f64)) -> Option<[(f64, f64); 2]> {
        let outside = |y: f64| (y > self.bottom + 0.05) as i8 - (y < self.top - 0.05) as i8;
        if outside(from.1) * outside(to.1) == 1 {
            return None;
        }
        let cut = |point: (f64, f64)| {
            let y = point.1.clamp(self.top, self.bottom);
            let part = if to.1 == from.1 { 0.0 } else { (y - from.1) / (to.1 - from.1) };
            if outside(point.1) == 0 { point } else { (from.0 + (to.0 - from.0) * part, y) }
        };
        Some([cut(from), cut(to)])
    }
}

#[cfg(test)]
pub(crate) mod tests;

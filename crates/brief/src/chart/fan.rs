//! What is expected after the bars: a dark line of best values in two bands, the
//! darker holding four times out of five, the lighter nineteen out of twenty. A
//! month whose bounds are not available has the line alone. A band that leaves the
//! scale is cut at its edge, where its farthest end is printed.

use rust_decimal::RoundingStrategy;
use yalu_trade::grouped;

use super::{Chart, Frame, INK, LINE, SMALL, absent, at, float, named, path, rect, text, triangle, width};
use crate::document::{Point, Series};

const INNER: &str = "#e8b48a";
const OUTER: &str = "#f7e3d2";

/// The swatches of the key.
pub(super) fn swatch() -> String {
    rect(0.0, -10.0, 22.0, 12.0, &format!("fill=\"{INNER}\"")) + &path("M0 -4h22", LINE, 1.8)
}

/// See [`swatch`].
pub(super) fn wide_swatch() -> String {
    rect(0.0, -10.0, 22.0, 12.0, &format!("fill=\"{OUTER}\""))
}

impl Chart<'_> {
    pub(super) fn fan(&self, frame: &Frame) -> String {
        let Some(fan) = &self.figure.fan else { return String::new() };
        let best: Vec<(f64, f64)> = self.places(frame, &fan.eighty, |point| float(point.interval.best)).collect();
        let stroke = best
            .iter()
            .enumerate()
            .map(|(i, (x, y))| format!("{}{} {}", if i == 0 { "M" } else { "L" }, at(*x), at(*y)));
        let stroke: String = stroke.collect();
        let months = fan.eighty.points.iter().enumerate().map(|(i, point)| {
            let x = frame.edge(self.figure.bars.points.len() + i);
            let room = rect(x, frame.top, frame.slot, frame.bottom - frame.top, "fill=\"#ffffff\" fill-opacity=\"0\"");
            named(&self.said(&fan.eighty, point), &room)
        });
        let edge = frame.edge(self.figure.bars.points.len());
        let begins = path(&format!("M{} {}V{}", at(edge), at(frame.top), at(frame.bottom)), INK, 0.8);
        let bands = self.band(frame, &fan.ninety_five, OUTER) + &self.band(frame, &fan.eighty, INNER);
        bands + &path(&stroke, LINE, 1.8) + &begins + &months.collect::<String>() + &self.cut_off(frame)
    }

    /// The month of the outer band that reaches the farthest above the scale, if one does.
    pub(super) fn farthest(&self) -> Option<(usize, &Point, f64)> {
        let points = self.figure.fan.iter().flat_map(|fan| fan.ninety_five.points.iter().enumerate());
        let ends = points.filter_map(|(i, point)| Some((i, point, float(point.interval.high)?)));
        let above = ends.filter(|(_, _, high)| *high > self.left.high * (1.0 + 1e-9));
        above.max_by(|a, b| a.2.total_cmp(&b.2))
    }

    fn cut_off(&self, frame: &Frame) -> String {
        let Some((i, point, _)) = self.farthest() else { return String::new() };
        let x = frame.x(self.figure.bars.points.len() + i);
        let high = point.interval.high.map(|high| high.round_dp_with_strategy(0, RoundingStrategy::ToPositiveInfinity));
        let print = high.map_or(String::new(), |high| grouped(&high.to_string()));
        let half = width(&print, SMALL) / 2.0;
        let said = self.said(&self.figure.bars, point) + &format!(" ({})", self.words.off_scale);
        named(&said, &triangle(x, frame.top, -1.0))
            + &text(x.min(self.wide - half), frame.top - 5.0, SMALL, "middle", INK, &print)
    }

    fn band(&self, frame: &Frame, series: &Series, ink: &str) -> String {
        let inside = |(x, y): (f64, f64)| (x, y.clamp(frame.top, frame.bottom));
        let low = self.places(frame, series, |point| float(point.interval.low)).map(inside);
        let low: Vec<(f64, f64)> = low.collect();
        let high = self.places(frame, series, |point| float(point.interval.high)).map(inside);
        let around: Vec<String> =
            high.chain(low.into_iter().rev()).map(|(x, y)| format!("{} {}", at(x), at(y))).collect();
        if around.is_empty() {
            return String::new();
        }
        format!("<path d=\"M{}z\" fill=\"{ink}\"/>\n", around.join("L"))
    }

    /// Where a value of each month stands.
    fn places<'s>(
        &'s self,
        frame: &'s Frame,
        series: &'s Series,
        value: impl Fn(&Point) -> Option<f64> + 's,
    ) -> impl Iterator<Item = (f64, f64)> + 's {
        let known = series.points.iter().enumerate().filter(|(_, point)| !absent(point));
        known.filter_map(move |(i, point)| {
            Some((frame.x(self.figure.bars.points.len() + i), frame.y(&self.left, value(point)?)))
        })
    }
}

//! Monthly series and the tasks set on them, as forecasters pass them around:
//! `unique_id,ds,y` and `task_id,unique_id,cutoff,h`, gzipped or not. Read row by
//! row, for such files are large. A value that is not a number is a gap; a row
//! that cannot be read, or says a month twice, is a complaint with its line.

use std::{
    collections::HashMap,
    io::{Cursor, Read},
};

use csv::StringRecord;
use yalu_trade::{Complaint, Place};

/// A series as it was read.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SeriesRead {
    /// Its name.
    pub id: String,
    /// Its first month, as months since the year 0.
    pub first: i32,
    /// Month by month without a break; `NaN` where nothing is known.
    pub values: Vec<f64>,
}

/// A forecast that is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Task {
    /// Its name.
    pub id: String,
    /// Of which series.
    pub series: String,
    /// The last month that is known, as months since the year 0, and how many
    /// months ahead of it; or why that could not be read.
    pub asked: Result<(i32, usize), String>,
    /// Its line in the file.
    pub line: usize,
}

/// No file of series holds more text than this; a gzipped file that does is not one.
const MOST_BYTES: u64 = 8 << 30;
/// A series longer than this many months (a thousand years) has a date that slipped.
const LONGEST: i32 = 12_000;
const SERIES: [&str; 3] = ["unique_id", "ds", "y"];
const TASKS: [&str; 4] = ["task_id", "unique_id", "cutoff", "h"];

/// Reads series, in the order in which they are first named. Further columns are not read.
pub fn series(file: &str, bytes: &[u8]) -> (Vec<SeriesRead>, Vec<Complaint>) {
    let mut complaints = Vec::new();
    let mut place: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<Said> = Vec::new();
    each_row(file, bytes, SERIES, &mut complaints, |line, [id, ds, y]| {
        if id.is_empty() {
            return Err(Complaint::error("name", Place::new(file, line, 1), "this row names no series", NAMED));
        }
        let month = month(ds).ok_or_else(|| no_month(file, line, 2, ds))?;
        let value = value(y).ok_or_else(|| {
            let message = format!("`{y}` is not a number");
            Complaint::error("number", Place::new(file, line, 3), message, "write 1234.5; leave it empty where unknown")
        })?;
        let at = match place.get(id) {
            Some(at) => *at,
            None => {
                place.insert(id.to_owned(), found.len());
                found.push(Said { id: id.to_owned(), rows: Vec::new() });
                found.len() - 1
            }
        };
        found[at].rows.push((month, value, line));
        Ok(())
    });
    let series = found.into_iter().filter_map(|said| said.whole(file, &mut complaints)).collect();
    (series, complaints)
}

/// Reads tasks, in their order. Further columns are not read.
pub fn tasks(file: &str, bytes: &[u8]) -> (Vec<Task>, Vec<Complaint>) {
    let mut complaints = Vec::new();
    let mut tasks: Vec<Task> = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    each_row(file, bytes, TASKS, &mut complaints, |line, [id, series, cutoff, h]| {
        if id.is_empty() {
            return Err(Complaint::error("name", Place::new(file, line, 1), "this row names no task", NAMED));
        }
        if let Some(before) = seen.insert(id.to_owned(), line) {
            let message = format!("the task `{id}` stands on line {before} too");
            let hint = "give each task a name of its own; only the first is forecast";
            return Err(Complaint::error("duplicate", Place::new(file, line, 1), message, hint));
        }
        // Tables of other programs write 12.0.
        let ahead = h.strip_suffix(".0").unwrap_or(h).parse().ok().filter(|h| (1..=120).contains(h)).ok_or_else(|| {
            let message = format!("`{h}` is not a number of months ahead");
            Complaint::error("number", Place::new(file, line, 4), message, "write a whole number from 1 to 120")
        });
        let cutoff = month(cutoff).ok_or_else(|| no_month(file, line, 3, cutoff));
        let (asked, told) = match cutoff.and_then(|cutoff| Ok((cutoff, ahead?))) {
            Ok(asked) => (Ok(asked), Ok(())),
            Err(complaint) => (Err(complaint.message.clone()), Err(complaint)),
        };
        tasks.push(Task { id: id.to_owned(), series: series.to_owned(), asked, line });
        told
    });
    (tasks, complaints)
}

const NAMED: &str = "every row has a name in its first column";

fn no_month(file: &str, line: usize, column: usize, text: &str) -> Complaint {
    let message = format!("`{text}` is not a month");
    Complaint::error("period", Place::new(file, line, column), message, "write 2023-10 or 2023-10-01")
}

/// Rows of a series, as they came.
struct Said {
    id: String,
    rows: Vec<(i32, f64, usize)>,
}

impl Said {
    fn whole(mut self, file: &str, complaints: &mut Vec<Complaint>) -> Option<SeriesRead> {
        self.rows.sort_by_key(|(month, _, line)| (*month, *line));
        let (first, last) = (self.rows.first()?.0, self.rows.last()?.0);
        if last - first >= LONGEST {
            let (_, _, line) = self.rows.last()?;
            let message = format!("`{}` would be {} months long", self.id, last - first + 1);
            let hint = "a year in its dates has slipped; the series is left out";
            complaints.push(Complaint::error("period", Place::new(file, *line, 2), message, hint));
            return None;
        }
        let mut values = vec![f64::NAN; usize::try_from(last - first + 1).ok()?];
        let mut before: Option<(i32, usize)> = None;
        for (month, value, line) in self.rows {
            if let Some((_, first_line)) = before.filter(|(known, _)| *known == month) {
                let message = format!("`{}` has this month on line {first_line} too", self.id);
                let hint = "keep one row a month; the first is used";
                complaints.push(Complaint::error("duplicate", Place::new(file, line, 2), message, hint));
                continue;
            }
            values[usize::try_from(month - first).ok()?] = value;
            before = Some((month, line));
        }
        Some(SeriesRead { id: self.id, first, values })
    }
}

/// Hands over each row's fields of the columns wanted, and collects what is said against it.
fn each_row<const N: usize>(
    file: &str,
    bytes: &[u8],
    columns: [&str; N],
    complaints: &mut Vec<Complaint>,
    mut row: impl FnMut(usize, [&str; N]) -> Result<(), Complaint>,
) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(plain(bytes));
    let broken = |line: usize, error: &csv::Error| {
        let hint = "save it as CSV, UTF-8, or gzip that";
        Complaint::error("csv", Place::new(file, line, 0), error.to_string(), hint)
    };
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return complaints.push(broken(1, &error)),
    };
    let at = |name: &str| header.iter().position(|head| head.trim_start_matches('\u{feff}') == name);
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(columns) {
        let Some(found) = at(name) else {
            let message = format!("the column `{name}` is missing");
            let hint = format!("the header is {}", columns.join(","));
            return complaints.push(Complaint::error("missing-column", Place::new(file, 1, 1), message, hint));
        };
        *place = found;
    }
    let mut record = StringRecord::new();
    loop {
        let line = reader.position().line() as usize;
        match reader.read_record(&mut record) {
            Ok(false) => return,
            Ok(true) => {
                let line = record.position().map_or(line, |position| position.line() as usize);
                let told = row(line, places.map(|place| record.get(place).unwrap_or_default()));
                complaints.extend(told.err());
            }
            Err(error) => {
                let line = error.position().map_or(line, |position| position.line() as usize);
                // A stream that cannot be read further would say so for ever, and what came of it is a part.
                if !matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) {
                    let message = format!("the file breaks off in line {line}: {error}");
                    let hint = "get it anew: nothing is forecast from a part of it";
                    return complaints.push(Complaint::error("cut-off", Place::file(file), message, hint));
                }
                complaints.push(broken(line, &error));
            }
        }
    }
}

/// The text of a file, gzipped or not.
fn plain(bytes: &[u8]) -> Box<dyn Read + '_> {
    if bytes.starts_with(&[0x1F, 0x8B]) {
        return Box::new(flate2::read::MultiGzDecoder::new(bytes).take(MOST_BYTES));
    }
    Box::new(Cursor::new(bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes)))
}

/// A month, as months since the year 0: `2023-10`, `2023-10-01`, `2023-10-01 00:00:00`.
fn month(text: &str) -> Option<i32> {
    let bytes = text.as_bytes();
    let day = match bytes.get(7) {
        None => true,
        Some(b'-') => text.get(8..10).and_then(|day| day.parse::<u8>().ok()).is_some_and(|day| (1..=31).contains(&day)),
        Some(_) => false,
    };
    let clock = bytes.get(10).is_none_or(|byte| matches!(byte, b' ' | b'T'));
    let digits = |from: usize, to: usize| text.get(from..to).filter(|t| t.bytes().all(|b| b.is_ascii_digit()));
    let year: i32 = digits(0, 4)?.parse().ok()?;
    let month: i32 = digits(5, 7)?.parse().ok()?;
    (bytes[4] == b'-' && day && clock && (1..=12).contains(&month)).then_some(year * 12 + month - 1)
}

/// A value; empty or not a number is not known.
fn value(text: &str) -> Option<f64> {
    let unknown = ["", "nan", "na", "null", "none", "n/a", "inf", "-inf", "+inf", "infinity", "-infinity"];
    if unknown.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Some(f64::NAN);
    }
    // Too large for a float is as little known as not a number.
    text.parse::<f64>().ok().map(|value| if value.is_finite() { value } else { f64::NAN })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> (Vec<SeriesRead>, Vec<(&'static str, usize)>) {
        let (series, complaints) = series("s.csv", format!("unique_id,ds,y\n{rows}").as_bytes());
        (series, complaints.iter().map(|c| (c.code, c.place.line)).collect())
    }

    #[test]
    fn a_hole_is_a_gap_and_order_does_not_matter() {
        let (series, complaints) = read("a,2020-04-01,4\na,2020-01-01,1\na,2020-02-01,\nb,2020-01,NaN\n");
        assert_eq!((series[0].first, series[0].values.len(), series.len()), (2020 * 12, 4, 2));
        assert_eq!((series[0].values[0], series[0].values[3]), (1.0, 4.0));
        assert!(series[0].values[1].is_nan() && series[0].values[2].is_nan() && complaints.is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        let rows = "a,2020-01-01,1\na,2020-01-31,2\na,2020-13-01,1\na,2020-02-01,1 234\n,2020-01-01,1\na,1.2.2020,3\na,2020-03-01,1e999\n";
        let (series, complaints) = read(rows);
        assert_eq!(complaints, [("period", 4), ("number", 5), ("name", 6), ("period", 7), ("duplicate", 3)]);
        assert_eq!((series[0].values[0], series[0].values.len()), (1.0, 3));
        assert_eq!(read("a,2020-01-01,1\na,9999-01-01,1\n").1, [("period", 3)]);
        assert_eq!(super::series("s.csv", b"id,ds,y\n").1[0].code, "missing-column");
        assert!(super::series("s.csv", b"\x1f\x8bno gzip").1.iter().all(|c| c.code == "csv"));
    }

    #[test]
    fn a_file_that_breaks_off_is_refused_as_a_whole() {
        use std::io::Write;
        let rows: String = (0..3000).map(|i| format!("s{i},2020-{:02}-01,{}\n", i % 12 + 1, i * 7919 % 1009)).collect();
        let mut zip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        zip.write_all(format!("unique_id,ds,y\n{rows}").as_bytes()).expect("memory takes it");
        let whole = zip.finish().expect("memory takes it");
        assert!(super::series("s.csv.gz", &whole).1.is_empty());
        let (_, complaints) = super::series("s.csv.gz", &whole[..whole.len() / 2]);
        assert_eq!(complaints.iter().map(|c| (c.code, c.place.line)).collect::<Vec<_>>(), [("cut-off", 0)]);
    }

    #[test]
    fn tasks_read_and_bad_ones_are_told() {
        let text = "task_id,unique_id,cutoff,h,shift\nt1,a,2020-06-01,12,0.6\nt2,a,2020-06,0\nt1,b,2020-07-01,6\n";
        let (tasks, complaints) = tasks("t.csv", text.as_bytes());
        let expected = Task { id: "t1".to_owned(), series: "a".to_owned(), asked: Ok((2020 * 12 + 5, 12)), line: 2 };
        assert_eq!((tasks.len(), &tasks[0], tasks[1].asked.is_err()), (2, &expected, true));
        assert_eq!(
            complaints.iter().map(|c| (c.code, c.place.line)).collect::<Vec<_>>(),
            [("number", 3), ("duplicate", 4)]
        );
    }
}

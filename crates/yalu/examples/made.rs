//! The maker of records for tests and benches: in each office's own format, from a seed, and
//! coming to what a desk has on file. It is not in the program that is shipped.
//!
//! `cargo run --example made -- --office china-customs --seed 7 --rows 30000 --out made/`

use std::{
    error::Error,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::Parser;
use yalu_observatory::{
    Calibration, Watch, find,
    generator::{self, Made, Named, Shape, known_as},
    made_of,
};
use yalu_trade::{Flow, Period};

/// The offices whose files can be made.
const OFFICES: [&str; 8] = [
    "china-customs",
    "china-customs-tables",
    "un-comtrade",
    "baci",
    "eurostat-comext",
    "korea-customs",
    "kita",
    "us-census",
];

/// Make records of an office, which come to what a desk has on file
#[derive(Parser)]
struct Arguments {
    /// Whose: china-customs, china-customs-tables, un-comtrade, baci, eurostat-comext, korea-customs, kita, us-census
    #[arg(long, value_parser = OFFICES)]
    office: String,
    /// Whatever follows from it, follows again
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// About how many rows: a file is written to its end, so it has somewhat more or fewer
    #[arg(long, default_value_t = 30_000)]
    rows: u64,
    /// The folder to write into
    #[arg(long, default_value = "made")]
    out: PathBuf,
    /// The desk whose printed totals they come to
    #[arg(long, default_value = "dprk")]
    desk: String,
    /// The years
    #[arg(long, default_value = "2022..2023")]
    years: Period,
    /// In which shape UN Comtrade's come: json, csv, bulk
    #[arg(long, default_value = "bulk", value_parser = ["json", "csv", "bulk"])]
    shape: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let (id, files) = find(&arguments.desk)?;
    let watch = Watch::open(&id, &files)?;
    let calibration = watch.calibration(arguments.years, watch.desk.settings.as_of)?;
    let mut err = io::stderr().lock();
    for short in &calibration.short {
        writeln!(err, "left out: {short}")?;
    }
    if calibration.totals.is_empty() {
        return Err("nothing of these years is on file: name others with --years".into());
    }
    fs::create_dir_all(&arguments.out)?;
    for (name, rows) in arguments.make(&watch, &calibration)? {
        writeln!(err, "{}: {rows} rows", arguments.out.join(name).display())?;
    }
    Ok(())
}

type Written = Result<Vec<(String, u64)>, Box<dyn Error>>;

impl Arguments {
    fn make(&self, watch: &Watch, calibration: &Calibration) -> Written {
        let office = self.office.as_str();
        let calibration = &match office {
            "baci" => by_years(calibration),
            "china-customs" | "china-customs-tables" => calibration.clone(),
            // The others know no span of two months.
            _ => apart(calibration),
        };
        let detailed = matches!(office, "china-customs" | "eurostat-comext");
        let (commodities, modes, provinces) = self.sizes(calibration, detailed, office == "china-customs");
        let (spec, named) = made_of(watch, office, calibration, (self.seed, commodities))
            .ok_or_else(|| format!("{office} has no name for {}", watch.desk.settings.economy))?;
        let spec = Made { modes, provinces, ..spec };
        let letters = watch.desk.settings.reporters.first().ok_or("the desk names no reporter")?;
        let reporter = || {
            let known = known_as(office, letters).map(|(code, _)| code);
            known.ok_or_else(|| io::Error::other(format!("{office} has no name for {letters}")))
        };
        let named = named.as_slice();
        let one = |name: &str, make: &mut dyn FnMut(&mut dyn Write) -> io::Result<u64>| -> io::Result<(String, u64)> {
            let mut out = BufWriter::with_capacity(1 << 20, File::create(self.out.join(name))?);
            let rows = make(&mut out)?;
            out.flush()?;
            Ok((name.to_owned(), rows))
        };
        Ok(match office {
            "china-customs" => {
                vec![one("china-customs.csv", &mut |out| generator::china_customs_with(&spec, named, out))?]
            }
            "china-customs-tables" => tables(&spec, &one)?,
            "un-comtrade" => {
                let (shape, name) = match self.shape.as_str() {
                    "json" => (Shape::Json, "comtrade.json"),
                    "csv" => (Shape::Csv, "comtrade.csv"),
                    _ => (Shape::Bulk, "COMTRADE-FINAL-MADE[2025-01-31].txt"),
                };
                vec![one(name, &mut |out| generator::comtrade(&spec, named, &reporter()?, shape, out))?]
            }
            "baci" => {
                let spec = Made { flows: vec![Flow::X], ..spec };
                let year = self.years.last_year();
                let name = format!("BACI_HS22_Y{year}_V202501.csv");
                vec![one(&name, &mut |out| generator::baci(&spec, named, &reporter()?, out))?]
            }
            "eurostat-comext" => {
                vec![one("full_made.dat", &mut |out| generator::comext(&spec, named, &reporter()?, out))?]
            }
            "korea-customs" => vec![one("korea-customs.xml", &mut |out| generator::korea_customs(&spec, named, out))?],
            "kita" => vec![one("K-stat.xlsx", &mut |out| generator::kita(&spec, named, out))?],
            _ => both_flows(&spec, named, &one)?,
        })
    }

    /// How many commodities, modes and provinces it takes to come to so many rows. One commodity
    /// in four rests in a month.
    fn sizes(&self, calibration: &Calibration, modes: bool, provinces: bool) -> (usize, usize, usize) {
        let slices = calibration.totals.len() as u64;
        let each = (self.rows / slices.max(1) * 4 / 3).max(100);
        let most = 100_000;
        let parts = each.div_ceil(most).max(1);
        match (modes, provinces) {
            _ if parts == 1 => (each as usize, 0, 0),
            (true, true) => {
                let modes = parts.min(6);
                ((each / (modes * parts.div_ceil(modes))) as usize, modes as usize, parts.div_ceil(modes) as usize)
            }
            (true, false) => ((each / parts) as usize, parts as usize, 0),
            _ => (most as usize, 0, 0),
        }
    }
}

type One<'a> = dyn Fn(&str, &mut dyn FnMut(&mut dyn Write) -> io::Result<u64>) -> io::Result<(String, u64)> + 'a;

/// A table for each month.
fn tables(spec: &Made, one: &One<'_>) -> io::Result<Vec<(String, u64)>> {
    let mut months: Vec<Period> =
        spec.partners.iter().flat_map(|partner| partner.totals.iter().map(|(month, ..)| *month)).collect();
    months.sort_unstable();
    months.dedup();
    let table = |month: Period| {
        let name = format!("{}.csv", month.last_month());
        one(&name, &mut |out| generator::china_table(spec, month, out))
    };
    months.into_iter().map(table).collect()
}

/// A file for each flow.
fn both_flows(spec: &Made, named: &[Named], one: &One<'_>) -> io::Result<Vec<(String, u64)>> {
    [(Flow::X, "exports.json"), (Flow::M, "imports.json")]
        .into_iter()
        .map(|(flow, name)| {
            let spec = Made { flows: vec![flow], ..spec.clone() };
            one(name, &mut |out| generator::us_census(&spec, named, out))
        })
        .collect()
}

/// Years instead of months.
fn by_years(calibration: &Calibration) -> Calibration {
    let year = |period: Period| Period::year(period.first_year());
    let mut years = Calibration::default();
    for (period, flow, total) in &calibration.totals {
        match years.totals.iter_mut().find(|(known, f, _)| (*known, *f) == (year(*period), *flow)) {
            Some((.., sum)) => *sum += total,
            None => years.totals.push((year(*period), *flow, *total)),
        }
    }
    for one in &calibration.named {
        let of =
            |known: &&mut Named| (known.period, known.flow, &known.code) == (year(one.period), one.flow, &one.code);
        match years.named.iter_mut().find(of) {
            Some(known) => {
                known.value += one.value;
                known.kilograms = known.kilograms.zip(one.kilograms).map(|(a, b)| a + b);
            }
            None => years.named.push(Named { period: year(one.period), ..one.clone() }),
        }
    }
    years
}

/// January and February by themselves, each with half.
fn apart(calibration: &Calibration) -> Calibration {
    let halves = |period: Period, value: u64| -> Vec<(Period, u64)> {
        if period.is_month() {
            return vec![(period, value)];
        }
        vec![(period.first_month(), value / 2), (period.last_month(), value - value / 2)]
    };
    let totals = calibration.totals.iter().flat_map(|(period, flow, total)| {
        halves(*period, *total).into_iter().map(move |(month, total)| (month, *flow, total))
    });
    let named = calibration.named.iter().flat_map(|one| {
        let weights = one.kilograms.map(|kilograms| halves(one.period, kilograms));
        halves(one.period, one.value).into_iter().enumerate().map(move |(at, (period, value))| Named {
            period,
            value,
            kilograms: weights.as_ref().map(|weights| weights[at].1),
            ..one.clone()
        })
    });
    Calibration { totals: totals.collect(), named: named.collect(), short: Vec::new() }
}

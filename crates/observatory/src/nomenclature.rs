//! The user's tables of classifications, in a folder beside the lake: one CSV a
//! table, each put in place whole or not at all. From them comes the concordance.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use yalu_measure::concordance::{Concordance, Family, families};
use yalu_source::{Nomenclated, kept, nomenclature_table};
use yalu_trade::{CodeList, Complaint, Correlation, Place};

/// Why tables cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum NoShelf {
    /// The lake is not a folder here.
    #[error("tables are kept in a folder, and the lake `{0}` is an address")]
    Address(String),
    /// The folder or a file in it.
    #[error("{path}: {why}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
}

/// The folder in which the tables of a lake are kept.
pub struct Shelf {
    folder: PathBuf,
}

/// A table that was put on the shelf.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// Its file.
    pub path: PathBuf,
    /// What it is.
    pub table: Nomenclated,
    /// It was there already, with the same rows.
    pub known: bool,
}

/// What a correlation adds up to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sums {
    /// Rows.
    pub pairs: usize,
    /// Codes of the one side.
    pub from: usize,
    /// Codes of the other.
    pub to: usize,
    /// Product groups: the connected components of both sides together.
    pub groups: usize,
    /// Of these, by how many stand against how many: `1:1`, `1:n`, `n:1`, `n:n`.
    pub kinds: [(&'static str, usize); 4],
    /// The codes of the largest groups, both sides together.
    pub largest: Vec<usize>,
}

/// How many of the largest groups are told.
const LARGEST: usize = 8;

impl Sums {
    /// The sums of a correlation.
    pub fn of(table: &Correlation) -> Self {
        let families = families(table);
        let count = |kind| (kind, families.iter().filter(|family| family.kind() == kind).count());
        let mut sizes: Vec<usize> = families.iter().map(|family| family.from.len() + family.to.len()).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        sizes.truncate(LARGEST);
        let side = |pick: fn(&Family) -> usize| families.iter().map(pick).sum();
        Self {
            pairs: table.pairs.len(),
            from: side(|family| family.from.len()),
            to: side(|family| family.to.len()),
            groups: families.len(),
            kinds: ["1:1", "1:n", "n:1", "n:n"].map(count),
            largest: sizes,
        }
    }
}

impl Shelf {
    /// The shelf of a lake that is a folder.
    pub fn of(lake: &str) -> Result<Self, NoShelf> {
        if lake.contains("://") {
            return Err(NoShelf::Address(lake.to_owned()));
        }
        Ok(Self { folder: Path::new(lake).join("nomenclature") })
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads a file and puts its table on the shelf; what could not be read is a complaint, and a file of which
    /// nothing could be read changes nothing.
    pub fn add(&self, file: &str, bytes: &[u8]) -> Result<(Option<Shelved>, Vec<Complaint>), NoShelf> {
        let (table, mut complaints) = nomenclature_table(file, bytes);
        let Some(table) = table else { return Ok((None, complaints)) };
        let (name, text) = kept(&table);
        let path = self.folder.join(name);
        let known = fs::read(&path).is_ok_and(|there| there == text.as_bytes());
        if !known {
            self.put(&path, text.as_bytes())?;
        }
        if let Nomenclated::Correlation(correlation) = &table {
            complaints.extend(self.strangers(file, correlation)?);
        }
        Ok((Some(Shelved { path, table, known }), complaints))
    }

    /// Written beside its place and moved there: a reader sees the old file or the new one, never half of one.
    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), NoShelf> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |why| NoShelf::File { path, why }
        };
        fs::create_dir_all(&self.folder).map_err(failed(&self.folder))?;
        let part = path.with_extension(format!("{}.part", std::process::id()));
        fs::write(&part, bytes).and_then(|()| fs::rename(&part, path)).map_err(|why| {
            // Nothing half-written stays behind; there is nothing to do about a file that cannot be removed either.
            drop(fs::remove_file(&part));
            failed(path)(why)
        })
    }

    /// Everything on the shelf, by name. A file that is no table is a complaint.
    pub fn tables(&self) -> Result<(Vec<Nomenclated>, Vec<Complaint>), NoShelf> {
        let (mut tables, mut complaints) = (Vec::new(), Vec::new());
        let failed = |path: &Path, why| NoShelf::File { path: path.to_owned(), why };
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((tables, complaints)),
            Err(error) => return Err(failed(&self.folder, error)),
        };
        let mut paths = Vec::new();
        for entry in entries {
            paths.push(entry.map_err(|why| failed(&self.folder, why))?.path());
        }
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "csv")) {
            let bytes = fs::read(path).map_err(|why| failed(path, why))?;
            let (table, mut told) = nomenclature_table(&path.display().to_string(), &bytes);
            tables.extend(table);
            complaints.append(&mut told);
        }
        Ok((tables, complaints))
    }

    /// The concordance of every table on the shelf, and its code lists.
    pub fn concordance(&self) -> Result<(Concordance, Vec<CodeList>, Vec<Complaint>), NoShelf> {
        let (tables, complaints) = self.tables()?;
        let (mut correlations, mut lists) = (Vec::new(), Vec::new());
        for table in tables {
            match table {
                Nomenclated::Correlation(correlation) => correlations.push(correlation),
                Nomenclated::Codes(list) => lists.push(list),
            }
        }
        Ok((Concordance::new(&correlations), lists, complaints))
    }

    /// Codes of a correlation that the edition's own list has not, and codes of the list that the table leaves out.
    fn strangers(&self, file: &str, table: &Correlation) -> Result<Vec<Complaint>, NoShelf> {
        let (_, lists, _) = self.concordance()?;
        let mut complaints = Vec::new();
        for (edition, codes) in [
            (table.from, table.pairs.iter().map(|pair| pair.0.as_str()).collect::<BTreeSet<_>>()),
            (table.to, table.pairs.iter().map(|pair| pair.1.as_str()).collect()),
        ] {
            let Some(list) = lists.iter().find(|list| list.edition == edition && edition.is_hs()) else { continue };
            let listed: BTreeSet<&str> = list.names.keys().map(String::as_str).filter(|code| code.len() == 6).collect();
            for (codes, what) in [
                (codes.difference(&listed), "are in the table and not in the list"),
                (listed.difference(&codes), "are in the list and not in the table"),
            ] {
                let found: Vec<&str> = codes.copied().collect();
                if !found.is_empty() {
                    let some = found.iter().take(6).copied().collect::<Vec<_>>().join(", ");
                    let message = format!("{} codes of {edition} {what}: {some}", found.len());
                    let hint = "a code that no table has is a group of its own";
                    complaints.push(Complaint::warning("other-codes", Place::file(file), message, hint));
                }
            }
        }
        Ok(complaints)
    }
}

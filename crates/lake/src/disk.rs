//! What only a folder on a disk needs and can do: files are forced onto the disk before
//! the log names them; who writes and who removes files keep out of each other's way;
//! what a writer left that was stopped in the middle of a file is found.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// The file by which writers and the vacuum keep apart. No reader looks at it.
const TURN: &str = ".turn";

/// A table's folder.
#[derive(Clone, Debug)]
pub(crate) struct Disk(PathBuf);

/// While it is held, files that are written and not yet committed are safe from the vacuum;
/// the system takes it back from whoever is stopped.
#[derive(Debug)]
pub(crate) struct Turn {
    _file: File,
}

impl Disk {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// Forces a file of the table onto the disk.
    pub(crate) fn settle(&self, path: &str) -> io::Result<()> {
        File::open(self.0.join(path))?.sync_all()
    }

    /// Waits until nobody removes files; others may write too.
    pub(crate) fn writing(&self) -> io::Result<Turn> {
        let file = self.turn()?;
        file.lock_shared()?;
        Ok(Turn { _file: file })
    }

    /// Waits until nobody writes.
    pub(crate) fn removing(&self) -> io::Result<Turn> {
        let file = self.turn()?;
        file.lock()?;
        Ok(Turn { _file: file })
    }

    fn turn(&self) -> io::Result<File> {
        fs::create_dir_all(&self.0)?;
        OpenOptions::new().create(true).append(true).open(self.0.join(TURN))
    }

    /// Files that writers began and never finished, with their sizes. A file is written under its name and
    /// `#1`, then given its name.
    pub(crate) fn unfinished(&self) -> io::Result<Vec<(PathBuf, u64)>> {
        let mut found = Vec::new();
        for folder in ["", "_delta_log", "_statements"] {
            let entries = match fs::read_dir(self.0.join(folder)) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            for entry in entries {
                let entry = entry?;
                if is_unfinished(&entry.path()) {
                    found.push((entry.path(), entry.metadata()?.len()));
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

fn is_unfinished(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.rsplit_once('#').is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_files_are_told_by_their_names() {
        for (name, is) in [
            ("part-1.parquet#1", true),
            ("00000000000000000007.json#12", true),
            ("part-1.parquet", false),
            ("part#.parquet", false),
            ("a#b", false),
        ] {
            assert_eq!(is_unfinished(Path::new(name)), is, "{name}");
        }
    }

    #[test]
    fn who_removes_waits_for_who_writes() {
        let folder = tempfile::tempdir().expect("a folder");
        let disk = Disk::new(folder.path().to_owned());
        let (one, two) = (disk.writing().expect("a turn"), disk.writing().expect("another"));
        assert!(disk.turn().expect("the file").try_lock().is_err());
        drop((one, two));
        let alone = disk.removing().expect("nobody writes");
        assert!(disk.turn().expect("the file").try_lock_shared().is_err());
        drop(alone);
        disk.writing().expect("nobody removes");
    }
}

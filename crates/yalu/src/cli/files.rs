//! Files that a verb writes: all of them or none, and never over what it reads.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::Failure;

/// A file in memory.
pub(super) struct Rendered {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

/// Puts every file in place whole: written beside its place, then moved there. A link stays one: what it leads to is
/// written.
pub(super) fn write_all(files: &[Rendered], hint: &str) -> Result<(), Failure> {
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |error: io::Error| Failure::new(format!("{path} could not be written: {error}"), hint)
    };
    for Rendered { path, .. } in files {
        match fs::metadata(path) {
            Ok(kind) if kind.is_dir() => {
                let message = format!("{} is a folder", path.display());
                return Err(Failure::new(message, format!("move it away, or {hint}")));
            }
            Ok(kind) if !kind.is_file() => {
                let message = format!("{} is no file: a pipe, or a device", path.display());
                return Err(Failure::new(message, hint));
            }
            _ => {}
        }
    }
    let places: Vec<PathBuf> =
        files.iter().map(|file| fs::canonicalize(&file.path).unwrap_or_else(|_| file.path.clone())).collect();
    let part =
        |path: &Path| path.with_extension(format!("{}.part", path.extension().unwrap_or_default().to_string_lossy()));
    let mut written = files.iter().zip(&places);
    let written = written.try_for_each(|(file, to)| fs::write(part(to), &file.bytes).map_err(failed(&file.path)));
    let placed = written.and_then(|()| places.iter().try_for_each(|to| fs::rename(part(to), to).map_err(failed(to))));
    if placed.is_err() {
        // Nothing half-written stays behind; there is nothing to do about a file that cannot be removed either.
        places.iter().for_each(|to| drop(fs::remove_file(part(to))));
    }
    placed
}

/// Refuses files to write that are files to read.
pub(super) fn apart(to_write: &[&Path], to_read: &[&Path], hint: &str) -> Result<(), Failure> {
    let real = |path: &&Path| fs::canonicalize(path).ok();
    let read: Vec<PathBuf> = to_read.iter().filter_map(real).collect();
    match to_write.iter().find(|path| real(path).is_some_and(|path| read.contains(&path))) {
        Some(path) => {
            let message = format!("{} would be written over, and it is what is read", path.display());
            Err(Failure::new(message, hint))
        }
        None => Ok(()),
    }
}

//! Files that a verb writes: all of them or none.

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

/// Puts every file in place whole: written beside its place, then moved there.
pub(super) fn write_all(files: &[Rendered], hint: &str) -> Result<(), Failure> {
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |error: io::Error| Failure::new(format!("{path} could not be written: {error}"), hint)
    };
    if let Some(taken) = files.iter().find(|file| file.path.is_dir()) {
        return Err(Failure::new(format!("{} is a folder", taken.path.display()), format!("move it away, or {hint}")));
    }
    let part =
        |path: &Path| path.with_extension(format!("{}.part", path.extension().unwrap_or_default().to_string_lossy()));
    let written: Result<(), Failure> =
        files.iter().try_for_each(|file| fs::write(part(&file.path), &file.bytes).map_err(failed(&file.path)));
    let placed = written.and_then(|()| {
        files.iter().try_for_each(|file| fs::rename(part(&file.path), &file.path).map_err(failed(&file.path)))
    });
    if placed.is_err() {
        // Nothing half-written stays behind; there is nothing to do about a file that cannot be removed either.
        files.iter().for_each(|file| drop(fs::remove_file(part(&file.path))));
    }
    placed
}

//! Where desks lie: embedded in the binary, under `./desks/`, or in any folder.

use std::path::{Path, PathBuf};

use yalu_desk::Files;

#[derive(rust_embed::RustEmbed)]
#[folder = "../../desks/"]
#[include = "*.toml"]
#[include = "*.csv"]
#[include = "*.md"]
struct Desks;

/// No desk goes by that name.
#[derive(Debug, thiserror::Error)]
pub enum NotFound {
    /// Neither embedded, nor under `./desks/`, nor a folder.
    #[error("there is no desk `{name}`: not embedded ({embedded}), not under ./desks/, and not a folder")]
    Nowhere {
        /// What was asked for.
        name: String,
        /// What is embedded.
        embedded: String,
    },
    /// A folder or file that could not be read.
    #[error("{path} could not be read: {why}", path = path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
}

/// The files of an embedded desk.
fn embedded(name: &str) -> Option<Files> {
    let prefix = format!("{name}/");
    let files: Files = Desks::iter()
        .filter_map(|path| Some((path.strip_prefix(&prefix)?.to_owned(), Desks::get(&path)?.data.into_owned())))
        .collect();
    (!files.is_empty()).then_some(files)
}

/// The name and files of a desk: an embedded one, one under `./desks/`, or a folder.
/// A folder under `./desks/` comes before an embedded desk of the same name, so that
/// an analyst can take a copy and change it.
pub fn find(name: &str) -> Result<(String, Files), NotFound> {
    let local = Path::new("desks").join(name);
    for folder in [local.as_path(), Path::new(name)] {
        if folder.join("desk.toml").is_file() {
            return Ok((folder_name(folder, name), folder_files(folder)?));
        }
    }
    if let Some(files) = embedded(name) {
        return Ok((name.to_owned(), files));
    }
    let folder = Path::new(name);
    if folder.is_dir() {
        // Without a desk.toml it is no desk, and whatever else lies there is not ours to read.
        return Ok((folder_name(folder, name), Files::new()));
    }
    let mut names: Vec<String> =
        Desks::iter().filter_map(|path| path.split_once('/').map(|(desk, _)| desk.to_owned())).collect();
    names.dedup();
    Err(NotFound::Nowhere { name: name.to_owned(), embedded: names.join(", ") })
}

/// The last part of a folder's path: `.` is called by its real name.
fn folder_name(folder: &Path, asked: &str) -> String {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    real.file_name().map_or_else(|| asked.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// The files of a folder that a desk reads.
pub fn folder_files(folder: &Path) -> Result<Files, NotFound> {
    let mut files = Files::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        let unreadable = |why| NotFound::Unreadable { path: next.clone(), why };
        for entry in std::fs::read_dir(&next).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if hidden {
                continue;
            }
            // Links are not followed into other folders, and only what is a file is read.
            if path.is_dir() && !path.is_symlink() {
                open.push(path);
            } else if path.is_file()
                && path.extension().is_some_and(|ending| ["toml", "csv", "md"].iter().any(|known| ending == *known))
            {
                let bytes = std::fs::read(&path).map_err(|why| NotFound::Unreadable { path: path.clone(), why })?;
                let parts: Vec<String> = path
                    .strip_prefix(folder)
                    .unwrap_or(&path)
                    .iter()
                    .map(|part| part.to_string_lossy().into_owned())
                    .collect();
                files.insert(parts.join("/"), bytes);
            }
        }
    }
    Ok(files)
}

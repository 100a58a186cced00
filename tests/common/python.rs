//! A Python that has the packages of `tests/python/requirements.txt`.

#![allow(dead_code, reason = "every test file takes what it needs of these")]

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use crate::common::{root, skip};

/// A Python in which a module can be imported: `YALU_PYTHON`, that of `.ci/run`, or the system's. Where there is none,
/// the test says so, and how to get it.
pub(crate) fn python(test: &str, modules: &str) -> Option<PathBuf> {
    let named = std::env::var_os("YALU_PYTHON").map(PathBuf::from);
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/yalu-python/bin/python"));
    let candidates = [named, home, Some(PathBuf::from("python3"))].into_iter().flatten();
    let import = format!("import {modules}");
    let able = |python: &PathBuf| {
        let mut command = Command::new(python);
        command.args(["-c", &import]).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let found = candidates.into_iter().find(able);
    if found.is_none() {
        let how = "python3 -m venv ~/.cache/yalu-python && ~/.cache/yalu-python/bin/pip install -r";
        skip(test, &format!("no Python here has {modules}; {how} tests/python/requirements.txt"));
    }
    found
}

/// A script of `tests/python`.
pub(crate) fn script(name: &str) -> PathBuf {
    root().join("tests/python").join(name)
}

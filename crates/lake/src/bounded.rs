//! Work that may get out of hand, such as a stranger's question: done on threads of its
//! own, with room for deep nesting, and left alone once it takes more time or memory than it may.

use std::{
    fs,
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use tokio::runtime::Builder;

use crate::{
    error::{Done, LakeError, unread},
    lake::Lake,
    sql::Bounds,
};

/// How deep its threads may nest; memory is only taken as far as they do.
const STACK: usize = 256 << 20;
/// So many threads of its own may wait for files.
const WAITING: usize = 16;
/// How often its memory is looked at.
const LOOK: Duration = Duration::from_millis(50);
/// The engine counts most of what it takes, and what it does not count may be as much again.
const UNCOUNTED: usize = 2;

/// What comes of some work, or that it went out of its bounds.
pub(crate) fn within<T: Send + 'static>(
    lake: &Lake,
    bounds: Bounds,
    work: impl AsyncFnOnce(&Lake) -> Done<T> + Send + 'static,
) -> Done<T> {
    let threads = Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .max_blocking_threads(WAITING)
        .build()
        .map_err(unread)?;
    let (handle, lake) = (threads.handle().clone(), lake.clone());
    let (send, done) = channel();
    let (begun, before) = (Instant::now(), resident().unwrap_or_default());
    let work = move || {
        let outcome = handle.block_on(work(&lake));
        // The lake has threads too, which must not be the last to go.
        drop(lake);
        let _ = send.send(outcome);
    };
    thread::Builder::new().name("question".to_owned()).stack_size(STACK).spawn(work).map_err(unread)?;
    let outcome = loop {
        match done.recv_timeout(LOOK.min(bounds.time)) {
            Ok(outcome) => break outcome,
            Err(RecvTimeoutError::Disconnected) => break Err(unread("the engine stopped")),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if begun.elapsed() >= bounds.time {
            break Err(LakeError::Question {
                message: format!("no answer within {} seconds", bounds.time.as_secs()),
                hint: "ask for less: fewer tables, months or goods; or allow more with --seconds",
            });
        }
        if resident().is_some_and(|now| now.saturating_sub(before) > UNCOUNTED.saturating_mul(bounds.memory)) {
            break Err(too_much(bounds));
        }
    };
    threads.shutdown_background();
    outcome
}

/// That a question takes too much memory.
pub(crate) fn too_much(bounds: Bounds) -> LakeError {
    LakeError::Question {
        message: format!("the question takes more memory than {} MB", bounds.memory >> 20),
        hint: "ask for less: fewer columns, rows or long texts; or allow more with --memory",
    }
}

/// The memory that the process has in use, in bytes, where the system says it.
fn resident() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse::<usize>().ok()?.checked_mul(1024)
}

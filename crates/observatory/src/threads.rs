//! Work on all cores, answered in order: the same answer on any number of them.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Does the work for each, on so many threads, and gives the answers in the order of what was asked.
pub(crate) fn each<T: Sync, R: Send>(threads: usize, of: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(of.len()));
    let take = || {
        let i = next.fetch_add(1, Ordering::Relaxed);
        of.get(i).map(|item| (i, work(item)))
    };
    let keep = || {
        while let Some(answer) = take() {
            done.lock().unwrap_or_else(PoisonError::into_inner).push(answer);
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads.clamp(1, of.len().max(1)) {
            scope.spawn(keep);
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, answer)| answer).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn answers_come_in_order() {
        let asked: Vec<u32> = (0..100).collect();
        for threads in [0, 1, 3, 200] {
            assert_eq!(super::each(threads, &asked, |n| n * 2), asked.iter().map(|n| n * 2).collect::<Vec<_>>());
        }
        assert!(super::each(4, &[] as &[u32], |n| *n).is_empty());
    }
}

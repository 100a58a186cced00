//! Piles are sorted and written in the background, by so many at once that neither they nor the reader wait for
//! the other for long.

use std::{
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
};

use crate::{
    commit::Staged,
    encode,
    error::{Done, unwritten},
    lake::Lake,
    pile::{Doubled, Pile},
};

/// More writers than this would hold more rows in memory than they gain time.
const MOST: usize = 2;

/// What was written, and what was seen of it.
#[derive(Default)]
pub(crate) struct Written {
    /// The files, in the order of their piles.
    pub(crate) staged: Vec<Staged>,
    pub(crate) doubled: Doubled,
}

/// Those who write, and the way to them.
pub(crate) struct Writers {
    piles: SyncSender<(usize, Pile)>,
    threads: Vec<JoinHandle<Done<Share>>>,
    given: usize,
}

/// What one of them wrote, each file under the number of its pile.
type Share = (Vec<(usize, Staged)>, Doubled);
/// Where they wait for piles; it closes when one of them has failed.
type Queue = Arc<Mutex<Option<Receiver<(usize, Pile)>>>>;

impl Writers {
    pub(crate) fn begin(lake: &Lake, source: &str) -> Done<Self> {
        let (piles, receiver) = sync_channel(0);
        let queue: Queue = Arc::new(Mutex::new(Some(receiver)));
        let writer = |_| {
            let (lake, source, queue) = (lake.clone(), source.to_owned(), Arc::clone(&queue));
            let work = move || work(&lake, &source, &queue);
            thread::Builder::new().name("writer".to_owned()).spawn(work).map_err(unwritten)
        };
        let many = thread::available_parallelism().map_or(1, usize::from).min(MOST);
        Ok(Self { piles, threads: (0..many).map(writer).collect::<Done<Vec<_>>>()?, given: 0 })
    }

    /// Hands over a pile; it is not taken once something has failed.
    pub(crate) fn take(&mut self, pile: Pile) -> bool {
        self.given += 1;
        self.piles.send((self.given, pile)).is_ok()
    }

    /// Waits until everything is written. Where something failed, nothing of it stays.
    pub(crate) fn end(self, lake: &Lake) -> Done<Written> {
        drop(self.piles);
        let (mut files, mut doubled, mut failed) = (Vec::new(), Doubled::default(), None);
        for thread in self.threads {
            match thread.join().unwrap_or_else(|_| Err(unwritten("a writer stopped"))) {
                Ok((written, seen)) => {
                    files.extend(written);
                    doubled.merge(seen);
                }
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        files.sort_unstable_by_key(|(number, _)| *number);
        let staged: Vec<Staged> = files.into_iter().map(|(_, file)| file).collect();
        match failed {
            None => Ok(Written { staged, doubled }),
            Some(error) => {
                lake.runtime.block_on(lake.unstage(&staged));
                Err(error)
            }
        }
    }
}

fn work(lake: &Lake, source: &str, queue: &Queue) -> Done<Share> {
    let next = || queue.lock().ok()?.as_ref()?.recv().ok();
    let (mut files, mut doubled) = (Vec::new(), Doubled::default());
    while let Some((number, pile)) = next() {
        let order = pile.order();
        doubled.add(&pile, &order);
        let rows = encode::rows(&pile, &order, source);
        drop(pile);
        match rows.and_then(|rows| lake.runtime.block_on(lake.stage(&rows))) {
            Ok(file) => files.push((number, file)),
            Err(error) => {
                // Nobody takes another pile.
                queue.lock().map(|mut queue| queue.take()).ok();
                let files: Vec<Staged> = files.into_iter().map(|(_, file)| file).collect();
                lake.runtime.block_on(lake.unstage(&files));
                return Err(error);
            }
        }
    }
    Ok((files, doubled))
}

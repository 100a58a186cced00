//! Maps for the millions of rows of a file, by a hash that is quick and still differs from run to run,
//! so that nobody can write a file whose words all collide.

/// A map that is asked for every row; the order of its keys means nothing.
pub type QuickMap<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;
/// A set that is asked for every row.
pub type QuickSet<K> = std::collections::HashSet<K, foldhash::fast::RandomState>;

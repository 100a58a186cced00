//! What offices give over the network: which requests a wish comes to, and the one
//! door they go through. Nothing here writes a file, waits, or asks what day it is.

pub mod comtrade;
mod door;

pub use door::{Door, Key, Turned};

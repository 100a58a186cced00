//! JSON as it streams in: a list of records anywhere in it is taken one at a time, and
//! no record may be longer than a cap.

use std::{
    cell::Cell,
    fmt,
    io::{self, BufReader, Read},
};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use super::lines::{LONGEST, too_long};

/// A stream that ends where a record is too long.
struct Watched<'a, R> {
    inner: R,
    since: &'a Cell<u64>,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since.get() > LONGEST {
            return Err(io::Error::other(too_long()));
        }
        let read = self.inner.read(buffer)?;
        self.since.set(self.since.get() + read as u64);
        Ok(read)
    }
}

/// How a stream ended.
pub(super) enum Ended {
    /// As it should; what stood beside the list.
    Whole(Map<String, Value>),
    /// In the middle.
    Cut,
    /// It is not JSON, or not of this form.
    Broken(String),
}

/// Reads a list of records: the answer itself, or what it holds under `list`. `each` says whether to go on.
pub(super) fn records<T: DeserializeOwned>(reader: impl Read, list: &str, each: &mut dyn FnMut(T) -> bool) -> Ended {
    let since = Cell::new(0);
    let watched = Watched { inner: BufReader::new(reader), since: &since };
    let mut stream = serde_json::Deserializer::from_reader(watched);
    let mut beside = Map::new();
    let mut stopped = false;
    let answer = Answer { list, rows: Rows { each, since: &since, stopped: &mut stopped }, beside: &mut beside };
    let read = answer.deserialize(&mut stream).and_then(|()| stream.end());
    match read {
        _ if stopped => Ended::Whole(beside),
        Ok(()) => Ended::Whole(beside),
        Err(error) if error.is_eof() => Ended::Cut,
        Err(error) => Ended::Broken(error.to_string()),
    }
}

/// An answer of an API.
struct Answer<'a, T> {
    list: &'a str,
    rows: Rows<'a, T>,
    beside: &'a mut Map<String, Value>,
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Answer<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Answer<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records, or an answer that holds one")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == self.list {
                map.next_value_seed(self.rows.again())?;
            } else {
                let value = map.next_value()?;
                self.beside.insert(key, value);
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, seq: A) -> Result<(), A::Error> {
        self.rows.again().visit_seq(seq)
    }
}

/// A list of records.
struct Rows<'a, T> {
    each: &'a mut dyn FnMut(T) -> bool,
    since: &'a Cell<u64>,
    stopped: &'a mut bool,
}

impl<T> Rows<'_, T> {
    fn again(&mut self) -> Rows<'_, T> {
        Rows { each: self.each, since: self.since, stopped: self.stopped }
    }
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Rows<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Rows<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(record) = seq.next_element::<T>()? {
            self.since.set(0);
            if !(self.each)(record) {
                *self.stopped = true;
                return Err(A::Error::custom("no more is wanted"));
            }
        }
        Ok(())
    }
}

/// A scalar as it is written; a list or a table is `None`, `null` is empty.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(is) => Some(is.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// A record as a table of names; kept apart from [`Value`] so that a list of anything else is refused.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Record(pub(super) Map<String, Value>);

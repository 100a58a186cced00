//! The door to publishers: one question, one answer, within bounds of time and size.
//! It follows no redirect, for a key goes nowhere but where it was meant to, and it
//! tells an answer that may come later from one that will not.

use std::{fmt, io::Read, time::Duration};

use ureq::{Agent, Body, http::Response};
use yalu_trade::{Date, day_number};

/// A key to a publisher's door. It is sent in a header, and never written or shown.
#[derive(Clone)]
pub struct Key(String);

/// Why a question has no answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Turned {
    /// The publisher asks to wait, perhaps so many seconds.
    Wait(Option<u64>, String),
    /// Something broke on the way: another try may do.
    Again(String),
    /// Another try is of no use: why, and what to do.
    No(String, &'static str),
}

/// The door to one publisher.
pub struct Door {
    agent: Agent,
    base: String,
    key: Option<Key>,
    most: u64,
}

/// Under which header a key goes.
const KEY_HEADER: &str = "Ocp-Apim-Subscription-Key";
/// Of an answer that is none, so much is read for its reason.
const REASON: u64 = 4096;

impl Key {
    /// The key in a text: its first word.
    pub fn read(text: &str) -> Option<Self> {
        let key = text.split_whitespace().next()?;
        let shaped = key.len() <= 256 && key.bytes().all(|byte| byte.is_ascii_graphic());
        shaped.then(|| Self(key.to_owned()))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
}

impl fmt::Display for Turned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wait(_, why) | Self::Again(why) | Self::No(why, _) => f.write_str(why),
        }
    }
}

impl Door {
    /// The door at an address; an answer has to come within `time`, and be of no more than `most` bytes.
    pub fn new(base: &str, key: Option<Key>, time: Duration, most: u64) -> Result<Self, Turned> {
        let base = base.trim_end_matches('/');
        let secure = base.starts_with("https://");
        let host = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://"));
        let host = host.map(|rest| rest.split('/').next().unwrap_or_default()).filter(|host| !host.is_empty());
        let Some(host) = host.filter(|host| !host.contains('@')) else {
            return Err(Turned::No(format!("`{base}` is no address"), "write https://, a host and perhaps a path"));
        };
        let here = ["localhost", "127.0.0.1", "[::1]"]
            .iter()
            .any(|own| host.strip_prefix(own).is_some_and(|port| port.is_empty() || port.starts_with(':')));
        if key.is_some() && !secure && !here {
            let message = format!("a key is not sent to {host} in the clear");
            return Err(Turned::No(message, "name an address that begins with https://"));
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(time.min(Duration::from_secs(30))))
            .timeout_global(Some(time))
            .user_agent(concat!("yalu/", env!("CARGO_PKG_VERSION")))
            .accept("application/json");
        Ok(Self { agent: config.build().new_agent(), base: base.to_owned(), key, most })
    }

    /// The whole answer to a question, which is a path with its parameters.
    pub fn get(&self, question: &str) -> Result<Vec<u8>, Turned> {
        let mut request = self.agent.get(format!("{}{question}", self.base));
        if let Some(Key(key)) = &self.key {
            request = request.header(KEY_HEADER, key);
        }
        let mut response = request.call().map_err(broken)?;
        if response.status().as_u16() != 200 {
            return Err(turned(&mut response));
        }
        let mut bytes = Vec::new();
        let reader = response.into_body().into_with_config().limit(self.most.saturating_add(2)).reader();
        let read = reader.take(self.most + 1).read_to_end(&mut bytes);
        read.map_err(|error| Turned::Again(format!("the answer broke off after {} bytes: {error}", bytes.len())))?;
        if bytes.len() as u64 > self.most {
            let message = format!("the answer is longer than {} MB, and was not read to its end", self.most >> 20);
            return Err(Turned::No(message, "ask for fewer periods, partners or codes at a time"));
        }
        Ok(bytes)
    }
}

fn broken(error: ureq::Error) -> Turned {
    match error {
        ureq::Error::Timeout(_) => Turned::Again("no whole answer came in time".to_owned()),
        ureq::Error::BadUri(_) | ureq::Error::InvalidProxyUrl => {
            Turned::No(error.to_string(), "look at the address that was named")
        }
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => {
            Turned::No(format!("no trusted connection: {error}"), "look at the address, and at this machine's clock")
        }
        error => Turned::Again(error.to_string()),
    }
}

/// Why an answer of another status is none.
fn turned(response: &mut Response<Body>) -> Turned {
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let status = response.status().as_u16();
    let (later, date, location) = (header("retry-after"), header("date"), header("location"));
    let said = reason(response);
    let message = if said.is_empty() { format!("status {status}") } else { format!("status {status}: {said}") };
    match status {
        429 | 503 => Turned::Wait(later.and_then(|later| seconds(&later, date.as_deref())), message),
        408 | 500..=599 => Turned::Again(message),
        300..=399 => Turned::No(
            format!("the publisher sends elsewhere, to {}", location.unwrap_or_else(|| "nowhere".to_owned())),
            "if that is its new address, say it with --base",
        ),
        401 => Turned::No(message, "the key is missing or wrong"),
        403 => {
            Turned::No(message, "the key's quota is used up, or it is not for this: come again later, or without it")
        }
        404 => Turned::No(message, "nothing is there: look at the address"),
        _ => Turned::No(message, "the publisher does not take this question"),
    }
}

/// What an error says of itself, on one line: the message of JSON, or the words of a short text.
fn reason(response: &mut Response<Body>) -> String {
    let mut bytes = Vec::new();
    let _ = response.body_mut().as_reader().take(REASON).read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let json: Option<serde_json::Value> = serde_json::from_str(&text).ok();
    let said = json.as_ref().and_then(|json| json.get("message").or_else(|| json.get("error"))?.as_str());
    let said = said.unwrap_or(if text.trim_start().starts_with('<') { "a web page" } else { &text });
    let words: Vec<&str> = said.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !c.is_control()).take(160).collect()
}

/// How long to wait: so many seconds, or until a moment, counted from when the publisher said so.
fn seconds(later: &str, said: Option<&str>) -> Option<u64> {
    if let Ok(seconds) = later.trim().parse() {
        return Some(seconds);
    }
    let wait = moment(later)? - moment(said?)?;
    Some(u64::try_from(wait).unwrap_or(0))
}

/// A moment as HTTP writes it, `Sun, 06 Nov 1994 08:49:37 GMT`, in seconds since 1970.
fn moment(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let [_, day, month, year, time, "GMT"] = text.split_whitespace().collect::<Vec<_>>()[..] else { return None };
    let month = i8::try_from(MONTHS.iter().position(|known| *known == month)? + 1).ok()?;
    let date = Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    let mut parts = time.split(':').map(str::parse::<i64>);
    let mut part = |most: i64| parts.next()?.ok().filter(|part| (0..=most).contains(part));
    let (hour, minute, second) = (part(23)?, part(59)?, part(60)?);
    Some(i64::from(day_number(date)) * 86_400 + hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_in_seconds_or_until_a_moment() {
        let said = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        for (later, said, seconds_to_wait) in [
            ("7", None, Some(7)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", said, Some(30)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", said, Some(0)),
            ("Mon, 07 Nov 1994 08:49:37 GMT", said, Some(86_400)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", None, None),
            ("soon", said, None),
            ("-3", said, None),
        ] {
            assert_eq!(seconds(later, said), seconds_to_wait, "{later}");
        }
        assert_eq!(moment("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
    }

    #[test]
    fn a_key_is_never_shown_nor_sent_in_the_clear() {
        let key = Key::read(" 0123abcd\nrest").expect("a key");
        assert_eq!(format!("{key:?}"), "a key");
        assert!(Key::read(" \n").is_none() && Key::read("ключ").is_none());
        let door = |base: &str, key: Option<&Key>| Door::new(base, key.cloned(), Duration::from_secs(1), 1).map(|_| ());
        assert!(door("http://example.org", Some(&key)).is_err_and(|why| why.to_string().contains("in the clear")));
        assert!(door("http://127.0.0.1.example.org", Some(&key)).is_err());
        for base in ["https://example.org", "http://127.0.0.1:8080", "http://localhost/api"] {
            assert_eq!(door(base, Some(&key)), Ok(()), "{base}");
        }
        assert_eq!(door("http://example.org", None), Ok(()));
        for base in ["example.org", "ftp://example.org", "https://", "https://key@example.org"] {
            assert!(door(base, None).is_err(), "{base}");
        }
    }
}

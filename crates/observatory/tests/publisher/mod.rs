//! A publisher on this machine's own loopback, that answers as UN Comtrade's API does,
//! or misbehaves: plain sockets, nothing between.

use std::{
    io::{ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// What goes over the line.
pub(crate) enum Reply {
    /// A whole answer: status and further header lines, and the body.
    Whole(String, Vec<u8>),
    /// So many bytes more are promised than come.
    Cut(Vec<u8>, usize),
    /// A body without an end.
    Endless,
    /// A byte now and then, for longer than anybody waits.
    Slow,
    /// The line is dropped before anything came.
    Dropped,
}

/// The records that an answer of a preview holds.
pub(crate) const CAP: usize = 500;

/// A request: its path with parameters, and its header lines.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: Vec<String>,
}

pub(crate) struct Publisher {
    pub(crate) base: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Publisher {
    /// Opens; each request, counted from 0, is answered as `reply` says.
    pub(crate) fn open(reply: impl Fn(usize, &Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (seen, reply) = (Arc::clone(&asked), Arc::new(reply));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let (seen, reply) = (Arc::clone(&seen), Arc::clone(&reply));
                thread::spawn(move || serve(stream, &seen, &*reply));
            }
        });
        Self { base, asked }
    }

    /// What was asked, in order.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("nobody failed").clone()
    }

    /// The paths of what was asked for, without questions about releases.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).filter(|path| !path.contains("/getDA/")).collect()
    }
}

fn serve(mut stream: TcpStream, seen: &Mutex<Vec<Asked>>, reply: &dyn Fn(usize, &Asked) -> Reply) {
    let (mut text, mut buffer) = (Vec::new(), [0; 4096]);
    while !text.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(0) => return,
            Ok(read) => text.extend_from_slice(&buffer[..read]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    let mut lines = text.lines().map(str::to_owned);
    let path = lines.next().and_then(|line| line.split(' ').nth(1).map(str::to_owned)).unwrap_or_default();
    let asked = Asked { path, headers: lines.filter(|line| !line.is_empty()).collect() };
    let number = {
        let mut seen = seen.lock().expect("nobody failed");
        seen.push(asked.clone());
        seen.len() - 1
    };
    // A client that goes away is what some of these are about.
    let _ = answer(&mut stream, reply(number, &asked));
}

fn answer(stream: &mut TcpStream, reply: Reply) -> std::io::Result<()> {
    let head = |stream: &mut TcpStream, length: usize| {
        write!(
            stream,
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
        )
    };
    match reply {
        Reply::Whole(status, body) => {
            write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len())?;
            stream.write_all(&body)
        }
        Reply::Cut(body, more) => {
            head(stream, body.len() + more)?;
            stream.write_all(&body)
        }
        Reply::Endless => {
            write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{{\"data\":[")?;
            loop {
                stream.write_all(&[b' '; 64 * 1024])?;
            }
        }
        Reply::Slow => {
            head(stream, 1000)?;
            for _ in 0..1000 {
                stream.write_all(b" ")?;
                thread::sleep(Duration::from_millis(100));
            }
            Ok(())
        }
        Reply::Dropped => Ok(()),
    }
}

/// An answer as the API gives it.
pub(crate) fn json(body: impl Into<Vec<u8>>) -> Reply {
    Reply::Whole("200 OK\r\ncontent-type: application/json".to_owned(), body.into())
}

fn parameter<'a>(path: &'a str, name: &str) -> Option<&'a str> {
    path.split(['?', '&']).find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// Partners that trade, beside the world.
pub(crate) const PARTNERS: [u16; 4] = [408, 410, 643, 842];

/// What UN Comtrade would answer: a row for each period, flow, partner and code asked for, cut off at the cap.
/// The value of a row is its number; `AG2` stands for the chapters 01 to 97.
pub(crate) fn comtrade(path: &str, partners: &[u16]) -> Reply {
    if path.contains("/getDA/") {
        let periods: Vec<&str> = parameter(path, "period").unwrap_or_default().split(',').collect();
        let one = |period: &&str| {
            let year: i32 = period[..4].parse().expect("a year");
            format!(
                r#"{{"typeCode":"C","period":{period},"reporterCode":156,"classificationCode":"H6","lastReleased":"{}-05-14T00:00:00"}}"#,
                year + 1
            )
        };
        let list: Vec<String> = periods.iter().map(one).collect();
        return json(format!(
            r#"{{"elapsedTime":"0 secs","count":{},"data":[{}],"error":""}}"#,
            list.len(),
            list.join(",")
        ));
    }
    let list = |name: &str| parameter(path, name).map(|list| list.split(',').map(str::to_owned).collect::<Vec<_>>());
    let partners: Vec<u16> = match list("partnerCode") {
        Some(asked) => partners.iter().copied().filter(|partner| asked.contains(&partner.to_string())).collect(),
        None => partners.to_vec(),
    };
    let codes: Vec<String> = list("cmdCode")
        .unwrap_or_default()
        .into_iter()
        .flat_map(|code| match code.as_str() {
            "AG2" => (1..=97).map(|chapter| format!("{chapter:02}")).collect(),
            _ => vec![code],
        })
        .collect();
    let mut rows = Vec::new();
    for period in list("period").unwrap_or_default() {
        for flow in list("flowCode").unwrap_or_default() {
            for partner in &partners {
                for code in &codes {
                    rows.push(row(&period, &flow, *partner, code));
                }
            }
        }
    }
    rows.truncate(CAP);
    json(format!(r#"{{"elapsedTime":"0 secs","count":{},"data":[{}],"error":""}}"#, rows.len(), rows.join(",")))
}

fn row(period: &str, flow: &str, partner: u16, code: &str) -> String {
    let (frequency, month) = if period.len() == 4 { ("A", "52") } else { ("M", &period[4..]) };
    let level = if code == "TOTAL" { 0 } else { code.len() };
    let value = u64::from(partner) * 1000 + code.bytes().map(u64::from).sum::<u64>();
    format!(
        r#"{{"typeCode":"C","freqCode":"{frequency}","refYear":{},"refMonth":{month},"period":"{period}","reporterCode":156,"flowCode":"{flow}","partnerCode":{partner},"partner2Code":0,"classificationCode":"H6","cmdCode":"{code}","aggrLevel":{level},"customsCode":"C00","mosCode":"0","motCode":0,"qtyUnitCode":-1,"qty":null,"netWgt":null,"cifvalue":null,"fobvalue":null,"primaryValue":{value}.0,"legacyEstimationFlag":0,"isReported":true,"isAggregate":true}}"#,
        &period[..4],
        month = month.trim_start_matches('0'),
    )
}

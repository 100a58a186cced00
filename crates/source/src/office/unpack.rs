//! What files come wrapped in: gzip and zip, a member at a time, as a stream. A wrapper
//! is never larger inside than a cap allows, never holds another wrapper, and its names
//! never lead out of it.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use flate2::{Crc, read::DeflateDecoder, read::MultiGzDecoder};
use yalu_trade::{Complaint, Place};
use zip::{CompressionMethod, ZipArchive};

/// A file that can be read from any place.
pub trait Source: Read + Seek + Send {}

impl<T: Read + Seek + Send> Source for T {}

/// Opens a file from its beginning.
pub type OpenSource<'a> = &'a (dyn Fn() -> io::Result<Box<dyn Source>> + Sync);

/// How much a wrapper may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Caps {
    /// Bytes of one member, unpacked.
    pub unpacked: u64,
    /// Times its packed length; what is under 64 MiB may be more.
    pub ratio: u64,
    /// Members.
    pub members: usize,
}

impl Default for Caps {
    fn default() -> Self {
        Self { unpacked: 64 << 30, ratio: 250, members: 10_000 }
    }
}

/// A small member may be packed as well as it likes.
const SMALL: u64 = 64 << 20;

/// Where a tar says that it is one.
const TAR_AT: usize = 257;

/// A file inside a wrapper, or a file that has none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Its name: the file's own, or the wrapper's and, after `!`, the member's.
    pub name: String,
    how: How,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum How {
    Plain,
    Gzip { most: u64 },
    Zip { at: u64, packed: u64, unpacked: u64, crc: u32, deflated: bool },
}

/// The members of a file, in order, and what was refused. A workbook is a zip too, and is no wrapper.
pub fn unpack(name: &str, open: OpenSource<'_>, caps: Caps) -> io::Result<(Vec<Member>, Vec<Complaint>)> {
    let mut magic = Vec::new();
    open()?.take(TAR_AT as u64 + 5).read_to_end(&mut magic)?;
    let plain = |how, name: &str| Member { name: name.to_owned(), how };
    let refused = |code, message: &str, hint: &str| Complaint::error(code, Place::file(name), message, hint);
    if magic.starts_with(b"\x1F\x8B") {
        let length = open()?.seek(SeekFrom::End(0))?;
        let inner = strip(name, &[".gz", ".gzip"]);
        if is_wrapper(inner) {
            return Ok((Vec::new(), vec![refused("nested", "it is packed twice", "unpack it once by hand")]));
        }
        return Ok((vec![plain(How::Gzip { most: most(length, caps) }, inner)], Vec::new()));
    }
    if magic.starts_with(b"7z\xBC\xAF\x27\x1C") || magic.starts_with(b"Rar!") {
        return Ok((
            Vec::new(),
            vec![refused("packed", "7z and rar are not unpacked here", "unpack it first: 7z x FILE")],
        ));
    }
    if magic.get(TAR_AT..).is_some_and(|mark| mark == b"ustar") {
        return Ok((Vec::new(), vec![refused("packed", "tar is not unpacked here", "unpack it first: tar xf FILE")]));
    }
    if !magic.starts_with(b"PK\x03\x04") && !magic.starts_with(b"PK\x05\x06") {
        return Ok((vec![plain(How::Plain, name)], Vec::new()));
    }
    match ZipArchive::new(BufReader::new(open()?)) {
        Ok(archive) if archive.index_for_name("[Content_Types].xml").is_some() => {
            Ok((vec![plain(How::Plain, name)], Vec::new()))
        }
        Ok(archive) => Ok(listed(name, archive, caps)),
        Err(error) => Ok((Vec::new(), vec![refused("zip", &format!("this zip is broken: {error}"), "get it anew")])),
    }
}

fn most(packed: u64, caps: Caps) -> u64 {
    packed.saturating_mul(caps.ratio).max(SMALL).min(caps.unpacked)
}

fn strip<'a>(name: &'a str, endings: &[&str]) -> &'a str {
    let lower = name.to_ascii_lowercase();
    endings.iter().find(|ending| lower.ends_with(*ending)).map_or(name, |ending| &name[..name.len() - ending.len()])
}

fn is_wrapper(name: &str) -> bool {
    strip(name, &[".gz", ".gzip", ".zip", ".7z", ".rar", ".bz2", ".xz", ".tar", ".tgz"]) != name
}

fn listed<R: Read + Seek>(name: &str, mut archive: ZipArchive<R>, caps: Caps) -> (Vec<Member>, Vec<Complaint>) {
    let (mut members, mut complaints) = (Vec::new(), Vec::new());
    if archive.has_duplicate_names() {
        let message = "two files in it have one name, so that only one of them could be read";
        return (
            members,
            vec![Complaint::error("zip", Place::file(name), message, "unpack it by hand, and look what it is")],
        );
    }
    if archive.len() > caps.members {
        let message = format!("it holds {} files; more than {} are not taken", archive.len(), caps.members);
        return (members, vec![Complaint::error("zip", Place::file(name), message, "unpack it by hand")]);
    }
    for index in 0..archive.len() {
        match entry(name, &mut archive, index, caps) {
            Ok(member) => members.extend(member),
            Err((code, message)) => {
                let hint = "unpack it by hand, and look what it is";
                complaints.push(Complaint::error(code, Place::file(name), message, hint));
            }
        }
    }
    (members, complaints)
}

/// A file of a zip; `None` where it is a folder.
fn entry<R: Read + Seek>(
    outer: &str,
    archive: &mut ZipArchive<R>,
    index: usize,
    caps: Caps,
) -> Result<Option<Member>, (&'static str, String)> {
    let file = archive.by_index_raw(index).map_err(|error| ("zip", format!("file {} of it: {error}", index + 1)))?;
    if file.is_dir() {
        return Ok(None);
    }
    let shown: String = String::from_utf8_lossy(file.name_raw()).chars().take(120).collect();
    let safe = file.enclosed_name().filter(|_| !shown.contains(['\\', ':', '\0']) && !shown.starts_with('/'));
    let Some(inner) = safe.as_ref().and_then(|path| path.to_str()) else {
        return Err(("path", format!("`{}` is a name that leads out of it", shown.escape_debug())));
    };
    if inner.chars().any(char::is_control) {
        return Err(("path", format!("`{}` is no name of a file", shown.escape_debug())));
    }
    if file.is_symlink() {
        return Err(("path", format!("`{inner}` is a link to somewhere else")));
    }
    if is_wrapper(inner) {
        return Err(("nested", format!("`{inner}` is packed again")));
    }
    if file.encrypted() {
        return Err(("zip", format!("`{inner}` is locked with a password")));
    }
    let deflated = match file.compression() {
        CompressionMethod::Stored => false,
        CompressionMethod::Deflated => true,
        other => return Err(("zip", format!("`{inner}` is packed by {other}, which is not read"))),
    };
    let (packed, unpacked) = (file.compressed_size(), file.size());
    if unpacked > most(packed, caps) {
        return Err(("bomb", format!("`{inner}` says that {packed} bytes unpack to {unpacked}")));
    }
    let Some(at) = file.data_start() else { return Err(("zip", format!("`{inner}` is nowhere in it"))) };
    let how = How::Zip { at, packed, unpacked, crc: file.crc32(), deflated };
    Ok(Some(Member { name: format!("{outer}!{inner}"), how }))
}

impl Member {
    /// Opens it from its beginning; reading ends with an error where it is larger than it may be, or was changed.
    pub fn open(&self, open: OpenSource<'_>) -> io::Result<Box<dyn Read + Send>> {
        let mut source = BufReader::new(open()?);
        Ok(match self.how {
            How::Plain => Box::new(source),
            How::Gzip { most } => Box::new(Checked::new(MultiGzDecoder::new(source), most, None)),
            How::Zip { at, packed, unpacked, crc, deflated } => {
                source.seek(SeekFrom::Start(at))?;
                let stream = source.take(packed);
                if deflated {
                    Box::new(Checked::new(DeflateDecoder::new(stream), unpacked, Some(crc)))
                } else {
                    Box::new(Checked::new(stream, unpacked, Some(crc)))
                }
            }
        })
    }
}

/// A stream of at most so many bytes, whose sum is checked at its end.
struct Checked<R> {
    inner: R,
    left: u64,
    sum: Crc,
    wanted: Option<u32>,
}

impl<R: Read> Checked<R> {
    fn new(inner: R, most: u64, wanted: Option<u32>) -> Self {
        Self { inner, left: most, sum: Crc::new(), wanted }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if read as u64 > self.left {
            return Err(io::Error::other("it unpacks to more than it says or may"));
        }
        self.left -= read as u64;
        self.sum.update(&buffer[..read]);
        let ended = read == 0 && !buffer.is_empty();
        if ended && self.wanted.is_some_and(|wanted| wanted != self.sum.sum()) {
            return Err(io::Error::other("what is packed was changed: its check sum is another"));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use flate2::{Compression, write::GzEncoder};
    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(bytes).expect("packed");
        packed.finish().expect("packed")
    }

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).expect("started");
            zip.write_all(bytes).expect("packed");
        }
        zip.finish().expect("packed").into_inner()
    }

    fn linked(name: &str, to: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.add_symlink(name, to, SimpleFileOptions::default()).expect("packed");
        zip.finish().expect("packed").into_inner()
    }

    /// Two files of one name.
    fn twins() -> Vec<u8> {
        let mut bytes = zipped(&[("a.csv", b"1"), ("b.csv", b"2")]);
        let ats: Vec<usize> = (0..bytes.len() - 5).filter(|at| &bytes[*at..at + 5] == b"b.csv").collect();
        ats.into_iter().for_each(|at| bytes[at] = b'a');
        bytes
    }

    /// The members and what each holds, or why it was refused.
    fn check(name: &str, bytes: &[u8], caps: Caps) -> Vec<String> {
        let open = || -> io::Result<Box<dyn Source>> { Ok(Box::new(Cursor::new(bytes.to_vec()))) };
        let (members, complaints) = unpack(name, &open, caps).expect("opened");
        let read = |member: &Member| {
            let mut text = String::new();
            match member.open(&open).and_then(|mut reader| reader.read_to_string(&mut text)) {
                Ok(_) => format!("{}={text}", member.name),
                Err(error) => format!("{} {error}", member.name),
            }
        };
        members.iter().map(read).chain(complaints.iter().map(|c| format!("{}: {}", c.code, c.message))).collect()
    }

    #[test]
    fn wrappers_give_their_members() {
        let caps = Caps::default();
        for (name, bytes, expected) in [
            ("a.csv", b"a,b".to_vec(), vec!["a.csv=a,b"]),
            ("a[2023-05-14].gz", gz(b"a,b"), vec!["a[2023-05-14]=a,b"]),
            ("a.gz", [gz(b"a,"), gz(b"b")].concat(), vec!["a=a,b"]),
            ("z.zip", zipped(&[("x/a.csv", b"1"), ("b.csv", b"2")]), vec!["z.zip!x/a.csv=1", "z.zip!b.csv=2"]),
            ("w.xlsx", zipped(&[("[Content_Types].xml", b"")]), vec![]),
        ] {
            let read = check(name, &bytes, caps);
            if name == "w.xlsx" {
                assert!(read.len() == 1 && read[0].starts_with("w.xlsx "), "{read:?}");
            } else {
                assert_eq!(read, expected, "{name}");
            }
        }
    }

    #[test]
    fn tricks_are_refused() {
        let caps = Caps { unpacked: 1 << 20, ratio: 250, members: 3 };
        let bomb = vec![b'0'; 2 << 20];
        for (name, bytes, expected) in [
            ("z.zip", zipped(&[("../../etc/passwd", b"x")]), "path: `../../etc/passwd` is a name that leads out of it"),
            ("z.zip", zipped(&[("/etc/passwd", b"x")]), "path: `/etc/passwd` is a name that leads out of it"),
            ("z.zip", zipped(&[("a\\..\\b", b"x")]), "path: `a\\\\..\\\\b` is a name that leads out of it"),
            ("z.zip", zipped(&[("C:x", b"x")]), "path: `C:x` is a name that leads out of it"),
            ("z.zip", zipped(&[("in.zip", b"x")]), "nested: `in.zip` is packed again"),
            ("a.gz.gz", gz(b"x"), "nested: it is packed twice"),
            ("a.gz", gz(&bomb), "a it unpacks to more than it says or may"),
            (
                "z.zip",
                zipped(&[("1", b""), ("2", b""), ("3", b""), ("4", b"")]),
                "zip: it holds 4 files; more than 3 are not taken",
            ),
            ("a.tar", [vec![0; 257], b"ustar\0".to_vec()].concat(), "packed: tar is not unpacked here"),
            ("z.zip", zipped(&[("\u{1b}[31m.csv", b"x")]), "path: `\\u{1b}[31m.csv` is no name of a file"),
            ("z.zip", linked("a.csv", "/etc/passwd"), "path: `a.csv` is a link to somewhere else"),
            ("z.zip", twins(), "zip: two files in it have one name, so that only one of them could be read"),
            ("a.7z", b"7z\xBC\xAF\x27\x1C..".to_vec(), "packed: 7z and rar are not unpacked here"),
        ] {
            assert_eq!(check(name, &bytes, caps), [expected], "{name}");
        }
        let told = check("z.zip", &zipped(&[("a.csv", &bomb)]), caps);
        assert!(told[0].starts_with("bomb: `a.csv` says that"), "{told:?}");
        let mut changed = zipped(&[("a.csv", b"12345")]);
        let at = changed.windows(5).position(|w| w == b"a.csv").expect("its name") + 6;
        changed[at] ^= 1;
        let told = check("z.zip", &changed, caps);
        assert!(!told[0].ends_with("=12345"), "{told:?}");
        assert!(check("z.zip", b"PK\x03\x04broken", caps)[0].starts_with("zip: this zip is broken"));
        assert!(check("a.gz", &gz(b"hello")[..12], caps)[0].starts_with("a "));
    }
}

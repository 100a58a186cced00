//! Zips and workbooks made by hand, so that they may lie: any name, any size, any mode.

#![allow(dead_code, reason = "every test file takes what it needs of these")]

use std::{
    io::{Read, Write},
    process::{Command, Stdio},
};

/// A file of a zip.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: Vec<u8>,
    pub(crate) packed: Vec<u8>,
    pub(crate) sum: u32,
    pub(crate) unpacked: u32,
    /// Its kind and rights in Unix: a link is 0o120777.
    pub(crate) mode: u32,
}

/// Bytes by `gzip`, which every system has: its stream is the one that a zip holds.
pub(crate) fn gzipped(write: impl FnOnce(&mut dyn Write) + Send) -> Vec<u8> {
    let mut child = Command::new("gzip")
        .args(["-9", "-n", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("gzip starts");
    let mut stdin = child.stdin.take().expect("its input");
    let mut packed = Vec::new();
    std::thread::scope(|scope| {
        scope.spawn(move || write(&mut stdin));
        child.stdout.take().expect("its output").read_to_end(&mut packed).expect("packed");
    });
    assert!(child.wait().expect("it ends").success());
    packed
}

/// Writes the same bytes so often.
pub(crate) fn repeat(out: &mut dyn Write, piece: &[u8], times: u64) {
    for _ in 0..times {
        out.write_all(piece).expect("written");
    }
}

impl Member {
    pub(crate) fn new(name: &str, bytes: &[u8]) -> Self {
        Self::made(name, |out| out.write_all(bytes).expect("written"))
    }

    /// A member that is written while it is packed.
    pub(crate) fn made(name: &str, write: impl FnOnce(&mut dyn Write) + Send) -> Self {
        let stream = gzipped(write);
        let (body, tail) = stream.split_at(stream.len() - 8);
        let number = |at: usize| u32::from_le_bytes(tail[at..at + 4].try_into().expect("four bytes"));
        let name = name.as_bytes().to_vec();
        // A stream of `gzip -n` has ten bytes before its body.
        Self { name, packed: body[10..].to_vec(), sum: number(0), unpacked: number(4), mode: 0o100_644 }
    }
}

/// A zip of some members, in their order.
pub(crate) fn zip(members: &[Member]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for member in members {
        let at = bytes.len() as u32;
        let mut common = Vec::new();
        common.extend([20_u16, 0x0800, 8, 0, 0x21].iter().flat_map(|word| word.to_le_bytes()));
        common.extend([member.sum, member.packed.len() as u32, member.unpacked].iter().flat_map(|n| n.to_le_bytes()));
        common.extend([member.name.len() as u16, 0].iter().flat_map(|word| word.to_le_bytes()));
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(&member.name);
        bytes.extend(&member.packed);
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(&common);
        directory.extend([0_u16; 3].iter().flat_map(|word| word.to_le_bytes()));
        directory.extend([member.mode << 16, at].iter().flat_map(|n| n.to_le_bytes()));
        directory.extend(&member.name);
    }
    let (count, size, at) = (members.len() as u16, directory.len() as u32, bytes.len() as u32);
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count, count].iter().flat_map(|word| word.to_le_bytes()));
    bytes.extend([size, at].iter().flat_map(|n| n.to_le_bytes()));
    bytes.extend([0, 0]);
    bytes
}

/// A workbook of one sheet whose rows are written as XML, and more parts.
pub(crate) fn workbook(rows: impl FnOnce(&mut dyn Write) + Send, more: Vec<Member>) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let kinds = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    let parts = [
        ("[Content_Types].xml", kinds.to_owned()),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                r#"<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
            ),
        ),
    ];
    let mut members: Vec<Member> = parts.iter().map(|(name, text)| Member::new(name, text.as_bytes())).collect();
    members.push(Member::made("xl/worksheets/sheet1.xml", |out| {
        // It says that it has 17 billion cells.
        let open = format!(r#"<worksheet xmlns="{main}"><dimension ref="A1:XFD1048576"/><sheetData>"#);
        out.write_all(open.as_bytes()).expect("written");
        rows(out);
        out.write_all(b"</sheetData></worksheet>").expect("written");
    }));
    members.extend(more);
    zip(&members)
}

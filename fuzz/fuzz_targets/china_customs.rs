//! Whatever the bytes, the query export answers: `cargo +nightly fuzz run china_customs`.

#![no_main]

mod china;

use libfuzzer_sys::fuzz_target;

/// 数据年月,商品编码,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,美元 in GB18030.
const HEADER: &[u8] = b"\xca\xfd\xbe\xdd\xc4\xea\xd4\xc2,\xc9\xcc\xc6\xb7\xb1\xe0\xc2\xeb,\xc3\xb3\xd2\xd7\xbb\xef\xb0\xe9\xb1\xe0\xc2\xeb,\xc3\xb3\xd2\xd7\xbb\xef\xb0\xe9\xc3\xfb\xb3\xc6,\xb5\xda\xd2\xbb\xca\xfd\xc1\xbf,\xb5\xda\xd2\xbb\xbc\xc6\xc1\xbf\xb5\xa5\xce\xbb,\xc3\xc0\xd4\xaa\n";

fuzz_target!(|bytes: &[u8]| {
    china::check("china-customs", "进口.csv", bytes);
    china::check("china-customs", "进口.csv", &[HEADER, bytes].concat());
});

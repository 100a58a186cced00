//! Whatever the bytes, UN Comtrade's reader answers: `cargo +nightly fuzz run office_comtrade`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yalu_source::Said;

mod office;

const TABLE: &[u8] = b"period,reporterCode,flowCode,partnerCode,partner2Code,cmdCode,customsCode,motCode,qtyUnitCode,qty,netWgt,cifvalue,fobvalue,primaryValue\n";

fuzz_target!(|bytes: &[u8]| {
    let said = Said::default();
    office::check("comtrade.json", bytes, &said);
    office::check("comtrade.csv", &[TABLE, bytes].concat(), &said);
    office::check("comtrade.json", &[b"{\"data\":[{\"period\":\"2022\",\"reporterCode\":156,\"partnerCode\":408,", bytes].concat(), &said);
});

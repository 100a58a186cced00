//! Whatever the bytes, the other offices' readers answer: `cargo +nightly fuzz run office_others`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yalu_source::Said;

mod office;

const HEADERS: [&[u8]; 4] = [
    b"t,i,j,k,v,q\n",
    b"REPORTER,PARTNER,PRODUCT_NC,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,QUANTITY_KG,QUANTITY_SUPPL_UNIT\n",
    b"<response><header><resultCode>00</resultCode></header><body><items>",
    b"[[\"CTY_CODE\",\"E_COMMODITY\",\"ALL_VAL_MO\",\"time\"],",
];

fuzz_target!(|bytes: &[u8]| {
    for header in HEADERS {
        office::check("x", &[header, bytes].concat(), &Said::default());
    }
});

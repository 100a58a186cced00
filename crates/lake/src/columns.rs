//! The table: one row an observation, with the days from and until which it
//! stood. The same list makes the table, its files and the answers of `DESCRIBE`.

use std::sync::{Arc, LazyLock};

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use deltalake_core::kernel::{DataType as DeltaType, PrimitiveType, StructField};
use yalu_trade::{MASS_PLACES, MONEY_PLACES};

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Holds {
    /// Words; none is empty.
    Words,
    /// A day.
    Day,
    /// A small whole number.
    Small,
    /// A large whole number.
    Large,
    /// Yes or no.
    Flag,
    /// Money, in hundredths.
    Money,
    /// A weight or a quantity, in thousandths.
    Mass,
}

/// A column: its name, what it holds, whether it can be absent, and what it says.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) holds: Holds,
    pub(crate) absent: bool,
    pub(crate) says: &'static str,
}

const fn column(name: &'static str, holds: Holds, absent: bool, says: &'static str) -> Column {
    Column { name, holds, absent, says }
}

/// The columns in their order.
pub(crate) const COLUMNS: [Column; 34] = [
    column("source", Holds::Words, false, "which office's layout it was read from"),
    column("reporter", Holds::Words, false, "whose records, in ISO 3166 letters"),
    column("partner", Holds::Words, false, "with whom they trade"),
    column("flow", Holds::Words, false, "X, M, RX, RM … from the reporter's side"),
    column("period", Holds::Words, false, "2023, 2023-10, 2023-01..2023-02"),
    column("start", Holds::Day, false, "the first day of the period"),
    column("months", Holds::Small, false, "how many months it has"),
    column("nomenclature", Holds::Words, false, "the list its code is from"),
    column("commodity", Holds::Words, false, "its code, or TOTAL"),
    column("level", Holds::Small, false, "how many digits the code has; 0 for TOTAL"),
    column("mode", Holds::Words, false, "the trade mode, empty for all"),
    column("province", Holds::Words, false, "the province, empty for all"),
    column("transport", Holds::Words, false, "the means of transport, empty for all"),
    column("via", Holds::Words, false, "the second partner, empty for all"),
    column("dims", Holds::Small, false, "which of mode (1), province (2), transport (4), via (8) it is broken down by"),
    column("value", Holds::Money, true, "how much money; absent where it is kept back"),
    column("currency", Holds::Words, false, "of which currency"),
    column("valuation", Holds::Words, false, "FOB, CIF, or empty"),
    column("coverage", Holds::Words, false, "what is included"),
    column("weight_kg", Holds::Mass, true, "how heavy"),
    column("quantity", Holds::Mass, true, "how many"),
    column("unit", Holds::Words, false, "of what"),
    column("quantity2", Holds::Mass, true, "how many, counted otherwise"),
    column("unit2", Holds::Words, false, "of what"),
    column("status", Holds::Words, false, "what the row says of itself"),
    column("quarantine", Holds::Words, false, "why it is held back; empty where it is not"),
    column("vintage", Holds::Day, false, "the day it was released"),
    column("vintage_class", Holds::Words, false, "flash, table, detail, revised, yearbook or unstated"),
    column("vintage_assumed", Holds::Flag, false, "nobody said the day: 45 days after the period"),
    column("until", Holds::Day, true, "the day a later release replaced it; absent while it stands"),
    column("chapter", Holds::Words, false, "the first two digits of its code, or TOTAL"),
    column("file", Holds::Words, false, "the file it was read from"),
    column("hash", Holds::Words, false, "the SHA-256 of that file"),
    column("row", Holds::Large, false, "its row in that file"),
];

/// The precision of amounts: eighteen digits fit one machine word.
pub(crate) const PRECISION: u8 = 18;

impl Holds {
    fn arrow(self) -> DataType {
        match self {
            Self::Words => DataType::Utf8View,
            Self::Day => DataType::Date32,
            Self::Small => DataType::Int32,
            Self::Large => DataType::Int64,
            Self::Flag => DataType::Boolean,
            Self::Money => DataType::Decimal128(PRECISION, MONEY_PLACES as i8),
            Self::Mass => DataType::Decimal128(PRECISION, MASS_PLACES as i8),
        }
    }

    fn delta(self) -> Option<DeltaType> {
        let primitive = match self {
            Self::Words => PrimitiveType::String,
            Self::Day => PrimitiveType::Date,
            Self::Small => PrimitiveType::Integer,
            Self::Large => PrimitiveType::Long,
            Self::Flag => PrimitiveType::Boolean,
            Self::Money => PrimitiveType::decimal(PRECISION, MONEY_PLACES as u8).ok()?,
            Self::Mass => PrimitiveType::decimal(PRECISION, MASS_PLACES as u8).ok()?,
        };
        Some(DeltaType::Primitive(primitive))
    }
}

/// The table's columns as its log names them.
pub(crate) fn delta_columns() -> Vec<StructField> {
    let field = |column: &Column| {
        let comment = [("comment", column.says)];
        column.holds.delta().map(|kind| StructField::new(column.name, kind, column.absent).with_metadata(comment))
    };
    COLUMNS.iter().filter_map(field).collect()
}

/// The table's columns as answers have them.
pub(crate) fn schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        let field = |column: &Column| Field::new(column.name, column.holds.arrow(), column.absent);
        Arc::new(Schema::new(COLUMNS.iter().map(field).collect::<Vec<_>>()))
    });
    Arc::clone(&SCHEMA)
}

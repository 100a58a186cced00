//! The fields of a UN Comtrade record, by the names that its API, its bulk files and
//! the CSV of before 2022 give them.

/// A field that is read. The order is of no meaning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Field {
    TypeCode,
    FreqCode,
    RefYear,
    Period,
    ReporterCode,
    ReporterIso,
    FlowCode,
    PartnerCode,
    PartnerIso,
    Partner2Code,
    ClassificationCode,
    CmdCode,
    AggrLevel,
    CustomsCode,
    MosCode,
    MotCode,
    QtyUnitCode,
    QtyUnitAbbr,
    Qty,
    IsQtyEstimated,
    AltQtyUnitCode,
    AltQtyUnitAbbr,
    AltQty,
    IsAltQtyEstimated,
    NetWgt,
    IsNetWgtEstimated,
    CifValue,
    FobValue,
    PrimaryValue,
    LegacyEstimationFlag,
    IsReported,
    IsAggregate,
}

use Field as F;

/// Each name, in small letters and digits alone; the first of a field is the API's.
const NAMES: &[(&str, Field)] = &[
    ("typecode", F::TypeCode),
    ("freqcode", F::FreqCode),
    ("refyear", F::RefYear),
    ("year", F::RefYear),
    ("period", F::Period),
    ("reportercode", F::ReporterCode),
    ("reporteriso", F::ReporterIso),
    ("flowcode", F::FlowCode),
    ("tradeflowcode", F::FlowCode),
    ("partnercode", F::PartnerCode),
    ("partneriso", F::PartnerIso),
    ("partner2code", F::Partner2Code),
    ("2ndpartnercode", F::Partner2Code),
    ("classificationcode", F::ClassificationCode),
    ("classification", F::ClassificationCode),
    ("cmdcode", F::CmdCode),
    ("commoditycode", F::CmdCode),
    ("aggrlevel", F::AggrLevel),
    ("aggregatelevel", F::AggrLevel),
    ("customscode", F::CustomsCode),
    ("customsproccode", F::CustomsCode),
    ("moscode", F::MosCode),
    ("motcode", F::MotCode),
    ("modeoftransportcode", F::MotCode),
    ("qtyunitcode", F::QtyUnitCode),
    ("qtyunitabbr", F::QtyUnitAbbr),
    ("qtyunit", F::QtyUnitAbbr),
    ("qty", F::Qty),
    ("isqtyestimated", F::IsQtyEstimated),
    ("altqtyunitcode", F::AltQtyUnitCode),
    ("altqtyunitabbr", F::AltQtyUnitAbbr),
    ("altqtyunit", F::AltQtyUnitAbbr),
    ("altqty", F::AltQty),
    ("isaltqtyestimated", F::IsAltQtyEstimated),
    ("netwgt", F::NetWgt),
    ("netweightkg", F::NetWgt),
    ("isnetwgtestimated", F::IsNetWgtEstimated),
    ("cifvalue", F::CifValue),
    ("ciftradevalue", F::CifValue),
    ("ciftradevalueus", F::CifValue),
    ("fobvalue", F::FobValue),
    ("fobtradevalue", F::FobValue),
    ("fobtradevalueus", F::FobValue),
    ("primaryvalue", F::PrimaryValue),
    ("tradevalueus", F::PrimaryValue),
    ("legacyestimationflag", F::LegacyEstimationFlag),
    ("flag", F::LegacyEstimationFlag),
    ("isreported", F::IsReported),
    ("isaggregate", F::IsAggregate),
];

/// Fields without which a table of records is none.
pub(super) const NEEDED: [(Field, &str); 6] = [
    (F::Period, "period"),
    (F::ReporterCode, "reporterCode"),
    (F::PartnerCode, "partnerCode"),
    (F::FlowCode, "flowCode"),
    (F::CmdCode, "cmdCode"),
    (F::PrimaryValue, "primaryValue"),
];

const COUNT: usize = F::IsAggregate as usize + 1;

impl Field {
    /// The field of that name, however it is spelled.
    pub(super) fn of(name: &str) -> Option<Self> {
        let folded: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        NAMES.iter().find(|(known, _)| *known == folded).map(|(_, field)| *field)
    }
}

/// The fields of one record; an absent one and an empty one are the same.
#[derive(Default)]
pub(super) struct Fields {
    texts: [String; COUNT],
}

impl Fields {
    /// Forgets everything, for the next record.
    pub(super) fn clear(&mut self) {
        self.texts.iter_mut().for_each(String::clear);
    }

    pub(super) fn set(&mut self, field: Field, text: &str) {
        let slot = &mut self.texts[field as usize];
        slot.clear();
        slot.push_str(text.trim());
    }

    pub(super) fn get(&self, field: Field) -> &str {
        &self.texts[field as usize]
    }

    /// Does it say yes? Bulk files write `1` or `True`, the API `true`.
    pub(super) fn says(&self, field: Field) -> bool {
        matches!(self.get(field), "true" | "True" | "TRUE" | "1")
    }

    /// Does it say no?
    pub(super) fn denies(&self, field: Field) -> bool {
        matches!(self.get(field), "false" | "False" | "FALSE" | "0")
    }
}

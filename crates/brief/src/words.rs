//! The few words that the formats themselves print, in each language. The
//! words of a brief are the desk's; these are the furniture.

use yalu_trade::{Absence, Gap, Lang, PaperKind, Vintage};

/// The words of the furniture in one language.
pub(crate) struct Words {
    pub(crate) source: &'static str,
    pub(crate) notes: &'static str,
    pub(crate) papers: &'static str,
    pub(crate) papers_intro: &'static str,
    pub(crate) formula: &'static str,
    pub(crate) rests_on: &'static str,
    pub(crate) also_printed: &'static str,
    pub(crate) as_of: &'static str,
    pub(crate) desk: &'static str,
    pub(crate) not_printed: &'static str,
    pub(crate) bounds: &'static str,
    pub(crate) contested: &'static str,
    /// Beside a month that had not come.
    pub(crate) expected: &'static str,
    pub(crate) off_scale: &'static str,
    pub(crate) month: &'static str,
    pub(crate) low: &'static str,
    pub(crate) high: &'static str,
    pub(crate) reason: &'static str,
    /// `{page}` and `{pages}` stand for the numbers.
    pub(crate) page_of: &'static str,
    /// The list of all papers that are cited.
    pub(crate) register: &'static str,
    pub(crate) contents: &'static str,
    pub(crate) skip: &'static str,
    pub(crate) period: &'static str,
    pub(crate) left_scale: &'static str,
    pub(crate) right_scale: &'static str,
    pub(crate) absent: &'static str,
    pub(crate) months_table: &'static str,
    pub(crate) on_desk: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) coverage: &'static str,
    pub(crate) valuation: &'static str,
    pub(crate) released: &'static str,
    pub(crate) base_released: &'static str,
    pub(crate) assumed: &'static str,
    /// What stands between a label and what it labels.
    pub(crate) colon: &'static str,
}

/// What the list of papers is called, in every language: it quotes, and claims nothing.
pub fn papers_headings() -> [&'static str; 3] {
    Lang::ALL.map(|lang| words(lang).papers)
}

/// The words in a language.
pub(crate) fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Ko => &KO,
        Lang::Zh => &ZH,
    }
}

/// A gap in a language: the kind of absence, and why.
pub(crate) fn gap(gap: &Gap, lang: Lang) -> String {
    let kind = absence(gap.absence, lang);
    if gap.why.is_empty() { kind.to_owned() } else { format!("{kind}{}{}", words(lang).colon, gap.why) }
}

fn absence(absence: Absence, lang: Lang) -> &'static str {
    let [ko, zh] = match absence {
        Absence::NotOnFile => ["자료 없음", "无存档"],
        Absence::NotRecorded => ["기록 없음", "无记录"],
        Absence::Suppressed => ["비공개", "不予公布"],
        Absence::PartnerHidden => ["상대국 비공개", "伙伴未列明"],
        Absence::NotYetPublished => ["미공표", "尚未公布"],
        Absence::Quarantined => ["보류", "暂不采用"],
        Absence::NotDerivable => ["산출 불가", "无法推算"],
    };
    match lang {
        Lang::En => absence.word(),
        Lang::Ko => ko,
        Lang::Zh => zh,
    }
}

/// What a paper is, in a language.
pub(crate) fn paper_kind(kind: PaperKind, lang: Lang) -> &'static str {
    let [ko, zh] = match kind {
        PaperKind::Statement => ["공표치", "公布数"],
        PaperKind::Rate => ["환율", "汇率"],
        PaperKind::Base => ["기준 기간", "基期"],
        PaperKind::Basket => ["품목군", "商品组"],
        PaperKind::Correction => ["정정", "更正"],
        PaperKind::Record => ["기록", "记录"],
    };
    match lang {
        Lang::En => kind.word(),
        Lang::Ko => ko,
        Lang::Zh => zh,
    }
}

/// The day of a release, and whether it is assumed.
pub(crate) fn vintage(vintage: Vintage, words: &Words) -> String {
    let assumed = if vintage.assumed { format!(" ({})", words.assumed) } else { String::new() };
    format!("{}{assumed}", vintage.released)
}

static EN: Words = Words {
    source: "Source",
    notes: "Notes",
    papers: "The papers of every number",
    papers_intro: "What each number rests on: the prints it was taken from or computed from, the formula, and the other prints of the same thing that were on file and not taken.",
    formula: "Formula",
    rests_on: "Rests on",
    also_printed: "Also printed",
    as_of: "As of",
    desk: "Desk",
    not_printed: "neither printed nor given by other prints",
    bounds: "bounds of a coarse, converted or solved figure",
    contested: "prints of this month exclude one another",
    expected: "expected",
    off_scale: "off the scale",
    month: "Month",
    low: "Low",
    high: "High",
    reason: "Why absent",
    page_of: "Page {page} of {pages}",
    register: "The prints and desk files cited",
    contents: "Contents",
    skip: "Skip to the brief",
    period: "Period",
    left_scale: "left scale",
    right_scale: "right scale",
    absent: "no value that month, which is not zero",
    months_table: "The months as a table",
    on_desk: "On the desk",
    unit: "Unit",
    coverage: "Coverage",
    valuation: "Valuation",
    released: "Released",
    base_released: "Base released",
    assumed: "assumed",
    colon: ": ",
};

static KO: Words = Words {
    source: "자료",
    notes: "주",
    papers: "모든 수치의 근거",
    papers_intro: "각 수치가 무엇에 근거하는지: 인용하거나 계산에 쓴 공표치, 산식, 그리고 같은 항목에 대해 있었으나 채택하지 않은 다른 공표치.",
    formula: "산식",
    rests_on: "근거",
    also_printed: "다른 공표치",
    as_of: "기준일",
    desk: "데스크",
    not_printed: "공표되지 않았고 다른 공표치로도 알 수 없음",
    bounds: "반올림이 크거나 환산 또는 산출한 수치의 범위",
    contested: "이 달의 공표치가 서로 어긋남",
    expected: "전망",
    off_scale: "축 범위 밖",
    month: "월",
    low: "하한",
    high: "상한",
    reason: "공백 사유",
    page_of: "{pages}쪽 중 {page}쪽",
    register: "인용한 공표치와 데스크 파일",
    contents: "목차",
    skip: "본문으로 건너뛰기",
    period: "대상 기간",
    left_scale: "좌축",
    right_scale: "우축",
    absent: "값이 없는 달(0이 아님)",
    months_table: "월별 수치 표",
    on_desk: "데스크 위치",
    unit: "단위",
    coverage: "포함 범위",
    valuation: "가격 기준",
    released: "공표일",
    base_released: "비교 기준 공표일",
    assumed: "추정",
    colon: ": ",
};

static ZH: Words = Words {
    source: "资料来源",
    notes: "注",
    papers: "每个数字的依据",
    papers_intro: "每个数字的依据：所引用或用于计算的公布数、公式，以及同一项目已有而未采用的其他公布数。",
    formula: "公式",
    rests_on: "依据",
    also_printed: "其他公布数",
    as_of: "截至",
    desk: "工作台",
    not_printed: "无人公布，亦推不出",
    bounds: "粗略、换算或推得数字的上下限",
    contested: "该月各公布数互相矛盾",
    expected: "预期",
    off_scale: "超出坐标范围",
    month: "月份",
    low: "下限",
    high: "上限",
    reason: "缺失原因",
    page_of: "第 {page} 页，共 {pages} 页",
    register: "所引用的公布数与工作台文件",
    contents: "目录",
    skip: "跳到正文",
    period: "时期",
    left_scale: "左轴",
    right_scale: "右轴",
    absent: "该月无数值（并非零）",
    months_table: "逐月数据表",
    on_desk: "在工作台上",
    unit: "单位",
    coverage: "口径",
    valuation: "计价方式",
    released: "公布日期",
    base_released: "基期公布日期",
    assumed: "推定",
    colon: "：",
};

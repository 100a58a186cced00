//! The few words that the formats themselves print, in each language. The
//! words of a brief are the desk's; these are the furniture.

use yalu_trade::Lang;

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
    pub(crate) off_scale: &'static str,
    pub(crate) month: &'static str,
    pub(crate) low: &'static str,
    pub(crate) high: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) page: &'static str,
}

/// The words in a language.
pub(crate) fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Ko => &KO,
        Lang::Zh => &ZH,
    }
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
    not_printed: "nobody printed this month",
    bounds: "bounds of a coarse or converted print",
    contested: "prints of this month exclude one another",
    off_scale: "off the scale",
    month: "Month",
    low: "Low",
    high: "High",
    reason: "Why absent",
    page: "Page",
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
    not_printed: "이 달의 수치를 공표한 곳이 없음",
    bounds: "반올림이 크거나 환산한 공표치의 범위",
    contested: "이 달의 공표치가 서로 어긋남",
    off_scale: "축 범위 밖",
    month: "월",
    low: "하한",
    high: "상한",
    reason: "공백 사유",
    page: "쪽",
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
    not_printed: "该月无人公布",
    bounds: "粗略或换算公布数的上下限",
    contested: "该月各公布数互相矛盾",
    off_scale: "超出坐标范围",
    month: "月份",
    low: "下限",
    high: "上限",
    reason: "缺失原因",
    page: "页",
};

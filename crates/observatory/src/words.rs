//! The few words that the observatory itself adds to a brief, in each
//! language. Sentences are the desk's.

use yalu_trade::{Flow, Lang, Side};

/// Words of the observatory in one language.
pub(crate) struct Words {
    pub(crate) not_derivable: &'static str,
    pub(crate) left_out: &'static str,
    pub(crate) growth: &'static str,
    pub(crate) million: &'static str,
    pub(crate) rank: &'static str,
    pub(crate) commodity: &'static str,
    pub(crate) share: &'static str,
    pub(crate) change: &'static str,
    pub(crate) top: &'static str,
    pub(crate) place: &'static str,
    pub(crate) says: &'static str,
    pub(crate) printed: &'static str,
    pub(crate) found: &'static str,
    pub(crate) unprinted: &'static str,
    pub(crate) bounded: &'static str,
    pub(crate) contested: &'static str,
    pub(crate) nothing_contradicted: &'static str,
    pub(crate) newest: &'static str,
    pub(crate) assumed: &'static str,
    pub(crate) as_of: &'static str,
    pub(crate) customs: &'static str,
    pub(crate) quoted_share: &'static str,
    pub(crate) none: &'static str,
    pub(crate) ranked: &'static str,
}

pub(crate) fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Ko => &KO,
        Lang::Zh => &ZH,
    }
}

static EN: Words = Words {
    not_derivable: "not derivable",
    left_out: "Left out",
    growth: "Change on a year earlier",
    million: "million",
    rank: "No.",
    commodity: "Commodity",
    share: "Share",
    change: "Change, points",
    top: "Sum of the rows",
    place: "Where",
    says: "What it is",
    printed: "Printed",
    found: "Found",
    unprinted: "Nobody on file printed",
    bounded: "Known within bounds only",
    contested: "Prints on file exclude one another; the finest is shown",
    nothing_contradicted: "Nothing that could be checked is contradicted.",
    newest: "newest release",
    assumed: "assumed",
    as_of: "as of",
    customs: "customs",
    quoted_share: "Shares of {last} are as printed; where a value is on file that excludes the printed share, this is said here",
    none: "none",
    ranked: "Rows are ranked by value; the source presents them as the largest",
};

static KO: Words = Words {
    not_derivable: "도출 불가",
    left_out: "제외",
    growth: "전년 동월 대비 증감률",
    million: "백만",
    rank: "순위",
    commodity: "품목",
    share: "비중",
    change: "증감, %p",
    top: "각 행의 합계",
    place: "위치",
    says: "내용",
    printed: "원문 수치",
    found: "확인된 수치",
    unprinted: "공표된 수치가 없는 달",
    bounded: "범위로만 알려진 달",
    contested: "공표치가 서로 어긋나 가장 정밀한 것을 사용한 달",
    nothing_contradicted: "확인할 수 있는 항목 중 모순은 없다.",
    newest: "최신 공표일",
    assumed: "추정",
    as_of: "기준일",
    customs: "해관",
    quoted_share: "{last}년 비중은 공표된 값이며, 이와 양립하지 않는 금액이 있는 경우 여기에 밝힌다",
    none: "없음",
    ranked: "금액순이며, 자료가 상위 품목으로 제시한 것임",
};

static ZH: Words = Words {
    not_derivable: "无法推算",
    left_out: "略去",
    growth: "同比变化",
    million: "百万",
    rank: "序号",
    commodity: "商品",
    share: "比重",
    change: "变化，百分点",
    top: "各行合计",
    place: "位置",
    says: "内容",
    printed: "原文数字",
    found: "核得数字",
    unprinted: "无人公布的月份",
    bounded: "只知上下限的月份",
    contested: "公布数互相矛盾、采用最精确者的月份",
    nothing_contradicted: "可核对的项目中没有矛盾。",
    newest: "最新发布日",
    assumed: "推定",
    as_of: "截至",
    customs: "海关",
    quoted_share: "{last}年比重为公布数；若另有与之不符的金额，在此说明",
    none: "无",
    ranked: "按金额排列；资料来源称其为最大的若干项",
};

/// What the economy calls a flow, to begin a label.
pub(crate) fn flow(flow: Flow, lang: Lang) -> &'static str {
    match (flow.side(), lang) {
        (Side::Import, Lang::En) => "Imports",
        (Side::Export, Lang::En) => "Exports",
        (Side::Total, Lang::En) => "Trade",
        (Side::Balance, Lang::En) => "Goods balance",
        (Side::Import, Lang::Ko) => "수입",
        (Side::Export, Lang::Ko) => "수출",
        (Side::Total, Lang::Ko) => "교역",
        (Side::Balance, Lang::Ko) => "상품수지",
        (Side::Import, Lang::Zh) => "进口",
        (Side::Export, Lang::Zh) => "出口",
        (Side::Total, Lang::Zh) => "贸易总额",
        (Side::Balance, Lang::Zh) => "货物差额",
    }
}

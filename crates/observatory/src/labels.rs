//! What a number is called where the desk does not say: the flow, the
//! commodity, the period, the measure, and against what.

use yalu_desk::Desk;
use yalu_measure::Scope;
use yalu_trade::{Commodity, Lang, Nomenclature, Quantity, Wording};

use crate::words;

/// What a commodity is called: by its label, its basket or its sector.
pub(crate) fn commodity(commodity: &Commodity, desk: &Desk, nomenclature: &Nomenclature, lang: Lang) -> String {
    let named =
        |label: Option<&Wording>, id: &str| label.map_or_else(|| id.to_owned(), |label| label.in_lang(lang).to_owned());
    match commodity {
        Commodity::Basket(id) => named(desk.basket(id).map(|b| &b.label), id),
        Commodity::Sector(id) => named(desk.sector(id).map(|s| &s.label), id),
        Commodity::Code(code) => format!("{} (HS {code})", nomenclature.name(commodity, lang)),
        Commodity::Total => String::new(),
    }
}

/// The label of a number.
pub(crate) fn number(measure: &str, scope: &Scope, desk: &Desk, nomenclature: &Nomenclature, lang: Lang) -> String {
    let flow = words::flow(scope.flow, lang);
    let period = scope.periods.first().map(ToString::to_string).unwrap_or_default();
    let goods = commodity(&scope.commodity, desk, nomenclature, lang);
    let goods = if goods.is_empty() { goods } else { format!(": {goods}") };
    let coverage =
        if scope.coverage == desk.settings.default_coverage { String::new() } else { format!(" [{}]", scope.coverage) };
    let base = scope.base.as_ref().map_or("", |base| base.label.in_lang(lang));
    let what = said(measure, scope, base, lang);
    let what = if what.is_empty() { what } else { format!(", {what}") };
    format!("{flow}{goods}, {period}{coverage}{what}")
}

fn said(measure: &str, scope: &Scope, base: &str, lang: Lang) -> String {
    let since = scope.since.map(|year| year.to_string()).unwrap_or_default();
    let pick = |en: &str, ko: &str, zh: &str| match lang {
        Lang::En => en.to_owned(),
        Lang::Ko => ko.to_owned(),
        Lang::Zh => zh.to_owned(),
    };
    match (measure, lang) {
        ("recovery" | "multiple", _) if base.is_empty() => {
            pick("against a base that is not named", "기준 기간 미상", "与未说明的基期相比")
        }
        ("level", _) if scope.quantity == Quantity::Weight => pick("weight", "중량", "重量"),
        ("level" | "balance", _) => String::new(),
        ("per-month", _) => pick("per month", "월평균", "月均"),
        ("growth", _) => pick("growth on a year earlier", "전년 대비 증감률", "同比增长"),
        ("two-year-growth", _) => pick("growth on two years earlier", "2년 전 대비 증감률", "与两年前相比"),
        ("share", _) => pick("share of the total", "총액 대비 비중", "占总额比重"),
        ("share-change", _) => pick("change of the share", "비중 변화", "比重变化"),
        ("recovery", Lang::En) => format!("as percent of {base}"),
        ("recovery", Lang::Ko) => format!("{base} 대비 회복률"),
        ("recovery", Lang::Zh) => format!("相当于{base}的百分比"),
        ("multiple", Lang::En) => format!("as a multiple of {base}"),
        ("multiple", Lang::Ko) => format!("{base} 대비 배율"),
        ("multiple", Lang::Zh) => format!("相当于{base}的倍数"),
        ("base-mean", _) => base.to_owned(),
        ("base-finder", _) => pick("as percent of the years named", "표시된 연도 대비 비율", "相当于所列年份的百分比"),
        ("top", Lang::En) => format!("sum of the top {}", scope.top),
        ("top", Lang::Ko) => format!("상위 {}개 품목 합계", scope.top),
        ("top", Lang::Zh) => format!("前{}项合计", scope.top),
        ("top-share", Lang::En) => format!("share of the top {}", scope.top),
        ("top-share", Lang::Ko) => format!("상위 {}개 품목 비중", scope.top),
        ("top-share", Lang::Zh) => format!("前{}项比重", scope.top),
        ("top-share-previous", Lang::En) => format!("last year's share of the top {}", scope.top),
        ("top-share-previous", Lang::Ko) => format!("상위 {}개 품목의 전년 비중", scope.top),
        ("top-share-previous", Lang::Zh) => format!("前{}项上年比重", scope.top),
        ("weight" | "value", _) => String::new(),
        ("sectors", _) => pick("share of the total", "총액 대비 비중", "占总额比重"),
        ("rank", Lang::En) => format!("rank since {since}"),
        ("rank", Lang::Ko) => format!("{since}년 이후 순위"),
        ("rank", Lang::Zh) => format!("{since}年以来位次"),
        ("concentration", _) => {
            pick("concentration (HHI, HS 4 digits)", "집중도(HHI, HS 4단위)", "集中度（HHI，HS四位）")
        }
        ("news", _) => pick("news", "새 소식", "新动向"),
        ("new-items", _) => pick("new items", "신규 품목", "新增商品"),
        ("vanished-items", _) => pick("vanished items", "소멸 품목", "消失商品"),
        ("unusual", _) => pick("unusual rises, robust score", "이례적 증가(강건 점수)", "异常增长（稳健分数）"),
        ("unit-value-outliers", _) => pick("unit value, robust score", "단가(강건 점수)", "单价（稳健分数）"),
        ("hidiroglou-berthelot", _) => {
            pick("unit value as a multiple of a year earlier", "전년 대비 단가 배율", "单价相当于上年的倍数")
        }
        ("residual-partner", _) => {
            pick("residual partners, robust score", "잔여 상대국(강건 점수)", "其余伙伴（稳健分数）")
        }
        ("quoted", _) => pick("as printed by others", "타 기관 공표치", "他方公布数"),
        (other, _) => other.to_owned(),
    }
}

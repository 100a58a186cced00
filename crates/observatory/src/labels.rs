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

/// What a measure's card calls its number, and what the parts of its answer and plain words for a level are called.
fn said(measure: &str, scope: &Scope, base: &str, lang: Lang) -> String {
    let of = |en: &'static str, ko: &'static str, zh: &'static str| match lang {
        Lang::En => en,
        Lang::Ko => ko,
        Lang::Zh => zh,
    };
    let words = match measure {
        "level" if scope.quantity == Quantity::Weight => of("weight", "중량", "重量"),
        "weight" | "value" => "",
        "top-share" => of("share of the top {top}", "상위 {top}개 품목 비중", "前{top}项比重"),
        "top-share-previous" => {
            of("last year's share of the top {top}", "상위 {top}개 품목의 전년 비중", "前{top}项上年比重")
        }
        id => yalu_measure::measure(id).map_or(id, |measure| measure.card().label_in(lang)),
    };
    if base.is_empty() && words.contains("{base}") && measure != "base-mean" {
        return of("against a base that is not named", "기준 기간 미상", "与未说明的基期相比").to_owned();
    }
    let since = scope.since.map(|year| year.to_string()).unwrap_or_default();
    words.replace("{base}", base).replace("{top}", &scope.top.to_string()).replace("{since}", &since)
}

#[cfg(test)]
mod tests {
    use yalu_measure::MEASURES;
    use yalu_trade::Lang;

    /// These are called by flow, goods and period alone.
    const PLAIN: [&str; 2] = ["level", "balance"];

    #[test]
    fn every_measure_is_called_something_in_every_language() {
        for card in MEASURES.iter().map(|measure| measure.card()) {
            for lang in Lang::ALL {
                let label = card.label_in(lang);
                assert_eq!(label.is_empty(), PLAIN.contains(&card.id), "{} in {lang}", card.id);
                let rest =
                    ["{base}", "{top}", "{since}"].iter().fold(label.to_owned(), |rest, name| rest.replace(name, ""));
                assert!(!rest.contains(['{', '}']), "{}: {label}", card.id);
                let own = rest.is_empty() || lang == Lang::En || !rest.is_ascii();
                assert!(own, "{} has no words of its own in {lang}: {label}", card.id);
            }
        }
    }
}

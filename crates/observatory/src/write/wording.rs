//! The words around a brief's numbers: names, releases, sources, units.

use yalu_trade::{Commodity, Lang, Lineage, Paper, PaperKind, ReadError, Vintage, dec};

use super::Writer;
use crate::{labels, print::grouped};

impl Writer<'_> {
    /// What a growth figure was held against: the first release of its base, where the print came
    /// out within a quarter of the period's end and none on file is earlier; otherwise the release by its day.
    pub(super) fn base_release(&mut self, name: &str) -> Result<String, ReadError> {
        let lang = self.lang;
        let year = self.period.shift_years(-1);
        let Some(number) = self.number(name)? else { return Ok(String::new()) };
        let Some(base) = number.base_vintage else { return Ok(String::new()) };
        let day = base.released;
        let earlier =
            number.lineage.papers.iter().filter_map(|paper| paper.vintage).any(|vintage| vintage.released < day);
        let first = base.prompt_for(year) && !base.assumed && !earlier;
        Ok(match (lang, first) {
            (Lang::En, true) => format!("the first release of {year} ({day})"),
            (Lang::En, false) => format!("{year} as released on {base}"),
            (Lang::Ko, true) => format!("{year}년 최초 공표치({day})"),
            (Lang::Ko, false) => format!("{year}년의 {day} 공표치"),
            (Lang::Zh, true) => format!("{year}年首次公布数（{day}）"),
            (Lang::Zh, false) => format!("{year}年于{day}的公布数"),
        })
    }

    pub(super) fn word(&self, name: &str) -> String {
        let desk = &self.watch.desk;
        let settings = &desk.settings;
        let code = |code: &str| code.parse::<Commodity>().unwrap_or(Commodity::Total);
        let labelled = |commodity: &Commodity| labels::commodity(commodity, desk, self.watch.nomenclature, self.lang);
        match name.split_once('.') {
            Some(("commodity", digits)) => self.watch.nomenclature.name(&code(digits), self.lang),
            Some(("hs", digits)) => format!("HS {digits}"),
            Some(("base", id)) => {
                desk.base(id).map_or_else(|| id.to_owned(), |base| base.label.in_lang(self.lang).to_owned())
            }
            Some(("basket", id)) => labelled(&Commodity::Basket(id.to_owned())),
            Some(("sector", id)) => labelled(&Commodity::Sector(id.to_owned())),
            Some(("article", id)) => desk.article(id).map_or_else(|| id.to_owned(), |article| article.short.clone()),
            _ => match name {
                "economy" => settings.name(&settings.economy, self.lang),
                "reporter" => self.reporters(),
                "period" => self.period.to_string(),
                "last" => self.period.shift_years(-1).to_string(),
                "next" => self.period.shift_years(1).to_string(),
                "as_of" => self.as_of.to_string(),
                "forecast_day" => self.forecast_day(),
                other => format!("{{{other}}}"),
            },
        }
    }

    /// What the reporters are called.
    pub(crate) fn reporters(&self) -> String {
        let settings = &self.watch.desk.settings;
        settings.reporters.iter().map(|reporter| settings.name(reporter, self.lang)).collect::<Vec<_>>().join(", ")
    }

    /// The line that ends a figure or table: source, release, day of knowledge.
    pub(crate) fn source<'p>(&self, lineages: impl IntoIterator<Item = &'p Lineage>) -> String {
        let evidence = |paper: &&Paper| matches!(paper.kind, PaperKind::Statement | PaperKind::Record);
        let papers: Vec<&Paper> = lineages.into_iter().flat_map(|lineage| lineage.used()).filter(evidence).collect();
        let of = |kind: PaperKind, name: &dyn Fn(&Paper) -> String| -> Vec<String> {
            let mut names: Vec<String> = papers.iter().filter(|p| p.kind == kind).map(|paper| name(paper)).collect();
            names.sort();
            names.dedup();
            names
        };
        let sources = of(PaperKind::Statement, &|paper| publisher(&paper.source));
        let files = of(PaperKind::Record, &|paper| paper.place.file.clone()).len();
        let said = if sources.len() <= 3 { sources.join("; ") } else { self.many(sources.len()) };
        let words = self.words;
        if papers.is_empty() {
            return format!("{}; {} {}", words.nothing_on_file, words.as_of, self.as_of);
        }
        let mut vintages: Vec<Vintage> = papers.iter().filter_map(|paper| paper.vintage).collect();
        vintages.sort_by_key(|vintage| vintage.released);
        let day = |vintage: &Vintage| {
            let assumed = if vintage.assumed { format!(" ({})", words.assumed) } else { String::new() };
            format!("{}{assumed}", vintage.released)
        };
        let released = match (vintages.first(), vintages.last()) {
            (Some(first), Some(last)) if first.released != last.released => {
                let to = match self.lang {
                    Lang::En => " to ",
                    Lang::Ko => " ~ ",
                    Lang::Zh => "至",
                };
                format!("; {} {}{to}{}", words.vintages, day(first), day(last))
            }
            (Some(only), _) => format!("; {} {}", words.vintage, day(only)),
            _ => String::new(),
        };
        let (printed, recorded) = match self.lang {
            Lang::En => (
                format!("as printed by {said}"),
                if files == 1 { "records in one file".to_owned() } else { format!("records in {files} files") },
            ),
            Lang::Ko => (format!("{said} 공표"), format!("기록 파일 {files}개")),
            Lang::Zh => (format!("{said}公布"), format!("{files}个记录文件")),
        };
        let parts = [(!sources.is_empty()).then_some(printed), (files > 0).then_some(recorded)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let customs = match self.lang {
            Lang::En => format!("{} {}, {}", self.reporters(), words.customs, parts.join("; ")),
            Lang::Ko => format!("{} {}({})", self.reporters(), words.customs, parts.join(", ")),
            Lang::Zh => format!("{}{}（{}）", self.reporters(), words.customs, parts.join("，")),
        };
        format!("{customs}{released}; {} {}", words.as_of, self.as_of)
    }

    fn many(&self, count: usize) -> String {
        match self.lang {
            Lang::En => format!("{count} publishers, named in the papers"),
            Lang::Ko => format!("{count}개 매체·기관, 부록 참조"),
            Lang::Zh => format!("{count}家媒体和机构，见附录"),
        }
    }

    /// The scale at which money stands in tables, in words.
    pub(crate) fn table_unit(&self) -> String {
        let settings = &self.watch.desk.settings;
        let scale = grouped(settings.print_scale, 0);
        match self.lang {
            Lang::En if settings.print_scale == dec!(1) => format!("Unit: {}, %", settings.currency),
            Lang::En => format!("Unit: {scale} {}, %", settings.currency),
            Lang::Ko if settings.print_scale == dec!(10000) && settings.currency.letters() == "USD" => {
                "단위: 만 달러, %".to_owned()
            }
            Lang::Ko => format!("단위: {scale} {}, %", settings.currency),
            Lang::Zh if settings.print_scale == dec!(10000) && settings.currency.letters() == "USD" => {
                "单位：万美元，%".to_owned()
            }
            Lang::Zh => format!("单位：{scale} {}，%", settings.currency),
        }
    }
}

/// Who published: the host of an address, or the source as named.
fn publisher(source: &str) -> String {
    let host = source.split_once("://").map(|(_, rest)| rest.split(['/', ' ', ':']).next().unwrap_or(rest));
    host.map_or_else(|| source.to_owned(), |host| host.trim_start_matches("www.").to_owned())
}

//! `desk.toml`: what is watched, by whom, in which
//! languages and units, on whose day's knowledge, and whose word a print is.

use std::collections::BTreeMap;

use yalu_trade::{AsOf, Authority, Coverage, Currency, Decimal, Hint, Lang, Period, Printed, Rules, Unit, Wording};

use crate::{page::Fields, rules};

/// What a desk watches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The economy watched.
    pub economy: String,
    /// Those whose records it is read through.
    pub reporters: Vec<String>,
    /// The day whose knowledge is the default. Never today.
    pub as_of: AsOf,
    /// The currency that figures are printed in.
    pub currency: Currency,
    /// How many of it tables count as one.
    pub print_scale: Decimal,
    /// The languages that its words are kept in.
    pub languages: Vec<Lang>,
    /// The bases that figures are held against, by name.
    pub default_bases: Vec<String>,
    /// What a total includes unless it is said otherwise.
    pub default_coverage: Coverage,
    /// What economies are called.
    pub names: BTreeMap<String, Wording>,
    /// What else economies are called in reports, by code.
    pub also_called: BTreeMap<String, Vec<String>>,
    /// Whose word a print is, by words in its source or note.
    pub authorities: Vec<AuthorityRule>,
    /// Its thresholds.
    pub rules: Rules,
    /// When a reporter recorded the economy under another name.
    pub hidden: Vec<HiddenRule>,
}

/// A reporter recorded the economy under another name for a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HiddenRule {
    /// Which reporter.
    pub reporter: String,
    /// When.
    pub periods: Vec<Period>,
    /// Under which name.
    pub under: String,
    /// On what grounds.
    pub why: String,
    /// On whose word.
    pub source: String,
}

/// Prints whose source or note has this text are an institute's, or customs'.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuthorityRule {
    /// The text to look for.
    pub text: String,
    /// Whose word such a print is.
    pub authority: Authority,
    /// Why.
    pub why: String,
}

impl Settings {
    /// Everything that an economy is called, in every language.
    pub fn called(&self, economy: &str) -> Vec<String> {
        let named = self.names.get(economy).into_iter().flat_map(|name| name.0.values().cloned());
        named.chain(self.also_called.get(economy).into_iter().flatten().cloned()).collect()
    }

    /// What an economy is called in a language.
    pub fn name(&self, economy: &str, lang: Lang) -> String {
        self.names.get(economy).map_or_else(|| economy.to_owned(), |name| name.in_lang(lang).to_owned())
    }
}

pub(crate) fn settings(fields: &Fields<'_>) -> Option<Settings> {
    let economy = economy(fields);
    let reporters: Vec<String> = fields.texts("reporters").into_iter().map(|(text, _)| text).collect();
    if reporters.is_empty() {
        fields.complain(
            "reporters",
            "missing-key",
            "`reporters` names nobody",
            "write the ISO codes of those whose records are read: [\"CHN\"]",
        );
    }
    let as_of: Option<AsOf> = fields.need_parsed("as_of", "as-of");
    let unit = print_unit(fields);
    let languages = languages(fields);
    let default_bases = fields.texts("default_bases").into_iter().map(|(text, _)| text).collect();
    let default_coverage = fields.parsed("default_coverage", "coverage").unwrap_or_else(Coverage::reported);
    let names = fields.table("names").map(|table| table.wordings()).unwrap_or_default();
    let also_called = fields.table("also_called").map(|table| table.lists()).unwrap_or_default();
    let authorities = fields.tables("authority", authority);
    let hidden = fields.tables("hidden", hidden);
    let rules = fields.table("rules").map(|table| {
        let rules = rules::rules(&table);
        table.close();
        rules
    });
    let (currency, print_scale) = unit?;
    Some(Settings {
        economy: economy?,
        reporters,
        as_of: as_of?,
        currency,
        print_scale,
        languages,
        default_bases,
        default_coverage,
        names: names.into_iter().collect(),
        also_called: also_called.into_iter().collect(),
        authorities,
        rules: rules.unwrap_or_default(),
        hidden,
    })
}

fn economy(fields: &Fields<'_>) -> Option<String> {
    let text = fields.need("economy")?;
    let shaped = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
    if !shaped {
        fields.complain(
            "economy",
            "economy",
            format!("`{text}` is not an economy"),
            "write its ISO code in three capitals: PRK",
        );
    }
    shaped.then_some(text)
}

/// `print_unit = "USD 1e4"`: a currency, and how many of it tables count as one.
fn print_unit(fields: &Fields<'_>) -> Option<(Currency, Decimal)> {
    let Some(text) = fields.text("print_unit") else { return Some((Currency::USD, Decimal::ONE)) };
    let (mut currency, mut scale) = (None, Some(Decimal::ONE));
    for word in text.split_whitespace() {
        match word.parse::<Unit>() {
            Ok(Unit::Money(money)) => currency = Some(money),
            _ => scale = Printed::scale(word).ok(),
        }
    }
    let read = currency.zip(scale);
    if read.is_none() {
        fields.complain(
            "print_unit",
            "unit",
            format!("`{text}` is not a unit to print in"),
            "write a currency and a scale: \"USD 1e4\" for ten thousand dollars",
        );
    }
    read
}

fn languages(fields: &Fields<'_>) -> Vec<Lang> {
    let read = |(text, span): (String, std::ops::Range<usize>)| {
        text.parse::<Lang>().map_err(|message| fields.complain_at(span, "language", message, "write en, ko or zh")).ok()
    };
    let languages: Vec<Lang> = fields.texts("languages").into_iter().filter_map(read).collect();
    if languages.is_empty() { vec![Lang::En] } else { languages }
}

fn hidden(fields: &Fields<'_>) -> Option<HiddenRule> {
    let (reporter, under, why, source) =
        (fields.need("reporter"), fields.need("under"), fields.need("why"), fields.need("source"));
    let period = |(text, span): (String, std::ops::Range<usize>)| {
        let told = |error: yalu_trade::PeriodError| fields.complain_at(span, "period", error.to_string(), error.hint());
        text.parse::<Period>().map_err(told).ok()
    };
    let periods: Vec<Period> = fields.texts("periods").into_iter().filter_map(period).collect();
    if periods.is_empty() {
        fields.complain("periods", "missing-key", "`periods` names none", "write them as [\"2009-08..2009-11\"]");
    }
    Some(HiddenRule { reporter: reporter?, periods, under: under?, why: why?, source: source? })
}

fn authority(fields: &Fields<'_>) -> Option<AuthorityRule> {
    let text = fields.need("text")?;
    let why = fields.need("why")?;
    let authority = match fields.need("is")?.as_str() {
        "table" => Authority::Table,
        "customs" => Authority::Customs,
        "institute" => Authority::Institute,
        other => {
            fields.complain(
                "is",
                "authority",
                format!("`{other}` is not an authority"),
                "write table, customs or institute",
            );
            return None;
        }
    };
    Some(AuthorityRule { text, authority, why })
}

//! The few words that measures say themselves, in every language of ours.

use yalu_trade::{Lang, Wording};

/// The same words three times.
pub(crate) fn three(en: impl Into<String>, ko: impl Into<String>, zh: impl Into<String>) -> Wording {
    Wording([(Lang::En, en.into()), (Lang::Ko, ko.into()), (Lang::Zh, zh.into())].into())
}

/// Words made in each language by itself.
pub(crate) fn each(say: impl Fn(Lang) -> String) -> Wording {
    Wording(Lang::ALL.into_iter().map(|lang| (lang, say(lang))).collect())
}

/// A list as a language sets it.
pub(crate) fn listed<T: ToString>(items: &[T], lang: Lang) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    items.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// A place in an order, in words as far as words go.
pub(crate) fn place(n: usize, lang: Lang) -> String {
    const WORDS: [&str; 9] =
        ["second ", "third ", "fourth ", "fifth ", "sixth ", "seventh ", "eighth ", "ninth ", "tenth "];
    match (lang, n) {
        (_, 0 | 1) => String::new(),
        (Lang::En, n) => WORDS.get(n - 2).map_or_else(|| format!("no. {n} among the "), |word| (*word).to_owned()),
        (Lang::Ko, n) => format!("{n}번째로 "),
        (Lang::Zh, n) => format!("第{n}"),
    }
}

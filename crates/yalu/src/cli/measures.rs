//! The page of all measures, from their cards: docs/measures.md is what this writes.

use std::fmt::Write as _;

use yalu_observatory::MEASURES;
use yalu_trade::{Card, Rules};

const HEAD: &str = "\
<!-- Written from the cards of the measures; do not edit. To renew:
     cargo run --quiet -- table --format md > docs/measures.md -->
# Measures

Every figure of a brief is the answer of a measure, and every measure can be asked alone: `yalu table ID`, in SQL as a
table function (`SELECT * FROM recovery('import', '2023', '2019')`: a flow, periods joined by `+`, a base, reporters
joined by `+`; dashes become underlines), in a brief's plan by its id. Each answers from whatever is known: from the
desk's prints, or with `--lake` from records before prints.

An answer is an interval and a best value; a figure that the evidence does not give is a gap that says what is missing.
X is what a reporter exports (FOB) and the economy imports, M the reverse (CIF); V is a value or with `--weight` a
weight, k goods, t a period, b a base.
";

/// The page.
pub(super) fn page() -> String {
    let cards: Vec<&Card> = MEASURES.iter().map(|measure| measure.card()).collect();
    let mut page = format!("{HEAD}\n| measure | what it says | unit |\n|---|---|---|\n");
    for card in &cards {
        let _ = writeln!(page, "| [`{id}`](#{id}) | {} | {} |", card.title, card.unit, id = card.id);
    }
    for card in &cards {
        let _ = write!(
            page,
            "\n## {}\n{}, in {}.\n\n- Formula: {}\n- Source: {}\n- Needs: {}\n- Mind: {}\n- Example: `yalu table {}`\n",
            card.id,
            card.title,
            card.unit,
            escaped(card.formula),
            escaped(card.citation),
            card.needs,
            card.caveats,
            card.example
        );
    }
    page + &thresholds()
}

/// Characters that Markdown would take for its own.
fn escaped(text: &str) -> String {
    text.replace('*', "\\*").replace('_', "\\_").replace('<', "&lt;")
}

/// What a desk may set in `[rules]`, and what holds where it does not.
fn thresholds() -> String {
    let rules = Rules::default();
    let wedges: Vec<String> = rules.wedges.iter().map(ToString::to_string).collect();
    let rows = [
        ("level", rules.level.to_string(), "digits of the codes that lists of goods are made of; `--level`"),
        ("least_matched", rules.least_matched.to_string(), "percent of the value that a price index must match"),
        ("new_above", rules.new_above.to_string(), "a new item is worth more than this"),
        ("new_before", rules.new_before.to_string(), "and was worth no more than this"),
        ("new_years", rules.new_years.to_string(), "years before that are looked at, for news and by `plausibility`"),
        ("false_alarms", rules.false_alarms.to_string(), "percent of false alarms among alarms that is borne"),
        ("outlier", rules.outlier.to_string(), "a robust score beyond this is an outlier"),
        ("history", rules.history.to_string(), "months that a price or a value is held against"),
        ("wedges", format!("[{}]", wedges.join(", ")), "κ, how much dearer goods are on arrival: the values swept"),
        ("yardsticks", "[]".to_owned(), "reporters whose records with the economy others are held against"),
        ("mixed_up_with", "none".to_owned(), "the economy that this one is mixed up with"),
        ("residual_partners", "[]".to_owned(), "partners under whose name a partner can hide"),
    ];
    let mut page = "\n## What a desk sets\n`[rules]` in its desk.toml; where it says nothing, this holds.\n\n\
                    | key | unless set | what |\n|---|---|---|\n"
        .to_owned();
    for (key, default, what) in rows {
        let _ = writeln!(page, "| `{key}` | {default} | {what} |");
    }
    page
}

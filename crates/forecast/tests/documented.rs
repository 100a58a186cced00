//! docs/forecast.md lists the models that there are, each by its own card.

use std::{fmt::Write as _, fs, path::Path};

use yalu_forecast::MODELS;

const BEGIN: &str = "<!-- models -->";
const END: &str = "<!-- end -->";

#[test]
fn the_page_lists_every_model() {
    let mut table = "| model | what it is | how it says it | after |\n|---|---|---|---|\n".to_owned();
    for card in MODELS.iter().map(|model| model.card()) {
        writeln!(table, "| `{}` | {} | {} | {} |", card.id, card.title, card.formula, card.citation)
            .expect("it is text");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/forecast.md");
    let page = fs::read_to_string(&path).expect("docs/forecast.md");
    let (before, rest) = page.split_once(BEGIN).expect("the table has a place");
    let (there, after) = rest.split_once(END).expect("and an end");
    if std::env::var_os("YALU_WRITE_TABLES").is_some() {
        fs::write(&path, format!("{before}{BEGIN}\n{table}{END}{after}")).expect("it is written");
    } else {
        assert_eq!(there.trim(), table.trim(), "docs/forecast.md says otherwise; YALU_WRITE_TABLES=1 writes it");
    }
}

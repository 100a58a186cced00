//! What holds of every measure.

use std::collections::BTreeSet;

use yalu_measure::{MEASURES, Scope, measure};
use yalu_trade::{Evidence, Lang, Listing, Panel, Place, Quantity, Sector, Wording};

use crate::table::{against, ask, of, scope, some};

#[test]
fn every_measure_has_a_card_that_says_it_all() {
    for measure in MEASURES {
        let card = measure.card();
        for (field, text) in [
            ("id", card.id),
            ("title", card.title),
            ("unit", card.unit),
            ("formula", card.formula),
            ("citation", card.citation),
            ("needs", card.needs),
            ("caveats", card.caveats),
            ("example", card.example),
        ] {
            assert!(!text.trim().is_empty(), "{}: {field}", card.id);
        }
        assert!(card.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", card.id);
    }
}

/// These are called by flow, goods and period alone.
const PLAIN: [&str; 2] = ["level", "balance"];

#[test]
fn every_measure_is_called_something_in_every_language() {
    for card in MEASURES.iter().map(|measure| measure.card()) {
        for lang in Lang::ALL {
            let label = card.label_in(lang);
            assert_eq!(label.is_empty(), PLAIN.contains(&card.id), "{} in {lang}", card.id);
            let names = ["{base}", "{top}", "{since}"];
            let rest = names.iter().fold(label.to_owned(), |rest, name| rest.replace(name, ""));
            assert!(!rest.contains(['{', '}']), "{}: {label}", card.id);
            let own = rest.is_empty() || lang == Lang::En || !rest.is_ascii();
            assert!(own, "{} has no words of its own in {lang}: {label}", card.id);
        }
        assert_eq!(card.example.split_whitespace().next(), Some(card.id), "its example asks it");
    }
}

#[test]
fn a_measure_is_found_by_its_one_name() {
    let ids: BTreeSet<&str> = MEASURES.iter().map(|measure| measure.card().id).collect();
    assert_eq!(ids.len(), MEASURES.len());
    for id in ids {
        assert_eq!(measure(id).expect(id).card().id, id);
    }
    assert!(measure("levels").is_none() && measure("").is_none());
}

/// Scopes of every kind, most of them without something that a measure wants.
fn scopes() -> Vec<Scope> {
    let mut scopes = Vec::new();
    for flow in ["X", "M", "T", "B"] {
        for periods in ["", "2023", "2023-10", "2022 2023"] {
            for commodity in ["TOTAL", "6703", "basket:none", "sector:none"] {
                let plain = of(commodity, scope(flow, periods));
                let sector = Sector {
                    id: "none".to_owned(),
                    label: Wording::en("None"),
                    chapters: Vec::new(),
                    place: Place::default(),
                };
                scopes.push(against("", plain.clone()));
                scopes.push(against("2019 2018", plain.clone()));
                scopes.push(Scope { top: 0, since: Some(2017), sectors: vec![sector], ..plain.clone() });
                scopes.push(Scope { quantity: Quantity::Weight, since: Some(2030), ..plain.clone() });
                scopes.push(plain);
            }
        }
    }
    scopes
}

#[test]
fn nothing_on_file_gives_no_figure_and_says_why() {
    for measure in MEASURES {
        let id = measure.card().id;
        for scope in scopes() {
            let measured = ask(id, &scope, &some(""));
            for row in measured.rows.iter().chain(&measured.total) {
                let gap = row.answer.as_ref().expect_err(id);
                assert!(!gap.why.is_empty(), "{id}");
            }
            if scope.periods.is_empty() {
                assert!(measured.rows.is_empty() && measured.total.is_none(), "{id}");
            }
        }
    }
}

#[test]
fn panels_that_were_not_asked_for_are_no_reason_to_panic() {
    let empty = |listing| Panel { cells: Vec::new(), listing };
    let full = some("X 2023 TOTAL 5\nX 2022 TOTAL 4\nX 2023 6703 1");
    for measure in MEASURES {
        for scope in scopes() {
            let read: Vec<Panel> = measure.asks(&scope).iter().map(|cut| full.read(cut).expect("reads")).collect();
            for count in 0..=read.len() {
                measure.answer(&scope, &read[..count]);
                for listing in [Listing::All, Listing::Top(10), Listing::Some] {
                    measure.answer(&scope, &vec![empty(listing); count]);
                }
            }
        }
    }
}

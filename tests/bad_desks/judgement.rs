//! What an analyst judges: words and their figures, corrections, sanctions, what may come.

use super::broken::*;

#[test]
fn words_bind_what_there_is_and_no_figure_is_typed() {
    check(&[
        Case {
            broken: |desk| desk.edit(ANNUAL, "en = \"Headline\"", "en = \"Headline of 2023\""),
            file: ANNUAL,
            at: At::Text("{ en = \"Headline of 2023\""),
            code: "typed-figure",
            says: "`2023` is a figure typed by hand in the en words",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit(ANNUAL, "en = \"Trade came to {trade} in", "en = \"Trade came to {trades} in"),
            file: ANNUAL,
            at: At::Text("[[block.sentences]]\nen = \"Trade came to {trades}"),
            code: "unknown-name",
            says: "nothing is bound to {trades} in the en words",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit(ANNUAL, "when = [\"trade-growth < 0\"]", "when = [\"trade-grwoth < 0\"]"),
            file: ANNUAL,
            at: At::Text("[[block.sentences]]\nwhen = [\"trade-grwoth < 0\"]"),
            code: "unknown-name",
            says: "the condition names `trade-grwoth`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit(ANNUAL, "flow = \"total\", base = \"2019\"", "flow = \"total\", base = \"2091\""),
            file: ANNUAL,
            at: At::Text("{ id = \"trade-vs-2019\""),
            code: "unknown-base",
            says: "there is no base `2091`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("desk.toml", "default_bases = [\"2019\"", "default_bases = [\"2091\""),
            file: "desk.toml",
            at: At::File,
            code: "unknown-base",
            says: "there is no base `2091`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit(ANNUAL, "claim = \"electricity\" }", "claim = \"electrics\" }"),
            file: ANNUAL,
            at: At::Text("{ id = \"article-electricity\""),
            code: "unknown-claim",
            says: "there is no claim `electrics` of an article `kiep-2023`",
            errors: 1,
        },
    ]);
}

#[test]
fn a_correction_that_is_no_longer_needed_is_told() {
    check(&[
        Case {
            broken: |desk| desk.edit_row(KIEP, "K004w", ",t,1e6,", ",t,1e3,"),
            file: "corrections.toml",
            at: At::Text("[[correction]]\nstatement = \"K004w\""),
            code: "stale-correction",
            says: "statement `K004w` says scale = `1e3`, not `1e6`",
            errors: 2,
        },
        Case {
            broken: |desk| desk.edit("corrections.toml", "\"T479\"", "\"T47\""),
            file: "corrections.toml",
            at: At::Text("[[correction]]\nstatement = \"T47\""),
            code: "stale-correction",
            says: "this correction of statement `T47` expects 1 and changes 0",
            errors: 1,
        },
    ]);
}

#[test]
fn rules_of_sanctions_are_held_to_their_form() {
    check(&[
        Case {
            broken: |desk| desk.edit("sanctions.toml", "codes = [\"2701\", \"2702\"]", "codes = [\"2701\", \"7799\"]"),
            file: "sanctions.toml",
            at: At::Text("\"7799\""),
            code: "unknown-code",
            says: "reserved",
            errors: 1,
        },
        Case {
            broken: |desk| {
                desk.edit("sanctions.toml", "wind_down = { until = 2017-09-04", "wind_down = { until = 2017-07-04")
            },
            file: "sanctions.toml",
            at: At::Text("2017-07-04"),
            code: "bounds",
            says: "cannot end before the rule binds",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("sanctions.toml", "year_from = \"12-23\"", "year_from = \"23-12\""),
            file: "sanctions.toml",
            at: At::Text("\"23-12\""),
            code: "date",
            says: "is not a day of the year",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("sanctions.toml", "status = \"disputed\"", "status = \"doubtful\""),
            file: "sanctions.toml",
            at: At::Text("\"doubtful\""),
            code: "status",
            says: "`doubtful` is not a status",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("sanctions.toml", "unseen = \"that `iron`", "unsene = \"that `iron`"),
            file: "sanctions.toml",
            at: At::Text("unsene"),
            code: "unknown-key",
            says: "`unsene`",
            errors: 2,
        },
        Case {
            broken: |desk| desk.edit("sanctions.toml", "id = \"2371-iron\"", "id = \"2371-coal\""),
            file: "sanctions.toml",
            at: At::Text("[[sanction]]\nid = \"2371-coal\"\ngoods = { en = \"Iron\""),
            code: "duplicate-id",
            says: "the sanction `2371-coal` stands twice",
            errors: 1,
        },
    ]);
}

#[test]
fn what_may_come_is_held_against_the_desk() {
    check(&[
        Case {
            broken: |desk| desk.edit("scenarios.toml", "basket = \"grain\"", "basket = \"grian\""),
            file: "scenarios.toml",
            at: At::Text("[[scenario.moves]]\nflow = \"import\"\nbasket = \"grian\""),
            code: "unknown-name",
            says: "there is no basket `grian`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("scenarios.toml", "statements = [\"T128\"", "statements = [\"T0\""),
            file: "scenarios.toml",
            at: At::Text("[[episode]]\nid = \"sanctions-2017\""),
            code: "unknown-name",
            says: "shown by a statement `T0`, which is not on file",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("reserves.toml", "mode = 3_400_000_000", "mode = 340_000_000"),
            file: "reserves.toml",
            at: At::Text("1_000_000_000\nmode"),
            code: "bounds",
            says: "are not in order",
            errors: 1,
        },
        Case {
            broken: |desk| {
                desk.edit("ledger.csv", "2024-03-26,2024-01-18,2024,import", "2024-01-17,2024-01-18,2024,import")
            },
            file: "ledger.csv",
            at: At::Line(2, 4),
            code: "date",
            says: "issued before 2024-01-18, which it is to have known",
            errors: 1,
        },
    ]);
}

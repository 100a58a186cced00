//! Scenarios and reserves as an analyst may mistype them: each fault by its code and line.

use yalu_desk::{Desk, Files, desk};
use yalu_trade::{Complaint, Distribution, Flow, Nomenclature};

const DESK: &str = "economy = \"ABC\"\nreporters = [\"DEF\"]\nas_of = 2025-09-30\nlanguages = [\"en\"]\n";
const GRAIN: &str = "id = \"grain\"\nlabel = \"Grain\"\nwhy = \"food\"\nsource = \"us\"\n";
const SCENARIOS: &str = r#"[[scenario]]
id = "open"
label = "The border opens"
as_of = 2024-01-18
probability = 0.25
start = "2024-04"
group = "border"
why = "w"
source = "s"
data_says = "d"
[[scenario.moves]]
flow = "import"
basket = "grain"
of_base = "2023"
low = -0.05
high = 0.10
ramp_months = 4
lasts_months = 2
like = "trucks"
[[scenario]]
id = "shut"
label = "It shuts"
as_of = 2024-01-18
probability = 0.75
start = "2024-05"
group = "border"
why = "w"
source = "s"
data_says = "d"
moves = [{ flow = "export", of_base = "2019..2020", low = -1, high = -0.5, ramp_months = 0 }]
[[episode]]
id = "trucks"
label = "Trucks"
as_of = 2023-06-19
period = "2023-01..2023-05"
ramp_months = 4
happened = "h"
statements = ["T1"]
source = "s"
"#;
const RESERVES: &str = r#"[stock]
label = "Held"
period = "2023-12"
low = 1_000_000
mode = 3_000_000
high = 8_500_000
status = "sourced"
why = "w"
sources = ["somebody"]
[[flow]]
id = "crude"
label = "Crude"
low = -450_000
mode = -80_000
high = 0
crude = -426_000
from = "2024-02"
until = "2024-03"
as_of = 2024-01-31
status = "analyst"
why = "w"
[[flow]]
id = "theft"
label = "Theft"
low = 90
mode = 300
high = 1000
distribution = "lognormal"
status = "analyst"
why = "w"
[[floor]]
id = "zero"
label = "Nothing"
value = 0
status = "analyst"
why = "w"
[[hindsight]]
id = "dry"
by = "somebody"
issued = "2018-02"
label = "Dry soon"
predicted = "2018-10"
came = "c"
source = "s"
"#;

fn read(scenarios: &str, reserves: &str) -> (Desk, Vec<Complaint>) {
    let nomenclature = Nomenclature::new([]);
    let files = [
        ("desk.toml", DESK),
        ("baskets/grain.toml", GRAIN),
        ("scenarios.toml", scenarios),
        ("reserves.toml", reserves),
    ];
    let files: Files = files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect();
    let (read, complaints) = desk("x", &files, &nomenclature);
    (read.expect("it says what it watches"), complaints)
}

#[test]
fn what_is_written_is_read() {
    let (desk, complaints) = read(SCENARIOS, RESERVES);
    assert!(complaints.is_empty(), "{complaints:?}");
    let open = &desk.scenarios[0];
    let of = &open.moves[0];
    assert_eq!((open.probability.to_string().as_str(), of.flow, of.ramp_months), ("0.25", Flow::X, 4));
    assert_eq!((of.low.to_string().as_str(), of.lasts_months, of.like.as_deref()), ("-0.05", Some(2), Some("trucks")));
    assert_eq!(desk.periods_of("2019..2020").map(|years| years.len()), Some(2));
    let reserves = desk.reserves.expect("they are there");
    assert_eq!(reserves.stock.prior.mode.to_string(), "3000000");
    assert_eq!(reserves.flows[0].crude.map(|v| v.to_string()).as_deref(), Some("-426000"));
    assert_eq!(reserves.flows[1].prior.distribution, Distribution::Lognormal);
    assert_eq!(reserves.hindsight[0].issued.to_string(), "2018-02-28");
}

/// What one change of a file leads to.
fn check(of: fn(&str) -> (String, String), text: &str, cases: &[(&str, &str, &str, &str)]) {
    for (from, to, code, says) in cases {
        assert!(text.contains(from), "{from} is not there");
        let (scenarios, reserves) = of(&text.replacen(from, to, 1));
        let (_, complaints) = read(&scenarios, &reserves);
        let told = complaints
            .iter()
            .any(|c| c.code == *code && c.message.contains(says) && !c.hint.is_empty() && c.place.line > 0);
        assert!(told && complaints.len() == 1, "{from} → {to}: {complaints:#?}");
    }
}

#[test]
fn a_scenario_is_held_against_the_desk() {
    check(
        |scenarios| (scenarios.to_owned(), RESERVES.to_owned()),
        SCENARIOS,
        &[
            ("probability = 0.25", "probability = 1.25", "number", "1.25 is not a chance"),
            ("probability = 0.25", "probability = \"maybe\"", "number", "`maybe` is not a number"),
            ("probability = 0.25", "probability = 0.26", "bounds", "their chances come to 1.01"),
            ("probability = 0.25", "probabilty = 0.25\nprobability = 0.25", "unknown-key", "`probabilty`"),
            ("as_of = 2024-01-18", "as_of = 2024", "date", "`2024` is not a date"),
            ("start = \"2024-04\"", "start = \"2024\"", "period", "`2024` is not a month"),
            ("start = \"2024-04\"\n", "", "missing-key", "`start` is missing"),
            ("group = \"border\"", "replaces = \"flood\"", "unknown-name", "no other scenario `flood`"),
            ("flow = \"import\"", "flow = \"balance\"", "flow", "imports or exports"),
            ("flow = \"import\"", "flow = \"imports\"", "flow", "`imports` is not a flow"),
            ("basket = \"grain\"", "basket = \"grian\"", "unknown-name", "no basket `grian`"),
            ("of_base = \"2023\"", "of_base = \"2023-05\"", "unknown-base", "no base `2023-05`"),
            ("low = -0.05", "low = 0.5", "bounds", "low is more than high"),
            ("ramp_months = 4\nlasts", "ramp_months = -4\nlasts", "number", "`-4` is not a whole number"),
            ("like = \"trucks\"", "like = \"rails\"", "unknown-name", "no episode `rails`"),
            ("id = \"shut\"", "id = \"open\"", "duplicate-id", "the scenario `open` stands twice"),
        ],
    );
}

#[test]
fn a_prior_has_its_order_and_its_ground() {
    check(
        |reserves| (SCENARIOS.to_owned(), reserves.to_owned()),
        RESERVES,
        &[
            ("mode = 3_000_000", "mode = 9_000_000", "bounds", "1000000, 9000000, 8500000 are not in order"),
            ("period = \"2023-12\"", "period = \"2023\"", "period", "`2023` is not a month"),
            ("sources = [\"somebody\"]\n", "", "missing-key", "what is sourced has `sources`"),
            ("status = \"sourced\"", "status = \"known\"", "status", "`known` is no status"),
            ("low = 90", "low = -90", "bounds", "has no logarithm"),
            (
                "distribution = \"lognormal\"",
                "distribution = \"normal\"",
                "distribution",
                "`normal` is not a distribution",
            ),
            ("until = \"2024-03\"", "until = \"2024-01\"", "period", "it ends before it begins"),
            ("id = \"theft\"", "id = \"crude\"", "duplicate-id", "the reserve flow `crude` stands twice"),
            ("id = \"theft\"", "id = \"trade\"", "duplicate-id", "cannot be called `trade`"),
            ("value = 0\n", "", "missing-key", "`value` is missing"),
            ("issued = \"2018-02\"", "issued = \"spring\"", "date", "`spring` is not a date"),
        ],
    );
}

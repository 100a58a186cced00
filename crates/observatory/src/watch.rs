//! A watch: a desk that was opened, its statements as evidence, and what was
//! found wrong on the way. Measures are asked here.

use std::{collections::BTreeSet, sync::Arc};

use yalu_desk::{Ask, Desk, Files, NONE, NumberPlan, names_in};
use yalu_evidence::{Known, reconcile};
use yalu_measure::{MEASURES, Measure, Measured, Scope, concordance::Concordance};
use yalu_source::{Harvest, harmonized_system};
use yalu_trade::{
    AsOf, Code, Commodity, Complaint, Episode, Evidence, Flow, LedgerEntry, Nomenclature, Panel, Period, Place,
    Quantity, Rate, ReadError, Reconciled, Rules, Severity, Statement, Target,
};

use crate::{Shelf, answer::NEWS, claims, hiding::Hiding, print::Style};

/// A desk under watch.
pub struct Watch {
    /// What the analyst judges.
    pub desk: Desk,
    /// What is known: prints and the months solved from them here, whatever else holds records elsewhere.
    pub evidence: Box<dyn Evidence + Send + Sync>,
    /// The prints on file, each by itself.
    pub statements: Vec<Statement>,
    /// The rates of exchange of the desk.
    pub rates: Vec<Rate>,
    /// The forecasts on file.
    pub ledger: Vec<LedgerEntry>,
    /// Where the user's tables of classifications are kept.
    pub shelf: Option<Shelf>,
    /// What was foreseen of the year after a period, as of a day.
    pub(crate) foreseen: std::sync::Mutex<std::collections::BTreeMap<(Period, AsOf), crate::ahead::Foreseen>>,
    /// What was found wrong.
    pub complaints: Vec<Complaint>,
    /// The codes and their labels.
    pub nomenclature: &'static Nomenclature,
}

/// A desk with errors is not worked from.
#[derive(Debug, thiserror::Error)]
#[error("the desk `{desk}` has {} to mend first", count(.complaints))]
pub struct Refused {
    /// Which desk.
    pub desk: String,
    /// Everything that was found.
    pub complaints: Vec<Complaint>,
}

fn count(complaints: &[Complaint]) -> String {
    let errors = complaints.iter().filter(|c| c.severity == Severity::Error).count();
    if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") }
}

impl Watch {
    /// Reads a desk. What could be read is there beside all complaints; `None` where there is no desk at all.
    pub fn look(id: &str, files: &Files) -> (Option<Self>, Vec<Complaint>) {
        let nomenclature = harmonized_system();
        let (desk, mut complaints) = yalu_desk::desk(id, files, nomenclature);
        let Some(desk) = desk else { return (None, sorted(complaints)) };
        let harvest = harvest(&desk, files, nomenclature);
        let whole = harvest.complaints.iter().all(|c| !["encoding", "missing-column", "csv"].contains(&c.code));
        // Where a row could not be read, what names it is not to blame.
        let readable = harvest.complaints.iter().all(|c| c.severity != Severity::Error);
        complaints.extend(harvest.complaints);
        complaints.extend(yalu_source::duplicates(&harvest.statements));
        if whole {
            // Where a file could not be read at all, its corrections are not to blame.
            complaints.extend(out_of_date(&desk, &harvest.statements));
        }
        complaints.extend(unnamed(&desk, &harvest.statements));
        complaints.extend(crate::untimely::ahead(&harvest.statements, desk.settings.as_of));
        complaints.extend(unmeasured(&desk));
        let (rates, told) =
            files.get("rates.csv").map(|bytes| yalu_source::rates("rates.csv", bytes)).unwrap_or_default();
        complaints.extend(told);
        let (ledger, told) =
            files.get("ledger.csv").map(|bytes| yalu_source::ledger("ledger.csv", bytes)).unwrap_or_default();
        complaints.extend(told);
        if readable {
            complaints.extend(unshown(&desk, &harvest.statements));
        }
        complaints.extend(unlabelled(&desk, &harvest.statements, nomenclature));
        let complaints = sorted(complaints);
        let statements = harvest.statements.clone();
        let known = Box::new(Known::new(harvest.statements, rates.clone()));
        let evidence = Box::new(Hiding { rules: desk.settings.hidden.clone(), evidence: known });
        (
            Some(Self {
                desk,
                evidence,
                statements,
                rates,
                ledger,
                shelf: None,
                foreseen: Default::default(),
                complaints: complaints.clone(),
                nomenclature,
            }),
            complaints,
        )
    }

    /// Opens a desk to work from: refused if it has an error.
    pub fn open(id: &str, files: &Files) -> Result<Self, Refused> {
        let (watch, complaints) = Self::look(id, files);
        match watch {
            Some(watch) if complaints.iter().all(|c| c.severity != Severity::Error) => Ok(watch),
            _ => Err(Refused { desk: id.to_owned(), complaints }),
        }
    }

    /// A scope with the desk's defaults.
    pub fn scope(&self, flow: Flow, periods: Vec<Period>, as_of: AsOf) -> Scope {
        let settings = &self.desk.settings;
        Scope {
            reporters: settings.reporters.clone(),
            partner: settings.economy.clone(),
            flow,
            periods,
            commodity: Commodity::Total,
            coverage: settings.default_coverage.clone(),
            quantity: Quantity::Value(settings.currency),
            as_of,
            base: None,
            top: 10,
            since: None,
            printed: None,
            baskets: self.desk.baskets.clone(),
            sectors: self.desk.sectors.clone(),
            groupings: self.desk.groupings.clone(),
            pairs: self.desk.pairs.clone(),
            concordance: Arc::default(),
            sanctions: self.desk.sanctions.clone(),
            rules: Rules { names: settings.names.clone(), ..settings.rules.clone() },
        }
    }

    /// Everything on file by a day, solved together.
    pub fn reconcile(&self, as_of: AsOf) -> Reconciled {
        reconcile(&self.statements, &self.rates, as_of)
    }

    /// Files of statements, read as the desk reads its own: with its corrections where they still fit, and with its
    /// word on whose word is whose.
    pub(crate) fn statements_in(&self, files: &Files) -> (Vec<Statement>, Vec<Complaint>) {
        let read = |(path, bytes): (&String, &Vec<u8>)| {
            yalu_source::statements(path, bytes, self.nomenclature, &self.desk.corrections)
        };
        let mut harvest = files.iter().map(read).fold(Harvest::default(), Harvest::and);
        harvest.statements.iter_mut().for_each(|statement| vouch(statement, &self.desk));
        let mut complaints = harvest.complaints;
        complaints.extend(yalu_source::duplicates(&harvest.statements));
        (harvest.statements, sorted(complaints))
    }

    /// Which codes stand for the same goods, by the tables on the shelf; none where there is no shelf.
    fn concordance(&self) -> Result<Concordance, ReadError> {
        let read = self.shelf.as_ref().map(Shelf::concordance).transpose();
        Ok(read.map_err(|error| ReadError(error.to_string()))?.map(|(read, ..)| read).unwrap_or_default())
    }

    /// The answer of a measure.
    pub fn ask(&self, measure: &dyn Measure, scope: &Scope) -> Result<Measured, ReadError> {
        // Only news follows goods through the editions, and only then the tables are read.
        let own = NEWS
            .contains(&measure.card().id)
            .then(|| Ok(Scope { concordance: Arc::new(self.concordance()?), ..scope.clone() }))
            .transpose()?;
        let scope = own.as_ref().unwrap_or(scope);
        asked(&*self.evidence, measure, scope)
    }
}

/// The answer of a measure by some evidence.
pub(crate) fn asked(evidence: &dyn Evidence, measure: &dyn Measure, scope: &Scope) -> Result<Measured, ReadError> {
    let panels: Result<Vec<Panel>, ReadError> = measure.asks(scope).iter().map(|cut| evidence.read(cut)).collect();
    Ok(measure.answer(scope, &panels?))
}

fn harvest(desk: &Desk, files: &Files, nomenclature: &Nomenclature) -> Harvest {
    let prints = files.iter().filter(|(path, _)| path.starts_with("statements/") && path.ends_with(".csv"));
    let prints = prints.map(|(path, bytes)| yalu_source::statements(path, bytes, nomenclature, &desk.corrections));
    let plans = desk.articles.iter().flat_map(|article| article.tables.iter().map(move |plan| (article, plan)));
    let tables = plans.map(|(article, plan)| {
        let path = format!("articles/{}/{}", article.id, plan.file);
        match files.get(&path) {
            Some(bytes) => yalu_source::table(article, plan, &path, bytes, nomenclature),
            None => {
                let complaint = Complaint::error(
                    "no-table",
                    plan.place.clone(),
                    format!("there is no file {path}"),
                    "keep the table as printed beside article.toml",
                );
                Harvest { complaints: vec![complaint], ..Harvest::default() }
            }
        }
    });
    let mut harvest = prints.chain(tables).fold(Harvest::default(), Harvest::and);
    harvest.statements.iter_mut().for_each(|statement| vouch(statement, desk));
    harvest
}

/// Whose word a print is, by the desk's rules; the first that fits.
fn vouch(statement: &mut Statement, desk: &Desk) {
    let fits = |text: &str| statement.source.contains(text) || statement.note.contains(text);
    if let Some(rule) = desk.settings.authorities.iter().find(|rule| fits(&rule.text)) {
        statement.authority = rule.authority;
    }
}

/// Corrections that do not find as many statements as they expect.
fn out_of_date(desk: &Desk, statements: &[Statement]) -> Vec<Complaint> {
    let tell = |correction: &yalu_trade::Correction| {
        let found = statements.iter().filter(|s| s.corrections.iter().any(|c| c.place == correction.place)).count();
        let what = match &correction.target {
            Target::Statement(id) => format!("statement `{id}`"),
            Target::Where(_) => "its `where`".to_owned(),
            // Whether records are as it says, only a lake knows.
            Target::Record(_) => return None,
        };
        let message = format!("this correction of {what} expects {} and changes {found}", correction.expect);
        let hint = "is the id still right, and is the correction still needed?";
        (found != correction.expect)
            .then(|| Complaint::error("stale-correction", correction.place.clone(), message, hint))
    };
    desk.corrections.iter().filter_map(tell).collect()
}

/// What numbers and claims may name.
fn measures() -> Vec<&'static str> {
    MEASURES.iter().map(|measure| measure.card().id).chain(claims::ALIASES).collect()
}

/// Complains of a measure that there is not.
pub(crate) fn unknown_measure(name: &str, place: &Place) -> Option<Complaint> {
    let measures = measures();
    let message = format!("there is no measure `{name}`");
    let hint = format!("the measures are {}; `none` where nothing can be computed", measures.join(", "));
    let known = name == NONE || measures.contains(&name);
    (!known).then(|| Complaint::error("unknown-measure", place.clone(), message, hint))
}

/// Numbers and claims of a measure that there is not, or to be set in a style that there is not.
fn unmeasured(desk: &Desk) -> Vec<Complaint> {
    let measures = measures();
    let unknown = unknown_measure;
    let asked = |number: &NumberPlan| match &number.ask {
        Ask::Measure(ask) if ask.measure == NONE => {
            let message = "a number of a brief needs a measure";
            let hint = format!("the measures are {}", measures.join(", "));
            Some(Complaint::error("unknown-measure", number.place.clone(), message, hint))
        }
        Ask::Measure(ask) => unknown(&ask.measure, &number.place),
        Ask::Claim { .. } | Ask::Expected { .. } => None,
    };
    let styled = |number: &NumberPlan| {
        let style = number.style.as_deref().filter(|style| Style::named(style).is_none())?;
        let hint = "leave it out, or write percent, change, points, times, index, ordinal or tonnes";
        Some(Complaint::error("unknown-style", number.place.clone(), format!("there is no style `{style}`"), hint))
    };
    let numbers = || desk.briefs.iter().flat_map(|plan| &plan.numbers);
    let claims = desk.articles.iter().flat_map(|article| &article.claims);
    let claimed = claims.filter_map(|claim| unknown(&claim.says.measure, &claim.at));
    numbers().filter_map(asked).chain(numbers().filter_map(styled)).chain(claimed).collect()
}

/// Statements about a basket or sector that the desk does not have.
fn unnamed(desk: &Desk, statements: &[Statement]) -> Vec<Complaint> {
    let missing = |statement: &Statement| match &statement.commodity {
        Commodity::Basket(id) if desk.basket(id).is_none() => Some(("basket", id.clone(), "baskets/*.toml")),
        Commodity::Sector(id) if desk.sector(id).is_none() => Some(("sector", id.clone(), "sectors.toml")),
        _ => None,
    };
    let tell = |statement: &Statement| {
        let (kind, id, file) = missing(statement)?;
        let message = format!("statement `{}` is about the {kind} `{id}`, which the desk has not", statement.id);
        Some(Complaint::error("unknown-name", statement.place.clone(), message, format!("add it in {file}")))
    };
    statements.iter().filter_map(tell).collect()
}

/// Episodes that name statements which are not on file.
fn unshown(desk: &Desk, statements: &[Statement]) -> Vec<Complaint> {
    let missing = desk.episodes.iter().flat_map(|past| past.statements.iter().map(move |id| (past, id)));
    let missing = missing.filter(|(_, id)| statements.iter().all(|statement| statement.id != **id));
    let tell = |(past, id): (&Episode, &String)| {
        let message = format!("the episode `{}` is shown by a statement `{id}`, which is not on file", past.id);
        Complaint::error("unknown-name", past.place.clone(), message, "write ids of statements/*.csv")
    };
    missing.map(tell).collect()
}

/// Codes that stand on the desk and have no label in one of its languages.
fn unlabelled(desk: &Desk, statements: &[Statement], nomenclature: &Nomenclature) -> Vec<Complaint> {
    let printed = statements.iter().filter_map(|s| Some((s.commodity.code()?.clone(), s.place.clone())));
    // Finer codes of a basket are added up, and called by the basket's name.
    let items = |b: &yalu_trade::Basket| b.items.iter().map(|item| item.hs.clone()).collect::<Vec<Code>>();
    let in_baskets = desk.baskets.iter().flat_map(|b| items(b).into_iter().map(|hs| (hs, b.place.clone())));
    let in_baskets = in_baskets.filter(|(hs, _)| hs.level() <= 4);
    let sentences = desk.briefs.iter().flat_map(|plan| plan.sentences());
    let in_words =
        sentences.flat_map(|s| s.words.0.values().flat_map(|text| names_in(text)).map(|name| (name, s.place.clone())));
    let in_words =
        in_words.filter_map(|(name, place)| Some((name.strip_prefix("commodity.")?.parse::<Code>().ok()?, place)));
    let mut seen = BTreeSet::new();
    let mut complaints = Vec::new();
    for (code, place) in printed.chain(in_baskets).chain(in_words) {
        if !seen.insert(code.clone()) {
            continue;
        }
        let missing: Vec<&str> = desk
            .settings
            .languages
            .iter()
            .filter(|lang| nomenclature.label(&code, **lang).is_none())
            .map(|lang| lang.code())
            .collect();
        if !missing.is_empty() {
            let message = format!("{code} has no label in {}", missing.join(", "));
            complaints.push(Complaint::note(
                "no-label",
                place,
                message,
                "it is called by its English label, or by its code",
            ));
        }
    }
    complaints
}

fn sorted(mut complaints: Vec<Complaint>) -> Vec<Complaint> {
    complaints.sort_by(|a, b| {
        let place = |c: &Complaint| Place { file: c.place.file.clone(), ..c.place };
        (a.severity, place(a), a.code, &a.message).cmp(&(b.severity, place(b), b.code, &b.message))
    });
    complaints
}

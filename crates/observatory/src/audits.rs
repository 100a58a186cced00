//! Audits: a report in prose and tables, an article of a desk, a file of
//! claims. Each figure is checked inside its report first and then held against
//! the desk's evidence as of a day.

use std::collections::{BTreeMap, BTreeSet};

use yalu_brief::{Audit, audit};
use yalu_trade::{
    AsOf, Claim, Complaint, Figure, Judged, Kind, Lang, Passage, ReadError, Report, SaidSo, Scope as People, Severity,
    Spot, TablePlan,
};

use crate::{
    Files, Watch,
    claims::{self, Audited},
    inside::{self, Of},
    print::quote,
    quotes, sober,
    watch::unknown_measure,
};

/// Why something could not be audited.
#[derive(Debug, thiserror::Error)]
pub enum CannotAudit {
    /// The file could not be read as what it should be.
    #[error("{file} could not be read")]
    Unreadable {
        /// Which.
        file: String,
        /// What is wrong with it.
        complaints: Vec<Complaint>,
    },
    /// The desk has no such article.
    #[error("the desk has no article `{0}`")]
    NoArticle(String),
    /// The evidence could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// So many figures of a report are held against the desk: more are a data set, and no report.
const MOST_ASKED: usize = 2_000;

impl Watch {
    /// Audits a file of claims.
    pub fn audit_claims(&self, file: &str, bytes: &[u8], as_of: AsOf) -> Result<Audit, CannotAudit> {
        let (claims, mut complaints) = yalu_desk::claims(file, bytes, self.nomenclature);
        complaints.extend(claims.iter().filter_map(|claim| unknown_measure(&claim.says.measure, &claim.at)));
        let baseless = claims.iter().filter_map(|claim| Some((claim.says.base.as_ref()?, &claim.at)));
        let baseless = baseless.filter(|(base, _)| self.desk.base(base).is_none());
        complaints.extend(baseless.map(|(base, at)| yalu_desk::unknown_base(base, at.clone(), &self.desk)));
        refuse(file, complaints)?;
        let mut report = Report::default();
        let judged = judge(&claims::all(self, &claims, as_of)?, &mut report);
        Ok(self.audit(file.to_owned(), file, as_of, report, judged))
    }

    /// Audits an article of the desk: its tables as printed, and its claims.
    pub fn audit_article(&self, id: &str, files: &Files, as_of: AsOf) -> Result<Audit, CannotAudit> {
        let article = self.desk.article(id).ok_or_else(|| CannotAudit::NoArticle(id.to_owned()))?;
        let mut report = Report::default();
        let folder = format!("articles/{id}");
        for (i, plan) in article.tables.iter().enumerate() {
            let path = format!("{folder}/{}", plan.file);
            let bytes = files.get(&path).map(Vec::as_slice).unwrap_or_default();
            let complaints = yalu_source::set(&mut report, &self.title(i, plan), plan, &path, bytes);
            refuse(&path, complaints)?;
        }
        let tables = self.judge(&report, as_of, &format!("{folder}/"))?;
        let claims = judge(&claims::audited(self, article, as_of)?, &mut report);
        let judged = in_one(tables, claims);
        Ok(self.audit(article.title.clone(), &folder, as_of, report, judged))
    }

    /// Audits a report in prose and tables.
    pub fn audit_report(&self, file: &str, bytes: &[u8], as_of: AsOf) -> Result<Audit, CannotAudit> {
        let (report, complaints) = yalu_source::report(file, bytes);
        let mut notes: Vec<String> = complaints.iter().map(|complaint| complaint.message.clone()).collect();
        refuse(file, complaints)?;
        let title = title(&report).unwrap_or_else(|| file.to_owned());
        let judged = self.judge(&report, as_of, "")?;
        if judged.len() > yalu_source::MOST_FIGURES {
            notes.push(format!("only its first {} figures or so were read", yalu_source::MOST_FIGURES));
        }
        if judged.len() > MOST_ASKED {
            notes.push(format!(
                "only its first {MOST_ASKED} figures were held against the desk; the rest against each other"
            ));
        }
        Ok(Audit { notes, ..self.audit(title, file, as_of, report, judged) })
    }

    /// Every figure of a report: held against the others in it, then against the desk.
    fn judge(&self, report: &Report, as_of: AsOf, own: &str) -> Result<Vec<Judged>, CannotAudit> {
        let mut read = yalu_source::figures(&quotes::without_references(report), &self.people());
        sober::set_right(report, &mut read);
        let quoted = quotes::take(self, report, &mut read);
        let figures: BTreeMap<&str, &Figure> = read.figures.iter().map(|figure| (figure.id.as_str(), figure)).collect();
        let base = |figure: &Figure| {
            let against = figure.against.filter(|_| matches!(figure.kind, Kind::Multiple | Kind::Recovery))?;
            read.figures.get(against).map(|base| base.id.as_str())
        };
        let compared: BTreeSet<&str> = read.figures.iter().filter_map(base).collect();
        let inside = yalu_evidence::check(&read);
        let held = inside.iter().cloned().enumerate().map(|(i, judged)| match figures.get(judged.id.as_str()) {
            Some(_) if i >= MOST_ASKED => Ok(judged),
            Some(_) if quoted.contains_key(&judged.id) => Ok(quotes::told(judged.clone(), &quoted[&judged.id])),
            Some(figure) => {
                let compared = compared.contains(&judged.id.as_str());
                inside::against(self, figure, judged, &Of { as_of, own, compared })
            }
            None => Ok(judged),
        });
        let mut judged = held.collect::<Result<Vec<_>, ReadError>>()?;
        inside::spare_what_is_said_again(&inside, &mut judged);
        Ok(judged)
    }

    /// What the economy and the reporters are called in reports.
    pub(crate) fn people(&self) -> People {
        let settings = &self.desk.settings;
        People {
            economy: settings.called(&settings.economy),
            reporter: settings.reporters.iter().flat_map(|reporter| settings.called(reporter)).collect(),
            coverage: settings.default_coverage.clone(),
        }
    }

    /// What a table of an article is called.
    fn title(&self, i: usize, plan: &TablePlan) -> String {
        let settings = &self.desk.settings;
        let name = |code: &str| settings.name(code, Lang::En);
        let top = plan.top.map_or(String::new(), |top| format!("Top {top} commodities of "));
        let (economy, reporter) = (name(&settings.economy), name(&plan.reporter));
        let flow = plan.flow.side().noun();
        let way = if flow == "imports" { "from" } else { "to" };
        format!("Table {}. {top}{economy}'s {flow} {way} {reporter}", i + 1)
    }

    fn audit(&self, title: String, file: &str, as_of: AsOf, report: Report, judged: Vec<Judged>) -> Audit {
        Audit { title, file: file.to_owned(), desk: self.desk.id.clone(), as_of, report, judged, notes: Vec::new() }
    }
}

/// What the tables and the claims say, each figure once: a claim about a cell stands for the cell,
/// for an analyst has said what it is.
fn in_one(tables: Vec<Judged>, claims: Vec<Judged>) -> Vec<Judged> {
    let same = |cell: &Judged, claim: &Judged| {
        cell.spot.table == claim.spot.table
            && cell.spot.row == claim.spot.row
            && claim.spot.row.is_some()
            && cell.printed.value == claim.printed.value
    };
    let mut all: Vec<Judged> = Vec::new();
    let mut claims: Vec<Option<Judged>> = claims.into_iter().map(Some).collect();
    for cell in tables {
        let claim = claims.iter_mut().find(|claim| claim.as_ref().is_some_and(|claim| same(&cell, claim)));
        match claim.and_then(Option::take) {
            // What contradicts itself inside stays contradicted.
            Some(claim) if audit::amiss(&cell) && !audit::amiss(&claim) => all.push(Judged { id: claim.id, ..cell }),
            Some(claim) => {
                let cause = cell.cause.filter(|_| audit::amiss(&cell)).or(claim.cause);
                let spot = cell.spot.clone();
                all.push(Judged { spot, cause, ..claim });
            }
            None => all.push(cell),
        }
    }
    all.extend(claims.into_iter().flatten());
    all
}

/// What a report is called: its first heading.
fn title(report: &Report) -> Option<String> {
    report.passages.iter().find_map(|passage| match passage {
        Passage::Heading(range) => Some(report.words(range).to_owned()),
        _ => None,
    })
}

fn refuse(file: &str, complaints: Vec<Complaint>) -> Result<(), CannotAudit> {
    if complaints.iter().any(|complaint| complaint.severity == Severity::Error) {
        return Err(CannotAudit::Unreadable { file: file.to_owned(), complaints });
    }
    Ok(())
}

/// Claims as they are told in a report, each in a line of its own.
fn judge(audited: &[Audited<'_>], report: &mut Report) -> Vec<Judged> {
    audited
        .iter()
        .map(|Audited { claim, held }| {
            let text = quote(&claim.says.printed, Lang::En);
            let (lead, words) = (format!("{}: ", claim.place), said(claim, &text));
            let line = yalu_source::say(report, &format!("{lead}{words}"), claim.at.clone());
            let (table, row) = place(&claim.place);
            let printed = &claim.says.printed;
            Judged {
                id: claim.id.clone(),
                spot: Spot { place: claim.at.clone(), table, row, bytes: line.start + lead.len()..line.end },
                kind: claim.says.measure.clone(),
                printed: SaidSo {
                    text,
                    value: Some(printed.value()),
                    unit: printed.unit.to_string(),
                    interval: printed.interval(),
                },
                found: held.found.clone(),
                verdict: held.verdict,
                cause: held.cause,
                repair: held.repair.clone(),
                why: held.why.clone(),
            }
        })
        .collect()
}

fn said(claim: &Claim, text: &str) -> String {
    if claim.paraphrase.is_empty() { text.to_owned() } else { claim.paraphrase.clone() }
}

/// The table and the row that a claim's place names: `Table 1, row Total (Top 10), value`.
fn place(words: &str) -> (Option<String>, Option<String>) {
    let mut parts = words.split(", ");
    let table = parts.next().filter(|part| part.starts_with("Table ")).map(str::to_owned);
    let row = parts.next().and_then(|part| part.strip_prefix("row ")).map(str::to_owned);
    (table.clone(), row.filter(|_| table.is_some()))
}

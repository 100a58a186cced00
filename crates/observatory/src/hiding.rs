//! Months in which a reporter recorded the economy under another name, by the desk's
//! word: what is not on file of them is told apart from what nobody ever printed.

use yalu_desk::HiddenRule;
use yalu_trade::{Absence, Cut, Evidence, Gap, Panel, ReadError};

/// Evidence, and when the economy was hidden in it.
pub(crate) struct Hiding {
    pub(crate) rules: Vec<HiddenRule>,
    pub(crate) evidence: Box<dyn Evidence + Send + Sync>,
}

impl Evidence for Hiding {
    fn read(&self, cut: &Cut) -> Result<Panel, ReadError> {
        let mut panel = self.evidence.read(cut)?;
        for cell in &mut panel.cells {
            let hides = |rule: &&HiddenRule| {
                cut.reporters.contains(&rule.reporter) && rule.periods.iter().any(|p| p.contains(cell.period))
            };
            let absent = cell.reading.as_ref().is_err_and(|gap| gap.absence == Absence::NotOnFile);
            if let Some(rule) = self.rules.iter().find(hides).filter(|_| absent) {
                let why = format!("{} recorded {} under {} in {}", rule.reporter, cut.partner, rule.under, cell.period);
                cell.reading = Err(Gap::new(Absence::PartnerHidden, why));
            }
        }
        Ok(panel)
    }
}

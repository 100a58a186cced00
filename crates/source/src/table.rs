//! An article's tables, as printed. A row with a code says one thing a column;
//! rows without one (totals) are the article's own sums: claims, not evidence.

use yalu_trade::{
    Approx, Article, ColumnPlan, Commodity, Complaint, Hint, Nomenclature, Place, Printed, Statement, Status, TablePlan,
};

use crate::{
    Harvest,
    sheet::{Sheet, SheetRow, sheet},
};

/// Reads a printed table of an article.
pub fn table(article: &Article, plan: &TablePlan, file: &str, bytes: &[u8], nomenclature: &Nomenclature) -> Harvest {
    let mut harvest = Harvest::default();
    let Some(sheet) = sheet(file, bytes, &mut harvest.complaints) else { return harvest };
    let wanted = std::iter::once(&plan.commodity).chain(plan.columns.iter().map(|column| &column.name));
    let missing: Vec<&String> = wanted.filter(|name| sheet.column(name).is_none()).collect();
    if !missing.is_empty() {
        for name in missing {
            let message = format!("`{file}` has no column `{name}`");
            let hint = format!("its columns are {}", sheet.header.join(", "));
            harvest.complaints.push(Complaint::error("missing-column", plan.place.clone(), message, hint));
        }
        return harvest;
    }
    let reading = Reading { article, plan, sheet: &sheet, nomenclature };
    for row in &sheet.rows {
        reading.row(row, &mut harvest);
    }
    harvest
}

/// A table under reading.
struct Reading<'a> {
    article: &'a Article,
    plan: &'a TablePlan,
    sheet: &'a Sheet,
    nomenclature: &'a Nomenclature,
}

impl Reading<'_> {
    fn field<'r>(&self, row: &'r SheetRow, column: &str) -> (&'r str, Place) {
        let i = self.sheet.column(column).unwrap_or_default();
        (&row.fields[i], Place::new(&self.sheet.file, row.line, i + 1))
    }

    fn row(&self, row: &SheetRow, harvest: &mut Harvest) {
        let (code, place) = self.field(row, &self.plan.commodity);
        if code.is_empty() {
            return;
        }
        let read = code.parse::<Commodity>().map_err(|error| (error.to_string(), error.hint()));
        let known = read.and_then(|commodity| match commodity.code().map(|code| self.nomenclature.knows(code)) {
            Some(Err(fault)) => Err((fault.to_string(), "is a digit off?")),
            _ => Ok(commodity),
        });
        match known {
            Err((message, hint)) => harvest.complaints.push(Complaint::error("unknown-code", place, message, hint)),
            Ok(commodity) => {
                for column in &self.plan.columns {
                    match self.statement(row, column, &commodity) {
                        Ok(statement) => harvest.statements.push(statement),
                        Err(complaint) => harvest.complaints.push(complaint),
                    }
                }
            }
        }
    }

    fn statement(&self, row: &SheetRow, column: &ColumnPlan, commodity: &Commodity) -> Result<Statement, Complaint> {
        let (digits, place) = self.field(row, &column.name);
        let printed = Printed::read(digits, column.scale, column.unit, Approx::Rounded)
            .map_err(|error| Complaint::error("printed", place, error.to_string(), error.hint()))?;
        let stem = self.plan.file.trim_end_matches(".csv");
        Ok(Statement {
            id: format!("{}/{stem}/{commodity}/{}-{}", self.article.id, column.asserts.word(), column.period),
            reporter: self.plan.reporter.clone(),
            partner: self.plan.partner.clone(),
            period: column.period,
            mean: false,
            flow: self.plan.flow,
            commodity: commodity.clone(),
            coverage: self.plan.coverage.clone(),
            asserts: column.asserts.clone(),
            interval: printed.interval(),
            printed,
            vintage: self.article.vintage,
            status: Status::Published,
            authority: self.article.authority,
            one_of_top: self.plan.top.filter(|_| column.asserts == yalu_trade::Asserts::Value),
            source: format!("{}, {stem}", self.article.source),
            note: String::new(),
            place: Place::new(&self.sheet.file, row.line, 0),
            corrections: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harmonized_system;
    use yalu_trade::{Asserts, Authority, Coverage, Currency, Flow, Period, Unit, Vintage, dec};

    fn article() -> Article {
        let column = |name: &str, asserts, year, unit, scale| ColumnPlan {
            name: name.to_owned(),
            asserts,
            period: Period::year(year),
            unit,
            scale,
        };
        let plan = TablePlan {
            file: "table-2.csv".to_owned(),
            reporter: "CHN".to_owned(),
            partner: "PRK".to_owned(),
            flow: Flow::M,
            coverage: Coverage::reported(),
            commodity: "HS".to_owned(),
            top: Some(10),
            columns: vec![
                column("Value (2023)", Asserts::Value, 2023, Unit::Money(Currency::USD), dec!(10000)),
                column("Share 2022", Asserts::Share { of: Commodity::Total }, 2022, Unit::Percent, dec!(1)),
            ],
            place: Place::new("article.toml", 9, 1),
        };
        Article {
            id: "kiep-2023".to_owned(),
            title: String::new(),
            short: "KIEP".to_owned(),
            source: "KIEP".to_owned(),
            vintage: Vintage::assumed_for(Period::year(2023)),
            authority: Authority::Institute,
            tables: vec![plan],
            claims: Vec::new(),
            place: Place::file("article.toml"),
        }
    }

    fn read(text: &str) -> Harvest {
        let article = article();
        table(&article, &article.tables[0], "table-2.csv", text.as_bytes(), harmonized_system())
    }

    #[test]
    fn rows_with_codes_are_evidence_and_totals_are_not() {
        let harvest = read(
            "No.,Export Item,HS,Value (2023),Share 2022\n1,Wigs,6704,\"16,674\",8.7\n,Total (Top 10),,\"78,245\",27.5\n",
        );
        assert!(harvest.complaints.is_empty(), "{:?}", harvest.complaints);
        let ids: Vec<&str> = harvest.statements.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["kiep-2023/table-2/6704/value-2023", "kiep-2023/table-2/6704/share-2022"]);
        assert_eq!(harvest.statements[0].interval.best, Some(dec!(166740000)));
    }

    #[test]
    fn a_bad_cell_loses_only_itself() {
        let harvest = read("No.,Export Item,HS,Value (2023),Share 2022\n1,Wigs,6704,16b74,8.7\n2,Hair,6777,1,2\n");
        let told: Vec<(&str, usize, usize)> =
            harvest.complaints.iter().map(|c| (c.code, c.place.line, c.place.column)).collect();
        assert_eq!(told, [("printed", 2, 4), ("unknown-code", 3, 3)]);
        assert_eq!(harvest.statements.len(), 1);
    }

    #[test]
    fn a_column_that_is_not_there_is_told_at_the_plan() {
        let harvest = read("HS,Value\n6704,1\n");
        assert_eq!(harvest.complaints.len(), 2);
        assert_eq!(harvest.complaints[0].place.file, "article.toml");
    }
}

//! The rows of a table: goods, periods or flows, and which of them are sums.

use yalu_trade::{Flow, RowRole, RowsAre};

use super::{
    dictionary::Dictionary,
    lexicon::Word,
    scan::{What, scan},
    sheet::{Column, ColumnRole, Row, Sheet, counted, has, is_code, is_value},
    side,
    subject::Mind,
    when::When,
};

pub(super) fn is_rest(lower: &str) -> bool {
    let begins =
        ["other", "rest", "the rest", "remaining", "all other", "기타", "나머지", "그 외", "其他", "其它", "其余"]
            .iter()
            .any(|word| lower.starts_with(word));
    begins && lower.chars().count() < 24
}

pub(super) fn is_total(lower: &str) -> bool {
    has(
        lower,
        &[
            "total", "sum", "합계", "총계", "총액", "소계", "전체", "合计", "总计", "总额", "总值", "小计", "subtotal",
            "all ",
        ],
    ) || ["계", "all", "총", "计"].contains(&lower)
}

pub(super) fn row_of(cells: &[String], columns: &[Column], book: &Dictionary, mind: &Mind) -> Option<Row> {
    let by =
        |role| columns.iter().zip(cells).filter(move |(column, _)| column.role == role).map(|(_, cell)| cell.as_str());
    let figures = by(ColumnRole::Figures).any(|cell| is_value(cell) || cell.bytes().any(|b| b.is_ascii_digit()));
    let code = by(ColumnRole::Code).find(|cell| is_code(cell)).map(str::to_owned);
    let words = |cell: &&str| !cell.is_empty() && !is_value(cell);
    let label = by(ColumnRole::Label)
        .find(|cell| !cell.is_empty())
        .or_else(|| by(ColumnRole::Rank).find(words))
        .or_else(|| by(ColumnRole::Code).find(words))
        .unwrap_or_default()
        .to_owned();
    if !figures || label.is_empty() && code.is_none() {
        return None;
    }
    let rank = by(ColumnRole::Rank).find_map(|cell| cell.trim_end_matches('.').parse().ok());
    let marks = scan(&label, 0..label.len(), book);
    let lower = label.to_lowercase();
    let mut row = Row {
        code,
        rank,
        role: RowRole::Part,
        when: None,
        flow: None,
        below_zero: false,
        total: is_total(&lower),
        label,
    };
    let goods = row.code.is_some() || rank.is_some();
    let only_time = marks
        .marks
        .iter()
        .all(|mark| matches!(mark.what, What::When(_) | What::Open | What::Close | What::Comma | What::Word(_)));
    if let Some(What::When(when)) = marks.marks.iter().map(|mark| &mark.what).find(|what| matches!(what, What::When(_)))
    {
        row.when = Some(*when).filter(|_| only_time && !goods);
    }
    for (at, mark) in marks.marks.iter().enumerate().filter(|_| !goods) {
        if let What::Word(Word::Flow(way)) = mark.what {
            let speaker = side::speaker(&row.label, &marks.marks, at).unwrap_or(mind.speaker);
            let named = |mark: &super::scan::Mark| {
                let word = row.label.get(mark.at.clone()).unwrap_or_default();
                mark.what == What::Other
                    && (mark.at.start < marks.marks[at].at.start || !word.starts_with(char::is_uppercase))
            };
            if row.flow.is_none() && !marks.marks.iter().any(named) {
                row.flow = Some(side::flow(way, speaker));
                row.below_zero = side::below_zero(way, speaker);
            }
        }
    }
    if !goods && ["year", "annual", "full year", "연간", "전체", "全年", "年计"].contains(&lower.as_str()) {
        row.when = row.when.or(Some(When::WholeYear));
        row.total = true;
    }
    if is_rest(&lower) && row.code.is_none() {
        row.role = RowRole::Rest;
        row.total = false;
    }
    if goods {
        row.total = false;
    }
    Some(row)
}

/// With all rows seen: what they are, and which of them are sums.
pub(super) fn settle_rows(sheet: &mut Sheet) {
    let count = sheet.rows.len();
    let dated = sheet.rows.iter().filter(|(_, row)| row.when.is_some() || row.total).count();
    let times = sheet.rows.iter().filter(|(_, row)| row.when.is_some()).count();
    let flows =
        sheet.rows.iter().filter(|(_, row)| row.flow.is_some() && row.code.is_none() && row.rank.is_none()).count();
    let coded = sheet.rows.iter().any(|(_, row)| row.code.is_some() || row.rank.is_some());
    sheet.rows_are = if times >= 2 && dated * 10 >= count * 8 {
        RowsAre::Periods
    } else if flows >= 2 && !coded && flows * 2 >= count {
        RowsAre::Flows
    } else {
        RowsAre::Goods
    };
    let mut parts = 0;
    let mut rest = false;
    for (_, row) in &mut sheet.rows {
        if sheet.rows_are == RowsAre::Flows {
            if row.flow.is_none() && row.total {
                row.flow = Some(Flow::T);
            }
            continue;
        }
        let lower = row.label.to_lowercase();
        let said = counted(&row.label).filter(|n| {
            row.code.is_none() && row.rank.is_none() && sheet.rows_are == RowsAre::Goods && (*n == parts || row.total)
        });
        let subtotal =
            has(&lower, &["subtotal", "소계", "小计", "sub-total", "sum of the rows", "행의 합계", "各行合计"]);
        if row.role == RowRole::Rest {
            rest = true;
        } else if let Some(n) = said {
            row.role = RowRole::Top(n);
            row.total = true;
        } else if subtotal && row.total {
            row.role = RowRole::Top(parts);
        } else if row.total {
            row.role = RowRole::Total;
        } else {
            parts += 1;
        }
    }
    sheet.top |= !rest && sheet.rows.iter().any(|(_, row)| matches!(row.role, RowRole::Top(_)));
}

//! Korea Customs Service, as data.go.kr answers: XML of items, each with exports and
//! imports of a month (or a year), of a code, with a country; and a total that they must add up to.

use std::{
    collections::HashMap,
    io::{BufReader, Read},
};

use quick_xml::{Reader, events::Event};
use yalu_trade::{Card, Currency, Decimal, Fixed, Flow, Observation, Period, Refused, Sink};

use super::{
    Office, Snapshot,
    codes::{doubt_of, period},
    intake::{Intake, mass, money, number, short},
    lines::{Capped, LONGEST},
    places,
};

/// The reader of these answers.
pub(super) struct KoreaCustoms;

const CARD: Card = Card {
    id: "korea-customs",
    title: "Korea Customs Service (data.go.kr)",
    unit: "USD",
    formula: "expDlr FOB, impDlr CIF, in dollars; expWgt and impWgt in kilograms; balPayments = expDlr − impDlr",
    citation: "Korea Customs Service, nitemtrade/getNitemtradeList, Itemtrade/getItemtradeList, nationtrade/getNationtradeList, \
               https://www.data.go.kr/data/15100475/openapi.do",
    ..Card::BARE
};

/// The two ISO letters of whose records these are.
const REPORTER: &str = "KR";

/// The words for the row that adds up the others.
const TOTALS: [&str; 2] = ["총계", "total"];

/// No element is nested deeper than a few; a file that is, is no answer.
const DEEPEST: usize = 16;

impl Office for KoreaCustoms {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn knows(&self, file: &Snapshot<'_>) -> bool {
        let begins = String::from_utf8_lossy(&file.head[..file.head.len().min(4096)]);
        let begins = begins.trim_start_matches('\u{feff}').trim_start();
        begins.starts_with('<')
            && (begins.contains("<OpenAPI_ServiceResponse")
                || (begins.contains("<response") && begins.contains("<resultCode")))
    }

    fn read(&self, file: &Snapshot<'_>, sink: &mut dyn Sink) -> Result<(), Refused> {
        let mut intake = Intake::new(file.name, sink);
        match (file.open)() {
            Ok(reader) => {
                Answer { file, sums: Sums::default(), item: HashMap::new(), row: 0 }.read(reader, &mut intake)?
            }
            Err(error) => intake.refuse("io", format!("it cannot be opened: {error}"), "is it still there?"),
        }
        intake.finish()
    }
}

/// An answer under reading.
struct Answer<'a> {
    file: &'a Snapshot<'a>,
    sums: Sums,
    item: HashMap<String, String>,
    row: u64,
}

/// What the items add up to, and what the total says.
#[derive(Default)]
struct Sums {
    items: [Decimal; 2],
    total: Option<[Option<Decimal>; 2]>,
}

impl Answer<'_> {
    fn read(mut self, reader: impl Read, intake: &mut Intake<'_>) -> Result<(), Refused> {
        let mut xml = Reader::from_reader(BufReader::new(Capped::new(reader)));
        let (mut path, mut text, mut buffer): (Vec<String>, String, _) = (Vec::new(), String::new(), Vec::new());
        let mut closed = false;
        loop {
            buffer.clear();
            let event = match xml.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => {
                    intake.refuse("xml", format!("after {} items: {error}", self.row), "ask again; nothing was taken");
                    return Ok(());
                }
            };
            match event {
                Event::Start(start) => {
                    text.clear();
                    path.push(start.local_name().as_ref().to_owned());
                    if path.len() > DEEPEST {
                        intake.refuse("xml", "elements are nested too deep for an answer", "ask again");
                        return Ok(());
                    }
                    if path.last().is_some_and(|name| name == "item") {
                        self.item.clear();
                    }
                }
                Event::Text(part) => text.push_str(part.as_ref()),
                Event::End(_) => {
                    let name = path.pop().unwrap_or_default();
                    if name == "item" {
                        self.row += 1;
                        xml.get_mut().get_mut().progress();
                        self.take(intake)?;
                    } else if !self.leaf(&name, text.trim(), &path, intake) {
                        return Ok(());
                    }
                    text.clear();
                    closed |= path.is_empty();
                }
                Event::Eof => break,
                _ => {}
            }
            if text.len() as u64 > LONGEST {
                intake.refuse("xml", "an element is too long for an answer", "ask again");
                return Ok(());
            }
        }
        if !closed {
            intake.refuse(
                "cut-off",
                format!("the answer breaks off after {} items", self.row),
                "ask again; nothing was taken",
            );
        } else {
            self.verdict(intake);
        }
        Ok(())
    }

    /// Takes what an element says; `false` where it says that the answer is none.
    fn leaf(&mut self, name: &str, text: &str, path: &[String], intake: &mut Intake<'_>) -> bool {
        if path.last().is_some_and(|parent| parent == "item") {
            self.item.insert(name.to_owned(), text.to_owned());
            return true;
        }
        let failed = match name {
            "resultCode" => !matches!(text, "00" | "0" | "000"),
            "returnAuthMsg" | "returnReasonCode" => true,
            _ => false,
        };
        if failed {
            let hint = "is the service key right, and not used up for the day? Ask again";
            intake.refuse("no-answer", format!("the service did not answer: {name} {}", short(text)), hint);
        }
        !failed
    }

    fn get(&self, name: &str) -> &str {
        self.item.get(name).map_or("", String::as_str)
    }

    fn take(&mut self, intake: &mut Intake<'_>) -> Result<(), Refused> {
        let (exports, imports) = (number(self.get("expDlr")), number(self.get("impDlr")));
        if TOTALS.contains(&self.get("year")) {
            // An answer has one total, or one of each month: together they are what the items come to.
            let before = self.sums.total.unwrap_or([Some(Decimal::ZERO); 2]);
            let add = |a: Option<Decimal>, b: Option<Decimal>| a?.checked_add(b?);
            self.sums.total = Some([add(before[0], exports), add(before[1], imports)]);
            return Ok(());
        }
        for (sum, value) in self.sums.items.iter_mut().zip([exports, imports]) {
            *sum = sum.checked_add(value.unwrap_or_default()).unwrap_or(Decimal::MAX);
        }
        let (reporter, when) = (places::two_letters(REPORTER), period(self.get("year")));
        let partner = match self.get("statCd") {
            // Trade by code alone is with the world.
            "" | "-" => places::numbered(0),
            code => places::two_letters(code),
        };
        let (Some(reporter), Some(partner), Some(period)) = (reporter, partner, when) else {
            let message = format!(
                "year `{}`, statCd `{}`: not a month and a country",
                short(self.get("year")),
                short(self.get("statCd"))
            );
            intake.left_out("cell", self.row, 0, message, "months are 2023.01, countries two ISO letters");
            return Ok(());
        };
        let balance = number(self.get("balPayments"));
        let off =
            exports.zip(imports).zip(balance).is_some_and(|((exports, imports), balance)| exports - imports != balance);
        for (flow, dollars, kilograms) in [(Flow::X, "expDlr", "expWgt"), (Flow::M, "impDlr", "impWgt")] {
            let side = Side { reporter, partner, period, flow, dollars, kilograms };
            self.observe(&side, off, intake)?;
        }
        Ok(())
    }

    fn observe(&self, side: &Side, off: bool, intake: &mut Intake<'_>) -> Result<(), Refused> {
        let code = [self.get("hsCode"), self.get("hsCd")].into_iter().find(|code| !matches!(*code, "" | "-"));
        let commodity = code.unwrap_or("TOTAL");
        let value = money(self.get(side.dollars));
        let weight = Some(self.get(side.kilograms)).filter(|text| !text.is_empty()).map(mass);
        let below = |amount: &Fixed| *amount < 0;
        let doubts = [
            doubt_of(commodity),
            value.as_ref().err().map(|why| format!("{} {why}", side.dollars)),
            value.as_ref().ok().filter(|value| below(value)).map(|_| format!("{} is below zero", side.dollars)),
            weight.as_ref().and_then(|weight| weight.as_ref().err()).map(|why| format!("{} {why}", side.kilograms)),
            off.then(|| "balPayments is not expDlr less impDlr".to_owned()),
        ];
        intake.push(&Observation {
            reporter: side.reporter,
            partner: side.partner,
            flow: side.flow,
            period: side.period,
            nomenclature: "HS",
            commodity,
            mode: "",
            province: "",
            transport: "",
            via: "",
            value: value.ok(),
            currency: Currency::USD,
            valuation: side.flow.valuation(),
            coverage: "reported",
            weight: weight.and_then(Result::ok).filter(|weight| *weight != 0),
            quantity: None,
            unit: "",
            quantity2: None,
            unit2: "",
            status: "",
            quarantine: &doubts.into_iter().flatten().collect::<Vec<_>>().join("; "),
            vintage: self.file.vintage(None, side.period),
            row: self.row,
        })
    }

    fn verdict(&self, intake: &mut Intake<'_>) {
        let Some(total) = self.sums.total else {
            if self.row == 0 {
                intake.warn(
                    "empty",
                    "the answer holds no items",
                    "nothing on file is not zero: was the month published?",
                );
            }
            return;
        };
        for (name, (total, sum)) in ["expDlr", "impDlr"].iter().zip(total.into_iter().zip(self.sums.items)) {
            if total.is_some_and(|total| total != sum) {
                let total = total.unwrap_or_default();
                let message = format!("its total of {name} is {total}; its items add up to {sum}");
                intake.refuse("total", message, "items are missing or changed; ask again, without pages");
            }
        }
    }
}

/// One side of an item.
struct Side {
    reporter: &'static str,
    partner: &'static str,
    period: Period,
    flow: Flow,
    dollars: &'static str,
    kilograms: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::{Said, lines::tests};

    const ANSWER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<response><header><resultCode>00</resultCode><resultMsg>정상서비스.</resultMsg></header><body><items>
<item><balPayments>170</balPayments><expDlr>300</expDlr><expWgt>53</expWgt><hsCd>-</hsCd><impDlr>130</impDlr><impWgt>9</impWgt><statCd>-</statCd><statCdCntnKor1>-</statCdCntnKor1><statKor>-</statKor><year>총계</year></item>
<item><balPayments>100</balPayments><expDlr>100</expDlr><expWgt>3</expWgt><hsCd>330510</hsCd><impDlr>0</impDlr><impWgt>0</impWgt><statCd>KP</statCd><statCdCntnKor1>북한</statCdCntnKor1><statKor>샴푸 &amp; 린스</statKor><year>2023.01</year></item>
<item><balPayments>70</balPayments><expDlr>200</expDlr><expWgt>50</expWgt><hsCd>330510</hsCd><impDlr>130</impDlr><impWgt>9</impWgt><statCd>CN</statCd><statCdCntnKor1>중국</statCdCntnKor1><statKor>샴푸</statKor><year>2023.01</year></item>
</items></body></response>";

    fn read(text: &str) -> (Vec<String>, Vec<&'static str>) {
        let kept = tests::read(&KoreaCustoms, "a.xml", text.as_bytes(), &Said::default());
        let shown = kept.rows().map(|r| {
            let (value, weight) = (r.value.unwrap_or(-1), r.weight.unwrap_or(-1));
            format!("{} {} {} {} {} {value} {weight} {}", r.row, r.partner, r.flow, r.period, r.commodity, r.quarantine)
        });
        (shown.collect(), kept.complaints.iter().map(|c| c.code).collect())
    }

    #[test]
    fn an_item_is_two_observations_and_the_total_a_check() {
        let (rows, told) = read(ANSWER);
        assert_eq!(
            rows,
            [
                "2 PRK X 2023-01 330510 10000 3000 ",
                "2 PRK M 2023-01 330510 0 -1 ",
                "3 CHN X 2023-01 330510 20000 50000 ",
                "3 CHN M 2023-01 330510 13000 9000 "
            ]
        );
        assert_eq!(told, Vec::<&str>::new());
    }

    /// Readers of this service disagree whether an answer of several months has one total or one of each.
    #[test]
    fn totals_may_stand_by_month() {
        let total = |x: u32, m: u32| format!("<item><expDlr>{x}</expDlr><impDlr>{m}</impDlr><year>총계</year></item>");
        let one = "<item><balPayments>170</balPayments><expDlr>300</expDlr><expWgt>53</expWgt><hsCd>-</hsCd><impDlr>130</impDlr><impWgt>9</impWgt><statCd>-</statCd><statCdCntnKor1>-</statCdCntnKor1><statKor>-</statKor><year>총계</year></item>";
        assert!(ANSWER.contains(one));
        for (totals, told) in [
            (total(100, 0) + &total(200, 130), vec![]),
            (total(100, 0) + &total(200, 131), vec!["total"]),
            (String::new(), vec![]),
        ] {
            assert_eq!(read(&ANSWER.replacen(one, &totals, 1)).1, told, "{totals}");
        }
    }

    #[test]
    fn a_file_that_lies_is_caught() {
        for (from, to, told) in [
            ("<expDlr>300<", "<expDlr>301<", vec!["total"]),
            ("<balPayments>70<", "<balPayments>-70<", vec!["quarantined", "quarantined"]),
            ("<hsCd>330510</hsCd><impDlr>130<", "<hsCd>30510</hsCd><impDlr>130<", vec!["quarantined", "quarantined"]),
            ("<statCd>CN<", "<statCd>??<", vec!["cell"]),
            ("<resultCode>00<", "<resultCode>30<", vec!["no-answer"]),
            ("</items></body></response>", "", vec!["cut-off"]),
            ("</items></body></response>", "</body></response>", vec!["xml"]),
            ("<expDlr>200<", "<expDlr>NaN<", vec!["quarantined", "total"]),
        ] {
            let (_, codes) = read(&ANSWER.replacen(from, to, 1));
            assert_eq!(codes, told, "{from} → {to}");
        }
        let quota = "<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg><returnAuthMsg>LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS_ERROR</returnAuthMsg></cmmMsgHeader></OpenAPI_ServiceResponse>";
        assert_eq!(read(quota).1, ["no-answer"]);
        assert_eq!(read(&format!("<response><a>{}</a></response>", "x".repeat(3 << 20))).1, ["xml"]);
        assert_eq!(read(&"<response>".repeat(1000)).1, ["xml"]);
    }

    #[test]
    fn its_answers_are_known() {
        for (text, known) in [(ANSWER, true), ("<OpenAPI_ServiceResponse>", true), ("<html>", false), ("{}", false)] {
            assert_eq!(tests::with("x", text.as_bytes(), &Said::default(), |file| KoreaCustoms.knows(file)), known);
        }
    }
}

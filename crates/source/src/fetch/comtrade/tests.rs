use super::*;

fn wanted(periods: &str, partners: &[&str], commodities: &[&str]) -> Wanted {
    let whole: Period = periods.parse().expect(periods);
    let periods = if periods.contains('-') { whole.months().collect() } else { whole.years().collect() };
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Wanted {
        reporters: owned(&["CHN"]),
        partners: owned(partners),
        periods,
        flows: vec![Flow::M, Flow::X],
        commodities: owned(commodities),
    }
}

fn requests(wanted: &Wanted, released: Option<&[Released]>) -> (Vec<Request>, Vec<(String, String)>) {
    wanted.requests(Access::Preview, released).expect("it can be asked for")
}

#[test]
fn a_request_asks_for_the_rows_of_everything_together() {
    let (asked, absent) = requests(&wanted("2022..2023", &["PRK"], &["TOTAL"]), None);
    assert_eq!((asked.len(), absent.len()), (1, 0));
    assert_eq!(
        asked[0].question(),
        "/public/v1/preview/C/A/HS?reporterCode=156&period=2022,2023&partnerCode=408&flowCode=M,X&cmdCode=TOTAL\
         &partner2Code=0&customsCode=C00&motCode=0&maxRecords=500&includeDesc=true"
    );
    let keyed = wanted("2023-10", &[], &["AG6"]).requests(Access::Keyed, None).expect("asked").0;
    assert!(keyed[0].question().starts_with("/data/v1/get/C/M/HS?reporterCode=156&period=202310&flowCode=M,X"));
    assert_eq!(keyed[0].stem(), "comtrade-CHN-202310");
}

#[test]
fn what_came_out_on_one_day_is_asked_for_together_and_what_did_not_is_said() {
    let one = |period: &str, on: &str| Released { reporter: 156, period: period.into(), on: on.parse().expect(on) };
    let known = [one("2020", "2021-05-01"), one("2021", "2022-06-01"), one("2022", "2022-06-01")];
    let (asked, absent) = requests(&wanted("2020..2023", &["PRK"], &["TOTAL"]), Some(&known));
    let said: Vec<(String, String)> =
        asked.iter().map(|r| (r.stem(), r.released.map(|day| day.to_string()).unwrap_or_default())).collect();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(said, [pair("comtrade-CHN-2020", "2021-05-01"), pair("comtrade-CHN-2021-2022", "2022-06-01")]);
    assert_eq!(absent, [pair("CHN", "2023")]);
    assert_eq!(requests(&wanted("2023-01..2024-06", &["PRK"], &["TOTAL"]), None).0.len(), 2, "twelve at a time");
}

#[test]
fn parts_are_together_the_whole() {
    let whole = requests(&wanted("2022..2023", &[], &["AG2"]), None).0.remove(0);
    let (mut open, mut cells, mut smallest) = (vec![whole], Vec::new(), usize::MAX);
    while let Some(request) = open.pop() {
        let parts = request.parts();
        if parts.is_empty() {
            let partners = request.partners.clone().expect("named in the end");
            smallest = smallest.min(request.codes.len() * partners.len());
            cells.push((request.periods, request.flows, partners, request.codes));
        } else {
            open.extend(parts);
        }
    }
    assert_eq!(smallest, 1);
    let codes = listed("AG2").len();
    assert!(codes >= 98, "{codes} chapters");
    assert_eq!(cells.len(), 2 * 2 * places::numbers().len() * codes);
    let single = requests(&wanted("2023", &["PRK"], &["AG6"]), None).0.remove(0);
    let flows = single.parts();
    assert_eq!(flows.len(), 2);
    assert_eq!(flows[0].parts(), [], "six digits are not listed here");
}

#[test]
fn long_lists_are_parted_before_they_are_asked_for() {
    let request = requests(&wanted("2023", &["PRK"], &["AG4"]), None).0.remove(0);
    assert!(request.fits());
    let listed = request.parts()[0].parts()[0].clone();
    assert!(!listed.fits());
    let mut open = vec![listed];
    let mut asked = Vec::new();
    while let Some(request) = open.pop() {
        if request.fits() { asked.push(request) } else { open.extend(request.parts()) }
    }
    assert!(asked.iter().all(|request| request.question().len() < 2_000));
    assert!(asked.iter().map(|request| request.codes.len()).sum::<usize>() > 1_200);
}

#[test]
fn what_cannot_be_asked_for_says_what_can() {
    let mut total = wanted("2023", &["PRK"], &["TOTAL"]);
    total.flows = vec![Flow::T];
    let mut mixed = wanted("2023", &["PRK"], &["TOTAL"]);
    mixed.periods.push("2023-10".parse().expect("a month"));
    for wrong in [total, mixed, wanted("2023", &["PRK"], &["rice"]), wanted("2023", &["Atlantis"], &["TOTAL"])] {
        let why = wrong.requests(Access::Preview, None).expect_err("refused");
        assert!(matches!(&why, Turned::No(message, hint) if !message.is_empty() && !hint.is_empty()), "{why:?}");
    }
}

#[test]
fn answers_are_whole_or_none() {
    assert_eq!(judged(br#"{"elapsedTime":"0.1 secs","count":2,"data":[{"a":1},{"a":2}]}"#), Ok(2));
    assert_eq!(judged(br#"{"count":0,"data":[]}"#), Ok(0));
    for (answer, why) in [
        (&br#"{"count":2,"data":[{"a":1}]}"#[..], "2 records"),
        (br#"{"count":2,"data":[{"a":1},{"a""#, "breaks off"),
        (b"<html><body>Busy</body></html>", "JSON"),
        (b"", "breaks off"),
        (br#"{"statusCode":429,"message":"Rate limit is exceeded."}"#, "Rate limit"),
        (br#"{"count":0}"#, "no list"),
    ] {
        let said = judged(answer).expect_err("no answer").to_string();
        assert!(said.contains(why), "{said}");
    }
    let list = br#"{"count":2,"data":[{"period":2022,"reporterCode":156,"classificationCode":"H6","lastReleased":"2023-05-14T00:00:00"},{"period":"2021","reporterCode":156,"lastReleased":null}]}"#;
    let all = released(list).expect("a list");
    assert_eq!(all, [Released { reporter: 156, period: "2022".into(), on: "2023-05-14".parse().expect("a day") }]);
}

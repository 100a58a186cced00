//! The words by which reports of three languages say which way, how much, and
//! against what. A table to be added to: one line a wording.

use yalu_trade::Approx;

/// Which way, in the words of whoever speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Way {
    In,
    Out,
    Both,
    Deficit,
    Surplus,
    Net,
}

/// An earlier time that is named by its distance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Back {
    /// The year before, or the same months of it.
    Year,
    /// The month, quarter or year right before.
    Step,
}

/// What a wording means beside a figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Word {
    /// A noun of flow.
    Flow(Way),
    /// A verb of flow.
    Verb(Way),
    Up,
    Down,
    /// Growth, said before or after its figure.
    Growth,
    Share,
    Recovery,
    /// The base comes after it: than, compared with, 比.
    Than,
    /// The base came before it: 대비, 보다.
    Beside,
    From,
    To,
    Of,
    Ago(Back),
    Total,
    Mean,
    MonthlyMean,
    Level,
    Respectively,
    While,
    Followed,
    /// The first place.
    First,
    /// A place.
    Place(u32),
    Largest,
    /// 순: the goods before it stand in their order.
    InOrder,
    Near(Approx),
    NearAfter(Approx),
    Similar,
    Expected,
    Weight,
    Money,
    /// The same period as the figure before.
    Same,
    /// A time from which, and not when.
    Since,
    /// The same, said after it: 이후, 以来.
    SinceAfter,
    /// It names nothing.
    Filler,
}

use self::Back::{Step, Year};
use self::Way::{Both, Deficit, In, Net, Out, Surplus};
use self::Word::*;

pub(super) const ENGLISH: &[(&str, Word)] = &[
    ("imports", Flow(In)), ("import", Flow(In)), ("purchases", Flow(In)), ("inbound shipments", Flow(In)),
    ("exports", Flow(Out)), ("export", Flow(Out)), ("sales", Flow(Out)), ("outbound shipments", Flow(Out)),
    ("imported", Verb(In)), ("importing", Verb(In)), ("bought", Verb(In)), ("purchased", Verb(In)), ("buys", Verb(In)),
    ("exported", Verb(Out)), ("exporting", Verb(Out)), ("sold", Verb(Out)), ("shipped", Verb(Out)), ("sells", Verb(Out)),
    ("trade", Flow(Both)), ("two-way trade", Flow(Both)), ("bilateral trade", Flow(Both)), ("trade turnover", Flow(Both)),
    ("turnover", Flow(Both)), ("trade volume", Flow(Both)), ("imports and exports", Flow(Both)), ("exports and imports", Flow(Both)),
    ("trade deficit", Flow(Deficit)), ("deficit", Flow(Deficit)), ("deficits", Flow(Deficit)), ("trade deficits", Flow(Deficit)), ("trade gap", Flow(Deficit)), ("shortfall", Flow(Deficit)),
    ("trade surplus", Flow(Surplus)), ("surplus", Flow(Surplus)), ("positive balance", Flow(Surplus)), ("negative balance", Flow(Deficit)),
    ("trade balance", Flow(Net)), ("balance", Flow(Net)), ("net exports", Flow(Net)),
    ("higher", Up), ("more", Up), ("up", Up), ("rose", Up), ("rise", Up), ("rises", Up), ("risen", Up), ("rising", Up),
    ("grew", Up), ("grow", Up), ("grown", Up), ("growing", Up), ("increased", Up), ("increase", Up), ("increases", Up), ("increasing", Up), ("gained", Up),
    ("gain", Up), ("climbed", Up), ("climbing", Up), ("jumped", Up), ("surged", Up), ("soared", Up), ("expanded", Up), ("advanced", Up), ("widened", Up), ("wider", Up),
    ("rebounded", Up), ("went up", Up), ("picked up", Up), ("larger", Up), ("jump", Up), ("surge", Up), ("added", Up), ("edged up", Up),
    ("lower", Down), ("less", Down), ("down", Down), ("fell", Down), ("fall", Down), ("falls", Down), ("fallen", Down), ("falling", Down),
    ("dropped", Down), ("drop", Down), ("drops", Down), ("declined", Down), ("decline", Down), ("declines", Down), ("declining", Down), ("decreased", Down), ("decrease", Down), ("shrank", Down),
    ("shrunk", Down), ("slipped", Down), ("slumped", Down), ("plunged", Down), ("contracted", Down), ("lost", Down), ("narrowed", Down), ("narrower", Down),
     ("fewer", Down), ("smaller", Down), ("eased", Down), ("slid", Down), ("tumbled", Down), ("went down", Down), ("edged down", Down), ("contraction", Down), ("reduction", Down), ("loss", Down),
    ("growth", Growth), ("growth rate", Growth), ("change", Growth), ("change over the year", Growth), ("growth of", Growth), ("annual growth", Growth),
    ("accounted for", Share), ("accounting for", Share), ("accounts for", Share), ("account for", Share), ("made up", Share), ("makes up", Share), ("making up", Share),
    ("share", Share), ("shares", Share), ("represented", Share), ("representing", Share), ("represents", Share), ("constituted", Share), ("comprised", Share), ("contributed", Share), ("proportion", Share), ("took", Share), ("part", Share),
    ("recovered to", Recovery), ("recovered", Recovery), ("recovering to", Recovery), ("recover to", Recovery), ("recovery", Recovery), ("back to", Recovery),
    ("than", Than), ("compared with", Than), ("compared to", Than), ("in comparison with", Than), ("versus", Than), ("vs", Than), ("against", Than), ("relative to", Than), ("as against", Than), ("as compared with", Than), ("as compared to", Than), ("on", Filler),
    ("from", From), ("since", Since), ("to", To), ("of", Of), ("that of", Of), ("that in", Of), ("those of", Of),
    ("year-on-year", Ago(Year)), ("year on year", Ago(Year)), ("y/y", Ago(Year)), ("y-o-y", Ago(Year)), ("yoy", Ago(Year)), ("on the year", Ago(Year)), ("on year", Ago(Year)), ("over the year", Ago(Year)),
    ("the previous year", Ago(Year)), ("previous year", Ago(Year)), ("a year earlier", Ago(Year)), ("one year earlier", Ago(Year)), ("a year before", Ago(Year)), ("the year before", Ago(Year)), ("a year ago", Ago(Year)), ("year ago", Ago(Year)), ("year earlier", Ago(Year)), ("last year", Ago(Year)), ("the prior year", Ago(Year)), ("prior year", Ago(Year)), ("the preceding year", Ago(Year)),
    ("same period of the previous year", Ago(Year)), ("same period last year", Ago(Year)), ("the same period a year earlier", Ago(Year)), ("same month a year earlier", Ago(Year)), ("the same month last year", Ago(Year)), ("same month of the previous year", Ago(Year)), ("same month last year", Ago(Year)), ("same period a year earlier", Ago(Year)), ("the same period of last year", Ago(Year)), ("the same month of last year", Ago(Year)),
    ("month-on-month", Ago(Step)), ("month on month", Ago(Step)), ("m/m", Ago(Step)), ("m-o-m", Ago(Step)), ("mom", Ago(Step)), ("on the month", Ago(Step)), ("the previous month", Ago(Step)), ("previous month", Ago(Step)), ("a month earlier", Ago(Step)), ("a month before", Ago(Step)), ("the month before", Ago(Step)), ("last month", Ago(Step)),
    ("quarter-on-quarter", Ago(Step)), ("q/q", Ago(Step)), ("the previous quarter", Ago(Step)), ("a quarter earlier", Ago(Step)), ("the quarter before", Ago(Step)), ("previous quarter", Ago(Step)), ("on the quarter", Ago(Step)),
    ("total", Total), ("overall", Total), ("all", Total), ("whole", Total), ("goods", Filler), ("merchandise", Filler),
    ("average", Mean), ("averaged", Mean), ("mean", Mean), ("on average", Mean), ("annual average", Mean), ("average annual", Mean), ("yearly average", Mean),
    ("monthly average", MonthlyMean), ("average monthly", MonthlyMean), ("monthly mean", MonthlyMean), ("monthly", MonthlyMean), ("per month", MonthlyMean), ("a month", MonthlyMean),
    ("level", Level), ("levels", Level), ("respectively", Respectively), ("while", While), ("whereas", While), ("but", While),
    ("followed by", Followed), ("ahead of", Followed),
    ("top", First), ("largest", Largest), ("biggest", Largest), ("highest", Largest), ("leading", First), ("main", Filler), ("number one", First), ("first place", First), ("led the list", First), ("topped the list", First), ("topped", First), ("ranked first", First), ("came first", First),
    ("second-largest", Place(2)), ("second largest", Place(2)), ("second biggest", Place(2)), ("third-largest", Place(3)), ("third largest", Place(3)), ("third biggest", Place(3)), ("fourth-largest", Place(4)), ("fourth largest", Place(4)), ("fifth largest", Place(5)), ("fifth-largest", Place(5)), ("sixth largest", Place(6)),
    ("ranked second", Place(2)), ("ranked third", Place(3)), ("ranked fourth", Place(4)), ("ranked fifth", Place(5)), ("came second", Place(2)), ("came third", Place(3)), ("second place", Place(2)), ("third place", Place(3)),
    ("about", Near(Approx::About)), ("around", Near(Approx::About)), ("some", Near(Approx::About)), ("roughly", Near(Approx::About)), ("approximately", Near(Approx::About)), ("circa", Near(Approx::About)), ("close to", Near(Approx::About)), ("an estimated", Near(Approx::About)), ("estimated at", Near(Approx::About)), ("~", Near(Approx::About)),
    ("nearly", Near(Approx::Nearly)), ("almost", Near(Approx::Nearly)), ("just under", Near(Approx::Nearly)),
    ("more than", Near(Approx::Over)), ("over", Near(Approx::Over)), ("above", Near(Approx::Over)), ("at least", Near(Approx::Over)), ("exceeding", Near(Approx::Over)), ("exceeded", Near(Approx::Over)), ("in excess of", Near(Approx::Over)), ("upwards of", Near(Approx::Over)), ("just over", Near(Approx::Over)), ("just above", Near(Approx::Over)),
    ("less than", Near(Approx::Under)), ("under", Near(Approx::Under)), ("below", Near(Approx::Under)), ("up to", Near(Approx::Under)), ("at most", Near(Approx::Under)), ("no more than", Near(Approx::Under)), ("fewer than", Near(Approx::Under)), ("not more than", Near(Approx::Under)),
    ("or more", NearAfter(Approx::Over)), ("or less", NearAfter(Approx::Under)), ("or so", NearAfter(Approx::About)),
    ("similar to", Similar), ("similar", Similar), ("unchanged from", Similar), ("the same as", Similar), ("in line with", Similar),
    ("expected", Expected), ("expects", Expected), ("expect", Expected), ("forecast", Expected), ("projected", Expected), ("estimates for", Expected), ("will", Expected), ("likely", Expected), ("we see", Expected), ("foresee", Expected), ("foresees", Expected), ("outlook", Expected), ("could reach", Expected), ("target", Expected),
    ("volume", Weight), ("by volume", Weight), ("in volume", Weight), ("quantity", Weight), ("weight", Weight), ("by weight", Weight), ("tonnage", Weight), ("in quantity", Weight),
    ("value", Money), ("by value", Money), ("in value", Money), ("worth", Money), ("same", Same),
    ("the", Filler), ("its", Filler), ("their", Filler), ("and", Filler), ("in", Filler), ("for", Filler), ("by", Filler), ("with", Filler), ("has", Filler), ("have", Filler), ("had", Filler), ("were", Filler), ("was", Filler), ("is", Filler), ("are", Filler), ("which", Filler), ("that", Filler), ("also", Filler), ("annual", Filler), ("yearly", Filler), ("these", Filler), ("other", Filler), ("this", Filler), ("both", Filler), ("recorded", Filler), ("reached", Filler), ("stood at", Filler), ("amounted to", Filler), ("amounting to", Filler), ("totalled", Filler), ("totaled", Filler), ("came to", Filler), ("year's", Filler), ("month's", Filler), ("country's", Filler), ("as", Filler), ("or", Filler), ("a", Filler), ("an", Filler), ("at", Filler), ("monthly", MonthlyMean), ("reported", Filler), ("been", Filler), ("be", Filler), ("only", Filler), ("where", Filler), ("when", Filler), ("there", Filler), ("it", Filler), ("they", Filler), ("meanwhile", Filler), ("however", Filler), ("therefore", Filler), ("because", Filler), ("as for", Filler), ("hence", Filler), ("thus", Filler), ("so", Filler), ("net", Filler), ("if", Filler), ("until", Filler), ("between", Filler), ("first", Filler), ("through", Filler), ("again", Filler), ("out", Filler), ("chief", Filler), ("principal", Filler), ("major", Filler), ("hs", Filler), ("code", Filler), ("combined", Filler), ("cumulative", Filler), ("products", Filler), ("items", Filler), ("product", Filler), ("item", Filler), ("commodity", Filler), ("commodities", Filler), ("according", Filler), ("figures", Filler), ("mirror", Filler), ("ranking", Filler), ("table", Filler), ("year", Filler), ("month", Filler), ("quarter", Filler), ("period", Filler),
];

pub(super) const KOREAN: &[(&str, Word)] = &[
    ("수입액", Flow(In)), ("수입", Flow(In)), ("수입량", Flow(In)), ("수입물량", Flow(In)), ("수출액", Flow(Out)), ("수출", Flow(Out)), ("수출량", Flow(Out)),
    ("수출입", Flow(Both)), ("교역액", Flow(Both)), ("교역", Flow(Both)), ("교역 규모", Flow(Both)), ("무역액", Flow(Both)), ("무역", Flow(Both)), ("무역 총액", Flow(Both)), ("무역총액", Flow(Both)), ("무역 규모", Flow(Both)), ("교역 총액", Flow(Both)),
    ("적자", Flow(Deficit)), ("무역적자", Flow(Deficit)), ("무역 적자", Flow(Deficit)), ("흑자", Flow(Surplus)), ("무역흑자", Flow(Surplus)), ("무역수지", Flow(Net)), ("수지", Flow(Net)), ("무역수지 적자", Flow(Deficit)), ("무역수지 흑자", Flow(Surplus)),
    ("증가", Up), ("늘", Up), ("상승", Up), ("확대", Up), ("급증", Up), ("웃돌", Up), ("많", Up), ("높", Up), ("오른", Up), ("올라", Up), ("올랐", Up), ("뛰", Up), ("불어", Up), ("반등", Up), ("커", Up),
    ("감소", Down), ("줄", Down), ("하락", Down), ("축소", Down), ("급감", Down), ("밑돌", Down), ("적은", Down), ("적었", Down), ("적다", Down), ("낮", Down), ("떨어", Down), ("내려", Down), ("내린", Down), ("위축", Down),
    ("성장", Growth), ("증가율", Growth), ("증감률", Growth), ("성장률", Growth), ("감소율", Down),
    ("비중", Share), ("차지", Share), ("점유", Share), ("점유율", Share), ("회복", Recovery), ("수준", Level),
    ("대비", Beside), ("보다", Beside), ("보다는", Beside), ("에 비해", Beside), ("에 비하여", Beside), ("와 비교", Beside), ("과 비교", Beside), ("에서", Beside), ("의", Of), ("에 비교", Beside),
    ("전년", Ago(Year)), ("전년 동기", Ago(Year)), ("전년 동월", Ago(Year)), ("전년동기", Ago(Year)), ("전년동월", Ago(Year)), ("전년도", Ago(Year)), ("지난해", Ago(Year)), ("작년", Ago(Year)), ("지난해 같은 기간", Ago(Year)), ("지난해 같은 달", Ago(Year)), ("작년 같은 기간", Ago(Year)), ("작년 같은 달", Ago(Year)), ("지난해 동기", Ago(Year)), ("작년 동기", Ago(Year)), ("전년 같은 기간", Ago(Year)), ("전년 같은 달", Ago(Year)), ("1년 전", Ago(Year)), ("한 해 전", Ago(Year)), ("직전 연도", Ago(Year)),
    ("전월", Ago(Step)), ("전달", Ago(Step)), ("지난달", Ago(Step)), ("직전 월", Ago(Step)), ("직전월", Ago(Step)), ("전분기", Ago(Step)), ("직전 분기", Ago(Step)), ("한 달 전", Ago(Step)),
    ("전체", Total), ("총", Total), ("총액", Total), ("전 품목", Total),
    ("평균", Mean), ("연평균", Mean), ("연간 평균", Mean), ("월평균", MonthlyMean), ("월 평균", MonthlyMean), ("매월", MonthlyMean), ("월간 평균", MonthlyMean), ("한 달 평균", MonthlyMean), ("매달", MonthlyMean),
    ("각각", Respectively), ("반면", While), ("가운데", Filler), ("뒤를 이었", Followed), ("그 뒤를", Followed), ("이후", SinceAfter), ("순으로", InOrder), ("순이다", InOrder), ("순이었", InOrder), ("순이며", InOrder), ("순서로", InOrder), ("순으로", InOrder),
    ("1위", First), ("가장 많", First), ("가장 큰", First), ("최대", First), ("첫째", First), ("첫 번째", First), ("2위", Place(2)), ("3위", Place(3)), ("4위", Place(4)), ("5위", Place(5)), ("6위", Place(6)), ("7위", Place(7)), ("8위", Place(8)), ("9위", Place(9)), ("10위", Place(10)), ("두 번째", Place(2)), ("세 번째", Place(3)), ("네 번째", Place(4)),
    ("약", Near(Approx::About)), ("대략", Near(Approx::About)), ("거의", Near(Approx::Nearly)), ("최소", Near(Approx::Over)), ("여", NearAfter(Approx::Over)), ("이상", NearAfter(Approx::Over)), ("초과", NearAfter(Approx::Over)), ("을 넘", NearAfter(Approx::Over)), ("를 넘", NearAfter(Approx::Over)), ("을 웃돌", NearAfter(Approx::Over)), ("를 웃돌", NearAfter(Approx::Over)), ("을 상회", NearAfter(Approx::Over)), ("를 상회", NearAfter(Approx::Over)), ("이하", NearAfter(Approx::Under)), ("미만", NearAfter(Approx::Under)), ("에 못 미", NearAfter(Approx::Under)), ("에 미치지 못", NearAfter(Approx::Under)), ("을 밑돌", NearAfter(Approx::Under)), ("를 밑돌", NearAfter(Approx::Under)), ("가까이", NearAfter(Approx::Nearly)), ("에 육박", NearAfter(Approx::Nearly)), ("내외", NearAfter(Approx::About)), ("가량", NearAfter(Approx::About)), ("정도", NearAfter(Approx::About)), ("안팎", NearAfter(Approx::About)), ("남짓", NearAfter(Approx::Over)),
    ("비슷", Similar), ("유사", Similar), ("예상", Expected), ("전망", Expected), ("추정", Filler), ("예측", Expected), ("목표", Expected), ("것으로 보", Expected),
    ("물량", Weight), ("중량", Weight), ("중량 기준", Weight), ("물량 기준", Weight), ("금액", Money), ("금액 기준", Money), ("같은 기간", Same), ("동기", Same), ("같은 달", Same),
    ("은", Filler), ("는", Filler), ("이", Filler), ("가", Filler), ("을", Filler), ("를", Filler), ("로", Filler), ("으로", Filler), ("에", Filler), ("도", Filler), ("과", Filler), ("와", Filler), ("및", Filler), ("중", Filler), ("해", Filler), ("월", Filler), ("달", Filler), ("기록", Filler), ("집계", Filler), ("규모", Filler), ("누계", Filler), ("누적", Filler), ("한편", Filler), ("이는", Filler), ("같은", Filler), ("대", Filler), ("상품", Filler), ("품목", Filler), ("전년비", Ago(Year)), ("전월비", Ago(Step)), ("하였으며", Filler), ("하였고", Filler), ("했고", Filler), ("했으며", Filler), ("으며", Filler), ("이며", Filler), ("이고", Filler), ("북중", Filler), ("중북", Filler), ("조중", Filler), ("양국", Filler), ("양국 간", Filler), ("간", Filler), ("그", Filler), ("또", Filler), ("다만", Filler), ("상위", Filler), ("주요", Filler), ("먼저", Filler), ("먼저,", Filler), ("기준", Filler), ("기준으로", Filler), ("당월", Filler), ("이번 달", Filler), ("이 기간", Filler), ("올해", Filler), ("실적", Filler), ("모두", Filler), ("합하면", Filler), ("합계", Total), ("합치면", Filler), ("총계", Total), ("으로는", Filler), ("로는", Filler),
];

pub(super) const CHINESE: &[(&str, Word)] = &[
    ("进口额", Flow(In)), ("进口", Flow(In)), ("进口总额", Flow(In)), ("进口值", Flow(In)), ("进口量", Flow(In)), ("进口总值", Flow(In)), ("出口额", Flow(Out)), ("出口", Flow(Out)), ("出口总额", Flow(Out)), ("出口值", Flow(Out)), ("出口量", Flow(Out)), ("出口总值", Flow(Out)),
    ("进出口", Flow(Both)), ("进出口总额", Flow(Both)), ("进出口总值", Flow(Both)), ("进出口额", Flow(Both)), ("贸易额", Flow(Both)), ("贸易总额", Flow(Both)), ("贸易", Flow(Both)), ("双边贸易额", Flow(Both)), ("双边贸易", Flow(Both)), ("贸易总值", Flow(Both)), ("进出口合计", Flow(Both)),
    ("逆差", Flow(Deficit)), ("贸易逆差", Flow(Deficit)), ("顺差", Flow(Surplus)), ("贸易顺差", Flow(Surplus)), ("贸易差额", Flow(Net)), ("差额", Flow(Net)),
    ("增长", Up), ("增加", Up), ("上升", Up), ("提高", Up), ("扩大", Up), ("上涨", Up), ("高于", Up), ("增", Up), ("升", Up), ("猛增", Up), ("激增", Up), ("多于", Up), ("高出", Up), ("大增", Up),
    ("下降", Down), ("减少", Down), ("下跌", Down), ("降低", Down), ("收窄", Down), ("缩小", Down), ("下滑", Down), ("降", Down), ("减", Down), ("回落", Down), ("少于", Down), ("锐减", Down), ("跌", Down), ("萎缩", Down),
    ("增速", Growth), ("增长率", Growth), ("增幅", Up), ("降幅", Down),
    ("占", Share), ("占比", Share), ("比重", Share), ("份额", Share), ("恢复到", Recovery), ("恢复至", Recovery), ("恢复", Recovery), ("相当于", Recovery), ("仅为", Filler), ("水平", Level),
    ("比", Than), ("较", Than), ("与", Filler), ("相比", Beside), ("相较", Than), ("由", From), ("从", From), ("至", To), ("到", To), ("的", Of),
    ("同比", Ago(Year)), ("上年", Ago(Year)), ("上年同期", Ago(Year)), ("去年", Ago(Year)), ("去年同期", Ago(Year)), ("上年同月", Ago(Year)), ("去年同月", Ago(Year)), ("前一年", Ago(Year)), ("按年", Ago(Year)), ("上一年", Ago(Year)),
    ("环比", Ago(Step)), ("上月", Ago(Step)), ("上个月", Ago(Step)), ("前月", Ago(Step)), ("按月", Ago(Step)), ("上季度", Ago(Step)), ("前一个月", Ago(Step)),
    ("总", Total), ("总额", Total), ("总值", Total), ("全部", Total), ("合计", Total), ("总计", Total),
    ("平均", Mean), ("年均", Mean), ("年平均", Mean), ("月均", MonthlyMean), ("月平均", MonthlyMean), ("平均每月", MonthlyMean), ("每月平均", MonthlyMean),
    ("分别", Respectively), ("而", While), ("其次", Followed), ("以来", SinceAfter), ("以后", SinceAfter), ("其次是", Followed), ("依次为", InOrder), ("依次是", InOrder),
    ("第一位", First), ("居首", First), ("居首位", First), ("首位", First), ("第一大", First), ("最大", First), ("位居第一", First), ("排名第一", First), ("居第一", First), ("第二位", Place(2)), ("第二大", Place(2)), ("居第二", Place(2)), ("位居第二", Place(2)), ("排名第二", Place(2)), ("第三位", Place(3)), ("第三大", Place(3)), ("居第三", Place(3)), ("位居第三", Place(3)), ("第四位", Place(4)), ("第四大", Place(4)), ("居第四", Place(4)), ("第五大", Place(5)), ("居第五", Place(5)),
    ("约", Near(Approx::About)), ("大约", Near(Approx::About)), ("近", Near(Approx::Nearly)), ("将近", Near(Approx::Nearly)), ("接近", Near(Approx::Nearly)), ("超过", Near(Approx::Over)), ("逾", Near(Approx::Over)), ("超", Near(Approx::Over)), ("突破", Near(Approx::Over)), ("不到", Near(Approx::Under)), ("不足", Near(Approx::Under)), ("低于", Near(Approx::Under)), ("以上", NearAfter(Approx::Over)), ("以下", NearAfter(Approx::Under)), ("左右", NearAfter(Approx::About)), ("上下", NearAfter(Approx::About)), ("多", NearAfter(Approx::Over)), ("余", NearAfter(Approx::Over)),
    ("相近", Similar), ("持平", Similar), ("基本持平", Similar), ("预计", Expected), ("预测", Expected), ("预期", Expected), ("有望", Expected), ("将达", Expected), ("展望", Expected), ("目标", Expected),
    ("数量", Weight), ("重量", Weight), ("按重量", Weight), ("按数量", Weight), ("金额", Money), ("货值", Money), ("价值", Money), ("同期", Same),
    ("其中", Filler), ("为", Filler), ("是", Filler), ("达", Filler), ("达到", Filler), ("了", Filler), ("在", Filler), ("和", Filler), ("及", Filler), ("全年", Filler), ("累计", Filler), ("居", Filler), ("额", Filler), ("量", Filler), ("值", Filler), ("年", Filler), ("月", Filler), ("中方", Filler), ("朝方", Filler), ("共", Filler), ("计", Filler), ("仍", Filler), ("也", Filler), ("则", Filler), ("略", Filler), ("略有", Filler), ("大幅", Filler), ("双边", Filler), ("两国", Filler), ("中朝", Filler), ("录得", Filler), ("实现", Filler), ("折合", Filler), ("已", Filler), ("仅", Filler), ("商品", Filler), ("主要", Filler), ("货物", Filler), ("当月", Filler), ("本月", Filler), ("今年", Filler), ("前", Filler), ("当年", Filler), ("据海关统计", Filler), ("海关统计", Filler), ("中国海关", Filler), ("海关", Filler), ("统计", Filler), ("显示", Filler), ("数据", Filler), ("另外", Filler), ("此外", Filler), ("方面", Filler), ("同时", Filler), ("期间", Filler), ("自", Filler), ("对", Filler), ("向", Filler),
];

//! The words by which reports of three languages say which way, how much, and
//! against what. A table to be added to: one line a wording.

mod chinese;
mod english;
mod fillers;
mod korean;

pub(super) use chinese::CHINESE;
pub(super) use english::ENGLISH;
pub(super) use fillers::FILLERS;
pub(super) use korean::KOREAN;

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
    /// The amount of a rise.
    More,
    /// The amount of a fall.
    Fewer,
    /// What is left of something: it names no goods of its own.
    Rest,
    /// Of another coverage than the rest of the report.
    Wider,
    /// Another time than the one before.
    Then,
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

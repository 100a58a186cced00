//! The real figures that several themes share.

/// Totals of China's trade with North Korea, as customs printed them and others passed on.
pub(crate) const TOTALS: &str = "
    X 2017 TOTAL 3245e6 about @2019-04-10
    M 2017 TOTAL 1731e6 about @2019-04-10
    X 2018 TOTAL 2218140e3
    M 2018 TOTAL 213208e3
    X 2019 TOTAL 2573821663
    M 2019 TOTAL 215197317
    T 2019 TOTAL 2789018980
    X 2022 TOTAL 89404e4 @2023-01-18
    M 2022 TOTAL 13368e4 @2023-01-18
    T 2022 TOTAL 102772e4 @2023-01-18
    X 2023 TOTAL 200350e4 @2024-01-18
    M 2023 TOTAL 29189e4 @2024-01-18
    T 2023 TOTAL 229538e4 @2024-01-18
    X 2022 TOTAL 139883e4 +crude @2023-07-20";

/// KIEP (2024), table 1: what North Korea bought, and the shares that it prints of the year before.
pub(crate) const TABLE_1: &str = "
    X 2023 TOTAL 200350e4
    X 2023 6703 16003e4
    X 2023 1507 9004e4
    X 2023 3105 8066e4
    X 2023 5407 8045e4
    X 2023 1006 7681e4
    X 2023 1701 6933e4
    X 2023 6006 6613e4
    X 2023 3004 5868e4
    X 2023 2403 5150e4
    X 2023 3918 4882e4
    X 2022 6703 0.8 %
    X 2022 1507 5.5 %
    X 2022 3105 0.0 %
    X 2022 5407 3.5 %
    X 2022 1006 3.7 %
    X 2022 1701 3.1 %
    X 2022 6006 3.7 %
    X 2022 3004 4.6 %
    X 2022 2403 2.7 %
    X 2022 3918 2.5 %";

/// KIEP (2024), table 2: what North Korea sold.
pub(crate) const TABLE_2: &str = "
    M 2023 TOTAL 29189e4
    M 2023 6704 16674e4
    M 2023 7202 3206e4
    M 2023 2611 2594e4
    M 2023 2716 2226e4
    M 2023 2613 717e4
    M 2023 7005 609e4
    M 2023 2849 539e4
    M 2023 5002 441e4
    M 2023 9108 406e4
    M 2023 3801 253e4
    M 2022 6704 8.7 %
    M 2022 7202 20.2 %
    M 2022 2611 23.1 %
    M 2022 2716 15.3 %
    M 2022 2613 10.2 %
    M 2022 7005 5.0 %
    M 2022 2849 3.3 %
    M 2022 5002 6.6 %
    M 2022 9108 1.3 %
    M 2022 3801 0.3 %";

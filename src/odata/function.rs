//! The functions of filters: how many arguments each takes, and which dialects have it.

use super::Version;

/// What is known of a function.
pub(crate) struct Facts {
    pub(crate) name: &'static str,
    pub(crate) least: usize,
    pub(crate) most: usize,
    pub(crate) since: Version,
    pub(crate) until: Version,
    /// Whether it is a condition by itself.
    pub(crate) is_condition: bool,
    /// What to do in a dialect that has not got it.
    pub(crate) instead: &'static str,
}

macro_rules! functions {
    ($($variant:ident $name:literal $args:expr, $since:ident..=$until:ident, $condition:literal, $instead:literal;)*) => {
        /// A function of a filter.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Function { $($variant,)* }

        impl Function {
            const ALL: &[Self] = &[$(Self::$variant,)*];

            pub(crate) fn facts(self) -> Facts {
                let (name, args, since, until, is_condition, instead) = match self {
                    $(Self::$variant => ($name, $args, Version::$since, Version::$until, $condition, $instead),)*
                };
                Facts { name, least: *args.start(), most: *args.end(), since, until, is_condition, instead }
            }
        }
    };
}

// Sources: MS-ODATA 2.2.3.6.1.1 (2.0, 3.0); OData 4.0 Part 2 URL Conventions 5.1.1.4, and 4.01 for matchesPattern.
functions! {
    // `contains(text, part)` is written `substringof(part, text)` before 4.0.
    Contains "contains" 2..=2, V2..=V4, true, "";
    StartsWith "startswith" 2..=2, V2..=V4, true, "";
    EndsWith "endswith" 2..=2, V2..=V4, true, "";
    MatchesPattern "matchesPattern" 2..=2, V4..=V4, true, "use contains, startswith or endswith";
    Length "length" 1..=1, V2..=V4, false, "";
    IndexOf "indexof" 2..=2, V2..=V4, false, "";
    Replace "replace" 3..=3, V2..=V3, false, "compare with the text as it is before the replacement";
    Substring "substring" 2..=3, V2..=V4, false, "";
    ToLower "tolower" 1..=1, V2..=V4, false, "";
    ToUpper "toupper" 1..=1, V2..=V4, false, "";
    Trim "trim" 1..=1, V2..=V4, false, "";
    Concat "concat" 2..=2, V2..=V4, false, "";
    Year "year" 1..=1, V2..=V4, false, "";
    Month "month" 1..=1, V2..=V4, false, "";
    Day "day" 1..=1, V2..=V4, false, "";
    Hour "hour" 1..=1, V2..=V4, false, "";
    Minute "minute" 1..=1, V2..=V4, false, "";
    Second "second" 1..=1, V2..=V4, false, "";
    FractionalSeconds "fractionalseconds" 1..=1, V4..=V4, false, "compare the whole moment, or use second";
    DateOf "date" 1..=1, V4..=V4, false, "compare year, month and day, or the moments between which the day lies";
    TimeOf "time" 1..=1, V4..=V4, false, "compare hour, minute and second";
    TotalOffsetMinutes "totaloffsetminutes" 1..=1, V4..=V4, false, "compare with a datetimeOffset";
    TotalSeconds "totalseconds" 1..=1, V4..=V4, false, "compare with a duration";
    Now "now" 0..=0, V4..=V4, false, "write the moment as a datetimeOffset";
    MinDateTime "mindatetime" 0..=0, V4..=V4, false, "write the moment as a datetimeOffset";
    MaxDateTime "maxdatetime" 0..=0, V4..=V4, false, "write the moment as a datetimeOffset";
    Round "round" 1..=1, V2..=V4, false, "";
    Floor "floor" 1..=1, V2..=V4, false, "";
    Ceiling "ceiling" 1..=1, V2..=V4, false, "";
    GeoDistance "geo.distance" 2..=2, V3..=V4, false, "measure on your side";
    GeoLength "geo.length" 1..=1, V3..=V4, false, "measure on your side";
    GeoIntersects "geo.intersects" 2..=2, V3..=V4, true, "test on your side";
}

impl Function {
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|function| function.facts().name == name)
    }
}

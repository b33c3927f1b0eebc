//! The dialects of OData, which differ in their literals and functions.

use std::{fmt, str::FromStr};

use super::Error;

/// A dialect. 3.0 is the default, being what MyWorkpal speaks.
///
/// ```
/// use provisor::odata::Version;
///
/// assert_eq!("v4".parse::<Version>()?, Version::V4);
/// assert_eq!(Version::default(), Version::V3);
/// # Ok::<(), provisor::odata::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// OData 2.0 (MS-ODATA).
    V2,
    /// OData 3.0.
    #[default]
    V3,
    /// OData 4.0, with the `in` operator and `matchesPattern` of 4.01.
    V4,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V2 => "OData 2.0",
            Self::V3 => "OData 3.0",
            Self::V4 => "OData 4.0",
        })
    }
}

impl FromStr for Version {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "v2" => Ok(Self::V2),
            "v3" => Ok(Self::V3),
            "v4" => Ok(Self::V4),
            _ => Err(Error::new(
                "version",
                format!("{text:?} is not a version: write \"v2\", \"v3\" or \"v4\""),
            )),
        }
    }
}

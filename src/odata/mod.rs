//! OData queries: a typed expression tree, the system query options, and their text in dialects 2.0, 3.0 and 4.0.
//!
//! Values and names are different types and no call takes a piece of filter text, so a person's name can
//! never become part of a condition.
//!
//! ```
//! use provisor::odata::{field, Direction, Query, Version};
//!
//! let query = Query::new()
//!     .inline_count()
//!     .filter(field("Name")?.tolower().eq("company doe"))
//!     .order_by(field("Name")?, Direction::Asc)
//!     .top(1)
//!     .skip(0);
//! assert_eq!(
//!     query.to_query_string(Version::V3)?,
//!     "$inlinecount=allpages&$filter=tolower(Name)%20eq%20%27company%20doe%27&$orderby=Name%20asc&$top=1&$skip=0",
//! );
//! # Ok::<(), provisor::odata::Error>(())
//! ```

mod encode;
mod error;
mod expr;
mod function;
mod json;
mod json_query;
pub(crate) mod lexical;
mod literal;
mod name;
mod number;
mod print;
mod query;
mod search;
mod temporal;
#[cfg(test)]
mod tests;
mod version;

pub use encode::{encode_path_segment, encode_value};
pub use error::Error;
pub use expr::{
    all, and, any, any_at_all, cast, field, geo_distance, isof, max_datetime, min_datetime, now, or, Expr,
};
pub use literal::{
    binary, date, datetime, datetime_offset, decimal, double, duration, enum_value, guid, long, null, single,
    time, Literal,
};
pub use name::{Name, Path, TypeName};
pub use query::{Direction, Expand, Query};
pub use search::Search;
pub use version::Version;

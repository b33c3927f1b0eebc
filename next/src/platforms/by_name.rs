//! Builders and parsers by name, from the endpoint functions that the loop uses.
use crate::error::{Error, Result};
use crate::http::Response;

/// `requests.*` and `responses.*` of a platform, for `impl Platform`: one arm for each call.
///
/// ```text
/// by_name! {
///     "listUsers" (sub_domain "subDomain": String, emails "emails": Vec<String>)
///         = |own: &Self, …| Ok(list_users(&sub_domain, &emails)), read_users;
/// }
/// ```
/// The first expression takes the platform and the named arguments and gives a `Result<Call<_>>`, built by the endpoint's own
/// function; the second reads an answer into something that serialises.
#[macro_export]
macro_rules! by_name {
    ($($name:literal ($($field:ident $key:literal: $kind:ty),* $(,)?) = $build:expr, $read:expr;)*) => {
        fn request(&self, name: &str, arguments: &serde_json::Value) -> $crate::error::Result<$crate::http::Request> {
            match name {
                $($name => {
                    let _fields = $crate::input::Fields::new(name, arguments, &[$($key),*], &[])?;
                    $(let $field: $kind = _fields.get($key)?;)*
                    #[allow(clippy::redundant_closure_call)]
                    Ok($build(self, $($field),*)?.request)
                })*
                _ => Err($crate::platforms::no_call(name, &[$($name),*])),
            }
        }
        fn response(&self, name: &str, answer: &$crate::http::Response) -> $crate::error::Result<String> {
            match name {
                $($name => $crate::platforms::read_by_name(answer, $read),)*
                _ => Err($crate::platforms::no_call(name, &[$($name),*])),
            }
        }
    };
}
pub(crate) fn no_call(name: &str, known: &[&str]) -> Error {
    Error::invalid(format!("there is no call {name:?}")).hint(format!("known: {}", known.join(", ")))
}
/// What a call by name tells: a value, or JSON that is written already.
pub(crate) trait Told {
    /// As JSON.
    fn json(self) -> serde_json::Result<String>;
}
impl<T: serde::Serialize> Told for T {
    fn json(self) -> serde_json::Result<String> {
        serde_json::to_string(&self)
    }
}
/// JSON that is written already.
pub(crate) struct Json(pub serde_json::Result<String>);
impl Told for Json {
    fn json(self) -> serde_json::Result<String> {
        self.0
    }
}
pub(crate) fn read_by_name<T: Told>(
    answer: &Response,
    read: impl Fn(&Response) -> Result<T>,
) -> Result<String> {
    if !(200..300).contains(&answer.status) {
        return Err(Error::of_status(answer.status, None));
    }
    read(answer)?.json().map_err(|_| Error::internal("the answer cannot be written as JSON"))
}

//! HTTP as plain data: requests with secrets by reference, responses, encoding. No network.

mod base_url;
mod finder;
mod host;
pub mod percent;
mod request;
mod response;
mod secret;
mod template;

pub(crate) use base_url::has_dots;
pub use base_url::{BaseUrl, LinkHosts};
pub(crate) use finder::Finder;
pub use host::Host;
pub(crate) use request::digest;
pub use request::{Method, Request, RequestDocument, Safety};
pub use response::Response;
pub use secret::{Secret, SecretName, Vault};
pub use template::{Encoding, Part, Place, Template};

//! HTTP as plain data: requests with secrets by reference, responses, encoding. No network.

mod base_url;
pub mod percent;
mod request;
mod response;
mod secret;
mod template;

pub use base_url::BaseUrl;
pub(crate) use request::digest;
pub use request::{Method, Request, RequestDocument, Safety};
pub use response::Response;
pub use secret::{Secret, SecretName, Vault};
pub use template::{Encoding, Part, Place, Template};

//! Digests keyed from the credentials: nobody without them can guess what was digested.
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// A key for digests.
#[derive(Clone)]
pub(crate) struct Digest(Hmac<Sha256>);
impl Digest {
    pub fn new(key: &str) -> Self {
        let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
        // A key that is not longer than a block is padded with zeros (RFC 2104): this one is a digest.
        block.iter_mut().zip(Sha256::digest(key.as_bytes())).for_each(|(to, from)| *to = from);
        Self(Hmac::new(&block))
    }
    /// The first half of the digest of a value's JSON, in hexadecimal digits.
    pub fn of(&self, value: &impl Serialize) -> String {
        let mut mac = self.0.clone();
        mac.update(&serde_json::to_vec(value).unwrap_or_default());
        hex(&mac.finalize().into_bytes())
    }
}
/// The first half of a text's SHA-256, in hexadecimal digits.
pub(crate) fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}
fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

//! Workforce Optimization: everybody, as a bare array [C].
use crate::Result;
use serde::{Deserialize, Serialize};

/// A person as the list shows one: 4 of 7 keys. The id is called `personId` here and nowhere else.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// The id.
    pub person_id: u64,
    /// The e-mail, which is the user name.
    pub email: Option<String>,
    /// The name in the customer's directory.
    pub ad_login: Option<String>,
    /// Whether the person may log in.
    pub active: Option<bool>,
}
/// The list.
///
/// # Errors
/// For what is no such list.
pub fn people(text: &str) -> Result<Vec<Person>> {
    serde_json::from_str(text)
}
/// The needed fields as JSON.
///
/// # Errors
/// None.
pub fn to_json(people: &[Person]) -> Result<String> {
    serde_json::to_string(people)
}

//! Changes: what a plan says will be done, and an outcome was done.
use serde::Serialize;
use serde_json::Value;

/// One change to an account.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Change {
    /// The account is made.
    Create,
    /// An attribute is set.
    Set {
        /// Its name, as the caller knows it.
        field: String,
        /// What it was, where that may be shown.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<Value>,
        /// What it becomes, where that may be shown.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<Value>,
        /// Its values are not shown.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        masked: bool,
    },
    /// The person gets into a container.
    Add {
        /// What kind of container.
        field: &'static str,
        /// Its name.
        value: String,
    },
    /// The person gets out of a container.
    Remove {
        /// What kind of container.
        field: &'static str,
        /// Its name.
        value: String,
    },
    /// The account is suspended.
    Suspend,
    /// The account is deactivated.
    Deactivate,
    /// The account is deleted.
    Delete,
}

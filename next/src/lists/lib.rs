//! The long lists that platforms answer, read straight into the few fields that are needed; all else is passed over. A crate
//! of its own, compiled for speed where the rest is compiled for size: generics are compiled where the type is named, so
//! every function here has finished types. Text is borrowed from the answer where it has no escapes.
pub mod myworkpal;
pub mod workforce_optimization;
pub mod workiva;

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What reading gives; an error knows its line and column.
pub type Result<T> = serde_json::Result<T>;

/// A text of the answer.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
impl Text<'_> {
    /// The same, without the answer.
    pub fn into_owned(self) -> Text<'static> {
        Text(Cow::Owned(self.0.into_owned()))
    }
}
impl std::ops::Deref for Text<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}
impl From<Text<'_>> for String {
    fn from(text: Text<'_>) -> Self {
        text.0.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::{myworkpal, workiva};

    #[test]
    fn what_is_needed_of_a_list_and_nothing_else() {
        let text = r#" {"count":2,"results":[{"secretKey":"x","id":7,"userAccountId":null,"emailAddress":"a\u00e9@b.co",
            "tenant":"t","tenantId":1,"isAccountClosed":false,"more":{"id":[1,{"a":"\"}"}]}},{}],"links":[]}"#;
        let listing = myworkpal::users(text).unwrap().into_owned();
        assert_eq!(
            listing.to_json().unwrap(),
            r#"{"count":2,"results":[{"id":7,"userAccountId":null,"emailAddress":"aé@b.co","tenantId":1,"tenant":"t","isAccountClosed":false,"isLockedOut":null},{"id":null,"userAccountId":null,"emailAddress":null,"tenantId":null,"tenant":null,"isAccountClosed":null,"isLockedOut":null}]}"#
        );
        assert_eq!(myworkpal::users("[{},{}]").unwrap().count, 2);
        for bad in
            ["", "null", "{}", r#"{"count":1,"results":[{"id":-1}]}"#, r#"{"count":1,"results":[7]}"#, "[{}"]
        {
            assert!(myworkpal::users(bad).is_err(), "{bad}");
        }
    }
    #[test]
    fn an_account_is_kept_as_it_was_read() {
        let text = r#"{"data":[{"id":"u","username":"A \"B\"","email":null,"x":{}}],"@nextLink":null}"#;
        let users = workiva::users(text).unwrap();
        let kept = users.data[0].to_kept().unwrap();
        assert_eq!(kept, r#"["u","A \"B\"",null,null,null,null,null]"#);
        let user = workiva::User::of_kept(&kept).unwrap();
        assert_eq!((&*user.id, user.username.as_deref(), user.email.is_none()), ("u", Some("A \"B\""), true));
    }
}

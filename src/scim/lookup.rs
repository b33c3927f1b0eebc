//! Look-ups by name: the hit is checked against what was asked, because some servers answer an unknown filter
//! with everything, or with nothing.

use super::{Group, ListResponse, Resource, User};
use crate::email::fold;
use crate::error::{Error, Result};

/// What a look-up found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found<T> {
    /// Nobody.
    Nothing,
    /// Exactly one, with an `id`.
    One(T),
    /// More than one: their ids.
    Several(Vec<String>),
}

impl<T> Found<T> {
    /// The one, or nothing.
    ///
    /// # Errors
    /// `ambiguous` when there are several.
    pub fn at_most_one(self) -> Result<Option<T>> {
        match self {
            Self::Nothing => Ok(None),
            Self::One(one) => Ok(Some(one)),
            Self::Several(ids) => Err(Error::new(
                crate::error::Code::Ambiguous,
                format!("{} resources have this name: {}", ids.len(), ids.join(", ")),
            )
            .hint("rename or remove all but one")),
        }
    }
}

/// The user of this name in the answer to `userName eq "…"`. Names are compared in any case (RFC 7643 §4.1.1).
///
/// ```
/// use provisor::scim::{only_user, Found, ListResponse};
/// use serde_json::json;
///
/// let list = |names: &[&str]| ListResponse::from_value(json!({
///     "Resources": names.iter().map(|name| json!({ "id": name, "userName": name })).collect::<Vec<_>>()
/// }));
/// assert!(matches!(only_user(list(&["John@Doe.com"])?, "john@doe.com")?, Found::One(_)));
/// assert_eq!(only_user(list(&[])?, "john@doe.com")?, Found::Nothing);
/// assert!(only_user(list(&["someone@else.com"])?, "john@doe.com").is_err());
/// # Ok::<(), provisor::error::Error>(())
/// ```
///
/// # Errors
/// `bad_response` when the server answers with somebody else alone, or with a user without an `id`. Somebody else
/// next to the right one is no error: a user name is unique, whatever the server thinks of the filter.
pub fn only_user(list: ListResponse, user_name: &str) -> Result<Found<User>> {
    let any = !list.is_empty();
    let (found, _) = named(list.users(), user_name, User::user_name)?;
    match found {
        Found::Nothing if any => Err(somebody_else("user")),
        found => Ok(found),
    }
}

/// The group of this name in the answer to `displayName eq "…"`. Names are compared in any case (RFC 7643 §8.7.1,
/// `caseExact` is false).
///
/// # Errors
/// `bad_response` when the server answers with another group: it ignores the filter, and since a group's name need
/// not be unique, others of this name may be on another page. Also when the group has no `id`.
pub fn only_group(list: ListResponse, display_name: &str) -> Result<Found<Group>> {
    match named(list.groups(), display_name, Group::display_name)? {
        (_, others) if others > 0 => Err(somebody_else("group")),
        (found, _) => Ok(found),
    }
}

/// The user of this name among all of them, as a [`Pager`](super::Pager) gathers them.
///
/// # Errors
/// `bad_response` when the user has no `id`.
pub fn user_among(all: impl IntoIterator<Item = User>, user_name: &str) -> Result<Found<User>> {
    named(all, user_name, User::user_name).map(|(found, _)| found)
}

/// The group of this name among all of them, as a [`Pager`](super::Pager) gathers them.
///
/// # Errors
/// `bad_response` when the group has no `id`.
pub fn group_among(all: impl IntoIterator<Item = Group>, display_name: &str) -> Result<Found<Group>> {
    named(all, display_name, Group::display_name).map(|(found, _)| found)
}

fn named<T: std::ops::Deref<Target = Resource>>(
    all: impl IntoIterator<Item = T>,
    name: &str,
    name_of: impl Fn(&T) -> Option<&str>,
) -> Result<(Found<T>, usize)> {
    let wanted = fold(name);
    let mut others = 0_usize;
    let mut found: Option<T> = None;
    let mut ids: Vec<String> = Vec::new();
    for one in all {
        if name_of(&one).is_none_or(|name| fold(name) != wanted) {
            others = others.saturating_add(1);
            continue;
        }
        let id = one.id().ok_or_else(|| Error::bad_response("the server finds a resource without an id"))?;
        // The same one twice is still one.
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
            found.get_or_insert(one);
        }
    }
    let found = match (found, ids.len()) {
        (Some(one), 1) => Found::One(one),
        (Some(_), _) => Found::Several(ids),
        (None, _) => Found::Nothing,
    };
    Ok((found, others))
}

fn somebody_else(what: &str) -> Error {
    Error::bad_response(format!("the server answers the look-up of a {what} with another {what}"))
        .hint("it seems to ignore the filter: list everything, and match here")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn list(resources: &[(&str, &str)]) -> ListResponse {
        let resources: Vec<_> = resources
            .iter()
            .map(|(id, name)| json!({"id": id, "userName": name, "displayName": name}))
            .collect();
        ListResponse::from_value(json!({"totalResults": 99, "Resources": resources})).unwrap()
    }

    fn shown<T>(found: Result<Found<T>>) -> &'static str {
        match found {
            Ok(Found::Nothing) => "nothing",
            Ok(Found::One(_)) => "one",
            Ok(Found::Several(_)) => "several",
            Err(error) if error.code == crate::error::Code::BadResponse => "bad",
            Err(_) => "other",
        }
    }

    #[test]
    fn the_hit_is_checked() {
        for (resources, user, group) in [
            (&[][..], "nothing", "nothing"),
            (&[("1", "ÉCOLE")], "one", "one"),
            (&[("1", "école"), ("1", "école")], "one", "one"),
            (&[("1", "école"), ("2", "École")], "several", "several"),
            (&[("1", "ecole")], "bad", "bad"),
            (&[("1", "x"), ("2", "école")], "one", "bad"),
            (&[("", "école")], "bad", "bad"),
        ] {
            assert_eq!(shown(only_user(list(resources), "École")), user, "{resources:?}");
            assert_eq!(shown(only_group(list(resources), "École")), group, "{resources:?}");
        }
        assert_eq!(shown(user_among(list(&[("1", "x")]).users(), "y")), "nothing");
        assert_eq!(shown(group_among(list(&[("1", "x"), ("2", "y")]).groups(), "y")), "one");
        let several = only_user(list(&[("1", "x"), ("2", "x")]), "x").unwrap();
        assert_eq!(several.at_most_one().unwrap_err().code, crate::error::Code::Ambiguous);
        let nameless = ListResponse::from_value(json!({"Resources": [{"id": "1"}]})).unwrap();
        assert_eq!(shown(only_user(nameless, "x")), "bad");
    }
}

//! The module as functions from plain JSON to plain JSON, which is what the JavaScript builders call.
//! [`Filter::from_json`](super::Filter::from_json), [`ListQuery::from_json`](super::ListQuery::from_json) and
//! [`Patch::from_json`](super::Patch::from_json) are the other three.

use super::json::{items, object, text};
use super::words::{not, within, wrong};
use super::{
    attr, only_group, only_user, path, schema, Group, ListQuery, ListResponse, Pager, Patch, Problem,
    ServiceConfig, User,
};
use crate::error::Result;
use crate::http::Response;
use serde_json::{json, Map, Value};

/// The key under which the builders take the enterprise extension, whose URN nobody remembers.
const ENTERPRISE: &str = "enterprise";

/// The body that creates a user, out of its attributes.
///
/// ```
/// use provisor::scim::plain::user_body;
/// use serde_json::json;
///
/// let user = json!({ "userName": "jo", "active": true, "enterprise": { "department": "R&D" } });
/// assert_eq!(user_body(&user)?, json!({
///     "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
///                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
///     "userName": "jo",
///     "active": true,
///     "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "R&D" }
/// }));
/// # Ok::<(), provisor::error::Error>(())
/// ```
///
/// # Errors
/// `config_invalid` when there is no `userName`, a name is none, or an attribute is the server's to say.
pub fn user_body(attributes: &Value) -> Result<Value> {
    Ok(User::from_fields(attributes_of(attributes, "user", schema::USER)?).check()?.creation())
}

/// The body that creates a group, out of its attributes; a member is its id, or an object with `value`.
///
/// # Errors
/// `config_invalid` when there is no `displayName`, a name is none, or an attribute is the server's to say.
pub fn group_body(attributes: &Value) -> Result<Value> {
    let mut fields = attributes_of(attributes, "group", schema::GROUP)?;
    if let Some(Value::Array(members)) = fields.get_mut("members") {
        for member in members {
            if member.is_string() {
                *member = json!({ "value": member.take() });
            }
        }
    }
    Ok(Group::from_fields(fields).check()?.creation())
}

fn attributes_of(attributes: &Value, part: &str, core: &'static str) -> Result<Map<String, Value>> {
    let given = object(attributes, part)?;
    let mut fields = Map::new();
    fields.insert("schemas".to_owned(), given.get("schemas").cloned().unwrap_or_else(|| json!([core])));
    for (name, value) in given.iter().filter(|(name, _)| *name != "schemas") {
        if ["id", "meta"].iter().any(|taken| taken.eq_ignore_ascii_case(name)) {
            return Err(wrong(part, &[name, " is the server's to say"].concat()).hint("leave it out"));
        }
        let name = match name.as_str() {
            ENTERPRISE if core == schema::USER => schema::ENTERPRISE_USER,
            name if path::is_name(name) || path::is_urn(name) => name,
            _ => {
                return Err(not(part, name, "the name of an attribute")
                    .hint("write a name alone, such as userName, and put sub-attributes into an object"))
            }
        };
        if fields.insert(name.to_owned(), value.clone()).is_some() {
            return Err(wrong(part, &[name, " is there twice"].concat()).hint("give it once"));
        }
    }
    Ok(fields)
}

/// The body of a PUT: the user or group as it was read, with changes by path; null takes an attribute away.
///
/// # Errors
/// `config_invalid` when a path is none, leads through a list, or is the server's to say; `bad_response` when the
/// resource is no object.
pub fn replacement_body(current: &Value, changes: &Value) -> Result<Value> {
    let is_group = current.as_object().is_some_and(|fields| schema::says(fields, schema::GROUP));
    let (mut user, mut group);
    let resource: &mut super::Resource = if is_group {
        group = Group::from_value(current.clone())?;
        &mut group
    } else {
        user = User::from_value(current.clone())?;
        &mut user
    };
    for (name, value) in object(changes, "changes")? {
        let path = attr(name).map_err(|error| within("changes", error))?;
        super::Target::from(path.clone()).to_text().map_err(|error| within("changes", error))?;
        match value {
            Value::Null => {
                resource.clear(&path);
            }
            value => {
                resource.set(&path, value.clone()).map_err(|error| within("changes", error))?;
            }
        }
    }
    Ok(resource.replacement())
}

/// The bodies that `add` or `remove` members, at most 100 in each.
///
/// # Errors
/// `config_invalid` when the ids are no list of texts.
pub fn member_bodies(op: &str, ids: &Value) -> Result<Value> {
    let ids = items(ids, "members")?;
    let ids: Vec<&str> = ids.iter().map(|id| text(id, "members")).collect::<Result<_>>()?;
    if ids.contains(&"") {
        return Err(wrong("members", "holds an empty id").hint("give each member's id"));
    }
    let patches = match op {
        "add" => Patch::add_members(ids),
        "remove" => Patch::remove_members(ids)?,
        _ => return Err(not("members", op, "an operation").hint("it is add or remove")),
    };
    Ok(patches.iter().map(Patch::to_value).collect())
}

/// The resources of a listing, and what it says of their number: `{resources, totalResults?}`.
///
/// # Errors
/// `bad_response` when it is no listing.
pub fn read_list(body: &Value) -> Result<Value> {
    let list = listing(body)?;
    let total = list.total_hint();
    let mut read = json!({ "resources": list.to_values() });
    if let (Some(total), Some(fields)) = (total, read.as_object_mut()) {
        fields.insert("totalResults".to_owned(), total.into());
    }
    Ok(read)
}

fn listing(body: &Value) -> Result<ListResponse> {
    ListResponse::from_response(&answer(200, body))
}

/// A listing from beginning to end: a [`Pager`] with its query.
///
/// ```
/// use provisor::scim::plain::Listing;
/// use serde_json::json;
///
/// let mut listing = Listing::from_json(&json!({ "count": 50 }))?;
/// assert_eq!(listing.next()?.as_deref(), Some("startIndex=1&count=50"));
/// listing.take(&json!({ "Resources": [{ "id": "1" }] }))?;
/// assert_eq!(listing.next()?.as_deref(), Some("startIndex=2&count=50"));
/// # Ok::<(), provisor::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Listing {
    query: ListQuery,
    pager: Pager,
}

impl Listing {
    /// Reads the query of a listing, whose `startIndex` is of no account.
    ///
    /// # Errors
    /// As [`ListQuery::from_json`].
    pub fn from_json(query: &Value) -> Result<Self> {
        let query = ListQuery::from_json(query)?;
        Ok(Self { pager: Pager::new(query.page()), query })
    }

    /// The query string of the next page; nothing at the end.
    ///
    /// # Errors
    /// As [`ListQuery::to_query_string`].
    pub fn next(&self) -> Result<Option<String>> {
        self.pager.next(self.query.clone()).map(|query| query.to_query_string()).transpose()
    }

    /// Takes the answer to it, and gives the resources that are new.
    ///
    /// # Errors
    /// As [`Pager::take`]; `bad_response` when the answer is no listing.
    pub fn take(&mut self, body: &Value) -> Result<Value> {
        Ok(self.pager.take(listing(body)?)?.to_values().into())
    }
}

/// The user of this name in the answer to a look-up, or null; see [`only_user`].
///
/// # Errors
/// `ambiguous` when there are several; `bad_response` when the answer is somebody else's, or no listing.
pub fn found_user(body: &Value, user_name: &str) -> Result<Value> {
    let found = only_user(listing(body)?, user_name)?.at_most_one()?;
    Ok(found.map_or(Value::Null, |user| user.to_value()))
}

/// The group of this name in the answer to a look-up, or null; see [`only_group`].
///
/// # Errors
/// `ambiguous` when there are several; `bad_response` when the answer is another group's, or no listing.
pub fn found_group(body: &Value, display_name: &str) -> Result<Value> {
    let found = only_group(listing(body)?, display_name)?.at_most_one()?;
    Ok(found.map_or(Value::Null, |group| group.to_value()))
}

/// What a refusal says: `{code, message, status, scimType?, detail?, hint?}`. The body is JSON, or a text of it.
pub fn read_problem(status: u16, body: &Value) -> Value {
    let problem = Problem::read(&answer(status, body));
    let error = problem.error();
    let mut read = Map::new();
    let code = crate::data::write(&error.code).unwrap_or_default();
    read.insert("code".to_owned(), code);
    read.insert("message".to_owned(), error.message.as_str().into());
    read.insert("status".to_owned(), problem.status.into());
    for (name, words) in [
        ("scimType", problem.scim_type.as_ref()),
        ("detail", problem.detail.as_ref()),
        ("hint", error.hint.as_ref()),
    ] {
        if let Some(words) = words {
            read.insert(name.to_owned(), words.as_str().into());
        }
    }
    Value::Object(read)
}

/// What a server can do, out of its answer to `/ServiceProviderConfig`. The body is JSON, or a text of it.
///
/// # Errors
/// As [`ServiceConfig::from_response`].
pub fn read_config(status: u16, body: &Value) -> Result<Value> {
    crate::data::write(&ServiceConfig::from_response(&answer(status, body))?)
}

fn answer(status: u16, body: &Value) -> Response {
    let body = match body {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        body => body.to_string(),
    };
    Response::new(status, Vec::new(), body.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_that_create() {
        for (user, part) in [
            (json!({}), "userName"),
            (json!({"userName": ""}), "userName"),
            (json!({"userName": "x", "id": "1"}), "user"),
            (json!({"userName": "x", "name.givenName": "y"}), "user"),
            (json!({"userName": "x", "enterprise": {}, (schema::ENTERPRISE_USER): {}}), "user"),
            (json!("x"), "user"),
        ] {
            let error = user_body(&user).unwrap_err();
            assert!(error.message.starts_with(&[part, ":"].concat()), "{error}");
        }
        let group = json!({"displayName": "R&D", "members": ["1", {"value": "2", "type": "User"}]});
        assert_eq!(
            group_body(&group).unwrap(),
            json!({
                "schemas": [schema::GROUP], "displayName": "R&D",
                "members": [{"value": "1"}, {"value": "2", "type": "User"}],
            })
        );
        assert!(group_body(&json!({})).is_err());
    }

    #[test]
    fn a_replacement_changes_what_is_said_and_nothing_else() {
        let user = json!({
            "USERNAME": "jo", "id": "1", "active": "False", "meta": {}, "groups": [{"value": "9"}],
            "name": {"givenName": "Jo", "FamilyName": "Doe"}, "title": "x", "own": {"n": 1.0},
        });
        let changes = json!({"active": true, "name.familyName": "Roe", "title": null, "userName": "joe"});
        assert_eq!(
            replacement_body(&user, &changes).unwrap(),
            json!({
                "USERNAME": "joe", "id": "1", "active": true,
                "name": {"givenName": "Jo", "FamilyName": "Roe"}, "own": {"n": 1.0}, "schemas": [schema::USER],
            })
        );
        let group = json!({"schemas": [schema::GROUP], "id": "1", "groups": 1});
        assert_eq!(replacement_body(&group, &json!({})).unwrap(), group);
        for bad in
            [json!({"a b": 1}), json!({"id": "2"}), json!({"groups": []}), json!({"active.x": 1}), json!([])]
        {
            assert!(replacement_body(&user, &bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn readings() {
        assert_eq!(
            read_problem(409, &json!("{\"scimType\":\"uniqueness\",\"detail\":\"taken\"}")),
            json!({
                "code": "conflict", "message": "the server has such a resource already (409): taken",
                "status": 409, "scimType": "uniqueness", "detail": "taken",
            })
        );
        assert_eq!(read_problem(502, &json!("<html>"))["code"], "server_error");
        let list = json!({"Resources": [{"id": "1", "userName": "Jo"}], "totalResults": 5});
        assert_eq!(
            read_list(&list).unwrap(),
            json!({"resources": [{"id": "1", "userName": "Jo"}], "totalResults": 5})
        );
        assert_eq!(found_user(&list, "JO").unwrap()["id"], "1");
        assert_eq!(found_user(&json!({"totalResults": 0}), "JO").unwrap(), Value::Null);
        assert!(found_user(&json!({}), "JO").is_err() && found_group(&list, "JO").is_err());
        assert_eq!(read_config(404, &Value::Null).unwrap()["isKnown"], false);
        assert!(member_bodies("add", &json!([""])).is_err() && member_bodies("move", &json!([])).is_err());
    }
}

//! Changes to a part of a resource (RFC 7644 §3.5.2).

use super::json::{entries, items};
use super::resource::unreadable;
use super::words::{within, wrong};
use super::{attr, schema, Resource, Target};
use crate::error::Result;
use crate::http::Response;
use crate::keyed::Texts;
use serde_json::{json, Map, Value};

/// How many members one request may add or remove: common servers refuse more.
pub const MEMBERS_AT_ONCE: usize = 100;

/// The body of a PATCH.
///
/// ```
/// use provisor::scim::{attr, Patch};
///
/// let patch = Patch::new().active(false)?.replace(attr("name.familyName")?, "O'Brien")?;
/// assert_eq!(
///     patch.to_value().to_string(),
///     concat!(
///         r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":["#,
///         r#"{"op":"replace","path":"active","value":false},"#,
///         r#"{"op":"replace","path":"name.familyName","value":"O'Brien"}]}"#,
///     ),
/// );
/// # Ok::<(), provisor::error::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    operations: Vec<Value>,
}

impl Patch {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is no change in it; such a one must not be sent.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// Adds a value; to a multi-valued attribute, one more or a list of them.
    ///
    /// # Errors
    /// `config_invalid` when the target cannot be written.
    pub fn add(self, target: impl Into<Target>, value: impl Into<Value>) -> Result<Self> {
        let target = target.into();
        self.with("add", Some(&target), Some(value.into()))
    }

    /// Puts a value in the place of what is there.
    ///
    /// # Errors
    /// `config_invalid` when the target cannot be written.
    pub fn replace(self, target: impl Into<Target>, value: impl Into<Value>) -> Result<Self> {
        let target = target.into();
        self.with("replace", Some(&target), Some(value.into()))
    }

    /// Takes an attribute away, or those of its values that meet the target's condition.
    ///
    /// # Errors
    /// `config_invalid` when the target cannot be written.
    pub fn remove(self, target: impl Into<Target>) -> Result<Self> {
        let target = target.into();
        self.with("remove", Some(&target), None)
    }

    /// Allows or suspends an account.
    ///
    /// # Errors
    /// None at present.
    pub fn active(self, active: bool) -> Result<Self> {
        self.replace(attr("active")?, active)
    }

    fn with(mut self, op: &str, target: Option<&Target>, value: Option<Value>) -> Result<Self> {
        let mut operation = Map::new();
        operation.insert("op".to_owned(), op.into());
        if let Some(target) = target {
            operation.insert("path".to_owned(), target.to_text()?.into());
        }
        if let Some(value) = value {
            operation.insert("value".to_owned(), value);
        }
        self.operations.push(Value::Object(operation));
        Ok(self)
    }

    /// The bodies that add these members to a group, at most 100 in each. An id that comes twice is added once.
    pub fn add_members<'a>(ids: impl IntoIterator<Item = &'a str>) -> Vec<Self> {
        let add = |ids: &[&str]| {
            let members: Vec<Value> = ids.iter().map(|id| json!({ "value": id })).collect();
            Self { operations: vec![json!({ "op": "add", "path": "members", "value": members })] }
        };
        once(ids).chunks(MEMBERS_AT_ONCE).map(add).collect()
    }

    /// The bodies that remove these members from a group, at most 100 in each.
    ///
    /// # Errors
    /// `config_invalid` when an id cannot be written.
    pub fn remove_members<'a>(ids: impl IntoIterator<Item = &'a str>) -> Result<Vec<Self>> {
        let member = |patch: Self, id: &&str| patch.remove(attr("members")?.values(attr("value")?.eq(*id)));
        once(ids).chunks(MEMBERS_AT_ONCE).map(|ids| ids.iter().try_fold(Self::new(), member)).collect()
    }

    /// The body as JSON.
    pub fn to_value(&self) -> Value {
        json!({ "schemas": [schema::PATCH_OP], "Operations": self.operations })
    }

    /// Reads a list of operations from their JSON form: `[{"op":"replace","path":"active","value":false}]`.
    ///
    /// # Errors
    /// `config_invalid` when the JSON is no such list, is empty, or an operation lacks what it needs.
    pub fn from_json(value: &Value) -> Result<Self> {
        let operations = items(value, "operations")?;
        if operations.is_empty() {
            return Err(wrong("operations", "are none").hint("give at least one, or send nothing"));
        }
        operations.iter().enumerate().try_fold(Self::new(), |patch, (at, operation)| {
            patch.with_json(operation).map_err(|error| within(&format!("operations[{at}]"), error))
        })
    }

    fn with_json(self, operation: &Value) -> Result<Self> {
        let [op, path, given] = entries(operation, "operation", ["op", "path", "value"])?;
        // A value of null takes an attribute away (RFC 7643 §2.5); it is not the same as none.
        let value = given.or_else(|| operation.get("value"));
        let target = path.map(Target::from_json).transpose().map_err(|error| within("path", error))?;
        let bare = |what: &str, remedy: &str| Err(wrong("operation", what).hint(remedy.to_owned()));
        match (op.and_then(Value::as_str), &target, value) {
            (Some("remove"), Some(_), None) => {}
            (Some("remove"), None, _) => return bare("removes nothing", "give a path"),
            (Some("remove"), ..) => return bare("removes a value", "choose it in the path, with complex"),
            (Some("add" | "replace"), _, None) => return bare("has no value", "give one"),
            (Some("add" | "replace"), Some(_), _)
            | (Some("add" | "replace"), None, Some(Value::Object(_))) => {}
            (Some("add" | "replace"), ..) => {
                return bare("has neither a path nor attributes", "give a path, or an object of attributes")
            }
            _ => return bare("is of no known kind", "its op is add, replace or remove"),
        }
        self.with(op.and_then(Value::as_str).unwrap_or_default(), target.as_ref(), value.cloned())
    }
}

/// Each id once, in the order of their first coming.
fn once<'a>(ids: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = Texts::default();
    ids.into_iter().filter(|id| seen.insert((*id).to_owned())).collect()
}

/// Reads the answer to a PATCH: the resource as it is now, or nothing where the server does not send it
/// (RFC 7644 §3.5.2: 200 with it, or 204).
///
/// # Errors
/// What the server refuses with; `bad_response` when the answer is neither.
pub fn patched(answer: &Response) -> Result<Option<Resource>> {
    match answer.status {
        200 if !answer.body.trim_ascii().is_empty() => Resource::read("", answer).map(Some),
        200 | 204 => Ok(None),
        _ if answer.is_success() => Err(unreadable(answer, "to a PATCH is neither 200 nor 204")),
        _ => Err(super::refusal(answer)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operations(patch: &Patch) -> Value {
        patch.to_value()["Operations"].clone()
    }

    #[test]
    fn members_go_a_hundred_at_a_time() {
        let ids: Vec<String> = (0..250).map(|id| format!("id-{id}")).collect();
        let ids = || ids.iter().map(String::as_str);
        let adds = Patch::add_members(ids().chain(["id-0"]));
        let sizes: Vec<_> =
            adds.iter().map(|patch| operations(patch)[0]["value"].as_array().unwrap().len()).collect();
        assert_eq!(sizes, [100, 100, 50]);
        let removes = Patch::remove_members(ids()).unwrap();
        let sizes: Vec<_> = removes.iter().map(|patch| operations(patch).as_array().unwrap().len()).collect();
        assert_eq!(sizes, [100, 100, 50]);
        assert!(Patch::add_members([]).is_empty() && Patch::remove_members([]).unwrap().is_empty());
        let odd = Patch::remove_members([r#"a"b\c"#]).unwrap();
        assert_eq!(operations(&odd[0]), json!([{"op": "remove", "path": r#"members[value eq "a\"b\\c"]"#}]));
    }

    #[test]
    fn operations_from_json() {
        let good = json!([
            {"op": "add", "path": {"complex": ["emails", {"eq": ["type", "work"]}, "value"]}, "value": "a@x.co"},
            {"op": "replace", "path": "nickName", "value": null},
            {"op": "replace", "value": {"active": true}},
            {"op": "remove", "path": {"complex": ["members", {"eq": ["value", "7"]}]}},
        ]);
        assert_eq!(
            operations(&Patch::from_json(&good).unwrap()),
            json!([
                {"op": "add", "path": "emails[type eq \"work\"].value", "value": "a@x.co"},
                {"op": "replace", "path": "nickName", "value": null},
                {"op": "replace", "value": {"active": true}},
                {"op": "remove", "path": "members[value eq \"7\"]"},
            ])
        );
        for (bad, words) in [
            (json!({}), "operations"),
            (json!([]), "operations"),
            (json!([{"op": "move", "path": "a", "value": 1}]), "operations[0].operation"),
            (json!([{"op": "add", "path": "a"}]), "operations[0].operation"),
            (json!([{"op": "add", "value": 1}]), "operations[0].operation"),
            (json!([{"op": "remove"}]), "operations[0].operation"),
            (
                json!([{"op": "remove", "path": "members", "value": [{"value": "7"}]}]),
                "operations[0].operation",
            ),
            (json!([{"op": "remove", "path": "members[value eq \"7\"]"}]), "operations[0].path.attribute"),
            (json!([{"op": "add", "path": "groups", "value": []}]), "operations[0].groups"),
            (json!([{"op": "add", "path": "ID", "value": "1"}]), "operations[0].id"),
            (json!([{"op": "remove", "path": {"eq": ["a", 1]}}]), "operations[0].path.path"),
            (
                json!([{"op": "remove", "path": {"complex": ["a", {"pr": "b"}, "c.d"]}}]),
                "operations[0].path.attribute",
            ),
        ] {
            let error = Patch::from_json(&bad).unwrap_err();
            assert!(error.message.starts_with(&[words, ":"].concat()), "{error}");
        }
    }

    #[test]
    fn answers_to_a_patch() {
        let answer = |status, body: &str| patched(&Response::new(status, vec![], body.as_bytes().to_vec()));
        assert_eq!(answer(204, "").unwrap(), None);
        assert_eq!(answer(200, " ").unwrap(), None);
        assert_eq!(answer(200, r#"{"id":"1"}"#).unwrap().unwrap().id(), Some("1"));
        for (status, body) in [(200, "<html>"), (202, ""), (200, "[]"), (400, ""), (404, "{}"), (500, "")] {
            assert!(answer(status, body).is_err(), "{status} {body}");
        }
    }
}

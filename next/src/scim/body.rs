//! Bodies of SCIM: what creates, replaces and changes a resource (RFC 7644 §3.3, §3.5).
use super::filter::{attribute, values};
use crate::error::Result;
use crate::input::Fields;
use crate::record::Record;
use crate::tree::{items, not, only, text, within, wrong};
use serde_json::value::RawValue;
use serde_json::{json, Map, Value};

/// The schema of users.
pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The schema of groups.
pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// The extension of users with what an employer knows of them.
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
/// At most so many members in one request.
pub const MEMBERS_AT_ONCE: usize = 100;

fn patch_of(operations: Vec<Value>) -> Value {
    json!({ "schemas": [PATCH], "Operations": operations })
}
/// A new resource of this schema; the schemas of its extensions are named too.
pub fn new_resource(schema: &str, record: &Record) -> Record {
    let extensions = record.members().map(|(name, _)| name).filter(|name| name.starts_with("urn:"));
    let schemas: Vec<_> = [schema].into_iter().chain(extensions).collect();
    let mut first = Record::default();
    first.set("/schemas", &json!(schemas));
    let given = record.members().filter(|(name, value)| *name != "schemas" && value.get() != "null");
    first.members().chain(given).collect()
}
/// All that was read and all that was changed, less what is the server's to say; what is null is left out, which takes it
/// away (RFC 7644 §3.5.1).
pub fn replacement(record: &Record) -> Record {
    let is_read_only = |name: &str| ["meta", "groups"].iter().any(|one| one.eq_ignore_ascii_case(name));
    let is_kept = |name: &str, value: &RawValue| !is_read_only(name) && value.get() != "null";
    let mut kept: Record = record.members().filter(|(name, value)| is_kept(name, value)).collect();
    // An extension is named where it is, and only there (RFC 7643 §3).
    if let Some(Value::Array(named)) = kept.get("/schemas") {
        let is = |name: &str, one: &Value| one.as_str() == Some(name);
        let gone = |one: &Value| record.members().any(|(name, value)| is(name, one) && value.get() == "null");
        let mut schemas: Vec<Value> = named.iter().filter(|one| !gone(one)).cloned().collect();
        let extensions = kept.members().map(|(name, _)| name).filter(|name| name.starts_with("urn:"));
        let unnamed = extensions.filter(|name| !named.iter().any(|one| is(name, one)));
        schemas.extend(unnamed.map(Value::from));
        if schemas != named {
            kept.set("/schemas", &schemas.into());
        }
    }
    kept
}
/// The changes that give the attributes at these pointers the values that they have in the record. Of a list, one of whose
/// values is meant (`/emails/type=work/value`), the whole is sent: no other path is taken by all servers.
pub fn changes<'a>(record: &Record, pointers: impl Iterator<Item = &'a str>) -> Value {
    let mut done: Vec<&str> = Vec::new();
    let mut operations = Vec::new();
    for pointer in pointers {
        let list = pointer.split_once('=').and_then(|(before, _)| Some(before.rsplit_once('/')?.0));
        let pointer = list.unwrap_or(pointer);
        if done.contains(&pointer) {
            continue;
        }
        done.push(pointer);
        let path = pointer.trim_start_matches('/');
        let path = match path.starts_with("urn:") {
            true => path.replacen('/', ":", 1).replace('/', "."),
            false => path.replace('/', "."),
        };
        operations.push(match record.get(pointer).unwrap_or_default() {
            Value::Null => json!({ "op": "remove", "path": path }),
            value => json!({ "op": "replace", "path": path, "value": value }),
        });
    }
    patch_of(operations)
}
/// The change that adds these members to a group, or removes them.
pub fn member_changes<'a>(ids: impl Iterator<Item = &'a str>, add: bool) -> Value {
    let remove = |id| json!({ "op": "remove", "path": format!("members[value eq {}]", Value::from(id)) });
    patch_of(match add {
        true => {
            let values: Vec<_> = ids.map(|id| json!({ "value": id })).collect();
            vec![json!({ "op": "add", "path": "members", "value": values })]
        }
        false => ids.map(remove).collect(),
    })
}

/// The body of a PATCH from its operations as data; a path is an attribute's, or `{"complex": […]}`.
///
/// # Errors
/// `config_invalid`, naming the operation.
pub(super) fn patch(operations: &Value) -> Result<Value> {
    let operation = |(at, one): (usize, &Value)| {
        operation(one).map_err(|error| within(&format!("operations[{at}]"), error))
    };
    let operations = items("operations", operations)?.iter().enumerate().map(operation);
    match operations.collect::<Result<Vec<_>>>()? {
        none if none.is_empty() => Err(wrong("operations", "are none: give at least one")),
        operations => Ok(patch_of(operations)),
    }
}
fn operation(one: &Value) -> Result<Value> {
    let given = Fields::new("operation", one, &["op", "path", "value"], &[])?;
    let (op, path) = (given.get::<String>("op")?, given.get::<Option<Value>>("path")?);
    let path = path.as_ref().map(|path| match path {
        Value::Object(_) => match only("path", path)? {
            ("complex", of) => values(of, 0),
            (tag, _) => Err(not("path", tag, "a path: make one with complex")),
        },
        _ => attribute(path, false),
    });
    let path = path.transpose().map_err(|error| within("path", error))?;
    let value = one.get("value");
    match (op.as_str(), &path, value) {
        ("remove", Some(path), None) => Ok(json!({ "op": op, "path": path })),
        ("remove", ..) => Err(wrong("remove", "takes a path, and no value")),
        ("add" | "replace", Some(path), Some(value)) => Ok(json!({ "op": op, "path": path, "value": value })),
        ("add" | "replace", None, Some(Value::Object(value))) => Ok(json!({ "op": op, "value": value })),
        ("add" | "replace", ..) => Err(wrong(&op, "takes a value, which without a path is an object")),
        _ => Err(not("op", &op, "\"add\", \"replace\" or \"remove\"")),
    }
}
/// The body that creates a user or a group, from its attributes: `schemas` are added, `enterprise` is put under its URN, and
/// members given by their id become objects.
///
/// # Errors
/// `config_invalid`, naming the attribute.
pub(super) fn creation(part: &str, schema: &str, key: &str, attributes: &Value) -> Result<Value> {
    let given = attributes.as_object().ok_or_else(|| wrong(part, "an object is wanted here"))?;
    if given.get(key).is_none_or(|name| text(key, name).map_or(true, str::is_empty)) {
        return Err(wrong(key, "is missing: give a text"));
    }
    let mut record = Record::default();
    for (name, value) in given.iter().filter(|(name, _)| *name != "schemas") {
        let pointer = match name.as_str() {
            "id" | "meta" => return Err(wrong(part, format!("{name} is the server's to say: leave it out"))),
            "enterprise" if schema == USER => format!("/{ENTERPRISE}"),
            name if name.starts_with("urn:") => format!("/{name}"),
            name => format!("/{}", attribute(&name.into(), true).map_err(|error| within(part, error))?),
        };
        let member = |member: &Value| match member.is_string() {
            true => json!({ "value": member }),
            false => member.clone(),
        };
        match value.as_array().filter(|_| name == "members") {
            Some(members) => record.set(&pointer, &members.iter().map(member).collect()),
            None => record.set(&pointer, value),
        }
    }
    Ok(json!(new_resource(schema, &record)))
}
/// The body of a PUT: what was read, with changes by path (null takes away), less what is read-only.
///
/// # Errors
/// `config_invalid`, naming the path.
pub(super) fn replaced(current: &Value, changes: &Map<String, Value>) -> Result<Value> {
    let mut record: Record =
        serde_json::from_value(current.clone()).map_err(|_| wrong("resource", "an object is wanted here"))?;
    for (path, value) in changes {
        let path = attribute(&path.as_str().into(), false).map_err(|error| within("changes", error))?;
        let (schema, name) =
            path.rsplit_once(':').map_or(("", path.as_str()), |(schema, name)| (schema, name));
        if ["id", "meta", "groups", "schemas"].contains(&name.split('.').next().unwrap_or_default()) {
            return Err(not("changes", &path, "to be changed: it is read-only"));
        }
        let prefix = if [USER, GROUP, ""].contains(&schema) { String::new() } else { format!("/{schema}") };
        record.set(&format!("{prefix}/{}", name.replace('.', "/")), value);
    }
    Ok(json!(replacement(&record)))
}

//! A user as the cells of a CSV roster give one: lists are texts with semicolons, and `workspaces.<name>.roles`
//! is a column.

use serde_json::{json, Map, Value};

/// The same user with texts read as what they stand for; anything else stays as it is.
pub(super) fn read(user: &Value) -> Value {
    let mut user = user.clone();
    let Some(fields) = user.as_object_mut() else { return user };
    read_list(fields, "organizationRoles");
    if let Some(workspaces) = fields.get_mut("workspaces") {
        *workspaces = match std::mem::take(workspaces) {
            Value::String(names) => {
                split(&names).into_iter().map(|name| json!({ "workspace": name })).collect()
            }
            Value::Object(by_name) => by_name.into_iter().map(workspace).collect(),
            other => other,
        };
    }
    let truth = fields.get("exact").and_then(Value::as_str).and_then(|text| text.parse::<bool>().ok());
    if let Some(truth) = truth {
        fields.insert("exact".to_owned(), truth.into());
    }
    user
}

fn workspace((name, inner): (String, Value)) -> Value {
    let mut wish = match inner {
        Value::Object(inner) => inner,
        _ => Map::new(),
    };
    read_list(&mut wish, "roles");
    read_list(&mut wish, "groups");
    wish.insert("workspace".to_owned(), name.into());
    Value::Object(wish)
}

fn read_list(fields: &mut Map<String, Value>, key: &str) {
    if let Some(Value::String(text)) = fields.get(key) {
        let list = split(text);
        fields.insert(key.to_owned(), list.into());
    }
}

fn split(text: &str) -> Vec<&str> {
    text.split(';').map(str::trim).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_become_lists() {
        for (cells, user) in [
            (
                json!({"organizationRoles": "A; B ;", "exact": "true", "workspaces": "X;Y"}),
                json!({"organizationRoles": ["A", "B"], "exact": true, "workspaces": [{"workspace": "X"}, {"workspace": "Y"}]}),
            ),
            (
                json!({"workspaces": {"X": {"roles": "Editor;Viewer", "groups": "G"}}}),
                json!({"workspaces": [{"roles": ["Editor", "Viewer"], "groups": ["G"], "workspace": "X"}]}),
            ),
            (json!({"workspaces": 7, "exact": "yes"}), json!({"workspaces": 7, "exact": "yes"})),
            (json!("text"), json!("text")),
        ] {
            assert_eq!(read(&cells), user);
        }
    }
}

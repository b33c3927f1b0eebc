//! Personal values and secrets of a user: taken out of what is stored, kept in the vault until sent.

use crate::error::{Code, Error, Result};
use crate::http::{digest, Encoding, Secret, SecretName, Template, Vault};
use crate::json;
use serde_json::Value;

/// A pointer longer than this is not taken further: all below it is one value. So the pointers of many values
/// far down in a user do not outgrow the user.
const LONGEST_POINTER: usize = 256;

/// A user as it may be stored and shown, and what was taken out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sealed {
    /// The user with `null` where something was taken out.
    pub user: Value,
    /// JSON pointers of what was taken out.
    pub places: Vec<String>,
}

/// The vault's name for a value of a person: the person is part of it, for a vault serves many. No two values share
/// one: a dot within a key is written as no pointer writes anything (RFC 6901 has `~0` and `~1`).
pub(crate) fn sealed_name(owner: &str, pointer: &str) -> SecretName {
    let path = pointer.strip_prefix('/').unwrap_or(pointer).replace('.', "~2").replace('/', ".");
    SecretName::new(format!("{path}#{}", digest(owner)))
}

/// Takes every value whose key is sensitive out of a user and into the vault.
pub(crate) fn seal(owner: &str, user: &Value, is_sensitive: &dyn Fn(&str) -> bool, vault: &Vault) -> Sealed {
    let mut sealed = Sealed { user: user.clone(), places: Vec::new() };
    let mut places = Vec::new();
    find("", user, is_sensitive, &mut places);
    for pointer in places {
        let Some(value) = sealed.user.pointer_mut(&pointer) else { continue };
        vault.keep(sealed_name(owner, &pointer), Secret::new(value.take().to_string()));
        sealed.places.push(pointer);
    }
    sealed
}

/// Puts back what was taken out.
///
/// # Errors
/// `config_missing` when the vault does not know it: it was sealed in another process.
pub(crate) fn unseal(owner: &str, user: &Value, places: &[String], vault: &Vault) -> Result<Value> {
    let mut whole = user.clone();
    for pointer in places {
        let secret = vault.get(&sealed_name(owner, pointer)).ok_or_else(|| lost(pointer))?;
        let value = json::read(secret.expose()).unwrap_or_default();
        if let Some(place) = whole.pointer_mut(pointer) {
            *place = value;
        }
    }
    Ok(whole)
}

fn lost(pointer: &str) -> Error {
    let field = pointer.trim_start_matches('/').replace('/', ".");
    Error::new(Code::ConfigMissing, format!("user.{field} is not known to this client"))
        .hint("personal values and secrets are never stored: hand the user over again, as `{ user }`")
}

/// Writes a part of a user as JSON, with what is sensitive in it by reference.
pub(crate) fn write_json(
    template: &mut Template,
    owner: &str,
    value: &Value,
    pointer: &str,
    is_sensitive: &dyn Fn(&str) -> bool,
) {
    match value {
        Value::Object(fields) => {
            template.push_text("{");
            for (index, (key, value)) in fields.iter().enumerate() {
                if index > 0 {
                    template.push_text(",");
                }
                template.push_text(&format!("{}:", Value::from(key.as_str())));
                let pointer = format!("{pointer}/{}", escape(key));
                match is_sealed(key, &pointer, value, is_sensitive) {
                    true => template.push_secret(sealed_name(owner, &pointer), Encoding::JsonValue),
                    false => write_json(template, owner, value, &pointer, is_sensitive),
                }
            }
            template.push_text("}");
        }
        Value::Array(items) => {
            template.push_text("[");
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    template.push_text(",");
                }
                write_json(template, owner, item, &format!("{pointer}/{index}"), is_sensitive);
            }
            template.push_text("]");
        }
        plain => template.push_text(&plain.to_string()),
    }
}

fn is_sealed(key: &str, pointer: &str, value: &Value, is_sensitive: &dyn Fn(&str) -> bool) -> bool {
    let is_deep = pointer.len() > LONGEST_POINTER && (value.is_object() || value.is_array());
    is_deep || (is_sensitive(key) && !value.is_null())
}

fn find(path: &str, value: &Value, is_sensitive: &dyn Fn(&str) -> bool, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let path = format!("{path}/{}", escape(key));
                match is_sealed(key, &path, value, is_sensitive) {
                    true => found.push(path),
                    false => find(&path, value, is_sensitive, found),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find(&format!("{path}/{index}"), item, is_sensitive, found);
            }
        }
        _ => {}
    }
}

/// RFC 6901.
fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    mod properties {
        use super::*;
        use proptest::prelude::*;

        fn users() -> impl Strategy<Value = Value> {
            let keys =
                || prop_oneof![2 => Just("salary".to_owned()), 2 => "[a-z~/\"é{}]{0,4}", 1 => "[k~/]{100}"];
            let leaf = prop_oneof![
                Just(Value::Null),
                any::<bool>().prop_map(Value::from),
                any::<i64>().prop_map(Value::from),
                (-1e9..1e9).prop_map(Value::from),
                any::<String>().prop_map(Value::from),
            ];
            leaf.prop_recursive(6, 24, 3, move |inner| {
                prop_oneof![
                    prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                    prop::collection::vec((keys(), inner), 0..4)
                        .prop_map(|fields| fields.into_iter().collect()),
                ]
            })
        }

        proptest! {
            /// What is stored and what is sent are the user again, and neither shows what was taken out.
            #[test]
            fn a_user_is_whole_again(user in users()) {
                let vault = Vault::default();
                let Sealed { user: stored, places } = seal("me", &user, &sensitive, &vault);
                prop_assert_eq!(&unseal("me", &stored, &places, &vault).unwrap(), &user);
                let longest = LONGEST_POINTER + 210;
                prop_assert!(places.iter().all(|place| place.len() <= longest && stored.pointer(place) == Some(&Value::Null)));
                let mut template = Template::default();
                write_json(&mut template, "me", &user, "", &sensitive);
                prop_assert_eq!(template.filled(&vault).unwrap(), user.to_string());
                prop_assert_eq!(template.places("body").len(), places.len());
                let again = seal("me", &stored, &sensitive, &Vault::default());
                prop_assert_eq!(again.places, Vec::<String>::new());
            }
        }
    }

    #[test]
    fn no_two_values_share_a_name() {
        let vault = Vault::default();
        let user = json!({"": {"salary": 1}, "salary": 2, "a.b": {"salary": 3}, "a": {"b": {"salary": 4}, "~2b": {"salary": 5}}});
        let sealed = seal("me", &user, &sensitive, &vault);
        assert_eq!(unseal("me", &sealed.user, &sealed.places, &vault).unwrap(), user);
        // Eight digits of the digest would not do: among 10,000 people two are alike with a chance of 1 in 90.
        assert_eq!(sealed_name("me", "/x").to_string().len(), "x#".len() + 24);
    }

    #[test]
    fn far_down_everything_is_one_value() {
        let vault = Vault::default();
        let user = json!({"k".repeat(300): [{"salary": 1}, {"salary": 2}], "salary": 3});
        let sealed = seal("me", &user, &sensitive, &vault);
        assert_eq!(sealed.places, [format!("/{}", "k".repeat(300)), "/salary".to_owned()]);
        assert_eq!(unseal("me", &sealed.user, &sealed.places, &vault).unwrap(), user);
    }

    fn sensitive(key: &str) -> bool {
        key == "salary"
    }

    #[test]
    fn sealed_stored_and_whole_again() {
        let vault = Vault::default();
        let user = json!({"a": [{"salary": 1234.5, "b/c": {"salary": {"x": "canary"}}}], "salary": null});
        let sealed = seal("me", &user, &sensitive, &vault);
        assert_eq!(sealed.places, ["/a/0/salary", "/a/0/b~1c/salary"]);
        assert!(!sealed.user.to_string().contains("canary"));
        assert_eq!(unseal("me", &sealed.user, &sealed.places, &vault).unwrap(), user);
        let other = unseal("you", &sealed.user, &sealed.places, &vault).unwrap_err();
        assert_eq!(other.code, Code::ConfigMissing);
        let mut template = Template::default();
        write_json(&mut template, "me", &user, "", &sensitive);
        assert!(!template.shown().contains("canary") && !template.shown().contains("1234"));
        assert_eq!(template.filled(&vault).unwrap(), user.to_string());
    }
}

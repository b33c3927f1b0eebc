//! How a Company Administrator makes an Application User [S]: it can be made in the web interface only, so the steps are data,
//! for a console to show. `connect` then proves the pair.
use crate::error::Result;
use crate::identity::line;
use crate::input::Fields;
use serde_json::{json, Value};

/// The page writes the prefix in two ways [S]: another one is worth a word, never a refusal.
pub(super) fn pair_warnings(client_id: &str) -> Vec<String> {
    const OTHER: &str =
        "credentials.clientId does not begin with WS-ApplicationUser_: it may not be an Application User ID";
    let is_usual =
        ["WS-ApplicationUser_", "WSApplicationUser_"].iter().any(|prefix| client_id.starts_with(prefix));
    if is_usual {
        Vec::new()
    } else {
        vec![OTHER.to_owned()]
    }
}
/// The steps for an Application User of this `name` and `accessType` (`Object Read`), and what is worth saying about `clientId`
/// if it is given: `{ steps: [{ place, action, gives? }], warnings }`.
///
/// # Errors
/// `config_invalid` when one of the two is missing.
pub fn application_user_guide(wanted: &Value) -> Result<Value> {
    const NEW: &str = "Company Profile → Applications → Application Users";
    let given = Fields::new("input", wanted, &["name", "accessType", "clientId"], &[])?;
    let name = line("input.name", &given.get::<String>("name")?)?;
    let access_type = line("input.accessType", &given.get::<String>("accessType")?)?;
    let mut warnings = vec![
        "an Application User cannot log in to the web interface, and sees what its company is a member of, within its \
         access type".to_owned(),
        "resetting the secret ends the one before".to_owned(),
    ];
    if let Some(id) = given.get::<Option<String>>("clientId")? {
        warnings.extend(pair_warnings(id.trim()));
    }
    let fill_in = format!("Name: “{name}”. Security Profile: “{access_type}”. Save.");
    let copy_id = format!("Open “{name}” in the list and copy its user id.");
    Ok(json!({
        "steps": [
            { "place": "WorkSpan", "action": "Log in as a Company Administrator and open your Company Profile." },
            { "place": NEW, "action": "Choose “Create Application User”." },
            { "place": NEW, "action": fill_in },
            { "place": NEW, "action": "Copy the secret at once: it is shown only now.", "gives": "clientSecret" },
            { "place": NEW, "action": copy_id, "gives": "clientId" },
        ],
        "warnings": warnings,
    }))
}

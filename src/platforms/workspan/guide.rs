//! How a Company Administrator makes an Application User [S]: it can be made in the web interface only, so the
//! steps are data, for a console to show.

use super::pair_warnings;
use crate::engine::settings::read;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What to fill in.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Wanted {
    name: String,
    access_type: String,
    client_id: Option<String>,
}

/// One step in the web interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkSpanStep", optional_fields))]
pub struct Step {
    /// Where.
    pub place: &'static str,
    /// What to do there.
    pub action: String,
    /// What to keep from it: `clientId` or `clientSecret`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gives: Option<&'static str>,
}

/// The steps, and what is worth saying about what was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ApplicationUserSteps {
    /// In order.
    pub steps: Vec<Step>,
    /// What a person should know.
    pub warnings: Vec<String>,
}

/// The steps for an Application User of this `name` and `accessType`.
///
/// # Errors
/// `config_invalid` when one of them is missing.
pub fn application_user_steps(input: Value) -> Result<ApplicationUserSteps> {
    let wanted: Wanted = read("input", input)?;
    let given = |field: &str, text: &str, example: &str| match text.trim() {
        "" => Err(Error::invalid(format!("{field}: is missing")).hint(format!("such as {example:?}"))),
        text => Ok(text.to_owned()),
    };
    let name = given("name", &wanted.name, "Report Export API")?;
    let access_type = given("accessType", &wanted.access_type, "Object Read")?;
    let step = |place, action: String, gives| Step { place, action, gives };
    const NEW: &str = "Company Profile → Applications → Application Users";
    let steps = vec![
        step("WorkSpan", "Log in as a Company Administrator and open your Company Profile.".to_owned(), None),
        step(NEW, "Choose “Create Application User”.".to_owned(), None),
        step(NEW, format!("Name: “{name}”. Security Profile: “{access_type}”. Save."), None),
        step(NEW, "Copy the secret at once: it is shown only now.".to_owned(), Some("clientSecret")),
        step(NEW, format!("Open “{name}” in the list and copy its user id."), Some("clientId")),
    ];
    let mut warnings = vec![
        "an Application User cannot log in to the web interface, and sees what its company is a member of, \
         within its access type"
            .to_owned(),
        "resetting the secret ends the one before".to_owned(),
    ];
    warnings.extend(wanted.client_id.as_deref().map(|id| pair_warnings(id.trim())).unwrap_or_default());
    Ok(ApplicationUserSteps { steps, warnings })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn name_and_access_type_are_filled_in() {
        let guide = application_user_steps(json!({"name": "Report Export API", "accessType": "Object Read"}))
            .unwrap();
        assert!(guide.steps[2].action.contains("“Report Export API”. Security Profile: “Object Read”"));
        let gives: Vec<_> = guide.steps.iter().filter_map(|step| step.gives).collect();
        assert_eq!(gives, ["clientSecret", "clientId"]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = application_user_steps(json!({"name": "x"})).unwrap_err();
        assert!(error.message.starts_with("accessType: "), "{error}");
        assert!(application_user_steps(json!({"nmae": "x"})).is_err());
        let odd = json!({"name": "x", "accessType": "y", "clientId": "abc"});
        assert_eq!(application_user_steps(odd).unwrap().warnings.len(), 3);
    }
}

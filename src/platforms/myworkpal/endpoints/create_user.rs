//! Stage 3: create the user [S]; its path is not public [A], so `paths.createUser` has no default.
//!
//! All seven keys are sent. `contactNumbers` is an array, as in the walk-through's example (its table says
//! object); its `{groups: []}` is not JSON, so the key is quoted. A refusal can be a 200 with
//! `successful: false`; `status` is a text in the sample and "False" in the prose, so it is not relied on.

use super::super::user::{Details, SystemId};
use super::super::{is_sensitive, MyWorkpal};
use crate::email::Email;
use crate::engine::{path_of, write_json, Endpoint, Metadata};
use crate::error::{Code, Error, Result};
use crate::http::{Method, Request, Response, Safety, Template};
use serde::{Deserialize, Serialize};
use serde_json::{json, Map, Value};

/// Creates this user.
#[derive(Clone, Debug)]
pub struct CreateUser<'a> {
    /// The platform's settings: the path is one.
    pub platform: &'a MyWorkpal,
    /// The user's e-mail, as given.
    pub email: &'a Email,
    /// The tenant's sub-domain.
    pub sub_domain: &'a str,
    /// The optional sections.
    pub details: &'a Details,
    /// Under which name the vault keeps the personal values of `details`.
    pub owner: &'a str,
}

/// The answer to a create that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "MyWorkpalCreatedUser"))]
pub struct CreatedUser {
    /// The new SystemID.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub user_account_id: SystemId,
}

impl CreatedUser {
    /// Reads a 200: created means `successful` is true and there is a positive `userAccountId`.
    pub(crate) fn read(answer: &Response, email: Option<&Email>) -> Result<Self> {
        let answer: CreateAnswer = answer.json()?;
        if !answer.successful {
            return Err(answer.refusal());
        }
        let unreadable = |what: &str| Error::bad_response(what).with_status(200);
        let created = answer.user_account_id.and_then(SystemId::new);
        let user_account_id = created
            .ok_or_else(|| unreadable("the platform says it created the user, but gives no userAccountId"))?;
        // "When successfully made, the username will return as the provided email" [S].
        let is_other = email.zip(answer.username).is_some_and(|(email, name)| !email.is(&name));
        if is_other {
            return Err(unreadable("the platform says it created somebody else"));
        }
        Ok(Self { user_account_id })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreateAnswer {
    successful: bool,
    user_account_id: Option<u64>,
    username: Option<String>,
    exception_message: Option<String>,
    #[serde(default)]
    exception_messages: Value,
    #[serde(default)]
    status: Value,
}

impl CreateAnswer {
    fn refusal(&self) -> Error {
        let list = self.exception_messages.as_array().into_iter().flatten();
        let messages: Vec<_> = list.filter_map(Value::as_str).collect();
        let words = self
            .exception_message
            .clone()
            .filter(|message| !message.is_empty())
            .or_else(|| (!messages.is_empty()).then(|| messages.join("; ")))
            .or_else(|| self.status.as_str().map(str::to_owned))
            .unwrap_or_else(|| "no reason given".to_owned());
        let words: String = words.chars().take(300).collect();
        Error::new(Code::ConfigInvalid, format!("the platform refuses to create the user: {words}"))
            .with_status(200)
            .hint("the platform's words say what it does not accept")
    }
}

impl CreateUser<'_> {
    fn body(&self) -> Template {
        let object =
            |section: &Option<Map<String, Value>>| Value::Object(section.clone().unwrap_or_default());
        let groups = |section: &Option<Map<String, Value>>| {
            let mut section = section.clone().unwrap_or_default();
            section.entry("groups").or_insert_with(|| json!([]));
            Value::Object(section)
        };
        let details = self.details;
        let body = json!({
            "userAccount": { "emailAddress": self.email.as_str(), "tenant": self.sub_domain },
            "personDetails": object(&details.person_details),
            "contactNumbers": details.contact_numbers.clone().unwrap_or_default(),
            "addressDetails": object(&details.address_details),
            "employeeDetails": object(&details.employee_details),
            "metaDataPersonal": groups(&details.meta_data_personal),
            "metaDataEmployee": groups(&details.meta_data_employee),
        });
        let mut template = Template::default();
        write_json(&mut template, self.owner, &body, "/details", &is_sensitive);
        template
    }
}

impl Endpoint for CreateUser<'_> {
    const METADATA: Metadata = Metadata {
        name: "createUser",
        method: Method::Post,
        purpose: "create the user",
        safety: Safety::Unsafe,
    };
    type Answer = CreatedUser;

    fn target(&self) -> Result<String> {
        let path = self.platform.paths.create_user.as_deref();
        path_of("paths.createUser", path, "creating a user").map(str::to_owned)
    }

    fn complete(&self, request: Request) -> Result<Request> {
        Ok(request.body("application/json", self.body()))
    }

    fn read(&self, answer: &Response) -> Result<CreatedUser> {
        CreatedUser::read(answer, Some(self.email))
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

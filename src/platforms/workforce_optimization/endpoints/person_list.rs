//! Who is there [C]: `GET /api/rest/org/common/person/permission/ViewOrg`, a bare array of all people that the
//! credentials may see. It knows no filter and no pages. Its id is called `personId` here and nowhere else.

use super::super::ids::PersonId;
use super::PREFIX;
use crate::email::fold;
use crate::engine::{Endpoint, Metadata};
use crate::error::{Code, Error, Result};
use crate::http::{Method, Response, Safety};
use serde::{Deserialize, Serialize};

/// Asks for everybody.
#[derive(Clone, Copy, Debug)]
pub struct PersonList;

/// What is read of somebody: 4 of 7 keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkforceOptimizationPersonEntry"))]
pub struct PersonEntry {
    /// The id.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub person_id: PersonId,
    /// The user name, if there is one: people of a synchronised phone system may have none.
    #[serde(default)]
    pub email: Option<String>,
    /// The login of the directory, if there is one.
    #[serde(default)]
    pub ad_login: Option<String>,
    /// Whether the person is active.
    #[serde(default)]
    pub active: Option<bool>,
}

impl PersonEntry {
    /// Whether this is the person of this user name: by e-mail or directory login, in any case.
    pub fn is(&self, name: &str) -> bool {
        answers_to(self.email.as_deref(), self.ad_login.as_deref(), name)
    }
}

/// Whether somebody with these two answers to a name.
pub(in super::super) fn answers_to(email: Option<&str>, ad_login: Option<&str>, name: &str) -> bool {
    let wanted = fold(name.trim());
    [email, ad_login].into_iter().flatten().any(|have| fold(have.trim()) == wanted)
}

impl Endpoint for PersonList {
    const METADATA: Metadata = Metadata {
        name: "personList",
        method: Method::Get,
        purpose: "list the people",
        safety: Safety::Safe,
    };
    type Answer = Vec<PersonEntry>;

    fn target(&self) -> Result<String> {
        Ok(format!("{PREFIX}/org/common/person/permission/ViewOrg"))
    }

    /// Whoever asks is a person too: a list of nobody means that nobody may be seen, and a look-up in it would
    /// make twins.
    fn read(&self, answer: &Response) -> Result<Self::Answer> {
        let people: Vec<PersonEntry> = answer.json()?;
        if people.is_empty() {
            return Err(Error::new(
                Code::Forbidden,
                "the list of people is empty, so nobody can be looked up",
            )
            .hint(
                "give the user of these credentials scope over all groups and the main view EnterpriseView",
            ));
        }
        Ok(people)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

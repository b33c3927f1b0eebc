//! Creates a person [C]: `POST /api/rest/org/common/person`, answered by **200** with `id`. The fields are those
//! of the source document [S] under the names of the full person [C].
//!
//! That the password goes into the same body, as `password`, is assumed [A]: no public source shows how a new
//! person gets one.

use super::super::ids::{GroupId, PersonId, TeamId};
use super::super::is_sensitive;
use super::role_list::Role;
use super::team_list::Team;
use super::view_list::View;
use super::PREFIX;
use crate::engine::{write_json, Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Request, Response, Safety, Template};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Creates this person.
#[derive(Clone, Debug)]
pub struct CreatePerson<'a> {
    /// The first name.
    pub first_name: &'a str,
    /// The last name.
    pub last_name: &'a str,
    /// The user name, as given.
    pub user_name: &'a str,
    /// The team; its group goes with it.
    pub team: &'a Team,
    /// The roles.
    pub roles: &'a [Role],
    /// The groups in scope.
    pub groups: &'a [GroupId],
    /// The teams in scope.
    pub teams: &'a [TeamId],
    /// The views, one of them the main one.
    pub views: &'a [View],
    /// Under which name the vault keeps the password, if there is one.
    pub owner: Option<&'a str>,
}

/// The answer to a create that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkforceOptimizationCreatedPerson"))]
pub struct CreatedPerson {
    /// The new person's id.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub id: PersonId,
}

impl CreatePerson<'_> {
    fn body(&self) -> Result<Template> {
        let mut body = json!({
            "firstName": self.first_name,
            "lastName": self.last_name,
            "email": self.user_name,
            "groupId": self.team.team_id.0,
            "roles": crate::data::write(&self.roles)?,
            "scope": {
                "tenant": null,
                "groups": crate::data::write(&self.groups)?,
                "teams": crate::data::write(&self.teams)?,
            },
            "views": crate::data::write(&self.views)?,
        });
        if let Some(fields) = body.as_object_mut() {
            if let Some(GroupId(group)) = self.team.parent_group_id {
                fields.insert("parentGroup".to_owned(), group.into());
            }
            if self.owner.is_some() {
                // A reference takes its place.
                fields.insert("password".to_owned(), true.into());
            }
        }
        let mut template = Template::default();
        write_json(&mut template, self.owner.unwrap_or_default(), &body, "", &is_sensitive);
        Ok(template)
    }
}

impl Endpoint for CreatePerson<'_> {
    const METADATA: Metadata = Metadata {
        name: "createPerson",
        method: Method::Post,
        purpose: "create the person",
        safety: Safety::Unsafe,
    };
    type Answer = CreatedPerson;

    fn target(&self) -> Result<String> {
        Ok(format!("{PREFIX}/org/common/person"))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        Ok(request.body("application/json", self.body()?))
    }

    fn read(&self, answer: &Response) -> Result<CreatedPerson> {
        answer.json()
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

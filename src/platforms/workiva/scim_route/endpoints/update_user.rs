//! `PATCH /Users/{id}` (RFC 7644 §3.5.2): 200 or 204. `active: false` suspends [D].

use super::super::super::user::{Field, User};
use super::super::observed::EmailAt;
use super::{one_of, speaks_scim, USERS};
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Request, Response, Safety};
use crate::scim::{self, attr, Patch};
use serde_json::json;

/// Changes a user.
#[derive(Clone, Debug)]
pub struct UpdateUser<'a> {
    /// The id, opaque.
    pub id: &'a str,
    /// What to change.
    pub patch: Patch,
}

/// The change of these fields to what was asked.
///
/// # Errors
/// None but for a defect.
pub fn update_of(user: &User, fields: &[Field], email: EmailAt) -> Result<Patch> {
    let mut patch = Patch::new();
    for field in fields {
        let Some(wanted) = field.wanted(user) else { continue };
        patch = match (field, email) {
            (Field::GivenName, _) => patch.replace(attr("name.givenName")?, wanted)?,
            (Field::FamilyName, _) => patch.replace(attr("name.familyName")?, wanted)?,
            (Field::DisplayName, _) => patch.replace(attr("displayName")?, wanted)?,
            (Field::Username, _) => patch.replace(attr("userName")?, wanted)?,
            (Field::Email, EmailAt::Work) => {
                let work = attr("emails")?.values(attr("type")?.eq("work")).sub_attribute("value")?;
                patch.replace(work, wanted)?
            }
            (Field::Email, EmailAt::Primary) => {
                let primary = attr("emails")?.values(attr("primary")?.eq(true)).sub_attribute("value")?;
                patch.replace(primary, wanted)?
            }
            (Field::Email, EmailAt::Nowhere) => {
                let work = json!([{ "value": wanted, "type": "work", "primary": true }]);
                patch.add(attr("emails")?, work)?
            }
        };
    }
    Ok(patch)
}

/// Where a user has the address that is used: a change of it leaves the others alone.
pub fn email_at(user: &scim::User) -> EmailAt {
    let emails = user.emails();
    let is_work =
        |email: &scim::UserEmail<'_>| email.kind.is_some_and(|kind| kind.eq_ignore_ascii_case("work"));
    let used = user.email();
    let only_one_work = emails.iter().filter(|email| is_work(email)).count() == 1;
    match emails.iter().find(|email| used == Some(email.value)) {
        Some(email) if is_work(email) && only_one_work => EmailAt::Work,
        Some(email) if email.primary => EmailAt::Primary,
        _ => EmailAt::Nowhere,
    }
}

impl Endpoint for UpdateUser<'_> {
    const METADATA: Metadata = Metadata {
        name: "scimUpdateUser",
        method: Method::Patch,
        purpose: "change the user",
        safety: Safety::Idempotent,
    };
    type Answer = ();

    fn target(&self) -> Result<String> {
        Ok(one_of(USERS, self.id))
    }

    fn complete(&self, request: Request) -> Result<Request> {
        Ok(request.body(scim::MEDIA_TYPE, self.patch.to_value().to_string()))
    }

    /// What it answers is not relied on: the user is read again.
    fn read(&self, answer: &Response) -> Result<()> {
        scim::patched(answer).map(drop)
    }

    speaks_scim!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn only_what_differs_is_changed() {
        let user = json!({"email": "new@a.co", "givenName": "A\"n", "familyName": "B", "userName": "ann"});
        let user = User::parse(&user).unwrap();
        let operations = |fields: &[Field], email| {
            update_of(&user, fields, email).unwrap().to_value()["Operations"].clone()
        };
        assert_eq!(
            operations(&[Field::GivenName, Field::DisplayName, Field::Username], EmailAt::Work),
            json!([
                {"op": "replace", "path": "name.givenName", "value": "A\"n"},
                {"op": "replace", "path": "userName", "value": "ann"},
            ])
        );
        let path = |at| operations(&[Field::Email], at)[0]["path"].clone();
        assert_eq!(path(EmailAt::Work), "emails[type eq \"work\"].value");
        assert_eq!(path(EmailAt::Primary), "emails[primary eq true].value");
        assert_eq!(path(EmailAt::Nowhere), "emails");
    }

    #[test]
    fn where_the_address_is() {
        let at = |emails: Value| email_at(&scim::User::from_value(json!({ "emails": emails })).unwrap());
        for (emails, expected) in [
            (json!(null), EmailAt::Nowhere),
            (json!(["a@b.co"]), EmailAt::Nowhere),
            (json!([{"value": "a@b.co", "type": "home"}]), EmailAt::Nowhere),
            (json!([{"value": "a@b.co", "type": "home", "primary": true}]), EmailAt::Primary),
            (
                json!([{"value": "a@b.co", "type": "Work"}, {"value": "c@d.co", "type": "home"}]),
                EmailAt::Work,
            ),
            (
                json!([{"value": "a@b.co", "type": "work"}, {"value": "c@d.co", "type": "work", "primary": true}]),
                EmailAt::Primary,
            ),
        ] {
            assert_eq!(at(emails.clone()), expected, "{emails}");
        }
    }
}

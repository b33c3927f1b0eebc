//! The calls of Workforce Optimization, as public client code makes them [C]; the paths that are assumed [A] can be set.
use crate::error::{Code, Error, Result};
use crate::http::{Call, Page, Response};
use crate::names::Named;
use crate::percent::encode;
use crate::reconcile::Who;
use crate::record::Record;
use provisor_lists::workforce_optimization::Person;
use serde::{Deserialize, Serialize};
use serde_json::Value;

const PERSON: &str = "/api/rest/org/common/person";
const TEAMS: &str = "/api/rest/org/common/team/permission/ViewOrg";
const GROUPS: &str = "/api/rest/org/common/group/permission/ViewOrg";
/// No public source names these two lists [A]: `paths.roles` and `paths.views` replace them.
const ROLES: &str = "/api/rest/org/common/role/permission/ViewOrg";
const VIEWS: &str = "/api/rest/org/common/view";

/// Teams, groups, roles or WFM views by name. Teams and groups call their id `groupId`; roles and views go into a person as
/// they stand in the list.
pub(super) fn named(entries: Vec<Value>) -> Result<Vec<Named>> {
    let of = |record: Value| {
        let text = |key: &str| record.get(key)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        let id = ["groupId", "id"].into_iter().find_map(|key| record.get(key)?.as_u64())?.to_string();
        let (name, also) = (text("name")?, text("label"));
        Some(Named { id, name, also, record })
    };
    let named: Option<Vec<_>> = entries.into_iter().map(of).collect();
    named.ok_or_else(|| Error::bad_response("an entry of the list has no id or no name"))
}

/// Everybody whom the session may see: a bare array, no filter, no pages. Who asks is a person too: a list of nobody means
/// that nobody may be seen, and a look-up in it would make twins.
pub(super) fn list_users() -> Call<Page<Person>> {
    Call::get("list the people", format!("{PERSON}/permission/ViewOrg"), |answer| {
        let items = people(answer)?;
        match items.is_empty() {
            false => Ok(Page { items, next: None }),
            true => {
                Err(Error::new(Code::Forbidden, "the list of people is empty, so nobody can be looked up")
                    .hint(
                    "give the user of these credentials scope over all groups and the view EnterpriseView",
                ))
            }
        }
    })
}
pub(super) fn people(answer: &Response) -> Result<Vec<Person>> {
    answer.read(provisor_lists::workforce_optimization::people)
}
pub(super) fn entries(answer: &Response) -> Result<Vec<Value>> {
    answer.json()
}
pub(super) fn list_teams() -> Call<Page<Named>> {
    list("list the teams", TEAMS)
}
pub(super) fn list_groups() -> Call<Page<Named>> {
    list("list the groups", GROUPS)
}
pub(super) fn list_roles(path: &Option<String>) -> Call<Page<Named>> {
    list("list the roles", path.as_deref().unwrap_or(ROLES))
}
pub(super) fn list_views(path: &Option<String>) -> Call<Page<Named>> {
    list("list the views", path.as_deref().unwrap_or(VIEWS))
}
fn list(purpose: &'static str, path: &str) -> Call<Page<Named>> {
    Call::get(purpose, path, |answer| Ok(Page { items: named(entries(answer)?)?, next: None }))
}
pub(super) fn read_user(person: &Who) -> Call<Record> {
    Call::get("read the person", path_of(person), Response::object)
}
/// Answered by 200 with `id`. That a password goes into the same body, as `password`, is assumed [A].
pub(super) fn create_user(person: &impl Serialize) -> Call<String> {
    Call::new("POST", "create the person", PERSON, created).json(person).creates()
}
pub(super) fn created(answer: &Response) -> Result<String> {
    #[derive(Deserialize)]
    struct Created {
        id: u64,
    }
    match answer.object()? {
        Created { id: 0 } => Err(Error::bad_response("the answer gives no id")),
        Created { id } => Ok(id.to_string()),
    }
}
/// The whole record goes back; what is not asked for is as it was read.
pub(super) fn replace_user(person: &Who, record: &impl Serialize) -> Call<()> {
    Call::new("PUT", "replace the person", path_of(person), Response::ignore).json(record)
}
/// A harmless read that proves the session.
pub(super) fn ping() -> Call<()> {
    Call::get("prove the credentials", TEAMS, |answer| entries(answer).map(drop))
}
fn path_of(person: &Who) -> String {
    format!("{PERSON}/{}", encode(&person.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(body: &str) -> Response {
        Response { status: 200, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }
    fn line<T>(call: &Call<T>) -> String {
        let request = &call.request;
        format!(
            "{} {} {:?} {}",
            request.method,
            request.target,
            request.safety,
            request.body.as_deref().unwrap_or("-")
        )
    }
    #[test]
    fn every_call() {
        let who = Who { id: "7".into(), place: String::new() };
        let record: Record = serde_json::from_str(r#"{"id":7, "ratio": 1.10}"#).unwrap();
        for (line, expected) in [
            (line(&list_users()), "GET /api/rest/org/common/person/permission/ViewOrg Safe -"),
            (line(&list_teams()), "GET /api/rest/org/common/team/permission/ViewOrg Safe -"),
            (line(&list_groups()), "GET /api/rest/org/common/group/permission/ViewOrg Safe -"),
            (line(&list_roles(&None)), "GET /api/rest/org/common/role/permission/ViewOrg Safe -"),
            (line(&list_views(&Some("/own".into()))), "GET /own Safe -"),
            (line(&read_user(&who)), "GET /api/rest/org/common/person/7 Safe -"),
            (line(&create_user(&record)), r#"POST /api/rest/org/common/person Unsafe {"id":7,"ratio":1.10}"#),
            (
                line(&replace_user(&who, &record)),
                r#"PUT /api/rest/org/common/person/7 Idempotent {"id":7,"ratio":1.10}"#,
            ),
            (line(&ping()), "GET /api/rest/org/common/team/permission/ViewOrg Safe -"),
        ] {
            assert_eq!(line, expected);
        }
    }
    #[test]
    fn lists_are_read_into_what_is_needed() {
        let people =
            (list_users().read)(&answer(r#"[{"personId":7,"email":null,"adLogin":"d","displayId":"x"}]"#));
        let people = people.unwrap().items;
        assert_eq!(
            (people[0].person_id, people[0].ad_login.as_deref(), people[0].active),
            (7, Some("d"), None)
        );
        let error = (list_users().read)(&answer("[]")).err().unwrap();
        assert_eq!(error.code, Code::Forbidden);
        let team = r#"[{"groupId":100,"name":"Default Team","parentGroupId":10,"x":1}]"#;
        let teams = (list_teams().read)(&answer(team)).unwrap().items;
        assert_eq!((teams[0].id.as_str(), teams[0].record["parentGroupId"].as_u64()), ("100", Some(10)));
        let role =
            r#"[{"id":1,"label":"Admin","name":"Administrator","isAdminDefault":true,"more":{"a":1}}]"#;
        let roles = (list_roles(&None).read)(&answer(role)).unwrap().items;
        let known = json!({"id": 1, "label": "Admin", "name": "Administrator", "isAdminDefault": true, "more": {"a": 1}});
        assert_eq!((&roles[0].record, roles[0].also.as_deref()), (&known, Some("Admin")));
        for body in ["{}", "<html>", r#"[{"name":"x"}]"#, r#"[{"groupId":"7","name":"x"}]"#] {
            assert_eq!((list_teams().read)(&answer(body)).err().unwrap().code, Code::BadResponse, "{body}");
        }
    }
    #[test]
    fn a_create_gives_an_id_or_nothing_is_known() {
        assert_eq!(created(&answer(r#"{"id":1004,"firstName":"x"}"#)).unwrap(), "1004");
        for body in ["", "{}", r#"{"id":null}"#, r#"{"id":-1}"#, r#"{"id":"7"}"#, "<html>"] {
            assert_eq!(created(&answer(body)).unwrap_err().code, Code::BadResponse, "{body}");
        }
    }
}

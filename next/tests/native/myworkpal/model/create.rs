//! The create: strict about its body, and refusing a second account with the same e-mail.

use super::lists::captured;
use super::{error, Kind, Model};
use crate::rig::{json_answer, Request};
use provisor_next::http::Response;
use serde_json::{json, Value};

const CREATED: &str = include_str!("../../../../../tests/vectors/myworkpal/user-created.response.txt");

const KEYS: [&str; 7] = [
    "addressDetails",
    "contactNumbers",
    "employeeDetails",
    "metaDataEmployee",
    "metaDataPersonal",
    "personDetails",
    "userAccount",
];

impl Model {
    pub(super) fn create(&mut self, request: &Request, now: u64) -> Response {
        assert_eq!(request.header("content-type"), Some("application/json"));
        let Ok(body) = serde_json::from_str::<Value>(request.body.as_deref().unwrap_or_default()) else {
            return error(400, "not JSON");
        };
        let keys: Vec<_> =
            body.as_object().map(|body| body.keys().map(String::as_str).collect()).unwrap_or_default();
        let groups = |section: &str| body[section]["groups"].is_array();
        if keys != KEYS
            || !body["contactNumbers"].is_array()
            || !groups("metaDataPersonal")
            || !groups("metaDataEmployee")
        {
            return error(400, "the requestDTO is not complete");
        }
        let account = &body["userAccount"];
        let (Some(email), Some(sub_domain)) = (account["emailAddress"].as_str(), account["tenant"].as_str())
        else {
            return error(400, "the userAccount is not complete");
        };
        if !self.tenants.iter().any(|tenant| tenant.sub_domain == sub_domain) {
            return error(400, "no such tenant");
        }
        if let Some(why) = self.ways.refuses_creates {
            return refusal(why);
        }
        if self.ways.loses_races {
            self.add(sub_domain, email, now);
        }
        let is_same =
            |(have, whose): (&str, &str)| whose == sub_domain && have.to_lowercase() == email.to_lowercase();
        if !self.ways.makes_twins
            && self.accounts.iter().any(|account| is_same((&account.email, &account.sub_domain)))
        {
            return refusal("The operation could not be completed.");
        }
        let id = self.add(sub_domain, email, now + self.ways.shows_late_ms);
        self.created.push((sub_domain.to_owned(), email.to_owned()));
        for (kind, section) in [(Kind::Employee, "employeeDetails"), (Kind::Personal, "personDetails")] {
            let mut record: Value = serde_json::from_str(&self.records[&(kind, id)]).unwrap();
            for (key, value) in
                body[section].as_object().into_iter().flatten().filter(|_| !self.ways.drops_details)
            {
                record[key] = value.clone();
            }
            self.records.insert((kind, id), record.to_string());
        }
        let mut answer = captured(CREATED, &[("system_id", &id.to_string()), ("user_email", "")]);
        answer["username"] = email.into();
        json_answer(200, &answer)
    }
}

/// A refusal is a 200 [S].
fn refusal(why: &str) -> Response {
    json_answer(
        200,
        &json!({
            "successful": false, "status": "False", "exceptionMessage": why, "exceptionMessages": null,
            "userAccountId": 0, "username": null, "nonce": null, "redirectPath": null,
        }),
    )
}

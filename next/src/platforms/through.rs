//! One person through the whole loop, on platforms that are opened as a caller opens them.
#[cfg(test)]
mod tests {
    use crate::platforms::open;
    use crate::reconcile::Mode;
    use crate::script::{run, script};
    use serde_json::{json, Value};
    use std::cell::RefCell;
    use std::collections::VecDeque;
    use std::rc::Rc;

    type Answer = Box<dyn Fn(&str, &str, Option<&str>) -> (u16, Value)>;
    /// What one call gives, and what was sent for it.
    fn one(platform: &str, own: &Value, mode: Mode, user: &Value, answer: Answer) -> (Value, Vec<String>) {
        let mut options = json!({"baseUrl": "https://host.example", "maxRetries": 0});
        options.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
        let (host, _) = script(answer);
        let client = open(platform, &options, host.clone()).unwrap();
        let item = run(async {
            let source = Box::new(VecDeque::from([Ok(user.clone())]));
            let mut stream = client.run(mode, &json!({"isSingle": true}), source, None, None).await.unwrap();
            serde_json::to_value(stream.next().await.unwrap().unwrap()).unwrap()
        });
        run(client.close());
        let sent = host.sent.borrow().clone();
        (item, sent)
    }
    fn kinds(outcome: &Value) -> Vec<String> {
        let changes = outcome["changes"].as_array().unwrap().iter();
        changes
            .map(|change| change["field"].as_str().or(change["kind"].as_str()).unwrap().to_owned())
            .collect()
    }

    #[test]
    fn a_person_of_workforce_optimization() {
        let role =
            json!({"id": 2, "label": "", "name": "Agent", "isAgentDefault": true, "isAdminDefault": false});
        let people = Rc::new(RefCell::new(vec![json!({"id": 1, "email": "admin@doe.com"})]));
        let server = |people: Rc<RefCell<Vec<Value>>>| -> Answer {
            let roles = json!([role]);
            Box::new(move |method, target, body| {
                let body: Value = body.and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
                let mut people = people.borrow_mut();
                match (method, target.trim_start_matches("/api/rest").trim_start_matches("/org/common/")) {
                    ("POST", "/authorize") => (200, json!({"sessionId": "s-1"})),
                    ("DELETE", "/authorize") => (200, Value::Null),
                    ("GET", "person/permission/ViewOrg") => {
                        let shown =
                            people.iter().map(|one| json!({"personId": one["id"], "email": one["email"]}));
                        (200, shown.collect())
                    }
                    ("GET", "team/permission/ViewOrg") => {
                        (200, json!([{"groupId": 110, "name": "Retention", "parentGroupId": 11}]))
                    }
                    ("GET", "role/permission/ViewOrg") => (200, roles.clone()),
                    ("POST", "person") => {
                        let mut one = body;
                        one["id"] = json!(people.len() + 1);
                        people.push(one.clone());
                        (200, json!({"id": one["id"]}))
                    }
                    ("GET", "person/2") => (200, people[1].clone()),
                    ("PUT", "person/2") => {
                        people[1] = body;
                        (200, Value::Null)
                    }
                    _ => (404, Value::Null),
                }
            })
        };
        let own = json!({"credentials": {"userId": "admin@doe.com", "password": "secret"}});
        let mut user = json!({"userName": "api@doe.com", "firstName": "API", "lastName": "User", "roles": ["Agent"], "team": "Retention"});
        let go = |mode, user: &Value| one("workforce-optimization", &own, mode, user, server(people.clone()));
        let (plan, _) = go(Mode::Plan, &user);
        assert_eq!(
            (plan["action"].as_str(), plan["warnings"].as_array().unwrap().len()),
            (Some("create"), 3),
            "{plan}"
        );
        let (created, sent) = go(Mode::Provision, &user);
        assert_eq!(
            (created["status"].as_str(), created["id"].as_str()),
            (Some("created"), Some("2")),
            "{created}"
        );
        assert_eq!(created["verified"], true);
        assert_eq!(
            (sent.first().unwrap().as_str(), sent.last().unwrap().as_str()),
            ("POST /api/rest/authorize", "DELETE /api/rest/authorize")
        );
        let (same, _) = go(Mode::Provision, &user);
        assert_eq!((same["status"].as_str(), kinds(&same).len()), (Some("unchanged"), 0), "{same}");
        user["firstName"] = "Apia".into();
        let (changed, _) = go(Mode::Provision, &user);
        assert_eq!(
            (changed["status"].as_str(), kinds(&changed)),
            (Some("updated"), vec!["firstName".to_owned()]),
            "{changed}"
        );
        let key = json!({"userName": "API@doe.com"});
        let (gone, _) = go(Mode::Deprovision, &key);
        assert_eq!(
            (gone["status"].as_str(), kinds(&gone)),
            (Some("deprovisioned"), vec!["deactivate".to_owned()]),
            "{gone}"
        );
        let (own_login, sent) = go(Mode::Deprovision, &json!({"userName": "admin@doe.com"}));
        assert_eq!(own_login["error"]["code"], "unsupported", "{own_login}");
        assert!(sent.iter().all(|line| !line.starts_with("PUT")));
    }

    #[test]
    fn a_person_of_myworkpal() {
        let there = Rc::new(RefCell::new(json!({"userAccountId": 4711, "jobTitle": null, "ratio": 1.5})));
        let made = Rc::new(RefCell::new(false));
        let server = |there: Rc<RefCell<Value>>, made: Rc<RefCell<bool>>| -> Answer {
            Box::new(move |method, target, body| {
                let body: Value = body.and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
                let path = target.split('?').next().unwrap();
                match (method, path) {
                    ("POST", "/idp/connect/token") => {
                        (200, json!({"access_token": "t-1", "token_type": "Bearer", "expires_in": 3600}))
                    }
                    ("GET", "/api/admin/tenant/list/get") => {
                        (200, json!([{"id": 123, "name": "Company Doe", "subDomainName": "companydoe"}]))
                    }
                    ("GET", "/api/admin/users/list/get/all/companydoe") if *made.borrow() => (
                        200,
                        json!([{"id": 4711, "userAccountId": 4711, "emailAddress": "john@doe.com", "tenantId": 123}]),
                    ),
                    ("GET", "/api/admin/users/list/get/all/companydoe") => {
                        (200, json!({"count": 0, "results": []}))
                    }
                    ("POST", "/create") => {
                        *made.borrow_mut() = true;
                        (200, json!({"successful": true, "userAccountId": 4711}))
                    }
                    ("GET", "/api/employee/fulldata/get/4711") => (200, there.borrow().clone()),
                    ("POST", "/employee/4711") => {
                        *there.borrow_mut() = body;
                        (200, json!({"successful": true}))
                    }
                    _ => (404, Value::Null),
                }
            })
        };
        let own = json!({"credentials": {"clientId": "c", "clientSecret": "secret"},
        "paths": {"createUser": "/create", "updateEmployee": "/employee/{systemId}"}});
        let mut user = json!({"email": "john@doe.com", "company": "Company Doe"});
        let go = |mode, user: &Value| one("myworkpal", &own, mode, user, server(there.clone(), made.clone()));
        let (created, sent) = go(Mode::Provision, &user);
        assert_eq!(
            (created["status"].as_str(), created["id"].as_str()),
            (Some("created"), Some("4711")),
            "{created}"
        );
        assert_eq!(sent.len(), 5, "token, tenant, look-up, create, verify: {sent:?}");
        let (same, sent) = go(Mode::Provision, &user);
        assert_eq!((same["status"].as_str(), sent.len()), (Some("unchanged"), 3), "{same}");
        user["details"] =
            json!({"employeeDetails": {"jobTitle": "Baker", "niNumber": "AB123"}, "contactNumbers": [1]});
        let (plan, _) = go(Mode::Plan, &user);
        let text = plan.to_string();
        assert!(text.contains("Baker") && !text.contains("AB123"), "{text}");
        assert_eq!(plan["warnings"].as_array().unwrap().len(), 1, "{plan}");
        let (changed, _) = go(Mode::Provision, &user);
        assert_eq!((changed["status"].as_str(), kinds(&changed).len()), (Some("updated"), 2), "{changed}");
        assert_eq!(there.borrow()["ratio"], 1.5);
        let (gone, sent) =
            go(Mode::Deprovision, &json!({"email": "john@doe.com", "subDomain": "companydoe"}));
        assert_eq!(
            (gone["status"].as_str(), gone["error"]["code"].as_str()),
            (Some("failed"), Some("unsupported")),
            "{gone}"
        );
        assert!(sent.iter().all(|line| line.starts_with("GET") || line.contains("token")));
    }
}

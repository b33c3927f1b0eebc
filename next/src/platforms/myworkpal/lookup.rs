//! Stages 1 and 2: the tenant, and the users in it. What comes back is compared with what was asked: a server that ignores
//! the filter must not make us adopt a stranger's account.
use super::endpoints::{list_tenants, list_users, FoundTenant};
use super::user::{sub_domain_of, Tenant, User};
use crate::error::{Code, Error, Result};
use crate::http::Http;
use crate::identity::{fold, fold_email};
use crate::percent::encode;
use crate::reconcile::{Account, Found};
use futures_util::future::join_all;
use provisor_lists::myworkpal::{Listing, User as FoundUser};

/// By default a URL has at most so many characters.
const LONGEST_URL: usize = 2_000;

fn ignored(what: &str) -> Error {
    Error::bad_response(format!("the platform answers with another {what} than was asked for"))
        .hint("it seems to ignore the filter; nothing was written")
}
/// The place of a tenant's users: its id and its sub-domain, asked for once in a run.
pub(super) async fn place(http: &Http, tenant: Tenant<'_>) -> Result<String> {
    let listed = http.list(list_tenants(Some(tenant))?).await?;
    let Some(Listing { count, results }) = listed.first() else {
        return Err(Error::internal("a list of tenants is a page"));
    };
    let is_asked = |found: &FoundTenant| {
        let name = if tenant.property == "Name" { &found.name } else { &found.sub_domain_name };
        fold(name) == tenant.folded()
    };
    match results.as_slice() {
        // "Only tenants that the API client has access to will be returned" [S].
        [] => Err(Error::new(Code::NotFound, format!("no tenant answers to {tenant}"))
            .hint("check the name; or the API client may not see this tenant: ask an administrator")),
        found if !found.iter().all(is_asked) => Err(ignored("tenant")),
        [one] if *count == 1 => match sub_domain_of(&one.sub_domain_name) {
            Ok(_) => Ok(format!("{}/{}", one.id, one.sub_domain_name)),
            Err(_) => Err(Error::bad_response("the tenant's sub-domain is not one")),
        },
        _ => Err(Error::new(Code::Ambiguous, format!("{count} tenants answer to {tenant}"))
            .hint("name the tenant by its subDomain")),
    }
}
/// The people of one tenant, in as few calls as short URLs permit.
///
/// # Errors
/// What several may be refused for, and what leaves a doubt about whom the answer is: then each is looked up alone.
pub(super) async fn find_in(http: &Http, tenant: Tenant<'_>, users: &[&User]) -> Result<Vec<Result<Found>>> {
    let place = match place(http, tenant).await {
        Ok(place) => place,
        Err(error) if error.fatal => return Err(error),
        Err(error) => return Ok(users.iter().map(|_| Err(error.clone())).collect()),
    };
    // `tolower(EmailAddress) eq '…' or `, encoded.
    let length =
        |user: &&User| encode(&fold(user.email.as_str()).replace('\'', "''")).len().saturating_add(50);
    let longest = users.iter().map(length).max().unwrap_or(1);
    let around = http.client.base.text().len().saturating_add(encode(&place).len()).saturating_add(120);
    let most = LONGEST_URL.saturating_sub(around).checked_div(longest).unwrap_or(1).max(1);
    let looks = users.chunks(most).map(|chunk| look(http, &place, chunk));
    let mut all = Vec::with_capacity(users.len());
    for (looked, chunk) in join_all(looks).await.into_iter().zip(users.chunks(most)) {
        match looked {
            Ok(found) => all.extend(found),
            Err(error)
                if error.fatal || error.is_unclear() || matches!(error.status, Some(400 | 413 | 414)) =>
            {
                return Err(error)
            }
            Err(error) => all.extend(chunk.iter().map(|_| Err(error.clone()))),
        }
    }
    Ok(all)
}
/// One call. All of it must be about those who were asked for; whoever is there twice is ambiguous.
async fn look(http: &Http, place: &str, users: &[&User]) -> Result<Vec<Result<Found>>> {
    let (_, sub_domain) = place.split_once('/').unwrap_or_default();
    let emails: Vec<&str> = users.iter().map(|user| user.email.as_str()).collect();
    let Listing { count, results } = http.call(list_users(sub_domain, &emails)?).await?;
    let asked: Vec<_> = users.iter().map(|user| user.email.folded()).collect();
    let name = |found: &FoundUser| found.email_address.as_deref().map(fold_email).unwrap_or_default();
    let names: Vec<_> = results.iter().map(name).collect();
    if !names.iter().all(|name| asked.contains(name)) {
        return Err(ignored("user"));
    }
    let is_whole = count == results.len() as u64;
    if !is_whole && users.len() > 1 {
        return Err(Error::bad_response("the platform does not send all users whom it counts"));
    }
    let one = |(user, asked): (&&User, &String)| {
        let mut own = results.iter().zip(&names).filter(|(_, name)| *name == asked);
        let account = match (own.next(), own.next()) {
            (None, _) => None,
            (Some((one, _)), None) if is_whole => Some(account(one, place)?),
            _ => {
                let words = format!("{} users answer to {}", count.max(2), user.email.as_str());
                return Err(Error::new(Code::Ambiguous, words)
                    .hint("the platform holds the e-mail more than once: resolve that by hand first"));
            }
        };
        Ok(Found { place: place.to_owned(), account })
    };
    Ok(users.iter().zip(&asked).map(one).collect())
}
/// `id` and `userAccountId` both hold the SystemID [S].
fn account(found: &FoundUser, place: &str) -> Result<Account> {
    let (tenant_id, sub_domain) = place.split_once('/').unwrap_or_default();
    let is_elsewhere = found.tenant_id.is_some_and(|id| id.to_string() != tenant_id)
        || found.tenant.as_ref().is_some_and(|name| fold(name) != fold(sub_domain));
    if is_elsewhere {
        return Err(Error::bad_response("the platform answers with a user of another tenant")
            .hint("nothing was written"));
    }
    let id = match (found.id, found.user_account_id) {
        (Some(id), Some(other)) if id != other => {
            return Err(
                Error::bad_response("the user's id and userAccountId differ").hint("nothing was written")
            )
        }
        (id, other) => id.or(other).filter(|id| *id > 0),
    };
    let id = id.ok_or_else(|| Error::bad_response("the user has no id"))?;
    let states = [
        (found.is_account_closed, "the account exists but is closed; no documented call reopens it"),
        (found.is_locked_out, "the account exists but is locked out"),
    ];
    let warnings = states.iter().filter(|(is, _)| *is == Some(true)).map(|(_, words)| (*words).to_owned());
    Ok(Account { id: id.to_string(), record: None, warnings: warnings.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;
    use crate::script::{run, script};
    use serde_json::{json, Value};

    fn users(emails: &[&str]) -> Vec<User> {
        let user =
            |email: &&str| User::read("user", &json!({"email": email, "company": "Company Doe"})).unwrap();
        emails.iter().map(user).collect()
    }
    fn tenants(target: &str) -> Option<(u16, Value)> {
        let tenant = json!({"id": 123, "name": "COMPANY doe", "subDomainName": "companydoe", "theme": "x"});
        target.starts_with("/api/admin/tenant").then(|| (200, json!({"count": 1, "results": [tenant]})))
    }
    fn found(id: u64, email: &str) -> Value {
        json!({"id": id, "userAccountId": id, "emailAddress": email, "tenantId": 123, "tenant": "companydoe",
            "secretKey": "304743"})
    }
    /// What a look-up says of one person, given the answer about users.
    fn one(answer: Value) -> Result<Found> {
        let (_, http) = script(move |_, target, _| tenants(target).unwrap_or_else(|| (200, answer.clone())));
        let users = users(&["john@doe.com"]);
        run(find_in(&http, users[0].tenant().unwrap(), &[&users[0]]))?.pop().unwrap()
    }
    #[test]
    fn who_is_found_is_who_was_asked_for() {
        let listed = |change: Value| {
            let mut user = found(4711, "JOHN@doe.com");
            for (key, value) in change.as_object().unwrap() {
                user[key] = value.clone();
            }
            json!({"count": 1, "results": [user]})
        };
        let id = |answer| one(answer).unwrap().account.map(|account| account.id);
        assert_eq!(id(listed(json!({}))), Some("4711".into()));
        assert_eq!(id(json!([found(7, "john@doe.com")])), Some("7".into()));
        assert_eq!(id(listed(json!({"userAccountId": null}))), Some("4711".into()));
        assert_eq!(id(listed(json!({"id": null, "tenant": null, "tenantId": null}))), Some("4711".into()));
        assert_eq!(id(json!({"count": 0, "results": []})), None);
        assert_eq!(one(json!([])).unwrap().place, "123/companydoe");
        for (answer, code) in [
            (listed(json!({"userAccountId": 4712})), Code::BadResponse),
            (listed(json!({"id": 0, "userAccountId": 0})), Code::BadResponse),
            (listed(json!({"emailAddress": "jane@doe.com"})), Code::BadResponse),
            (listed(json!({"emailAddress": null})), Code::BadResponse),
            (listed(json!({"tenantId": 9})), Code::BadResponse),
            (listed(json!({"tenant": "roe"})), Code::BadResponse),
            (json!({"count": 2, "results": [found(1, "john@doe.com")]}), Code::Ambiguous),
            (json!([found(1, "john@doe.com"), found(2, "john@doe.com")]), Code::Ambiguous),
            (json!({"count": 500, "results": [found(1, "stranger@doe.com")]}), Code::BadResponse),
        ] {
            assert_eq!(one(answer.clone()).unwrap_err().code, code, "{answer}");
        }
        let closed = one(listed(json!({"isAccountClosed": true, "isLockedOut": true}))).unwrap();
        assert_eq!(closed.account.unwrap().warnings.len(), 2);
    }
    #[test]
    fn the_tenant_is_the_one_that_was_asked_for() {
        let tenant = |id: u64, name: &str| json!({"id": id, "name": name, "subDomainName": "companydoe"});
        for (answer, code) in [
            (json!({"count": 0, "results": []}), Code::NotFound),
            (json!([]), Code::NotFound),
            (json!([tenant(1, "Other Ltd")]), Code::BadResponse),
            (json!({"count": 2, "results": [tenant(1, "Company Doe")]}), Code::Ambiguous),
            (json!([tenant(1, "Company Doe"), tenant(2, "Company Doe")]), Code::Ambiguous),
            (json!([{"id": 1, "name": "Company Doe", "subDomainName": ".."}]), Code::BadResponse),
            (json!([{"id": 1, "name": "Company Doe"}]), Code::BadResponse),
        ] {
            let sent = answer.clone();
            let (host, http) = script(move |_, _, _| (200, sent.clone()));
            let error = run(place(&http, Tenant { property: "Name", name: "Company Doe" })).unwrap_err();
            assert_eq!(error.code, code, "{answer}");
            assert_eq!(host.sent.borrow().len(), 1);
        }
        let (host, http) = script(|_, target, _| tenants(target).unwrap());
        for _ in 0..2 {
            assert_eq!(
                run(place(&http, Tenant { property: "Name", name: "Company Doe" })).unwrap(),
                "123/companydoe"
            );
        }
        assert_eq!(host.sent.borrow().len(), 1, "asked for once in a run");
    }
    #[test]
    fn many_are_looked_up_together_in_short_urls() {
        let emails: Vec<_> = (0..60).map(|n| format!("person.number.{n}@company-doe.example")).collect();
        let users = users(&emails.iter().map(String::as_str).collect::<Vec<_>>());
        let all: Vec<_> = users.iter().collect();
        let (host, http) = script(|_, target, _| {
            tenants(target).unwrap_or_else(|| {
                let found = target
                    .contains("person.number.7@")
                    .then(|| found(7, "person.number.7@company-doe.example"));
                (200, Value::from_iter(found))
            })
        });
        let found = run(find_in(&http, users[0].tenant().unwrap(), &all)).unwrap();
        let ids: Vec<_> =
            found.into_iter().map(|found| found.unwrap().account.map(|account| account.id)).collect();
        assert!(ids.len() == 60 && ids[7].as_deref() == Some("7") && ids.iter().flatten().count() == 1);
        assert!((2..=4).contains(&(host.sent.borrow().len() - 1)), "{}", host.sent.borrow().len());
        let longest = all.iter().map(|user| user.email.as_str()).collect::<Vec<_>>();
        assert!(list_users("companydoe", &longest[..20]).unwrap().request.target.len() < LONGEST_URL);
    }
    #[test]
    fn a_doubt_about_several_is_told_so_that_each_is_looked_up_alone() {
        let look = |status: u16, answer: Value| {
            let (_, http) = script(move |_, target, _| tenants(target).unwrap_or((status, answer.clone())));
            let users = users(&["a@doe.com", "b@doe.com"]);
            run(find_in(&http, users[0].tenant().unwrap(), &[&users[0], &users[1]]))
        };
        for (status, answer) in [
            (400, json!({"message": "too many conditions"})),
            (414, Value::Null),
            (200, json!({"count": 3, "results": [found(1, "a@doe.com"), found(2, "b@doe.com")]})),
            (200, json!([found(1, "a@doe.com"), found(9, "stranger@doe.com")])),
            (200, json!("no list")),
        ] {
            let error = look(status, answer.clone()).unwrap_err();
            assert!(error.is_unclear() || [Some(400), Some(414)].contains(&error.status), "{answer}");
        }
        let codes = |looked: Result<Vec<Result<Found>>>| {
            let each = looked.unwrap().into_iter().map(|found| found.err().map(|error| error.code));
            each.collect::<Vec<_>>()
        };
        assert_eq!(codes(look(403, Value::Null)), [Some(Code::Forbidden), Some(Code::Forbidden)]);
        let twice = json!([found(1, "a@doe.com"), found(2, "A@doe.com"), found(3, "b@doe.com")]);
        assert_eq!(codes(look(200, twice)), [Some(Code::Ambiguous), None]);
    }
}

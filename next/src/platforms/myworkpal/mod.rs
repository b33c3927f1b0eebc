//! MyWorkpal, an HR and benefits platform: OData look-ups, a create, and whole records written back. [S] the vendor's
//! walk-through "create a new system user with the least amount of API calls", [D] other articles of its support pages.
mod answers;
mod endpoints;
mod lookup;
mod user;
mod wishes;

use super::oauth::{bearer, Credentials};
use super::Made;
use crate::error::{Code, Error, Result};
use crate::http::{Call, Dialect, Http, Outgoing, Request, Response, Token};
use crate::percent::encode;
use crate::reconcile::{Desired, Document, Form, Found, Platform, Removal, Who, Wish};
use crate::record::Record;
use answers::{accepted, created, listing, users_as_json};
use endpoints::{
    article, create_user, list_tenants, list_users, read_addresses, read_employee, read_metadata,
    read_personal, record, replace, wrapped, FoundTenant, Owner, Paths,
};
use futures_util::future::join_all;
use serde_json::{Map, Value};
use user::{sub_domain_of, Details, Tenant};
pub(super) use user::{User, COLUMNS};

crate::input! {
    /// The options of MyWorkpal alone.
    pub(crate) struct Options {
        /// It differs per customer: `https://webapi.myworkpal.co.uk` [S].
        base_url "baseUrl": String,
        credentials "credentials": Credentials,
        paths "paths": Paths = Paths::default(),
        /// The wrapper around the addresses of a user, as the vendor's article has it.
        address_body "addressBody": Option<Map<String, Value>>,
    }
}
/// The platform.
pub(crate) struct MyWorkpal {
    paths: Paths,
    address_body: Option<Map<String, Value>>,
}
pub(crate) fn make(options: Options) -> Result<Made<MyWorkpal>> {
    let Options { base_url, credentials, paths, address_body } = options;
    credentials.check()?;
    let platform = MyWorkpal { paths, address_body };
    Ok(Made { platform, base_url, link_hosts: &[], dialect: Box::new(ApiClient(credentials)) })
}
impl MyWorkpal {
    /// A whole record goes back to the path of a setting, if it is the user's own.
    fn write(&self, setting: &str, who: &Who, record: &Record) -> Result<Call<()>> {
        let path = self.paths.of(setting, Some(owner(who)))?;
        let whose = record.get("/userAccountId").and_then(|id| id.as_u64()).filter(|id| *id > 0);
        match whose.is_some_and(|id| id.to_string() != who.id) {
            false => Ok(replace(path, record)),
            true => Err(Error::bad_response("the platform answers with another user's record")
                .hint("nothing was written: run again")),
        }
    }
    /// Why a section of an existing user is left alone. Of the addresses neither path is public, and of the metadata what a
    /// create takes may be shaped unlike what is read: they are compared where their paths are set.
    fn unset(&self, section: &str) -> Option<String> {
        let needed: &[&str] = match section {
            "addressDetails" => &["readAddresses", "updateAddresses"],
            "metaDataEmployee" => &["updateMetadata"],
            _ => return Some("no document says how to change it".to_owned()),
        };
        let name = needed.iter().find(|name| !self.paths.has(name))?;
        Some(format!("paths.{name} is not set (the vendor's article {})", article(name)))
    }
}
/// A user's place is the tenant's id and sub-domain.
fn owner(who: &Who) -> Owner<'_> {
    let (tenant_id, sub_domain) = who.place.split_once('/').unwrap_or_default();
    Owner { system_id: &who.id, tenant_id, sub_domain }
}
const fn form(prefix: &'static str, in_create: bool) -> Form {
    Form { prefix, is_found: false, in_create }
}

impl Platform for MyWorkpal {
    const NAME: &'static str = "myworkpal";
    /// As many e-mails as a short URL takes.
    const BATCH: usize = 25;
    const DOCUMENTS: &'static [Document<Self>] = &[
        Document::new(
            form("details.employeeDetails.", true),
            |_, who| read_employee(&who.id),
            |own, who, record, _| own.write("updateEmployee", who, record),
        ),
        Document::new(
            form("details.personDetails.", true),
            |_, who| read_personal(owner(who).sub_domain, &who.id),
            |own, who, record, _| own.write("updatePersonal", who, record),
        ),
        Document::new(
            form("details.addressDetails.", true),
            // There are wishes only where the path is set.
            |own, who| read_addresses(own.paths.of("readAddresses", Some(owner(who))).unwrap_or_default()),
            |own, who, record, _| {
                let path = own.paths.of("updateAddresses", Some(owner(who)))?;
                Ok(replace(path, &wrapped(record, owner(who), &own.address_body)?))
            },
        ),
        Document::new(
            form("details.metaDataEmployee.", true),
            |_, who| read_metadata(owner(who).tenant_id.parse().unwrap_or(0), who.id.parse().unwrap_or(0)),
            |own, who, record, due| {
                let is_there = |wish: &&&Wish| {
                    wishes::covers(&record.get(&wish.pointer).unwrap_or_default(), &wish.value)
                };
                match due.iter().find(|wish| !is_there(wish)) {
                    None => own.write("updateMetadata", who, record),
                    Some(wish) => Err(Error::invalid(format!(
                        "details.metaDataEmployee.{} has a field that the tenant does not have",
                        wish.name
                    ))
                    .hint("only values may change: an administrator adds fields")),
                }
            },
        ),
        Document::new(
            form("details.salaryDetails.", false),
            |_, who| read_employee(&who.id),
            |own, who, record, _| own.write("updateSalary", who, record),
        ),
    ];
    const SHOWN: &'static [&'static str] = &[
        "email",
        "company",
        "subDomain",
        "details.employeeDetails.jobTitle",
        "details.employeeDetails.department",
        "details.employeeDetails.division",
        "details.employeeDetails.location",
        "details.employeeDetails.costCentreName",
        "details.personDetails.displayName",
        "details.personDetails.forenames",
        "details.personDetails.middlenames",
        "details.personDetails.surname",
        "details.personDetails.secondSurname",
        "details.personDetails.preferredName",
    ];
    type User = User;

    fn subject(&self, user: &User) -> String {
        user.email.as_str().to_owned()
    }
    fn keys(&self, user: &User) -> Vec<String> {
        vec![user.email.folded()]
    }
    fn marks(&self, user: &User) -> Vec<String> {
        vec![user.identity()]
    }
    fn intents(&self, user: &User, found: &Found) -> Vec<String> {
        let sub_domain = found.place.split_once('/').map_or("", |(_, sub_domain)| sub_domain);
        vec![format!("{} {}", user.email.folded(), crate::identity::fold(sub_domain))]
    }
    fn check(&self, user: &User) -> Result<()> {
        user.check()
    }
    async fn find(&self, http: &Http, users: &[&User], _fresh: bool) -> Result<Vec<Result<Found>>> {
        let mut found: Vec<Result<Found>> = Vec::with_capacity(users.len());
        let mut tenants: Vec<((&str, String), Tenant, Vec<usize>, Vec<&User>)> = Vec::new();
        for (row, user) in users.iter().enumerate() {
            // Those who are looked up are told below.
            found.push(user.tenant().map(|_| Found::default()));
            let Ok(tenant) = user.tenant() else { continue };
            let key = (tenant.property, tenant.folded());
            match tenants.iter_mut().find(|(known, ..)| *known == key) {
                Some((.., rows, own)) => {
                    rows.push(row);
                    own.push(user);
                }
                None => tenants.push((key, tenant, vec![row], vec![user])),
            }
        }
        let looks = tenants.iter().map(|(_, tenant, _, own)| lookup::find_in(http, *tenant, own));
        for (looked, (.., rows, _)) in join_all(looks).await.into_iter().zip(&tenants) {
            for (row, one) in rows.iter().zip(looked?) {
                if let Some(place) = found.get_mut(*row) {
                    *place = one;
                }
            }
        }
        Ok(found)
    }
    async fn desired(&self, _: &Http, user: &User) -> Result<Desired> {
        let details = &user.details;
        let none = Map::new();
        let settled = |section, fields| if self.unset(section).is_none() { fields } else { &none };
        let wishes = vec![
            wishes::fields("", &details.employee_details),
            wishes::fields("", &details.person_details),
            wishes::fields("/0", settled("addressDetails", &details.address_details)),
            wishes::nodes(settled("metaDataEmployee", &details.meta_data_employee)),
            wishes::fields("", &details.salary_details),
        ];
        Ok(Desired { wishes, ..Desired::default() })
    }
    fn create(&self, found: &Found, user: &User, _: &Desired) -> Result<Call<String>> {
        let path = self.paths.of("createUser", None)?;
        let (_, sub_domain) = found.place.split_once('/').unwrap_or_default();
        Ok(create_user(path, sub_domain, user.email.as_str(), &user.details))
    }
    /// Sections that are used when creating only.
    fn warnings(&self, user: &User, found: &Found, _: Option<&Record>, _: &[&Wish]) -> Vec<String> {
        let details = &user.details;
        let sections = [
            ("contactNumbers", details.contact_numbers.is_empty()),
            ("metaDataPersonal", details.meta_data_personal.is_empty()),
            ("addressDetails", details.address_details.is_empty()),
            ("metaDataEmployee", details.meta_data_employee.is_empty()),
        ];
        let given = sections.into_iter().filter(|(_, is_empty)| found.account.is_some() && !is_empty);
        let why = given.filter_map(|(section, _)| Some((section, self.unset(section)?)));
        why.map(|(section, why)| format!("details.{section} is used when creating only: {why}")).collect()
    }
    fn removal(&self, _: &Who, _: u64) -> Removal {
        Removal::Unsupported(
            "MyWorkpal documents no call that closes an account: close it in the web interface, or enter a leave date there",
        )
    }
    fn ping(&self) -> Call<()> {
        let target = list_tenants(None).map(|call| call.request.target).unwrap_or_default();
        Call::get("prove the credentials", target, |answer| match listing::<FoundTenant>(answer)?.count {
            0 => Err(Error::new(Code::Forbidden, "this API client may not see any tenant")
                .hint("ask an administrator to give it access")),
            _ => Ok(()),
        })
    }
    crate::by_name! {
        "listTenants" (company "company": Option<String>, sub_domain "subDomain": Option<String>) =
            |_: &Self, company: Option<String>, sub_domain: Option<String>| match (&company, &sub_domain) {
                (None, None) => list_tenants(None),
                _ => list_tenants(Some(Tenant::of(company.as_deref(), sub_domain.as_deref())?)),
            }, listing::<FoundTenant>;
        "listUsers" (sub_domain "subDomain": String, emails "emails": Vec<super::Email>) =
            |_: &Self, sub_domain: String, emails: Vec<super::Email>| {
                let emails: Vec<_> = emails.iter().map(super::Email::as_str).collect();
                list_users(sub_domain_of(&sub_domain)?, &emails)
            }, users_as_json;
        "createUser" (email "email": super::Email, sub_domain "subDomain": String, details "details": Option<Details>) =
            |own: &Self, email: super::Email, sub_domain: String, details: Option<Details>| {
                let path = own.paths.of("createUser", None)?;
                Ok(create_user(path, sub_domain_of(&sub_domain)?, email.as_str(), &details.unwrap_or_default()))
            }, created;
        "readEmployeeRecord" (id "systemId": u64) =
            |_: &Self, id: u64| Ok::<_, Error>(read_employee(&id.to_string())), record;
        "readPersonalRecord" (id "systemId": u64, sub_domain "subDomain": String) = |_: &Self, id: u64, sub_domain: String| {
                Ok::<_, Error>(read_personal(sub_domain_of(&sub_domain)?, &id.to_string()))
            }, record;
        "readAddresses" (id "systemId": u64, tenant "tenantId": Option<u64>, sub_domain "subDomain": Option<String>) =
            |own: &Self, id: u64, tenant: Option<u64>, sub_domain: Option<String>| {
                own.paths.of("readAddresses", Some(owner(&who(id, tenant, sub_domain)))).map(read_addresses)
            }, |answer: &Response| answer.json::<Vec<Record>>();
        "readMetadata" (id "systemId": u64, tenant "tenantId": u64) =
            |_: &Self, id: u64, tenant: u64| Ok::<_, Error>(read_metadata(tenant, id)), record;
        "replaceEmployeeRecord" (id "systemId": u64, tenant "tenantId": Option<u64>, sub_domain "subDomain": Option<String>,
            body "record": Map<String, Value>) = replacing("updateEmployee"), accepted;
        "replacePersonalRecord" (id "systemId": u64, tenant "tenantId": Option<u64>, sub_domain "subDomain": Option<String>,
            body "record": Map<String, Value>) = replacing("updatePersonal"), accepted;
        "replaceAddresses" (id "systemId": u64, tenant "tenantId": Option<u64>, sub_domain "subDomain": Option<String>,
            body "record": Map<String, Value>) = replacing("updateAddresses"), accepted;
        "replaceMetadata" (id "systemId": u64, tenant "tenantId": Option<u64>, sub_domain "subDomain": Option<String>,
            body "record": Map<String, Value>) = replacing("updateMetadata"), accepted;
        "replaceSalary" (id "systemId": u64, tenant "tenantId": Option<u64>, sub_domain "subDomain": Option<String>,
            body "record": Map<String, Value>) = replacing("updateSalary"), accepted;
    }
}
fn who(id: u64, tenant: Option<u64>, sub_domain: Option<String>) -> Who {
    let tenant = tenant.map(|id| id.to_string()).unwrap_or_default();
    Who { id: id.to_string(), place: format!("{tenant}/{}", sub_domain.unwrap_or_default()) }
}
/// Builds the write of a record by name.
fn replacing(
    setting: &'static str,
) -> impl Fn(&MyWorkpal, u64, Option<u64>, Option<String>, Map<String, Value>) -> Result<Call<()>> {
    move |own, id, tenant, sub_domain, body| {
        own.paths.of(setting, Some(owner(&who(id, tenant, sub_domain)))).map(|path| replace(path, &body))
    }
}

/// An API client. It acts as a linked "Admin User".
struct ApiClient(Credentials);
/// Token [D]: a form with `scope=api`, id and secret in the body, not Basic.
impl Dialect for ApiClient {
    fn login(&self) -> Option<Outgoing> {
        let Credentials { client_id, client_secret } = &self.0;
        let (id, secret) = (encode(client_id), encode(client_secret.expose()));
        let mut outgoing = Request::new("POST", "get an access token", "/idp/connect/token").outgoing();
        outgoing.header("content-type", "application/x-www-form-urlencoded");
        outgoing.body =
            Some(format!("grant_type=client_credentials&scope=api&client_id={id}&client_secret={secret}"));
        Some(outgoing)
    }
    fn token(&self, answer: &Response) -> Result<Token> {
        bearer(answer)
    }
    fn attach(&self, outgoing: &mut Outgoing, token: &str) {
        outgoing.header("authorization", format!("Bearer {token}"));
    }
    fn refusal(&self, answer: &Response) -> Option<String> {
        super::words::words(answer, &["message", "exceptionMessage", "exceptionMessages", "error"])
    }
    fn secrets(&self) -> Vec<String> {
        vec![self.0.client_secret.expose().to_owned()]
    }
    fn account(&self) -> Vec<String> {
        vec![self.0.client_id.clone()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;
    use crate::reconcile::Account;
    use crate::script::{run, script};
    use serde_json::json;

    fn options(more: Value) -> Result<Options> {
        let mut options = json!({"baseUrl": "https://webapi.myworkpal.co.uk",
            "credentials": {"clientId": "any: id", "clientSecret": "s&cr=t +é"}});
        for (key, value) in more.as_object().unwrap() {
            options[key] = value.clone();
        }
        Options::read("options", &options)
    }
    fn platform(more: Value) -> MyWorkpal {
        make(options(more).unwrap()).unwrap().platform
    }
    fn all_paths() -> Value {
        let path = |name: &str| format!("/made-up/{name}/{{tenantId}}/{{subDomain}}/{{systemId}}");
        json!({"createUser": "/made-up/create", "updateEmployee": path("employee"), "updatePersonal": path("personal"),
            "readAddresses": path("addresses"), "updateAddresses": path("addresses"), "updateMetadata": path("metadata"),
            "updateSalary": path("salary")})
    }
    fn user(details: Value) -> User {
        User::read("user", &json!({"email": "John@Doe.com", "company": "Company Doe", "details": details}))
            .unwrap()
    }
    fn there() -> Found {
        Found {
            place: "123/companydoe".into(),
            account: Some(Account { id: "4711".into(), ..Account::default() }),
        }
    }
    #[test]
    fn options_are_refused_by_name() {
        let made = |more| options(more).and_then(make).map(drop);
        assert!(made(json!({})).is_ok() && made(json!({"paths": all_paths()})).is_ok());
        for (more, field) in [
            (json!({"credentials": {"clientId": " ", "clientSecret": "x"}}), "options.credentials.clientId "),
            (json!({"paths": {"createUser": "create"}}), "options.paths.createUser: "),
            (json!({"paths": {"updateSalary": "https://evil.example/x"}}), "options.paths.updateSalary: "),
            (json!({"paths": {"addresses": "/x"}}), "options.paths.addresses "),
            (json!({"addressBody": []}), "options.addressBody "),
        ] {
            let error = made(more.clone()).unwrap_err();
            assert!(error.message.starts_with(field), "{more}: {error}");
        }
    }
    #[test]
    fn the_token_is_asked_for_with_a_form() {
        let login = make(options(json!({})).unwrap()).unwrap().dialect.login().unwrap();
        assert_eq!((login.method, login.url.as_str()), ("POST", "/idp/connect/token"));
        let form = "grant_type=client_credentials&scope=api&client_id=any%3A%20id&client_secret=s%26cr%3Dt%20%2B%C3%A9";
        assert_eq!(login.body.as_deref(), Some(form));
    }
    #[test]
    fn the_same_person_in_two_spellings() {
        let own = platform(json!({}));
        let other =
            User::read("user", &json!({"email": "john@doe.com ", "company": "company  doe"})).unwrap();
        let same = User::read("user", &json!({"email": "john@doe.com ", "company": "company doe "})).unwrap();
        let elsewhere =
            User::read("user", &json!({"email": "john@doe.com", "subDomain": "companydoe"})).unwrap();
        assert_eq!(own.keys(&user(json!({}))), own.keys(&elsewhere));
        assert_eq!(own.marks(&user(json!({}))), own.marks(&same));
        assert_ne!(own.marks(&user(json!({}))), own.marks(&other));
        assert_ne!(own.marks(&user(json!({}))), own.marks(&elsewhere));
        assert_eq!(own.intents(&elsewhere, &there()), ["john@doe.com companydoe"]);
    }
    #[test]
    fn records_go_back_to_their_paths_whole_and_to_nobody_else() {
        let own =
            platform(json!({"paths": all_paths(), "addressBody": {"u": "{systemId}", "a": "{addresses}"}}));
        let who = Who { id: "4711".into(), place: "123/companydoe".into() };
        let text = r#"{"userAccountId":4711,"salary":1.10,"note":"A\u00e9"}"#;
        let record: Record = serde_json::from_str(text).unwrap();
        let other: Record = serde_json::from_str(r#"{"userAccountId":4712}"#).unwrap();
        for (document, name) in [(0, "employee"), (1, "personal"), (3, "metadata"), (4, "salary")] {
            let write = MyWorkpal::DOCUMENTS[document].write;
            let request = write(&own, &who, &record, &[]).unwrap().request;
            assert_eq!(
                (request.method, request.target),
                ("POST", format!("/made-up/{name}/123/companydoe/4711"))
            );
            assert_eq!(request.body.as_deref(), Some(text));
            assert_eq!(write(&own, &who, &other, &[]).err().unwrap().code, Code::BadResponse);
            let error = write(&platform(json!({})), &who, &record, &[]).err().unwrap();
            assert_eq!(error.code, Code::ConfigMissing);
            assert!(error.hint.unwrap().contains("support.myworkpal.co.uk"));
        }
        let reads: Vec<_> =
            MyWorkpal::DOCUMENTS.iter().map(|document| (document.read)(&own, &who).request.target).collect();
        assert_eq!(
            reads,
            [
                "/api/employee/fulldata/get/4711",
                "/api/person/tenant/companydoe/get/4711",
                "/made-up/addresses/123/companydoe/4711",
                "/api/admin/metadata/values/get",
                "/api/employee/fulldata/get/4711"
            ]
        );
    }
    #[test]
    fn metadata_that_the_tenant_does_not_have_is_refused_before_anything_is_sent() {
        let own = platform(json!({"paths": all_paths()}));
        let who = Who { id: "4711".into(), place: "123/companydoe".into() };
        let read =
            r#"{"tenantId":123,"groups":[{"name":"Group1","fields":[{"name":"FieldA","value":null}]}]}"#;
        let write = |wanted: Value| {
            let mut record: Record = serde_json::from_str(read).unwrap();
            let wishes = wishes::nodes(json!({ "groups": wanted }).as_object().unwrap());
            wishes[0].fulfil(&mut record);
            (MyWorkpal::DOCUMENTS[3].write)(&own, &who, &record, &[&wishes[0]])
                .map(|call| call.request.body.unwrap())
        };
        let known = json!([{"name": "Group1", "fields": [{"name": "FieldA", "value": "x"}]}]);
        assert_eq!(
            write(known).unwrap(),
            read.replace(
                "[{\"name\":\"Group1\",\"fields\":[{\"name\":\"FieldA\",\"value\":null}]}]",
                "[{\"fields\":[{\"name\":\"FieldA\",\"value\":\"x\"}],\"name\":\"Group1\"}]"
            )
        );
        let error =
            write(json!([{"name": "Group1", "fields": [{"name": "FieldB", "value": 1}]}])).unwrap_err();
        assert!(error.message.starts_with("details.metaDataEmployee.groups "), "{error}");
    }
    #[test]
    fn what_can_be_compared_is_asked_of_the_records_and_the_rest_is_said() {
        let (host, http) = script(|_, _, _| (500, Value::Null));
        let details = json!({"employeeDetails": {"jobTitle": "Baker"}, "personDetails": {"forenames": "J"},
            "addressDetails": {"line1": "High St"}, "metaDataEmployee": {"groups": []}, "metaDataPersonal": {"groups": []},
            "contactNumbers": [1], "salaryDetails": {"salary": 5}});
        for (more, asked, said) in
            [(json!({}), [1, 1, 0, 0, 1], 4), (json!({"paths": all_paths()}), [1, 1, 1, 1, 1], 2)]
        {
            let own = platform(more);
            let desired = run(own.desired(&http, &user(details.clone()))).unwrap();
            assert_eq!(desired.wishes.iter().map(Vec::len).collect::<Vec<_>>(), asked);
            assert_eq!(own.warnings(&user(details.clone()), &there(), None, &[]).len(), said);
            assert!(own.warnings(&user(details.clone()), &Found::default(), None, &[]).is_empty());
            assert!(own.warnings(&user(json!({})), &there(), None, &[]).is_empty());
        }
        assert!(host.sent.borrow().is_empty());
    }
    #[test]
    fn rows_of_several_tenants_are_looked_up_together() {
        let (host, http) = script(|_, target, _| match target.starts_with("/api/admin/tenant") {
            true if target.contains("'doe'") => {
                (200, json!([{"id": 1, "name": "Doe", "subDomainName": "doe"}]))
            }
            true => (200, json!([])),
            false => (200, json!([])),
        });
        let user = |value: Value| User::read("user", &value).unwrap();
        let users = [
            user(json!({"email": "a@doe.com", "company": "Doe"})),
            user(json!({"email": "b@doe.com"})),
            user(json!({"email": "c@doe.com", "subDomain": "roe"})),
            user(json!({"email": "d@doe.com", "company": "doe"})),
        ];
        let own = platform(json!({}));
        let found = run(own.find(&http, &users.iter().collect::<Vec<_>>(), false)).unwrap();
        let codes: Vec<_> = found.iter().map(|found| found.as_ref().err().map(|error| error.code)).collect();
        assert_eq!(codes, [None, Some(Code::ConfigInvalid), Some(Code::NotFound), None]);
        assert_eq!(host.sent.borrow().len(), 3, "two tenants, and the users of one");
        let error = own.create(&there(), &users[0], &Desired::default()).err().unwrap();
        assert!(error.hint.unwrap().contains("101000558449"));
    }
    #[test]
    fn calls_by_name() {
        let own = platform(json!({"paths": all_paths()}));
        let id = json!({"systemId": 4711, "subDomain": "doe"});
        let record = json!({"systemId": 4711, "tenantId": 1, "subDomain": "doe", "record": {"id": 1}});
        for (name, arguments, line) in [
            ("listTenants", json!({}), "GET /api/admin/tenant/list/get?"),
            (
                "listTenants",
                json!({"subDomain": "Doe"}),
                "GET /api/admin/tenant/list/get?$inlinecount=allpages&$filter=tolower(SubDomainName)",
            ),
            (
                "listUsers",
                json!({"subDomain": "doe", "emails": ["a@b.co"]}),
                "GET /api/admin/users/list/get/all/doe?",
            ),
            ("createUser", json!({"email": "a@b.co", "subDomain": "doe"}), "POST /made-up/create"),
            ("readEmployeeRecord", json!({"systemId": 4711}), "GET /api/employee/fulldata/get/4711"),
            ("readPersonalRecord", id.clone(), "GET /api/person/tenant/doe/get/4711"),
            ("readAddresses", id, "GET /made-up/addresses//doe/4711"),
            ("readMetadata", json!({"systemId": 4711, "tenantId": 1}), "POST /api/admin/metadata/values/get"),
            ("replaceEmployeeRecord", record.clone(), "POST /made-up/employee/1/doe/4711"),
            ("replacePersonalRecord", record.clone(), "POST /made-up/personal/1/doe/4711"),
            ("replaceAddresses", record.clone(), "POST /made-up/addresses/1/doe/4711"),
            ("replaceMetadata", record.clone(), "POST /made-up/metadata/1/doe/4711"),
            ("replaceSalary", record, "POST /made-up/salary/1/doe/4711"),
        ] {
            let request = own.request(name, &arguments).unwrap();
            assert!(
                format!("{} {}", request.method, request.target).starts_with(line),
                "{name}: {}",
                request.target
            );
        }
        for (name, arguments) in [
            ("listUsers", json!({"subDomain": "a/b", "emails": ["a@b.co"]})),
            ("listUsers", json!({"subDomain": "doe", "emails": []})),
            ("listUsers", json!({"subDomain": "doe", "emails": ["a"]})),
            ("listTenants", json!({"subDomain": "doe", "company": "Doe"})),
            ("readEmployeeRecord", json!({"systemId": "4711"})),
            ("token", json!({})),
        ] {
            assert_eq!(
                own.request(name, &arguments).unwrap_err().code,
                Code::ConfigInvalid,
                "{name} {arguments}"
            );
        }
        let read = |name: &str, body: &str| {
            own.response(name, &Response { status: 200, headers: Vec::new(), body: body.into() })
        };
        assert_eq!(read("createUser", r#"{"successful":true,"userAccountId":7}"#).unwrap(), r#""7""#);
        assert_eq!(
            read("createUser", r#"{"success":"False","message":["no"]}"#).unwrap_err().code,
            Code::ConfigInvalid
        );
        assert_eq!(read("readAddresses", r#"[{"n":1.10}]"#).unwrap(), r#"[{"n":1.10}]"#);
        assert_eq!(read("readEmployeeRecord", r#"{"salary":1.10}"#).unwrap(), r#"{"salary":1.10}"#);
        let users =
            r#"{"count":1,"results":[{"id":7,"emailAddress":"a@b.co","secretKey":"304743","salary":5}]}"#;
        let users = read("listUsers", users).unwrap();
        assert!(
            users.contains("a@b.co") && !users.contains("304743") && !users.contains("salary"),
            "{users}"
        );
    }
}

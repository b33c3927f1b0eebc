//! The calls of MyWorkpal. [S] the vendor's walk-through, [D] other articles of its support pages. Paths that are not public
//! have no default: `{systemId}`, `{tenantId}` and `{subDomain}` in them are filled in.
use super::answers::{accepted, created, listing, users};
use super::user::{Details, Tenant};
use crate::error::{Code, Error, Result};
use crate::http::{Call, Page, Response};
use crate::identity::fold;
use crate::input::{Fields, Input};
use crate::odata::{eq, field, or, query, tolower, Version};
use crate::percent::encode;
use crate::platforms::check_path;
use crate::record::Record;
use provisor_lists::myworkpal::{Listing, User as FoundUser};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{json, Map, Value};
use std::collections::BTreeMap;

/// Paths that are not public, and the articles of the vendor's support pages that tell them to customers.
const ARTICLES: [(&str, &str); 7] = [
    ("createUser", "101000558449"),
    ("updateEmployee", "101000558909"),
    ("updatePersonal", "101000558964"),
    ("readAddresses", ADDRESSES),
    ("updateAddresses", ADDRESSES),
    ("updateMetadata", "101000559034"),
    ("updateSalary", "101000558994"),
];
const ADDRESSES: &str = "101000558976";
/// Those that are set.
#[derive(Default)]
pub(crate) struct Paths(BTreeMap<&'static str, String>);
impl Input for Paths {
    fn read(path: &str, value: &Value) -> Result<Self> {
        let fields = Fields::new(path, value, &ARTICLES.map(|(name, _)| name), &[])?;
        let mut paths = BTreeMap::new();
        for (name, _) in ARTICLES {
            if let Some(path) = fields.get::<Option<String>>(name)? {
                check_path(name, &path)?;
                paths.insert(name, path);
            }
        }
        Ok(Self(paths))
    }
}
impl Paths {
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
    /// A path, filled in.
    ///
    /// # Errors
    /// `config_missing`, naming the setting and the article.
    pub fn of(&self, name: &str, owner: Option<Owner>) -> Result<String> {
        let Some(path) = self.0.get(name) else {
            return Err(missing(&format!("paths.{name}"), article(name)));
        };
        let Some(Owner { system_id, tenant_id, sub_domain }) = owner else { return Ok(path.clone()) };
        let path = path.replace("{systemId}", &encode(system_id)).replace("{tenantId}", &encode(tenant_id));
        Ok(path.replace("{subDomain}", &encode(sub_domain)))
    }
}
pub(super) fn article(name: &str) -> &'static str {
    ARTICLES.iter().find(|(known, _)| *known == name).map_or("", |(_, article)| article)
}
fn missing(setting: &str, article: &str) -> Error {
    let words = format!("options.{setting} is not set, and has no default");
    Error::new(Code::ConfigMissing, words).hint(format!(
        "read it in the vendor's article: support.myworkpal.co.uk, solutions article {article}"
    ))
}
/// A tenant as the list shows one: 3 of 17 keys.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FoundTenant {
    pub id: u64,
    pub name: String,
    pub sub_domain_name: String,
}
/// Whose record: all that a path can hold.
#[derive(Clone, Copy)]
pub(super) struct Owner<'a> {
    pub system_id: &'a str,
    pub tenant_id: &'a str,
    pub sub_domain: &'a str,
}
/// Stage 1 [S]: the tenants that the API client may see, or the one of this name. `$top=1` with a count shows when there are
/// several.
pub(super) fn list_tenants(tenant: Option<Tenant>) -> Result<Call<Page<Listing<FoundTenant>>>> {
    let mut options = json!({ "inlineCount": true, "orderBy": [["Name", "asc"]], "top": 1, "skip": 0 });
    if let (Some(tenant), Some(options)) = (tenant, options.as_object_mut()) {
        options.insert("filter".into(), eq(tolower(field(tenant.property)), tenant.folded()).0);
    }
    let path = format!("/api/admin/tenant/list/get?{}", query(&options, Version::V3)?);
    Ok(Call::get("find the tenant", path, |answer| Ok(Page { items: vec![listing(answer)?], next: None })))
}
/// Stage 2 [S]: users in any state, processed, open or closed. The walk-through prints a stray `)` after
/// `tolower(EmailAddress)`; the balanced form is sent. Several in one call are assumed [A]: the source shows one.
pub(super) fn list_users(sub_domain: &str, emails: &[&str]) -> Result<Call<Listing<FoundUser<'static>>>> {
    let own = || tolower(field("EmailAddress"));
    let filter = match emails {
        [one] => eq(tolower(fold(one).into()), own()),
        several => or(several.iter().map(|email| eq(own(), fold(email)))),
    };
    let options = json!({ "inlineCount": true, "filter": filter.0, "top": emails.len(), "skip": 0 });
    let query = query(&options, Version::V3)?;
    let path = format!("/api/admin/users/list/get/all/{}?{query}", encode(sub_domain));
    Ok(Call::get("look up the user", path, users))
}
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewUser<'a> {
    user_account: NewAccount<'a>,
    person_details: &'a Map<String, Value>,
    contact_numbers: &'a [Value],
    address_details: &'a Map<String, Value>,
    employee_details: &'a Map<String, Value>,
    meta_data_personal: Map<String, Value>,
    meta_data_employee: Map<String, Value>,
}
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewAccount<'a> {
    email_address: &'a str,
    tenant: &'a str,
}
/// Stage 3 [S]: all seven keys are sent. Nothing says what it does with an e-mail that exists.
pub(super) fn create_user(path: String, sub_domain: &str, email: &str, details: &Details) -> Call<String> {
    let with_groups = |section: &Map<String, Value>| {
        let mut section = section.clone();
        section.entry("groups").or_insert_with(|| json!([]));
        section
    };
    let body = NewUser {
        user_account: NewAccount { email_address: email, tenant: sub_domain },
        person_details: &details.person_details,
        contact_numbers: &details.contact_numbers,
        address_details: &details.address_details,
        employee_details: &details.employee_details,
        meta_data_personal: with_groups(&details.meta_data_personal),
        meta_data_employee: with_groups(&details.meta_data_employee),
    };
    Call::new("POST", "create the user", path, created).json(&body).creates()
}
/// 101000558909 [D]. What the salary article (101000558994) reads is the same, extended.
pub(super) fn read_employee(system_id: &str) -> Call<Record> {
    Call::get("read the employee record", format!("/api/employee/fulldata/get/{}", encode(system_id)), record)
}
/// 101000558964 [D].
pub(super) fn read_personal(sub_domain: &str, system_id: &str) -> Call<Record> {
    let path = format!("/api/person/tenant/{}/get/{}", encode(sub_domain), encode(system_id));
    Call::get("read the personal record", path, record)
}
/// 101000559034 [D], with the casing as published. It only reads, though it is a `POST`.
pub(super) fn read_metadata(tenant_id: u64, system_id: u64) -> Call<Record> {
    let mut asked = Record::default();
    asked.set("/tenantId", &tenant_id.into());
    asked.set("/page", &"EmployeeDetails".into());
    asked.set("/ParentType", &"User".into());
    asked.set("/ParentId", &system_id.into());
    Call::new("POST", "read the metadata", "/api/admin/metadata/values/get", record).json(&asked).reads()
}
/// 101000558976 [D]: an array; the primary address comes first here.
pub(super) fn read_addresses(path: String) -> Call<Record> {
    Call::get("read the addresses", path, |answer| {
        let all: Vec<Record> = answer.json()?;
        let is_primary = |one: &Record| one.get("/isPrimary") == Some(Value::Bool(true));
        let (mut first, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(is_primary);
        first.extend(rest);
        exact(&first)
    })
}
/// The array in "a wrapper with the reference to the user and tenant" [D], whose keys are not public: a setting has them.
///
/// # Errors
/// `config_missing` without that setting; `bad_response` where the user has no address record whose id could be kept.
pub(super) fn wrapped(all: &Record, owner: Owner, wrapper: &Option<Map<String, Value>>) -> Result<Record> {
    let wrapper = wrapper.as_ref().ok_or_else(|| missing("addressBody", ADDRESSES))?;
    if all.get("/0/id").is_none_or(|id| id.is_null()) {
        return Err(Error::bad_response("the user has no address record that could be changed"));
    }
    let number = |text: &str| text.parse::<u64>().map_or_else(|_| Value::from(text), Value::from);
    let mut body = BTreeMap::<_, Box<RawValue>>::new();
    for (key, value) in wrapper {
        let member = match value.as_str() {
            Some("{addresses}") => exact(all)?,
            Some("{systemId}") => exact(&number(owner.system_id))?,
            Some("{tenantId}") => exact(&number(owner.tenant_id))?,
            Some("{subDomain}") => exact(&owner.sub_domain)?,
            _ => exact(value)?,
        };
        body.insert(key, member);
    }
    exact(&body)
}
/// The same JSON, as another type that keeps its text.
fn exact<T: for<'de> Deserialize<'de>>(value: &impl Serialize) -> Result<T> {
    let text = serde_json::to_vec(value).ok();
    let read = text.and_then(|text| serde_json::from_slice(&text).ok());
    read.ok_or_else(|| Error::internal("a record cannot be written"))
}
/// Posts a whole record back: it is "obligatory to start with the GET to ensure all existing data are present" [D].
pub(super) fn replace(path: String, record: &impl Serialize) -> Call<()> {
    Call::new("POST", "write the record", path, accepted).json(record)
}
pub(super) fn record(answer: &Response) -> Result<Record> {
    answer.object()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line<T>(call: &Call<T>) -> String {
        let decoded = percent_encoding::percent_decode_str(&call.request.target).decode_utf8_lossy();
        format!("{} {decoded}", call.request.method)
    }
    fn answer(body: &str) -> Response {
        Response { status: 200, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }
    /// As the walk-through's places are filled in its own example.
    fn filled(text: &str) -> String {
        [
            ("{{url}}", ""),
            ("{{user_email}}", "john@doe.com"),
            ("{{subdomainname}}", "companydoe"),
            ("{{sub_domain_name}}", "companydoe"),
            ("{{system_id}}", "4711"),
            ("{{tenant_id}}", "123"),
        ]
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }
    fn captured(vector: &str) -> String {
        filled(serde_json::from_str::<Value>(vector).unwrap()["captured"].as_str().unwrap())
    }
    macro_rules! vector {
        ($name:literal) => {
            include_str!(concat!("../../../../tests/vectors/myworkpal/", $name))
        };
    }
    #[test]
    fn requests_are_those_of_the_walk_through() {
        let tenant = |tenant| line(&list_tenants(Some(tenant)).unwrap());
        let get = |vector: &str| format!("GET {}", captured(vector));
        assert_eq!(
            tenant(Tenant { property: "Name", name: "Company Doe" }),
            get(vector!("tenant-by-name.request.json"))
        );
        assert_eq!(
            tenant(Tenant { property: "SubDomainName", name: "SubDomainName" }),
            get(vector!("tenant-by-sub-domain.request.json"))
        );
        // The two slips of the walk-through, and nothing else, are put right.
        let user = line(&list_users("companydoe", &["john@doe.com"]).unwrap());
        let slip = user.replace("tolower(EmailAddress)", "tolower(EmailAddress))");
        assert_eq!(slip, get(vector!("user-by-email.request.json")));
        let create = create_user("/create".into(), "companydoe", "john@doe.com", &Details::default()).request;
        let slip = create.body.unwrap().replace("{\"groups\":[]}", "{groups: []}");
        assert_eq!(slip, captured(vector!("create-user.request.json")));
        assert_eq!((create.method, create.safety), ("POST", crate::http::Safety::Unsafe));
    }
    #[test]
    fn answers_of_the_walk_through_are_read() {
        let tenants = listing::<FoundTenant>(&answer(&filled(vector!("tenant-found.response.txt")))).unwrap();
        assert_eq!((tenants.results[0].id, tenants.results[0].sub_domain_name.as_str()), (123, "companydoe"));
        let users = users(&answer(&filled(vector!("user-found.response.txt")))).unwrap();
        let expected = json!({"id": 4711, "userAccountId": 4711, "emailAddress": "john@doe.com", "tenantId": 123,
            "tenant": "companydoe", "isAccountClosed": false, "isLockedOut": false});
        assert_eq!((users.count, serde_json::to_value(&users.results[0]).unwrap()), (1, expected));
    }
    #[test]
    fn literals_are_doubled_folded_and_encoded() {
        for (target, end) in [
            (
                list_users("Doe Ltd", &["O'Brien+X@A.co"]).unwrap().request.target,
                "/api/admin/users/list/get/all/Doe%20Ltd?$inlinecount=allpages&$filter=tolower(%27o%27%27brien%2Bx%40a.co%27)%20eq%20tolower(EmailAddress)&$top=1&$skip=0",
            ),
            (
                list_users("doe", &["A@b.co", "c&d@e.co"]).unwrap().request.target,
                "/api/admin/users/list/get/all/doe?$inlinecount=allpages&$filter=tolower(EmailAddress)%20eq%20%27a%40b.co%27%20or%20tolower(EmailAddress)%20eq%20%27c%26d%40e.co%27&$top=2&$skip=0",
            ),
            (
                list_tenants(Some(Tenant { property: "Name", name: "RÖE & 'Söhne' 100%=#1" })).unwrap().request.target,
                "/api/admin/tenant/list/get?$inlinecount=allpages&$filter=tolower(Name)%20eq%20%27r%C3%B6e%20%26%20%27%27s%C3%B6hne%27%27%20100%25%3D%231%27&$orderby=Name%20asc&$top=1&$skip=0",
            ),
            (
                list_tenants(None).unwrap().request.target,
                "/api/admin/tenant/list/get?$inlinecount=allpages&$orderby=Name%20asc&$top=1&$skip=0",
            ),
            (read_employee("4711").request.target, "/api/employee/fulldata/get/4711"),
            (read_personal("Doe Ltd", "4711").request.target, "/api/person/tenant/Doe%20Ltd/get/4711"),
        ] {
            assert_eq!(target, end);
        }
    }
    #[test]
    fn details_go_as_given_and_metadata_has_its_groups() {
        let details = json!({"personDetails": {"forenames": "John"}, "contactNumbers": [{"n": 1}],
            "metaDataEmployee": {"groups": [1]}, "metaDataPersonal": {"x": 2}, "salaryDetails": {"salary": 5}});
        let details = Details::read("details", &details).unwrap();
        let body = create_user("/create".into(), "doe", "a@b.co", &details).request.body.unwrap();
        assert_eq!(
            body,
            r#"{"userAccount":{"emailAddress":"a@b.co","tenant":"doe"},"personDetails":{"forenames":"John"},"contactNumbers":[{"n":1}],"addressDetails":{},"employeeDetails":{},"metaDataPersonal":{"groups":[],"x":2},"metaDataEmployee":{"groups":[1]}}"#
        );
    }
    #[test]
    fn metadata_is_asked_for_in_the_published_casing() {
        let request = read_metadata(123, 4711).request;
        assert_eq!((request.method, request.target.as_str()), ("POST", "/api/admin/metadata/values/get"));
        assert_eq!(request.safety, crate::http::Safety::Safe);
        let body = r#"{"tenantId":123,"page":"EmployeeDetails","ParentType":"User","ParentId":4711}"#;
        assert_eq!(request.body.unwrap(), body);
    }
    #[test]
    fn a_path_without_default_names_its_setting_and_the_vendors_article() {
        let owner = Owner { system_id: "4711", tenant_id: "123", sub_domain: "a b" };
        let paths = json!({"updateEmployee": "/x/{tenantId}/{subDomain}/{systemId}"});
        let paths = Paths::read("options.paths", &paths).unwrap();
        assert_eq!(paths.of("updateEmployee", Some(owner)).unwrap(), "/x/123/a%20b/4711");
        let error = Paths::default().of("updateEmployee", Some(owner)).unwrap_err();
        assert_eq!(error.code, Code::ConfigMissing);
        assert!(error.message.contains("options.paths.updateEmployee"));
        assert!(error.hint.unwrap().contains("101000558909"));
    }
    #[test]
    fn addresses_go_back_whole_the_primary_one_first() {
        let owner = Owner { system_id: "4711", tenant_id: "123", sub_domain: "doe" };
        let wrapper =
            json!({"user": "{systemId}", "tenant": "{subDomain}", "list": "{addresses}", "kind": 7});
        let wrapper = wrapper.as_object().cloned();
        let read = |body: &str| (read_addresses("/a".into()).read)(&answer(body)).unwrap();
        let own = r#"{"id":2,"line1":null,"isPrimary":true,"ratio":1.10}"#;
        for (body, changed) in [
            (format!("[{own}]"), r#"[{"id":2,"line1":"High St","isPrimary":true,"ratio":1.10}]"#),
            (
                format!(r#"[{{"id":1,"big":12345678901234567890123}},{own},{{"id":3,"n":5.0}}]"#),
                r#"[{"id":2,"line1":"High St","isPrimary":true,"ratio":1.10},{"id":1,"big":12345678901234567890123},{"id":3,"n":5.0}]"#,
            ),
        ] {
            let mut record = read(&body);
            assert_eq!(record.get("/0/id"), Some(2.into()));
            record.set("/0/line1", &"High St".into());
            let written = wrapped(&record, owner, &wrapper).unwrap();
            let expected = format!(r#"{{"kind":7,"list":{changed},"tenant":"doe","user":4711}}"#);
            assert_eq!(serde_json::to_string(&written).unwrap(), expected);
        }
        // The first where none is marked; without one there is no id to keep.
        assert_eq!(read(r#"[{"id":1},{"id":2}]"#).get("/0/id"), Some(1.into()));
        assert_eq!(wrapped(&read("[]"), owner, &wrapper).unwrap_err().code, Code::BadResponse);
        assert_eq!(wrapped(&read("[]"), owner, &None).unwrap_err().code, Code::ConfigMissing);
        for body in ["{}", "<html>", "[1]", ""] {
            assert!((read_addresses("/a".into()).read)(&answer(body)).is_err(), "{body}");
        }
    }
}

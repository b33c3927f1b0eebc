//! The two listings; their records are those of the walk-through, every key of them.

use super::filter::{condition, options, Clause};
use super::{error, Account, Model, Tenant};
use crate::rig::json_answer;
use provisor_next::http::Response;
use serde_json::{json, Value};
use std::sync::LazyLock;

static TENANT: LazyLock<Value> = LazyLock::new(|| {
    record(include_str!("../../../../../tests/vectors/myworkpal/tenant-found.response.txt"))
});
static USER: LazyLock<Value> =
    LazyLock::new(|| record(include_str!("../../../../../tests/vectors/myworkpal/user-found.response.txt")));

/// A captured answer with its places filled in.
pub fn captured(text: &str, places: &[(&str, &str)]) -> Value {
    let filled = places
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), value));
    serde_json::from_str(&filled).unwrap()
}

/// The one record of a captured list.
fn record(text: &str) -> Value {
    captured(text, &[("system_id", "0"), ("tenant_id", "0")])["results"][0].clone()
}

struct Query {
    clauses: Option<Vec<Clause>>,
    top: usize,
    ordered: bool,
}

fn read(query: &str) -> Result<Query, String> {
    let mut read = Query { clauses: None, top: usize::MAX, ordered: false };
    let options = options(query);
    for (name, value) in &options {
        match (name.as_str(), value.as_str()) {
            ("$inlinecount", "allpages") | ("$skip", "0") => {}
            ("$orderby", "Name asc") => read.ordered = true,
            ("$filter", text) => read.clauses = Some(condition(text)?),
            ("$top", text) => read.top = text.parse().map_err(|_| "$top")?,
            other => return Err(format!("unknown option {other:?}")),
        }
    }
    let names: Vec<_> = options.iter().map(|(name, _)| name.as_str()).collect();
    for needed in ["$inlinecount", "$top", "$skip"] {
        assert!(names.contains(&needed), "{needed} is missing: {query}");
    }
    Ok(read)
}

impl Model {
    pub(super) fn list_tenants(&self, query: &str) -> Response {
        let asked = match read(query) {
            Ok(asked) => asked,
            Err(why) => return error(400, &why),
        };
        assert!(asked.ordered, "tenants are ordered by name");
        let is_meant = |tenant: &Tenant, clause: &Clause| match clause.field.as_str() {
            "Name" => tenant.name.to_lowercase() == clause.literal,
            "SubDomainName" => tenant.sub_domain.to_lowercase() == clause.literal,
            _ => false,
        };
        let found = self.tenants.iter().filter(|tenant| {
            let by = asked
                .clauses
                .as_ref()
                .is_none_or(|clauses| clauses.iter().any(|clause| is_meant(tenant, clause)));
            by || self.ways.ignores_filter
        });
        self.envelope(found.map(tenant_record).collect(), asked.top)
    }

    pub(super) fn list_users(&self, sub_domain: &str, query: &str, now: u64) -> Response {
        let Some(tenant) =
            self.tenants.iter().find(|tenant| tenant.sub_domain.eq_ignore_ascii_case(sub_domain))
        else {
            return error(400, "no such tenant");
        };
        let asked = match read(query) {
            Ok(asked) => asked,
            Err(why) => return error(400, &why),
        };
        let clauses = asked.clauses.unwrap_or_default();
        if self.ways.most_conditions.is_some_and(|most| clauses.len() > most) {
            return error(400, "the query is too complex");
        }
        let is_meant = |account: &Account| {
            clauses.iter().any(|c| c.field == "EmailAddress" && account.email.to_lowercase() == c.literal)
        };
        let found = self.accounts.iter().filter(|account| {
            account.sub_domain == tenant.sub_domain
                && account.shows_at <= now
                && (self.ways.ignores_filter || is_meant(account))
        });
        self.envelope(found.map(|account| user_record(account, tenant)).collect(), asked.top)
    }

    fn envelope(&self, found: Vec<Value>, top: usize) -> Response {
        let count = found.len();
        let results: Vec<_> = found.into_iter().take(top).collect();
        match self.ways.bare_arrays {
            true => json_answer(200, &Value::Array(results)),
            false => json_answer(200, &json!({ "count": count, "results": results })),
        }
    }
}

fn tenant_record(tenant: &Tenant) -> Value {
    let mut record = TENANT.clone();
    record["id"] = tenant.id.into();
    record["name"] = tenant.name.as_str().into();
    record["subDomainName"] = tenant.sub_domain.as_str().into();
    record
}

/// With values in all the fields that must never show.
fn user_record(account: &Account, tenant: &Tenant) -> Value {
    let mut record = USER.clone();
    for (key, value) in [
        ("id", json!(account.id)),
        ("userAccountId", json!(account.id)),
        ("tenantId", json!(tenant.id)),
        ("tenant", json!(tenant.sub_domain)),
        ("emailAddress", json!(account.email)),
        ("isAccountClosed", json!(account.is_closed)),
        ("isLockedOut", json!(account.is_locked_out)),
        ("secretKey", json!("canary-secret-key")),
        ("verificationKey", json!("canary-verification-key")),
        ("hashedPassword", json!("canary-hash")),
        ("niNumber", json!("canary-ni-server")),
        ("dateOfBirth", json!("canary-dob-server")),
        ("salary", json!(91_827_364.5)),
    ] {
        record[key] = value;
    }
    record
}

//! Stage 1: find the tenant by its company name or sub-domain [S].
//!
//! `GET /api/admin/tenant/list/get?$inlinecount=allpages&$filter=tolower(Name) eq 'company doe'&…` or
//! `tolower(SubDomainName) eq 'subdomainname'`; the caller lower-cases the literal. Nothing found is 200
//! with an empty list; only tenants that the API client may see are listed. Another article [D] shows a
//! bare array.

use super::super::listing::Listing;
use super::super::user::TenantKey;
use crate::email::fold;
use crate::engine::{Endpoint, Metadata};
use crate::error::{Error, Result};
use crate::http::{Method, Response, Safety};
use crate::odata::{field, Direction, Expr, Query, Version};
use serde::{Deserialize, Serialize};

/// Asks for the tenant of this key.
#[derive(Clone, Debug)]
pub struct TenantList {
    /// The tenant's name or sub-domain; `None` asks for any one tenant, to see whether one may ask.
    pub key: Option<TenantKey>,
}

/// What is read of a tenant: 3 of its 18 keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "MyWorkpalTenantRecord"))]
pub struct TenantRecord {
    /// The tenant's id.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub id: u64,
    /// The company's name.
    pub name: String,
    /// Its sub-domain.
    pub sub_domain_name: String,
}

impl TenantRecord {
    /// Whether this is the tenant that was asked for: a server may ignore the filter.
    pub fn is(&self, key: &TenantKey) -> bool {
        match key {
            TenantKey::Company(name) => fold(self.name.trim()) == fold(name),
            TenantKey::SubDomain(name) => fold(self.sub_domain_name.trim()) == fold(name),
        }
    }
}

impl TenantList {
    fn condition(&self) -> std::result::Result<Option<Expr>, crate::odata::Error> {
        let (name, value) = match &self.key {
            Some(TenantKey::Company(name)) => ("Name", name),
            Some(TenantKey::SubDomain(name)) => ("SubDomainName", name),
            None => return Ok(None),
        };
        Ok(Some(field(name)?.tolower().eq(fold(value))))
    }

    fn query(&self) -> std::result::Result<String, crate::odata::Error> {
        let query = Query::new().inline_count().order_by(field("Name")?, Direction::Asc).top(1).skip(0);
        match self.condition()? {
            Some(condition) => query.filter(condition),
            None => query,
        }
        .to_query_string(Version::V3)
    }
}

impl Endpoint for TenantList {
    const METADATA: Metadata = Metadata {
        name: "tenantList",
        method: Method::Get,
        purpose: "find the tenant",
        safety: Safety::Safe,
    };
    type Answer = Listing<TenantRecord>;

    fn target(&self) -> Result<String> {
        let query = self.query().map_err(|error| Error::invalid(format!("company, subDomain: {error}")))?;
        Ok(format!("/api/admin/tenant/list/get?{query}"))
    }

    fn read(&self, answer: &Response) -> Result<Self::Answer> {
        Listing::read(answer)
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

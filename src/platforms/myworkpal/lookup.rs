//! Stages 1 and 2: the tenant, and the users in it. What comes back is compared with what was asked.

use super::endpoints::{TenantList, UserList, UserRecord};
use super::listing::Listing;
use super::observed::{Account, Tenant};
use super::user::{check_sub_domain, TenantKey};
use crate::email::{fold, Email};
use crate::engine::Context;
use crate::error::{Code, Error, Result};

/// Finds the tenant, once in a run.
pub(super) async fn find_tenant(context: &Context, key: &TenantKey) -> Result<Tenant> {
    let key = key.clone();
    context
        .once(&format!("tenant {}", key.folded()), |context| async move { ask_tenant(&context, key).await })
        .await
}

async fn ask_tenant(context: &Context, key: TenantKey) -> Result<Tenant> {
    let endpoint = TenantList { key: Some(key.clone()) };
    let listing = context.call(&endpoint).await?;
    if listing.count > 1 {
        return Err(Error::new(Code::Ambiguous, format!("{} tenants answer to {key}", listing.count))
            .hint("name the tenant by its subDomain")
            .at_step("find the tenant"));
    }
    let Some(found) = listing.results.into_iter().next() else {
        // "Only tenants that the API client has access to will be returned" [S].
        return Err(Error::new(Code::NotFound, format!("no tenant answers to {key}"))
            .hint("check the name; or the API client may not see this tenant: ask an administrator")
            .at_step("find the tenant"));
    };
    if !found.is(&key) {
        return Err(Error::bad_response(format!("the platform answers with another tenant than {key}"))
            .hint("it seems to ignore the filter; nothing was written")
            .at_step("find the tenant"));
    }
    check_sub_domain(&found.sub_domain_name)
        .map_err(|_| Error::bad_response("the tenant's sub-domain is not one").at_step("find the tenant"))?;
    Ok(Tenant { id: found.id, name: found.name, sub_domain_name: found.sub_domain_name })
}

/// Looks one user up.
pub(super) async fn find_user(context: &Context, tenant: &Tenant, email: &Email) -> Result<Option<Account>> {
    let endpoint = UserList { sub_domain: tenant.sub_domain_name.clone(), emails: vec![email.clone()] };
    let listing = context.call(&endpoint).await?;
    only(listing, tenant, email).map_err(|error| error.at_step("look up the user"))
}

/// Looks several users of one tenant up in one call; where the answer leaves a doubt about somebody, each
/// is looked up alone.
pub(super) async fn find_users(
    context: &Context,
    tenant: &Tenant,
    emails: &[Email],
) -> Result<Vec<Result<Option<Account>>>> {
    if emails.len() > 1 {
        let endpoint = UserList { sub_domain: tenant.sub_domain_name.clone(), emails: emails.to_vec() };
        match context.call(&endpoint).await {
            Ok(listing) => {
                if let Some(found) = all_clear(&listing, tenant, emails) {
                    return Ok(found);
                }
                context.warn("the answer about several users is not clear: looking each up alone");
            }
            // A server may limit how much an `or` may hold (400), or how long a URL may be (414).
            Err(error) if error.code == Code::ConfigInvalid => {
                context
                    .warn(&format!("a look-up of several users is refused ({error}): looking each up alone"));
            }
            Err(error) => return Err(error),
        }
    }
    let mut found = Vec::new();
    for (position, email) in emails.iter().enumerate() {
        match find_user(&context.part(position), tenant, email).await {
            Err(error) if error.run_level => return Err(error),
            result => found.push(result),
        }
    }
    Ok(found)
}

/// The one user of a listing, compared with what was asked.
fn only(listing: Listing<UserRecord>, tenant: &Tenant, email: &Email) -> Result<Option<Account>> {
    if listing.count > 1 {
        return Err(Error::new(
            Code::Ambiguous,
            format!("{} users answer to {}", listing.count, email.as_str()),
        )
        .hint("the platform holds the e-mail more than once: resolve that by hand first"));
    }
    match listing.results.first() {
        None => Ok(None),
        Some(record) if !record.is(email) => {
            Err(Error::bad_response("the platform answers with another user than was asked for")
                .hint("it seems to ignore the filter; nothing was written"))
        }
        Some(record) => account(record, tenant).map(Some),
    }
}

/// Everybody's result, if every record sent is one that was asked for and nobody is there twice.
fn all_clear(
    listing: &Listing<UserRecord>,
    tenant: &Tenant,
    emails: &[Email],
) -> Option<Vec<Result<Option<Account>>>> {
    let sent = u64::try_from(listing.results.len()).ok()?;
    let all_asked = listing.results.iter().all(|record| emails.iter().any(|email| record.is(email)));
    if listing.count != sent || !all_asked {
        return None;
    }
    emails
        .iter()
        .map(|email| {
            let mut records = listing.results.iter().filter(|record| record.is(email));
            match (records.next(), records.next()) {
                (None, _) => Some(Ok(None)),
                (Some(record), None) => Some(account(record, tenant).map(Some)),
                (Some(_), Some(_)) => None,
            }
        })
        .collect()
}

fn account(record: &UserRecord, tenant: &Tenant) -> Result<Account> {
    let elsewhere = record.tenant_id.is_some_and(|id| id != tenant.id)
        || record.tenant.as_deref().is_some_and(|name| fold(name) != fold(&tenant.sub_domain_name));
    if elsewhere {
        return Err(Error::bad_response("the platform answers with a user of another tenant")
            .hint("nothing was written"));
    }
    Ok(Account {
        system_id: record.system_id()?,
        is_closed: record.is_account_closed.unwrap_or(false),
        is_locked_out: record.is_locked_out.unwrap_or(false),
    })
}

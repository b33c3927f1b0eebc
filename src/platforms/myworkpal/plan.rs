//! What would be done: a pure function of what is asked and what was found.

use super::endpoints::{UpdateEmployee, UpdatePersonal};
use super::observed::{Account, Observed, Tenant};
use super::update::Kind;
use super::user::User;
use super::MyWorkpal;
use crate::engine::{Action, Desk, IfExists, Intentions, Platform};
use crate::error::{Code, Error, Result};
use crate::http::SecretName;

impl MyWorkpal {
    pub(super) fn plan_create(&self, desk: &Desk<'_>, user: &User, tenant: &Tenant) -> Result<Intentions> {
        let owner = Self::identity(user);
        let request = desk.request(&self.create_endpoint(user, tenant, &owner))?;
        let summary =
            format!("create {} in {} ({})", user.email.as_str(), tenant.name, tenant.sub_domain_name);
        let actions = vec![Action::new("create", summary, Some(&request))];
        Ok(Intentions { actions, ..Intentions::default() })
    }

    pub(super) fn plan_update(
        &self,
        desk: &Desk<'_>,
        user: &User,
        observed: &Observed,
        account: &Account,
    ) -> Result<Intentions> {
        let mut intentions = Intentions { warnings: warnings(user, account), ..Intentions::default() };
        intentions.existing = Some(account.system_id.to_string());
        if desk.if_exists() == IfExists::Fail {
            let message =
                format!("{} exists already, as SystemID {}", user.email.as_str(), account.system_id);
            intentions.obstacle = Some(
                Error::new(Code::Conflict, message)
                    .hint("ifExists is \"fail\"; \"update\" and \"leave\" go on"),
            );
        }
        for kind in Kind::ALL {
            let Some(state) = kind.found(observed).filter(|state| !state.differing.is_empty()) else {
                continue;
            };
            let (platform, system_id) = (self, account.system_id);
            let sub_domain = observed.tenant.sub_domain_name.as_str();
            let record = SecretName::new(format!("{}Record#{system_id}", kind.section()));
            let request = match kind {
                Kind::Employee => {
                    desk.request(&UpdateEmployee { platform, system_id, sub_domain, record })?
                }
                Kind::Personal => {
                    desk.request(&UpdatePersonal { platform, system_id, sub_domain, record })?
                }
            };
            let summary = format!("change {}", state.differing.join(", "));
            intentions.actions.push(Action::new("update", summary, Some(&request)));
        }
        Ok(intentions)
    }
}

fn warnings(user: &User, account: &Account) -> Vec<String> {
    let mut warnings = Vec::new();
    if account.is_closed {
        warnings.push("the account exists but is closed; no documented call reopens it".to_owned());
    }
    if account.is_locked_out {
        warnings.push("the account exists but is locked out".to_owned());
    }
    let details = &user.details;
    let left_out = [
        ("contactNumbers", details.contact_numbers.is_some()),
        ("addressDetails", details.address_details.is_some()),
        ("metaDataPersonal", details.meta_data_personal.is_some()),
        ("metaDataEmployee", details.meta_data_employee.is_some()),
    ];
    for (name, _) in left_out.into_iter().filter(|(_, given)| *given) {
        warnings.push(format!(
            "details.{name} is used when creating only: no public document says how to update it"
        ));
    }
    warnings
}

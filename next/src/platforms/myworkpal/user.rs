//! A MyWorkpal user as a caller describes one: an e-mail, the tenant, and optional sections.
use crate::error::{Error, Result};
use crate::identity::{fold, line};
use crate::platforms::Email;
use crate::roster::{Column, Kind};
use serde_json::{Map, Value};

crate::input! {
    /// The e-mail and the tenant identify a person.
    pub(crate) struct User {
        pub email "email": Email,
        /// The tenant by its company's name.
        pub company "company": Option<String>,
        /// The tenant by its sub-domain.
        pub sub_domain "subDomain": Option<String>,
        pub details "details": Details = Details::default(),
    }
}
crate::input! {
    /// The optional sections of a create [S], passed through as given; and what can be changed of a user who exists.
    #[derive(Clone, Default)]
    pub(crate) struct Details {
        pub person_details "personDetails": Map<String, Value> = Map::new(),
        /// An array, as in the walk-through's example; its table calls it an object.
        pub contact_numbers "contactNumbers": Vec<Value> = Vec::new(),
        pub address_details "addressDetails": Map<String, Value> = Map::new(),
        pub employee_details "employeeDetails": Map<String, Value> = Map::new(),
        pub meta_data_personal "metaDataPersonal": Map<String, Value> = Map::new(),
        pub meta_data_employee "metaDataEmployee": Map<String, Value> = Map::new(),
        /// Fields of the salary, which extends the employee record [D]. No part of a create.
        pub salary_details "salaryDetails": Map<String, Value> = Map::new(),
    }
}
/// By what a tenant is known to the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tenant<'a> {
    /// The property to filter by: these are PascalCase, JSON keys camelCase.
    pub property: &'static str,
    pub name: &'a str,
}
impl<'a> Tenant<'a> {
    /// One of the two; a blank one is not given.
    ///
    /// # Errors
    /// `config_invalid` for both or neither, or what is no name.
    pub fn of(company: Option<&'a str>, sub_domain: Option<&'a str>) -> Result<Self> {
        let given = |text: Option<&'a str>| text.map(str::trim).filter(|text| !text.is_empty());
        match (given(company), given(sub_domain)) {
            (Some(name), None) => line("company", name).map(|_| Self { property: "Name", name }),
            (None, Some(name)) => sub_domain_of(name).map(|name| Self { property: "SubDomainName", name }),
            _ => Err(Error::invalid("company or subDomain must be given, and not both")
                .hint("give the tenant's company name or its sub-domain")),
        }
    }
    /// As names are compared, and as literals are sent: "the need to supply in lowercase" [S].
    pub fn folded(self) -> String {
        fold(self.name)
    }
}
impl std::fmt::Display for Tenant<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} {:?}",
            if self.property == "Name" { "the company" } else { "the sub-domain" },
            self.name
        )
    }
}
/// A sub-domain is a segment of paths: it must not change their meaning.
///
/// # Errors
/// `config_invalid`.
pub(super) fn sub_domain_of(text: &str) -> Result<&str> {
    let name = text.trim();
    line("subDomain", name)?;
    match name.contains(['/', '\\']) || matches!(name, "." | "..") {
        false => Ok(name),
        true => Err(Error::invalid("subDomain is not a sub-domain")
            .hint("give the tenant's sub-domain alone, such as companydoe")),
    }
}
/// The columns of a roster.
pub(crate) const COLUMNS: &[Column] = &[
    Column::new("email", Kind::Text, "john@doe.com").required(),
    Column::new("company", Kind::Text, "Company Doe"),
    Column::new("subDomain", Kind::Text, ""),
    Column::new("details.salaryDetails.*", Kind::Number, ""),
    Column::new("details.*", Kind::Text, "employeeDetails.jobTitle=Analyst"),
];
impl User {
    pub(super) fn tenant(&self) -> Result<Tenant<'_>> {
        Tenant::of(self.company.as_deref(), self.sub_domain.as_deref())
    }
    /// One e-mail may be a user of several tenants.
    pub fn identity(&self) -> String {
        let tenant = self.tenant().map(|tenant| format!("{} {}", tenant.property, tenant.folded()));
        format!("{} {}", self.email.folded(), tenant.unwrap_or_default())
    }
    /// `groups` of the metadata must be an array [S].
    pub fn check(&self) -> Result<()> {
        self.tenant()?;
        let sections =
            [("Personal", &self.details.meta_data_personal), ("Employee", &self.details.meta_data_employee)];
        for (name, section) in sections {
            if section.get("groups").is_some_and(|groups| !groups.is_array()) {
                return Err(Error::invalid(format!("details.metaData{name}.groups must be an array")));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;
    use serde_json::json;

    #[test]
    fn tenants() {
        let user = |value: Value| User::read("user", &value).unwrap();
        let one = user(json!({"email": "john@doe.com", "company": " Company Doe ", "subDomain": " "}));
        assert_eq!(one.tenant().unwrap(), Tenant { property: "Name", name: "Company Doe" });
        assert_eq!(one.tenant().unwrap().folded(), "company doe");
        let one = user(json!({"email": "j@d.co", "subDomain": "Doe", "company": null}));
        assert_eq!(one.tenant().unwrap(), Tenant { property: "SubDomainName", name: "Doe" });
    }
    #[test]
    fn bad_users_are_refused_by_field() {
        for (user, field) in [
            (json!("john@doe.com"), "user"),
            (json!({"company": "x"}), "user.email"),
            (json!({"email": "a@b@c.co", "company": "x"}), "user.email"),
            (json!({"email": "a\u{ad}@b.co", "company": "x"}), "user.email"),
            (json!({"email": 7, "company": "x"}), "user.email"),
            (json!({"email": "a@b.co"}), "company or subDomain"),
            (json!({"email": "a@b.co", "company": "  "}), "company or subDomain"),
            (json!({"email": "a@b.co", "company": "x", "subDomain": "y"}), "company or subDomain"),
            (json!({"email": "a@b.co", "company": "x\u{7}"}), "company"),
            (json!({"email": "a@b.co", "subDomain": ".."}), "subDomain"),
            (json!({"email": "a@b.co", "subDomain": "a/b"}), "subDomain"),
            (json!({"email": "a@b.co", "company": "x", "emial": "y"}), "user.emial"),
            (json!({"email": "a@b.co", "company": "x", "details": {"nope": 1}}), "user.details.nope"),
            (
                json!({"email": "a@b.co", "company": "x", "details": {"contactNumbers": {}}}),
                "user.details.contactNumbers",
            ),
            (
                json!({"email": "a@b.co", "company": "x", "details": {"metaDataEmployee": {"groups": {}}}}),
                "details.metaDataEmployee.groups",
            ),
        ] {
            let error = User::read("user", &user).and_then(|user| user.check()).unwrap_err();
            assert!(error.message.starts_with(&format!("{field} ")), "{user}: {error}");
        }
    }
}

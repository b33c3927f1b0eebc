//! A Workiva user as a caller describes one, alike on both routes.
use super::text::{Line, UserName};
use crate::error::{Code, Error, Result};
use crate::identity::{fold, fold_email};
use crate::index::Index;
use crate::input::Input;
use crate::names::{self, Named, Names};
use crate::platforms::Email;
use crate::reconcile::{Membership, Wish};
use crate::roster::{Column, Kind};
use serde_json::{json, Value};

/// The kinds of containers, by their place in the tables of both routes.
pub(super) const ORGANIZATION_ROLE: usize = 0;
pub(super) const WORKSPACE: usize = 1;
pub(super) const WORKSPACE_ROLE: usize = 2;
pub(super) const WORKSPACE_GROUP: usize = 3;
/// All values of a user may be shown: a plan holds them, and can be applied without the user.
pub(super) const SHOWN: &[&str] = &[
    "givenName",
    "familyName",
    "displayName",
    "userName",
    "email",
    "active",
    "organizationRoles",
    "workspaces",
    "exact",
];

crate::input! {
    /// A user.
    #[derive(Clone, Debug)]
    pub struct User {
        /// The e-mail address.
        pub(crate) email "email": Email,
        /// The e-mail unless given; lower case and without spaces [D].
        pub user_name "userName": Option<UserName>,
        /// The given name.
        pub given_name "givenName": Option<Line>,
        /// The family name.
        pub family_name "familyName": Option<Line>,
        /// The name shown; left to the platform unless given.
        pub display_name "displayName": Option<Line>,
        /// Organization roles, by name.
        pub organization_roles "organizationRoles": Option<List>,
        /// Workspaces, by name.
        pub workspaces "workspaces": Option<Workspaces>,
        /// Each list that is given is complete: what is not in it is taken away.
        pub exact "exact": bool = false,
    }
}
crate::input! {
    /// What a user is to have in a workspace.
    #[derive(Clone, Debug)]
    pub struct Workspace {
        /// The workspace, by name.
        pub workspace "workspace": Line,
        /// Roles in it, by name.
        pub roles "roles": Option<List>,
        /// Groups of it, by name.
        pub groups "groups": Option<List>,
    }
}
/// The columns of a roster.
pub(crate) const COLUMNS: &[Column] = &[
    Column::new("email", Kind::Text, "jane.roe@doe.example").required(),
    Column::new("userName", Kind::Text, ""),
    Column::new("givenName", Kind::Text, "Jane"),
    Column::new("familyName", Kind::Text, "Roe"),
    Column::new("displayName", Kind::Text, ""),
    Column::new("organizationRoles", Kind::List, "Org User Admin;Data Access Admin"),
    Column::new("workspaces", Kind::List, ""),
    Column::new("workspaces.*.roles", Kind::List, "Annual Report=Editor"),
    Column::new("workspaces.*.groups", Kind::List, "Annual Report=Reviewers"),
    Column::new("exact", Kind::Flag, ""),
];
/// Names, each once.
#[derive(Clone, Debug, PartialEq)]
pub struct List(pub Vec<String>);
impl Input for List {
    fn read(path: &str, value: &Value) -> Result<Self> {
        let mut known = Index::new();
        let all = Vec::<Line>::read(path, value)?.into_iter().map(|name| name.0);
        Ok(Self(all.filter(|name| known.insert(names::fold(name), 0).is_none()).collect()))
    }
}
/// Workspaces: a list of them, or of their names; from the columns of a roster, `{ name: { roles, groups } }`.
#[derive(Clone, Debug)]
pub struct Workspaces(pub Vec<Workspace>);
impl Input for Workspaces {
    fn read(path: &str, value: &Value) -> Result<Self> {
        let with_name = |(name, column): (&String, &Value)| {
            let mut workspace = column.as_object().cloned().unwrap_or_default();
            workspace.insert("workspace".to_owned(), name.as_str().into());
            Value::Object(workspace)
        };
        let list = match value {
            Value::Object(columns) => columns.iter().map(with_name).collect(),
            Value::Array(all) => {
                let one =
                    |one: &Value| if one.is_string() { json!({ "workspace": one }) } else { one.clone() };
                all.iter().map(one).collect()
            }
            other => other.clone(),
        };
        let all = Vec::<Workspace>::read(path, &list)?;
        let mut known = Index::new();
        for (index, one) in all.iter().enumerate() {
            if known.insert(names::fold(&one.workspace.0), index).is_some() {
                let words = format!("{path}[{index}].workspace is named twice: {:?}", one.workspace.0);
                return Err(Error::invalid(words).hint("put its roles and groups together"));
            }
        }
        Ok(Self(all))
    }
}

impl User {
    /// The user name asked for, or the one a new account gets.
    pub fn name(&self) -> String {
        self.user_name.as_ref().map_or_else(|| fold(self.email.as_str()), |name| name.0.clone())
    }
    /// What identifies the person: an account of either is this person's.
    pub fn keys(&self) -> Vec<String> {
        let mut keys = vec![fold_email(&self.name()), self.email.folded()];
        keys.dedup();
        keys
    }
    /// Besides what identifies the person, a new account needs both names.
    pub fn check(&self) -> Result<()> {
        for (field, name) in [("givenName", &self.given_name), ("familyName", &self.family_name)] {
            if name.is_none() {
                return Err(
                    Error::invalid(format!("user.{field} is missing")).hint("every Workiva user has one")
                );
            }
        }
        Ok(())
    }
    /// Attributes that are compared and changed; `user_name` and `names` are where a route keeps them.
    pub fn wishes(&self, user_name: &str, names: &str) -> Vec<Wish> {
        let mut wishes = Vec::new();
        for (field, pointer, value) in [
            ("givenName", format!("{names}/givenName"), &self.given_name),
            ("familyName", format!("{names}/familyName"), &self.family_name),
            ("displayName", "/displayName".to_owned(), &self.display_name),
        ] {
            wishes.extend(value.as_ref().map(|value| Wish::new(field, pointer, value.0.as_str())));
        }
        let wish = Wish::new("userName", user_name, self.name());
        // A user name that is not asked for is left to an account that has another.
        wishes.push(if self.user_name.is_some() { wish.compared(is_same_folded) } else { wish.on_create() });
        wishes
    }
}
/// What a person should know before these changes are made [D].
pub(super) fn mail_warnings(due: &[&Wish]) -> Vec<String> {
    let sends_mail = due.iter().filter(|wish| matches!(wish.name.as_str(), "userName" | "email"));
    let warning = |wish: &&Wish| {
        let what = if wish.name == "email" { "e-mail address" } else { "user name" };
        format!("the {what} changes: Workiva sends mail to the old and the new address, and only the person's home organization may change it")
    };
    sends_mail.map(warning).collect()
}
/// User names and e-mail addresses: case makes no difference.
pub(super) fn is_same_folded(seen: &Value, wanted: &Value) -> bool {
    let folded = |value: &Value| value.as_str().map(fold_email);
    folded(seen) == folded(wanted)
}
/// Role names as they are compared: `Org` and `Organization` at the beginning are the same [D].
pub(super) fn alias(name: &str) -> String {
    let name = names::fold(name);
    match name.strip_prefix("organization ") {
        Some(rest) => format!("org {rest}"),
        None => name,
    }
}
/// Everybody in the organization has this role [D]: it is neither given nor taken away.
pub(super) fn is_default_role(name: &str) -> bool {
    alias(name) == "org member"
}
/// The names of a list that something follows from: an empty one means something only where it is exact.
pub(super) fn needed(list: &Option<List>, exact: bool) -> Option<&[String]> {
    list.as_ref().map(|list| list.0.as_slice()).filter(|names| exact || !names.is_empty())
}
/// Containers that are asked for, as memberships; with `exact`, the person is to be in no other of them all.
pub(super) fn choose(
    (kind, place): (usize, &str),
    wanted: &[String],
    names: &Names,
    exact: bool,
    label: impl Fn(&str) -> String,
) -> Result<Vec<Membership>> {
    let asked = wanted.iter().map(|name| Ok(names.resolve(name)?.id.as_str())).collect::<Result<Vec<_>>>()?;
    let is_asked = |one: &Named| asked.contains(&one.id.as_str());
    let membership = |one: &Named| Membership {
        kind,
        place: place.to_owned(),
        container: one.id.clone(),
        label: label(&one.name),
        wanted: is_asked(one),
    };
    Ok(names.all().iter().filter(|one| exact || is_asked(one)).map(membership).collect())
}
/// The error of a person who answers to two accounts.
pub(super) fn ambiguous(user: &User, one: &str, other: &str) -> Error {
    let words = format!("more than one account answers to {}: {one} and {other}", user.email.as_str());
    Error::new(Code::Ambiguous, words)
        .hint("user name and e-mail are those of different accounts, or in use twice: resolve that by hand")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(more: Value) -> Result<User> {
        let mut user = json!({ "email": "Jane@Doe.com", "givenName": "Jane", "familyName": "Roe" });
        for (key, value) in more.as_object().unwrap() {
            user[key] = value.clone();
        }
        User::read("user", &user)
    }
    #[test]
    fn lists_are_read_from_json_and_from_rosters() {
        let user = read(json!({ "organizationRoles": ["A", " a ", "B"], "exact": true })).unwrap();
        assert_eq!(user.organization_roles, Some(List(vec!["A".into(), "B".into()])));
        let text = "email,givenName,familyName,organizationRoles,workspaces.Annual Report.roles,exact\n\
                    a@b.co,A,B,Org User Admin;X,Editor|Viewer,yes\n";
        let options = crate::roster::Options::read("options", &json!({})).unwrap();
        let roster = crate::roster::parse(text, COLUMNS, &options).unwrap();
        let user = User::read("user", &roster.users[0]).unwrap();
        assert!(user.exact && user.organization_roles.unwrap().0 == ["Org User Admin", "X"]);
        let workspace = user.workspaces.unwrap().0.remove(0);
        assert_eq!(workspace.workspace.0, "Annual Report");
        assert_eq!(workspace.roles.unwrap().0, ["Editor", "Viewer"]);
        let named = read(json!({ "workspaces": ["X", { "workspace": "Y", "groups": [] }] }))
            .unwrap()
            .workspaces
            .unwrap();
        let told: Vec<_> =
            named.0.iter().map(|one| (one.workspace.0.as_str(), one.groups.is_some())).collect();
        assert_eq!(told, [("X", false), ("Y", true)]);
        assert!(crate::roster::parse(&crate::roster::template(COLUMNS), COLUMNS, &options)
            .unwrap()
            .problems
            .is_empty());
    }
    #[test]
    fn bad_users_are_refused_by_field() {
        for (key, value, field) in [
            ("email", json!(7), "user.email"),
            ("email", json!(null), "user.email"),
            ("email", json!("jane"), "user.email"),
            ("email", json!("a@b@c.co"), "user.email"),
            ("email", json!("jane\u{200b}@doe.com"), "user.email"),
            ("givenName", json!(" "), "user.givenName"),
            ("familyName", json!("a\nb"), "user.familyName"),
            ("displayName", json!("x".repeat(300)), "user.displayName"),
            ("userName", json!("jane roe"), "user.userName"),
            ("userName", json!("jane\u{ad}"), "user.userName"),
            ("organizationRoles", json!(7), "user.organizationRoles"),
            ("organizationRoles", json!([""]), "user.organizationRoles[0]"),
            ("workspaces", json!([{ "roles": [] }]), "user.workspaces[0].workspace"),
            ("workspaces", json!([{ "workspace": "" }]), "user.workspaces[0].workspace"),
            (
                "workspaces",
                json!([{ "workspace": "W" }, { "workspace": "w" }]),
                "user.workspaces[1].workspace",
            ),
            (
                "workspaces",
                json!([{ "workspace": "W", "groups": ["\u{7}"] }]),
                "user.workspaces[0].groups[0]",
            ),
            ("workspaces", json!([{ "workspace": "W", "role": [] }]), "user.workspaces[0].role"),
            ("exact", json!("yes"), "user.exact"),
            ("emial", json!("x"), "user.emial"),
        ] {
            let error = read(json!({ key: value })).unwrap_err();
            assert!(error.message.starts_with(&format!("{field} ")), "{field}: {error}");
        }
    }
    #[test]
    fn only_what_identifies_a_person_is_needed_for_removal() {
        let user = User::read("user", &json!({ "email": "Jane@Doe.com" })).unwrap();
        assert_eq!(user.keys(), ["jane@doe.com"]);
        assert_eq!(user.check().unwrap_err().message, "user.givenName is missing");
        let user = read(json!({ "userName": "JRoe" })).unwrap();
        assert_eq!(user.keys(), ["jroe", "jane@doe.com"]);
        assert!(user.check().is_ok());
    }
    #[test]
    fn what_sends_mail_is_told_before() {
        let user = read(json!({ "userName": "jroe" })).unwrap();
        let wishes = user.wishes("/username", "");
        let words = mail_warnings(&wishes.iter().collect::<Vec<_>>());
        assert_eq!(words.len(), 1);
        assert!(words[0].starts_with("the user name changes: Workiva sends mail"), "{words:?}");
    }
    #[test]
    fn a_user_name_that_is_not_given_is_left_alone() {
        let same = |more: Value, seen: &str| {
            let wishes = read(more).unwrap().wishes("/username", "");
            let wish = wishes.into_iter().find(|wish| wish.pointer == "/username").unwrap();
            ((wish.same)(&json!(seen), &wish.value), wish.value)
        };
        assert_eq!(same(json!({}), "another"), (true, json!("jane@doe.com")));
        assert_eq!(same(json!({ "userName": "JRoe" }), "another"), (false, json!("jroe")));
        assert_eq!(same(json!({ "userName": "JRoe" }), "JROE"), (true, json!("jroe")));
    }
    #[test]
    fn exact_takes_out_of_all_others() {
        let named = |name: &str| Named { id: name.to_lowercase(), name: name.into(), ..Named::default() };
        let names = Names::new("role", ["A", "B", "Org C"].map(named).into(), alias);
        let of = |wanted: &[&str], exact| {
            let wanted: Vec<_> = wanted.iter().map(|name| (*name).to_owned()).collect();
            let all = choose((WORKSPACE_ROLE, "w"), &wanted, &names, exact, |name| format!("{name} of W"));
            all.map(|all| {
                all.into_iter().map(|one| (one.container, one.label, one.wanted)).collect::<Vec<_>>()
            })
        };
        assert_eq!(of(&["b"], false).unwrap(), [("b".to_owned(), "B of W".to_owned(), true)]);
        let wanted: Vec<_> =
            of(&["organization c", "id:b"], true).unwrap().into_iter().map(|one| one.2).collect();
        assert_eq!(wanted, [false, true, true]);
        assert_eq!(of(&["Z"], false).unwrap_err().code, Code::NotFound);
    }
    #[test]
    fn a_plan_holds_the_whole_user() {
        let user = json!({ "email": "a@b.co", "userName": "a", "givenName": "A", "familyName": "B", "displayName": "AB",
            "organizationRoles": ["R"], "workspaces": [{ "workspace": "W", "roles": ["E"], "groups": ["G"] }], "exact": true });
        assert_eq!(crate::redact::shown_only(&user, SHOWN), (user, Vec::new()));
    }
}

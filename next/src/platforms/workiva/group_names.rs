//! How the groups are called that stand for roles, workspaces and their groups. The convention exists, but the public copies
//! end before it: these are assumed [A], and each can be set. A connector's error shows `workspace:<id>` [C].
use super::user::{ORGANIZATION_ROLE, WORKSPACE, WORKSPACE_GROUP, WORKSPACE_ROLE};
use crate::error::{Error, Result};

crate::input! {
    /// Names of groups, by what they stand for; what is in braces is put in from the user.
    #[derive(Clone, Default)]
    pub(crate) struct GroupNames {
        organization_role "organizationRole": Option<String>,
        workspace "workspace": Option<String>,
        workspace_role "workspaceRole": Option<String>,
        workspace_group "workspaceGroup": Option<String>,
    }
}
/// What a group stands for: a kind, the workspace, and the role or group in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Place {
    pub kind: usize,
    pub workspace: String,
    pub name: String,
}
/// The names, checked, in the order of the kinds.
pub(super) struct Templates([Template; 4]);
/// A text, and after it for each place: whether that is the workspace's, and the text behind it.
#[derive(Clone, Default)]
struct Template {
    before: String,
    places: Vec<(bool, String)>,
}

impl Templates {
    /// Each has all of its places, once.
    ///
    /// # Errors
    /// `config_invalid`, naming the option.
    pub fn new(given: Option<GroupNames>) -> Result<Self> {
        let parse = |option: &str, given: Option<String>, default: &str, places: &[&str]| {
            let text = given.unwrap_or_else(|| default.to_owned());
            Template::parse(&text, places).ok_or_else(|| {
                let places = places.join(" and ");
                Error::invalid(format!(
                    "options.scim.groupNames.{option} must have {places} in it once, and no other braces"
                ))
            })
        };
        const ROLE: [&str; 2] = ["{workspace}", "{role}"];
        const GROUP: [&str; 2] = ["{workspace}", "{group}"];
        let GroupNames { organization_role, workspace, workspace_role, workspace_group } =
            given.unwrap_or_default();
        Ok(Self([
            parse("organizationRole", organization_role, "organization:role:{role}", &["{role}"])?,
            parse("workspace", workspace, "workspace:{workspace}", &["{workspace}"])?,
            parse("workspaceRole", workspace_role, "workspace:{workspace}:role:{role}", &ROLE)?,
            parse("workspaceGroup", workspace_group, "workspace:{workspace}:group:{group}", &GROUP)?,
        ]))
    }
    /// The display name of the group that stands for this.
    pub fn write(&self, place: &Place) -> String {
        self.0
            .get(place.kind)
            .map(|template| template.write(&place.workspace, &place.name))
            .unwrap_or_default()
    }
    /// What a group of this name stands for, folded; nothing where no template fits, or it can be read in several ways: then
    /// nobody can tell.
    pub fn read(&self, display_name: &str) -> Option<Place> {
        let kinds = [ORGANIZATION_ROLE, WORKSPACE, WORKSPACE_ROLE, WORKSPACE_GROUP];
        let read = |(kind, template)| (kind, template, Template::read(template, display_name));
        let fits: Vec<_> =
            kinds.into_iter().zip(&self.0).map(read).filter(|(.., read)| !read.is_empty()).collect();
        // `workspace:A:role:B` fits `workspace:{workspace}` too: the template that says more is meant.
        let says_less = |one: &Template, other: &Template| one.covers(other) && !other.covers(one);
        let mut best =
            fits.iter().filter(|(_, one, _)| !fits.iter().any(|(_, other, _)| says_less(one, other)));
        match (best.next(), best.next()) {
            (Some((kind, _, readings)), None) => match readings.as_slice() {
                [(workspace, name)] => {
                    Some(Place { kind: *kind, workspace: workspace.clone(), name: name.clone() })
                }
                _ => None,
            },
            _ => None,
        }
    }
}
impl Template {
    fn parse(text: &str, known: &[&str]) -> Option<Self> {
        let (before, mut rest) = text.split_at(text.find('{').unwrap_or(text.len()));
        let mut template = Self { before: before.to_owned(), places: Vec::new() };
        let mut left = known.to_vec();
        while let Some((name, after)) = rest.split_once('}') {
            let place = left.iter().position(|known| known.strip_suffix('}') == Some(name))?;
            let (literal, next) = after.split_at(after.find('{').unwrap_or(after.len()));
            template.places.push((left.remove(place) == "{workspace}", literal.to_owned()));
            rest = next;
        }
        let is_plain =
            |literal: &String| !literal.contains(|c: char| matches!(c, '{' | '}') || c.is_control());
        let has_plain =
            template.places.iter().all(|(_, literal)| is_plain(literal)) && is_plain(&template.before);
        let is_fine = has_plain && rest.is_empty() && left.is_empty();
        is_fine.then_some(template)
    }
    fn write(&self, workspace: &str, name: &str) -> String {
        let place = |(is_workspace, literal): &(bool, String)| {
            [if *is_workspace { workspace } else { name }, literal.as_str()].concat()
        };
        [self.before.clone()].into_iter().chain(self.places.iter().map(place)).collect()
    }
    /// At most two readings of a name, folded: workspace and name.
    fn read(&self, text: &str) -> Vec<(String, String)> {
        // Longer ones are no names; and looking through them takes long.
        const LONGEST: usize = 1_000;
        let text = if text.len() > LONGEST { String::new() } else { text.to_lowercase() };
        let Some(rest) = text.strip_prefix(&self.before.to_lowercase()) else { return Vec::new() };
        let is_some = |text: &&str| !text.is_empty();
        let of = |is_workspace: bool, one: &str, other: &str| match is_workspace {
            true => (one.to_owned(), other.to_owned()),
            false => (other.to_owned(), one.to_owned()),
        };
        match self.places.as_slice() {
            [(is_workspace, after)] => {
                let value = rest.strip_suffix(&after.to_lowercase()).filter(is_some);
                value.map(|value| of(*is_workspace, value, "")).into_iter().collect()
            }
            [(is_workspace, between), (_, after)] => {
                let (between, after) = (between.to_lowercase(), after.to_lowercase());
                let Some(rest) = rest.strip_suffix(&after) else { return Vec::new() };
                let cuts = rest.char_indices().filter_map(|(at, _)| {
                    let (one, other) = rest.split_at_checked(at)?;
                    let other = other.strip_prefix(&between).filter(is_some)?;
                    Some(one).filter(is_some).map(|one| of(*is_workspace, one, other))
                });
                cuts.take(2).collect()
            }
            _ => Vec::new(),
        }
    }
    /// Whatever the other writes can be read as this: the other says more. No name has a control character.
    fn covers(&self, other: &Self) -> bool {
        !self.read(&other.write("\u{1}", "\u{2}")).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;
    use serde_json::{json, Value};

    fn templates(given: Value) -> Result<Templates> {
        Templates::new(Some(GroupNames::read("options.scim.groupNames", &given)?))
    }
    fn place(kind: usize, workspace: &str, name: &str) -> Place {
        Place { kind, workspace: workspace.into(), name: name.into() }
    }
    #[test]
    fn written_and_read() {
        let names = templates(json!({})).unwrap();
        for (place, text) in [
            (place(ORGANIZATION_ROLE, "", "data access admin"), "organization:role:data access admin"),
            (place(WORKSPACE, "sox & controls #1 (100%)", ""), "workspace:sox & controls #1 (100%)"),
            (place(WORKSPACE_ROLE, "a", "editor"), "workspace:a:role:editor"),
            (place(WORKSPACE_GROUP, "山田", "\"q4\" & b"), "workspace:山田:group:\"q4\" & b"),
        ] {
            assert_eq!(names.write(&place), text);
            assert_eq!(names.read(text), Some(place.clone()));
            assert_eq!(names.read(&text.to_uppercase()), Some(place));
        }
        for nobody_s in [
            "",
            "Everyone",
            "organization:role:",
            "workspace:",
            "workspace:A:role:B:role:C",
            "workspace:A:role:B:group:C",
        ] {
            assert_eq!(names.read(nobody_s), None, "{nobody_s}");
        }
        let long = format!("workspace:{}:role:x", "a".repeat(1_000));
        assert_eq!(names.read(&long), None);
    }
    #[test]
    fn templates_of_one_s_own() {
        let names =
            templates(json!({ "organizationRole": "{role}", "workspaceRole": "{role}@{workspace}!" }))
                .unwrap();
        assert_eq!(names.write(&place(WORKSPACE_ROLE, "A", "Editor")), "Editor@A!");
        assert_eq!(names.read("editor@a!"), Some(place(WORKSPACE_ROLE, "a", "editor")));
        assert_eq!(names.read("workspace:a"), Some(place(WORKSPACE, "a", "")));
        assert_eq!(names.read("data access admin"), Some(place(ORGANIZATION_ROLE, "", "data access admin")));
        let alike = templates(json!({ "workspaceGroup": "workspace:{workspace}:role:{group}" })).unwrap();
        assert_eq!(alike.read("workspace:A:role:B"), None);
        assert_eq!(templates(json!({ "workspaceRole": "{workspace}{role}" })).unwrap().read("abc"), None);
    }
    #[test]
    fn bad_templates_are_named() {
        for text in [
            "",
            "{workspace}",
            "{workspace}:{rolle}",
            "{workspace}:{role}:{role}",
            "{workspace}:{role",
            "{workspace}}:{role}",
            "{}{workspace}{role}",
            "{workspace}\n{role}",
            "a}{workspace}{role}",
        ] {
            let error = templates(json!({ "workspaceRole": text })).err().unwrap();
            assert_eq!(
                error.message,
                "options.scim.groupNames.workspaceRole must have {workspace} and {role} in it once, and no other braces",
                "{text:?}"
            );
        }
    }
}

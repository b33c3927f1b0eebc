//! How the groups are called that stand for roles, memberships and groups [A]: the convention exists, but the public
//! copies end before it. A connector's error shows `workspace:<id>` and `workspace:<id>:group:<id>` [C].

use super::options::GivenGroupNames;
use super::template::{Slot, Template};
use crate::email::fold;
use crate::error::Result;
use serde::{Deserialize, Serialize};

/// What a group stands for [D].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // the names of the settings
pub enum Kind {
    OrganizationRole,
    Workspace,
    WorkspaceRole,
    WorkspaceGroup,
}

/// What one group stands for, by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// What it stands for.
    pub kind: Kind,
    /// The workspace; empty for a role in the organization.
    pub workspace: String,
    /// The role or group; empty for the membership of a workspace.
    pub name: String,
}

impl Place {
    /// In words: `the role "Editor" of the workspace "Annual Report"`.
    pub fn words(&self) -> String {
        let Self { kind, workspace, name } = self;
        match kind {
            Kind::OrganizationRole => format!("the role {name:?} of the organization"),
            Kind::Workspace => format!("the workspace {workspace:?}"),
            Kind::WorkspaceRole => format!("the role {name:?} of the workspace {workspace:?}"),
            Kind::WorkspaceGroup => format!("the group {name:?} of the workspace {workspace:?}"),
        }
    }

    /// Getting in or out, as an outcome lists it.
    pub fn change(&self, is_added: bool) -> String {
        let sign = if is_added { '+' } else { '-' };
        let Self { kind, workspace, name } = self;
        match kind {
            Kind::OrganizationRole => format!("organizationRoles: {sign} {name}"),
            Kind::Workspace => format!("workspaces {workspace}: {sign} membership"),
            Kind::WorkspaceRole => format!("workspaces {workspace}: {sign} {name}"),
            Kind::WorkspaceGroup => format!("workspaces {workspace}: {sign} group {name}"),
        }
    }
}

/// How groups are called, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupNames([(Kind, Template); 4]);

impl GroupNames {
    /// Checks what was given, with defaults for the rest.
    ///
    /// # Errors
    /// `config_invalid`, naming the setting.
    pub(super) fn of(given: GivenGroupNames) -> Result<Self> {
        const WORKSPACE: (&str, Slot) = ("workspace", Slot::Workspace);
        const ROLE: (&str, Slot) = ("role", Slot::Name);
        const GROUP: (&str, Slot) = ("group", Slot::Name);
        let read = |setting: &str, given: Option<String>, default: &str, places: &[(&str, Slot)]| {
            let text = given.as_deref().unwrap_or(default);
            Template::parse(&format!("scim.groupNames.{setting}"), text, places)
        };
        let role = read("organizationRole", given.organization_role, "organization:role:{role}", &[ROLE])?;
        let workspace = read("workspace", given.workspace, "workspace:{workspace}", &[WORKSPACE])?;
        let both = [WORKSPACE, ROLE];
        let inner = read("workspaceRole", given.workspace_role, "workspace:{workspace}:role:{role}", &both)?;
        let both = [WORKSPACE, GROUP];
        let group =
            read("workspaceGroup", given.workspace_group, "workspace:{workspace}:group:{group}", &both)?;
        Ok(Self([
            (Kind::OrganizationRole, role),
            (Kind::Workspace, workspace),
            (Kind::WorkspaceRole, inner),
            (Kind::WorkspaceGroup, group),
        ]))
    }

    /// The display names that a group for this may have, the likeliest first: `Org` and `Organization` at the
    /// beginning of a role's name are the same, for documents differ [D].
    pub(super) fn written(&self, place: &Place) -> Vec<String> {
        let template = self.0.iter().find(|(kind, _)| *kind == place.kind).map(|(_, template)| template);
        let write = |name: &str| template.map(|template| template.written(&place.workspace, name));
        let other = match place.kind {
            Kind::OrganizationRole => other_spelling(&place.name),
            _ => None,
        };
        [Some(place.name.clone()), other].iter().flatten().filter_map(|name| write(name)).collect()
    }

    /// What a group of this name stands for; nothing when no template fits, or the name can be read in several ways:
    /// then nobody can tell.
    pub(super) fn read(&self, display_name: &str) -> Option<Place> {
        let fits: Vec<_> = self
            .0
            .iter()
            .map(|(kind, template)| (kind, template, template.readings(display_name)))
            .filter(|(.., readings)| !readings.is_empty())
            .collect();
        // One that says more is right where one that says less fits as well.
        let says_less = |one: &Template, other: &Template| one.covers(other) && !other.covers(one);
        let mut best = fits
            .iter()
            .filter(|(_, template, _)| !fits.iter().any(|(_, other, _)| says_less(template, other)));
        match (best.next(), best.next()) {
            (Some((kind, _, readings)), None) => match readings.as_slice() {
                [one] => {
                    Some(Place { kind: **kind, workspace: one.workspace.clone(), name: one.name.clone() })
                }
                _ => None,
            },
            _ => None,
        }
    }
}

fn other_spelling(role: &str) -> Option<String> {
    let (first, rest) = role.split_once(' ')?;
    let first = match fold(first).as_str() {
        "org" => "Organization",
        "organization" => "Org",
        _ => return None,
    };
    Some(format!("{first} {rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(kind: Kind, workspace: &str, name: &str) -> Place {
        Place { kind, workspace: workspace.into(), name: name.into() }
    }

    fn names(given: GivenGroupNames) -> GroupNames {
        GroupNames::of(given).unwrap()
    }

    #[test]
    fn written_and_read() {
        let names = names(GivenGroupNames::default());
        for (place, text) in [
            (place(Kind::OrganizationRole, "", "Data Access Admin"), "organization:role:Data Access Admin"),
            (place(Kind::Workspace, "SOX & Controls #1 (100%)", ""), "workspace:SOX & Controls #1 (100%)"),
            (place(Kind::WorkspaceRole, "A", "Editor"), "workspace:A:role:Editor"),
            (
                place(Kind::WorkspaceGroup, "A", "Preparers \"A\" & B"),
                "workspace:A:group:Preparers \"A\" & B",
            ),
        ] {
            assert_eq!(names.written(&place), [text]);
            assert_eq!(names.read(text), Some(place));
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
        let spelt = names.written(&place(Kind::OrganizationRole, "", "Organization User Admin"));
        assert_eq!(spelt, ["organization:role:Organization User Admin", "organization:role:Org User Admin"]);
    }

    #[test]
    fn a_bare_template_takes_what_the_others_leave() {
        let given = GivenGroupNames { organization_role: Some("{role}".into()), ..Default::default() };
        let names = names(given);
        assert_eq!(names.read("workspace:A").unwrap().kind, Kind::Workspace);
        assert_eq!(names.read("Data Access Admin").unwrap().kind, Kind::OrganizationRole);
    }

    #[test]
    fn templates_that_cannot_be_told_apart_are_not_read() {
        let same = GivenGroupNames {
            workspace_group: Some("workspace:{workspace}:role:{group}".into()),
            ..Default::default()
        };
        assert_eq!(names(same).read("workspace:A:role:B"), None);
    }
}

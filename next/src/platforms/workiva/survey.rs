//! The report of users: everybody's organization roles, workspaces and roles there, in one list [D].
use super::page::query;
use super::user::{alias, ORGANIZATION_ROLE, WORKSPACE, WORKSPACE_ROLE};
use crate::error::Result;
use crate::http::{Page, Response};
use crate::names::{Named, Names};
use crate::reconcile::{At, Member, Survey};
use provisor_lists::workiva::{InWorkspace, Report, Reported};
use std::collections::{BTreeMap, BTreeSet};

/// A page of the report; its links name another path (`/admin/v1/…`), of which only the query counts.
pub(super) fn read(answer: &Response) -> Result<Page<Reported>> {
    let Report { data, links } = answer.read(provisor_lists::workiva::report)?;
    Ok(Page { items: data, next: query(links.and_then(|links| links.next))? })
}

/// The workspaces whose lists of roles are needed to read the report.
pub(super) fn places<'a>(report: &[Reported], workspaces: &'a [Named]) -> BTreeSet<&'a str> {
    let all = report.iter().flat_map(|user| &user.attributes.workspace_memberships);
    let all = all.filter(|one| !one.workspace_roles.is_empty());
    let mut places = BTreeSet::new();
    places.extend(all.filter_map(|one| Some(workspace(one, workspaces)?.id.as_str())));
    places
}
/// The report's spelling differs from that of the lists. A name that means nothing leaves its list out: that one is read by
/// itself. A workspace that means nothing could be any: then no workspace's members are told.
pub(super) fn survey<'a>(
    report: &[Reported],
    roles: &Names,
    workspaces: &[Named],
    roles_of: impl Fn(&str) -> Option<&'a Names>,
) -> Survey {
    let mut survey = Survey::new();
    let mut people_of: BTreeMap<&str, Vec<Member>> = BTreeMap::new();
    people_of.extend(workspaces.iter().map(|one| (one.id.as_str(), Vec::new())));
    let mut is_clear = true;
    for Reported { id, attributes } in report {
        let mut tell = |kind, place: &str, held: Option<Vec<Member>>| {
            survey.extend(held.map(|held| (kind, At { place: place.to_owned(), id: id.clone() }, held)));
        };
        tell(ORGANIZATION_ROLE, "", held(&attributes.organization_roles, Some(roles)));
        for one in &attributes.workspace_memberships {
            let Some(place) = workspace(one, workspaces) else {
                is_clear = false;
                continue;
            };
            people_of.entry(&place.id).or_default().push(Member { id: id.clone(), handle: None });
            tell(WORKSPACE_ROLE, &place.id, held(&one.workspace_roles, roles_of(&place.id)));
        }
    }
    let members = people_of.into_iter().filter(|_| is_clear);
    survey.extend(
        members.map(|(id, people)| (WORKSPACE, At { place: String::new(), id: id.to_owned() }, people)),
    );
    survey
}
fn workspace<'a>(own: &InWorkspace, all: &'a [Named]) -> Option<&'a Named> {
    let name = alias(&own.workspace_name);
    let mut called = all.iter().filter(|one| alias(&one.name) == name);
    match (called.next(), called.next()) {
        (only, None) => only,
        _ => all.iter().find(|one| one.id == own.id && alias(&one.name) == name),
    }
}
fn held(held: &[String], all: Option<&Names>) -> Option<Vec<Member>> {
    let member = |name: &String| Some(Member { id: all?.resolve(name).ok()?.id.clone(), handle: None });
    held.iter().map(member).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn named(pairs: &[(&str, &str)]) -> Vec<Named> {
        pairs
            .iter()
            .map(|(id, name)| Named { id: (*id).into(), name: (*name).into(), ..Named::default() })
            .collect()
    }
    fn told(
        memberships: serde_json::Value,
        organization_roles: &[&str],
    ) -> Vec<(usize, String, String, Vec<String>)> {
        let body = json!({
            "data": [{ "id": "u", "attributes": { "organizationRoles": organization_roles, "workspaceMemberships": memberships } },
                { "id": "v", "attributes": {} }],
            "links": { "next": "https://x/admin/v1/orgReportUsers?page%5Bafter%5D=2" },
        });
        let page =
            read(&Response { status: 200, headers: vec![], body: body.to_string().into_bytes() }).unwrap();
        assert_eq!(page.next.as_deref(), Some("page%5Bafter%5D=2"));
        let roles =
            Names::new("role", named(&[("1", "Org User Admin"), ("0", "Organization Member")]), alias);
        let workspaces = named(&[("a", "Annual"), ("b", "Twin"), ("c", "twin")]);
        let in_workspace = Names::new("role", named(&[("2", "Editor")]), alias);
        let all = survey(&page.items, &roles, &workspaces, |_| Some(&in_workspace));
        let ids = |list: Vec<Member>| list.into_iter().map(|one| one.id).collect();
        all.into_iter().map(|(kind, at, list)| (kind, at.place, at.id, ids(list))).collect()
    }
    fn entry(kind: usize, place: &str, id: &str, members: &[&str]) -> (usize, String, String, Vec<String>) {
        (kind, place.into(), id.into(), members.iter().map(|id| (*id).to_owned()).collect())
    }
    #[test]
    fn names_become_ids_whatever_their_spelling() {
        let memberships = json!([{ "id": "a", "workspaceName": "ANNUAL", "workspaceRoles": ["editor"] },
            { "id": "c", "workspaceName": "Twin" }]);
        assert_eq!(
            told(memberships, &["Organization User Admin", "Org Member"]),
            [
                entry(ORGANIZATION_ROLE, "", "u", &["1", "0"]),
                entry(WORKSPACE_ROLE, "a", "u", &["2"]),
                entry(WORKSPACE_ROLE, "c", "u", &[]),
                entry(ORGANIZATION_ROLE, "", "v", &[]),
                entry(WORKSPACE, "", "a", &["u"]),
                entry(WORKSPACE, "", "b", &[]),
                entry(WORKSPACE, "", "c", &["u"]),
            ]
        );
    }
    #[test]
    fn a_name_that_means_nothing_tells_nothing() {
        let memberships = json!([{ "id": "m1", "workspaceName": "Annual", "workspaceRoles": ["Wizard"] }]);
        let all = told(memberships, &["Grand Vizier"]);
        assert!(!all.iter().any(|(kind, _, id, _)| *kind != WORKSPACE && id == "u"), "{all:?}");
        assert!(all.contains(&entry(WORKSPACE, "", "a", &["u"])));
        for unclear in ["Twin", "Elsewhere"] {
            let all = told(json!([{ "id": "m1", "workspaceName": unclear }]), &[]);
            assert!(!all.iter().any(|(kind, ..)| *kind == WORKSPACE), "{unclear}: {all:?}");
            assert!(all.contains(&entry(ORGANIZATION_ROLE, "", "u", &[])));
        }
    }
}

//! The name of a group as a text with places for names in it: written for a look-up, read from what there is.

use crate::email::fold;
use crate::error::{Error, Result};

/// What a place is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Workspace,
    /// The role, or the group.
    Name,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Place(Slot),
}

/// A text with places in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Template {
    parts: Vec<Part>,
}

/// What stands in the places of a name; empty where there is no such place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    pub workspace: String,
    pub name: String,
}

impl Template {
    /// Checks a template: it has each of these places, and no other.
    ///
    /// # Errors
    /// `config_invalid`, naming the setting.
    pub fn parse(setting: &str, text: &str, places: &[(&str, Slot)]) -> Result<Self> {
        let known: Vec<_> = places.iter().map(|(name, _)| format!("{{{name}}}")).collect();
        let bad = |what: String| {
            Err(Error::invalid(format!("{setting}: {what}"))
                .hint(format!("give a text with {} in it", known.join(" and "))))
        };
        if text.trim().is_empty() {
            return bad("is empty".to_owned());
        }
        if text.chars().any(char::is_control) {
            return bad(format!("{text:?} holds a control character"));
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, left)) = after.split_once('}') else {
                return bad(format!("{text:?} has a {{ that nothing ends"));
            };
            let Some((_, slot)) = places.iter().find(|(known, _)| *known == name) else {
                return bad(format!("{text:?} has {{{name}}}, which is not known here"));
            };
            parts.extend((!before.is_empty()).then(|| Part::Text(before.to_owned())));
            parts.push(Part::Place(*slot));
            rest = left;
        }
        parts.extend((!rest.is_empty()).then(|| Part::Text(rest.to_owned())));
        if parts.iter().any(|part| matches!(part, Part::Text(text) if text.contains('}'))) {
            return bad(format!("{text:?} has a }} that nothing begins"));
        }
        let lacking = places.iter().find(|(_, slot)| !parts.contains(&Part::Place(*slot)));
        match lacking {
            Some((name, _)) => bad(format!("{text:?} lacks {{{name}}}")),
            None => Ok(Self { parts }),
        }
    }

    /// The name with these in its places.
    pub fn written(&self, workspace: &str, name: &str) -> String {
        let text = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Place(Slot::Workspace) => workspace.to_owned(),
            Part::Place(Slot::Name) => name.to_owned(),
        };
        self.parts.iter().map(text).collect()
    }

    /// In how many ways a name can be read: none, one, or more than one.
    pub fn readings(&self, name: &str) -> Vec<Reading> {
        let exact = self.read(name);
        if !exact.is_empty() {
            return exact;
        }
        // In any case; what is read then is folded.
        let fold_part = |part: &Part| match part {
            Part::Text(text) => Part::Text(fold(text)),
            place => place.clone(),
        };
        Self { parts: self.parts.iter().map(fold_part).collect() }.read(&fold(name))
    }

    /// Whether whatever the other one writes can be read as this: the other one says more.
    pub fn covers(&self, other: &Self) -> bool {
        // No template holds a control character.
        !self.readings(&other.written("\u{1}", "\u{2}")).is_empty()
    }

    fn read(&self, name: &str) -> Vec<Reading> {
        // Longer ones are nobody's work; and reading them takes long.
        const LONGEST: usize = 1_000;
        let mut readings = Vec::new();
        if name.len() <= LONGEST {
            follow(&self.parts, name, &Reading::default(), &mut readings);
        }
        readings
    }
}

/// Reads on; ends as soon as there are two readings.
fn follow(parts: &[Part], rest: &str, so_far: &Reading, found: &mut Vec<Reading>) {
    if found.len() > 1 {
        return;
    }
    let Some((part, more)) = parts.split_first() else {
        if rest.is_empty() && !found.contains(so_far) {
            found.push(so_far.clone());
        }
        return;
    };
    let slot = match part {
        Part::Text(text) => {
            if let Some(rest) = rest.strip_prefix(text.as_str()) {
                follow(more, rest, so_far, found);
            }
            return;
        }
        Part::Place(slot) => *slot,
    };
    let known = match slot {
        Slot::Workspace => &so_far.workspace,
        Slot::Name => &so_far.name,
    };
    if !known.is_empty() {
        if let Some(rest) = rest.strip_prefix(known.as_str()) {
            follow(more, rest, so_far, found);
        }
        return;
    }
    let ends = rest.char_indices().map(|(at, _)| at).skip(1).chain([rest.len()]);
    for end in ends.filter(|end| *end > 0) {
        let Some((taken, rest)) = rest.split_at_checked(end) else { continue };
        let mut so_far = so_far.clone();
        match slot {
            Slot::Workspace => so_far.workspace = taken.to_owned(),
            Slot::Name => so_far.name = taken.to_owned(),
        }
        follow(more, rest, &so_far, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [(&str, Slot); 2] = [("workspace", Slot::Workspace), ("role", Slot::Name)];

    #[test]
    fn bad_templates_are_named() {
        for (text, words) in [
            ("", "is empty"),
            (" ", "is empty"),
            ("{workspace}\n{role}", "control character"),
            ("{workspace}:{rolle}", "{rolle}, which is not known"),
            ("{workspace}:{group}", "{group}, which is not known"),
            ("{workspace}:role", "lacks {role}"),
            ("{role}", "lacks {workspace}"),
            ("{workspace}:{role", "that nothing ends"),
            ("{workspace}}:{role}", "that nothing begins"),
            ("{}{workspace}{role}", "{}, which is not known"),
        ] {
            let error = Template::parse("scim.groupNames.workspaceRole", text, &BOTH).unwrap_err();
            assert!(error.message.starts_with("scim.groupNames.workspaceRole: "), "{error}");
            assert!(error.message.contains(words), "{text}: {error}");
            assert!(error.hint.as_deref().is_some_and(|hint| hint.contains("{workspace} and {role}")));
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let template = Template::parse("x", "workspace:{workspace}:role:{role}", &BOTH).unwrap();
        for (workspace, name) in [("Annual Report", "Editor"), ("山田 \"Q4\"", "Ed:itor"), ("{x}", "a}")] {
            let written = template.written(workspace, name);
            let read = Reading { workspace: workspace.to_owned(), name: name.to_owned() };
            assert_eq!(template.readings(&written), [read], "{written}");
        }
        let folded = template.readings("WORKSPACE:A:ROLE:B");
        assert_eq!(folded, [Reading { workspace: "a".into(), name: "b".into() }]);
        for none in ["", "workspace::role:x", "workspace:a:role:", "workspace:a", "xworkspace:a:role:b"] {
            assert!(template.readings(none).is_empty(), "{none}");
        }
        assert_eq!(template.readings("workspace:a:role:b:role:c").len(), 2);
        assert!(template.readings(&template.written(&"a".repeat(1_000), "b")).is_empty());
        let twice = Template::parse("x", "{role}@{workspace}/{role}", &BOTH).unwrap();
        assert_eq!(twice.readings("a@w/a").len(), 1);
        assert!(twice.readings("a@w/b").is_empty());
    }

    #[test]
    fn one_can_say_more_than_another() {
        let workspace = Template::parse("x", "workspace:{workspace}", &BOTH[..1]).unwrap();
        let role = Template::parse("x", "workspace:{workspace}:role:{role}", &BOTH).unwrap();
        assert!(workspace.covers(&role) && !role.covers(&workspace) && role.covers(&role));
    }
}

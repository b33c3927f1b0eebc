//! Reads the query of a list, strictly: `name eq "text"`, any number of them with `or`.

use crate::rig::options;

pub struct Query {
    /// The conditions: attribute and value.
    pub any_of: Vec<(String, String)>,
    pub start: usize,
    pub count: usize,
    pub without_members: bool,
}

pub fn query(text: &str) -> Query {
    let mut query = Query { any_of: Vec::new(), start: 0, count: 0, without_members: false };
    for (name, value) in options(text) {
        match name.as_str() {
            "filter" => query.any_of = conditions(&value),
            "startIndex" => query.start = value.parse().unwrap(),
            "count" => query.count = value.parse().unwrap(),
            "excludedAttributes" => {
                assert_eq!(value, "members");
                query.without_members = true;
            }
            _ => panic!("unknown option {name}"),
        }
    }
    assert!(query.start > 0 && query.count > 0, "{text}");
    query
}

fn conditions(text: &str) -> Vec<(String, String)> {
    let mut rest = text;
    let mut found = Vec::new();
    loop {
        let (attribute, after) = rest.split_once(" eq ").expect("a comparison");
        let end = end_of_string(after);
        found.push((attribute.to_owned(), serde_json::from_str(&after[..end]).expect("a JSON text")));
        match &after[end..] {
            "" => return found,
            more => rest = more.strip_prefix(" or ").expect("or"),
        }
    }
}

fn end_of_string(text: &str) -> usize {
    assert!(text.starts_with('"'), "{text}");
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    panic!("a text that does not end: {text}")
}

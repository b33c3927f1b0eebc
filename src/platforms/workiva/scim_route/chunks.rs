//! How many names one filter holds: as many as a URL of 2,000 characters takes.

use crate::http::percent;

const LONGEST_URL: usize = 2_000;
/// The path and the other options.
const REST_OF_URL: usize = 60;

/// Groups values (by position) that are asked for together, with the address of this length.
pub(super) fn chunks(attribute: &str, values: &[&str], base_length: usize) -> Vec<Vec<usize>> {
    let room = LONGEST_URL.saturating_sub(REST_OF_URL).saturating_sub(base_length);
    // ` eq "…" or `, encoded.
    let around = attribute.len().saturating_add(24);
    let mut chunks: Vec<Vec<usize>> = Vec::new();
    let mut used = room;
    for (position, value) in values.iter().enumerate() {
        let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
        let length = percent::component(&quoted).len().saturating_add(around);
        match chunks.last_mut() {
            Some(chunk) if used.saturating_add(length) <= room => {
                used = used.saturating_add(length);
                chunk.push(position);
            }
            _ => {
                chunks.push(vec![position]);
                used = length;
            }
        }
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_holds_so_many() {
        let people: Vec<String> = (0..100).map(|number| format!("person.{number}@doe.example")).collect();
        let people: Vec<&str> = people.iter().map(String::as_str).collect();
        let found = chunks("userName", &people, 40);
        assert_eq!(found.iter().flatten().copied().collect::<Vec<_>>(), (0..100).collect::<Vec<_>>());
        assert!((3..=5).contains(&found.len()), "{}", found.len());
        assert_eq!(chunks("userName", &people[..2], 5_000).len(), 2, "one at least");
        assert!(chunks("userName", &[], 40).is_empty());
    }
}

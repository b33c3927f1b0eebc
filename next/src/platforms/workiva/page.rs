//! Lists come in pages, with a link to the next one.
use crate::error::{Error, Result};
use crate::http::{Page, Response};
use serde::de::DeserializeOwned;
use serde::Deserialize;

#[derive(Deserialize)]
struct Envelope<T> {
    data: Vec<T>,
    #[serde(rename = "@nextLink")]
    next: Option<String>,
}
/// A page: `data`, and an opaque link that is null, empty or absent at the end.
pub(super) fn page<T: DeserializeOwned>(answer: &Response) -> Result<Page<T>> {
    let Envelope { data, next } = answer.object()?;
    Ok(Page { items: data, next: query(next)? })
}
/// The query of a link to the next page. A link without one would be taken for the end of the list.
pub(super) fn query(link: Option<String>) -> Result<Option<String>> {
    let Some(link) = link.filter(|link| !link.is_empty()) else { return Ok(None) };
    match link.split_once('?') {
        Some((_, query)) if !query.is_empty() => Ok(Some(query.to_owned())),
        _ => Err(Error::bad_response("the link to the next page has no query")),
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str) -> Response {
        Response { status: 200, headers: Vec::new(), body: body.into() }
    }
    #[derive(Deserialize)]
    struct Id {
        #[serde(rename = "id")]
        _id: String,
    }
    #[test]
    fn pages() {
        let next = |body: &str| page::<Id>(&answer(body)).map(|page| page.next);
        for end in [
            r#"{"data":[{"id":"a","name":"n"}]}"#,
            r#"{"data":[],"@nextLink":null}"#,
            r#"{"data":[],"@nextLink":""}"#,
        ] {
            assert_eq!(next(end).unwrap(), None);
        }
        let linked =
            r#"{"data":[],"@nextLink":"https://elsewhere.wdesk.com/organizations/o/users?%24next=a%3D"}"#;
        assert_eq!(next(linked).unwrap().as_deref(), Some("%24next=a%3D"));
        for bad in [
            "{}",
            "[]",
            "",
            "<html>",
            r#"{"data":{}}"#,
            r#"{"data":[{"id":7}]}"#,
            r#"{"data":[],"@nextLink":7}"#,
        ] {
            assert!(next(bad).is_err(), "{bad}");
        }
        // A link that leads nowhere is not the end: people on the next page would be created again.
        for bad in [r#"{"data":[],"@nextLink":"/x"}"#, r#"{"data":[],"@nextLink":"/x?"}"#] {
            assert!(next(bad).is_err(), "{bad}");
        }
    }
}

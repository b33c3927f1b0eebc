//! Where requests may go: the base URL, and whose links are taken for our own.
use crate::error::{Error, Result};

/// The platform's address.
pub struct Base {
    origin: String,
    path: String,
    /// Domains whose links to operations are taken for links to this host; subdomains too.
    linked: Vec<String>,
}
impl Base {
    /// `https`, or `http` on this machine or where `allowInsecure` says so; no user, query or fragment.
    ///
    /// # Errors
    /// `config_invalid`, naming what is wrong with `baseUrl`.
    pub fn new(url: &str, linked: Vec<String>, allow_insecure: bool) -> Result<Self> {
        let url = url.trim();
        let wrong = |words: &str| Error::invalid(format!("baseUrl {words}"));
        let (scheme, rest) = url.split_once("://").ok_or_else(|| wrong("must begin with https://"))?;
        if rest.contains(['?', '#', '@', '\\', '<', '>', '"'])
            || rest.contains(|c: char| c.is_whitespace() || c.is_control())
        {
            return Err(wrong("must have no user, query, fragment or space"));
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if path.split('/').any(is_dots) {
            return Err(wrong("must have no \"..\" in its path"));
        }
        let host = authority.rsplit_once(':').map_or(authority, |(host, port)| match port.contains(']') {
            true => authority,
            false => host,
        });
        let is_local = matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".localhost");
        match scheme.to_ascii_lowercase().as_str() {
            _ if host.is_empty() => return Err(wrong("must name a host")),
            "https" => {}
            "http" if is_local || allow_insecure => {}
            "http" => return Err(wrong("must begin with https://").hint("allowInsecure: true permits http")),
            _ => return Err(wrong("must begin with https://")),
        }
        let origin = format!("{scheme}://{authority}").to_ascii_lowercase();
        Ok(Self { origin, path: path.trim_end_matches('/').to_owned(), linked })
    }
    /// Host and port.
    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }
    /// Scheme, host and path, without a slash at the end.
    pub fn text(&self) -> String {
        format!("{}{}", self.origin, self.path)
    }
    /// The address of a path below the base.
    ///
    /// # Errors
    /// `config_invalid` where the path would leave the base.
    pub fn resolve(&self, target: &str) -> Result<String> {
        let path = target.split('?').next().unwrap_or_default();
        let is_below = target.starts_with('/') && !target.starts_with("//") && !path.split('/').any(is_dots);
        match is_below
            && !target.contains(['\\', '#'])
            && !target.contains(|c: char| c.is_whitespace() || c.is_control())
        {
            true => Ok(format!("{}{}{target}", self.origin, self.path)),
            false => Err(Error::invalid(format!(
                "the path {path:?} must begin with one \"/\" and have no \"..\", \"\\\", \"#\" or space"
            ))),
        }
    }
    /// Path and query of a link, as a target on the configured host: the credentials go nowhere else.
    ///
    /// # Errors
    /// `bad_response` where the link names a host that is neither the configured one nor known for its links.
    pub fn rebase(&self, link: &str) -> Result<String> {
        let (host, target) = match link.split_once("://") {
            Some((_, rest)) => rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len())),
            None if link.starts_with("//") => ("//", ""),
            None => ("", link),
        };
        let host = host.to_ascii_lowercase();
        let is_linked = |domain: &String| {
            host == *domain || host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'))
        };
        if !(host.is_empty() || host == self.host() || self.linked.iter().any(is_linked)) {
            let words = format!(
                "the platform links to {:?}, which is not among its hosts",
                crate::error::shorten(&host)
            );
            return Err(Error::bad_response(words)
                .hint("if that host is the platform's, name it in linkHosts; nothing was sent there"));
        }
        let target =
            target.strip_prefix(self.path.as_str()).filter(|rest| rest.starts_with('/')).unwrap_or(target);
        match self.resolve(target) {
            Ok(_) => Ok(target.to_owned()),
            Err(_) => Err(Error::bad_response("the platform links to an address without a proper path")),
        }
    }
}
/// A part of a path that leads upwards, however it is spelt.
fn is_dots(part: &str) -> bool {
    matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;
    fn base() -> Base {
        Base::new("https://API.example.com/v1/", vec!["example.org".into()], false).unwrap()
    }
    #[test]
    fn links_stay_on_the_host() {
        let table = [
            ("/operations/1?a=b", Some("/operations/1?a=b")),
            ("https://api.example.com/v1/operations/1", Some("/operations/1")),
            ("https://eu.example.org/operations/1", Some("/operations/1")),
            ("https://example.org/operations/1", Some("/operations/1")),
            ("https://notexample.org/operations/1", None),
            ("https://evil.com/operations/1", None),
            ("//evil.com/operations/1", None),
            ("https://api.example.com@evil.com/x", None),
            ("https://api.example.com/v1/../x", None),
            ("https://api.example.com/v1/%2E%2e/x", None),
            ("operations/1", None),
            ("", None),
        ];
        for (link, expected) in table {
            assert_eq!(base().rebase(link).ok().as_deref(), expected, "{link}");
        }
    }
    #[test]
    fn base_urls() {
        for (url, is_fine) in [
            ("https://a.com", true),
            ("http://a.com", false),
            ("http://localhost:8080", true),
            ("http://[::1]:8080", true),
            ("http://127.0.0.1", true),
            ("https://u:p@a.com", false),
            ("https://a.com?x", false),
            ("ftp://a.com", false),
            ("a.com", false),
            ("https://", false),
            ("https://a.com/../b", false),
        ] {
            assert_eq!(Base::new(url, Vec::new(), false).is_ok(), is_fine, "{url}");
        }
        assert_eq!(base().text(), "https://api.example.com/v1");
        assert!(base().resolve("/x y").is_err() && base().resolve("//x").is_err());
    }
}

//! The address of a platform: checked once, so that no credential goes to a place nobody meant.

use crate::error::{Error, Result};

/// Scheme, host, port and path prefix of a platform; no query, no fragment, no user, no trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// Such as `https://webapi.example.co.uk:8443`, in lower case.
    origin: String,
    /// Such as `/tenant-a`, or nothing.
    prefix: String,
}

impl BaseUrl {
    /// Checks an address. `http://` is for loopback hosts unless `allow_insecure`.
    ///
    /// # Errors
    /// `config_invalid`, naming the setting `field` and the remedy.
    pub fn parse(field: &str, text: &str, allow_insecure: bool) -> Result<Self> {
        let bad = |what: &str, remedy: &str| {
            Err(Error::invalid(format!("{field}: {what}, in {:?}", shown(text))).hint(remedy.to_owned()))
        };
        let text = text.trim();
        if text.is_empty() {
            return bad("is empty", "give the platform's address, such as \"https://webapi.example.com\"");
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return bad("has no scheme", "begin with https://");
        };
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "https" && scheme != "http" {
            return bad("has a scheme other than https", "begin with https://");
        }
        if rest.contains(['?', '#']) {
            return bad(
                "has a query or a fragment",
                "give scheme, host and path only; Provisor adds the queries",
            );
        }
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at_checked(slash).unwrap_or((rest, "")),
            None => (rest, ""),
        };
        if authority.contains('@') {
            return bad("has a user or password in it", "give these as `credentials`");
        }
        if !authority.chars().all(|c| c.is_ascii_alphanumeric() || "-._:[]".contains(c)) {
            return bad("has a character no host name holds", "write an international name in its xn-- form");
        }
        let (host, port) = split_port(authority);
        if host.is_empty() || host.starts_with(['.', '-']) {
            return bad("has no host", "give the platform's address, such as \"https://webapi.example.com\"");
        }
        if port.is_some_and(|port| port.parse::<u16>().map_or(true, |port| port == 0)) {
            return bad("has a port that is not between 1 and 65535", "correct the port or leave it out");
        }
        let clean_path = path.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/%!$&'()*+,;=:@".contains(c));
        if !clean_path || path.split('/').any(|part| part == "." || part == "..") {
            return bad(
                "has a path that is not a plain URL path",
                "percent-encode the path, and leave out . and ..",
            );
        }
        if scheme == "http" && !allow_insecure && !is_loopback(host) {
            return bad(
                "would send the credentials unencrypted (http:// to a remote host)",
                "use https://, or set `allowInsecure: true` if the network in between is your own",
            );
        }
        let origin = format!("{scheme}://{}", authority.to_ascii_lowercase());
        Ok(Self { origin, prefix: path.trim_end_matches('/').to_owned() })
    }

    /// The address of a path (which begins with `/`) below this base.
    pub fn join(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin, self.prefix)
    }

    /// The path and query of a link that the platform gave, to be asked of this base and of no other host: a
    /// link's own host is not believed, for the credential goes where the request goes.
    ///
    /// # Errors
    /// `bad_response` when it is no link, or lies outside this base's path.
    pub fn rebased(&self, link: &str) -> Result<String> {
        let after_host = match link.split_once("://") {
            Some((_, rest)) => rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or("/"),
            None => link,
        };
        let below = after_host.strip_prefix(&self.prefix).unwrap_or(after_host);
        let plain = below.starts_with('/') && !below.starts_with("//");
        if !plain || below.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(
                Error::bad_response("the platform gave a link that is none").hint("it was not followed")
            );
        }
        Ok(below.split('#').next().unwrap_or_default().to_owned())
    }

    /// Whether a URL lies on this scheme, host and port: only there may a credential go.
    pub fn holds(&self, url: &str) -> bool {
        url.strip_prefix(&self.origin)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
    }
}

/// The address without what may be a password in it.
fn shown(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((before, host)) => {
            let scheme = before.split_once("://").map_or("", |(scheme, _)| scheme);
            format!("{scheme}://…@{host}")
        }
        None => text.to_owned(),
    }
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    if let Some((host, after)) = authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return (host, after.strip_prefix(':'));
    }
    match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    }
}

fn is_loopback(host: &str) -> bool {
    let v4 = host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback());
    let v6 = host.parse::<std::net::Ipv6Addr>().is_ok_and(|ip| ip.is_loopback());
    v4 || v6 || host.eq_ignore_ascii_case("localhost") || host.to_ascii_lowercase().ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_addresses() {
        for (text, joined) in [
            ("https://webapi.myworkpal.co.uk", "https://webapi.myworkpal.co.uk/api"),
            (" HTTPS://WebApi.Example.com/ ", "https://webapi.example.com/api"),
            ("https://a.co:8443/pre/fix/", "https://a.co:8443/pre/fix/api"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000/api"),
            ("http://[::1]:3000", "http://[::1]:3000/api"),
            ("http://localhost", "http://localhost/api"),
        ] {
            assert_eq!(BaseUrl::parse("baseUrl", text, false).unwrap().join("/api"), joined);
        }
    }

    #[test]
    fn bad_addresses_name_the_setting_and_a_remedy() {
        for text in [
            "",
            "webapi.myworkpal.co.uk",
            "ftp://a.co",
            "https://a.co?x=1",
            "https://a.co/#x",
            "https://me:secretpw@a.co",
            "https://",
            "https:///path",
            "https://a b.co",
            "https://a.co:0",
            "https://a.co:99999",
            "https://a.co:x",
            "https://a.co/a b",
            "https://a.co/../x",
            "https://müller.co",
            "http://a.co",
            "http://127.0.0.1.evil.co",
            "http://localhost.evil.co",
            "https://a.co\r\nx: y",
        ] {
            let error = BaseUrl::parse("baseUrl", text, false).unwrap_err();
            assert!(error.message.starts_with("baseUrl: "), "{text}: {error}");
            assert!(error.hint.is_some(), "{text}");
            assert!(!error.to_string().contains("secretpw"), "{error}");
        }
        assert!(BaseUrl::parse("baseUrl", "http://a.co", true).is_ok());
    }

    #[test]
    fn links_are_rebased() {
        let base = BaseUrl::parse("baseUrl", "https://a.co/x", false).unwrap();
        for (link, below) in [
            ("https://other.example/x/users?$next=abc#f", "/users?$next=abc"),
            ("/x/users", "/users"),
            ("/users", "/users"),
        ] {
            assert_eq!(base.rebased(link).unwrap(), below);
        }
        for link in
            ["", "users", "//evil.com/x", "https://evil.com//evil.com", "/a b", "/a\r\nb", "javascript:x"]
        {
            assert!(base.rebased(link).is_err(), "{link:?}");
        }
    }

    #[test]
    fn a_credential_stays_on_its_origin() {
        let base = BaseUrl::parse("baseUrl", "https://a.co/x", false).unwrap();
        assert!(base.holds("https://a.co/y?z"));
        for other in
            ["https://a.co.evil.com/x", "http://a.co/x", "https://a.co:444/x", "https://evil.com/a.co"]
        {
            assert!(!base.holds(other), "{other}");
        }
    }
}

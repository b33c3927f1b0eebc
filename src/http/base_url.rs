//! The address of a platform: checked once, so that no credential goes to a place nobody meant.

use super::host::Host;
use crate::error::{Error, Result};

/// Scheme, host, port and path prefix of a platform; no query, no fragment, no user, no trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// Such as `https://webapi.example.co.uk:8443`, in lower case.
    origin: String,
    /// Such as `/tenant-a`, or nothing.
    prefix: String,
    /// Whose links are believed beside its own.
    links: LinkHosts,
}

/// The hosts that links may name although they are not the configured one. What is behind such a link is asked of
/// the configured host all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkHosts {
    /// Domains of the platform's vendor, with all that lies in them: over `https` only.
    pub domains: &'static [&'static str],
    /// Hosts that the caller lists, with their ports.
    pub listed: Vec<Host>,
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
        if authority.contains(['[', ']']) && host.parse::<std::net::Ipv6Addr>().is_err() {
            return bad("has brackets around what is no IPv6 address", "write the host without brackets");
        }
        if host.is_empty() || host.starts_with(['.', '-']) {
            return bad("has no host", "give the platform's address, such as \"https://webapi.example.com\"");
        }
        if port.is_some_and(|port| port.parse::<u16>().map_or(true, |port| port == 0)) {
            return bad("has a port that is not between 1 and 65535", "correct the port or leave it out");
        }
        let clean_path = path.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/%!$&'()*+,;=:@".contains(c));
        if !clean_path || has_dots(path) {
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
        let prefix = path.trim_end_matches('/').to_owned();
        Ok(Self { origin, prefix, links: LinkHosts::default() })
    }

    /// The same, believing the links of these hosts too.
    #[must_use]
    pub fn with_link_hosts(mut self, links: LinkHosts) -> Self {
        self.links = links;
        self
    }

    /// The address of a path (which begins with `/`) below this base.
    pub fn join(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin, self.prefix)
    }

    /// The path and query of a link that the platform gave, to be asked of this base and of no other host: the
    /// credential goes where the request goes. A link is a path, or names this base's host or one of its
    /// [`LinkHosts`].
    ///
    /// # Errors
    /// `bad_response` when it is no link, or names another host; its query is never quoted.
    pub fn rebased(&self, link: &str) -> Result<String> {
        let no_link =
            || Error::bad_response("the platform gave a link that is none").hint("it was not followed");
        // A backslash is a slash to some readers of links, and none to others.
        if link.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(no_link());
        }
        let link = link.split('#').next().unwrap_or_default();
        let path = match link.split_once("//") {
            Some((scheme, rest)) if scheme.is_empty() || is_scheme(scheme) => {
                let end = rest.find(['/', '?']).unwrap_or(rest.len());
                let (authority, path) = rest.split_at_checked(end).ok_or_else(no_link)?;
                self.believe(scheme, authority)?;
                path
            }
            _ => link,
        };
        let below =
            path.strip_prefix(&self.prefix).filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
        let below = below.unwrap_or(path);
        let is_plain = below.starts_with('/') && !below.starts_with("//") && !has_dots(below);
        is_plain.then(|| below.to_owned()).ok_or_else(no_link)
    }

    /// Whether a link's scheme and host may be replaced by this base's.
    fn believe(&self, scheme: &str, authority: &str) -> Result<()> {
        let not_followed = |what: String, hint: String| Err(Error::bad_response(what).hint(hint));
        let (user, host) =
            authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
        let Some(host) = Host::parse(host) else {
            return not_followed(
                "the platform gave a link whose host is none".to_owned(),
                "it was not followed".to_owned(),
            );
        };
        if user.is_some() {
            return not_followed(
                format!("the platform gave a link to {host} with a user in it"),
                "it was not followed".to_owned(),
            );
        }
        let (own_scheme, own_authority) = self.origin.split_once("://").unwrap_or_default();
        let scheme = scheme.trim_end_matches(':').to_ascii_lowercase();
        if scheme != "https" && scheme != own_scheme {
            return not_followed(
                format!("the platform gave a link to {host} that does not begin with https://"),
                "it was not followed".to_owned(),
            );
        }
        let usual = if scheme == "https" { 443 } else { 80 };
        let own = Host::parse(own_authority);
        let is_known = own.iter().chain(&self.links.listed).any(|known| known.is(&host, usual))
            || (scheme == "https" && self.links.domains.iter().any(|domain| host.is_in(domain)));
        match is_known {
            true => Ok(()),
            false => not_followed(
                format!("the platform gave a link to another host, {host}"),
                format!(
                    "it was not followed; if {host} is the platform's own, list it in `linkHosts`: then the link's \
                     path is asked of baseUrl"
                ),
            ),
        }
    }

    /// Whether a URL lies on this scheme, host and port: only there may a credential go.
    pub fn holds(&self, url: &str) -> bool {
        url.strip_prefix(&self.origin)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
    }
}

/// Whether this is a scheme with its colon, such as `https:`.
fn is_scheme(text: &str) -> bool {
    text.strip_suffix(':').is_some_and(|scheme| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// Whether the path of an address has a part that leads up or nowhere: whoever sends it takes the part out, and
/// asks for another address than was written (WHATWG URL, "double-dot URL path segment").
pub(crate) fn has_dots(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let dots = |part: &str| matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    path.split('/').any(dots)
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
        return (host, (!after.is_empty()).then(|| after.strip_prefix(':').unwrap_or(after)));
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
    use crate::error::Code;

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
            "https://a.co/%2e%2E/x",
            "https://[a.co]",
            "https://a]",
            "https://[::1",
            "https://[::1]x:80",
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

    /// A base below a path, which believes `wdesk.com` and two hosts that are listed.
    fn believing() -> BaseUrl {
        let listed = ["links.example", "gate.example:8443"].iter().filter_map(|host| Host::parse(host));
        let links = LinkHosts { domains: &["wdesk.com"], listed: listed.collect() };
        BaseUrl::parse("baseUrl", "https://a.co/x", false).unwrap().with_link_hosts(links)
    }

    #[test]
    fn links_are_rebased() {
        for (link, below) in [
            ("/x/users", "/users"),
            ("/users", "/users"),
            ("/xyz/users", "/xyz/users"),
            ("/users?to=https://evil.example/", "/users?to=https://evil.example/"),
            ("/users?a=//b", "/users?a=//b"),
            ("https://a.co/x/users?$next=abc#f", "/users?$next=abc"),
            ("HTTPS://A.CO.:443/x/users", "/users"),
            ("https://wdesk.com/users", "/users"),
            ("https://api.app.WDESK.com/x/users?$next=%2F", "/users?$next=%2F"),
            ("https://api.app.wdesk.com.:443/users", "/users"),
            ("https://links.example/users?e=me@evil.example", "/users?e=me@evil.example"),
            ("https://gate.example:8443/users", "/users"),
            ("/users?path=/a/../b", "/users?path=/a/../b"),
        ] {
            assert_eq!(believing().rebased(link).unwrap(), below, "{link}");
        }
        let local = BaseUrl::parse("baseUrl", "http://[::1]:3000", false).unwrap();
        assert_eq!(local.rebased("http://[0::1]:3000/users").unwrap(), "/users");
        assert!(local.rebased("http://[::1]/users").is_err(), "another port");
        assert!(local.rebased("http://api.app.wdesk.com/users").is_err());
    }

    #[test]
    fn other_hosts_are_named_and_not_followed() {
        for (link, host) in [
            ("https://evil.example/x?secret=1", "evil.example"),
            ("https://evil.example", "evil.example"),
            ("https://evil.example?secret=1", "evil.example"),
            ("https://evil.example#/secret=1", "evil.example"),
            ("https://wdesk.com.evil.example/x", "wdesk.com.evil.example"),
            ("https://evilwdesk.com/x", "evilwdesk.com"),
            ("https://api.wdesk.com:8443/x", "api.wdesk.com:8443"),
            ("http://api.wdesk.com/x", "api.wdesk.com"),
            ("ftp://a.co/x", "a.co"),
            ("http://a.co/x/users", "a.co"),
            ("https://a.co:444/x", "a.co:444"),
            ("https://sub.a.co/x", "sub.a.co"),
            ("https://links.example:8443/x", "links.example:8443"),
            ("https://gate.example/x", "gate.example"),
            ("https://me:secret@wdesk.com/x", "wdesk.com"),
            ("https://wdesk.com@evil.example/x", "evil.example"),
            ("https://wdesk.com:secret@evil.example/x", "evil.example"),
            ("//evil.example/x", "evil.example"),
            ("//wdesk.com/x", "wdesk.com"),
            ("https://[::1]:8080/x", "[::1]:8080"),
            ("http://169.254.169.254/latest", "169.254.169.254"),
        ] {
            let error = believing().rebased(link).unwrap_err();
            assert_eq!(error.code, Code::BadResponse, "{link}");
            assert!(error.message.contains(host), "{link}: {error}");
            assert!(error.hint.as_deref().unwrap().contains("it was not followed"), "{link}: {error}");
            assert!(!error.to_string().contains("secret"), "{link}: {error}");
        }
        let error = believing().rebased("https://evil.example:8080/x").unwrap_err();
        assert!(error.hint.as_deref().unwrap().contains("linkHosts"), "{error}");
    }

    #[test]
    fn what_is_no_link_is_not_followed() {
        for link in [
            "",
            "users",
            "?$next=1",
            "#x",
            "/a b",
            "/a\r\nb",
            "/a\u{7f}",
            "javascript:x",
            "https:/wdesk.com/x",
            "https:wdesk.com",
            "https://",
            "https:///x",
            "https://@/x",
            "https://wdesk.com\\@evil.example/x",
            "https://evil.example\\@wdesk.com",
            "\\\\evil.example\\x",
            "https://wdesk.com",
            "https://wdesk.com?x",
            "https://a.co//evil.example",
            "///evil.example",
            "https://wdesk.com%2eevil.example/x",
            "https://wdesk.com:/x",
            "https://wdesk.com:x/y",
            "https://[::1/x",
            "https://wdesk。com/x",
            "https://wdesk.com/../x",
            "/x/../users",
            "/users/%2E%2e/x",
            "/./users",
            " /users",
        ] {
            let error = believing().rebased(link).map(|below| format!("{link:?} → {below}")).unwrap_err();
            assert_eq!(error.code, Code::BadResponse, "{link:?}");
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

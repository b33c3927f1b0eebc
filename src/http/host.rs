//! A host as links and settings name one: checked strictly, and compared as hosts are, not as texts.

use std::net::Ipv6Addr;

/// A host and, if one is named, a port. No user, no path, no wildcard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// In lower case, without a dot at the end; an IPv6 address in brackets and in its shortest form.
    name: String,
    /// Nothing: that of the scheme.
    port: Option<u16>,
}

impl Host {
    /// Reads `host` or `host:port`; nothing when it is neither.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (address, after) = rest.split_once(']')?;
                (format!("[{}]", address.parse::<Ipv6Addr>().ok()?), after)
            }
            None => {
                let (name, after) = text.split_at_checked(text.find(':').unwrap_or(text.len()))?;
                let name = name.strip_suffix('.').unwrap_or(name);
                (name.split('.').all(is_label).then(|| name.to_ascii_lowercase())?, after)
            }
        };
        let port = match after_colon(port)? {
            "" => None,
            digits => Some(digits.parse().ok().filter(|port: &u16| *port > 0)?),
        };
        Some(Self { name, port })
    }

    /// Whether both are the same host and port, under a scheme whose own port is `usual`.
    pub fn is(&self, other: &Self, usual: u16) -> bool {
        self.name == other.name && self.port.unwrap_or(usual) == other.port.unwrap_or(usual)
    }

    /// Whether this is the domain, or lies in it, at the port of `https`.
    pub fn is_in(&self, domain: &str) -> bool {
        let is_below =
            self.name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        is_below && matches!(self.port, None | Some(443))
    }
}

impl std::fmt::Display for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}:{port}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// The port's digits; nothing when something else follows the host, or a colon without digits.
fn after_colon(text: &str) -> Option<&str> {
    match text.strip_prefix(':') {
        None => text.is_empty().then_some(""),
        Some(port) => (!port.is_empty() && port.chars().all(|c| c.is_ascii_digit())).then_some(port),
    }
}

fn is_label(label: &str) -> bool {
    const LONGEST: usize = 63;
    (1..=LONGEST).contains(&label.len())
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_what_is_none() {
        for (text, shown) in [
            ("api.app.wdesk.com", "api.app.wdesk.com"),
            ("API.Links.Example.:8443", "api.links.example:8443"),
            ("localhost:3000", "localhost:3000"),
            ("127.0.0.1", "127.0.0.1"),
            ("[0:0::1]:80", "[::1]:80"),
        ] {
            assert_eq!(Host::parse(text).unwrap().to_string(), shown, "{text}");
        }
        for text in [
            "",
            ".",
            "a..b",
            "-a.co",
            "a-.co",
            "*.wdesk.com",
            "https://a.co",
            "a.co/",
            "a.co/x",
            "a.co?x",
            "a.co#x",
            "me@a.co",
            "me:pw@a.co",
            "a.co:",
            "a.co:0",
            "a.co:65536",
            "a.co:x",
            "a.co:+1",
            "a.co:80:80",
            "a b",
            " a.co",
            "a\\b",
            "müller.co",
            "::1",
            "[::1",
            "[::1]x",
            "[a.co]",
            "[]",
            "a%2eco",
        ] {
            assert_eq!(Host::parse(text), None, "{text}");
        }
    }

    #[test]
    fn hosts_are_compared_as_hosts() {
        let is = |one: &str, other: &str| Host::parse(one).unwrap().is(&Host::parse(other).unwrap(), 443);
        assert!(is("A.co.", "a.CO:443") && is("[::1]", "[0::0:1]:443"));
        assert!(!is("a.co", "a.co:444") && !is("a.co", "b.a.co") && !is("a.co", "a.co.evil.example"));
        let lies_in = |text: &str| Host::parse(text).unwrap().is_in("wdesk.com");
        assert!(lies_in("wdesk.com") && lies_in("API.wdesk.com.:443") && lies_in("a.b.wdesk.com"));
        for other in ["wdesk.com.evil.example", "evilwdesk.com", "wdesk.com:8443", "wdesk.co", "com"] {
            assert!(!lies_in(other), "{other}");
        }
    }
}

//! The system query options, and the query string they make.

use super::{encode_value, literal::without_nul, Error, Expr, Path, Search, Version};

/// Which end of an order comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Asc,
    /// Largest first.
    Desc,
}

/// The options of one query. What is not set is not sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    pub(crate) inline_count: bool,
    pub(crate) filter: Option<Expr>,
    pub(crate) order_by: Vec<(Expr, Direction)>,
    pub(crate) top: Option<u64>,
    pub(crate) skip: Option<u64>,
    pub(crate) select: Vec<Option<Path>>,
    pub(crate) expand: Vec<Expand>,
    pub(crate) search: Option<Search>,
    pub(crate) skip_token: Option<String>,
    pub(crate) format: Option<String>,
}

/// A related entity to send along, in 4.0 with options of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Expand {
    pub(crate) path: Path,
    pub(crate) query: Query,
}

impl Expand {
    /// The related entities at `path`.
    ///
    /// # Errors
    /// When the path is not one of names.
    pub fn path(path: &str) -> Result<Self, Error> {
        Self::with(path, Query::new())
    }

    /// The related entities at `path`, by a query of their own. 4.0.
    ///
    /// # Errors
    /// When the path is not one of names.
    pub fn with(path: &str, query: Query) -> Result<Self, Error> {
        Ok(Self { path: path.parse()?, query })
    }

    fn to_text(&self, version: Version) -> Result<String, Error> {
        let path = self.path.to_text(version)?;
        let query = &self.query;
        if *query == Query::default() {
            return Ok(path.to_owned());
        }
        if version < Version::V4 {
            let message =
                "has no options inside $expand: expand the path, and select with it (select \"Orders/Id\")";
            return Err(Error::new("expand", format!("{version} {message}")));
        }
        if query.skip_token.is_some() || query.format.is_some() {
            return Err(Error::new(
                "expand",
                "skipToken and format belong to the whole query: move them there",
            ));
        }
        let options = query.options(version)?;
        let options: Vec<String> = options.iter().map(|(name, value)| [name, "=", value].concat()).collect();
        Ok([path, "(", &options.join(";"), ")"].concat())
    }
}

impl Query {
    /// A query that asks for everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only what meets this condition.
    #[must_use]
    pub fn filter(mut self, condition: Expr) -> Self {
        self.filter = Some(condition);
        self
    }

    /// In this order; a second call orders what is equal in the first.
    #[must_use]
    pub fn order_by(mut self, by: Expr, direction: Direction) -> Self {
        self.order_by.push((by, direction));
        self
    }

    /// At most so many.
    #[must_use]
    pub fn top(mut self, count: u64) -> Self {
        self.top = Some(count);
        self
    }

    /// Without the first so many.
    #[must_use]
    pub fn skip(mut self, count: u64) -> Self {
        self.skip = Some(count);
        self
    }

    /// With the number of all that meet the filter: `$inlinecount=allpages`, in 4.0 `$count=true`.
    #[must_use]
    pub fn inline_count(mut self) -> Self {
        self.inline_count = true;
        self
    }

    /// With this property; all of them where none is named.
    #[must_use]
    pub fn select(mut self, path: Path) -> Self {
        self.select.push(Some(path));
        self
    }

    /// With every property of its own (`*`), next to those named.
    #[must_use]
    pub fn select_all(mut self) -> Self {
        self.select.push(None);
        self
    }

    /// With related entities.
    #[must_use]
    pub fn expand(mut self, expand: Expand) -> Self {
        self.expand.push(expand);
        self
    }

    /// Only what meets this free-text search. 4.0.
    #[must_use]
    pub fn search(mut self, search: Search) -> Self {
        self.search = Some(search);
        self
    }

    /// From where a server's next link says.
    #[must_use]
    pub fn skip_token(mut self, token: impl Into<String>) -> Self {
        self.skip_token = Some(token.into());
        self
    }

    /// In this format: `json`, or a media type.
    #[must_use]
    pub fn format(mut self, format: impl Into<String>) -> Self {
        self.format = Some(format.into());
        self
    }

    /// The query string without `?`: names with their literal `$`, values percent-encoded.
    ///
    /// # Errors
    /// When an option has something that the dialect lacks, or a text that no URL can carry.
    pub fn to_query_string(&self, version: Version) -> Result<String, Error> {
        let options = self.options(version)?;
        let options: Vec<String> =
            options.iter().map(|(name, value)| [name, "=", &encode_value(value)].concat()).collect();
        Ok(options.join("&"))
    }

    /// Name and unencoded value of each option, in the order in which MyWorkpal's documents write them.
    fn options(&self, version: Version) -> Result<Vec<(&'static str, String)>, Error> {
        let mut options = Vec::new();
        match self.inline_count {
            true if version == Version::V4 => options.push(("$count", "true".to_owned())),
            true => options.push(("$inlinecount", "allpages".to_owned())),
            false => {}
        }
        if let Some(filter) = &self.filter {
            options.push(("$filter", filter.to_text(version).map_err(|error| error.within("filter"))?));
        }
        if !self.order_by.is_empty() {
            options.push(("$orderby", list(&self.order_by, "orderBy", |item| order_item(item, version))?));
        }
        if let Some(top) = self.top {
            options.push(("$top", top.to_string()));
        }
        if let Some(skip) = self.skip {
            options.push(("$skip", skip.to_string()));
        }
        if !self.select.is_empty() {
            let item = |path: &Option<Path>| match path {
                Some(path) => path.to_text(version).map(str::to_owned),
                None => Ok("*".to_owned()),
            };
            options.push(("$select", list(&self.select, "select", item)?));
        }
        if !self.expand.is_empty() {
            options.push(("$expand", list(&self.expand, "expand", |expand| expand.to_text(version))?));
        }
        if let Some(search) = &self.search {
            if version < Version::V4 {
                return Err(Error::new("search", format!("{version} has no $search: filter with contains")));
            }
            options.push(("$search", search.to_text()?));
        }
        if let Some(token) = &self.skip_token {
            options.push(("$skiptoken", without_nul("skipToken", token)?.to_owned()));
        }
        if let Some(format) = &self.format {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"/+-.;=".contains(&byte);
            if format.is_empty() || !format.bytes().all(allowed) {
                return Err(Error::not(
                    "format",
                    format,
                    "a format: write json, or a media type like application/json",
                ));
            }
            options.push(("$format", format.clone()));
        }
        Ok(options)
    }
}

fn order_item((by, direction): &(Expr, Direction), version: Version) -> Result<String, Error> {
    let direction = match direction {
        Direction::Asc => " asc",
        Direction::Desc => " desc",
    };
    Ok(by.to_value_text(version)? + direction)
}

fn list<T>(items: &[T], part: &str, text: impl Fn(&T) -> Result<String, Error>) -> Result<String, Error> {
    let texts: Result<Vec<String>, Error> = items.iter().map(text).collect();
    Ok(texts.map_err(|error| error.within(part))?.join(","))
}

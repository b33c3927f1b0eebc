//! OData queries.

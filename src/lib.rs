//! Creates and maintains people's accounts, and service accounts, on workforce platforms with awkward APIs.

pub mod odata;

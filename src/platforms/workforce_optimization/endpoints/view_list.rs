//! The WFM views. No public source names this address or its shape [A]: `paths.views` replaces the assumed
//! `GET /api/rest/org/common/view`, a bare array of `{id, name, isMain}`. Where it is not there (404), a
//! reference person's views are known instead.

use super::super::WorkforceOptimization;
use crate::engine::{Endpoint, Metadata};
use crate::error::Result;
use crate::http::{Method, Response, Safety};
use serde::{Deserialize, Serialize};

/// Asks for all views.
#[derive(Clone, Copy, Debug)]
pub struct ViewList<'a> {
    /// The platform's settings: the path is one.
    pub platform: &'a WorkforceOptimization,
}

/// A WFM view. `EnterpriseView` is the system's own and cannot be renamed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "WorkforceOptimizationView"))]
pub struct View {
    /// The view's id.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub id: i64,
    /// Its name.
    pub name: String,
    /// It is the person's main view.
    #[serde(default)]
    pub is_main: bool,
}

impl Endpoint for ViewList<'_> {
    const METADATA: Metadata =
        Metadata { name: "viewList", method: Method::Get, purpose: "list the views", safety: Safety::Safe };
    type Answer = Vec<View>;

    fn target(&self) -> Result<String> {
        Ok(self.platform.paths.views().to_owned())
    }

    fn read(&self, answer: &Response) -> Result<Self::Answer> {
        answer.json()
    }

    fn words(&self, answer: &Response) -> Option<String> {
        super::words(answer)
    }
}

//! Where people come from.
use crate::error::Result;
use crate::http::Local;
use serde_json::Value;
use std::collections::VecDeque;

/// Where people come from; nothing at the end.
pub trait Source {
    /// The next one.
    fn next(&mut self) -> Local<'_, Option<Result<Value>>>;
}
impl Source for VecDeque<Result<Value>> {
    fn next(&mut self) -> Local<'_, Option<Result<Value>>> {
        let next = self.pop_front();
        Box::pin(async move { next })
    }
}

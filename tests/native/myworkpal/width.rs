//! As many requests in flight as allowed, and as many as allowed are used; the rest is in `shared/waiting.rs`.

use super::kit::{pal_with, people};
use super::model::Model;
use serde_json::json;

#[test]
fn the_width_holds() {
    for (option, argument, most) in [(json!(1), None, 1), (json!(3), None, 3), (json!(3), Some(7), 7)] {
        let mut pal = pal_with(Model::new(), json!({"concurrency": option}));
        pal.concurrency = argument;
        let bulk = pal.provision_all(&people(60));
        assert_eq!(bulk.outcomes.len(), 60);
        assert_eq!(pal.most_in_flight, most);
    }
}

//! Processes that die and are followed by others, until one lives.

use super::{Rig, Server};
use provisor::engine::{Client, Outcome};
use serde_json::Value;

impl<S: Server> Rig<S> {
    /// Runs on from the journal until it ends; `deaths` are the moments at which the later lives die. What one
    /// life has told, the next ones tell again.
    pub fn live_on(
        self,
        client: impl Fn() -> Client,
        users: &[Value],
        deaths: &[usize],
    ) -> (Self, Vec<Outcome>) {
        let mut rig = self;
        for moment in deaths.iter().map(|moment| Some(*moment)).chain([None]) {
            let told = std::mem::take(&mut rig.outcomes);
            rig = rig.reborn(client());
            rig.dies_at = moment;
            let bulk = rig.resume_all(users);
            if let Some(result) = bulk.result {
                result.unwrap();
                assert!(
                    told.iter().all(|outcome| bulk.outcomes.contains(outcome)),
                    "{told:?} {:?}",
                    bulk.outcomes
                );
                return (rig, bulk.outcomes);
            }
            rig.outcomes.extend(told);
        }
        unreachable!("the last life does not die")
    }
}

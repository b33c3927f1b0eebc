//! The flow for taking many off a platform: one by one, side by side. The brake has been passed before.

use super::batch::side_by_side;
use super::context::Context;
use super::flow::Flow;
use super::rows::{count_done, tell, Person, Row, Summary};
use crate::error::Result;

impl Flow {
    /// Takes all rows off the platform, telling each outcome as it comes.
    pub async fn deprovision_all(self, context: Context, rows: Vec<Row>, width: usize) -> Result<Summary> {
        let mut summary = Summary::default();
        let people = self.people(&context, rows, &mut summary)?;
        let runs = people.into_iter().map(|person| self.remove(Self::person(&context, person)));
        summary.done = side_by_side(&context, width, runs).await?;
        Ok(summary)
    }

    async fn remove(&self, person: Person) -> Result<u32> {
        let outcome = match person.told_earlier() {
            Some(outcome) => {
                tell(&person.context, &outcome);
                outcome
            }
            None => {
                let ending = self.platform.deprovision(&person.context, &person.user).await;
                self.conclude(&person, ending)?
            }
        };
        Ok(count_done(&[outcome]))
    }
}

//! Workiva's calls (route "scim"), a file each: RFC 7644, with what is known of this server [D]. Paths are below
//! `scim.baseUrl`.

mod create_user;
mod group;
mod group_list;
mod modify_members;
mod update_user;
mod user;
mod user_list;

pub use create_user::{CreateUser, CreatedUser};
pub use group::GroupById;
pub use group_list::GroupList;
pub use modify_members::ModifyMembers;
pub use update_user::{email_at, update_of, UpdateUser};
pub use user::UserById;
pub use user_list::UserList;

use crate::engine::{refusal, Endpoint};
use crate::error::{Error, Result};
use crate::http::percent::component;
use crate::http::Response;
use crate::scim;

const USERS: &str = "/Users";
const GROUPS: &str = "/Groups";

/// The path of one resource; its id is one segment, whatever it holds.
fn one_of(all: &str, id: &str) -> String {
    format!("{all}/{}", component(id))
}

/// Reads any answer: SCIM's kinds of refusal say more than a status (RFC 7644 §3.12).
fn answer_of<E: Endpoint>(endpoint: &E, answer: &Response) -> Result<E::Answer> {
    let read = if answer.is_success() { endpoint.read(answer) } else { Err(refused(answer)) };
    read.map_err(|error| error.at_step(E::METADATA.purpose))
}

/// The error that the status stands for, unless SCIM's kind says more than it does.
fn refused(answer: &Response) -> Error {
    let problem = scim::Problem::read(answer);
    match problem.scim_type {
        Some(_) => problem.error(),
        None => refusal(answer, problem.detail),
    }
}

/// What all endpoints of SCIM have in common.
macro_rules! speaks_scim {
    () => {
        const ACCEPT: &'static str = crate::scim::MEDIA_TYPE;

        fn answer(&self, answer: &crate::http::Response) -> crate::error::Result<Self::Answer> {
            super::answer_of(self, answer)
        }

        fn words(&self, answer: &crate::http::Response) -> Option<String> {
            crate::scim::Problem::read(answer).detail
        }
    };
}
use speaks_scim;

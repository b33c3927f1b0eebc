//! WorkSpan's calls, a file each.

mod create_user;
mod list_users;
mod read_user;
mod replace_user;
mod report_list;

pub use create_user::{CreateUser, CreatedUser};
pub use list_users::ListUsers;
pub use read_user::ReadUser;
pub use replace_user::ReplaceUser;
pub use report_list::ReportList;

use super::scheme::GatewayRefusal;
use crate::http::Response;
use crate::scim::Problem;

/// The words of an error answer: SCIM's `detail`, or the gateway's `message`; none is documented for people.
fn words(answer: &Response) -> Option<String> {
    let by_gateway = || answer.json::<GatewayRefusal>().ok()?.message;
    Problem::read(answer).detail.or_else(by_gateway).map(|words| words.chars().take(300).collect())
}

/// Where users live [D].
const USERS: &str = "/api/scim/v2/Users";

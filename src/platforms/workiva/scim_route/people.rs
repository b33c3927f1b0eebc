//! Look-ups of people: by user name, and by e-mail where the server takes that filter; many together with `or`. What
//! comes back is compared with what was asked.

use super::super::directory::ambiguous;
use super::super::endpoints::UserRecord;
use super::super::user::{Field, User};
use super::chunks::chunks;
use super::endpoints::{email_at, UserById, UserList};
use super::observed::Account;
use super::WorkivaScim;
use crate::email::fold;
use crate::engine::{Context, Endpoint};
use crate::error::{Code, Error, Result};
use crate::http::digest;
use crate::keyed::{Keyed, Texts};
use crate::scim::{self, attr, or, ListQuery, Pager};
use serde::{Deserialize, Serialize};

/// What a server may lack; then it is not asked again.
const LOOK_UP_BY_EMAIL: &str = "look up by e-mail";

/// What a look-up found of one person.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Seen {
    pub account: Option<Account>,
    /// The e-mail was asked for too.
    pub by_email: bool,
    /// Ids of the groups that the server says the person is in; nothing where it does not say, or it is not needed.
    pub groups: Option<Vec<String>>,
}

/// What people are looked up by.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Keys {
    /// The user name, and the e-mail where the server takes that.
    Both,
    /// The user name alone: that of somebody who was just created.
    UserName,
}

/// How people are asked for.
#[derive(Clone, Copy, PartialEq)]
enum By {
    UserName,
    Email,
}

impl By {
    fn attribute(self) -> &'static str {
        match self {
            Self::UserName => "userName",
            Self::Email => "emails.value",
        }
    }

    fn value(self, user: &User) -> &str {
        match self {
            Self::UserName => &user.user_name,
            Self::Email => user.email.as_str(),
        }
    }

    fn fits(self, user: &User, found: &scim::User) -> bool {
        match self {
            Self::UserName => found.user_name().is_some_and(|name| fold(name.trim()) == user.user_name),
            Self::Email => {
                let wanted = user.email.folded();
                found.emails().iter().any(|email| fold(email.value.trim()) == wanted)
            }
        }
    }
}

/// Who came back for some people.
#[derive(Default)]
struct Answered {
    found: Vec<scim::User>,
    /// Somebody came who was not asked for.
    has_strangers: bool,
    /// For whom the look-up was refused, by position.
    refused: Keyed<Error>,
}

impl WorkivaScim {
    /// Looks people up, as one step; nothing personal is kept.
    pub(super) async fn find(
        &self,
        context: &Context,
        step: &str,
        keys: Keys,
        users: &[User],
    ) -> Result<Vec<Result<Seen>>> {
        let fingerprint = digest(&format!("{users:?}"));
        context.step(step, &fingerprint, self.ask(context, keys, users)).await
    }

    /// Looks one person up.
    pub(super) async fn find_one(
        &self,
        context: &Context,
        step: &str,
        keys: Keys,
        user: &User,
    ) -> Result<Seen> {
        let found = self.find(context, step, keys, std::slice::from_ref(user)).await?;
        found.into_iter().next().unwrap_or_else(|| Err(Error::new(Code::Internal, "nobody was looked up")))
    }

    /// The same within a step.
    pub(super) async fn ask(
        &self,
        context: &Context,
        keys: Keys,
        users: &[User],
    ) -> Result<Vec<Result<Seen>>> {
        let by_name = self.ask_by(context, By::UserName, users).await?;
        let by_email = match keys == Keys::UserName || context.lacks(LOOK_UP_BY_EMAIL) {
            true => None,
            false => self.ask_by_email(context, users).await?,
        };
        let judged = users.iter().enumerate().map(|(position, user)| {
            if let Some(error) = by_name.refused.get(&position.to_string()) {
                return Err(error.clone());
            }
            let named = by_name.found.iter().filter(|found| By::UserName.fits(user, found));
            let mailed = by_email.iter().flatten().filter(|found| By::Email.fits(user, found));
            let mut ids = Texts::default();
            let mut hits = Vec::new();
            for found in named.chain(mailed) {
                let id =
                    found.id().ok_or_else(|| Error::bad_response("the server finds a user without an id"))?;
                if ids.insert(id.to_owned()) {
                    hits.push((id, found));
                }
            }
            let account = match hits.as_slice() {
                [] if by_name.has_strangers => return Err(ignores_filter()),
                [] => None,
                [(id, found)] => Some((account(id, user, found), found)),
                [(one, _), (other, _), ..] => return Err(ambiguous(user, one, other)),
            };
            // A server that shows no groups leaves the attribute out (RFC 7643 §2.5); so does one without any.
            let groups =
                account.as_ref().map(|(_, found)| found.groups()).filter(|groups| !groups.is_empty());
            let groups = groups.filter(|_| user.organization_roles.is_some() || user.workspaces.is_some());
            let direct = |group: &scim::Reference<'_>| {
                group
                    .kind
                    .is_none_or(|kind| !kind.eq_ignore_ascii_case("indirect"))
                    .then(|| group.value.to_owned())
            };
            Ok(Seen {
                account: account.as_ref().map(|(account, _)| account.clone()),
                by_email: by_email.is_some(),
                groups: groups.map(|groups| groups.iter().filter_map(direct).collect()),
            })
        });
        let step = UserList::METADATA.purpose;
        Ok(judged.map(|seen: Result<Seen>| seen.map_err(|error| context.finish(error, step))).collect())
    }

    /// Nothing when the server does not take the filter, or ignores it.
    async fn ask_by_email(&self, context: &Context, users: &[User]) -> Result<Option<Vec<scim::User>>> {
        let not_taken = |why: &str| {
            context.note_lack(LOOK_UP_BY_EMAIL);
            context.warn(&format!("users cannot be looked up by e-mail: {why}"));
            Ok(None)
        };
        match self.ask_by(context, By::Email, users).await {
            Ok(Answered { has_strangers: true, .. }) => not_taken("the server seems to ignore that filter"),
            Ok(Answered { found, .. }) => Ok(Some(found)),
            Err(error) if is_not_taken(&error) => not_taken(&error.to_string()),
            Err(error) => Err(error),
        }
    }

    /// Asks for several at once, as far as a URL takes them; one by one where the server does not take that.
    async fn ask_by(&self, context: &Context, by: By, users: &[User]) -> Result<Answered> {
        let mut answered = Answered::default();
        let values: Vec<&str> = users.iter().map(|user| by.value(user)).collect();
        let mut waiting: Vec<Vec<usize>> = chunks(by.attribute(), &values, context.base().join("").len());
        waiting.reverse();
        while let Some(positions) = waiting.pop() {
            let alone = |positions: Vec<usize>| positions.into_iter().rev().map(|position| vec![position]);
            let asked: Vec<&User> = positions.iter().filter_map(|position| users.get(*position)).collect();
            match list(context, by, &asked).await {
                Ok(found) => {
                    answered.has_strangers |=
                        found.iter().any(|found| !asked.iter().any(|user| by.fits(user, found)));
                    answered.found.extend(found);
                }
                // Which part of the filter it is that the server does not take shows when it is asked for one.
                Err(error) if positions.len() > 1 && is_not_taken(&error) => {
                    context.warn(&format!(
                        "a look-up of several users is refused ({error}): looking each up alone"
                    ));
                    waiting.extend(alone(positions));
                }
                // One who was asked for among others: the others may be found all the same.
                Err(error) if users.len() > 1 && by == By::UserName && is_not_taken(&error) => {
                    if let Some(position) = positions.first() {
                        answered.refused.insert(position.to_string(), error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(answered)
    }
}

/// All whom one filter finds. `totalResults` is not believed; but where somebody has not been found, a page that is
/// full, or a count that says more, is worth another look.
async fn list(context: &Context, by: By, users: &[&User]) -> Result<Vec<scim::User>> {
    let name = attr(by.attribute())?;
    let filter = or(users.iter().map(|user| name.clone().eq(by.value(user))))?;
    // Twice as many as are asked for, and some: strangers and twins show.
    let count = u64::try_from(users.len()).unwrap_or(u64::MAX).saturating_mul(2).saturating_add(8);
    let query = ListQuery::new().filter(filter);
    let mut pager = Pager::new(count).at_most(100);
    let mut found = Vec::new();
    while let Some(query) = pager.next(query.clone()) {
        let page = context.peek(&UserList { query }).await?;
        let received = u64::try_from(page.len()).unwrap_or(u64::MAX);
        let total = page.total_hint().unwrap_or_default();
        found.extend(pager.take(page)?.users());
        let so_far = u64::try_from(found.len()).unwrap_or(u64::MAX);
        // Strangers are not gathered: one is enough to know.
        let has_strangers = found.iter().any(|found| !users.iter().any(|user| by.fits(user, found)));
        let are_all_found = users.iter().all(|user| found.iter().any(|found| by.fits(user, found)));
        if has_strangers || are_all_found || received == 0 || (received < count && total <= so_far) {
            break;
        }
    }
    Ok(found)
}

/// The server does not take the filter: 400 `invalidFilter`, or a 400, 414 or 501 without a kind.
fn is_not_taken(error: &Error) -> bool {
    matches!(error.code, Code::Unsupported | Code::ConfigInvalid)
}

fn ignores_filter() -> Error {
    Error::bad_response("the server answers the look-up of a user with another user")
        .hint("it seems to ignore the filter; nothing was written")
}

/// The account of this id as it is now, if it is there. The resource itself is not kept.
pub(super) async fn by_id(context: &Context, id: &str, user: &User) -> Result<Option<Account>> {
    match context.peek(&UserById { id }).await {
        Ok(found) if found.id() == Some(id) => Ok(Some(account(id, user, &found))),
        Ok(_) => Err(Error::bad_response("the server answers with another user than was asked for")
            .at_step("read the user")),
        Err(error) if error.code == Code::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn account(id: &str, user: &User, found: &scim::User) -> Account {
    let text = |text: Option<&str>| text.map(str::to_owned);
    let record = UserRecord {
        id: id.to_owned(),
        username: text(found.user_name()),
        email: text(found.email()),
        given_name: text(found.given_name()),
        family_name: text(found.family_name()),
        display_name: text(found.display_name()),
        status: None,
    };
    Account {
        id: record.id.clone(),
        is_suspended: found.active() == Some(false),
        differing: Field::differing(user, &record),
        email_at: email_at(found),
    }
}

//! At most one account, whatever the answer to a create: the rule, `SEMANTICS.md`, Creating once.
use crate::error::{Code, Error};

/// What an answer to a create is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// 401 or 429: certainly not done, if nothing else was sent before; the same request may be accepted later.
    Early,
    /// Certainly not done.
    Refused,
    /// Nobody can tell.
    Unclear,
}
impl Answer {
    pub fn of(error: &Error) -> Self {
        match error.status {
            Some(401 | 429) => Self::Early,
            Some(300..=399 | 408 | 500..) => Self::Unclear,
            // A success that says no is a refusal; one that cannot be read is unclear.
            _ if error.is_unclear() => Self::Unclear,
            _ if error.code == Code::RateLimited => Self::Early,
            _ => Self::Refused,
        }
    }
    /// How often to look, at most, until the account is shown.
    pub fn looks(self, is_unclear: bool) -> u32 {
        match self {
            Self::Refused if !is_unclear => 2,
            _ => 4,
        }
    }
}
/// What the looks after an answer showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Yes,
    No,
    /// A look failed, or was given up.
    Failed,
}
/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The account is ours, though the answer did not say so: with a warning.
    Ours,
    /// Somebody else's: `ifExists` decides.
    Theirs,
    SendAgain,
    Failed,
    Unknown,
}
/// `is_unclear`: an earlier answer was; `sent`: how often the create was sent, this time included.
pub(crate) fn verdict(answer: Answer, is_unclear: bool, sent: u32, shown: Shown) -> Verdict {
    match (answer, shown) {
        (_, Shown::Failed) => Verdict::Unknown,
        (Answer::Refused, Shown::Yes) if !is_unclear && sent == 1 => Verdict::Theirs,
        (_, Shown::Yes) => Verdict::Ours,
        (_, Shown::No) if is_unclear => Verdict::Unknown,
        (Answer::Unclear, Shown::No) => Verdict::Unknown,
        (Answer::Early, Shown::No) if sent == 1 => Verdict::SendAgain,
        (Answer::Early | Answer::Refused, Shown::No) => Verdict::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn the_table_of_creates() {
        use Answer::{Early, Refused, Unclear};
        use Shown::{No, Yes};
        let table = [
            (Early, false, 1, Yes, Verdict::Ours),
            (Early, false, 1, No, Verdict::SendAgain),
            (Early, false, 2, No, Verdict::Failed),
            (Early, false, 2, Yes, Verdict::Ours),
            (Refused, false, 1, Yes, Verdict::Theirs),
            (Refused, false, 1, No, Verdict::Failed),
            // The first, answered with 429, may have been done after all.
            (Refused, false, 2, Yes, Verdict::Ours),
            (Refused, false, 2, No, Verdict::Failed),
            (Unclear, false, 1, Yes, Verdict::Ours),
            (Unclear, false, 1, No, Verdict::Unknown),
            (Unclear, false, 2, No, Verdict::Unknown),
            (Early, true, 2, No, Verdict::Unknown),
            (Refused, true, 2, No, Verdict::Unknown),
            (Refused, true, 2, Yes, Verdict::Ours),
        ];
        for (answer, is_unclear, sent, shown, expected) in table {
            assert_eq!(
                verdict(answer, is_unclear, sent, shown),
                expected,
                "{answer:?} {is_unclear} {sent} {shown:?}"
            );
            assert_eq!(verdict(answer, is_unclear, sent, Shown::Failed), Verdict::Unknown);
        }
    }
    #[test]
    fn what_an_answer_is() {
        for (status, expected) in [
            (302, Answer::Unclear),
            (400, Answer::Refused),
            (401, Answer::Early),
            (403, Answer::Refused),
            (404, Answer::Refused),
            (408, Answer::Unclear),
            (409, Answer::Refused),
            (422, Answer::Refused),
            (429, Answer::Early),
            (500, Answer::Unclear),
            (503, Answer::Unclear),
        ] {
            assert_eq!(Answer::of(&Error::of_status(status, None)), expected, "{status}");
        }
        let refusal = Error { status: Some(200), ..Error::invalid("e-mail address is in use") };
        assert_eq!(Answer::of(&refusal), Answer::Refused);
        assert_eq!(
            Answer::of(&Error { status: Some(200), ..Error::bad_response("not JSON") }),
            Answer::Unclear
        );
        for code in [Code::Timeout, Code::Network, Code::BadResponse, Code::Aborted] {
            assert_eq!(Answer::of(&Error::new(code, "")), Answer::Unclear);
        }
    }
}

//! The brake of bulk removals: beyond so many people nothing at all is sent.

use crate::error::{Code, Error, Result};
use crate::number;
use serde_json::Value;

/// How many people one call may take off a platform.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Limit {
    Count(u64),
    /// In per cent.
    Share(f64),
}

const DEFAULT: Limit = Limit::Share(10.0);

/// Checks the number of people to be removed against `maxDeprovision`, a count or a share (`"10%"`, the default)
/// of `among`.
///
/// # Errors
/// `config_invalid` when there are more, or an option is not valid; `config_missing` when it is a share and
/// `among` is not given.
pub(super) fn check(people: usize, max_deprovision: &Value, among: &Value) -> Result<()> {
    let limit = limit(max_deprovision)?;
    let among = count("among", among)?;
    let people = people as u64;
    let most = match (limit, among) {
        (Limit::Count(most), _) => most,
        (Limit::Share(_), Some(among)) if among < people => {
            return Err(Error::invalid(format!("among: {people} people are to be taken off, out of {among}"))
                .hint("give the number of all the people whom this list is a part of; nothing was sent"))
        }
        // The number is not negative and at most `among`.
        (Limit::Share(share), Some(among)) => (among as f64 * share / 100.0).floor() as u64,
        (Limit::Share(share), None) => return Err(Error::new(
            Code::ConfigMissing,
            format!("among is not set, and maxDeprovision is a share ({}%)", number::text(share)),
        )
        .hint(
            "say of how many people this list is a part, such as `among: 1250`; or give maxDeprovision as a \
                 number of people; nothing was sent",
        )),
    };
    if people <= most {
        return Ok(());
    }
    let allowed = match limit {
        Limit::Count(_) => format!("at most {most} may be"),
        Limit::Share(share) => {
            format!("at most {most} may be ({}% of {})", number::text(share), among.unwrap_or_default())
        }
    };
    Err(Error::invalid(format!("maxDeprovision: {people} people are to be taken off, and {allowed}")).hint(
        "look at the list first: a roster that came in short or empty looks like this; if it is right, raise \
         maxDeprovision; nothing was sent",
    ))
}

fn limit(option: &Value) -> Result<Limit> {
    let bad = || {
        Error::invalid("maxDeprovision: is neither a number of people nor a share")
            .hint("give a whole number such as 25, or a text such as \"10%\"")
    };
    match option {
        Value::Null => Ok(DEFAULT),
        Value::String(text) => {
            let share = text.trim().strip_suffix('%').and_then(|share| number::parse(share.trim()));
            share.filter(|share| (0.0..=100.0).contains(share)).map(Limit::Share).ok_or_else(bad)
        }
        number => count("maxDeprovision", number).ok().flatten().map(Limit::Count).ok_or_else(bad),
    }
}

fn count(name: &str, option: &Value) -> Result<Option<u64>> {
    if option.is_null() {
        return Ok(None);
    }
    let whole = option.as_u64().or_else(|| {
        number::of_value(option)
            .filter(|number| number.fract() == 0.0 && (0.0..=1e15).contains(number))
            .map(|n| n as u64)
    });
    whole.map(Some).ok_or_else(|| {
        Error::invalid(format!("{name}: is not a number of people")).hint("give a whole number, such as 1250")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn so_many_and_no_more() {
        for (people, max, among, good) in [
            (0, Value::Null, json!(0), true),
            (10, Value::Null, json!(100), true),
            (11, Value::Null, json!(100), false),
            (1, Value::Null, json!(9), false),
            (1, Value::Null, json!(10), true),
            (1, json!("0%"), json!(10), false),
            (10, json!("100%"), json!(10), true),
            (3, json!(" 33.4 % "), json!(9.0), true),
            (25, json!(25), Value::Null, true),
            (26, json!(25), json!(10_000), false),
            (0, json!(0), Value::Null, true),
            (1, json!(0), Value::Null, false),
        ] {
            let result = check(people, &max, &among);
            assert_eq!(result.is_ok(), good, "{people} {max} {among}: {result:?}");
            if let Err(error) = result {
                assert_eq!(error.code, Code::ConfigInvalid);
                assert!(error.message.starts_with("maxDeprovision:"), "{error}");
            }
        }
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (people, max, among, code, field) in [
            (1, Value::Null, Value::Null, Code::ConfigMissing, "among"),
            (0, Value::Null, Value::Null, Code::ConfigMissing, "among"),
            (5, json!("50%"), json!(4), Code::ConfigInvalid, "among"),
            (1, json!("10"), json!(4), Code::ConfigInvalid, "maxDeprovision"),
            (1, json!("101%"), json!(4), Code::ConfigInvalid, "maxDeprovision"),
            (1, json!("-1%"), json!(4), Code::ConfigInvalid, "maxDeprovision"),
            (1, json!("NaN%"), json!(4), Code::ConfigInvalid, "maxDeprovision"),
            (1, json!(0.1), json!(4), Code::ConfigInvalid, "maxDeprovision"),
            (1, json!(-1), json!(4), Code::ConfigInvalid, "maxDeprovision"),
            (1, json!(true), json!(4), Code::ConfigInvalid, "maxDeprovision"),
            (1, json!(5), json!("many"), Code::ConfigInvalid, "among"),
            (1, json!(5), json!(-4), Code::ConfigInvalid, "among"),
        ] {
            let error = check(people, &max, &among).unwrap_err();
            assert_eq!(error.code, code, "{max} {among}: {error}");
            assert!(error.message.starts_with(field), "{max} {among}: {error}");
        }
    }
}

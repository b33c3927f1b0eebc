//! The safety threshold of removals: beyond so many people nothing at all is sent.
use super::run::{Mode, RunOptions};
use super::source::Source;
use crate::error::{Code, Error, Result};
use serde_json::Value;
use std::collections::VecDeque;

/// How many people one call may take away.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Limit {
    Count(u64),
    /// In per cent.
    Share(f64),
}
fn read(option: Option<&Value>) -> Result<Limit> {
    let bad = || Error::invalid("options.limit must be a number of people, or a share such as \"10%\"");
    match option {
        None | Some(Value::Null) => Ok(Limit::Share(10.0)),
        Some(Value::String(text)) => {
            let share = text.trim().strip_suffix('%').and_then(|share| share.trim().parse::<f64>().ok());
            share.filter(|share| (0.0..=100.0).contains(share)).map(Limit::Share).ok_or_else(bad)
        }
        Some(given) => {
            let count = given.as_f64().filter(|count| count.fract() == 0.0 && *count >= 0.0);
            count.map(|count| Limit::Count(count as u64)).ok_or_else(bad)
        }
    }
}
fn is_removal(mode: Mode, options: &RunOptions, item: &Value) -> bool {
    match mode {
        Mode::Deprovision => true,
        Mode::Plan => options.remove,
        Mode::Apply => item.pointer("/plan/remove") == Some(&Value::Bool(true)),
        Mode::Provision => false,
    }
}
/// The source, if it does not take more people away than is permitted. Removals are collected for that; nothing else is.
pub(crate) async fn within(
    mut source: Box<dyn Source>,
    mode: Mode,
    options: &RunOptions,
) -> Result<Box<dyn Source>> {
    let may_remove =
        matches!(mode, Mode::Deprovision | Mode::Apply) || (mode == Mode::Plan && options.remove);
    let limit = read(options.limit.as_ref())?;
    if !may_remove {
        return Ok(source);
    }
    let (mut items, mut removals) = (VecDeque::new(), 0_u64);
    while let Some(item) = source.next().await {
        if item.as_ref().is_ok_and(|item| is_removal(mode, options, item)) {
            removals = removals.saturating_add(1);
        }
        items.push_back(item);
    }
    check(removals, limit, options.among)?;
    Ok(Box::new(items))
}
fn check(removals: u64, limit: Limit, among: Option<u64>) -> Result<()> {
    let most = match (limit, among) {
        _ if removals == 0 => return Ok(()),
        (Limit::Count(most), _) => most,
        (Limit::Share(_), Some(among)) if among < removals => {
            return Err(Error::invalid(format!(
                "options.among: {removals} people are to be removed, out of {among}"
            ))
            .hint("give the number of all the people whom this list is a part of; nothing was sent"))
        }
        (Limit::Share(share), Some(among)) => (among as f64 * share / 100.0) as u64,
        (Limit::Share(share), None) => {
            let words = format!("options.limit is a share ({share}%), and options.among is not given");
            let hint = "say of how many people this list is a part, for example among: 1250; or give limit as a number; \
                        nothing was sent";
            return Err(Error::new(Code::ConfigMissing, words).hint(hint));
        }
    };
    match removals <= most {
        true => Ok(()),
        false => Err(Error::invalid(format!("{removals} people are to be removed, and the limit permits {most}"))
            .hint("a roster that came in short or empty looks like this: check it; limit permits more; nothing was sent")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    #[test]
    fn the_threshold() {
        let table = [
            (5, json!(null), Some(50), true),
            (6, json!(null), Some(50), false),
            (1, json!(null), None, false),
            (0, json!(null), None, true),
            (3, json!(3), None, true),
            (4, json!(3), None, false),
            (4, json!("100%"), Some(4), true),
            (5, json!("100%"), Some(4), false),
        ];
        for (removals, limit, among, is_fine) in table {
            assert_eq!(
                check(removals, read(Some(&limit)).unwrap(), among).is_ok(),
                is_fine,
                "{removals} {limit}"
            );
        }
        for bad in [json!("ten"), json!(-1), json!(1.5), json!(true), json!("101%")] {
            assert!(read(Some(&bad)).is_err(), "{bad}");
        }
    }
}

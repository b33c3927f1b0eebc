//! Rosters of each platform's users: read, checked and compared without a client.
use super::{myworkpal, scim, workforce_optimization, workiva, workspan};
use crate::error::{Error, Result};
use crate::input::{Fields, Input, Shape};
use crate::roster::{leavers, parse, Column, Options, Problem};
use serde_json::{json, Value};

/// What a platform's rosters hold.
struct People {
    columns: &'static [Column],
    /// What identifies the user; if asked, all else is checked too.
    read: fn(&Value, bool) -> Result<Vec<String>>,
}
/// The platform's, by its type of user: what is checked, and what identifies.
macro_rules! people {
    ($platform:ident, $keys:expr) => {
        People {
            columns: $platform::COLUMNS,
            read: |user, whole| {
                let user = $platform::User::read("user", user)?;
                if whole {
                    user.check()?;
                }
                let keys: fn(&$platform::User) -> Vec<String> = $keys;
                Ok(keys(&user))
            },
        }
    };
}
fn people(platform: &str) -> Result<People> {
    Ok(match platform {
        "myworkpal" => people!(myworkpal, |user| vec![user.identity()]),
        "scim" => people!(scim, |user| user.keys()),
        "workforce-optimization" => people!(workforce_optimization, |user| vec![user.user_name.folded()]),
        "workiva" => people!(workiva, |user| user.keys()),
        "workspan" => people!(workspan, |user| user.keys()),
        _ => return Err(Error::invalid(format!("there is no platform {platform:?}"))),
    })
}

crate::input! {
    /// What `leavers` is given.
    struct Two {
        platform "platform": String,
        before "before": Vec<Value>,
        now "now": Vec<Value>,
    }
}
crate::input! {
    /// What `template` is given.
    struct One {
        platform "platform": String,
    }
}
/// A reader of the facade's `roster`.
///
/// # Errors
/// `config_invalid` where the text is no roster, or a row of `leavers` is no user.
pub fn roster(name: &str, input: &Value) -> Result<Value> {
    match name {
        "leavers" => {
            let Two { platform, before, now } = Two::read("options", input)?;
            let read = people(&platform)?.read;
            Ok(leavers(&before, &now, |user| read(user, false))?.into())
        }
        "template" => {
            let One { platform } = One::read("options", input)?;
            Ok(crate::roster::template(people(&platform)?.columns).into())
        }
        _ => {
            let known = [Options::KEYS, &["text", "platform"]].concat();
            let fields = Fields::new("options", input, &known, &[])?;
            let (text, options) = (fields.get::<String>("text")?, Options::of(&fields)?);
            let People { columns, read } = people(&fields.get::<String>("platform")?)?;
            let mut roster = parse(&text, columns, &options)?;
            let all = roster.users.drain(..).zip(roster.rows.drain(..)).collect::<Vec<_>>();
            for (user, row) in all {
                match read(&user, true) {
                    Ok(_) => {
                        roster.users.push(user);
                        roster.rows.push(row);
                    }
                    Err(error) => roster.problems.push(Problem::of(row, &error)),
                }
            }
            roster.problems.sort_by_key(|problem| problem.row);
            Ok(json!(roster))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_checked_as_users() {
        let text = "E-Mail;given name;familyName;workspaces.Annual Report.roles;exact\n\
                    ann@doe.com;Ann;Doe;Editor|Viewer;yes\nbob;Bob;Doe;;\ncleo@doe.com;;Doe;;\n";
        let read = roster("parse", &json!({ "text": text, "platform": "workiva" })).unwrap();
        let workspaces = json!({ "Annual Report": { "roles": ["Editor", "Viewer"] } });
        assert_eq!(read["users"][0]["workspaces"], workspaces);
        assert_eq!((&read["users"][0]["exact"], &read["rows"]), (&json!(true), &json!([2])));
        let problems: Vec<_> =
            read["problems"].as_array().unwrap().iter().map(|one| (&one["row"], &one["column"])).collect();
        assert_eq!(problems, [(&json!(3), &json!("email")), (&json!(4), &json!("givenName"))]);
    }
    #[test]
    fn who_left_is_told_by_what_identifies() {
        for (platform, before, now, gone) in [
            (
                "myworkpal",
                json!([{ "email": "A@b.co", "company": "X" }, { "email": "a@b.co", "company": "Y" }]),
                json!([{ "email": "a@b.co", "company": "x " }]),
                1,
            ),
            (
                "workforce-optimization",
                json!([{ "userName": "a@b.co" }]),
                json!([{ "userName": "A@B.co" }]),
                0,
            ),
            (
                "workiva",
                json!([{ "email": "a@b.co" }, { "email": "c@b.co" }]),
                json!([{ "email": "x@b.co", "userName": "a@b.co" }]),
                1,
            ),
        ] {
            let given = json!({ "platform": platform, "before": before, "now": now });
            assert_eq!(roster("leavers", &given).unwrap().as_array().unwrap().len(), gone, "{platform}");
        }
        let given = json!({ "platform": "workiva", "before": [{}], "now": [] });
        assert!(roster("leavers", &given).unwrap_err().message.starts_with("before[0]: user.email"));
    }
    #[test]
    fn a_template_can_be_read() {
        for platform in ["myworkpal", "scim", "workforce-optimization", "workiva", "workspan"] {
            let text = roster("template", &json!({ "platform": platform })).unwrap();
            let read = roster("parse", &json!({ "text": text, "platform": platform })).unwrap();
            assert_eq!(read["problems"], json!([]), "{text}");
            assert_eq!(read["users"].as_array().unwrap().len(), 1);
        }
    }
}

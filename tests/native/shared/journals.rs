//! A journal of something else is refused, before anything is sent.

use super::interruption::everybody;
use super::{on_every_platform, rig, Subject};
use provisor::engine::Client;
use provisor::error::Code;
use serde_json::json;

on_every_platform!(a_journal_of_something_else_is_refused, a_secret_is_in_no_journal);

fn elsewhere<S: Subject>() -> Client {
    let mut options = S::options();
    *S::base_url(&mut options) = "https://other.example".into();
    provisor::platforms::client(S::PLATFORM, options).unwrap()
}

fn a_journal_of_something_else_is_refused<S: Subject>() {
    let (server, users, _) = everybody::<S>();
    let mut rig = rig::<S>(server);
    rig.provision_all(&users);
    let journal = rig.journal.clone();
    let lines: Vec<_> = journal.lines().collect();
    let mut fewer = users.clone();
    fewer.pop();
    let mut reordered = users.clone();
    reordered.swap(0, 1);
    let mut another_wish = users.clone();
    another_wish[0] = S::wish("new@doe.com");
    let (same, whole) = (|| S::client(json!({})), || journal.clone());
    for (name, client, users, text, words) in [
        ("other users", same(), fewer, whole(), "other users"),
        ("another order", same(), reordered, whole(), "other users"),
        ("another wish", same(), another_wish, whole(), "other users"),
        ("ifExists", S::client(json!({"ifExists": "leave"})), users.clone(), whole(), "other settings"),
        ("baseUrl", elsewhere::<S>(), users.clone(), whole(), "settings"),
        ("headers", S::client(json!({"headers": {"x-a": "1"}})), users.clone(), whole(), "settings"),
        ("an edit", same(), users.clone(), journal.replace("created", "Created"), "damaged"),
        ("no journal", same(), users.clone(), "email,company\na@b.co,Doe\n".to_owned(), "line 1 is damaged"),
        (
            "one line of no journal",
            same(),
            users.clone(),
            "email,company".to_owned(),
            "does not begin like one",
        ),
        ("a line lost", same(), users.clone(), lines[1..].join("\n") + "\n", "line 1 is damaged"),
        ("a line cut within", same(), users.clone(), journal.replacen("\"entry\"", "\"ent", 4), "damaged"),
    ] {
        rig = rig.reborn(client);
        rig.journal = text;
        let error = rig.resume_all(&users).thrown();
        assert_eq!(error.code, Code::StaleJournal, "{name}: {error}");
        assert!(error.message.contains(words), "{name}: {error}");
        assert!(error.hint.is_some() && rig.sent.is_empty(), "{name}");
    }
}

fn a_secret_is_in_no_journal<S: Subject>() {
    let (server, users, _) = everybody::<S>();
    let mut rig = rig::<S>(server);
    rig.provision_all(&users);
    crate::rig::keep_quiet("a journal", &rig.journal);
    assert!(rig.journal.lines().count() > users.len());
    for sent in &rig.sent {
        // Bodies with people in them are never kept whole.
        assert!(sent.body().is_empty() || !rig.journal.contains(sent.body()), "{}", sent.line());
    }
}

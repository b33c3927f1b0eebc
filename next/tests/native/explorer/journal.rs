//! Journals that are not what they were: cut short, flipped, of another version, account, platform or route. Each is a clear
//! error, before anything is sent, or a safe look; never a wrong resume, and never a panic.
use super::bound::most_requests;
use super::explore::report;
use super::faults::{kind_of, Kind};
use super::flow::{Flow, NEW};
use super::judge::{Judge, Life, Undisturbed};
use super::schedule::Schedule;
use crate::rig::{merge, Rig};
use crate::shared::{on_every_platform, Subject};
use serde_json::{json, Value};

on_every_platform!(
    every_flipped_byte,
    every_truncation,
    another_version_or_no_journal,
    another_account_platform_or_route,
    other_people,
);

/// A process that has died: what it has stored, and the server as it left it.
struct Dead<S: Subject> {
    journal: String,
    server: S::Model,
    now: u64,
}
/// One process for each journal there can be, with all that it may have sent done; the first one has stored nothing.
fn dead<S: Subject>(flow: &Flow<S>) -> Vec<Dead<S>> {
    let mut whole = flow.rig(None);
    whole.run(flow.journaled()).expect("alive");
    let mut dead: Vec<Dead<S>> = Vec::new();
    for moment in 1..=whole.moments() {
        let mut rig = flow.rig(None);
        rig.world.dies_at.set(Some(moment));
        rig.run(flow.journaled());
        let (journal, server, now) = (rig.journal(), rig.server().clone(), rig.now());
        if !journal.is_empty() && !journal.ends_with('\n') {
            continue;
        }
        // Of those with one journal, the last one has sent the most.
        dead.pop_if(|last| last.journal == journal);
        dead.push(Dead { journal, server, now });
    }
    assert!(dead.len() > 1 && dead[0].journal.is_empty(), "{}", dead.len());
    dead
}
struct Explorer<'a, S: Subject> {
    flow: &'a Flow<S>,
    undisturbed: Undisturbed<S>,
    refused: usize,
    resumed: usize,
}
impl<'a, S: Subject> Explorer<'a, S> {
    fn of(flow: &'a Flow<S>) -> Self {
        let mut whole = flow.rig(None);
        let ended = whole.run(flow.journaled()).expect("alive");
        Self { flow, undisturbed: Undisturbed::of(&whole, &ended), refused: 0, resumed: 0 }
    }
    /// Goes on from this text: a clear error, or an end that is so.
    fn go_on(&mut self, name: String, dead: &Dead<S>, text: String) {
        let mut rig = over::<S>(dead, text);
        let ended = rig.run(self.flow.journaled()).expect("alive");
        if let Some(error) = &ended.thrown {
            assert_eq!(error.code, "stale_journal", "{name}: {error:?}");
            assert!(error.hint.is_some() && ended.outcomes.is_empty(), "{name}");
            assert!(
                !rig.sent().iter().any(|sent| kind_of::<S>(sent) == Kind::Write),
                "{name}: {:?}",
                rig.steps()
            );
            self.refused += 1;
            return;
        }
        let (schedule, server) = (Schedule::default(), dead.server.clone());
        let life = Life { name, schedule: schedule.clone(), server, now: dead.now };
        let judge = Judge { life: Some(&life), ..Judge::new(self.flow, &self.undisturbed, &schedule, &rig) };
        judge.check(&ended, most_requests(self.undisturbed.requests, 1));
        self.resumed += 1;
    }
    fn report(&self, what: &str) {
        let (refused, resumed) = (self.refused, self.resumed);
        let flow = &self.flow.name;
        report(&format!(
            "journals of {}, {flow}, {what}: {refused} refused, {resumed} resumed and true",
            S::ROUTE
        ));
    }
}
/// A fresh process over what one that died has left, with this journal.
fn over<S: Subject>(dead: &Dead<S>, journal: String) -> Rig<S::Model> {
    over_with::<S>(dead, journal, json!({}))
}
fn over_with<S: Subject>(dead: &Dead<S>, journal: String, more: Value) -> Rig<S::Model> {
    let rig = crate::shared::rig_with::<S>(dead.server.clone(), more);
    rig.world.time.pass(dead.now - rig.now());
    *rig.world.journal.borrow_mut() = journal;
    rig
}
fn every_flipped_byte<S: Subject>() {
    for flow in [Flow::<S>::new(), Flow::<S>::differs()] {
        let mut explorer = Explorer::of(&flow);
        for pair in dead(&flow).windows(2) {
            let [before, dead] = pair else { unreachable!() };
            // What is before has been flipped in the journals before.
            for at in before.journal.len().saturating_sub(1)..dead.journal.len() {
                for bit in [1, 2, 64] {
                    let mut bytes = dead.journal.clone().into_bytes();
                    bytes[at] ^= bit;
                    if let Ok(text) = String::from_utf8(bytes) {
                        explorer.go_on(
                            format!("bit {bit} of byte {at} flipped in {:?}", dead.journal),
                            dead,
                            text,
                        );
                    }
                }
            }
        }
        explorer.report("each byte flipped");
    }
}
fn every_truncation<S: Subject>() {
    for flow in [Flow::<S>::new(), Flow::<S>::differs()] {
        let mut explorer = Explorer::of(&flow);
        for pair in dead(&flow).windows(2) {
            let [before, dead] = pair else { unreachable!() };
            // The process died while it wrote these lines: what they would have allowed was not sent.
            for end in before.journal.len()..dead.journal.len() {
                // What is left of a letter that was cut is no letter.
                let cut = String::from_utf8_lossy(&dead.journal.as_bytes()[..end]).into_owned();
                explorer.go_on(format!("cut to {end}: {cut:?}"), before, cut);
            }
        }
        explorer.report("cut short at each byte");
    }
}
/// It is refused with a hint, and nothing at all is sent.
fn refused<M: crate::rig::Server + 'static>(what: &str, mut rig: Rig<M>, call: crate::rig::Call) {
    let ended = rig.run(call).expect("alive");
    assert!(rig.sent().is_empty() && ended.outcomes.is_empty(), "{what}: {ended:?}");
    let error = ended.thrown();
    assert!(error.code == "stale_journal" && error.hint.is_some(), "{what}: {error:?}");
}
fn another_version_or_no_journal<S: Subject>() {
    let flow = Flow::<S>::new();
    for dead in dead(&flow).into_iter().skip(1) {
        let (first, rest) = dead.journal.split_once('\n').unwrap();
        let header: Value = serde_json::from_str(first).unwrap();
        assert_eq!(header["v"], 2, "{header}");
        let changed = |change: &dyn Fn(&mut Value)| {
            let mut header = header.clone();
            change(&mut header);
            format!("{header}\n{rest}")
        };
        for (name, text) in [
            ("an older version", changed(&|header| header["v"] = 1.into())),
            ("a newer version", changed(&|header| header["v"] = 3.into())),
            ("another platform", changed(&|header| header["platform"] = "workspam".into())),
            ("another account", changed(&|header| header["account"] = "0123456789abcdef".into())),
            ("no account", changed(&|header| drop(header.as_object_mut().unwrap().remove("account")))),
            ("no journal", "email,company\na@b.co,Doe\n".to_owned()),
            ("a header lost", format!("{rest}{{\"x\":1}}\n")),
        ] {
            refused(name, over::<S>(&dead, text), flow.journaled());
        }
    }
}
/// Every other platform and route, and every other account of this one.
fn another_account_platform_or_route<S: Subject>() {
    let flow = Flow::<S>::new();
    let dead = dead(&flow).pop().unwrap();
    fn of<O: Subject, S: Subject>(journal: &str) {
        if O::ROUTE != S::ROUTE {
            let rig = crate::shared::rig::<O>(O::server());
            *rig.world.journal.borrow_mut() = journal.to_owned();
            refused(O::ROUTE, rig, Flow::<O>::new().journaled());
        }
    }
    crate::shared::of_every_platform!(of, S, &dead.journal);
    let mut elsewhere = S::options();
    *S::base_url(&mut elsewhere) = "https://other.example".into();
    let mut options = vec![elsewhere];
    for more in S::other_accounts() {
        let mut other = S::options();
        merge(&mut other, &more);
        options.push(other);
    }
    for other in options {
        let what = other.to_string();
        refused(&what, over_with::<S>(&dead, dead.journal.clone(), other), flow.journaled());
    }
    // What changes nothing about the account is no reason.
    for same in [json!({"headers": {"x-a": "1"}}), json!({"timeoutMs": 5_000})] {
        let ended = over_with::<S>(&dead, dead.journal.clone(), same).run(flow.journaled()).unwrap();
        assert!(ended.outcomes[0].resumed, "{ended:?}");
    }
}
/// Others are not taken for those in the journal, and other wishes not for theirs.
fn other_people<S: Subject>() {
    let flow = Flow::<S>::new();
    for dead in dead(&flow).into_iter().skip(1) {
        for other in [S::user("newer@doe.com"), S::wish(NEW), S::user("NEW@doe.com")] {
            let mut rig = over::<S>(&dead, dead.journal.clone());
            let call = crate::rig::Call::many(flow.mode, std::slice::from_ref(&other)).journaled();
            let ended = rig.run(call).expect("alive");
            crate::shared::no_twins::<S>(&other.to_string(), &rig.server());
            assert!(ended.thrown.is_none(), "{ended:?}");
            let outcome = &ended.outcomes[0];
            let is_there = S::has(&rig.server(), S::name_of(&other)) != Value::Null;
            assert!(
                outcome.status.is_done() && is_there || outcome.status == crate::rig::Status::Unknown,
                "{outcome:?}"
            );
            assert_eq!(outcome.resumed, other["email"] == "NEW@doe.com" && outcome.resumed, "{outcome:?}");
        }
    }
}

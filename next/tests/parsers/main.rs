//! Whatever is read: no panic, no overflow of the stack, and at no moment more memory than a fixed multiple of what
//! was read. `cargo xtask fuzz` feeds the same parsers for as long as one likes; what it finds is kept in `nasty.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects
)]

mod bound;
mod host;
mod linear;
mod list;
mod nasty;
mod seeds;

use list::{Parser, PARSERS};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use provisor_next::reconcile::Mode;
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Memory is counted for the whole process: one test at a time.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    // Kept for good, so not counted as any parser's.
    host::stored("scim");
    turn
}

/// Fails when a parser takes too much. A panic or an overflow fails by itself; the output names what was read.
fn feed(parser: &Parser, what: &str, bytes: &[u8]) {
    let (taken, most) = bound::measure(parser, bytes);
    assert!(taken <= most, "{}: {what}: {taken} bytes for {}", parser.name, bytes.len());
}

fn named(name: &str) -> &'static Parser {
    PARSERS.iter().find(|parser| parser.name == name).expect("a parser of this name")
}

#[test]
fn nasty_inputs() {
    let _alone = alone();
    for (what, bytes) in nasty::everywhere() {
        for parser in PARSERS {
            feed(parser, what, &bytes);
        }
    }
    for (name, bytes) in nasty::for_one() {
        let start: String = String::from_utf8_lossy(&bytes).chars().take(60).collect();
        feed(named(name), &start, &bytes);
    }
}

#[test]
fn right_inputs_with_one_value_replaced() {
    let _alone = alone();
    for parser in PARSERS {
        for seed in seeds::seeds(parser.name) {
            feed(parser, "as it is", &seed);
            for spoilt in nasty::with_each_value_replaced(&seed) {
                feed(parser, &spoilt, spoilt.as_bytes());
            }
        }
    }
}

/// One change to a text, as positions out of 65,536.
#[derive(Clone, Debug)]
enum Change {
    Put(u16, Vec<u8>),
    Cut(u16, u16),
    Again(u16, u16),
    Swap(u16, u16),
    End(u16),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let pieces = [
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\n",
        "\0",
        "null",
        "-",
        "1e400",
        "\\ud800",
        "\u{feff}",
        "é",
        "%2F",
        "..",
        "{token}",
        "://",
        ";",
        "\r",
        "9999999999999999999",
        "\"id\":",
        "=",
        "'",
    ];
    let put = prop_oneof![
        prop::sample::select(pieces.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 1..4),
    ];
    let change = prop_oneof![
        4 => (any::<u16>(), put).prop_map(|(at, piece)| Change::Put(at, piece)),
        2 => any::<(u16, u16)>().prop_map(|(from, to)| Change::Cut(from, to)),
        2 => any::<(u16, u16)>().prop_map(|(from, to)| Change::Again(from, to)),
        1 => any::<(u16, u16)>().prop_map(|(from, to)| Change::Swap(from, to)),
        1 => any::<u16>().prop_map(Change::End),
    ];
    prop::collection::vec(change, 1..6)
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let place = |at: &u16| usize::from(*at) * bytes.len() / 65_536;
        let part = |from: &u16, to: &u16| place(from.min(to))..place(from.max(to));
        match change {
            Change::Put(at, piece) => {
                let at = place(at);
                bytes.splice(at..at, piece.iter().copied()).for_each(drop);
            }
            Change::Cut(from, to) => drop(bytes.drain(part(from, to))),
            Change::Again(from, to) => {
                let part = bytes[part(from, to)].to_vec();
                bytes.splice(0..0, part).for_each(drop);
            }
            Change::Swap(from, to) => {
                let (from, to) = (place(from), place(to));
                if from < bytes.len() && to < bytes.len() {
                    bytes.swap(from, to);
                }
            }
            Change::End(at) => bytes.truncate(place(at)),
        }
    }
    bytes
}

/// The same cases in every run: what is found at random belongs into `cargo xtask fuzz`.
fn always_the_same(cases: u32) -> TestRunner {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[test]
fn right_inputs_with_a_few_changes() {
    let _alone = alone();
    for parser in PARSERS {
        let seeds = prop::sample::select(seeds::seeds(parser.name));
        let run = |(seed, changes): (Vec<u8>, Vec<Change>)| {
            feed(parser, &format!("{changes:?}"), &changed(seed, &changes));
            Ok(())
        };
        always_the_same(80).run(&(seeds, changes()), run).unwrap();
    }
}

#[test]
fn any_bytes_at_all() {
    let _alone = alone();
    for parser in PARSERS {
        let bytes = prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "[\\[\\]{}\":,0-9a-z.\\\\ \n-]{0,60}".prop_map(String::into_bytes),
            "\\PC{0,40}".prop_map(String::into_bytes),
        ];
        let run = |bytes: Vec<u8>| {
            feed(parser, "any bytes", &bytes);
            Ok(())
        };
        always_the_same(40).run(&bytes, run).unwrap();
    }
}

#[test]
fn every_call_of_every_platform_is_fed() {
    for (platform, least) in
        [("myworkpal", 12), ("workforce-optimization", 8), ("workiva", 23), ("workspan", 5), ("scim", 12)]
    {
        let names = list::calls(platform);
        assert!(names.len() >= least, "{platform}: {names:?}");
    }
}

/// Else little would be read: mutations begin with what is right.
#[test]
fn right_flows_create_and_confirm() {
    let mut wrong = Vec::new();
    for platform in host::NAMES {
        let flow = seeds::flow_of(platform).expect("a flow");
        let lines = Rc::new(host::lines(list::answers_of(flow.as_bytes())));
        let told =
            host::given(platform, lines.clone(), Mode::Provision, host::good_user(platform), None, true);
        let told = told.map(|told| serde_json::to_value(&told[0]).unwrap());
        if !told.as_ref().is_ok_and(|told| told["status"] == "created") {
            let told = told.map(|told| format!("{} {} {}", told["status"], told["error"], told["pending"]));
            wrong.push(format!("{platform}: {told:?}\n{}", lines.asked.borrow().join("\n")));
        }
        assert!(host::stored(platform).contains("account"), "{platform}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_parser_has_right_inputs() {
    for parser in PARSERS {
        assert!(!seeds::seeds(parser.name).is_empty(), "{}", parser.name);
    }
}

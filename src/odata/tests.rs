//! Properties: encoding and quoting lose nothing, no JSON makes a crash, every pair of parentheses is needed.

#![allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]

use base64::Engine as _;
use proptest::prelude::*;
use serde_json::Value;

use super::{encode_value, field, lexical::Scan, or, temporal, Expr, Query, Version};

proptest! {
    #[test]
    fn an_encoded_value_decodes_to_itself(text in any::<String>()) {
        let encoded = encode_value(&text);
        prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~(),/:*$%".contains(&byte)));
        prop_assert_eq!(percent_encoding::percent_decode_str(&encoded).decode_utf8().unwrap(), text);
    }

    #[test]
    fn a_text_stays_inside_its_quotes(text in "[^\0]*", version in versions()) {
        let filter = field("A").unwrap().eq(text.as_str()).to_text(version).unwrap();
        let inner = filter.strip_prefix("A eq '").and_then(|rest| rest.strip_suffix('\'')).unwrap();
        prop_assert_eq!(inner.matches('\'').count(), text.matches('\'').count() * 2);
        prop_assert_eq!(inner.replace("''", "'"), text);
    }

    /// Numbers and bytes read back as they were given.
    #[test]
    fn a_literal_is_read_back(number in any::<f64>(), small in any::<f32>(), long in any::<i64>(), bytes in any::<Vec<u8>>()) {
        let text = |literal: super::Literal, version| literal.to_text(version).unwrap();
        for version in [Version::V2, Version::V3, Version::V4] {
            if number.is_finite() && small.is_finite() {
                let written = text(number.into(), version);
                prop_assert_eq!(written.trim_end_matches('d').parse::<f64>().unwrap(), number);
                let written = text(super::single(small), version);
                prop_assert_eq!(written.trim_end_matches('f').parse::<f32>().unwrap(), small);
            }
            prop_assert_eq!(text(super::long(long), version).trim_end_matches('L').parse::<i64>().unwrap(), long);
            prop_assert_eq!(text(long.into(), version).trim_end_matches('L').parse::<i64>().unwrap(), long);
            let written = text(super::binary(bytes.clone()), version);
            let inner = written.split('\'').nth(1).unwrap();
            let read = match version {
                Version::V4 => base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(inner).unwrap(),
                _ => inner.as_bytes().chunks(2)
                    .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect(),
            };
            prop_assert_eq!(read, bytes.as_slice());
        }
    }

    #[test]
    fn no_json_makes_a_crash(json in jsons(), version in versions()) {
        if let Ok(expr) = Expr::from_json(&json) {
            let _ = expr.to_text(version);
        }
        if let Ok(query) = Query::from_json(&json) {
            let _ = query.to_query_string(version);
        }
    }

    #[test]
    fn a_day_is_one_that_the_calendar_counts(days in 0..3_652_059_u32) {
        let (year, month, day) = civil(days);
        let (_, _, next) = civil(days + 1);
        let date = format!("{year:04}-{month:02}-{day:02}");
        prop_assert!(temporal::check_date(&date).is_ok(), "{}", date);
        if next == 1 {
            let after = format!("{year:04}-{month:02}-{:02}", day + 1);
            prop_assert!(temporal::check_date(&after).is_err(), "{}", after);
        }
    }

    /// The text reads back as the tree, and without any one pair of parentheses it would not.
    #[test]
    fn every_pair_of_parentheses_is_needed(tree in conditions()) {
        let text = tree.to_text(Version::V3).unwrap();
        prop_assert_eq!(parse(&text), Some(tree.clone()), "{}", text);
        for (open, close) in pairs(&text) {
            let mut less = text.clone();
            less.replace_range(close..=close, " ");
            less.replace_range(open..=open, " ");
            prop_assert_ne!(parse(&less), Some(tree.clone()), "{}", text);
        }
    }
}

fn versions() -> impl Strategy<Value = Version> {
    prop_oneof![Just(Version::V2), Just(Version::V3), Just(Version::V4)]
}

/// Year, month and day of a day counted from 0001-01-01, by counting and not by the rules under test.
fn civil(mut days: u32) -> (u32, u32, u32) {
    // 400 years are 146,097 days; inside them, whole years and months are taken off one by one.
    let mut year = 1 + days / 146_097 * 400;
    days %= 146_097;
    let leap = |year: u32| year.is_multiple_of(4) ^ year.is_multiple_of(100) ^ year.is_multiple_of(400);
    while days >= 365 + u32::from(leap(year)) {
        days -= 365 + u32::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u32::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    (year, u32::try_from(month).unwrap() + 1, days + 1)
}

/// JSON that looks like expressions and queries often enough.
fn jsons() -> impl Strategy<Value = Value> {
    let words = [
        "field",
        "eq",
        "and",
        "not",
        "negate",
        "add",
        "in",
        "has",
        "any",
        "all",
        "of",
        "as",
        "where",
        "isof",
        "type",
        "call",
        "tolower",
        "contains",
        "guid",
        "date",
        "double",
        "single",
        "binary",
        "enumValue",
        "value",
        "NaN",
        "filter",
        "orderBy",
        "top",
        "asc",
        "select",
        "expand",
        "search",
        "or",
        "A",
        "A/B",
        "00",
        "P1D",
    ];
    let leaf = prop_oneof![
        prop::sample::select(words.to_vec()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(6, 40, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(words.to_vec()), inner), 0..3)
                .prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

fn conditions() -> impl Strategy<Value = Expr> {
    let number = prop_oneof![
        prop::sample::select(vec!["A", "B"]).prop_map(|name| field(name).unwrap()),
        (0..9).prop_map(Expr::from),
    ];
    let number = number.prop_recursive(4, 12, 2, |inner| {
        prop_oneof![
            (0..5, inner.clone(), inner.clone()).prop_map(|(operator, left, right)| match operator {
                0 => left.add(right),
                1 => left.sub(right),
                2 => left.mul(right),
                3 => left.div(right),
                _ => left.modulo(right),
            }),
            inner.prop_map(Expr::negate),
        ]
    });
    let condition = prop_oneof![
        Just(field("C").unwrap()),
        (number.clone(), number).prop_map(|(left, right)| left.eq(right)),
    ];
    condition.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| left.and(right)),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| or(all).unwrap()),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| left.lt(right)),
            inner.prop_map(Expr::not),
        ]
    })
}

/// Where each grouping parenthesis opens and closes; there are no calls in these trees.
fn pairs(text: &str) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => open.push(at),
            b')' => pairs.push((open.pop().unwrap(), at)),
            _ => {}
        }
    }
    pairs
}

/// A reader of the strict grammar: comparisons are not chained, `not` and `-` take one primary.
fn parse(text: &str) -> Option<Expr> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ").replace('-', " - ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let expr = level(&words, &mut at, 0)?;
    (at == words.len()).then_some(expr)
}

const LEVELS: [&[&str]; 5] = [&["or"], &["and"], &["eq", "lt"], &["add", "sub"], &["mul", "div", "mod"]];

fn level(words: &[&str], at: &mut usize, depth: usize) -> Option<Expr> {
    let Some(operators) = LEVELS.get(depth) else { return primary(words, at) };
    let mut left = match words.get(*at) {
        Some(&"not") if depth == 2 => {
            *at += 1;
            return Some(primary(words, at)?.not());
        }
        _ => level(words, at, depth + 1)?,
    };
    while let Some(operator) = words.get(*at).filter(|word| operators.contains(word)) {
        *at += 1;
        let right = level(words, at, depth + 1)?;
        left = match *operator {
            "or" => left.or(right),
            "and" => left.and(right),
            "eq" => return Some(left.eq(right)),
            "lt" => return Some(left.lt(right)),
            "add" => left.add(right),
            "sub" => left.sub(right),
            "mul" => left.mul(right),
            "div" => left.div(right),
            _ => left.modulo(right),
        };
    }
    Some(left)
}

fn primary(words: &[&str], at: &mut usize) -> Option<Expr> {
    let word = *words.get(*at)?;
    *at += 1;
    match word {
        "(" => {
            let inner = level(words, at, 0)?;
            (words.get(*at) == Some(&")")).then(|| *at += 1)?;
            Some(inner)
        }
        // A sign before digits is the literal's.
        "-" => match words.get(*at)?.parse::<i32>() {
            Ok(number) => {
                *at += 1;
                Some(Expr::from(-number))
            }
            Err(_) if words.get(*at) == Some(&"-") => None,
            Err(_) => Some(primary(words, at)?.negate()),
        },
        _ if Scan::new(word).digits() > 0 => word.parse::<i32>().ok().map(Expr::from),
        "not" | "and" | "or" | ")" => None,
        _ => field(word).ok(),
    }
}

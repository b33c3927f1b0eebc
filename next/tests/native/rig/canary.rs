//! Every secret and every sensitive value of the tests carries one of these; nothing shown may.

/// What must never show. The second one is for numbers.
const CANARIES: [&str; 2] = ["canary", "91827364"];

/// Where a text shows a canary, with some text around it.
fn leaks(text: &str) -> Option<String> {
    // Nearly always there is none, and this is asked very often.
    if !CANARIES.iter().chain(&["Canary", "CANARY"]).any(|canary| text.contains(canary)) {
        return None;
    }
    let folded = text.to_lowercase();
    CANARIES.iter().find_map(|canary| {
        let at = folded.find(canary)?;
        let around: String =
            folded.chars().skip(folded[..at].chars().count().saturating_sub(120)).take(300).collect();
        Some(format!("{canary}: …{around}…"))
    })
}
/// Fails when a text shows a canary.
pub fn keep_quiet(what: &str, text: &str) {
    if let Some(leak) = leaks(text) {
        panic!("{what} shows {leak}");
    }
}

#[test]
fn a_leak_is_noticed() {
    assert!(leaks(&format!("{}Canary-1", "é".repeat(300))).is_some());
    assert!(leaks("salary 91827364.5").is_some());
    assert!(leaks("{token}").is_none());
}

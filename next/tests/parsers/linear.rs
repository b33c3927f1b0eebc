//! Reading takes time in proportion to what is read: eight times as much takes eight times as long, not 64 times.

use super::list::{Parser, PARSERS};
use super::{alone, nasty};
use std::time::{Duration, Instant};

/// The processor's time of this thread where the system tells it, so that a busy machine counts for nothing.
fn spent() -> Duration {
    static BEGAN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|text| text.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| BEGAN.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}
fn time(parser: &Parser, bytes: &[u8]) -> Duration {
    let began = spent();
    (parser.run)(bytes);
    spent() - began
}

#[test]
fn reading_is_linear() {
    /// What is read this quickly needs no second look.
    const QUICK: Duration = Duration::from_millis(60);
    const FEW: usize = 150;
    const MANY: usize = 1_200;
    let _alone = alone();
    let mut slow = Vec::new();
    for ((what, few), (_, many)) in nasty::repeated(FEW).iter().zip(nasty::repeated(MANY)) {
        for parser in PARSERS {
            let long = time(parser, &many);
            // A second reading shows what else went on meanwhile.
            if long > QUICK && long > 20 * time(parser, few) && time(parser, &many) > 20 * time(parser, few) {
                slow.push(format!(
                    "{}, {what}: {long:?}, an eighth of it {:?}",
                    parser.name,
                    time(parser, few)
                ));
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

//! Punycode (RFC 3492): the labels of domains with other letters than ASCII's, as the DNS has them.

/// The ASCII form of a label, without its `xn--`; `None` where it is longer than a label may be.
// Nothing overflows: 63 code points below 2^21 keep `delta` below 2^27; `36 - t` is at least 10.
#[allow(clippy::arithmetic_side_effects)]
pub(crate) fn encode(label: &str) -> Option<String> {
    const LONGEST: usize = 63;
    if label.chars().nth(LONGEST).is_some() {
        return None;
    }
    let points: Vec<u32> = label.chars().map(u32::from).collect();
    let mut text: String = label.chars().filter(char::is_ascii).collect();
    let basic = text.len();
    if basic > 0 {
        text.push('-');
    }
    let (mut n, mut delta, mut bias, mut done) = (128, 0, 72, basic);
    while done < points.len() {
        let next = points.iter().copied().filter(|point| *point >= n).min()?;
        delta += (next - n) * (done as u32 + 1);
        n = next;
        for point in &points {
            delta += u32::from(*point < n);
            if *point != n {
                continue;
            }
            let (mut rest, mut k) = (delta, 36_u32);
            loop {
                let t = k.saturating_sub(bias).clamp(1, 26);
                if rest < t {
                    break;
                }
                text.push(digit(t + (rest - t) % (36 - t)));
                rest = (rest - t) / (36 - t);
                k += 36;
            }
            text.push(digit(rest));
            bias = adapt(delta / if done == basic { 700 } else { 2 }, done as u32 + 1);
            delta = 0;
            done += 1;
        }
        delta += 1;
        n += 1;
    }
    Some(text)
}
#[allow(clippy::arithmetic_side_effects)]
fn adapt(damped: u32, points: u32) -> u32 {
    let (mut delta, mut k) = (damped + damped / points, 0);
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}
fn digit(value: u32) -> char {
    const DIGITS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    DIGITS.get(value as usize).map_or('a', |digit| char::from(*digit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_samples_of_rfc_3492() {
        for (label, ascii) in [
            ("bücher", "bcher-kva"),
            ("münchen", "mnchen-3ya"),
            ("例え", "r8jz45g"),
            ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
            ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
            ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
            ("そのスピードで", "d9juau41awczczp"),
            ("-> $1.00 <-", "-> $1.00 <--"),
            ("", ""),
        ] {
            assert_eq!(encode(label).as_deref(), Some(ascii), "{label}");
        }
        assert!(encode(&"ü".repeat(63)).is_some());
        assert_eq!(encode(&"ü".repeat(64)), None);
    }

    proptest! {
        #[test]
        fn any_label_is_what_an_independent_encoder_says(label in "\\PC{0,63}") {
            prop_assert_eq!(encode(&label), idna::punycode::encode_str(&label));
        }
    }
}

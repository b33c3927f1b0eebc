//! Lists in the order of a number: the sort is compiled once for lists of everything.

use std::collections::BinaryHeap;

/// Sorts by these numbers; what has the same number stays in its order.
pub(crate) fn by_number<T>(items: &mut [T], number: impl Fn(&T) -> i64) {
    for (one, other) in swaps(items.iter().map(number).collect()) {
        items.swap(one, other);
    }
}

/// The same by a number of things, or a place in a list.
pub(crate) fn by_count<T>(items: &mut [T], count: impl Fn(&T) -> usize) {
    by_number(items, |item| i64::try_from(count(item)).unwrap_or(i64::MAX));
}

/// What has to change places, one pair after the other, to be in the order of these numbers. With a heap: it is small,
/// and fast enough.
#[inline(never)]
fn swaps(numbers: Vec<i64>) -> Vec<(usize, usize)> {
    let sorted = numbers.into_iter().zip(0..).collect::<BinaryHeap<(i64, usize)>>().into_sorted_vec();
    let mut goals = vec![0; sorted.len()];
    for (goal, (_, place)) in sorted.into_iter().enumerate() {
        if let Some(of_it) = goals.get_mut(place) {
            *of_it = goal;
        }
    }
    let mut swaps = Vec::new();
    for place in 0..goals.len() {
        // Each swap brings one to where it belongs.
        while let Some(goal) = goals.get(place).copied().filter(|goal| *goal != place) {
            goals.swap(place, goal);
            swaps.push((place, goal));
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_alike_stays_in_its_order() {
        let mut words = ["ccc", "a", "", "bb", "b", "aa"];
        by_count(&mut words, |word| word.len());
        assert_eq!(words, ["", "a", "b", "bb", "aa", "ccc"]);
        by_number(&mut words, |word| i64::try_from(word.len()).unwrap().saturating_neg());
        assert_eq!(words, ["ccc", "bb", "aa", "a", "b", ""]);
    }

    proptest! {
        #[test]
        fn it_is_a_stable_sort(numbers in prop::collection::vec(-5_i64..5, 0..100)) {
            let mut expected: Vec<_> = numbers.into_iter().enumerate().collect();
            let mut sorted = expected.clone();
            by_number(&mut sorted, |(_, number)| *number);
            expected.sort_by_key(|(_, number)| *number);
            prop_assert_eq!(sorted, expected);
        }
    }
}

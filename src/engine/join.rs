//! Running several futures side by side without an executor: whoever polls us, we poll them all.

use std::future::{poll_fn, Future};
use std::pin::Pin;
use std::task::Poll;

/// Runs all futures side by side and gives their results in order.
pub(crate) async fn join_all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    lanes(usize::MAX, futures.into_iter()).await
}

/// Runs futures side by side, at most `width` at a time, and gives their results in order.
pub(crate) async fn lanes<F: Future>(width: usize, futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting = futures.enumerate();
    let mut running: Vec<(usize, Pin<Box<F>>)> = Vec::new();
    let mut results: Vec<Option<F::Output>> = Vec::new();
    poll_fn(|context| loop {
        while running.len() < width.max(1) {
            let Some((index, future)) = waiting.next() else { break };
            running.push((index, Box::pin(future)));
            results.push(None);
        }
        let mut any_done = false;
        running.retain_mut(|(index, future)| match future.as_mut().poll(context) {
            Poll::Ready(value) => {
                if let Some(place) = results.get_mut(*index) {
                    *place = Some(value);
                }
                any_done = true;
                false
            }
            Poll::Pending => true,
        });
        if running.is_empty() && !any_done {
            return Poll::Ready(());
        }
        if !any_done {
            return Poll::Pending;
        }
    })
    .await;
    results.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::task::{Context, Waker};

    /// Is ready at its n-th poll.
    fn after<'a>(polls: u32, running: &'a Cell<u32>, most: &'a Cell<u32>) -> impl Future<Output = u32> + 'a {
        let mut left = polls;
        let mut begun = false;
        poll_fn(move |_| {
            if !begun {
                begun = true;
                running.set(running.get() + 1);
                most.set(most.get().max(running.get()));
            }
            if left == 0 {
                running.set(running.get() - 1);
                return Poll::Ready(polls);
            }
            left -= 1;
            Poll::Pending
        })
    }

    #[test]
    fn results_keep_their_order_and_lanes_their_width() {
        let (running, most) = (Cell::new(0), Cell::new(0));
        let futures = [3, 0, 2, 5, 1].map(|polls| after(polls, &running, &most));
        let mut all = Box::pin(lanes(2, futures.into_iter()));
        let mut context = Context::from_waker(Waker::noop());
        let results = loop {
            if let Poll::Ready(results) = all.as_mut().poll(&mut context) {
                break results;
            }
        };
        assert_eq!((results, most.get()), (vec![3, 0, 2, 5, 1], 2));
    }

    #[test]
    fn nothing_to_do_is_done() {
        let mut all = Box::pin(join_all(Vec::<std::future::Ready<()>>::new()));
        assert!(all.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    }
}

//! Running several futures side by side without an executor: whoever polls us, we poll them all.

use std::cell::RefCell;
use std::future::{poll_fn, Future};
use std::pin::Pin;
use std::task::Poll;

/// A future whose type is out of sight: what takes one is compiled once, whatever it runs.
pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Runs all futures side by side and gives their results in order.
pub(crate) async fn join_all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    lanes(usize::MAX, futures.into_iter()).await
}

/// Runs futures side by side, at most `width` at a time, and gives their results in order.
pub(crate) async fn lanes<F: Future>(width: usize, futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let results = RefCell::new(Vec::new());
    let mut futures = futures.enumerate().map(|(index, future)| -> Boxed<'_, ()> {
        let results = &results;
        results.borrow_mut().push(None);
        Box::pin(async move {
            let result = future.await;
            if let Some(place) = results.borrow_mut().get_mut(index) {
                *place = Some(result);
            }
        })
    });
    side_by_side(width, &mut futures).await;
    drop(futures);
    results.into_inner().into_iter().flatten().collect()
}

async fn side_by_side(width: usize, waiting: &mut dyn Iterator<Item = Boxed<'_, ()>>) {
    let mut running: Vec<Boxed<'_, ()>> = Vec::new();
    poll_fn(|context| loop {
        while running.len() < width.max(1) {
            let Some(future) = waiting.next() else { break };
            running.push(future);
        }
        let before = running.len();
        running.retain_mut(|future| future.as_mut().poll(context).is_pending());
        if running.is_empty() && before == 0 {
            return Poll::Ready(());
        }
        if running.len() == before {
            return Poll::Pending;
        }
    })
    .await;
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

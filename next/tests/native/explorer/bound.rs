//! The bound: how many requests a run may send at most, known before it begins.
//!
//! A run without faults sends a number of requests that its flow determines. A fault costs, at the worst:
//!
//! - a read, a login or a change that may be repeated: one more try;
//! - a rejected session: a new one (and the end of the old one), and the request once more;
//! - a create whose answer is unclear or a refusal: four looks at most; after 401 or 429 another create, and its looks;
//! - a change that is taken but cannot be confirmed: four looks.
//!
//! `maxRetries` bounds each of them as well, but never comes into play with two faults.

/// What one fault can cost, in requests, where a look is one request.
const PER_FAULT: usize = 10;

/// The most requests for a flow that sends so many undisturbed and meets so many faults.
pub fn most_requests(undisturbed: usize, faults: usize) -> usize {
    undisturbed + faults * PER_FAULT
}

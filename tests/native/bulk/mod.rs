//! What holds for runs over many people: the circuit breaker, the brake on removals, and a look after a break.

mod breaker;
mod removal;
mod resumed;

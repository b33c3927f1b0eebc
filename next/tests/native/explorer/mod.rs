//! The fault explorer: every fault at every request of every flow, singly and in pairs, on every platform; deaths at every
//! moment; futures dropped at every poll; damaged journals.
//!
//! Each schedule is run against the platform's model on a virtual clock and judged by the server's state (`judge.rs`). The
//! second fault of a pair strikes any later request of the run that the first one disturbed, so no schedule is tried whose
//! second fault would never strike. It prints how many schedules it has explored.
mod bound;
mod crash;
mod drops;
mod explore;
mod faults;
mod flow;
mod journal;
mod judge;
mod schedule;

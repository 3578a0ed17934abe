//! One engine for a whole browser, sans-IO: a message in, messages out and effects to do.
//! Knows every layer above; knows no clock, no store and no port, only their numbers.

mod wire;

pub use wire::*;

//! The command as its users meet it: a process with arguments, standard streams and an exit code.

#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

mod bakong;
mod demo;
mod kess;
mod khqr;
mod picture;
mod run;
mod sandbox;
mod sign;

//! What is measured: each file gives the rows of one subject.

pub mod khqr;
pub mod sign;

//! Counts how often parse, verify and encode ask for memory. A program of its own, because its counting
//! allocator would slow down what is timed.

use benches::input::{CREATED, Inputs, full_builder};
use khqr_emv::{Khqr, MAX_ENCODED, verify};

fn main() {
    let inputs = Inputs::load();
    let mut buffer = [0; MAX_ENCODED];
    let counted = allocation_counter::measure(|| {
        assert!(Khqr::parse(&inputs.full).is_ok(), "what is counted succeeds");
        assert!(verify(&inputs.full, CREATED).is_ok(), "what is counted succeeds");
        assert!(full_builder().encode(CREATED, &mut buffer).is_ok(), "what is counted succeeds");
    });
    println!("{}", counted.count_total);
}

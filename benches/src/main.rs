//! Measures everything and writes the table.
fn main() {
    let inputs = benches::input::Inputs::load();
    let mut rows = benches::subject::khqr::rows(&inputs);
    rows.extend(benches::subject::sign::rows(&inputs));
    print!("{}", benches::table::markdown(&rows));
}

//! Whether the time of a verification tells how much of a signature is right (D-14): a t-test of Welch.

use std::hint::black_box;
use std::time::Instant;

use pay_sign::{Fields, Scheme, Signer, Verifier};

use crate::input::secret;
use crate::table::{Row, time};

/// Verifications of each of the signatures.
const SWEEPS: usize = 30_000;
/// A signature of HMAC-SHA256 has so many bytes.
const BYTES: usize = 32;

/// The row of the test: the mean times of 16 forgeries with up to 15 right bytes against those of 16 with more.
///
/// The sample is the forgery and not the verification, because where a document lies in memory changes its time
/// more than chance does. Told for information: beyond 3 the two halves differ, and a control says what is noise.
pub fn row() -> Row {
    let verifier = Verifier::new(Scheme::KESS, secret("secret"));
    let document = Fields::new().with("out_trade_no", "T-1").with("sign_type", "HMAC-SHA256");
    let signer = Signer::new(Scheme::KESS, secret("secret"));
    let true_one = signer.sign(document.clone()).expect("the document can be signed");
    let forgeries: Vec<Fields> =
        (0..BYTES).map(|right| document.clone().with("sign", forged(true_one.signature(), right))).collect();
    let mut times = vec![Moments::default(); BYTES];
    for sweep in 0..SWEEPS {
        // An odd step goes through all of them, and another one each time in another order.
        let step = 2 * sweep + 1;
        for place in (0..BYTES).map(|turn| turn * step % BYTES) {
            let start = Instant::now();
            let verdict = black_box(verifier.verify(black_box(&forgeries[place])));
            times[place].add(start.elapsed().as_secs_f64() * 1e9);
            assert!(verdict.is_err(), "a forgery does not verify");
        }
    }
    let t = |is_first: fn(usize) -> bool| {
        let mut halves = [Moments::default(); 2];
        for (place, moments) in times.iter().enumerate() {
            halves[usize::from(is_first(place))].add(moments.mean);
        }
        halves[1].welch(&halves[0])
    };
    Row::new("timing of forgeries, 0 to 31 right leading bytes", time(times[0].mean))
        .told("t of 0 to 15 against 16 to 31 (Welch)", t(|place| place < BYTES / 2))
        .told("t of even against odd, the control", t(|place| place % 2 == 0))
}

/// The hexadecimal signature with so many leading bytes right and the others wrong. Digits stay digits and letters
/// letters, so that they take the same time to read.
fn forged(signature: &str, right: usize) -> String {
    let wrong = |digit: char| match digit {
        '9' => '0',
        'f' => 'a',
        other => char::from_u32(u32::from(other) + 1).unwrap_or(other),
    };
    let digits = signature.chars().enumerate();
    digits.map(|(place, digit)| if place < 2 * right { digit } else { wrong(digit) }).collect()
}

/// Count, mean and squared distances, brought up to date one by one (Welford).
#[derive(Clone, Copy, Default)]
struct Moments {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Adds a time; what a scheduler added to it is cut off.
    fn add(&mut self, nanos: f64) {
        if self.count > 100.0 && nanos > 4.0 * self.mean {
            return;
        }
        self.count += 1.0;
        let distance = nanos - self.mean;
        self.mean += distance / self.count;
        self.squares += distance * (nanos - self.mean);
    }

    fn welch(&self, other: &Self) -> f64 {
        let error = |moments: &Self| moments.squares / (moments.count - 1.0) / moments.count;
        let spread = (error(self) + error(other)).sqrt();
        if spread > 0.0 { (self.mean - other.mean) / spread } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(numbers: &[f64]) -> Moments {
        let mut moments = Moments::default();
        for number in numbers {
            moments.add(*number);
        }
        moments
    }

    #[test]
    fn equal_times_have_a_small_t_and_unequal_ones_a_large_one() {
        let even: Vec<f64> = (0..1_000).map(|place| f64::from(place % 7)).collect();
        let later: Vec<f64> = even.iter().map(|number| number + 1.0).collect();
        assert!(moments(&even).welch(&moments(&even)).abs() < 1e-9);
        assert!(moments(&even).welch(&moments(&later)) < -4.5);
    }

    #[test]
    fn a_forgery_is_right_as_far_as_it_says() {
        assert_eq!(forged("0a9f", 1), "0a0a");
        assert_eq!(forged("0a1b", 0), "1b2c");
    }
}

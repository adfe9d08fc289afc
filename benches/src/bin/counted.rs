//! Repeats one operation, for a counter of instructions: `counted parse 1000`.

use std::future::Future as _;
use std::hint::black_box;
use std::pin::pin;
use std::process::ExitCode;
use std::task::{Context, Poll, Waker};

use benches::input::{CREATED, Inputs, MONETIX_SECRET, direct_pay, full_builder, secret};
use benches::subject::call::{answered_at_once, order};
use kess_client::Kess;
use kess_client::service::QueryOrder;
use khqr_emv::{Khqr, MAX_ENCODED, verify};
use pay_sign::{Fields, Scheme, SignType, Signer, Verifier};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(operation), Some(times)) =
        (arguments.next(), arguments.next().and_then(|times| times.parse().ok()))
    else {
        eprintln!("expected an operation and a number");
        return ExitCode::FAILURE;
    };
    let inputs = Inputs::load();
    let full = inputs.full.as_str();
    match operation.as_str() {
        "parse" => repeat(times, || Khqr::parse(black_box(full))),
        "verify" => repeat(times, || verify(black_box(full), CREATED)),
        "encode" => {
            let mut buffer = [0; MAX_ENCODED];
            repeat(times, || full_builder().encode(CREATED, black_box(&mut buffer)).map(str::len));
        }
        "sign-md5" => sign(times, &inputs, SignType::Md5),
        "sign-hmac" => sign(times, &inputs, SignType::HmacSha256),
        "callback" => {
            let verifier = Verifier::new(Scheme::MONETIX, secret(MONETIX_SECRET));
            repeat(times, || {
                Fields::from_json(black_box(&inputs.callback)).map(|fields| verifier.verify(&fields))
            });
        }
        "call" => {
            let (kess, order) = (answered_at_once(), order());
            repeat(times, || call(&kess, &order));
        }
        other => {
            eprintln!(
                "expected parse, verify, encode, sign-md5, sign-hmac, callback or call, found {other:?}"
            );
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn sign(times: u32, inputs: &Inputs, sign_type: SignType) {
    let signer = Signer::new(Scheme::kess(sign_type), secret(MONETIX_SECRET));
    let fields = direct_pay(inputs, sign_type);
    repeat(times, || signer.sign_request(black_box(fields.clone())));
}

/// One typed call; the transport is ready at once, and so is the call.
fn call(kess: &Kess, order: &QueryOrder) -> bool {
    let call = pin!(kess.call(order));
    matches!(call.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(Ok(_)))
}

fn repeat<T>(times: u32, mut operation: impl FnMut() -> T) {
    for _ in 0..times {
        black_box(operation());
    }
}

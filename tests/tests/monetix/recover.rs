//! A sale whose answer was lost: never another id, never two payments (section 4.6).

use monetix_client::endpoint::Endpoint as _;
use monetix_client::{Begun, ErrorKind};
use pay_core::{Observation, Outcome};

use crate::wire::{
    Answer, JumpClock, NOW, Wire, body, client, http, lost, operation, paths, refused, report, sale, sample,
    settings, signed,
};

const SALE: &str = monetix_client::Sale::NAME;
const STATUS: &str = monetix_client::Status::NAME;

fn accepted() -> Answer {
    http(200, sample("accepted"))
}

fn known() -> Answer {
    http(200, signed(&report("success", &operation(47, "sale", "success"))))
}

fn unknown() -> Answer {
    http(200, sample("status-not-found"))
}

struct Run {
    result: Result<Begun, monetix_client::Error>,
    paths: Vec<String>,
    waits: i64,
}

async fn run(answers: impl IntoIterator<Item = Answer>) -> Run {
    let wire = Wire::script(answers);
    let timer = JumpClock::new();
    let result = client(&wire, settings()).sale_or_recover(&sale(), &*timer).await;
    let calls = wire.sent();
    assert!(calls.iter().all(|sent| body(sent).contains(r#""payment_id":"payment_47""#)), "never another id");
    let sales: Vec<_> = calls.iter().filter(|sent| sent.uri().path() == SALE).map(body).collect();
    assert!(sales.windows(2).all(|pair| pair[0] == pair[1]), "the same sale");
    Run { result, paths: paths(&wire), waits: timer.waits() }
}

fn is_paid(result: &Result<Begun, monetix_client::Error>) -> bool {
    matches!(result, Ok(Begun::Known(report)) if matches!(report.observation(), Observation::Paid(_)))
}

#[tokio::test]
async fn an_accepted_sale_asks_nothing() {
    let run = run([accepted()]).await;
    assert!(matches!(run.result, Ok(Begun::Accepted(_))));
    assert_eq!(run.paths, [SALE]);
}

#[tokio::test]
async fn f03_a_sale_whose_answer_was_lost_is_asked_about() {
    for lost in [lost(), http(502, "<html>"), http(200, "<html>"), refused("602"), http(200, "{}")] {
        let run = run([lost, known()]).await;
        assert!(is_paid(&run.result));
        assert_eq!((run.paths, run.waits), (vec![SALE.to_owned(), STATUS.to_owned()], 0));
    }
}

/// "Not found" says nothing for ten seconds; afterwards it was not begun, and is sent once more.
#[tokio::test]
async fn f03_a_sale_that_never_arrived_is_sent_again_after_ten_seconds_under_its_id() {
    let run = run([lost(), unknown(), unknown(), accepted()]).await;
    assert!(matches!(run.result, Ok(Begun::Accepted(_))));
    assert_eq!((run.paths, run.waits), ([SALE, STATUS, STATUS, SALE].map(str::to_owned).to_vec(), 1));
}

#[tokio::test]
async fn a_sale_that_arrived_late_is_found() {
    let run = run([lost(), unknown(), known()]).await;
    assert!(is_paid(&run.result));
    assert_eq!(run.waits, 1);
}

/// The first one arrived after all, between the question and the second one.
#[tokio::test]
async fn an_id_that_exists_leads_to_the_payment() {
    assert!(is_paid(&run([refused("3041"), known()]).await.result));
    assert!(is_paid(&run([lost(), unknown(), unknown(), refused("3041"), known()]).await.result));
}

/// The same by the code of an operation that was asked for before.
#[tokio::test]
async fn a_duplicate_leads_to_the_payment() {
    assert!(is_paid(&run([refused("3613"), known()]).await.result));
    assert!(is_paid(&run([lost(), unknown(), unknown(), refused("3613"), known()]).await.result));
    let run = run([refused("3613"), unknown()]).await;
    assert_eq!(run.result.unwrap_err().outcome(), Outcome::Unknown);
}

/// A server that fails, or an answer to somebody else, does not say that there is no payment.
#[tokio::test]
async fn only_a_not_found_of_this_payment_has_it_sent_again() {
    for answer in [
        http(500, sample("status-not-found")),
        http(503, r#"{"status":"error","code":"3061"}"#),
        http(200, sample("status-not-found").replace("payment_47", "payment_48")),
        http(200, r#"{"status":"error","code":"3061","payment_id":"payment_48"}"#),
    ] {
        let run = run([lost(), answer]).await;
        assert_eq!(run.result.unwrap_err().outcome(), Outcome::Unknown);
        assert_eq!(run.paths, [SALE, STATUS]);
    }
}

#[tokio::test]
async fn a_sale_is_on_the_wire_twice_at_most() {
    let run = run([lost(), unknown(), unknown(), lost()]).await;
    assert_eq!(run.result.unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(run.paths.iter().filter(|path| *path == SALE).count(), 2);
}

/// No answer to the question leaves the sale open, whatever the question's own outcome is.
#[tokio::test]
async fn a_question_without_an_answer_leaves_it_open() {
    for answers in [
        vec![lost(), http(500, "")],
        vec![lost(), refused("2004")],
        vec![lost(), http(403, "")],
        vec![lost(), unknown(), refused("3261")],
        vec![refused("3041"), unknown()],
        vec![lost(), http(200, report("success", ""))],
    ] {
        let run = run(answers).await;
        let error = run.result.unwrap_err();
        assert_eq!((error.operation(), error.outcome()), (SALE, Outcome::Unknown));
        assert!(
            std::error::Error::source(&error)
                .is_some_and(<dyn std::error::Error>::is::<monetix_client::Error>)
        );
        assert_eq!(run.paths.iter().filter(|path| *path == SALE).count(), 1);
    }
}

#[tokio::test]
async fn a_refused_sale_is_refused() {
    let run = run([refused("2641")]).await;
    let error = run.result.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Api(_)));
    assert_eq!((error.outcome(), run.paths.len()), (Outcome::Refused, 1));
}

/// The clock was an hour ahead when the sale was sent, and is right now.
#[tokio::test]
async fn a_clock_that_went_back_is_waited_for_no_longer_than_ten_seconds() {
    let wire = Wire::script([unknown(), unknown(), accepted()]);
    let timer = JumpClock::new();
    let sent_at = NOW.after(std::time::Duration::from_hours(1));
    let begun = client(&wire, settings()).recover_sale(&sale(), sent_at, &*timer).await.unwrap();
    assert!(matches!(begun, Begun::Accepted(_)));
    assert_eq!(pay_core::Clock::now(&*timer), NOW.after(monetix_client::SETTLES_AFTER));
}

/// After a crash the sale is asked about first, and ten seconds have long passed.
#[tokio::test]
async fn f05_a_sale_that_may_have_been_sent_before_a_crash_is_asked_about_first() {
    let wire = Wire::script([unknown(), accepted()]);
    let timer = JumpClock::new();
    let sent_at = NOW.before(std::time::Duration::from_mins(1));
    let begun = client(&wire, settings()).recover_sale(&sale(), sent_at, &*timer).await.unwrap();
    assert!(matches!(begun, Begun::Accepted(_)));
    assert_eq!((paths(&wire), timer.waits()), ([STATUS, SALE].map(str::to_owned).to_vec(), 0));
}

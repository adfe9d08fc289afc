//! The 19 bodies that the callback classes of the public kits were given (appendix B), through the client's own parser.

use monetix_client::{Notifications, PaymentStatus};
use pay_core::{NoticeError, Secret, Trust};
use serde::Deserialize;

use crate::wire::{read_by, sample, settings};

#[derive(Deserialize)]
struct Checks {
    callback_checks: Vec<Check>,
}

#[derive(Deserialize)]
struct Check {
    id: String,
    secret: String,
    body: String,
    recommended: String,
}

/// Declares one test a body, and the list of all.
macro_rules! bodies {
    ($($test:ident $id:literal: $verdict:ident,)*) => {
        $(
            #[test]
            fn $test() {
                check($id, Verdict::$verdict);
            }
        )*

        const TESTED: &[&str] = &[$($id),*];
    };
}

/// What becomes of a body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Verified, and its status can be read.
    Accepted,
    /// Verified, and its signature fits another document.
    Ambiguous,
    Rejected,
}

bodies! {
    top "top": Accepted,
    general_only "general-only": Accepted,
    general_with_project "general-with-project": Accepted,
    top_and_nested_removed "top-and-nested-removed": Rejected,
    nested_after_top "nested-after-top": Rejected,
    nested_kept "nested-kept": Rejected,
    in_list_removed "in-list-removed": Rejected,
    in_list_kept "in-list-kept": Rejected,
    null_signature "null-signature": Rejected,
    empty_signature "empty-signature": Rejected,
    missing "missing": Rejected,
    frame_mode_injected "frame-mode-injected": Accepted,
    empty_array_injected "empty-array-injected": Accepted,
    type_confusion_1_true "type-confusion-1-true": Accepted,
    semicolon_resplit "semicolon-resplit": Ambiguous,
    whitespace_in_sig "whitespace-in-sig": Rejected,
    wrong "wrong": Rejected,
    body_wrapper "body-wrapper": Rejected,
    sig_object "sig-object": Rejected,
}

fn checks() -> Vec<Check> {
    let Checks { callback_checks } = serde_json::from_str(&sample("signature-vectors")).unwrap();
    callback_checks
}

#[test]
fn every_body_has_its_test() {
    assert_eq!(checks().iter().map(|check| check.id.as_str()).collect::<Vec<_>>(), TESTED);
    assert_eq!(TESTED.len(), 19);
}

fn check(id: &str, verdict: Verdict) {
    let check = checks().into_iter().find(|check| check.id == id).unwrap();
    assert_eq!(
        check.recommended.starts_with("reject"),
        verdict != Verdict::Accepted,
        "{}",
        check.recommended
    );
    assert_eq!(check.secret, "secret");
    let notifications = Notifications::new(&settings()).or_secret(Secret::new("next").unwrap());
    let notice = read_by(&notifications, &check.body);
    if verdict == Verdict::Rejected {
        assert_eq!(notice, Err(NoticeError::NotAuthentic));
        return;
    }
    // No body of these names project, type and amount, so none of them can be acted upon without a question.
    assert_eq!(notice.unwrap().trust, Trust::Hint);
    let received = notifications.receive(check.body.as_bytes()).unwrap();
    let signed = notifications.verify(&received).unwrap();
    assert_eq!(signed.is_ambiguous(), verdict == Verdict::Ambiguous);
    let report = signed.report();
    assert!(!format!("{report:?}").contains("evil"), "what is not covered is not read");
    if verdict == Verdict::Ambiguous {
        assert_eq!(report.status(), None);
    } else {
        assert_eq!(report.payment_id().unwrap().as_str(), "p1");
        assert_eq!(report.status(), Some(&PaymentStatus::Success));
    }
}

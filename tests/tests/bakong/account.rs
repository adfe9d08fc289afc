//! Only error code 11 says that an account is absent (section 3.5).

use bakong_client::{AccountCheck, ErrorKind, Unreachable};
use pay_core::AccountId;

use crate::wire::{answered, fixture, http};

async fn check(body: &str) -> Result<AccountCheck, ErrorKind> {
    let account = AccountId::new("user@bank").unwrap();
    answered(http(200, body.to_owned())).check_account(&account).await.map_err(|error| error.kind().clone())
}

#[tokio::test]
async fn no_other_code_is_an_absent_account() {
    for code in ["1", "3", "12", "10", "null", "999"] {
        let body = format!(
            r#"{{"responseCode":1,"responseMessage":"Account ID not found","errorCode":{code},"data":null}}"#
        );
        let error = check(&body).await.unwrap_err();
        assert!(error.api().is_some_and(|api| api.http == 200), "{code}: {error}");
    }
    let body = r#"{"responseCode":1,"errorCode":"11"}"#;
    assert_eq!(check(body).await, Ok(AccountCheck::Absent));
}

#[tokio::test]
async fn pages_and_outages_are_no_absent_account() {
    let account = AccountId::new("user@bank").unwrap();
    let error = answered(fixture(403, "f13-forbidden.html")).check_account(&account).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unreachable(Unreachable::Forbidden));
    let error = check(r#"{"responseCode":1,"errorCode":9}"#).await.unwrap_err();
    assert_eq!(error, ErrorKind::Unreachable(Unreachable::Upstream));
}

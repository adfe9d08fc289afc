//! `khpay bakong`: questions to the National Bank's Open API.

mod check;
mod connection;
mod token;

use std::sync::Arc;

use bakong_client::endpoint::{GenerateDeeplink, SourceInfo};
use bakong_client::{AccountCheck, Error, ErrorKind};
use khqr_emv::Khqr;
use pay_core::AccountId;
use serde_json::json;

pub(crate) use self::check::{finding_json, finding_line};
use crate::cli::Bakong;
use crate::exit::{Exit, Failure, Report, chain};

pub(crate) async fn run(command: Bakong) -> Result<Report, Failure> {
    match command {
        Bakong::Check { connection, by } => check::run(&connection, by).await,
        Bakong::Account { connection, account } => {
            let account = AccountId::new(account).map_err(Failure::bad_input)?;
            let found = connection::open(&connection)?.check_account(&account).await.map_err(failure)?;
            let exists = matches!(found, AccountCheck::Exists { .. });
            Ok(Report {
                text: format!("{account}: {}", if exists { "exists" } else { "does not exist" }),
                json: json!({ "account": account.as_str(), "exists": exists }),
                exit: if exists { Exit::Yes } else { Exit::No },
            })
        }
        Bakong::Deeplink { place, code, app_name, app_icon, callback } => {
            let khqr = Khqr::parse(&code).map_err(Failure::bad_input)?;
            let mut question = GenerateDeeplink::new(&khqr);
            if let (Some(name), Some(icon), Some(callback)) = (app_name, app_icon, callback) {
                let source = SourceInfo::new(icon, name, callback).map_err(Failure::bad_input)?;
                question = question.source_info(source);
            }
            let bakong = connection::at(&place, Arc::new(connection::NoToken))?;
            let link = bakong.generate_deeplink(&question).await.map_err(failure)?;
            Ok(Report {
                text: link.to_string(),
                json: json!({ "shortLink": link.as_str() }),
                exit: Exit::Yes,
            })
        }
        Bakong::Token(command) => token::run(command).await,
    }
}

/// A question that Bakong did not answer: our input, or the provider and the network.
fn failure(error: Error) -> Failure {
    match error.kind() {
        ErrorKind::InvalidRequest(_) => Failure::bad_input(error),
        _ => Failure::provider(chain(&error)),
    }
}

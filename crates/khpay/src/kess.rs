//! `khpay kess`: any service of the gateway, by its name.

use std::path::Path;
use std::sync::Arc;

use kess_client::service::{Raw, SERVICES};
use kess_client::{Credentials, ErrorKind, Fields, Kess, Settings, SignType};
use pay_core::{Effect, Outcome, Secret};
use pay_watch::SystemClock;
use serde_json::{Value, json};

use crate::cli;
use crate::document;
use crate::exit::{Exit, Failure, Report, chain};
use crate::secrets;

pub(crate) async fn run(command: cli::Kess) -> Result<Report, Failure> {
    match command {
        cli::Kess::Services => Ok(services()),
        cli::Kess::Call { connection, service, document, moves_money } => {
            call(&connection, &service, document.as_deref(), moves_money).await
        }
    }
}

/// The services of the document, from the client's own table.
fn services() -> Report {
    let effect = |effect| match effect {
        Effect::Read => "reads",
        Effect::Create => "creates",
        _ => "moves money",
    };
    let width = SERVICES.iter().map(|facts| facts.name.len()).max().unwrap_or(0);
    let lines: Vec<String> =
        SERVICES.iter().map(|facts| format!("{:width$}  {}", facts.name, effect(facts.effect))).collect();
    let json = SERVICES.iter().map(|facts| json!({ "service": facts.name, "effect": effect(facts.effect) }));
    Report { text: lines.join("\n"), json: json.collect::<Vec<Value>>().into(), exit: Exit::Yes }
}

/// One request, whatever comes of it.
async fn call(
    connection: &cli::KessConnection,
    service: &str,
    document: Option<&Path>,
    moves_money: bool,
) -> Result<Report, Failure> {
    // The document spells some names in two ways, so capitals do not count.
    let known = SERVICES.iter().find(|facts| facts.name.eq_ignore_ascii_case(service));
    if known.is_none_or(|facts| facts.effect == Effect::MoneyOut) && !moves_money {
        let why = if known.is_some() { "moves money" } else { "is not in the document, and may move money" };
        return Err(Failure::bad_input(format_args!("{service} {why}: say so with --moves-money")));
    }
    let fields = Fields::from_json(&document::read(document)?).map_err(Failure::bad_input)?;
    let kess = Kess::connect(settings(connection)?, Arc::new(SystemClock))
        .map_err(|error| Failure::provider(chain(&error)))?;
    match kess.call_raw(Raw::new(service, fields)).await {
        Ok(data) => {
            let json: Value = serde_json::from_str(data.get()).map_err(Failure::provider)?;
            let text = serde_json::to_string_pretty(&json).map_err(Failure::provider)?;
            Ok(Report { text, json, exit: Exit::Yes })
        }
        Err(error) if matches!(error.kind(), ErrorKind::InvalidRequest(_)) => {
            Err(Failure::bad_input(chain(&error)))
        }
        Err(error) => {
            let outcome = match error.outcome() {
                Outcome::NotSent => "nothing was sent",
                Outcome::Refused => "kess did not do it",
                _ => "kess may have done it: ask before sending it again",
            };
            Err(Failure::provider(format_args!("{} ({outcome})", chain(&error))))
        }
    }
}

fn settings(connection: &cli::KessConnection) -> Result<Settings, Failure> {
    let secret = |what: &str, variable: &str| -> Result<Secret, Failure> {
        let folder = connection.secrets.as_ref().map(|folder| folder.join(variable));
        secrets::read(what, folder.as_deref(), variable)
    };
    let credentials = Credentials::new(
        secret("client id", "KESS_CLIENT_ID")?,
        secret("client secret", "KESS_CLIENT_SECRET")?,
        secret("user name", "KESS_USERNAME")?,
        secret("password", "KESS_PASSWORD")?,
    );
    let base = connection.base_url.parse().map_err(Failure::bad_input)?;
    let settings =
        Settings::new(base, credentials, &connection.seller_code, secret("api secret", "KESS_API_SECRET")?)
            .map_err(Failure::bad_input)?;
    Ok(if connection.md5 { settings.sign_type(SignType::Md5) } else { settings })
}

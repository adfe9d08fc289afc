//! `khpay sandbox`: the providers' double, until it is stopped.

use std::time::Duration;

use serde_json::json;

use crate::cli;
use crate::exit::{Exit, Failure, Report};
use crate::output;

pub(crate) async fn run(arguments: cli::Sandbox, json: bool) -> Result<Report, Failure> {
    let sandbox = pay_sandbox::Sandbox::builder()
        .bind(arguments.bind)
        .port(arguments.port)
        .seed(arguments.seed)
        .daily_quota(Some(arguments.daily_quota).filter(|limit| *limit > 0))
        .running_clock()
        .start()
        .await
        .map_err(|error| {
            Failure::bad_input(format_args!(
                "cannot listen on {}, port {}: {error}",
                arguments.bind, arguments.port
            ))
        })?;
    let (url, token) = (sandbox.base_url(), sandbox.token());
    let lines = if json {
        json!({ "baseUrl": url, "control": format!("{url}/_sandbox"), "bakongToken": token }).to_string()
    } else {
        format!(
            "sandbox on {url}\n\
             \x20 scan and pay    {url}/pay\n\
             \x20 control         {url}/_sandbox\n\
             \x20 bakong          export BAKONG_BASE_URL={url}\n\
             \x20                 export BAKONG_TOKEN={token}\n\
             stop it with control-C"
        )
    };
    output::print_line(&lines);
    let stopped = tokio::signal::ctrl_c().await;
    stopped.map_err(|error| Failure::provider(format_args!("cannot wait for control-C: {error}")))?;
    // Whoever asks right now gets an answer first, but does not keep us.
    let _ = tokio::time::timeout(Duration::from_secs(5), sandbox.stop()).await;
    Ok(Report { text: String::new(), json: json!({ "stopped": true }), exit: Exit::Yes })
}

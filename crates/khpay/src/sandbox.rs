//! `khpay sandbox`: the providers' double, until it is stopped.

use std::time::Duration;

use pay_sandbox::{Airpay, Kess, Monetix, Sandbox, Vexora};
use serde_json::json;

use crate::cli;
use crate::exit::{Exit, Failure, Report};
use crate::output;

pub(crate) async fn run(arguments: cli::Sandbox, json: bool) -> Result<Report, Failure> {
    let sandbox = Sandbox::builder()
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
    let project_id = Monetix::PROJECT_ID.to_string();
    let environment = [
        ("BAKONG_BASE_URL", url),
        ("BAKONG_TOKEN", &token),
        ("KESS_BASE_URL", url),
        ("KESS_SELLER_CODE", Kess::SELLER_CODE),
        ("KESS_CLIENT_ID", Kess::CLIENT_ID),
        ("KESS_CLIENT_SECRET", Kess::CLIENT_SECRET),
        ("KESS_USERNAME", Kess::USERNAME),
        ("KESS_PASSWORD", Kess::PASSWORD),
        ("KESS_API_SECRET", Kess::API_SECRET_KEY),
        ("MONETIX_PAGE_URL", url),
        ("MONETIX_GATE_URL", url),
        ("MONETIX_PROJECT_ID", &project_id),
        ("MONETIX_SECRET_KEY", Monetix::SECRET_KEY),
        ("VEXORA_BASE_URL", url),
        ("VEXORA_MERCHANT_NO", Vexora::MERCHANT_NO),
        ("VEXORA_APP_SECRET", Vexora::APP_SECRET),
        ("AIRPAY_BASE_URL", url),
        ("AIRPAY_API_KEY", Airpay::API_KEY),
    ];
    let lines = if json {
        let environment: serde_json::Map<_, _> =
            environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
        json!({ "baseUrl": url, "control": format!("{url}/_sandbox"), "environment": environment })
            .to_string()
    } else {
        let exports: Vec<String> =
            environment.iter().map(|(name, value)| format!("export {name}={value}")).collect();
        format!(
            "# sandbox on {url}; scan and pay at {url}/pay; control at {url}/_sandbox; control-C ends it\n{}",
            exports.join("\n")
        )
    };
    output::print_line(&lines);
    let stopped = tokio::signal::ctrl_c().await;
    stopped.map_err(|error| Failure::provider(format_args!("cannot wait for control-C: {error}")))?;
    // Whoever asks right now gets an answer first, but does not keep us.
    let _ = tokio::time::timeout(Duration::from_secs(5), sandbox.stop()).await;
    Ok(Report { text: String::new(), json: json!({ "stopped": true }), exit: Exit::Yes })
}

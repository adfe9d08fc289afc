//! Airpay: the payer follows a link, a postback arrives, and nobody can be asked whether it is true.

use std::sync::Arc;

use airpay_client::{
    Airpay, Ewallet, Msisdn, Notifications, Payer, PostbackUrl, ReturnUrl, Settings, StoredOrder, Tracking,
};
use pay_core::{Checkout as _, Opened, Secret};
use pay_sandbox::{Airpay as Double, AirpayPay, Sandbox};
use serde_json::json;

use super::desk::{SETTLING, coverage};
use super::link::link;
use super::listener::{Address, Listener};
use super::story::Story;
use super::table::Row;
use super::{PAYER_TAKES, Played, RETURN_URL, jump, not_opened, order, paid_amount};
use crate::cli::Demo;
use crate::exit::{Exit, Failure, Report, chain};

/// The last segment is what tells Airpay's postbacks from anybody's; a shop draws its own.
const POSTBACK_PATH: &str = "/airpay/9f2d4c1b7a8e4f60b3c5d7e9a1f20486";
const UNCONFIRMED: &str = "unconfirmed";

pub(super) async fn run(sandbox: &Sandbox, arguments: &Demo, mut story: Story) -> Result<Played, Failure> {
    let clock = sandbox.clock();
    let address = Address::take(POSTBACK_PATH).await?;
    sandbox.airpay().postback_to(address.url());
    let url = Secret::new(address.url()).map_err(Failure::provider)?;
    let url = PostbackUrl::on_loopback(url).map_err(Failure::provider)?;
    let listener = address.listen(Arc::new(Notifications::new(url)), Arc::new(clock.clone()));

    let opened = checkout(sandbox)?.open(&order(arguments.amount)?, clock.now()).await;
    let opened = opened.map_err(|error| not_opened(&error))?;
    story.opened(&opened, link(&opened)?)?;
    story.step(clock.now(), "opened", "opened at airpay; the request carries a key, and nothing is signed");

    let mut signature = "no postback came".to_owned();
    if let Some(amount) = paid_amount(arguments.pay, arguments.amount) {
        jump(sandbox, clock.now().after(PAYER_TAKES));
        sandbox.airpay().pay(link(&opened)?, AirpayPay::new().amount(amount)).map_err(Failure::provider)?;
        story.step(clock.now(), "payer", &format!("the payer follows the link and pays {amount}"));
        clock.advance(SETTLING);
        sandbox.airpay().notified().await;
        signature = hear(&listener, &opened, sandbox, &mut story);
    }
    jump(sandbox, opened.expected.expires_at());
    story.step(clock.now(), "expired", "the payer's time is over, and airpay has no question to be asked");
    let row = Row {
        provider: "Airpay",
        payer: "follows a link",
        confirmed: "nobody".to_owned(),
        signature,
        verdict: UNCONFIRMED,
    };
    Ok(Played { report: report(&story, &opened, sandbox), row })
}

fn checkout(sandbox: &Sandbox) -> Result<Ewallet, Failure> {
    let base = sandbox.base_url().parse().map_err(Failure::provider)?;
    let key = Secret::new(Double::API_KEY).map_err(Failure::provider)?;
    let settings = Settings::new(base, key).map_err(Failure::provider)?;
    let airpay = Airpay::connect(settings, Arc::new(sandbox.clock().clone()));
    let airpay = airpay.map_err(|error| Failure::provider(chain(&error)))?;
    let msisdn = Msisdn::new("85512345678").map_err(Failure::provider)?;
    let payer = Payer::new("Sok Dara", "dara@example.com", msisdn).map_err(Failure::provider)?;
    let tracking = Tracking::new("click-1", "shop").map_err(Failure::provider)?;
    let return_url = ReturnUrl::new(RETURN_URL).map_err(Failure::provider)?;
    Ok(Ewallet::new(Arc::new(airpay), payer, tracking, return_url))
}

/// What the postbacks claim about the stored order, and what their signature covers.
fn hear(listener: &Listener, opened: &Opened, sandbox: &Sandbox, story: &mut Story) -> String {
    let mut covered = "no postback came".to_owned();
    let stored = StoredOrder::of(opened);
    for notice in listener.take() {
        covered = format!("{}: it is not signed", coverage(&notice.trust));
        let is_ours = stored.as_ref().is_some_and(|stored| stored.platform_id().to_key() == notice.key);
        let about = if is_ours { "names this order" } else { "names no order of ours" };
        let claim = notice.claim.status();
        let text =
            format!("a postback {about} and says {claim}, without an amount; anybody could have sent it");
        story.step(sandbox.clock().now(), "postback", &text);
    }
    covered
}

fn report(story: &Story, opened: &Opened, sandbox: &Sandbox) -> Report {
    const ADVICE: &str = "The order is not settled, and cannot be: Airpay's postback is unsigned and names no \
        amount, and there is no question that it answers. Look the payment up in Airpay's dashboard, by its own \
        number and the amount, before goods are handed out.";
    let (key, requests) = (opened.expected.key(), sandbox.journal().len());
    let text = format!(
        "\n{UNCONFIRMED}\n  order        {}\n  trx_id       {key}\n  requests     {requests} on the wire\n\n{ADVICE}",
        opened.id
    );
    let json = json!({
        "ending": UNCONFIRMED,
        "order": opened.id.as_str(),
        "trx_id": key.as_str(),
        "steps": story.steps(),
        "checks": [],
        "transaction": null,
        "requests": requests,
    });
    Report { text, json, exit: Exit::Review }
}

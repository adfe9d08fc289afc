//! The pages, for a person with a browser: plain HTML, no script, nothing from elsewhere.

mod airpay;
mod home;
mod html;
mod kess;
mod monetix;
mod payer;
#[cfg(test)]
mod tests;
mod vexora;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use self::monetix::{hosted, refused};
use crate::sandbox::Parts;

pub(crate) fn router(parts: &Parts) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/pay", get(payer::show).post(payer::pay))
        .route("/l/{link}", get(payer::open))
        .route("/pay/{token}", get(kess::show).post(kess::pay))
        .route("/ccpay/{token}", get(kess::show_saved))
        .route("/otp/{token}", get(kess::show_otp).post(kess::enter_otp))
        .route("/spa/inti-card", get(kess::show_save).post(kess::save))
        .route("/airpay/pay/{token}", get(airpay::show).post(airpay::pay))
        .route("/vexora/pay", get(vexora::show).post(vexora::pay))
        .route("/monetix/{token}", get(monetix::show).post(monetix::show))
        .route("/monetix/{token}/pay", post(monetix::pay))
        .with_state(parts.clone())
}

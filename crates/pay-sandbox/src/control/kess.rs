//! `/_sandbox/kess/..`.

mod merchant;
mod notification;
mod order;
mod refund;

use axum::Router;
use axum::routing::{delete, get, post};

use crate::sandbox::Parts;

pub(super) fn router() -> Router<Parts> {
    Router::new()
        .route("/merchant", get(merchant::merchant))
        .route("/tokens", delete(merchant::revoke))
        .route("/accounts", post(merchant::add_account))
        .route("/cards", post(merchant::buy))
        .route("/otp", post(merchant::otp))
        .route("/pay", post(order::pay))
        .route("/orders", get(order::orders).post(order::tell))
        .route("/refunds", get(refund::refunds).post(refund::change_refund))
        .route("/notifications", get(notification::notifications).post(notification::notify))
}

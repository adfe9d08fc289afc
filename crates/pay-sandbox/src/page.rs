//! The pages, for a person with a browser: plain HTML, no script, nothing from elsewhere.

mod home;
mod html;
mod payer;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;

use crate::sandbox::Parts;

pub(crate) fn router(parts: &Parts) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/pay", get(payer::show).post(payer::pay))
        .route("/l/{link}", get(payer::open))
        .with_state(parts.clone())
}

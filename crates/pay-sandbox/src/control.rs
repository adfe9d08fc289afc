//! The control interface.

use axum::Router;

use crate::sandbox::Parts;

pub(crate) fn router(_parts: &Parts) -> Router {
    Router::new()
}

//! Bodies that misbehave on the socket. The length in the header is always that of the whole body.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::Cut;

/// Breaks the body off after `keep` bytes; one that is no longer than that, at its end.
pub(crate) fn truncate(response: Response<Bytes>, keep: usize) -> Response {
    response.map(|whole| Body::new(Truncated { sent: false, keep: keep.min(whole.len()), whole }))
}

/// Sends the body in pieces of `chunk` bytes with a pause before each.
pub(crate) fn drip(response: Response<Bytes>, chunk: usize, pause: Duration) -> Response {
    response
        .map(|rest| Body::new(Dripping { rest, chunk: chunk.max(1), pause, sleep: Box::pin(sleep(pause)) }))
}

struct Truncated {
    whole: Bytes,
    keep: usize,
    sent: bool,
}

impl HttpBody for Truncated {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        if self.sent || self.keep == 0 {
            return Poll::Ready(Some(Err(Cut)));
        }
        self.sent = true;
        Poll::Ready(Some(Ok(Frame::data(self.whole.slice(..self.keep)))))
    }

    fn size_hint(&self) -> SizeHint {
        length(&self.whole)
    }
}

struct Dripping {
    rest: Bytes,
    chunk: usize,
    pause: Duration,
    sleep: Pin<Box<Sleep>>,
}

impl HttpBody for Dripping {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        ready!(self.sleep.as_mut().poll(context));
        self.sleep = Box::pin(sleep(self.pause));
        let chunk = self.chunk.min(self.rest.len());
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(chunk)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        length(&self.rest)
    }
}

fn length(bytes: &Bytes) -> SizeHint {
    // A length of memory is at most `isize::MAX`.
    SizeHint::with_exact(u64::try_from(bytes.len()).unwrap_or(u64::MAX))
}

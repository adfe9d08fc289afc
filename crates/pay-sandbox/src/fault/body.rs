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
    response.map(|whole| {
        let left = Some(whole.slice(..keep.min(whole.len())));
        Body::new(Truncated { length: length(&whole), left, flushed: false })
    })
}

/// Sends the body in pieces of `chunk` bytes with a pause before each.
pub(crate) fn drip(response: Response<Bytes>, chunk: usize, pause: Duration) -> Response {
    response
        .map(|rest| Body::new(Dripping { rest, chunk: chunk.max(1), pause, sleep: Box::pin(sleep(pause)) }))
}

struct Truncated {
    length: SizeHint,
    /// What is still to be sent.
    left: Option<Bytes>,
    flushed: bool,
}

impl HttpBody for Truncated {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        if let Some(left) = self.left.take().filter(|left| !left.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(left))));
        }
        if !self.flushed {
            // hyper writes head and body out when a body has nothing for the moment, and not before an error.
            self.flushed = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(Cut)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length
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

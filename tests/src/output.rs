//! What is logged and printed, to look for secrets in it.

use std::error::Error;
use std::fmt::{Debug, Write as _};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use tracing::Level;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

/// A log in memory: everything at every level, spans with their fields at each of their ends.
#[derive(Clone, Debug, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// What was logged.
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Catches what this thread logs, for as long as the guard lives.
    pub fn catch(&self) -> tracing::subscriber::DefaultGuard {
        tracing::subscriber::set_default(self.subscriber())
    }

    /// Catches what any thread logs from now on. Tests beside this one may reach the same spans first, and what they log
    /// must be clean as well.
    pub fn catch_all(&self) {
        tracing::subscriber::set_global_default(self.subscriber()).unwrap();
    }

    fn subscriber(&self) -> impl tracing::Subscriber + Send + Sync + use<> {
        tracing_subscriber::fmt()
            .with_max_level(Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(self.clone())
            .finish()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Prints a result in every way there is: as an error with its causes, and as the panic of a caller that gives up.
pub fn print<T: Debug, E: Error + 'static>(printed: &mut String, result: Result<T, E>) {
    write!(printed, "{result:?} {result:#?}").unwrap();
    let Err(error) = result else { return };
    let mut cause: Option<&dyn Error> = Some(&error);
    while let Some(error) = cause {
        write!(printed, "{error} {error:?}").unwrap();
        cause = error.source();
    }
    let gives_up = AssertUnwindSafe(|| panic!("{error:?}"));
    let panic = catch_unwind(gives_up).unwrap_err();
    *printed += panic.downcast_ref::<String>().unwrap();
}

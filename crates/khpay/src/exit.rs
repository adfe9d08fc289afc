//! What a command answers: a report for people and programs, or a failure, each with its exit code.

use std::fmt;
use std::process::ExitCode;

/// The exit codes, the same for every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Yes: valid, paid, done.
    Yes,
    /// No: invalid, unpaid.
    No,
    /// The input cannot be used.
    BadInput,
    /// The provider or the network did not answer the question.
    Provider,
    /// Something happened that a person has to look at before goods are handed out.
    Review,
}

impl Exit {
    /// Under the list of commands.
    pub(crate) const HELP: &str = "Exit codes: 0 yes (valid, paid, done), 1 no (invalid, unpaid), 2 bad input, \
        3 provider or network, 4 a person has to look (review).";

    const fn number(self) -> u8 {
        match self {
            Self::Yes => 0,
            Self::No => 1,
            Self::BadInput => 2,
            Self::Provider => 3,
            Self::Review => 4,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::BadInput => "bad_input",
            Self::Provider => "provider",
            Self::Review => "review",
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.number().into()
    }
}

/// What a command found out, twice: for a person and for a program.
#[derive(Debug)]
pub(crate) struct Report {
    /// Lines for a person, without a newline at the end. Nothing is printed where it is empty.
    pub(crate) text: String,
    /// The same for a program.
    pub(crate) json: serde_json::Value,
    pub(crate) exit: Exit,
}

/// Why a command could not answer.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
}

impl Failure {
    pub(crate) fn bad_input(message: impl fmt::Display) -> Self {
        Self { exit: Exit::BadInput, message: message.to_string() }
    }

    pub(crate) fn provider(message: impl fmt::Display) -> Self {
        Self { exit: Exit::Provider, message: message.to_string() }
    }

    /// The same, and which of several it was.
    pub(crate) fn of(self, name: &str) -> Self {
        Self { message: format!("{name}: {}", self.message), ..self }
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    pub(crate) fn to_json(&self) -> serde_json::Value {
        serde_json::json!({ "error": { "kind": self.exit.as_str(), "message": self.message } })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// An error and what caused it, in one line: `no connection: connection refused`.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        source = cause.source();
    }
    line
}

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// The command, without the variables of whoever runs the tests.
pub(crate) fn khpay(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_khpay"));
    command.args(arguments).stdin(Stdio::null());
    for variable in ["BAKONG_TOKEN", "BAKONG_EMAIL", "BAKONG_BASE_URL", "KHPAY_LOG"] {
        command.env_remove(variable);
    }
    command
}

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().expect("the command ends by itself"),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).expect("stdout is one JSON document")
    }
}

pub(crate) fn run(arguments: &[&str]) -> Ran {
    Ran::of(khpay(arguments).output().expect("the command starts"))
}

/// Runs with `input` on standard input.
pub(crate) fn run_on(arguments: &[&str], input: &str) -> Ran {
    let mut command = khpay(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    let input = input.to_owned();
    // Beside it, so that neither side waits for the other with a full pipe.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("the command ends");
    // A command that does not read its input is judged by what it answers.
    let _ = writer.join().expect("the writer does not panic");
    Ran::of(output)
}

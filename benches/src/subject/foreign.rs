//! Peers in other languages: each measures itself inside its own process, and prints nanoseconds.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::input::{CREATED, Inputs, full_builder};
use crate::measure::{Rounds, Task};
use crate::table::{Row, time};
use khqr_emv::{MAX_ENCODED, decode, verify};

/// A peer: who, the program that runs it, and its script.
struct Peer {
    name: &'static str,
    program: &'static str,
    script: &'static str,
}

const PEERS: [Peer; 3] = [
    Peer { name: "npm bakong-khqr", program: "node", script: "bakong-khqr.cjs" },
    Peer { name: "npm ts-khqr", program: "node", script: "ts-khqr.cjs" },
    Peer { name: "PyPI bakong-khqr", program: "venv/bin/python", script: "bakong_khqr_peer.py" },
];

const OPERATIONS: [&str; 3] = ["decode", "verify", "encode"];

/// The rows of the peers. `installed` is the folder into which `cargo xtask bench` put them.
pub fn rows(inputs: &Inputs, installed: &Path) -> Vec<Row> {
    let buffer = &mut [0; MAX_ENCODED];
    let full = inputs.full.as_str();
    let rounds = Rounds::run(
        100,
        vec![
            Task::new(|| decode(full)),
            Task::new(|| verify(full, CREATED)),
            Task::new(|| full_builder().encode(CREATED, buffer).map(str::len).ok()),
        ],
    );
    let ours = [0, 1, 2].map(|task| rounds.nanos(task));
    PEERS.iter().flat_map(|peer| rows_of(peer, installed, full, ours)).collect()
}

fn rows_of(peer: &Peer, installed: &Path, full: &str, ours: [f64; 3]) -> Vec<Row> {
    let answer = match run(peer, installed, full) {
        Ok(answer) => answer,
        Err(reason) => return vec![Row::new(format!("codes, {}", peer.name), format!("missing: {reason}"))],
    };
    let version = answer["version"].as_str().unwrap_or("?");
    let mut rows = Vec::new();
    for (operation, ours) in OPERATIONS.iter().zip(ours) {
        if let Some(nanos) = answer[operation].as_f64() {
            rows.push(
                Row::new(format!("{operation}, full code"), time(ours))
                    .peer(format!("{} {version}, {}", peer.name, time(nanos)))
                    .told("times as fast as the peer", nanos / ours),
            );
        }
    }
    rows
}

/// What the script printed: `{"version": "..", "decode": ns, ..}`.
fn run(peer: &Peer, installed: &Path, full: &str) -> Result<Value, String> {
    let in_folder = installed.join(peer.program);
    let program = if in_folder.is_file() { in_folder } else { peer.program.into() };
    let script = installed.join(peer.script);
    if !script.is_file() {
        return Err("not installed".to_owned());
    }
    let output = Command::new(program)
        .arg(script)
        .arg(full)
        .arg(CREATED.as_millis().to_string())
        .current_dir(installed)
        .output()
        .map_err(|error| format!("{} does not run: {error}", peer.program))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        return Err(text.lines().last().unwrap_or("it failed without a word").to_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("unreadable answer: {error}"))
}

//! The command: its start, its size, and a million codes through it.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::input::{CREATED, Inputs};
use crate::measure::{Rounds, Task, median};
use crate::table::{Bound, Row, figures, time};

const MILLION: usize = 1_000_000;

/// The rows of the command. `folder` is for the codes, which are removed again.
pub fn rows(inputs: &Inputs, khpay: &Path, folder: &Path) -> Vec<Row> {
    let mut rows = vec![start(khpay), size(khpay)];
    rows.push(lines(inputs, khpay, folder).unwrap_or_else(|error| {
        Row::new("khpay khqr verify --lines", format!("failed: {error}")).goal(
            "runs",
            0.0,
            Bound::AtLeast(1.0),
        )
    }));
    rows
}

fn start(khpay: &Path) -> Row {
    let run = |program: &Path, argument: &str| {
        let status = Command::new(program).arg(argument).stdout(Stdio::null()).status();
        assert!(status.is_ok_and(|status| status.success()), "{} runs", program.display());
    };
    let floor = Path::new("/bin/true");
    let rounds = if floor.is_file() {
        Rounds::run(60, vec![Task::new(|| run(floor, "")), Task::new(|| run(khpay, "--version"))])
    } else {
        Rounds::run(60, vec![Task::new(|| run(khpay, "--version")), Task::new(|| run(khpay, "--version"))])
    };
    let row = Row::new("start of khpay --version", time(rounds.nanos(1)))
        .goal("ms", rounds.nanos(1) / 1e6, Bound::AtMost(10.0))
        .noise(rounds.noise());
    if floor.is_file() { row.floor(format!("/bin/true, {}", time(rounds.nanos(0)))) } else { row }
}

fn size(khpay: &Path) -> Row {
    let bytes = fs::metadata(khpay).map_or(0, |file| file.len());
    Row::new("size of the release binary of khpay", megabytes(bytes))
}

fn megabytes(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with three figures")]
    let megabytes = bytes as f64 / 1e6;
    format!("{} MB", figures(megabytes))
}

/// A million codes, and what is resident at a tenth of them and at all.
fn lines(inputs: &Inputs, khpay: &Path, folder: &Path) -> io::Result<Row> {
    let file = folder.join("codes.txt");
    let mut resident = Vec::new();
    for count in [MILLION / 10, MILLION] {
        write_codes(inputs, &file, count)?;
        resident.push(verify_lines(khpay, &file)?.1);
    }
    let seconds: Vec<f64> =
        (0..3).map(|_| Ok(verify_lines(khpay, &file)?.0.as_secs_f64())).collect::<io::Result<_>>()?;
    let reading: Vec<f64> = (0..3).map(|_| read(&file)).collect::<io::Result<_>>()?;
    fs::remove_file(&file)?;
    let (seconds, reading) = (median(seconds), median(reading));
    let row = Row::new("khpay khqr verify --lines, 1,000,000 codes", format!("{} s", figures(seconds)))
        .floor(format!("reading the lines, {} s", figures(reading)))
        .told("codes per second", (1e6 / seconds).round());
    Ok(match resident[..] {
        [Some(tenth), Some(all)] => row
            .told("MB resident at 100,000", tenth / 1e3)
            .told("MB resident at 1,000,000", all / 1e3)
            .goal("times the memory of 100,000", all / tenth, Bound::AtMost(1.1)),
        _ => row,
    })
}

fn write_codes(inputs: &Inputs, file: &Path, count: usize) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    for place in 0..count {
        writeln!(out, "{}", if place % 2 == 0 { &inputs.full } else { &inputs.minimal })?;
    }
    out.flush()
}

/// How long the command takes, and the most kilobytes that were resident, where the system tells.
fn verify_lines(khpay: &Path, file: &Path) -> io::Result<(Duration, Option<f64>)> {
    let start = Instant::now();
    let mut command = Command::new(khpay)
        .args(["khqr", "verify", "--lines", "--now", &CREATED.as_millis().to_string()])
        .stdin(File::open(file)?)
        .stdout(Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", command.id());
    let mut most = None;
    loop {
        if let Some(peak) = peak(&status) {
            most = Some(peak);
        }
        if let Some(exit) = command.try_wait()? {
            let message = "a code of the benchmark is not valid";
            return if exit.success() { Ok((start.elapsed(), most)) } else { Err(io::Error::other(message)) };
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// `VmHWM:      3120 kB`.
fn peak(status: &str) -> Option<f64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

fn read(file: &Path) -> io::Result<f64> {
    let start = Instant::now();
    let mut lines = BufReader::with_capacity(1 << 16, File::open(file)?);
    let (mut line, mut bytes) = (Vec::new(), 0);
    while lines.read_until(b'\n', &mut line)? > 0 {
        bytes += line.len();
        line.clear();
    }
    std::hint::black_box(bytes);
    Ok(start.elapsed().as_secs_f64())
}

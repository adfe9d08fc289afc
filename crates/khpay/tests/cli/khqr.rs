//! The codes of the official package, through the command.

use serde_json::{Value, json};

use crate::run::{run, run_on};

fn vectors(kinds: &[&str]) -> Vec<Value> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/khqr/vectors.json");
    let text = std::fs::read_to_string(file).expect("the vectors are in the repository");
    let vectors: Value = serde_json::from_str(&text).expect("the vectors are JSON");
    let all = vectors["vectors"].as_array().expect("the vectors are a list");
    all.iter().filter(|vector| kinds.contains(&vector["kind"].as_str().unwrap_or(""))).cloned().collect()
}

fn lines(questions: &[Value]) -> String {
    questions.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")
}

fn answers(stdout: &str) -> Vec<Value> {
    stdout.lines().map(|line| serde_json::from_str(line).expect("each answer is JSON")).collect()
}

#[test]
fn verify_lines_answers_as_the_official_package_does() {
    let vectors = vectors(&["verify"]);
    let questions: Vec<Value> =
        vectors.iter().map(|vector| json!({ "qr": vector["input"], "now": vector["now"] })).collect();
    let ran = run_on(&["khqr", "verify", "--lines"], &lines(&questions));
    let answers = answers(&ran.stdout);
    assert_eq!(answers.len(), vectors.len());
    assert_eq!(ran.code, 1, "some of them are not valid");
    for (vector, answer) in vectors.iter().zip(&answers) {
        let wanted = vector.get("spec").unwrap_or(vector);
        assert_eq!(answer["isValid"], wanted["isValid"], "{}", vector["name"]);
    }
}

#[test]
fn encode_lines_writes_the_official_codes_in_order_with_errors_in_place() {
    let vectors = vectors(&["encode", "reject"]);
    // A line says what kind of code it is by its fields; vectors that say it otherwise are for the library's test.
    let vectors: Vec<&Value> = vectors
        .iter()
        .filter(|vector| (vector["op"] == "merchant") == vector["input"].get("merchantID").is_some())
        .filter(|vector| vector["input"].as_object().is_some())
        .collect();
    let questions: Vec<Value> = vectors
        .iter()
        .map(|vector| {
            let mut question = vector["input"].clone();
            question["now"] = vector["now"].clone();
            question
        })
        .collect();
    let answers = answers(&run_on(&["khqr", "encode", "--lines"], &lines(&questions)).stdout);
    assert_eq!(answers.len(), vectors.len());
    let mut written = 0;
    for (vector, answer) in vectors.iter().zip(&answers) {
        if vector["kind"] == "encode" {
            written += 1;
            assert_eq!(
                (&answer["qr"], &answer["md5"]),
                (&vector["qr"], &vector["md5"]),
                "{}",
                vector["name"]
            );
        } else {
            assert!(answer["error"].is_string(), "{}: {answer}", vector["name"]);
            // Where the official package is at fault, `spec` has the number, or none.
            let wanted = vector.get("spec").unwrap_or(vector);
            assert_eq!(
                answer.get("errorCode").unwrap_or(&Value::Null),
                &wanted["errorCode"],
                "{}",
                vector["name"]
            );
        }
    }
    assert!(written >= 70, "only {written} codes were written");
}

#[test]
fn decode_lines_reads_the_official_fields() {
    let vectors = vectors(&["decode"]);
    let questions: Vec<Value> = vectors.iter().map(|vector| vector["input"].clone()).collect();
    let ran = run_on(&["khqr", "decode", "--lines"], &lines(&questions));
    for (vector, answer) in vectors.iter().zip(answers(&ran.stdout)) {
        for (name, value) in vector["fields"].as_object().unwrap() {
            assert_eq!(&answer[name], value, "{} {name}", vector["name"]);
        }
    }
}

#[test]
fn what_encode_prints_the_others_take_from_a_pipe() {
    let encode =
        ["khqr", "encode", "--account", "coffee@devb", "--name", "Coffee House", "--amount", "1.50 USD"];
    let ran = run(&[&encode[..], &["--expires-in", "10m", "--bill", "INV-0001", "--strict"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);

    let verified = run_on(&["khqr", "verify"], &ran.stdout);
    assert_eq!(verified.code, 0, "{}", verified.stdout);
    assert!(verified.stdout.contains("amount 1.50 USD"), "{}", verified.stdout);
    assert_eq!(run_on(&["khqr", "decode", "--json"], &ran.stdout).json()["billNumber"], "INV-0001");
    assert_eq!(run_on(&["khqr", "audit", "--json"], &ran.stdout).json()["findings"], json!([]));
}

#[test]
fn a_wrong_code_is_a_no_with_its_place() {
    let ran = run(&["khqr", "verify", "0002010102126304FFFF"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.starts_with("not valid: "), "{}", ran.stdout);
    assert!(ran.stdout.contains("official error 8"), "{}", ran.stdout);
}

#[test]
fn wrong_options_are_sentences() {
    for (arguments, words) in [
        (&["khqr", "encode", "--account", "coffeedevb", "--name", "x"][..], "expected an @"),
        (&["khqr", "encode", "--account", "a@b", "--name", "x", "--amount", "1.50 USD"], "expir"),
        (&["khqr", "encode", "--account", "a@b", "--name", "x", "--expires-in", "10m"], "--amount"),
        (&["khqr", "encode", "--account", "a@b", "--name", "A name of more than twenty-five"], "25"),
        (&["khqr", "encode", "--account", "a@b", "--name", "x", "--merchant-id", "1"], "--bank"),
        (&["khqr", "encode", "--name", "x"], "--account"),
        (&["khqr", "verify"], "expected a code"),
    ] {
        let ran = run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.stderr.contains(words), "{arguments:?}: {}", ran.stderr);
        assert_eq!(ran.stdout, "", "{arguments:?}");
    }
}

#[test]
fn d30_a_decoded_name_cannot_move_the_cursor() {
    let decoded = run(&["khqr", "decode", "0002015911a\u{1b}[2J\nPaid\u{202e}"]);
    assert_eq!(decoded.code, 0, "{}", decoded.stdout);
    assert!(!decoded.stdout.contains(['\u{1b}', '\u{202e}']), "{:?}", decoded.stdout);
    assert!(decoded.stdout.contains("merchantName"), "{}", decoded.stdout);
}

#[test]
fn a_line_is_an_object_and_no_option_is_lost_beside_lines() {
    let ran = run_on(&["khqr", "encode", "--lines"], "[\"coffee@devb\",\"Positional\"]\n");
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("expected a json object"), "{}", ran.stdout);
    for option in [["--city", "Siem Reap"], ["--bill", "X1"], ["--currency", "USD"]] {
        assert_eq!(run(&[&["khqr", "encode", "--lines"][..], &option].concat()).code, 2, "{option:?}");
    }
}

/// A program in another language asks, and waits for the answer before it asks again.
#[test]
fn a_line_is_answered_before_the_next_one_comes() {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::process::Stdio;

    let mut command = crate::run::khpay(&["khqr", "verify", "--lines"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut answers = BufReader::new(stdout).lines();
    for _ in 0..2 {
        stdin.write_all(b"000201\n").unwrap();
        stdin.flush().unwrap();
        assert!(answers.next().unwrap().unwrap().contains("isValid"));
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn d30_hidden_characters_are_warned_of() {
    let ran = run(&["khqr", "encode", "--account", "a@b", "--name", "Cof\u{202e}fee"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("warning") && !ran.stderr.contains('\u{202e}'), "{}", ran.stderr);
    assert_eq!(run(&["khqr", "encode", "--account", "a@b", "--name", "Cof\u{202e}fee", "--strict"]).code, 2);
}

#[test]
fn what_is_drawn_and_not_valid_is_said() {
    let ran = run(&["khqr", "show", "hello"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stderr.contains("not valid"), "{}", ran.stderr);
    assert_eq!(run(&["khqr", "show", ""]).code, 2);
    assert_eq!(run(&["khqr", "decode", ""]).code, 2);
}

#[test]
fn a_program_gets_its_failures_as_json_too() {
    let ran = run(&["khqr", "encode", "--account", "a", "--name", "x", "--json"]);
    assert_eq!(ran.json()["error"]["kind"], "bad_input");
}

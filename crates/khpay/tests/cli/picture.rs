//! `khqr show`, read back by a decoder that is not ours.

use std::path::PathBuf;

use crate::run::{run, run_on};

const CODE: &str = "00020101021229180014jonhsmith@nbcq52045999530311654035005802KH5910Jonh Smith6010PHNOM PENH\
                    993400131742250594187011317422506541846304EA38";

fn read(side: usize, is_dark: impl FnMut(usize, usize) -> bool) -> String {
    let mut image = rqrr::PreparedImage::prepare_from_bitmap(side, side, is_dark);
    let grids = image.detect_grids();
    let (_, text) = grids.first().expect("a symbol is found").decode().expect("the symbol is readable");
    text
}

#[test]
fn the_png_scans() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("show.png");
    let path = file.to_str().expect("the target folder is UTF-8");
    assert_eq!(run(&["khqr", "show", CODE, "--png", path]).code, 0);

    let png = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(&file).unwrap()));
    let mut reader = png.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((frame.bit_depth, frame.width), (png::BitDepth::One, frame.height));
    let (side, row) = (frame.width as usize, frame.line_size);
    assert_eq!(read(side, |x, y| pixels[y * row + x / 8] & (0x80 >> (x % 8)) == 0), CODE);
}

#[test]
fn the_terminal_scans() {
    let ran = run_on(&["khqr", "show"], CODE);
    // Half blocks: two modules a character cell, one above the other.
    let cells: Vec<Vec<char>> = ran.stdout.lines().map(|line| line.chars().collect()).collect();
    let dark = |x: usize, y: usize| {
        let cell = cells.get(y / 2).and_then(|line| line.get(x)).copied().unwrap_or(' ');
        matches!((cell, y % 2), ('█', _) | ('▀', 0) | ('▄', 1))
    };
    let side = cells.len() * 2;
    // Four pixels a module, as a camera sees it.
    assert_eq!(read(side * 4, |x, y| dark(x / 4, y / 4)), CODE);
}

#[test]
fn the_svg_is_one() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("show.svg");
    let path = file.to_str().expect("the target folder is UTF-8");
    let ran = run(&["khqr", "show", CODE, "--svg", path, "--json"]);
    assert_eq!(ran.json()["files"], serde_json::json!([path]));
    let svg = std::fs::read_to_string(&file).unwrap();
    assert!(svg.contains("<svg") && svg.trim_end().ends_with("</svg>"), "{}", &svg[..80]);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let ran = run(&["khqr", "show", CODE, "--png", "no/such/folder/x.png"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("no/such/folder/x.png"), "{}", ran.stderr);
}

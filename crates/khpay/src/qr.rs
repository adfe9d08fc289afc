//! A code as a picture: for a terminal, as SVG, as PNG.

use std::io::Write;

use qrcode::render::{svg, unicode};
use qrcode::{Color, EcLevel, QrCode};

use crate::exit::Failure;

/// A QR symbol at error correction level M, which the National Bank's own generator uses.
pub(crate) struct Symbol(QrCode);

/// Pixels of one module in a PNG: prints well at 300 dots per inch.
const PNG_MODULE: usize = 10;
/// Light modules around the symbol, as ISO/IEC 18004 section 9.1 asks for.
const QUIET_ZONE: usize = 4;

impl Symbol {
    pub(crate) fn new(code: &str) -> Result<Self, Failure> {
        QrCode::with_error_correction_level(code, EcLevel::M)
            .map(Self)
            .map_err(|error| Failure::bad_input(format_args!("code does not fit a QR symbol: {error}")))
    }

    /// Two modules a character cell, light modules drawn: readable on dark and light terminals alike, because
    /// both colours are set and not left to the terminal.
    pub(crate) fn terminal(&self) -> String {
        const BLACK_ON_WHITE: &str = "\x1b[30;107m";
        const RESET: &str = "\x1b[0m";
        let blocks = self.blocks();
        blocks.lines().map(|line| format!("{BLACK_ON_WHITE}{line}{RESET}")).collect::<Vec<_>>().join("\n")
    }

    /// Two modules a character cell without colours, for what is no terminal: dark modules are drawn.
    pub(crate) fn blocks(&self) -> String {
        self.0.render::<unicode::Dense1x2>().quiet_zone(true).build()
    }

    pub(crate) fn svg(&self) -> String {
        self.0.render::<svg::Color<'_>>().quiet_zone(true).min_dimensions(400, 400).build()
    }

    /// One bit a pixel.
    pub(crate) fn png(&self, file: impl Write) -> Result<(), png::EncodingError> {
        let modules = self.0.width();
        let side = (modules + 2 * QUIET_ZONE) * PNG_MODULE;
        let pixels = u32::try_from(side).expect("a symbol has at most 177 modules a side");
        let mut encoder = png::Encoder::new(file, pixels, pixels);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let row = side.div_ceil(8);
        let mut light = vec![0xff_u8; row * side];
        for y in 0..modules {
            for x in (0..modules).filter(|x| self.0[(*x, y)] == Color::Dark) {
                let top = (y + QUIET_ZONE) * PNG_MODULE;
                let left = (x + QUIET_ZONE) * PNG_MODULE;
                for (line, column) in
                    (top..top + PNG_MODULE).flat_map(|line| (left..left + PNG_MODULE).map(move |c| (line, c)))
                {
                    light[line * row + column / 8] &= !(0x80 >> (column % 8));
                }
            }
        }
        encoder.write_header()?.write_image_data(&light)
    }
}

//! PEM as it really arrives, made into PEM as the standard (RFC 7468) has it.

use super::KeyError;

/// The two kinds of public key.
#[derive(Clone, Copy)]
pub(super) enum Label {
    Spki,
    Pkcs1,
}

/// The first PEM block of a text, its lines trimmed, without what stands around it.
pub(super) fn tidy(text: &str) -> Result<(Label, String), KeyError> {
    let text = text.replace("\\r", "").replace("\\n", "\n");
    let (_, block) = text.split_once(BEGIN).ok_or(KeyError::NotPem)?;
    let (name, block) = block.split_once(DASHES).ok_or(KeyError::NotPem)?;
    let label = match name {
        "PUBLIC KEY" => Label::Spki,
        "RSA PUBLIC KEY" => Label::Pkcs1,
        other => return Err(KeyError::NotAPublicKey(other.chars().take(SHOWN).collect())),
    };
    let (body, _) = block.split_once(END).ok_or(KeyError::Malformed)?;
    let digits: Vec<char> = body.chars().filter(|digit| !digit.is_whitespace()).collect();
    let lines: Vec<String> = digits.chunks(WIDTH).map(|line| line.iter().collect()).collect();
    let lines = lines.join("\n");
    Ok((label, format!("{BEGIN}{name}{DASHES}\n{lines}\n{END}{name}{DASHES}\n")))
}

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";
const WIDTH: usize = 64;
/// How much of a foreign label an error repeats.
const SHOWN: usize = 32;

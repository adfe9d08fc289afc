//! `khpay sign`: how a provider's signature comes about, for a person who looks for the difference.

use pay_sign::{Fields, Scheme, Signer, Verifier, VerifyError};
use serde_json::json;

use crate::cli::{self, Sign};
use crate::document;
use crate::exit::{Exit, Failure, Report};
use crate::secrets;

const SECRET_VARIABLE: &str = "KHPAY_SIGN_SECRET";

pub(crate) fn run(command: Sign) -> Result<Report, Failure> {
    let Sign::Explain { scheme, secret_file, document } = command;
    let secret = secrets::read("signing secret", secret_file.as_deref(), SECRET_VARIABLE)?;
    let document = document::read(document.as_deref())?;
    let fields = Fields::from_json(&document).map_err(Failure::bad_input)?;
    let scheme = scheme_of(scheme, &fields);
    let explanation = Signer::new(scheme, secret.clone()).explain(&fields);
    // Only a document that brings a signature can be right or wrong about it.
    let (carried, exit) = match Verifier::new(scheme, secret).verify(&fields) {
        Ok(_) => ("the document's own signature holds".to_owned(), Exit::Yes),
        Err(VerifyError::Unsigned) if explanation.signature().is_ok() => {
            ("the document brings no signature".to_owned(), Exit::Yes)
        }
        Err(error) => (format!("the document's own signature: {error}"), Exit::No),
    };
    let json = json!({
        "scheme": scheme.name(),
        "canonical": explanation.canonical_text().as_raw(),
        "signature": explanation.signature().ok(),
        "refusal": explanation.signature().err().map(ToString::to_string),
        "warning": explanation.warning().map(ToString::to_string),
        "carried": carried,
    });
    Ok(Report { text: format!("{explanation}carried     {carried}"), json, exit })
}

/// KESS PAY lets the document say its hash; without a word it is ours.
fn scheme_of(scheme: cli::Scheme, fields: &Fields) -> Scheme {
    match scheme {
        cli::Scheme::Kess if fields.text("sign_type") == Some("MD5") => Scheme::KESS_MD5,
        cli::Scheme::Kess => Scheme::KESS,
        cli::Scheme::Vexora => Scheme::VEXORA,
        cli::Scheme::Monetix => Scheme::MONETIX,
    }
}

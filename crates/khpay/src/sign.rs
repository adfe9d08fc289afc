//! `khpay sign`: how a provider's signature comes about, for a person who looks for the difference.

use pay_sign::{Fields, Mistake, Scheme, Signer, Verifier, VerifyError};
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
    let signer = Signer::new(scheme, secret.clone());
    let explanation = signer.explain(&fields);
    let mistake = signer.diagnose_own(&fields);
    // Only a document that brings a signature can be right or wrong about it.
    let (carried, exit) = match Verifier::new(scheme, secret).verify(&fields) {
        Ok(_) => ("the document's own signature holds".to_owned(), Exit::Yes),
        Err(VerifyError::Unsigned) if explanation.signature().is_ok() => {
            ("the document brings no signature".to_owned(), Exit::Yes)
        }
        Err(error) => (format!("the document's own signature: {error}"), Exit::No),
    };
    let doctor = match mistake {
        Some(Mistake::None) => None,
        // Also of a signature that holds: a provider may sign in a way that we only know how to read.
        Some(mistake) => Some(format!("this makes that very signature: {mistake}")),
        None if exit == Exit::No && explanation.signature().is_ok() => {
            Some("no single common mistake makes it: compare the secret, the bytes and the scheme".to_owned())
        }
        None => None,
    };
    let json = json!({
        "scheme": scheme.name(),
        "canonical": explanation.canonical_text().as_raw(),
        "signature": explanation.signature().ok(),
        "refusal": explanation.signature().err().map(ToString::to_string),
        "warning": explanation.warning().map(ToString::to_string),
        "carried": carried,
        "doctor": doctor,
    });
    let doctor = doctor.map(|words| format!("\ndoctor      {words}")).unwrap_or_default();
    Ok(Report { text: format!("{explanation}carried     {carried}{doctor}"), json, exit })
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

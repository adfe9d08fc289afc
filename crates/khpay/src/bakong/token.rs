//! `khpay bakong token`: the 90 days of an access token.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bakong_client::endpoint::RenewToken;
use bakong_client::{AccessToken, RegisteredEmail};
use pay_core::Clock as _;
use pay_watch::SystemClock;
use serde_json::json;

use super::{connection, failure};
use crate::cli::{Place, Token};
use crate::exit::{Exit, Failure, Report};
use crate::secrets;
use crate::time::{in_phnom_penh, words};

const EMAIL_VARIABLE: &str = "BAKONG_EMAIL";

pub(super) async fn run(command: Token) -> Result<Report, Failure> {
    match command {
        Token::Show { token_file } => Ok(report(&connection::token(token_file.as_ref())?, "")),
        Token::Renew { place, email_file, output } => renew(&place, email_file.as_deref(), output).await,
    }
}

fn report(token: &AccessToken, note: &str) -> Report {
    let now = SystemClock.now();
    let expired = token.has_expired(now);
    let (text, millis) = match token.expires_at() {
        Some(at) if expired => (format!("expired {}", in_phnom_penh(at)), Some(at.as_millis())),
        Some(at) => {
            (format!("expires {}, in {}", in_phnom_penh(at), words(at.since(now))), Some(at.as_millis()))
        }
        None => ("does not say when it expires".to_owned(), None),
    };
    Report {
        text: format!("token {} {text}{note}", token.fingerprint()),
        json: json!({ "fingerprint": token.fingerprint().as_str(), "expiresAtMs": millis, "expired": expired }),
        exit: if expired { Exit::No } else { Exit::Yes },
    }
}

/// Makes sure that the new token can be written before it is asked for: whether Bakong keeps the old one alive is
/// not documented.
async fn renew(place: &Place, email_file: Option<&Path>, output: PathBuf) -> Result<Report, Failure> {
    let email = secrets::read("registered email", email_file, EMAIL_VARIABLE)?;
    let email = RegisteredEmail::new(email.expose()).map_err(Failure::bad_input)?;
    let cannot =
        |error: io::Error| Failure::bad_input(format_args!("cannot write {}: {error}", output.display()));
    let mut file = PrivateFile::create(&output).map_err(cannot)?;
    let bakong = connection::at(place, Arc::new(connection::NoToken))?;
    let token = bakong.call(&RenewToken { email }).await.map_err(failure)?;
    file.replace(token.expose()).map_err(cannot)?;
    Ok(report(&token, &format!("\n  written to {}", output.display())))
}

/// A file that only its owner can read, put in place of the old one in one step.
struct PrivateFile {
    file: File,
    beside: PathBuf,
    target: PathBuf,
}

impl PrivateFile {
    fn create(target: &Path) -> io::Result<Self> {
        let mut beside = target.as_os_str().to_owned();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Self { file: options.open(&beside)?, beside, target: target.to_owned() })
    }

    fn replace(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.file, "{text}")?;
        self.file.sync_all()?;
        std::fs::rename(&self.beside, &self.target)
    }
}

/// Leaves nothing behind when the token was not renewed.
impl Drop for PrivateFile {
    fn drop(&mut self) {
        // After a rename there is nothing to remove.
        let _ = std::fs::remove_file(&self.beside);
    }
}

//! What can be typed.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use pay_core::{Money, Timestamp};

use crate::exit::Exit;
use crate::time::{parse_duration, parse_timestamp};

/// Take payments in Cambodia: KHQR codes, five providers, and a local sandbox to try them on.
#[derive(Debug, Parser)]
#[command(name = "khpay", version, after_help = Exit::HELP, propagate_version = true)]
pub(crate) struct Cli {
    /// Answer in JSON, for programs.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Say on stderr what goes over the wire (-v) and everything else (-vv); never a secret or a body.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Take one payment, start to end, against the sandbox.
    Demo(Demo),
    /// Run the sandbox: the providers' double on this machine.
    Sandbox(Sandbox),
    /// Build, read and check KHQR codes.
    #[command(subcommand)]
    Khqr(Khqr),
    /// Ask Bakong.
    #[command(subcommand)]
    Bakong(Bakong),
    /// Ask KESS PAY.
    #[command(subcommand)]
    Kess(Box<Kess>),
    /// Look into a provider's signature.
    #[command(subcommand)]
    Sign(Sign),
    /// Print a completion script for a shell.
    #[command(after_help = "Example:\n  khpay completions bash > /etc/bash_completion.d/khpay")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  khpay demo                       the payer pays: settled, exit 0
  khpay demo --pay no              nobody pays: timed out, exit 1
  khpay demo --pay wrong-amount    a cent is paid: review, exit 4
  khpay demo --provider kess       by payment link and notification, and a part is given back
  khpay demo --provider airpay     unconfirmed, exit 4: nobody can be asked
  khpay demo --provider all        all five in one table; Airpay's end does not change its exit")]
pub(crate) struct Demo {
    /// Whose payment.
    #[arg(long, value_enum, default_value_t = Provider::Bakong)]
    pub(crate) provider: Provider,
    /// What the sandbox's payer does.
    #[arg(long, value_enum, default_value_t = Pay::Yes)]
    pub(crate) pay: Pay,
    /// How much the order is, with its currency.
    #[arg(long, default_value = "1.50 USD", value_parser = parse_money)]
    pub(crate) amount: Money,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Pay {
    /// Pays what the order asks for.
    Yes,
    /// Does not pay.
    No,
    /// Pays another amount.
    WrongAmount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Provider {
    /// A KHQR and Bakong.
    Bakong,
    /// KESS PAY.
    Kess,
    /// Monetix, "Banks of Cambodia".
    Monetix,
    /// Vexora.
    Vexora,
    /// Airpay, whose orders nobody can confirm.
    Airpay,
    /// All five, one after the other, in one table.
    All,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  khpay sandbox
  khpay sandbox --port 8800 --seed 7 --daily-quota 0
  curl -s http://127.0.0.1:8787/_sandbox/journal")]
pub(crate) struct Sandbox {
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 8787)]
    pub(crate) port: u16,
    /// The address to listen on. Anything but loopback lets others on the network pay your orders.
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) bind: std::net::IpAddr,
    /// Makes hashes and links the same from run to run.
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    /// Requests that a registration may make in a day, as production allows 100; 0 for any number.
    #[arg(long, default_value_t = 100)]
    pub(crate) daily_quota: u32,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Khqr {
    /// Build a code: static without an amount, dynamic with one.
    Encode(Box<Encode>),
    /// Read a code's fields without judging them.
    Decode(Codes),
    /// Say whether a code is valid now, as the official SDK would, and if not, why.
    Verify(Verify),
    /// List everything that is wrong or odd with a code, with its place.
    Audit(One),
    /// Draw a code: in the terminal, as SVG, as PNG.
    Show(Show),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  khpay khqr encode --account coffee@devb --name 'Coffee House'
  khpay khqr encode --account coffee@devb --name 'Coffee House' --amount '1.50 USD' --expires-in 10m --bill INV-0001
  khpay khqr encode --lines < orders.jsonl > codes.jsonl

A line for --lines holds the official field names:
  {\"bakongAccountID\":\"coffee@devb\",\"merchantName\":\"Coffee House\",\"currency\":840,\"amount\":1.50,
   \"expirationTimestamp\":1750000600000,\"now\":1750000000000}   (on one line; \"now\" is optional)")]
pub(crate) struct Encode {
    /// Read JSON lines from stdin and answer each in place.
    #[arg(long, conflicts_with_all = [
        "account", "name", "city", "currency", "amount", "expires_in", "expires_at", "merchant_id", "bank",
        "account_information", "category", "bill", "mobile", "store", "terminal", "purpose", "language",
        "alternate_name", "alternate_city", "strict",
    ])]
    pub(crate) lines: bool,
    /// The Bakong account that is paid, such as coffee@devb.
    #[arg(long, required_unless_present = "lines")]
    pub(crate) account: Option<String>,
    /// The merchant's name, at most 25 characters.
    #[arg(long, required_unless_present = "lines")]
    pub(crate) name: Option<String>,
    /// The merchant's city; Phnom Penh where it is left out.
    #[arg(long)]
    pub(crate) city: Option<String>,
    /// The currency of a code without an amount; KHR where it is left out.
    #[arg(long, conflicts_with = "amount")]
    pub(crate) currency: Option<pay_core::Currency>,
    /// The amount with its currency, such as '1.50 USD' or '4400 KHR'. Needs an expiry.
    #[arg(long, value_parser = parse_money)]
    pub(crate) amount: Option<Money>,
    /// How long the code is valid, such as 10m.
    #[arg(long, value_parser = parse_duration, requires = "amount", conflicts_with = "expires_at")]
    pub(crate) expires_in: Option<Duration>,
    /// Until when the code is valid: milliseconds since 1970, or RFC 3339.
    #[arg(long, value_parser = parse_timestamp, requires = "amount")]
    pub(crate) expires_at: Option<Timestamp>,
    /// The merchant's id at its bank; makes a merchant code, and needs --bank.
    #[arg(long, requires = "bank")]
    pub(crate) merchant_id: Option<String>,
    /// The acquiring bank.
    #[arg(long)]
    pub(crate) bank: Option<String>,
    /// Account information of an individual code, such as a phone number.
    #[arg(long, conflicts_with = "merchant_id")]
    pub(crate) account_information: Option<String>,
    /// The merchant category code.
    #[arg(long)]
    pub(crate) category: Option<String>,
    /// The bill number: unique for each order, so that each code has an md5 of its own.
    #[arg(long)]
    pub(crate) bill: Option<String>,
    /// The mobile number.
    #[arg(long)]
    pub(crate) mobile: Option<String>,
    /// The store label.
    #[arg(long)]
    pub(crate) store: Option<String>,
    /// The terminal label.
    #[arg(long)]
    pub(crate) terminal: Option<String>,
    /// The purpose of the transaction.
    #[arg(long)]
    pub(crate) purpose: Option<String>,
    /// The language of the alternate name, such as km.
    #[arg(long, requires = "alternate_name")]
    pub(crate) language: Option<String>,
    /// The name in that language.
    #[arg(long, requires = "language")]
    pub(crate) alternate_name: Option<String>,
    /// The city in that language.
    #[arg(long, requires = "language")]
    pub(crate) alternate_city: Option<String>,
    /// Refuse what the strict rules refuse too.
    #[arg(long)]
    pub(crate) strict: bool,
    /// The time of creation, for reproducible output.
    #[arg(long, value_parser = parse_timestamp)]
    pub(crate) now: Option<Timestamp>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  khpay khqr decode 00020101021129...
  khpay khqr encode --account coffee@devb --name Coffee | khpay khqr decode --json
  khpay khqr decode --lines < codes.txt

A line for --lines is a code, a JSON string, or an object {\"qr\": \"...\"}.")]
pub(crate) struct Codes {
    /// The code; from stdin where it is left out.
    #[arg(conflicts_with = "lines")]
    pub(crate) code: Option<String>,
    /// Read lines from stdin and answer each in place, in JSON.
    #[arg(long)]
    pub(crate) lines: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  khpay khqr verify 00020101021129...
  khpay khqr verify --lines < codes.txt

A line for --lines is a code, a JSON string, or an object {\"qr\": \"...\", \"now\": 1750000000000}.")]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) codes: Codes,
    /// Judge the expiry at this moment instead of now.
    #[arg(long, value_parser = parse_timestamp)]
    pub(crate) now: Option<Timestamp>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  khpay khqr audit 00020101021129...
  khpay khqr audit --json --now 2026-01-31T18:45:10+07:00 < table-4.txt")]
pub(crate) struct One {
    /// The code; from stdin where it is left out.
    pub(crate) code: Option<String>,
    /// Judge the expiry at this moment instead of now.
    #[arg(long, value_parser = parse_timestamp)]
    pub(crate) now: Option<Timestamp>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  khpay khqr show 00020101021129...
  khpay khqr show --png table-4.png < table-4.txt")]
pub(crate) struct Show {
    /// The code; from stdin where it is left out.
    pub(crate) code: Option<String>,
    /// Write an SVG file.
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
    /// Write a PNG file.
    #[arg(long, value_name = "FILE")]
    pub(crate) png: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Bakong {
    /// What became of a payment: by the code it was made with, its md5, or its hash.
    #[command(after_help = "Examples:
  khpay bakong check --md5 838f6d998f6d700c42391aab5c5be555
  khpay bakong check --code \"$(cat order-17.txt)\"       also proves amount, currency, receiver and time")]
    Check {
        #[command(flatten)]
        connection: Connection,
        #[command(flatten)]
        by: CheckBy,
    },
    /// Whether an account exists.
    #[command(after_help = "Example:\n  khpay bakong account coffee@devb")]
    Account {
        #[command(flatten)]
        connection: Connection,
        /// The account, such as coffee@devb.
        account: String,
    },
    /// A link that opens the payer's app with a code.
    #[command(
        after_help = "Example:\n  khpay bakong deeplink --code \"$(cat order-17.txt)\" --app-name Coffee \\
      --app-icon https://coffee.example/icon.png --callback https://coffee.example/paid"
    )]
    Deeplink {
        #[command(flatten)]
        place: Place,
        /// The code.
        #[arg(long)]
        code: String,
        /// Your app's name. All three of name, icon and callback, or none.
        #[arg(long, requires_all = ["app_icon", "callback"])]
        app_name: Option<String>,
        /// The address of your app's icon.
        #[arg(long, requires = "app_name")]
        app_icon: Option<String>,
        /// Where the payer's app returns to.
        #[arg(long, requires = "app_name")]
        callback: Option<String>,
    },
    /// Read or renew the access token.
    #[command(subcommand)]
    Token(Token),
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct CheckBy {
    /// The code that the payer was shown.
    #[arg(long)]
    pub(crate) code: Option<String>,
    /// The md5 of the code.
    #[arg(long)]
    pub(crate) md5: Option<String>,
    /// The transaction's hash, 64 characters.
    #[arg(long)]
    pub(crate) hash: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// When the token expires, without asking Bakong.
    #[command(after_help = "Example:\n  khpay bakong token show --token-file token")]
    Show {
        /// A file that holds the token; otherwise the variable `BAKONG_TOKEN`.
        #[arg(long, value_name = "FILE")]
        token_file: Option<PathBuf>,
    },
    /// Have a new token issued to the registered email, and write it to a file that only you can read.
    #[command(after_help = "Example:
  BAKONG_EMAIL=shop@example.com khpay bakong token renew --output token

The email is a credential: whoever knows it can renew. It is read from BAKONG_EMAIL or --email-file.")]
    Renew {
        #[command(flatten)]
        place: Place,
        /// A file that holds the registered email; otherwise the variable `BAKONG_EMAIL`.
        #[arg(long, value_name = "FILE")]
        email_file: Option<PathBuf>,
        /// Where to write the new token. It is never printed.
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Kess {
    /// List the services of the document, and what each does.
    Services,
    /// Send one signed request, and print the `data` of its answer.
    #[command(after_help = "Example:
  khpay kess call webpay.acquire.queryOrder <<< '{\"out_trade_no\":\"INV-0001\"}'

`service`, `seller_code`, `sign_type` and `sign` are added. The secrets are the variables KESS_CLIENT_ID,
KESS_CLIENT_SECRET, KESS_USERNAME, KESS_PASSWORD and KESS_API_SECRET, or files of these names in the folder
--secrets. Nothing is sent twice.")]
    Call {
        #[command(flatten)]
        connection: KessConnection,
        /// The service in the gateway's spelling, such as webpay.acquire.queryOrder.
        service: String,
        /// The members of the request, a JSON object; from stdin where it is left out.
        document: Option<PathBuf>,
        /// Yes, this service may move money.
        #[arg(long)]
        moves_money: bool,
    },
}

/// Where KESS PAY is, and who asks.
#[derive(Debug, Args)]
pub(crate) struct KessConnection {
    /// The gateway's address, without a path.
    #[arg(long, env = "KESS_BASE_URL", value_name = "URL")]
    pub(crate) base_url: String,
    /// The merchant's code.
    #[arg(long, env = "KESS_SELLER_CODE", value_name = "CODE")]
    pub(crate) seller_code: String,
    /// A folder with a file for each secret.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) secrets: Option<PathBuf>,
    /// Sign with MD5, as the document's samples do, instead of HMAC-SHA256.
    #[arg(long)]
    pub(crate) md5: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Sign {
    /// Show how the signature of a JSON document comes about, step by step, with the secret masked.
    #[command(after_help = "Example:
  KHPAY_SIGN_SECRET=test khpay sign explain --scheme kess <<< '{\"out_trade_no\":\"T-1\",\"sign_type\":\"HMAC-SHA256\"}'

The members are shown with their values: mind what the document holds.")]
    Explain {
        /// Whose signature.
        #[arg(long, value_enum)]
        scheme: Scheme,
        /// A file that holds the secret; otherwise the variable `KHPAY_SIGN_SECRET`.
        #[arg(long, value_name = "FILE")]
        secret_file: Option<PathBuf>,
        /// The document; from stdin where it is left out.
        document: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scheme {
    /// KESS PAY, with the hash that the document's `sign_type` names.
    Kess,
    /// Vexora.
    Vexora,
    /// Monetix.
    Monetix,
}

/// Where Bakong is, and who asks.
#[derive(Debug, Args)]
pub(crate) struct Connection {
    #[command(flatten)]
    pub(crate) place: Place,
    /// A file that holds the token; otherwise the variable `BAKONG_TOKEN`.
    #[arg(long, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
}

/// Where Bakong is.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// Which Bakong.
    #[arg(long, value_enum, default_value_t = Environment::Production)]
    pub(crate) environment: Environment,
    /// Another address, such as a sandbox's.
    #[arg(long, env = "BAKONG_BASE_URL", value_name = "URL")]
    pub(crate) base_url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Environment {
    /// The live service.
    Production,
    /// The National Bank's test system.
    Sit,
}

/// An amount with its currency: `1.50 USD`, `4400 KHR`.
fn parse_money(text: &str) -> Result<Money, String> {
    let (amount, currency) = text
        .split_once(' ')
        .ok_or("expected an amount and its currency, such as '1.50 USD' or '4400 KHR'")?;
    let currency = currency.parse().map_err(|error| format!("{error}"))?;
    let money = Money::parse(amount, currency).map_err(|error| error.to_string())?;
    if money.is_positive() { Ok(money) } else { Err("expected an amount above zero".to_owned()) }
}

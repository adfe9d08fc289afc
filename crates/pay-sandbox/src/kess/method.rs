//! The ways to pay (specification, section 3.4). Numbers are those of the vendor's sample, where it shows them.

/// A way to pay.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Method<'a> {
    pub(crate) id: u32,
    pub(crate) title: &'a str,
    pub(crate) bic: &'a str,
}

pub(crate) const METHODS: [Method<'static>; 22] = [
    method(12, "ABAAKHPP", "ABA PAY"),
    method(13, "ACLBKHPP", "ACLEDA Pay"),
    method(16, "ALIPAY", "AliPay"),
    method(21, "KHQR", "Bakong KHQR"),
    method(26, "BIOBKHPP", "BIC Bank"),
    method(27, "CADIKHPP", "Canadia Bank Plc."),
    method(29, "CHNOKHPP", "Chip Mong Bank"),
    method(17, "EMONEY", "eMoney"),
    method(30, "FTCCKHPP", "FTB Bank"),
    method(31, "GOOGLEPAY", "Google Pay"),
    method(28, "HATHKHPP", "HATTHA Bank"),
    method(11, "KESSKH", "KESS PAY"),
    method(24, "KESSKHQR", "KHQR"),
    method(25, "PPCBKHPP", "PPCBank"),
    method(14, "SBPLKHPP", "Sathapana"),
    method(19, "TRUEMONEY", "TrueMoney"),
    method(22, "UPAY", "U-Pay"),
    method(32, "UNIONPAY", "UnionPay"),
    method(20, "VBLCKHPP", "Vattanac Bank"),
    method(9, "VISA_MASTER", "Visa/Master Card"),
    method(15, "WECHAT", "WeChat Pay"),
    method(18, "WING", "Wing Bank"),
];

/// What has a refund (section 4.5), and whether that takes days.
pub(super) fn refund(bic: &str) -> Option<Days> {
    match bic {
        "WECHAT" | "ALIPAY" => Some(Days::None),
        "VISA_MASTER" | "WING" | "ACLBKHPP" => Some(Days::Fifteen),
        _ => None,
    }
}

/// How long a refund takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Days {
    None,
    /// Up to; here always.
    Fifteen,
}

pub(super) fn is_known(bic: &str) -> bool {
    METHODS.iter().any(|method| method.bic == bic)
}

/// The method of a code; one that is not listed is named after its code.
pub(super) fn named(bic: &str) -> Method<'_> {
    METHODS.iter().copied().find(|method| method.bic == bic).unwrap_or(Method { id: 0, title: bic, bic })
}

const fn method(id: u32, bic: &'static str, title: &'static str) -> Method<'static> {
    Method { id, title, bic }
}

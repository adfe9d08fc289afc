use pay_core::Untrusted;

use super::Moment;

pay_http::json_object! {
    /// `payment_method`, in both of its shapes (E22).
    pub struct PaymentMethod {
        /// Its number.
        pub id: Option<i64> = "id",
        /// Its name.
        pub title: Option<Untrusted> = "title",
        /// Its logo.
        pub img_url: Option<Untrusted> = "img_url",
        /// Its code. See [`PaymentMethod::code`].
        pub bic: Option<Untrusted> = "bic",
        /// Where the app is.
        pub storelink: Option<StoreLink> = "storelink",
        /// What the payer has to do.
        pub instruction_text: Option<Untrusted> = "instruction_text",
        /// `tokenize_bank_account`.
        pub kind: Option<Untrusted> = "type",
        /// Its logo.
        pub img: Option<Untrusted> = "img",
        /// The app.
        pub app_name: Option<Untrusted> = "app_name",
        /// The app's logo.
        pub app_logo: Option<Untrusted> = "app_logo",
        /// The brand's logo.
        pub brand_logo: Option<Untrusted> = "brand_logo",
        /// Its code, in the other shape.
        pub swift_code: Option<Untrusted> = "swift_code",
        /// `offline`.
        pub payment_type: Option<Untrusted> = "payment_type",
        /// `"1"`.
        pub sort_level: Option<Untrusted> = "sort_level",
        /// Whether it has EMV codes.
        pub emv_enabled: Option<bool> = "emv_enabled",
        /// Whether nativePay takes it.
        pub native_pay_enabled: Option<bool> = "native_pay_enabled",
        /// Opens the app.
        pub ios_deeplink: Option<Untrusted> = "ios_deeplink",
        /// Opens the app.
        pub android_deeplink: Option<Untrusted> = "android_deeplink",
        /// Whether it is in use.
        pub activated: Option<bool> = "activated",
        /// When it was made.
        pub created_at: Option<Moment> = "created_at",
        /// When it was changed.
        pub updated_at: Option<Moment> = "updated_at",
        /// When it was taken away.
        pub deleted_at: Option<Moment> = "deleted_at",
    }
}

pay_http::json_object! {
    /// `storelink`: where the payer's app is.
    pub struct StoreLink {
        /// At Apple's.
        pub ios: Option<Untrusted> = "ios",
        /// At Google's.
        pub android: Option<Untrusted> = "android",
    }
}

impl PaymentMethod {
    /// Its code, in whichever shape it came: one of [`ServiceCode::KNOWN`](crate::ServiceCode::KNOWN), or a new one.
    pub fn code(&self) -> Option<&Untrusted> {
        self.bic.as_ref().or(self.swift_code.as_ref())
    }
}

// The TypeScript package.
"use strict";

const { KHQR, CURRENCY, TAG } = require("ts-khqr");
const { code, now, report } = require("./measure.cjs");

const expected = (holds, what) => {
  if (!holds) throw new Error(`${what} does not succeed`);
};

function encode() {
  return KHQR.generate({
    tag: TAG.INDIVIDUAL,
    accountID: "john_smith@devb",
    merchantName: "John Smith",
    merchantCity: "PHNOM PENH",
    currency: CURRENCY.USD,
    amount: 100,
    accountInformation: "85512233455",
    acquiringBank: "Dev Bank",
    expirationTimestamp: now + 120000,
    additionalData: {
      billNumber: "#12345",
      mobileNumber: "85512233455",
      storeLabel: "Coffee Shop",
      terminalLabel: "Cashier_1",
      purposeOfTransaction: "Buy coffee",
    },
    languageData: {
      languagePreference: "km",
      merchantNameAlternateLanguage: "ចន ស្មីន",
      merchantCityAlternateLanguage: "ភ្នំពញ",
    },
  });
}

expected(encode().data?.qr?.length > 200, "encode");
expected(KHQR.verify(code).isValid, "verify");
expected(KHQR.parse(code).status?.code === 0, "decode");
report("ts-khqr", { decode: () => KHQR.parse(code), verify: () => KHQR.verify(code), encode });

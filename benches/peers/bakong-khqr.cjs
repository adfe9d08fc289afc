// The official package for Node.
"use strict";

const { BakongKHQR, IndividualInfo, khqrData } = require("bakong-khqr");
const { code, now, report } = require("./measure.cjs");

const khqr = new BakongKHQR();
const expected = (holds, what) => {
  if (!holds) throw new Error(`${what} does not succeed`);
};

function encode() {
  const info = new IndividualInfo("john_smith@devb", "John Smith", "PHNOM PENH", {
    currency: khqrData.currency.usd,
    amount: 100,
    accountInformation: "85512233455",
    acquiringBank: "Dev Bank",
    billNumber: "#12345",
    mobileNumber: "85512233455",
    storeLabel: "Coffee Shop",
    terminalLabel: "Cashier_1",
    purposeOfTransaction: "Buy coffee",
    languagePreference: "km",
    merchantNameAlternateLanguage: "ចន ស្មីន",
    merchantCityAlternateLanguage: "ភ្នំពញ",
    expirationTimestamp: now + 120000,
  });
  return khqr.generateIndividual(info);
}

expected(encode().data?.qr?.length > 200, "encode");
expected(BakongKHQR.verify(code).isValid, "verify");
expected(BakongKHQR.decode(code).data?.billNumber === "#12345", "decode");
report("bakong-khqr", { decode: () => BakongKHQR.decode(code), verify: () => BakongKHQR.verify(code), encode });

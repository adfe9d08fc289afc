"""The package for Python. It makes codes and their md5, and reads none."""

import importlib.metadata
import json
import statistics
import time

from bakong_khqr import KHQR

KHQR_CLIENT = KHQR()


def encode() -> str:
    return KHQR_CLIENT.create_qr(
        account_id="john_smith@devb",
        merchant_name="John Smith",
        merchant_city="PHNOM PENH",
        amount=100,
        currency="USD",
        store_label="Coffee Shop",
        phone_number="85512233455",
        bill_number="#12345",
        terminal_label="Cashier_1",
        static=False,
    )


def nanos(operation, repeats: int = 50) -> float:
    samples = []
    for _ in range(60):
        start = time.perf_counter_ns()
        for _ in range(repeats):
            operation()
        samples.append((time.perf_counter_ns() - start) / repeats)
    return statistics.median(samples)


if len(str(encode())) < 100:
    raise SystemExit("encode does not succeed")
print(json.dumps({"version": importlib.metadata.version("bakong-khqr"), "encode": nanos(encode)}))

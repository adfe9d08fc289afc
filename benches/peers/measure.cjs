// Measures operations inside this process: the median of samples, after a warm-up.
"use strict";

function nanos(operation) {
  const sample = (repeats) => {
    const start = process.hrtime.bigint();
    for (let turn = 0; turn < repeats; turn += 1) operation(turn);
    return Number(process.hrtime.bigint() - start) / repeats;
  };
  for (let turn = 0; turn < 20; turn += 1) sample(200);
  const samples = Array.from({ length: 100 }, () => sample(200)).sort((a, b) => a - b);
  return samples[50];
}

function report(name, operations) {
  const answer = { version: require(`${name}/package.json`).version };
  for (const [operation, run] of Object.entries(operations)) answer[operation] = nanos(run);
  process.stdout.write(JSON.stringify(answer));
}

// The code and the moment of the benchmark, at which the code is valid.
const [code, now] = process.argv.slice(2);
Date.now = () => Number(now);

module.exports = { code, now: Number(now), report };

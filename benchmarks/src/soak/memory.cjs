// Loaded before a backend: writes down what its heap holds, every few seconds, after collecting garbage.
const { appendFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { isMainThread } = require('node:worker_threads');

const everyMs = 5000;
const file = process.env.MUSTER_BENCH_MEMORY;

// Node.js loads this file into the threads of its module loader too.
if (isMainThread && file) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  setInterval(() => {
    collect();
    const { heapUsed, rss } = process.memoryUsage();
    appendFileSync(
      file,
      `${JSON.stringify({ pid: process.pid, at: Date.now(), heapUsed, rss })}\n`,
    );
  }, everyMs).unref();
}

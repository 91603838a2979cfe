// Loaded into the backend before anything else. File descriptor 3 is a pipe that the command holds open and never writes to: when the
// command is gone, even killed outright, the pipe closes and the backend stops as if asked to. (Not standard input: a process that
// reads it hangs instead of ending when its first module fails to load.)
const { Socket } = require('node:net');

/** How long the backend may take to finish what it is at, in ms. */
const patience = 15_000;

const lifeline = new Socket({ fd: 3, readable: true, writable: false });
lifeline.once('close', () => {
  // Nobody reads the log any more; complaining about that in the log would never end.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', () => {});
  }
  setTimeout(() => process.exit(1), patience).unref();
  process.kill(process.pid, 'SIGTERM');
});
lifeline.resume();
lifeline.unref();

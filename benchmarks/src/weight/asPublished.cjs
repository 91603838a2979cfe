// Has the packages under plugins/ loaded from what was built, as an adopter's portal does.
const Module = require('node:module');

const resolve = Module._resolveFilename;

Module._resolveFilename = function resolveFilename(...args) {
  return resolve
    .apply(this, args)
    .replace(/(\/plugins\/[^/]+\/)src\/index\.ts$/, '$1dist/index.cjs.js');
};

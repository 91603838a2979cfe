// Has the packages under plugins/ loaded from what was built, as an adopter's portal does: those that are required, and
// by asPublished.mjs those that are imported.
const Module = require('node:module');
const { pathToFileURL } = require('node:url');

const resolve = Module._resolveFilename;

Module._resolveFilename = function resolveFilename(...args) {
  return resolve
    .apply(this, args)
    .replace(/(\/plugins\/[^/]+\/)src\/index\.ts$/, '$1dist/index.cjs.js');
};

Module.register('./asPublished.mjs', pathToFileURL(__filename));

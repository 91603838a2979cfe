// Has the packages under plugins/ loaded from what was built, as an adopter's portal does.
const { registerHooks } = require('node:module');

const source = /(\/plugins\/[^/]+\/)src\/index\.ts$/;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    if (!source.test(found.url)) return found;
    const url = found.url.replace(source, '$1dist/index.cjs.js');
    return { ...found, url, format: 'commonjs' };
  },
});

const source = /(\/plugins\/[^/]+\/)src\/index\.ts$/;

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  if (!source.test(found.url)) return found;
  const url = found.url.replace(source, '$1dist/index.cjs.js');
  return { ...found, url, format: 'commonjs' };
}

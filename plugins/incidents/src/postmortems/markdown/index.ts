export { Markdown } from './Markdown';
export { mentionsIn, withNames } from './mention';

export { Markdown } from './Markdown';
export { mentionsIn } from './mentions';

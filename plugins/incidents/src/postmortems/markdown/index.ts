export { Markdown } from './Markdown';
export { mentionsIn, withNames } from './mention';
export { NameOffers } from './NameOffers';

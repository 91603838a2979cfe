/** The cards of entity pages, loaded as one: they share nearly everything, and a page shows two of them. */
export { EntityGroupOnCallCard } from './EntityGroupOnCallCard';
export { EntityIncidentsCard } from './EntityIncidentsCard';
export { EntityOnCallCard } from './EntityOnCallCard';
export { EntityPostmortemsCard } from '../postmortems/entity/EntityPostmortemsCard';

export { catalogModuleIncidents as default } from './module';

export { searchModuleIncidents as default } from './module';

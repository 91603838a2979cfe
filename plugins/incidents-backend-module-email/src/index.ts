export { incidentsModuleEmail as default } from './module';

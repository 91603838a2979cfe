export { incidentsModuleTwilio as default } from './module';

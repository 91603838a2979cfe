export * from './checkWording';

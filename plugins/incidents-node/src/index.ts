/**
 * Extension points of the incidents backend.
 *
 * @packageDocumentation
 */
export * from './channel';
export * from './composePageText';
export * from './extensionPoint';
export * from './InMemoryChannel';
export * from './message';
export * from './note';

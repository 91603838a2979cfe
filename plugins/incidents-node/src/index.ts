/**
 * Extension points of the incidents backend.
 *
 * @packageDocumentation
 */
export * from './channel';
export * from './composePageText';
export * from './composeShortText';
export * from './composeSpokenText';
export * from './email';
export * from './extensionPoint';
export * from './inbox';
export * from './InMemoryChannel';
export * from './InMemoryTickets';
export * from './message';
export * from './note';
export * from './OutsideHttp';
export * from './phone';
export * from './playAction';
export * from './provider';
export * from './ticketSystem';

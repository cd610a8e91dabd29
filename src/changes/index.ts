export { ChangesModule } from './changes.module.js';
export { CHANGE_TYPES, type ChangeRow, type ChangeType } from './change.entity.js';
export { TEST_EVENT, toChangeEvent, toSource } from './change-event.js';
export type { ChangeEvent, EventType, Tellable } from './change-event.js';
export { ChangeFeed, type FeedChange } from './change-feed.js';
export { FeedWatch } from './feed-watch.js';
export { Ledger, type NewChange, type PreferencesVersion } from './ledger.js';
export { PERSONAL_RECORDS } from './personal-records.js';

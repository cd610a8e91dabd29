export { HistoryItemDto, HistoryPageDto } from './history.dto.js';
export { PreferencesMerging } from './preferences-merging.service.js';
export { PreferencesReader } from './preferences-reader.js';
export { ConfirmationBody, PreferencesBody, RankedChannelBody } from './preferences.body.js';
export { PreferencesDto } from './preferences.dto.js';
export { toPreferences } from './preferences.mapper.js';
export { DeclinedField } from './preferences.fields.js';
export { PreferencesModule } from './preferences.module.js';
export { PreferencesService } from './preferences.service.js';

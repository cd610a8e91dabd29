import { DAYS, type Day } from '../domain/windows.js';
import { ListField, TextField, WordListField, type FieldOptions } from './fields.js';

/** Weekly local time `[from, to)`. */
export class WeekWindowDto {
  @WordListField({ description: 'The days on which it starts.', words: DAYS, min: 1 })
  days!: readonly Day[];

  @TextField({
    description: 'Start, included, local wall clock.',
    example: '18:00',
    pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
    max: 5,
  })
  from!: string;

  @TextField({
    description:
      'End, excluded, up to `24:00`; at or before `from` it is on the next day. Never equal to `from`.',
    example: '20:30',
    pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
    max: 5,
  })
  to!: string;
}

/** A list of weekly windows. */
export function WindowsField(options: FieldOptions) {
  return ListField(() => WeekWindowDto, { ...options, max: 50 });
}

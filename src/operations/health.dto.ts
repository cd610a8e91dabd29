import { TextField, WordField } from '../platform/fields.js';

export class LiveDto {
  @WordField({ description: 'Always `live`.', words: ['live'] })
  status!: 'live';
}

export class ReadyDto {
  @WordField({ description: 'Always `ready`; else the answer is 503.', words: ['ready'] })
  status!: 'ready';

  @TextField({ description: 'Version of the time zone data.', example: '2026f' })
  tzdb!: string;
}

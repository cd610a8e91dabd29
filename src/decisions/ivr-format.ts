import { FIELDS, type IvrAnswer, type IvrField } from './ivr-answer.js';

/** How the flat answer may be written. */
export const FORMATS = ['json', 'form', 'text', 'xml'] as const;
export type IvrFormat = (typeof FORMATS)[number];

/** A written answer with its content type. */
export interface Written {
  readonly type: string;
  readonly body: string;
}

/** Writes the flat answer. Its values are plain words, so no format has anything to escape. */
export function writeIvrAnswer(answer: IvrAnswer, format: IvrFormat, field: IvrField | undefined): Written {
  switch (format) {
    case 'json':
      return { type: 'application/json; charset=utf-8', body: JSON.stringify(answer) };
    case 'form':
      return {
        type: 'application/x-www-form-urlencoded',
        body: FIELDS.map((name) => `${name}=${answer[name]}`).join('&'),
      };
    case 'text':
      return { type: 'text/plain; charset=utf-8', body: field === undefined ? '' : answer[field] };
    case 'xml': {
      const items = FIELDS.map((name) => `<item name="${name}">${answer[name]}</item>`).join('');
      return { type: 'application/xml; charset=utf-8', body: `<preference>${items}</preference>` };
    }
  }
}

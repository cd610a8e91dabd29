import { Injectable } from '@nestjs/common';
import type { LabelledCatalogue } from '../catalogue/index.js';
import type { DueQuestion } from '../domain/question.js';

/** Words for a question, and the language that they are in. */
export interface Worded {
  readonly text: string;
  /** BCP 47. */
  readonly language: string;
}

/** Puts a question into words for a customer who reads these languages, best first. */
export type Writer = (
  question: DueQuestion,
  languages: readonly string[],
  catalogue: LabelledCatalogue,
) => Worded;

/**
 * The words of questions. They stand with the other words for customers, in the languages of the preference page, which
 * is built upon this folder: so the page brings them when it starts.
 */
@Injectable()
export class QuestionWording {
  private writer: Writer | undefined;

  /** To be called once, at the start. */
  use(writer: Writer): void {
    this.writer = writer;
  }

  write(...[question, languages, catalogue]: Parameters<Writer>): Worded {
    if (this.writer === undefined) throw new Error('Nobody brought words for questions.');
    return this.writer(question, languages, catalogue);
  }
}

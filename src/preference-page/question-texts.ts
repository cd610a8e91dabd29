import { Injectable, type OnModuleInit } from '@nestjs/common';
import { QuestionWording } from '../questions/index.js';
import { chooseLanguage, speechOf, type TextKey } from './texts.js';
import { topicName } from './words.js';
import type { QuestionKind } from '../domain/question.js';

const TEXTS: Readonly<Record<QuestionKind, TextKey>> = {
  preferred_channel: 'ask.preferredChannel',
  topic_channel: 'ask.topicChannel',
  confirm: 'ask.confirm',
  times: 'ask.times',
};

/** Brings the words of questions, from the languages of the page. */
@Injectable()
export class QuestionTexts implements OnModuleInit {
  constructor(private readonly wording: QuestionWording) {}

  onModuleInit(): void {
    this.wording.use(({ kind, topic }, languages, catalogue) => {
      const speech = speechOf(chooseLanguage(languages));
      const about = topic === null ? '' : topicName(catalogue, topic, speech);
      return { text: speech.say(TEXTS[kind], { topic: about }), language: speech.tag };
    });
  }
}

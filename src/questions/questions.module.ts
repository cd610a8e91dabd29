import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '../catalogue/index.js';
import { PreferencesModule } from '../preferences/index.js';
import { QuestionDesk } from './question-desk.js';
import { QuestionReader } from './question-reader.js';
import { QuestionTurnRow } from './question-turn.entity.js';
import { QuestionWording } from './question-wording.js';
import { QuestionRow } from './question.entity.js';
import { QuestionRepository } from './question.repository.js';
import { QuestionsMerging } from './questions-merging.js';
import { QuestionsController } from './questions.controller.js';
import { QuestionsService } from './questions.service.js';

/** What customers are asked: once, by one system at a time. */
@Module({
  imports: [TypeOrmModule.forFeature([QuestionRow, QuestionTurnRow]), CatalogueModule, PreferencesModule],
  controllers: [QuestionsController],
  providers: [
    ...[QuestionRepository, QuestionWording, QuestionDesk, QuestionReader],
    ...[QuestionsService, QuestionsMerging],
  ],
  exports: [QuestionDesk, QuestionReader, QuestionWording, QuestionsMerging],
})
export class QuestionsModule {}

import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { QuestionTurnRow } from './question-turn.entity.js';
import { QuestionRow } from './question.entity.js';

/** What customers are asked: once, by one system at a time. */
@Module({ imports: [TypeOrmModule.forFeature([QuestionRow, QuestionTurnRow])] })
export class QuestionsModule {}

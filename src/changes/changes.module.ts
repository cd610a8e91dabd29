import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChangeRow } from './change.entity.js';
import { Ledger } from './ledger.js';

/** The ledger: everything that ever changed. */
@Module({
  imports: [TypeOrmModule.forFeature([ChangeRow])],
  providers: [Ledger],
  exports: [Ledger],
})
export class ChangesModule {}

import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { BodyValidation } from './body-validation.js';
import { FieldMeanings } from './field-meanings.js';
import { Clock } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { DatabaseModule } from './database.module.js';
import { LOGGER, type Logger } from './logging.js';
import { MediaTypeGuard } from './media-type.guard.js';
import { QueryGuard } from './query.guard.js';
import { ProblemFilter } from './problem.filter.js';
import { PublicAddress } from './public-address.js';
import { SealingKeys } from './sealing-keys.js';

/** What every feature may lean on. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config, logger: Logger): DynamicModule {
    return {
      module: PlatformModule,
      imports: [DatabaseModule],
      providers: [
        BodyValidation,
        FieldMeanings,
        Clock,
        PublicAddress,
        SealingKeys,
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        { provide: APP_FILTER, useClass: ProblemFilter },
        QueryGuard,
        { provide: APP_GUARD, useClass: MediaTypeGuard },
        { provide: APP_GUARD, useExisting: QueryGuard },
      ],
      exports: [BodyValidation, FieldMeanings, Clock, PublicAddress, SealingKeys, CONFIG, LOGGER],
    };
  }
}

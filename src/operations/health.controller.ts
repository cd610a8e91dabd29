import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { poolOf } from '../platform/database.module.js';
import { Endpoint } from '../platform/endpoint.js';
import { Problem } from '../platform/problem.js';
import { TZDB_VERSION } from '../platform/time-zones.js';
import { LiveDto, ReadyDto } from './health.dto.js';
import { Readiness } from './readiness.js';

/** Longest wait for the database's word, milliseconds. */
const PATIENCE = 1_000;

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly readiness: Readiness,
  ) {}

  @Get('live')
  @Endpoint({ summary: 'The process runs', scope: 'public', answer: LiveDto })
  live(): LiveDto {
    return { status: 'live' };
  }

  @Get('ready')
  @Endpoint({
    summary: 'Requests can be answered and changes stored',
    description:
      '503 when the database does not answer, or is a replica that takes no writes, or when this instance stops.',
    scope: 'public',
    answer: ReadyDto,
  })
  async ready(): Promise<ReadyDto> {
    if (this.readiness.isLeaving) throw new Problem('unavailable', 'This instance stops.');
    const query = { text: 'select pg_is_in_recovery() as replica', query_timeout: PATIENCE };
    const { rows } = await poolOf(this.dataSource).query<{ replica: boolean }>(query);
    if (rows[0]?.replica) throw new Problem('unavailable', 'The database takes no writes.');
    return { status: 'ready', tzdb: TZDB_VERSION };
  }
}

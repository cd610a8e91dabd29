import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../platform/endpoint.js';
import { METRICS } from '../platform/metrics.js';

@ApiTags('Operations')
@Controller('metrics')
export class MetricsController {
  @Get()
  @Header('Content-Type', METRICS.contentType)
  @Endpoint({
    summary: 'Metrics in the format of Prometheus',
    scope: 'public',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  read(): Promise<string> {
    return METRICS.metrics();
  }
}

import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/index.js';
import { ChangesModule } from '../changes/index.js';
import { CodesService } from './codes.service.js';
import { ContactPointRow } from './contact-point.entity.js';
import { CustomerBatch } from './customer-batch.js';
import { CustomerReader } from './customer-reader.js';
import { CustomerSearchService } from './customer-search.service.js';
import { CustomerRow } from './customer.entity.js';
import { CustomerRepository } from './customer.repository.js';
import { CustomerService } from './customer.service.js';
import { CustomersController } from './customers.controller.js';
import { ExternalIdRow } from './external-id.entity.js';
import { OwnContactPointsService } from './own-contact-points.service.js';
import { VerificationRow } from './verification.entity.js';
import { VerificationRepository } from './verification.repository.js';
import { VerificationsController } from './verifications.controller.js';
import { VerificationsService } from './verifications.service.js';

/** Customers and how they are recognised. */
@Module({
  imports: [
    TypeOrmModule.forFeature([CustomerRow, ContactPointRow, ExternalIdRow, VerificationRow]),
    AccessModule,
    ChangesModule,
  ],
  controllers: [CustomersController, VerificationsController],
  providers: [
    ...[CustomerRepository, CustomerReader, CustomerBatch, CustomerSearchService, CustomerService],
    ...[VerificationRepository, VerificationsService, CodesService, OwnContactPointsService],
  ],
  exports: [
    CustomerReader,
    CustomerBatch,
    CustomerService,
    VerificationsService,
    CodesService,
    OwnContactPointsService,
  ],
})
export class CustomersModule {}

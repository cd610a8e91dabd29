import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/index.js';
import { ChangesModule } from '../changes/index.js';
import { RateLimitsModule } from '../rate-limits/index.js';
import { SourcesModule } from '../sources/index.js';
import { CodesService } from './codes.service.js';
import { ContactPointRow } from './contact-point.entity.js';
import { ContactPointRepository } from './contact-point.repository.js';
import { CustomerKeyRow } from './customer-key.entity.js';
import { CustomerKeys } from './customer-keys.js';
import { CustomerMerging } from './customer-merging.service.js';
import { CustomerPairs } from './customer-pairs.service.js';
import { CustomerBatch } from './customer-batch.js';
import { CustomerReader } from './customer-reader.js';
import { CustomerRules } from './customer-rules.js';
import { CustomerSearchService } from './customer-search.service.js';
import { CustomerRow } from './customer.entity.js';
import { CustomerRepository } from './customer.repository.js';
import { CustomerService } from './customer.service.js';
import { CustomersController } from './customers.controller.js';
import { ErasedCustomerRow } from './erased-customer.entity.js';
import { ErasedCustomers } from './erased-customers.js';
import { IndexRotation } from './index-rotation.js';
import { KnownKeys } from './known-keys.js';
import { MasterRotation } from './master-rotation.js';
import { ExternalIdRow } from './external-id.entity.js';
import { MergedCustomerRow } from './merged-customer.entity.js';
import { MergedCustomerRepository } from './merged-customer.repository.js';
import { MergedCustomers } from './merged-customers.interceptor.js';
import { MergedRecords } from './merged-records.js';
import { OwnContactPointsService } from './own-contact-points.service.js';
import { RemovedContactPointRow } from './removed-contact-point.entity.js';
import { VerificationRow } from './verification.entity.js';
import { VerificationRepository } from './verification.repository.js';
import { VerificationsController } from './verifications.controller.js';
import { VerificationsService } from './verifications.service.js';

/** Customers and how they are recognised. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      CustomerRow,
      ContactPointRow,
      CustomerKeyRow,
      RemovedContactPointRow,
      ExternalIdRow,
      MergedCustomerRow,
      ErasedCustomerRow,
      VerificationRow,
    ]),
    ...[AccessModule, ChangesModule, SourcesModule, RateLimitsModule],
  ],
  controllers: [CustomersController, VerificationsController],
  providers: [
    ...[KnownKeys, MasterRotation, IndexRotation],
    ...[CustomerRepository, CustomerReader, CustomerRules, CustomerBatch, CustomerSearchService],
    ...[CustomerKeys, ContactPointRepository, CustomerService, MergedCustomerRepository],
    ...[CustomerPairs, CustomerMerging, ErasedCustomers, MergedRecords],
    { provide: APP_INTERCEPTOR, useClass: MergedCustomers },
    ...[VerificationRepository, VerificationsService, CodesService, OwnContactPointsService],
  ],
  exports: [
    ...[MasterRotation, IndexRotation],
    ...[CustomerReader, CustomerBatch, CustomerService, CustomerPairs, CustomerMerging],
    ...[VerificationsService, CodesService, OwnContactPointsService, ErasedCustomers, MergedRecords],
  ],
})
export class CustomersModule {}

import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChangesModule } from '../changes/index.js';
import { ContactPointRow } from './contact-point.entity.js';
import { CustomerReader } from './customer-reader.js';
import { CustomerSearchService } from './customer-search.service.js';
import { CustomerRow } from './customer.entity.js';
import { CustomerRepository } from './customer.repository.js';
import { CustomerService } from './customer.service.js';
import { CustomersController } from './customers.controller.js';
import { ExternalIdRow } from './external-id.entity.js';

/** Customers and how they are recognised. */
@Module({
  imports: [TypeOrmModule.forFeature([CustomerRow, ContactPointRow, ExternalIdRow]), ChangesModule],
  controllers: [CustomersController],
  providers: [CustomerRepository, CustomerReader, CustomerSearchService, CustomerService],
  exports: [CustomerReader, CustomerService],
})
export class CustomersModule {}

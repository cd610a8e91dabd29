export { CustomerService } from './customer.service.js';
export { CustomersModule } from './customers.module.js';
export { CustomerReader } from './customer-reader.js';
export { normaliseEmail } from './contact-points.js';
export { ContactPointDto, CustomerBody, CustomerDto, ExternalIdDto } from './customer.dto.js';
export { CodesService } from './codes.service.js';
export { OwnContactPointsService } from './own-contact-points.service.js';
export { VerificationsService } from './verifications.service.js';

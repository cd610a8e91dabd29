export { CustomerService } from './customer.service.js';
export { CustomersModule } from './customers.module.js';
export { CustomerReader } from './customer-reader.js';
export { normaliseEmail } from './contact-points.js';
export { CustomerBody, ExternalIdDto } from './customer.dto.js';

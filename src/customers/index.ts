export { CustomerService } from './customer.service.js';
export { CustomersModule } from './customers.module.js';
export { CustomerBatch, newCustomerId, type CustomerFate, type HeldCustomer } from './customer-batch.js';
export { CustomerReader } from './customer-reader.js';
export { openPoint, type ContactPointValue } from './contact-point-record.js';
export { normaliseEmail, type PostalAddress, type WrittenContactPoint } from './contact-points.js';
export {
  ContactPointBody,
  ContactPointDto,
  CustomerBody,
  CustomerDto,
  ExternalIdDto,
  MOST_OF_ONE,
} from './customer.dto.js';
export { CodesService } from './codes.service.js';
export { IndexRotation } from './index-rotation.js';
export { MasterRotation } from './master-rotation.js';
export { rotate, type Rotation } from './rotation.js';
export { CustomerMerging } from './customer-merging.service.js';
export { CustomerPairs } from './customer-pairs.service.js';
export { ErasedCustomers } from './erased-customers.js';
export { MergedRecords } from './merged-records.js';
export { OwnContactPointsService } from './own-contact-points.service.js';
export { isCode } from './verification-code.js';
export { VERIFIABLE_KINDS, type VerifiableKind } from './verification.entity.js';
export { VerificationsService, type ClaimedContactPoint } from './verifications.service.js';
export { PERSONAL_RECORDS } from './personal-records.js';
export { RETAINED_RECORDS } from './retained-records.js';

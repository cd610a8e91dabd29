import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { AuditModule } from '../audit/index.js';
import { CatalogueModule } from '../catalogue/index.js';
import { ChangesModule } from '../changes/index.js';
import { ContactsModule } from '../contacts/index.js';
import { CustomersModule } from '../customers/index.js';
import { DecisionsModule } from '../decisions/index.js';
import { PreferencesModule } from '../preferences/index.js';
import { PrivacyModule } from '../privacy/index.js';
import { QuestionsModule } from '../questions/index.js';
import { RateLimitsModule } from '../rate-limits/index.js';
import { AssetsController } from './assets.controller.js';
import { ChoicePages } from './choice-pages.js';
import { ChoicesController } from './choices.controller.js';
import { ContactPages } from './contact-pages.js';
import { ContactView } from './contact-view.js';
import { PageCookies } from './cookies.js';
import { CustomerFacts } from './customer-facts.js';
import { DetailsPages } from './details-pages.js';
import { EntryController } from './entry.controller.js';
import { ErasePages } from './erase-pages.js';
import { EraseController } from './erase.controller.js';
import { FeedbackPages } from './feedback-pages.js';
import { HomePages } from './home-pages.js';
import { Limits } from './limits.js';
import { LeavePages, LinkPages } from './link-pages.js';
import { LoginAdmission } from './login-admission.js';
import { LoginPages } from './login-pages.js';
import { LoginController } from './login.controller.js';
import { Look } from './look.js';
import { MeController } from './me.controller.js';
import { QuestionTexts } from './question-texts.js';
import { RecordsController } from './records.controller.js';
import { RecordsPages } from './records-pages.js';
import { ServedController } from './served.controller.js';
import { ServedPages } from './served-pages.js';

/** The customer's own page, and the same for a company's portal. */
@Module({
  imports: [
    AccessModule,
    AuditModule,
    CatalogueModule,
    ChangesModule,
    ContactsModule,
    CustomersModule,
    DecisionsModule,
    PreferencesModule,
    PrivacyModule,
    QuestionsModule,
    RateLimitsModule,
  ],
  controllers: [
    ...[MeController, AssetsController, ChoicesController],
    ...[RecordsController, ServedController, EraseController, LoginController, EntryController],
  ],
  providers: [
    ...[Look, Limits, PageCookies, CustomerFacts, QuestionTexts],
    ...[
      LinkPages,
      LoginAdmission,
      LoginPages,
      LeavePages,
      FeedbackPages,
      HomePages,
      ChoicePages,
      DetailsPages,
      ContactView,
      ContactPages,
      RecordsPages,
      ServedPages,
      ErasePages,
    ],
  ],
  exports: [Look],
})
export class PreferencePageModule {}

import { Injectable } from '@nestjs/common';

/** Whether this instance wants requests. What is sent all the same is answered for as long as it runs. */
@Injectable()
export class Readiness {
  private leaving = false;

  get isLeaving(): boolean {
    return this.leaving;
  }

  /** It is about to stop: `/health/ready` says so from now on. */
  leave(): void {
    this.leaving = true;
  }
}

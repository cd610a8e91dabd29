import { Injectable } from '@nestjs/common';

/** The only place that asks the machine for the time. Tests replace it. */
@Injectable()
export class Clock {
  /** Epoch milliseconds. */
  now(): number {
    return Date.now();
  }

  /** The same instant as a Date, for the database driver. */
  instant(): Date {
    return new Date(this.now());
  }
}

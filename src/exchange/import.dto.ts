import {
  ListField,
  PLAIN_TEXT_OR_NONE,
  TextField,
  WholeNumberField,
  YesNoField,
} from '../platform/fields.js';

/** Most remarks in one answer; the command line writes all of them to a file. */
export const MOST_REMARKS = 1_000;

/** One thing to tell of a line. */
export class LineFaultDto {
  @TextField({
    description: 'Where: a JSON pointer into the customer, or a column; empty for the line as a whole.',
    example: '/preferences/general',
    min: 0,
    pattern: PLAIN_TEXT_OR_NONE,
  })
  pointer!: string;

  @TextField({ description: 'What; never a value.', example: 'The catalogue has no topic with this key.' })
  detail!: string;
}

/** A line of which there is something to tell. */
export class RemarkDto {
  @WholeNumberField({ description: 'Number of the line on which it begins.', example: 7, min: 1 })
  line!: number;

  @ListField(() => LineFaultDto, { description: 'Why nothing of it was taken.', max: 100, optional: true })
  faults?: LineFaultDto[];

  @ListField(() => LineFaultDto, {
    description: "What of a line in another system's format the registry can't hold; the rest was taken.",
    max: 1_000,
    optional: true,
  })
  lost?: LineFaultDto[];
}

/** What an import came to. */
export class ImportReportDto {
  @YesNoField({ description: 'Whether nothing was written.', example: false })
  dryRun!: boolean;

  @WholeNumberField({ description: 'Customers that were added.', example: 900 })
  created!: number;

  @WholeNumberField({ description: 'Lines that changed a customer or its choices.', example: 50 })
  changed!: number;

  @WholeNumberField({ description: 'Lines that said what is stored already.', example: 49 })
  unchanged!: number;

  @WholeNumberField({ description: 'Lines of which nothing was taken.', example: 1 })
  refused!: number;

  @ListField(() => RemarkDto, {
    description: `The lines of which there is something to tell, in their order; the first ${MOST_REMARKS}.`,
    max: MOST_REMARKS,
  })
  remarks!: RemarkDto[];
}

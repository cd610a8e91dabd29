/** A reason not to start, or not to go on, that the person at the terminal can do something about. Its message is all that is shown. */
export class StartFault extends Error {}

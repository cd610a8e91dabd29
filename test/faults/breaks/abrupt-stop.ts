/** A deliberate fault: nothing that is under way is finished when the service is told to stop. */
process.on('SIGTERM', () => process.exit(1));

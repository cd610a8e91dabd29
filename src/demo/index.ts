export { createDemoLink, DEMO_CALL, loadDemo } from './demo.js';

import tseslint from 'typescript-eslint';
import n from 'eslint-plugin-n';

const AMBIENT = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the time from Clock (or a `now` parameter).',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the time from Clock (or a `now` parameter).',
  },
  {
    selector: "MemberExpression[object.name='Temporal'][property.name='Now']",
    message: 'Take the time from Clock.',
  },
];

export default tseslint.config(
  // Scripts for browsers: checked by the compiler (`check:page`)
  { ignores: ['src/preference-page/assets'] },
  tseslint.configs.recommended,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  { files: ['*.config.ts'], rules: { 'no-restricted-exports': 'off' } },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { n },
    rules: {
      'no-restricted-syntax': ['error', ...AMBIENT],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
      'n/no-process-env': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/max-params': ['error', { max: 5 }],
      complexity: ['error', 10],
      'max-depth': ['error', 3],
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...AMBIENT,
        {
          selector: 'ThrowStatement',
          message: 'The core returns a value for every input; it does not throw.',
        },
        { selector: 'AwaitExpression', message: 'The core is synchronous.' },
        { selector: 'ClassDeclaration', message: 'The core is data and functions.' },
        { selector: 'Decorator', message: 'The core has no decorators.' },
      ],
    },
  },
  // A language is one file, and all data
  { files: ['src/*/languages/*.ts'], rules: { 'max-lines': 'off' } },
  { files: ['src/platform/clock.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['src/platform/config.ts'], rules: { 'n/no-process-env': 'off' } },
);

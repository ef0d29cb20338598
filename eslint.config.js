import js from '@eslint/js'
import { configs as lit } from 'eslint-plugin-lit'
import litA11y from 'eslint-plugin-lit-a11y'
import { configs as wc } from 'eslint-plugin-wc'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'
import { importRules, tests } from './scripts/import-table.ts'

const root = import.meta.dirname
const typescript = ['**/*.ts']

/** Tables of data: nothing in them to split. Each entry is a path; code never goes on this list. */
const tablesOfData = ['server/store/query-plan.test.ts']

const noOnly = ['describe', 'it', 'test', 'suite', 'bench'].flatMap((object) =>
  ['only', 'skip', 'todo'].map((property) => ({ object, property, message: 'Every test runs, always.' })),
)

export default defineConfig(
  { ignores: ['node_modules/', 'var/', 'coverage/', '**/dist/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,

  {
    files: typescript,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: ['tsconfig.json', 'ui/tsconfig.json', 'ui/tsconfig.node.json'], tsconfigRootDir: root },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // Spreading a string gives code points, which is what kana and kanji need.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // An interface that promises a promise (a driver, a Fastify hook) is often met by a function with nothing to await.
      '@typescript-eslint/require-await': 'off',
    },
  },

  importRules(root),

  // Size and shape.
  {
    files: ['**/*.ts', '**/*.js', '**/*.mjs'],
    ignores: tablesOfData,
    rules: { 'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: typescript,
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrel files: import from the file itself.' },
      ],
      'no-restricted-properties': ['error', ...noOnly],
      // The full-width space between family and given name is Japanese, not a slip of the keyboard.
      'no-irregular-whitespace': [
        'error',
        { skipStrings: true, skipTemplates: true, skipRegExps: true, skipComments: true },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/index.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Program', message: 'No barrel files: name the file after its noun.' },
      ],
    },
  },
  { files: ['server/cli/**', 'bench/**', 'scripts/**', 'ui/build.ts'], rules: { 'no-console': 'off' } },

  // Pages.
  {
    files: ['ui/**/*.ts'],
    extends: [
      lit['flat/recommended'],
      wc['flat/recommended'],
      { plugins: { 'lit-a11y': litA11y }, rules: litA11y.configs.recommended.rules },
    ],
    rules: {
      // Lit binds the listeners of a template to their element.
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  // Tests read JSON and database rows whose shape they are there to check.
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  // The few plain scripts that run before anything is installed.
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
)

// What every package's .eslintrc.js adds to Backstage's rules.
module.exports = {
  rules: {
    // A file reads from what it offers down to what that needs; within a function the order does not matter.
    '@typescript-eslint/no-use-before-define': [
      'error',
      { functions: false, classes: false, variables: false, typedefs: false },
    ],
  },
};

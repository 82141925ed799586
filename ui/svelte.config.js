/** Runes only: a component that falls back to the old reactivity does not compile. */
export default { compilerOptions: { runes: true } };

/* Before the first paint: the theme that `src/state/theme.svelte.ts` chose last time, else what the system asks for. */
(function () {
  var kept = null;
  try {
    kept = localStorage.getItem('friday.theme');
  } catch {
    /* No storage: the system decides. */
  }
  var asks = function (query) {
    return matchMedia(query).matches;
  };
  var system = asks('(prefers-contrast: more)') ? 'contrast' : asks('(prefers-color-scheme: dark)') ? 'dark' : 'light';
  document.documentElement.dataset.theme = kept === 'light' || kept === 'dark' || kept === 'contrast' ? kept : system;
})();

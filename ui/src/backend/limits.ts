/** How much one call of the backend brings. */

/** The most ids that one `listEpisodeIds` answers with: a part of a list that is read in a few milliseconds. */
export const mostIds = 2500;

/** The most rows that one `getEpisodes` may ask for. */
export const mostRows = 200;

/** The names of the directories, as they write themselves. */
const names: Record<string, string> = { itunes: 'iTunes', podcastindex: 'Podcast Index' };

export function directoryName(source: string): string {
  return names[source] ?? source;
}

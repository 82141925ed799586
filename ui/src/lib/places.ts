/** The places of the window and their addresses, as after the `#`. */
import { addressIn } from './address';

export type Place =
  | { view: 'home' }
  | { view: 'library' }
  | { view: 'podcast'; id: number }
  | { view: 'episode'; id: number }
  | { view: 'inbox' }
  | { view: 'episodes' }
  | { view: 'upNext' }
  | { view: 'history' }
  | { view: 'downloads' }
  | { view: 'storage' }
  | { view: 'discover'; query: string }
  | { view: 'settings' }
  | { view: 'nowhere'; path: string };

export function placeOf(path: string): Place {
  const bare = path.replace(/^#?\/?/, '');
  const mark = bare.indexOf('?');
  const [route, search] = mark < 0 ? [bare, ''] : [bare.slice(0, mark), bare.slice(mark + 1)];
  const [name, id, ...rest] = route.split('/');
  if (rest.length > 0) return { view: 'nowhere', path: bare };
  if (name === 'podcast' || name === 'episode') {
    return id !== undefined && /^[1-9]\d{0,15}$/.test(id)
      ? { view: name, id: Number(id) }
      : { view: 'nowhere', path: bare };
  }
  if (id !== undefined) return { view: 'nowhere', path: bare };
  switch (name) {
    case '':
      return { view: 'home' };
    case 'library':
    case 'inbox':
    case 'episodes':
    case 'upNext':
    case 'history':
    case 'downloads':
    case 'storage':
    case 'settings':
      return { view: name };
    case 'discover':
      return { view: 'discover', query: new URLSearchParams(search).get('q') ?? '' };
    default:
      return { view: 'nowhere', path: bare };
  }
}

export function pathOf(place: Place): string {
  switch (place.view) {
    case 'home':
      return '';
    case 'podcast':
    case 'episode':
      return `${place.view}/${place.id}`;
    case 'discover':
      return place.query === '' ? 'discover' : `discover?${new URLSearchParams({ q: place.query })}`;
    case 'nowhere':
      return place.path;
    default:
      return place.view;
  }
}

/** What is shown again at the next start: an address is not proposed twice, and may hold a password. */
export function remembered(place: Place): Place {
  return place.view === 'discover' && addressIn(place.query) ? { view: 'discover', query: '' } : place;
}

export function hrefOf(place: Place): string {
  return `#${pathOf(place)}`;
}

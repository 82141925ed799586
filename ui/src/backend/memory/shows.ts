/** Twelve invented podcasts. Nobody of these names is meant, and no feed is behind the addresses (RFC 2606). */

export interface Show {
  title: string;
  author: string;
  description: string;
  feedUrl: string;
  website: string;
  genre: string;
  favorite?: boolean;
  serial?: boolean;
  /** A word of the language that the titles are in. */
  episodes: number;
  /** Days between two episodes. */
  rhythm: number;
  /** Minutes, about. */
  length: number;
  topics: string[];
  /** Which of the drawings of `cover.ts`, and its colours; none shows initials instead. */
  cover?: { drawing: Drawing; ground: string; ink: string; light: string };
}

export type Drawing = 'waves' | 'gears' | 'rings' | 'stripes' | 'towers' | 'dots' | 'hills' | 'moon' | 'leaves' | 'bars';

export const shows: Show[] = [
  {
    title: 'The Tide Table',
    author: 'Maren Oskarsen',
    description: 'Stories from where the land stops: lighthouse logs, drowned villages, and the people who measure the sea.',
    feedUrl: 'https://tidetable.example/feed.xml',
    website: 'https://tidetable.example/',
    genre: 'Society',
    favorite: true,
    episodes: 84,
    rhythm: 7,
    length: 42,
    topics: ['The keeper who counted waves', 'A harbour without a town', 'Salt, and who may sell it', 'Reading the fog', 'The last ferry to Hollin', 'What the dredger found', 'Twelve names for mud', 'Spring tide', 'The drowned bell', 'Charts that lie on purpose'],
    cover: { drawing: 'waves', ground: '#0f4c5c', ink: '#e9dcc3', light: '#e36414' },
  },
  {
    title: 'Slow Machines',
    author: 'Ines Calloway & Pete Odum',
    description: 'One machine an episode, taken apart until it is understood. Looms, locks, lifts, and the odd pasta press.',
    feedUrl: 'https://slowmachines.example/rss',
    website: 'https://slowmachines.example/',
    genre: 'Technology',
    favorite: true,
    episodes: 61,
    rhythm: 14,
    length: 68,
    topics: ['The loom that stored a portrait', 'Why lifts wait', 'A clock for a town of forty', 'The lock nobody picked', 'Differential gears, twice explained', 'Paper tape', 'The quiet fridge', 'A crane called Berta', 'Zips', 'The press that printed money by mistake'],
    cover: { drawing: 'gears', ground: '#b23a48', ink: '#fcefe6', light: '#f2b872' },
  },
  {
    title: 'Kitchen Physics',
    author: 'Dr. Amara Bell',
    description: 'Why bread rises, oil spits and custard forgives nothing. Short, practical, and tested twice.',
    feedUrl: 'https://kitchenphysics.example/podcast.xml',
    website: 'https://kitchenphysics.example/',
    genre: 'Science',
    episodes: 48,
    rhythm: 4,
    length: 17,
    topics: ['Custard forgives nothing', 'The Leidenfrost pan', 'Foam', 'Salt in the pasta water, settled', 'Resting meat and other myths', 'Sourdough by the numbers', 'Glass noodles are not glass', 'The skin on the milk', 'Knives', 'Ice that does not cloud'],
    cover: { drawing: 'rings', ground: '#f4a259', ink: '#2f2f2f', light: '#fff3e0' },
  },
  {
    title: 'Night Ferry',
    author: 'Harrow Lane Audio',
    description: 'A serial in ten parts and a bit. Somebody boards every night at Kelm and nobody ever gets off.',
    feedUrl: 'https://nightferry.example/feed',
    website: 'https://nightferry.example/',
    genre: 'Fiction',
    serial: true,
    episodes: 14,
    rhythm: 7,
    length: 31,
    topics: ['Kelm', 'The manifest', 'Cabin nine', 'A coat with no owner', 'Slack water', 'The second engineer', 'What the radio said', 'Lifeboats', 'Landfall', 'Kelm, again'],
    cover: { drawing: 'moon', ground: '#1b1f3b', ink: '#c9d6ff', light: '#f5d76e' },
  },
  {
    title: 'Small Cities',
    author: 'Tomasz Reiner',
    description: 'Places of fewer than a hundred thousand people, visited slowly, one question at a time.',
    feedUrl: 'https://smallcities.example/feed.xml',
    website: 'https://smallcities.example/',
    genre: 'Places',
    episodes: 37,
    rhythm: 10,
    length: 54,
    topics: ['Who owns the square?', 'The tram that came back', 'A library open at night', 'Forty bridges', 'The town that moved uphill', 'Market day', 'A museum of one thing', 'Night bus', 'The river under the street', 'Two mayors'],
    cover: { drawing: 'towers', ground: '#e8ddcb', ink: '#3d405b', light: '#e07a5f' },
  },
  {
    title: 'Borrowed Words',
    author: 'Lea Winther',
    description: 'Every week one word that one language took from another and never gave back.',
    feedUrl: 'https://borrowedwords.example/rss.xml',
    website: 'https://borrowedwords.example/',
    genre: 'Language',
    episodes: 52,
    rhythm: 7,
    length: 23,
    topics: ['Ketchup', 'Algebra', 'Shampoo', 'Robot', 'Ombudsman', 'Tulip', 'Typhoon', 'Avatar', 'Slogan', 'Jungle'],
    cover: { drawing: 'bars', ground: '#3a5a40', ink: '#dad7cd', light: '#a3b18a' },
  },
  {
    title: 'The Long Division',
    author: 'Public Numbers',
    description: 'Mathematics for people who stopped at fractions and have missed it ever since.',
    feedUrl: 'https://longdivision.example/feed',
    website: 'https://longdivision.example/',
    genre: 'Education',
    episodes: 33,
    rhythm: 14,
    length: 39,
    topics: ['Why minus times minus', 'Infinity, the hotel', 'A proof you can knit', 'How many colours does a map need?', 'The birthday problem', 'Nothing, a history', 'Shuffling', 'The shape of a loaf', 'Averages that lie', 'Primes for breakfast'],
    cover: { drawing: 'stripes', ground: '#264653', ink: '#e9c46a', light: '#e76f51' },
  },
  {
    title: 'Field Recordings',
    author: 'Oyelaran Sound Library',
    description: 'No talking. A place, an hour, and a good pair of microphones.',
    feedUrl: 'https://fieldrecordings.example/feed.xml',
    website: 'https://fieldrecordings.example/',
    genre: 'Music',
    episodes: 26,
    rhythm: 21,
    length: 61,
    topics: ['Reed bed, four in the morning', 'A sawmill, closing', 'Rain on a tin market', 'Snow, falling off', 'The inside of a beehive', 'Harbour, no wind', 'A choir rehearsing next door', 'Cable car', 'Frogs', 'An empty swimming pool'],
    cover: { drawing: 'hills', ground: '#cad2c5', ink: '#2f3e46', light: '#84a98c' },
  },
  {
    title: '城市慢行',
    author: '林一舟',
    description: '每周走过一条街，听住在那里的人讲它从前的样子。',
    feedUrl: 'https://manxing.example/feed.xml',
    website: 'https://manxing.example/',
    genre: '社会',
    episodes: 29,
    rhythm: 7,
    length: 46,
    topics: ['老码头的早市', '修表匠和他的街', '城墙下的棋局', '夜班公交最后一站', '消失的供销社', '一条河的三个名字', '巷口的裁缝', '电影院改成了菜场', '雨天的旧书摊', '桥洞里的合唱团'],
    cover: { drawing: 'dots', ground: '#7b2d26', ink: '#f0f3bd', light: '#f18f01' },
  },
  {
    title: 'Letters to the Moon',
    author: 'Saskia Brandt',
    description: 'Real letters that never arrived, read aloud by the people who found them.',
    feedUrl: 'https://letterstothemoon.example/feed.xml',
    website: 'https://letterstothemoon.example/',
    genre: 'History',
    episodes: 22,
    rhythm: 14,
    length: 28,
    topics: ['Return to sender', 'A letter under the stage', 'Dear Sir or Madam', 'The postmaster’s drawer', 'Written on a napkin', 'Three stamps too few', 'To the tenant of No. 8', 'A reply after forty years', 'Blotting paper', 'Poste restante'],
  },
  {
    title: 'Understory',
    author: 'The Canopy Project',
    description: 'Forests from below: fungi, foresters, fires, and the long politics of a tree.',
    feedUrl: 'https://understory.example/feed.xml',
    website: 'https://understory.example/',
    genre: 'Science',
    episodes: 41,
    rhythm: 9,
    length: 49,
    topics: ['What the beeches agreed on', 'A fire that was planned', 'Truffle law', 'The forester’s calendar', 'Bark', 'Deadwood is alive', 'Counting owls', 'The charcoal burners', 'A hedge of nine hundred years', 'Roots'],
    cover: { drawing: 'leaves', ground: '#132a13', ink: '#ecf39e', light: '#90a955' },
  },
  {
    title: 'Closing Time at the Reference Desk',
    author: 'Northgate Public Library',
    description: 'Librarians answer the questions that people call in with just before the lights go out.',
    feedUrl: 'https://referencedesk.example/podcast',
    website: 'https://referencedesk.example/',
    genre: 'Arts',
    episodes: 19,
    rhythm: 6,
    length: 34,
    topics: ['How tall was the giant of Ost?', 'Overdue since 1911', 'A map of a place that is not', 'Who painted the ceiling?', 'The wrong encyclopaedia', 'Large print', 'Is this book haunted?', 'Index of first lines', 'The reading room cat', 'Microfilm'],
  },
];

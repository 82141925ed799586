import { expect, test } from 'vitest';

import { timestampsIn } from './timestamps';

test.each([
  ['12:34 The letter', 0, [754]],
  ['(1:02:03) and [00:00] and 90:00.', 0, [3723, 0, 5400]],
  ['at 05:00, then 99:99', 0, [300]],
  ['2024-01-05 10:00:00-07:00', 0, []],
  ['ratio 1:2, 3:45/4, v1:30.5, 1:61:00, 10:30:45:12', 0, []],
  ['past the end 59:59', 600, []],
  ['no moments here', 0, []],
])('%s', (text, duration, seconds) => {
  expect(timestampsIn(text, duration).map((found) => found.seconds)).toEqual(seconds);
});

test('it is known where a moment stands', () => {
  expect(timestampsIn('See 1:05.', 0)).toEqual([{ index: 4, length: 4, seconds: 65 }]);
});

import { describe, expect, it } from 'vitest';
import { withLingering } from './lingering';

describe('the downloads that run', () => {
  it('are shown as they are where none has just arrived', () => {
    expect(withLingering([1, 2], [2, 3], new Set())).toEqual([2, 3]);
  });

  it('keep the place of one that has', () => {
    expect(withLingering([1, 2, 3], [1, 3, 4], new Set([2]))).toEqual([1, 2, 3, 4]);
    expect(withLingering([1, 2, 3], [3], new Set([1, 2]))).toEqual([1, 2, 3]);
    expect(withLingering([1], [], new Set([1]))).toEqual([1]);
  });

  it('do not show one twice that was asked for again', () => {
    expect(withLingering([1, 2], [2, 1], new Set([1]))).toEqual([1, 2]);
  });
});

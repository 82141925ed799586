/** Moments of an episode that its notes name, such as 12:34 or (1:02:03). */

export interface Timestamp {
  /** Where it stands in the text. */
  index: number;
  length: number;
  seconds: number;
}

/** Minutes may go beyond an hour where no hours are named. Neither dates nor the ends of numbers are moments. */
const pattern = /(?<![\d:.,/-])(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?![\d:/-]|[.,]\d)/g;

/** Those within an episode of that length, in seconds; all of them while it is unknown. */
export function timestampsIn(text: string, duration: number): Timestamp[] {
  return [...text.matchAll(pattern)].flatMap((found) => {
    const [whole, hours, minutes, rest] = found;
    if (hours !== undefined && Number(minutes) > 59) return [];
    const seconds = Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(rest);
    return duration > 0 && seconds > duration ? [] : [{ index: found.index, length: whole.length, seconds }];
  });
}

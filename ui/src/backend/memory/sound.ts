/** Something to hear: a quiet tone that changes each ten seconds, as long as the episode, as a WAV in memory. */

const rate = 4000;
/** Seconds after which the tune begins again. */
const tune = 80;

/** An address for an audio element. Eight bits at 4 kHz, so that an hour takes 14 MB. */
export function soundOf(seconds: number): string {
  const length = Math.max(1, Math.round(seconds * rate));
  const header = new DataView(new ArrayBuffer(44));
  writeHeader(header, length);
  const once = tuneOnce();
  const pieces = Array.from({ length: Math.ceil(length / once.length) }, (_, at) =>
    once.subarray(0, length - at * once.length),
  );
  return URL.createObjectURL(new Blob([header, ...pieces], { type: 'audio/wav' }));
}

function tuneOnce(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: tune * rate }, (_, at) => {
    const second = at / rate;
    const pitch = 220 * 2 ** ((Math.floor(second / 10) % 8) / 12);
    return 128 + Math.round(6 * Math.sin(2 * Math.PI * pitch * second));
  });
}

function writeHeader(view: DataView, length: number): void {
  const text = (at: number, word: string) =>
    [...word].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + length, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, 'data');
  view.setUint32(40, length, true);
}

"""A quiet tune that joins onto itself without a seam: plucked notes of a pentatonic scale over a soft bass."""
import math, struct, sys, wave
rate, seconds, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
n = rate * seconds
out = [0.0] * n
notes = [220.0 * 2 ** (s / 12) for s in (0, 3, 5, 7, 10, 12, 15)]
order = [0, 2, 4, 3, 5, 1, 3, 6, 4, 2, 5, 0]
step = 0.5
for k in range(int(seconds / step)):
    f = notes[order[k % len(order)]] * (1 if (k // len(order)) % 2 == 0 else 1.5)
    start, life = int(k * step * rate), int(1.6 * rate)
    for i in range(life):
        t = i / rate
        e = math.exp(-3.2 * t) * min(1.0, t / 0.006) * min(1.0, (life - i) / (0.05 * rate))
        out[(start + i) % n] += 0.16 * e * (math.sin(2 * math.pi * f * t) + 0.3 * math.sin(4 * math.pi * f * t))
    if k % 4 == 0:
        g = (110.0, 82.41, 98.0)[(k // 4) % 3]
        for i in range(int(2.0 * rate)):
            t = i / rate
            e = math.sin(math.pi * t / 2.0) ** 2
            out[(start + i) % n] += 0.10 * e * math.sin(2 * math.pi * g * t)
with wave.open(path, "wb") as w:
    w.setnchannels(1); w.setsampwidth(2); w.setframerate(rate)
    w.writeframes(b"".join(struct.pack("<h", int(max(-1, min(1, s)) * 32000)) for s in out))

//! A track of an MP4 whose samples are texts or pictures: chapters as QuickTime has them.

use std::time::Duration;

use super::mp4_boxes::{boxes, find, number, wide};

/// Samples that are looked at: one for each chapter.
const MOST: usize = 10_000;

/// Where a sample lies, and when it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sample {
    pub(super) start: Duration,
    pub(super) offset: u64,
    pub(super) size: u64,
}

/// The tracks that other tracks name as their chapters (`tref/chap`), and what they hold: `text` or `vide`.
pub(super) fn chapter_tracks(moov: &[u8]) -> Vec<(&[u8], [u8; 4])> {
    let tracks: Vec<&[u8]> =
        boxes(moov).filter(|(kind, _)| kind == b"trak").map(|(_, content)| content).take(64).collect();
    let named: Vec<u32> = tracks
        .iter()
        .filter_map(|track| find(track, &[b"tref", b"chap"]))
        .flat_map(|ids| ids.chunks_exact(4).take(16).filter_map(|id| number(id, 0)))
        .collect();
    tracks
        .into_iter()
        .filter(|track| id(track).is_some_and(|id| named.contains(&id)))
        .filter_map(|track| {
            let kind = find(track, &[b"mdia", b"hdlr"])?.get(8..)?.first_chunk()?;
            Some((track, *kind))
        })
        .collect()
}

fn id(track: &[u8]) -> Option<u32> {
    let header = find(track, &[b"tkhd"])?;
    number(header, if header.first() == Some(&1) { 20 } else { 12 })
}

/// The samples of a track, as far as its tables make sense.
pub(super) fn samples(track: &[u8]) -> Vec<Sample> {
    read_samples(track).unwrap_or_default()
}

fn read_samples(track: &[u8]) -> Option<Vec<Sample>> {
    let header = find(track, &[b"mdia", b"mdhd"])?;
    let scale =
        number(header, if header.first() == Some(&1) { 20 } else { 12 }).filter(|scale| *scale > 0)?;
    let table = find(track, &[b"mdia", b"minf", b"stbl"])?;
    let starts = starts(find(table, &[b"stts"])?, scale)?;
    let sizes = sizes(find(table, &[b"stsz"])?)?;
    let offsets = offsets(table, &sizes)?;
    let places = offsets.into_iter().zip(sizes).zip(starts);
    Some(places.map(|((offset, size), start)| Sample { start, offset, size }).collect())
}

/// When each sample begins (`stts`: runs of samples of one length).
fn starts(runs: &[u8], scale: u32) -> Option<Vec<Duration>> {
    let scale = u64::from(scale);
    let mut starts = Vec::new();
    let mut now: u64 = 0;
    for run in runs.get(8..)?.chunks_exact(8) {
        let (count, length) = (number(run, 0)?, number(run, 4)?);
        for _ in 0..count {
            if starts.len() == MOST {
                return Some(starts);
            }
            starts.push(Duration::from_secs(now / scale) + Duration::from_millis(now % scale * 1000 / scale));
            now = now.saturating_add(u64::from(length));
        }
    }
    Some(starts)
}

/// How many bytes each sample has (`stsz`: one number for all, or one each).
fn sizes(table: &[u8]) -> Option<Vec<u64>> {
    let (same, count) = (number(table, 4)?, usize::try_from(number(table, 8)?).ok()?);
    if same > 0 {
        return Some(vec![u64::from(same); count.min(MOST)]);
    }
    let each = table.get(12..)?.chunks_exact(4).take(count.min(MOST));
    Some(each.filter_map(|size| number(size, 0)).map(u64::from).collect())
}

/// Where each sample lies: chunks (`stco`, `co64`) hold runs of samples (`stsc`).
fn offsets(table: &[u8], sizes: &[u64]) -> Option<Vec<u64>> {
    let chunks: Vec<u64> = match find(table, &[b"stco"]) {
        Some(narrow) => {
            narrow.get(8..)?.chunks_exact(4).filter_map(|at| number(at, 0)).map(u64::from).collect()
        }
        None => find(table, &[b"co64"])?.get(8..)?.chunks_exact(8).filter_map(|at| wide(at, 0)).collect(),
    };
    let runs: Vec<(u32, u32)> = find(table, &[b"stsc"])?
        .get(8..)?
        .chunks_exact(12)
        .filter_map(|run| Some((number(run, 0)?, number(run, 4)?)))
        .collect();
    let mut offsets = Vec::with_capacity(sizes.len());
    let mut run = 0;
    for (place, chunk) in (1_u32..).zip(chunks) {
        while runs.get(run + 1).is_some_and(|(first, _)| *first <= place) {
            run += 1;
        }
        let mut at = chunk;
        for _ in 0..runs.get(run)?.1 {
            let Some(size) = sizes.get(offsets.len()) else { return Some(offsets) };
            offsets.push(at);
            at = at.saturating_add(*size);
        }
    }
    Some(offsets)
}

//! Questions to the index.

use std::{cmp::Reverse, time::Duration};

use friday_model::{EpisodeId, PodcastId};
use tantivy::{
    DocId, Score, Searcher, SegmentReader,
    collector::{Collector as _, TopDocs},
    query::EnableScoring,
};

use crate::{
    CueHit, EpisodeHit, Found, Index, Limits, PodcastHit, Result, Words,
    query::{Reach, Weighted, query},
    schema::Fields,
};

/// With fewer hits than this it is looked whether a word was mistyped.
const FEW: usize = 3;

/// Places in the transcript of one episode; the others are one step away.
const CUES_AN_EPISODE: usize = 2;

impl Index {
    /// Finds what has all the words of what was typed, the last one as a beginning. Where that is little, one letter a
    /// word may be wrong. Takes a few milliseconds of computing.
    pub fn find(&self, typed: &str, limits: Limits) -> Result<Found> {
        let words = Words::read(typed);
        let mut found = Found { podcasts: Vec::new(), episodes: Vec::new(), cues: Vec::new(), words };
        if found.words.is_empty() {
            return Ok(found);
        }
        let searcher = self.reader.searcher();
        self.look(&searcher, &mut found, limits, Reach::Common)?;
        if found.is_little() && found.words.words.iter().any(crate::words::Word::can_be_mistyped) {
            found.words.forgiving = true;
            self.look(&searcher, &mut found, limits, Reach::Forgiving)?;
        }
        Ok(found)
    }

    /// Adds what is in reach to what was found already.
    fn look(&self, searcher: &Searcher, found: &mut Found, limits: Limits, reach: Reach) -> Result<()> {
        let fields = &self.fields;
        let of_podcast = [
            Weighted::short(fields.name, 8.0),
            Weighted::short(fields.maker, 3.0),
            Weighted::long(fields.about, 0.8),
        ];
        for hit in best(searcher, &found.words, &of_podcast, limits.podcasts, reach)? {
            if !found.podcasts.iter().any(|known| known.podcast == hit.podcast) {
                found.podcasts.push(PodcastHit { podcast: hit.podcast, score: hit.score });
            }
        }
        let of_episode = [
            Weighted::short(fields.title, 6.0),
            Weighted::short(fields.show, 2.0),
            Weighted::long(fields.notes, 1.0),
        ];
        for hit in best(searcher, &found.words, &of_episode, limits.episodes, reach)? {
            let Hit { podcast, episode: Some(episode), score, .. } = hit else { continue };
            if !found.episodes.iter().any(|known| known.episode == episode) {
                found.episodes.push(EpisodeHit { episode, podcast, score });
            }
        }
        let of_passage = [Weighted::long(fields.speech, 0.7)];
        for hit in best(searcher, &found.words, &of_passage, limits.cues * CUES_AN_EPISODE, reach)? {
            let Hit { podcast, episode: Some(episode), start: Some(start), score } = hit else { continue };
            let of_episode = found.cues.iter().filter(|known| known.episode == episode);
            if of_episode.clone().count() < CUES_AN_EPISODE
                && !of_episode.clone().any(|cue| cue.start == start)
            {
                found.cues.push(CueHit { episode, podcast, start, score });
            }
        }
        found.podcasts.truncate(limits.podcasts);
        found.episodes.truncate(limits.episodes);
        found.cues.truncate(limits.cues);
        Ok(())
    }
}

impl Found {
    fn is_little(&self) -> bool {
        self.podcasts.len() + self.episodes.len() + self.cues.len() < FEW
    }
}

struct Hit {
    podcast: PodcastId,
    episode: Option<EpisodeId>,
    start: Option<Duration>,
    score: Score,
}

/// The best hits, the newest first among equals.
fn best(
    searcher: &Searcher,
    words: &Words,
    fields: &[Weighted],
    limit: usize,
    reach: Reach,
) -> Result<Vec<Hit>> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    let (asked, complete) = query(searcher, words, fields, reach)?;
    let hits = asked.map_or(Ok(Vec::new()), |asked| top(searcher, asked.as_ref(), limit))?;
    if complete || hits.len() == limit {
        return Ok(hits);
    }
    // The last word did not stand for all that it may, and there is room for more.
    match query(searcher, words, fields, Reach::Any)? {
        (Some(asked), _) => top(searcher, asked.as_ref(), limit),
        (None, _) => Ok(hits),
    }
}

/// Each segment by itself: it has its newest documents first, so that its best are right also among equals, which
/// merging by tantivy's own order of documents would undo.
fn top(searcher: &Searcher, asked: &dyn tantivy::query::Query, limit: usize) -> Result<Vec<Hit>> {
    let weight = asked.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let collector = TopDocs::with_limit(limit).order_by_score();
    let mut ranked: Vec<(Score, i64, &SegmentReader, DocId)> = Vec::new();
    for (place, segment) in searcher.segment_readers().iter().enumerate() {
        let dates = segment.fast_fields().i64(Fields::DATE)?;
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let of_segment = collector.collect_segment(weight.as_ref(), place, segment)?;
        ranked.extend(
            collector
                .merge_fruits(vec![of_segment])?
                .into_iter()
                .map(|(score, at)| (score, dates.first(at.doc_id).unwrap_or(0), segment, at.doc_id)),
        );
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(Reverse(a.1).cmp(&Reverse(b.1))));
    ranked.truncate(limit);
    ranked.into_iter().map(|(score, _, segment, document)| hit(segment, document, score)).collect()
}

fn hit(segment: &SegmentReader, document: DocId, score: Score) -> Result<Hit> {
    let columns = segment.fast_fields();
    Ok(Hit {
        podcast: PodcastId(columns.i64(Fields::PODCAST)?.first(document).unwrap_or(0)),
        episode: columns.i64(Fields::EPISODE)?.first(document).map(EpisodeId),
        start: columns.u64(Fields::START)?.first(document).map(Duration::from_millis),
        score,
    })
}

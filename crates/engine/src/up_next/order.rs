//! Orders of a list: what it is after each change. Nothing is ever in it twice.

use friday_model::EpisodeId;

/// These stand behind the first one if that is what plays, else before all others.
pub(super) fn after_first(
    list: &[EpisodeId],
    playing: Option<EpisodeId>,
    ids: &[EpisodeId],
) -> Vec<EpisodeId> {
    let ids = once(ids.iter().copied().filter(|id| Some(*id) != playing));
    let mut rest = without(list, &ids);
    let place = usize::from(!rest.is_empty() && rest.first().copied() == playing);
    rest.splice(place..place, ids);
    rest
}

/// These stand at the end.
pub(super) fn at_end(list: &[EpisodeId], ids: &[EpisodeId]) -> Vec<EpisodeId> {
    let ids = once(ids.iter().copied());
    let mut rest = without(list, &ids);
    rest.extend(ids);
    rest
}

pub(super) fn without(list: &[EpisodeId], ids: &[EpisodeId]) -> Vec<EpisodeId> {
    list.iter().copied().filter(|id| !ids.contains(id)).collect()
}

/// Those of these that are in the list stand, in the order that they have there, before `anchor`; at the end where it
/// is absent or not in the list. An anchor that is moved itself stands for the next one that is not.
pub(super) fn before(list: &[EpisodeId], ids: &[EpisodeId], anchor: Option<EpisodeId>) -> Vec<EpisodeId> {
    let moved: Vec<EpisodeId> = list.iter().copied().filter(|id| ids.contains(id)).collect();
    let rest = without(list, ids);
    let place = anchor
        .and_then(|anchor| list.iter().position(|id| *id == anchor))
        .map_or(rest.len(), |at| list[..at].iter().filter(|id| !ids.contains(id)).count());
    let mut ordered = rest;
    ordered.splice(place..place, moved);
    ordered
}

/// By Fisher and Yates; `random` gives a number below its argument.
pub(super) fn shuffled(
    list: &[EpisodeId],
    playing: Option<EpisodeId>,
    random: impl Fn(usize) -> usize,
) -> Vec<EpisodeId> {
    let mut shuffled = list.to_vec();
    let first = usize::from(playing.is_some() && list.first().copied() == playing);
    let rest = &mut shuffled[first..];
    for at in (1..rest.len()).rev() {
        rest.swap(at, random(at + 1));
    }
    shuffled
}

fn once(ids: impl Iterator<Item = EpisodeId>) -> Vec<EpisodeId> {
    let mut seen = Vec::new();
    for id in ids {
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(numbers: &[i64]) -> Vec<EpisodeId> {
        numbers.iter().copied().map(EpisodeId).collect()
    }

    #[test]
    fn what_is_to_play_next_stands_behind_what_plays() {
        for (list, playing, new, expected) in [
            (&[][..], None, &[7][..], &[7][..]),
            (&[1, 2], None, &[7], &[7, 1, 2]),
            (&[1, 2], Some(1), &[7], &[1, 7, 2]),
            (&[1, 2], Some(9), &[7], &[7, 1, 2]),
            (&[1, 2, 3], Some(1), &[3], &[1, 3, 2]),
            (&[1, 2, 3], Some(1), &[1], &[1, 2, 3]),
            (&[1, 2], Some(1), &[7, 8, 7], &[1, 7, 8, 2]),
        ] {
            let got = after_first(&ids(list), playing.map(EpisodeId), &ids(new));
            assert_eq!(got, ids(expected), "{list:?} {playing:?} {new:?}");
        }
    }

    #[test]
    fn moving_keeps_the_order_of_what_is_moved() {
        for (moved, anchor, expected) in [
            (&[3][..], Some(1), &[3, 1, 2, 4, 5][..]),
            (&[1], None, &[2, 3, 4, 5, 1]),
            (&[1], Some(5), &[2, 3, 4, 1, 5]),
            (&[5, 2], Some(4), &[1, 3, 2, 5, 4]),
            (&[2], Some(2), &[1, 2, 3, 4, 5]),
            (&[2, 3], Some(3), &[1, 2, 3, 4, 5]),
            (&[9], Some(1), &[1, 2, 3, 4, 5]),
            (&[1], Some(9), &[2, 3, 4, 5, 1]),
        ] {
            let got = before(&ids(&[1, 2, 3, 4, 5]), &ids(moved), anchor.map(EpisodeId));
            assert_eq!(got, ids(expected), "{moved:?} before {anchor:?}");
        }
    }

    #[test]
    fn a_shuffle_keeps_everything_and_what_plays_first() {
        let list = ids(&[1, 2, 3, 4]);
        assert_eq!(shuffled(&list, Some(EpisodeId(1)), |_| 0), ids(&[1, 3, 4, 2]));
        assert_eq!(shuffled(&list, None, |_| 0), ids(&[2, 3, 4, 1]));
        assert_eq!(shuffled(&[], None, |_| 0), ids(&[]));
    }
}

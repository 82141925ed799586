//! Walking the boxes of an MP4 (ISO 14496-12, section 4.2) that is held in memory, without recursion.

/// Boxes side by side that are looked at.
const MOST: usize = 10_000;

/// The boxes that lie side by side in these bytes, up to the first that does not fit.
pub(super) fn boxes(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let &[a, b, c, d, ref kind @ ..] = rest.first_chunk::<8>()?;
        let (header, size) = match u32::from_be_bytes([a, b, c, d]) {
            0 => (8, rest.len()),
            1 => (16, usize::try_from(wide(rest, 8)?).ok()?),
            size => (8, usize::try_from(size).ok()?),
        };
        let (name, content) = (*kind, rest.get(header..size)?);
        rest = &rest[size..];
        Some((name, content))
    })
    .take(MOST)
}

/// The content of the first box at the end of a path.
pub(super) fn find<'a>(bytes: &'a [u8], path: &[&[u8; 4]]) -> Option<&'a [u8]> {
    let mut here = bytes;
    for name in path {
        here = boxes(here).find(|(kind, _)| kind == *name)?.1;
        if *name == b"meta" {
            here = here.get(4..)?;
        }
    }
    Some(here)
}

/// Four bytes as a number.
pub(super) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))
}

/// Eight bytes as a number.
pub(super) fn wide(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|bytes| u64::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_that_do_not_fit_end_the_walk() {
        let cases: [(&[u8], usize); 7] = [
            (b"\0\0\0\x09free!\0\0\0\x08skip", 2),
            (b"\0\0\0\x09free", 0),
            (b"\0\0\0\x07free", 0),
            (b"\0\0\0\0free to the end", 1),
            (b"\0\0\0\x01free\0\0\0\0\0\0\0\x11!", 1),
            (b"\0\0\0\x01free\xff\xff\xff\xff\xff\xff\xff\xff", 0),
            (b"\0\0", 0),
        ];
        for (bytes, count) in cases {
            assert_eq!(boxes(bytes).count(), count, "{bytes:?}");
        }
    }
}

//! The jobs that Friday runs in the background: one file each.

pub(crate) mod download_episode;
pub(crate) mod fetch_better;
pub(crate) mod fetch_documents;
pub(crate) mod index_library;
pub(crate) mod on_disk;
pub(crate) mod read_file;
pub(crate) mod tell_ready;
pub(crate) mod trouble;
pub(crate) mod write_tags;

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

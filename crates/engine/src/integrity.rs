//! Whether a file is the one that its publisher meant (`podcast:integrity`), as far as that can be told without keys.

use std::{fs::File, io::Read as _, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use friday_model::{Integrity, IntegrityKind, PublishedEpisode};
use friday_net::Finished;
use friday_queue::Failure;
use sha2::{Sha256, Sha384, Sha512};
use url::Url;

use crate::{
    jobs::trouble::{blocking, disk},
    rules::edition,
};

/// What is wanted of a file: hashes of one strength, of which one has to fit (W3C Subresource Integrity, 3.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    strength: Strength,
    hashes: Vec<Vec<u8>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Sha256,
    Sha384,
    Sha512,
}

impl Wanted {
    /// Nothing where nothing can be checked: a signature, or no hash that is known here.
    pub(crate) fn of(integrity: &Integrity) -> Option<Self> {
        if integrity.kind != IntegrityKind::Sri {
            return None;
        }
        let hashes: Vec<(Strength, Vec<u8>)> =
            integrity.value.split_ascii_whitespace().filter_map(hash).collect();
        let strength = hashes.iter().map(|(strength, _)| *strength).max()?;
        let hashes = hashes.into_iter().filter(|(one, _)| *one == strength).map(|(_, hash)| hash).collect();
        Some(Self { strength, hashes })
    }

    /// Reads the file through, unless its SHA-256 is asked for, which is known.
    pub(crate) fn fits(&self, path: &Path, sha256: &[u8]) -> std::io::Result<bool> {
        let hash = match self.strength {
            Strength::Sha256 => sha256.to_vec(),
            Strength::Sha384 => digest::<Sha384>(path)?,
            Strength::Sha512 => digest::<Sha512>(path)?,
        };
        Ok(self.hashes.contains(&hash))
    }
}

impl crate::Engine {
    /// Whether a file that came from `url` is the one that its publisher meant; true where nothing was said about it.
    pub(crate) async fn fits_integrity(
        &self,
        published: &PublishedEpisode,
        url: &Url,
        file: &Path,
        finished: &Finished,
    ) -> Result<bool, Failure> {
        let integrity = edition::of_url(published, url).and_then(|edition| edition.integrity.as_ref());
        let Some(wanted) = integrity.and_then(Wanted::of) else { return Ok(true) };
        let (file, sha256) = (file.to_owned(), finished.sha256);
        blocking(move || wanted.fits(&file, &sha256).map_err(disk(&file))).await
    }
}

/// One hash: `sha384-…` in base64, perhaps with options behind a question mark.
fn hash(text: &str) -> Option<(Strength, Vec<u8>)> {
    let (name, value) = text.split_once('-')?;
    let (strength, length) = match name.to_ascii_lowercase().as_str() {
        "sha256" => (Strength::Sha256, <Sha256 as sha2::Digest>::output_size()),
        "sha384" => (Strength::Sha384, <Sha384 as sha2::Digest>::output_size()),
        "sha512" => (Strength::Sha512, <Sha512 as sha2::Digest>::output_size()),
        _ => return None,
    };
    let hash = STANDARD.decode(value.split('?').next()?).ok()?;
    (hash.len() == length).then_some((strength, hash))
}

fn digest<D: sha2::Digest>(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1024 * 1024];
    let mut digest = D::new();
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(digest.finalize().to_vec()),
            read => digest.update(&buffer[..read]),
        }
    }
}

#[cfg(test)]
mod tests {
    use sha2::Digest as _;

    use super::*;

    #[test]
    fn the_strongest_hash_decides_and_what_cannot_be_checked_is_not() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), b"sound").unwrap();
        let sha256 = Sha256::digest(b"sound");
        let right = |name: &str, hash: &[u8]| format!("{name}-{}", STANDARD.encode(hash));
        let right_256 = right("sha256", &sha256);
        let right_384 = right("sha384", &Sha384::digest(b"sound"));
        let right_512 = right("sha512", &Sha512::digest(b"sound"));
        let wrong_512 = right("sha512", &Sha512::digest(b"noise"));
        let cases = [
            (right_256.clone(), Some(true)),
            (right_384, Some(true)),
            (format!("{wrong_512}\n {right_512}?ct=audio/mpeg"), Some(true)),
            (format!("{right_256} {wrong_512}"), Some(false)),
            (right("sha256", &Sha256::digest(b"noise")), Some(false)),
            (right("sha256", b"short"), None),
            (right("md5", b"x"), None),
            ("sha256-***".to_owned(), None),
            (String::new(), None),
        ];
        for (value, expected) in cases {
            let wanted = Wanted::of(&Integrity { kind: IntegrityKind::Sri, value: value.clone() });
            let fits = wanted.map(|wanted| wanted.fits(file.path(), &sha256).unwrap());
            assert_eq!(fits, expected, "{value}");
        }
        let signature = Integrity { kind: IntegrityKind::PgpSignature, value: right_256 };
        assert_eq!(Wanted::of(&signature), None);
    }
}

//! What an errand has brought, and taking it in.

use std::{
    path::{Component, Path, PathBuf},
    time::Duration,
};

use friday_net::Reach;
use friday_queue::Failure;
use friday_store::DownloadRow;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    Engine,
    jobs::{
        hex,
        trouble::{blocking, database, disk},
    },
    verify::hash,
};

/// A file that another computer has downloaded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Brought {
    /// The downloads folder of that computer, as it names it, and the file below it.
    folder: PathBuf,
    path: PathBuf,
    pub(crate) bytes: u64,
    /// Lower-case hexadecimal.
    pub(crate) sha256: String,
    mime_type: String,
    /// Milliseconds.
    duration: Option<u64>,
    /// Where it can be fetched.
    url: Option<Url>,
}

impl Brought {
    /// Nothing, where the download is not done.
    pub(super) fn of(
        engine: &Engine,
        row: &DownloadRow,
        duration: Option<Duration>,
        token: &str,
    ) -> Option<Self> {
        Some(Self {
            folder: engine.downloads_dir().to_owned(),
            path: row.path.clone()?,
            bytes: row.bytes,
            sha256: row.sha256.clone()?,
            mime_type: row.mime_type.clone()?,
            duration: duration.map(|duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)),
            url: engine.inner.road.file_url(token),
        })
    }

    /// Where to fetch it. The other computer is one of the listener's own: its address may be a private one.
    pub(crate) fn source(&self) -> Result<(Url, Reach), Failure> {
        let url = self.url.clone().ok_or_else(|| {
            let words =
                "The file is on the other computer; this one sees neither its folder nor its address.";
            Failure::fatal("not_found_elsewhere", words)
        })?;
        let reach = Reach::typed(&url);
        Ok((url, reach))
    }

    /// The file, if this computer sees it, byte for byte: below the downloads folder.
    pub(crate) async fn find(&self, engine: &Engine) -> Result<Option<PathBuf>, Failure> {
        // It names a place on this computer, and must not lead out of the folder.
        if !self.path.components().all(|part| matches!(part, Component::Normal(_))) {
            return Ok(None);
        }
        let root = engine.downloads_dir().to_owned();
        let settings = engine.road_settings().await.map_err(database)?;
        let mut places = vec![root.join(&self.path)];
        places.extend(settings.here(&self.folder.join(&self.path)));
        for place in places {
            if !self.is_at(&place).await? {
                continue;
            }
            let path = match place.strip_prefix(&root) {
                Ok(path) => path.to_owned(),
                Err(_) => self.copy(&place, &root).await?,
            };
            return Ok(Some(path));
        }
        Ok(None)
    }

    async fn is_at(&self, place: &Path) -> Result<bool, Failure> {
        let (place, bytes, sha256) = (place.to_owned(), self.bytes, self.sha256.clone());
        blocking(move || {
            // A shared folder may be away: then the file comes another way.
            let same = place.metadata().is_ok_and(|file| file.is_file() && file.len() == bytes);
            Ok(same && hash(&place).is_ok_and(|(_, found)| hex(&found) == sha256))
        })
        .await
    }

    /// Brings the file from a folder that both see into the downloads folder.
    async fn copy(&self, place: &Path, root: &Path) -> Result<PathBuf, Failure> {
        let (place, target) = (place.to_owned(), root.join(&self.path));
        blocking(move || {
            let folder = target.parent().unwrap_or(&target);
            std::fs::create_dir_all(folder).map_err(disk(folder))?;
            let part = crate::file_name::with_extension(&target, "part");
            std::fs::copy(&place, &part).map_err(disk(&part))?;
            std::fs::File::open(&part).and_then(|file| file.sync_all()).map_err(disk(&part))?;
            std::fs::rename(&part, &target).map_err(disk(&target))
        })
        .await?;
        Ok(self.path.clone())
    }
}

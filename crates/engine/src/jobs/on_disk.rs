//! Where the files of downloads lie, and how they come to lie there for good.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use friday_queue::Failure;

use crate::jobs::trouble::disk;

/// The podcast's folder. The downloads folder itself is not made anew: where it has vanished, a drive is missing.
pub(crate) fn make_folder(root: &Path, folder: &Path) -> Result<(), Failure> {
    // The next download of the same podcast may make it at the same moment.
    if let Err(error) = std::fs::create_dir(folder)
        && !folder.is_dir()
    {
        return Err(disk(folder)(error));
    }
    let (real, real_root) =
        (folder.canonicalize().map_err(disk(folder))?, root.canonicalize().map_err(disk(root))?);
    if !real.starts_with(&real_root) {
        let message = format!("{} is a link to a place outside the downloads folder.", folder.display());
        return Err(Failure::fatal("cannot_write", message));
    }
    Ok(())
}

/// Renames, and makes the rename last: the folder is synced too.
pub(crate) fn rename(part: &Path, target: &Path) -> Result<(), Failure> {
    std::fs::rename(part, target).map_err(disk(target))?;
    let folder = target.parent().unwrap_or(target);
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(disk(folder))
}

/// The finished file of a download that was renamed, and of which that was not recorded: of its name and its length.
pub(crate) fn find_renamed(root: &Path, stem: &Path, total: u64) -> Option<PathBuf> {
    let name = stem.file_name()?.to_str()?;
    let found = std::fs::read_dir(root.join(stem.parent()?)).ok()?.flatten().find(|file| {
        let file_name = file.file_name();
        let extension = file_name.to_str().and_then(|file| file.strip_prefix(name)?.strip_prefix('.'));
        extension.is_some_and(|extension| !extension.ends_with("part"))
            && file.metadata().is_ok_and(|file| file.len() == total)
    })?;
    Some(stem.parent()?.join(found.file_name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_may_be_made_by_many_downloads_at_once() {
        for _ in 0..50 {
            let root = tempfile::tempdir().unwrap();
            let folder = root.path().join("A podcast");
            std::thread::scope(|scope| {
                let made: Vec<_> =
                    (0..4).map(|_| scope.spawn(|| make_folder(root.path(), &folder).is_ok())).collect();
                assert!(made.into_iter().all(|made| made.join().unwrap()));
            });
        }
    }
}

//! A disk of a few megabytes, in memory.

#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::{path::Path, process::Command};

use tempfile::TempDir;

/// Unmounted when dropped.
pub(crate) struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// Nothing, with a word about it, where this user may not mount; there the continuous integration fails.
    pub(crate) fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let options = format!("size={megabytes}000000");
        let outcome =
            Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(folder.path()).output();
        if outcome.as_ref().is_ok_and(|output| output.status.success()) {
            return Some(Self { folder });
        }
        let may_not = format!("no disk could be mounted: {outcome:?}");
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{may_not}");
        #[expect(clippy::print_stderr, reason = "whoever runs the tests should know what was not")]
        {
            eprintln!("skipped: {may_not}");
        }
        None
    }

    /// From now on nothing can be written to it.
    pub(crate) fn make_read_only(&self) {
        let options = ["-o", "remount,ro"];
        assert!(Command::new("mount").args(options).arg(self.folder.path()).status().unwrap().success());
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // At once, even if a file is still open; the memory goes with the last of them.
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}

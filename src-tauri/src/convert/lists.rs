//! Lists of podcasts, on their way to the page.

use friday_engine::{Exported, ImportPlan, Imported, SkipReason};

use crate::wire;

pub(crate) fn plan(plan: ImportPlan) -> wire::ImportPlan {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let fresh = plan.new.into_iter().map(|feed| wire::PlannedFeed {
        title: feed.title.unwrap_or_else(|| feed.url.host_str().unwrap_or_default().to_owned()),
        url: feed.url.into(),
        folder: feed.folder,
    });
    let skipped = plan.skipped.into_iter().map(|feed| wire::SkippedFeed {
        title: feed.title,
        address: feed.address,
        reason: reason(feed.reason),
    });
    wire::ImportPlan {
        fresh: fresh.collect(),
        known: count(plan.known.len()),
        moved: count(plan.known.iter().filter(|feed| feed.moved).count()),
        skipped: skipped.collect(),
        problems: plan.problems,
    }
}

fn reason(reason: SkipReason) -> wire::SkipReason {
    match reason {
        SkipReason::NoAddress => wire::SkipReason::NoAddress,
        SkipReason::NotOnTheWeb => wire::SkipReason::NotOnTheWeb,
        SkipReason::Twice => wire::SkipReason::Twice,
        SkipReason::NotSubscribed => wire::SkipReason::NotSubscribed,
        SkipReason::TooMany => wire::SkipReason::TooMany,
    }
}

pub(crate) fn imported(imported: &Imported) -> wire::Imported {
    wire::Imported { added: u32::try_from(imported.added.len()).unwrap_or(u32::MAX), known: imported.known }
}

pub(crate) fn exported(file: &std::path::Path, exported: Exported) -> wire::ExportedList {
    wire::ExportedList {
        file: file.to_string_lossy().into_owned(),
        podcasts: exported.podcasts,
        private: exported.private,
    }
}

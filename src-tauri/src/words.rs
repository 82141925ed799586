//! What the tray and notifications say, in the language of the page.

use crate::wire::Language;

/// The texts of the tray's menu.
pub(crate) struct Words {
    pub(crate) nothing_plays: &'static str,
    pub(crate) play: &'static str,
    pub(crate) pause: &'static str,
    pub(crate) pause_downloads: &'static str,
    pub(crate) resume_downloads: &'static str,
    pub(crate) refresh: &'static str,
    pub(crate) show: &'static str,
    pub(crate) quit: &'static str,
    language: Language,
}

impl Words {
    pub(crate) fn of(language: Language) -> Self {
        match language {
            Language::English => Self {
                nothing_plays: "Nothing is playing",
                play: "Play",
                pause: "Pause",
                pause_downloads: "Pause all downloads",
                resume_downloads: "Resume all downloads",
                refresh: "Refresh all podcasts",
                show: "Show Friday",
                quit: "Quit",
                language,
            },
            Language::Chinese => Self {
                nothing_plays: "没有正在播放的内容",
                play: "播放",
                pause: "暂停",
                pause_downloads: "暂停所有下载",
                resume_downloads: "继续所有下载",
                refresh: "刷新所有播客",
                show: "显示 Friday",
                quit: "退出",
                language,
            },
        }
    }

    pub(crate) fn skip_back(&self, seconds: u32) -> String {
        match self.language {
            Language::English => format!("Skip back {seconds} seconds"),
            Language::Chinese => format!("后退 {seconds} 秒"),
        }
    }

    pub(crate) fn skip_forward(&self, seconds: u32) -> String {
        match self.language {
            Language::English => format!("Skip forward {seconds} seconds"),
            Language::Chinese => format!("前进 {seconds} 秒"),
        }
    }

    /// An episode that can be heard now.
    pub(crate) fn ready(&self, title: &str) -> String {
        match self.language {
            Language::English => format!("Ready: {title}"),
            Language::Chinese => format!("已就绪：{title}"),
        }
    }

    pub(crate) fn many_ready(&self, count: usize) -> String {
        match self.language {
            Language::English => format!("{count} episodes are ready"),
            Language::Chinese => format!("{count} 集已就绪"),
        }
    }

    /// "A, B and 2 more".
    pub(crate) fn podcasts(&self, names: &[&str], more: usize) -> String {
        match (self.language, more) {
            (Language::English, 0) => names.join(", "),
            (Language::English, more) => format!("{} and {more} more", names.join(", ")),
            (Language::Chinese, 0) => names.join("、"),
            (Language::Chinese, more) => format!("{}等另外 {more} 个播客", names.join("、")),
        }
    }

    /// "3 downloading, 42 %", or whatever is the most that can be said of the downloads.
    pub(crate) fn downloads(
        &self,
        running: u32,
        waiting: u32,
        failed: u32,
        percent: Option<u64>,
        paused: bool,
    ) -> String {
        let english = self.language == Language::English;
        let mut parts = Vec::new();
        if running > 0 {
            parts.push(if english {
                format!("{running} downloading")
            } else {
                format!("{running} 个正在下载")
            });
            parts.extend(percent.map(|percent| format!("{percent} %")));
        }
        if paused && running + waiting > 0 {
            parts.push(if english { "paused".to_owned() } else { "已暂停".to_owned() });
        }
        if running == 0 && waiting > 0 {
            parts.push(if english {
                format!("{waiting} waiting")
            } else {
                format!("{waiting} 个等待中")
            });
        }
        if failed > 0 {
            parts.push(if english { format!("{failed} failed") } else { format!("{failed} 个失败") });
        }
        match parts.as_slice() {
            [] if english => "No downloads".to_owned(),
            [] => "没有下载".to_owned(),
            parts => parts.join(if english { ", " } else { "，" }),
        }
    }
}

/// The language to speak: the chosen one, else the system's.
pub(crate) fn language(chosen: Option<Language>) -> Language {
    chosen.unwrap_or_else(|| {
        let named = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|key| std::env::var(key).ok());
        if named.is_some_and(|name| name.starts_with("zh")) { Language::Chinese } else { Language::English }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_downloads_are_told_in_one_line() {
        let words = Words::of(Language::English);
        let table = [
            ((0, 0, 0, None, false), "No downloads"),
            ((3, 5, 0, Some(42), false), "3 downloading, 42 %"),
            ((1, 0, 2, None, false), "1 downloading, 2 failed"),
            ((0, 4, 0, None, true), "paused, 4 waiting"),
            ((0, 4, 0, None, false), "4 waiting"),
            ((0, 0, 2, None, true), "2 failed"),
        ];
        for ((running, waiting, failed, percent, paused), expected) in table {
            assert_eq!(words.downloads(running, waiting, failed, percent, paused), expected);
        }
        assert_eq!(Words::of(Language::Chinese).downloads(3, 0, 0, Some(42), false), "3 个正在下载，42 %");
    }
}

use crate::dates::{DAY, TODAY};
use crate::mother::{EpisodeMother, ShowMother};

use super::recording;

/// Show notes that would set `window.__pwned` wherever they ran, between paragraphs that must survive.
const NOTES: [(&str, &str); 6] = [
    (
        "Do not press the button",
        r#"<p>Before the button.</p><script>window.__pwned=1</script><p>After the button.</p><script src="https://mischief.example/x.js"></script><svg><script>window.__pwned=1</script></svg>"#,
    ),
    (
        "The picture that was not there",
        r#"<p>Before the picture.</p><img src="x" onerror="window.__pwned=2"><img src=x onerror=window.__pwned=2><svg onload="window.__pwned=2"></svg><video><source onerror="window.__pwned=2"></video><body onload="window.__pwned=2"><p>After the picture.</p>"#,
    ),
    (
        "A link to everywhere",
        r#"<p>Links: <a href="javascript:window.__pwned=3">one</a> <a href="JaVa&#10;Script:window.__pwned=3">two</a> <a href="data:text/html,<script>window.__pwned=3</script>">three</a> <a href="file:///etc/passwd">four</a> <a href="https://mischief.example/honest" onclick="window.__pwned=3" onmouseover="window.__pwned=3">an honest link</a></p>"#,
    ),
    (
        "The window in the window",
        r#"<p>Before the window.</p><iframe src="javascript:window.parent.__pwned=4"></iframe><iframe srcdoc="<script>parent.__pwned=4</script>"></iframe><object data="javascript:window.__pwned=4"></object><embed src="javascript:window.__pwned=4"><form action="https://mischief.example/take"><input name="q" autofocus onfocus="window.__pwned=4"><button formaction="javascript:window.__pwned=4">Press</button></form><meta http-equiv="refresh" content="0;url=https://mischief.example/"><base href="https://mischief.example/"><p>After the window.</p>"#,
    ),
    (
        "A coat of paint",
        r#"<p>Before the paint.</p><style>body{display:none!important}</style><link rel="stylesheet" href="https://mischief.example/paint.css"><div style="position:fixed;inset:0;background:red;z-index:2147483647">PAINT</div><p id="app" class="app" style="font-size:400px">After the paint.</p>"#,
    ),
    (
        "Twice wrapped",
        r#"<p>Before the parcel.</p>&lt;script&gt;window.__pwned=5&lt;/script&gt;<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.__pwned=5&gt;"></table></math><noscript><p title="</noscript><img src=x onerror=window.__pwned=5>"></noscript><p>After the parcel.</p>"#,
    ),
];

pub(super) fn show() -> ShowMother {
    let show = ShowMother::new("Mischief Department")
        .slug("mischief")
        .author("Somebody & Co. <script>window.__pwned=6</script>")
        .description(r#"<p>A podcast that tries the doors. <img src=x onerror="window.__pwned=7"> Nothing to worry about.</p>"#)
        .genre("Technology")
        .cover(&include_bytes!("../../assets/covers/mischief.png")[..], "image/png")
        .every(std::time::Duration::from_hours(48));
    NOTES.iter().enumerate().fold(show, |show, (index, (title, notes))| {
        let episode = EpisodeMother::new(*title)
            .number(1, u32::try_from(NOTES.len() - index).unwrap_or(1))
            .summary("<b onclick=window.__pwned=8>Plain text</b>, whatever it looks like.")
            .notes(*notes)
            .audio(recording(title, 2));
        show.episode(if index == 0 { episode.published(TODAY - 5 * DAY) } else { episode })
    })
}

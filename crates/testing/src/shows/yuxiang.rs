use crate::dates::{DAY, TODAY};
use crate::mother::{EpisodeMother, ShowMother};

use super::recording;

const CLOSING: &str =
    "雨巷电台，每周五傍晚更新。来信请寄 <a href=\"https://yuxiang.example/post\">yuxiang.example/post</a>。";

pub(super) fn show() -> ShowMother {
    let title = "伞铺里的第十三把伞";
    ShowMother::new("雨巷电台")
        .slug("yuxiang")
        .author("林小满")
        .description("<p>一条老巷，一场雨，一台旧收音机。林小满撑着伞走进别人的故事里，等雨停了再出来。</p>")
        .language("zh-CN")
        .genre("Society & Culture")
        .person("林小满", "host")
        .cover(&include_bytes!("../../assets/covers/yuxiang.png")[..], "image/png")
        .episode(
            EpisodeMother::new(title)
                .number(2, 10)
                .published(TODAY - DAY / 6)
                .summary("修伞的陈师傅一辈子只修别人的伞。墙角那一把，他从来不修，也从来不卖。")
                .notes(format!(
                    "<p>修伞的陈师傅一辈子只修别人的伞。墙角那一把，他从来不修，也从来不卖。</p>\n\
                     <p>00:00 巷口<br>05:12 伞骨与竹子<br>14:30 第十三把伞<br>25:48 雨停了</p>\n\
                     <p>节目里提到的老照片：<a href=\"https://yuxiang.example/umbrella\">yuxiang.example/umbrella</a></p>\n<p>{CLOSING}</p>"
                ))
                .chapters([(0.0, "巷口"), (312.0, "伞骨与竹子"), (870.0, "第十三把伞"), (1548.0, "雨停了")])
                .transcript([
                    (0.0, "小满", "巷子很窄，两把伞碰在一起，就得有一把先收起来。"),
                    (7.0, "陈师傅", "收起来的那一把，总是年轻人的。"),
                ])
                .audio(recording(title, 29)),
        )
        .told(2, CLOSING, &[
            ("屋檐下的理发店", 26, "镜子比人老，剪刀比镜子老。"),
            ("青石板记得谁", 31, "一位送了四十年信的邮差，闭着眼睛走完整条巷子。"),
            ("雨声的二十种写法", 24, "语文老师的作业本里，藏着一场下了三十年的雨。"),
            ("最后一班渡船", 35, "桥修好的那天，船夫请全镇的人坐了一次船。"),
            ("茶馆打烊以后", 28, "椅子倒扣在桌上，故事才刚刚开始。"),
            ("会唱歌的搪瓷盆", 19, "漏雨的老屋，一家人听了整整一夜。"),
            ("丁香", 33, "我们去找那位姑娘，找到了一棵树。"),
            ("借火", 22, "停电的晚上，半条巷子的人站在同一支蜡烛旁边。"),
            ("第一场雨", 27, "收音机是外婆的，巷子也是。"),
        ])
}

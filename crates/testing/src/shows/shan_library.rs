use crate::dates::{DAY, TODAY};
use crate::mother::{EpisodeMother, ShowMother};

use super::recording;

const CLOSING: &str = "《山那边的图书馆》由陈未雨朗读。借书证长期有效，不收逾期费。";

pub(super) fn show() -> ShowMother {
    let title = "第十二夜：给影子写信的人";
    ShowMother::new("山那边的图书馆")
        .slug("shan-library")
        .author("陈未雨")
        .description(
            "<p>山那边有一座图书馆，里面的书从来没有人借过。每个星期天的晚上，我们借一本，读到你睡着。</p>",
        )
        .language("zh-CN")
        .genre("Fiction")
        .person("陈未雨", "narrator")
        .cover(&include_bytes!("../../assets/covers/shan-library.png")[..], "image/png")
        .episode(
            EpisodeMother::new(title)
                .number(1, 12)
                .published(TODAY - 4 * DAY)
                .summary("他每天给自己的影子写一封信，直到有一天，影子先走了一步。")
                .notes(format!(
                    "<p>他每天给自己的影子写一封信，直到有一天，影子先走了一步。</p>\n\
                     <p>本夜书目：馆藏 0412 号，深蓝色封面，扉页有一枚干枯的枫叶。</p>\n<p>{CLOSING}</p>"
                ))
                .audio(recording(title, 42)),
        )
        .told(
            1,
            CLOSING,
            &[
                ("第十一夜：钟表匠的假期", 37, "他把所有的钟都停在三点，然后去看海。"),
                ("第十夜：一只不肯过冬的燕子", 33, "它说，南方太远，而故事太近。"),
                ("第九夜：盐与灯", 40, "盐商的女儿和守灯人之间，隔着一片会说话的海。"),
                ("第八夜：会做梦的木桥", 29, "每天清晨，桥上都会多出一行脚印。"),
                ("第七夜：雪的图鉴", 35, "六十四种雪，最后一种没有名字。"),
                ("第六夜：月亮的裁缝", 31, "每个月要改一次尺寸，从不收钱。"),
                ("第五夜：没有门的房子", 38, "进去的人，都是从故事里进去的。"),
                ("第四夜：鲸鱼邮政", 27, "一封信要走七年，但从不寄丢。"),
                ("第三夜：数羊的牧羊人", 44, "数到一万的时候，羊开始数他。"),
                ("第二夜：山的另一边的另一边", 30, "翻过一座山，再翻过一页。"),
                ("第一夜：借书证", 25, "管理员说，名字写不写都可以。"),
            ],
        )
}
